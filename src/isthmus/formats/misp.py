"""MISP events as JSON: one record per event, alone or in a response of several.

The tree is the event as sent, and beside it:

* `x_tlp`: the TLP names of its tags, such as `amber`;
* `x_attributes`: all attributes, those of its objects too. Each is as sent, with `x_object` (the
  name of its object or None), `x_object_uuid`, `x_tags` (names) and `x_tlp`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from isthmus.formats import jsontext
from isthmus.formats.options import only
from isthmus.formats.paths import Unfit, every, reshaped, texts
from isthmus.formats.raw import Fault, Reading, Tree, shown
from isthmus.phrases import say

_TLP = "tlp:"


def read(stream: BinaryIO, options: Mapping[str, Tree]) -> Reading:
    """Give the events of a MISP export; raises MappingInvalid for any option."""
    only(options, ())
    return reshaped(jsontext.read(stream, {"record": ["response", "Event"]}), _event)


def _event(tree: dict[str, Tree]) -> dict[str, Tree]:
    event = tree.get("Event", tree)
    if not isinstance(event, dict) or not isinstance(event.get("uuid"), str):
        came = shown(", ".join(tree)) if tree else say("an empty object")
        raise Unfit(
            Fault("uuid", say("a MISP event with its uuid"), came, say("export the event again"))
        )
    return {
        **event,
        "x_tlp": _tlp(_tags(event)),
        "x_attributes": [*_attributes(event, None), *_of_objects(event)],
    }


def _of_objects(event: dict[str, Tree]) -> Iterator[Tree]:
    for found in every(event, "Object"):
        if isinstance(found, dict):
            yield from _attributes(found, found)


def _attributes(holder: dict[str, Tree], found_in: dict[str, Tree] | None) -> Iterator[Tree]:
    for attribute in every(holder, "Attribute"):
        if isinstance(attribute, dict):
            tags = _tags(attribute)
            yield {
                **attribute,
                "x_object": found_in.get("name") if found_in else None,
                "x_object_uuid": found_in.get("uuid") if found_in else None,
                "x_tags": tags,
                "x_tlp": _tlp(tags),
            }


def _tags(holder: dict[str, Tree]) -> list[Tree]:
    return texts(holder, "Tag/name")


def _tlp(tags: list[Tree]) -> list[Tree]:
    names = (tag.strip().lower() for tag in tags if isinstance(tag, str))
    return [name.removeprefix(_TLP) for name in names if name.startswith(_TLP)]
