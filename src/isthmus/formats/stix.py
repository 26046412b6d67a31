"""STIX 2.1 bundles and TAXII envelopes: one record per object, its markings resolved.

The tree is the object as sent, and beside it:

* `x_markings`: what `object_marking_refs` says, one text per reference: `tlp:amber`, `label:` with
  the mark of another node's label, `statement:` with the statement, or `unknown:` with a reference
  that this bundle does not define;
* `x_granular`: the same for `granular_markings`, as `{"selectors": [...], "marking": text}`; one
  that only names a language has `marking` None, one that names neither is `unknown:`.

A reference is resolved within the bundle, wherever the definition stands; TLP 1 and 2 are known
by their ids. Objects wait for definitions that stand behind them, but no more than
`MAX_WAITING_BYTES` of them: beyond, a reference stays unknown, which a mapping treats as closed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from isthmus.formats import jsontext
from isthmus.formats.options import only
from isthmus.formats.paths import Unfit, every, reshaped
from isthmus.formats.raw import (
    BrokenRecord,
    Context,
    Ending,
    Fault,
    RawRecord,
    Reading,
    Tree,
    context,
    shown,
)
from isthmus.formats.stix_objects import CLAIMS
from isthmus.phrases import say

MAX_WAITING_BYTES = 2 * 1024 * 1024
MAX_DEFINITIONS = 10_000
MAX_DEFINITION_BYTES = 16 * 1024
_TLP_2 = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_KNOWN = {
    # STIX 2.1, section 7.2.1.4.
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "tlp:white",
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "tlp:green",
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "tlp:amber",
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "tlp:red",
    # The common object repository of OASIS, for TLP 2.0.
    "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": "tlp:clear",
    "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "tlp:green",
    "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": "tlp:amber",
    "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": "tlp:amber+strict",
    "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": "tlp:red",
}


@dataclass(frozen=True, slots=True)
class _Definition:
    """What a marking definition of the bundle says, and its bytes unless they are many."""

    text: str
    raw: bytes | None


def read(stream: BinaryIO, options: Mapping[str, Tree]) -> Reading:
    """Give the objects of a bundle; raises MappingInvalid for any option."""
    only(options, ())
    found = reshaped(jsontext.read(stream, {"record": "objects"}), _checked)
    return _resolved(found)


def _checked(tree: dict[str, Tree]) -> dict[str, Tree]:
    for key in ("type", "id"):
        if not isinstance(tree.get(key), str):
            came = shown(tree[key]) if key in tree else say("nothing")
            raise Unfit(
                Fault(
                    key,
                    say("a STIX object with its {key}", key=key),
                    came,
                    say("add it and send again"),
                )
            )
    return tree


def _resolved(reading: Reading) -> Reading:
    known: dict[str, _Definition] = {}
    waiting: deque[RawRecord | BrokenRecord] = deque()
    held = 0
    for item in reading:
        if isinstance(item, Ending):
            while waiting:
                yield _marked(waiting.popleft(), known)
            yield _judged(item)
            return
        if isinstance(item, RawRecord) and item.tree["type"] == "marking-definition":
            _define(item, known)
        waiting.append(item)
        held += len(item.raw)
        while waiting and (held > MAX_WAITING_BYTES or _is_resolved(waiting[0], known)):
            held -= len(waiting[0].raw)
            yield _marked(waiting.popleft(), known)


def _define(item: RawRecord, known: dict[str, _Definition]) -> None:
    """Note what a marking definition says; the ids of TLP keep their meaning."""
    tree = item.tree
    raw = item.raw if len(item.raw) <= MAX_DEFINITION_BYTES else None
    identity, definition = tree["id"], tree.get("definition")
    said = definition if isinstance(definition, dict) else {}
    tlp = said.get("tlp") or next(iter(every(tree, f"extensions/{_TLP_2}/tlp_2_0")), None)
    statement = said.get("statement")
    if len(known) >= MAX_DEFINITIONS:
        return
    if isinstance(identity, str) and isinstance(tlp, str):
        known[identity] = _Definition(f"tlp:{tlp.lower()}", raw)
    elif isinstance(identity, str) and any(every(tree, f"extensions/{CLAIMS}/label")):
        known[identity] = _Definition(f"label:{tree.get('name')}", raw)
    elif isinstance(identity, str) and isinstance(statement, str):
        known[identity] = _Definition(f"statement:{statement}", raw)


def _references(tree: dict[str, Tree]) -> list[Tree]:
    return [*every(tree, "object_marking_refs"), *every(tree, "granular_markings/marking_ref")]


def _is_resolved(item: RawRecord | BrokenRecord, known: dict[str, _Definition]) -> bool:
    if isinstance(item, BrokenRecord):
        return True
    return all(ref in _KNOWN or ref in known for ref in map(str, _references(item.tree)))


def _marked(
    item: RawRecord | BrokenRecord, known: dict[str, _Definition]
) -> RawRecord | BrokenRecord:
    if isinstance(item, BrokenRecord):
        return item
    tree = item.tree
    markings: list[Tree] = [_named(ref, known) for ref in every(tree, "object_marking_refs")]
    granular: list[Tree] = [
        {"selectors": every(one, "selectors"), "marking": _named_or_none(one, known)}
        for one in every(tree, "granular_markings")
    ]
    marked: dict[str, Tree] = {**tree, "x_markings": markings, "x_granular": granular}
    return RawRecord(item.number, item.raw, marked, _around(item, known))


def _around(item: RawRecord, known: dict[str, _Definition]) -> Context | None:
    """Give what reads an object by itself: a bundle with the definitions that it refers to."""
    references = dict.fromkeys(str(ref) for ref in _references(item.tree))
    raws = [known[ref].raw for ref in references if ref in known and ref not in _KNOWN]
    whole = [raw + b"," for raw in raws if raw is not None]
    if item.context is None or len(whole) < len(raws):
        return None
    return context(item.context.before + b"".join(whole)) if whole else item.context


def _named_or_none(granular: Tree, known: dict[str, _Definition]) -> str | None:
    """Give what a granular marking says; None for a language, which says nothing of access."""
    named = next((_named(ref, known) for ref in every(granular, "marking_ref")), None)
    return named if named or every(granular, "lang") else "unknown:"


def _named(reference: Tree, known: dict[str, _Definition]) -> str:
    name = str(reference)
    said = known.get(name)
    return _KNOWN.get(name) or (said.text if said is not None else f"unknown:{name}")


def _judged(ending: Ending) -> Ending:
    """Refuse to call a document complete that calls itself something else than a bundle."""
    kind = ending.header.get("type", "bundle")
    if kind == "bundle":
        return ending
    fault = Fault(
        "type", say("a bundle"), shown(kind), say("deliver this file to the feed of its format")
    )
    return Ending(complete=False, fault=ending.fault or fault, header=ending.header)
