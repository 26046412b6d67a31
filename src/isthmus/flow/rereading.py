"""Reading one record by itself, from the very bytes that its format cut out of a file.

What stood around it is put back where it is known: the names of a header row, the elements around
an XML record. A format whose records say only half of it without their message refuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Final

from isthmus.formats.raw import BrokenRecord, Fault, RawRecord, Tree
from isthmus.formats.registry import READERS
from isthmus.ingest.declaration import Part

Bare = tuple[bytes, Mapping[str, Tree]]
"""Bytes that the format reads as a whole delivery, and the options that it needs for that."""

_Dressing = Callable[[bytes, Part, Sequence[str] | None], Bare | None]
_ROW_OPTIONS: Final = ("columns", "extra_columns", "must_end_with")
_FIRST_TAG: Final = re.compile(rb"<(?:[^<>/?!\s:]+:)?([^<>/?!\s:]+)")


def read_again(
    content: bytes, part: Part, columns: Sequence[str] | None
) -> list[RawRecord] | Fault:
    """Read one record's bytes as its part does; a Fault for what breaks, or cannot stand alone.

    `columns`: what the header row of its file named, if it had one. All or nothing: one broken
    piece makes a Fault of the whole.
    """
    dress = _DRESSINGS.get(part.format)
    bare = None if dress is None else dress(content, part, columns)
    if bare is None:
        return _not_alone(part)
    found: list[RawRecord] = []
    for item in READERS[part.format](BytesIO(bare[0]), bare[1]):
        if isinstance(item, BrokenRecord):
            return item.fault
        if isinstance(item, RawRecord):
            found.append(item)
        elif item.fault is not None and not found:
            return item.fault
    return found or _not_alone(part)


def _as_it_is(content: bytes, part: Part, _: Sequence[str] | None) -> Bare:
    return content, part.options


def _row(content: bytes, part: Part, columns: Sequence[str] | None) -> Bare | None:
    declared = part.options.get("header", True)
    names: Tree = declared if isinstance(declared, list) else list(columns or ())
    if not names:
        return None
    rest = {name: value for name, value in part.options.items() if name not in _ROW_OPTIONS}
    return content, {**rest, "header": names}


def _document(content: bytes, _part: Part, _: Sequence[str] | None) -> Bare:
    return content, {"record": ""}


def _misp(content: bytes, part: Part, _: Sequence[str] | None) -> Bare:
    return b'{"response":[' + content + b"]}", part.options


def _wco(content: bytes, part: Part, _: Sequence[str] | None) -> Bare:
    return b"<MetaData>" + content + b"</MetaData>", part.options


def _element(content: bytes, part: Part, _: Sequence[str] | None) -> Bare | None:
    """Put a record element back into the elements that its path names."""
    first = _FIRST_TAG.search(content)
    declared = part.options.get("record")
    paths = declared if isinstance(declared, list) else [declared]
    steps = [str(path).split("/") for path in paths]
    own = next((s for s in steps if first and s[-1].encode() == first[1]), None)
    if own is None or part.options.get("context"):
        return None
    around = [step for step in own[:-1] if step]
    root = part.options.get("root")
    roots = root if isinstance(root, list) else [root] if root else []
    if own[0] and roots and (around or own)[0] not in roots:
        around = [str(roots[0]), *around]
    before = "".join(f"<{step}>" for step in around)
    behind = "".join(f"</{step}>" for step in reversed(around))
    return before.encode() + content + behind.encode(), part.options


_DRESSINGS: Final[Mapping[str, _Dressing]] = {
    "aivdm": _as_it_is,
    "cap": _as_it_is,
    "delimited": _row,
    "ftm": _as_it_is,
    "json": _document,
    "jsonl": _as_it_is,
    "misp": _misp,
    "wco": _wco,
    "xml": _element,
}
"""How a record of each format is dressed to be read alone.

Not here: camt (the account stands outside of an entry), paxlst and pnrgov (the flight stands
before the travellers), stix (markings are defined elsewhere in the bundle).
"""


def _not_alone(part: Part) -> Fault:
    return Fault(
        field="",
        expected="a record that says everything by itself",
        came=f"one of format {part.format} without what stood around it in its file",
        repair="have its source send it again in a new file, or discard it",
    )
