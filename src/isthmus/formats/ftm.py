"""FollowTheMoney entities as JSON Lines, read and written.

A record is `{"id": text, "schema": text, "properties": {name: [text, ...]}}`; whatever else an
entity carries stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

import msgspec

from isthmus.errors import MalformedRecord
from isthmus.formats import jsontext
from isthmus.formats.options import only
from isthmus.formats.paths import Unfit, reshaped
from isthmus.formats.raw import Fault, Reading, Tree, shown
from isthmus.phrases import say


def read(stream: BinaryIO, options: Mapping[str, Tree]) -> Reading:
    """Give the entities, one per line; raises MappingInvalid for any option."""
    only(options, ())
    return reshaped(jsontext.read_lines(stream, {}), _entity)


def write(entities: Iterable[Mapping[str, Tree]]) -> Iterator[bytes]:
    """Give one line per entity; raises MalformedRecord for what `read` would not take."""
    for entity in entities:
        try:
            yield msgspec.json.encode(_entity(dict(entity))) + b"\n"
        except Unfit as error:
            raise MalformedRecord(str(error.fault), repair=error.fault.repair) from None


def _entity(tree: dict[str, Tree]) -> dict[str, Tree]:
    for key in ("id", "schema"):
        value = tree.get(key)
        if not isinstance(value, str) or not value:
            came = say("nothing") if value is None else shown(value)
            raise Unfit(Fault(key, say("a text"), came, say("give the entity its {key}", key=key)))
    properties = tree.get("properties")
    if not isinstance(properties, dict):
        repair = say("give the properties as an object of lists")
        came = say("nothing") if properties is None else shown(properties)
        raise Unfit(Fault("properties", say("an object of lists"), came, repair))
    for name, values in properties.items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            repair = say("give each property as a list of texts, numbers and dates too")
            raise Unfit(
                Fault(f"properties.{shown(name)}", say("a list of texts"), shown(values), repair)
            )
    return tree
