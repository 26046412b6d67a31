"""JSON documents with records at a path, and JSON Lines; every record is cut byte for byte.

Options of `read`:

* `record`: the keys that lead to the records, such as `detections` or `data/items`, or a list of
  such paths; "" (the default) is the document itself. A list that stands there has one record per
  element; an object that stands there is one record.

`read_lines` takes no options: each line that is not blank is a record.

A record is an object, and its tree is what it says; `json_values` tells what is refused. In
`Ending.header` stand the texts, numbers and truth values that the document has around its
records, before or behind them, by their path. A document in which no path is found, or that ends
too early, is incomplete.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO

from isthmus.formats import json_values
from isthmus.formats.json_scan import END, Misplaced, Part, Scanner
from isthmus.formats.lines import LineSource, Piece, oversized
from isthmus.formats.options import only, texts
from isthmus.formats.raw import (
    ALONE,
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
from isthmus.phrases import choice, say

_Steps = tuple[str, ...]
_HEADER_KEYS = 1000
_HEADER_BYTES = 64 * 1024


def read(stream: BinaryIO, options: Mapping[str, Tree]) -> Reading:
    """Give the records of one JSON document; raises MappingInvalid for unknown options."""
    only(options, {"record"})
    paths = texts(options, "record") or ("",)
    targets = frozenset(tuple(path.split("/")) if path else () for path in paths)
    return _Document(stream, targets).reading()


def read_lines(stream: BinaryIO, options: Mapping[str, Tree]) -> Reading:
    """Give the lines of a JSON Lines file; raises MappingInvalid for unknown options."""
    only(options, ())
    return _line_reading(LineSource(stream))


def _line_reading(source: LineSource) -> Reading:
    number, continued = 0, False
    fault: Fault | None = None
    for line in source:
        if isinstance(line, Piece):
            number += not continued
            continued = line.continues
            fault = oversized(say("a line"))
            yield BrokenRecord(number, line.raw, fault, continues=line.continues)
        elif line.strip():
            number += 1
            item = _record(number, line)
            fault = item.fault if isinstance(item, BrokenRecord) else None
            yield item
    # A last line without its end that cannot be read was cut off.
    if source.empty or source.tail.endswith(b"\n"):
        fault = _no_lines() if source.empty else None
    yield Ending(complete=fault is None, fault=fault)


def _record(number: int, raw: bytes, around: Context | None = ALONE) -> RawRecord | BrokenRecord:
    try:
        return RawRecord(number, raw, json_values.record(raw), around)
    except json_values.NotStrict as error:
        return BrokenRecord(number, raw, error.fault, context=around)


def _around(path: _Steps, opened: bytes = b"") -> Context | None:
    """Give what leads to a record at `path`; behind the record, nothing is needed."""
    keys = (b"{" + json.dumps(key).encode() + b":" for key in path)
    return context(b"".join(keys) + opened)


class _Document:
    """One document, walked along the paths of its records."""

    def __init__(self, stream: BinaryIO, targets: frozenset[_Steps]) -> None:
        self._scanner = Scanner(stream)
        self._targets = targets
        self._on_the_way = {steps[:n] for steps in targets for n in range(len(steps))}
        self._header: dict[str, Tree] = {}
        self._number = 0
        self._found = False
        self._fault: Fault | None = None

    def reading(self) -> Reading:
        """Give the records, and the ending."""
        try:
            yield from self._value(())
            if self._scanner.peek() != END:
                raise self._scanner.misplaced(say("the end of the document"))
            if not self._found:
                self._fault = self._not_found()
        except (Misplaced, json_values.NotStrict) as error:
            self._fault = error.fault
        yield Ending(complete=self._fault is None, fault=self._fault, header=self._header)

    def _value(self, path: _Steps) -> Iterator[RawRecord | BrokenRecord]:
        first = self._scanner.peek()
        if path in self._targets and (path or first != END):
            self._found = True
            yield from self._elements(path) if first == ord("[") else self._one(_around(path))
        elif path in self._on_the_way and first == ord("{"):
            yield from self._object(path)
        elif path and not self._scanner.is_container():
            self._keep(path)
        else:
            self._scanner.skip()

    def _object(self, path: _Steps) -> Iterator[RawRecord | BrokenRecord]:
        keys: set[str] = set()
        for key in self._keys():
            if key in keys or len(keys) > _HEADER_KEYS:
                raise Misplaced(_unruly(key))
            keys.add(key)
            yield from self._value((*path, key))

    def _keys(self) -> Iterator[str]:
        scanner = self._scanner
        scanner.take("{")
        if scanner.peek() == ord("}"):
            scanner.take("}")
            return
        while True:
            yield self._key()
            if scanner.take(",}") == "}":
                return

    def _key(self) -> str:
        if self._scanner.peek() != ord('"'):
            raise self._scanner.misplaced(say("a key in quotes"))
        key = json_values.tree(self._short())
        self._scanner.take(":")
        return str(key)

    def _short(self) -> bytes:
        """Give the next value if it is short enough to be a key or a part of the header."""
        part = Part(b"", continues=False)
        for part in self._scanner.value(_HEADER_BYTES):
            if part.continues:
                limit = say(
                    "a key or header value of at most {most} bytes",
                    most=_HEADER_BYTES,
                )
                raise Misplaced(Fault("", limit, shown(part.raw, 80), say("shorten it")))
        return part.raw

    def _keep(self, path: _Steps) -> None:
        where = "/".join(path)
        try:
            self._header[where] = json_values.tree(self._short())
        except json_values.NotStrict as error:
            self._fault = self._fault or replace(error.fault, field=where)

    def _elements(self, path: _Steps) -> Iterator[RawRecord | BrokenRecord]:
        scanner, around = self._scanner, _around(path, b"[")
        scanner.take("[")
        if scanner.peek() == ord("]"):
            scanner.take("]")
            return
        while True:
            yield from self._one(around)
            if scanner.take(",]") == "]":
                return

    def _one(self, around: Context | None) -> Iterator[RawRecord | BrokenRecord]:
        self._number += 1
        whole = True
        for part in self._scanner.value():
            if whole and not part.continues:
                yield _record(self._number, part.raw, around)
            else:
                whole = False
                fault = oversized(say("a record"))
                yield BrokenRecord(
                    self._number, part.raw, fault, continues=part.continues, context=around
                )

    def _not_found(self) -> Fault:
        wanted = choice(["/".join(steps) or say("a document") for steps in sorted(self._targets)])
        came = shown(", ".join(self._header)) if self._header else say("none of it")
        return Fault("", wanted, came, say("deliver this file to the feed of its own format"))


def _unruly(key: str) -> Fault:
    return Fault(
        shown(key),
        say("each key once"),
        say("it twice, or too many keys"),
        say("keep one of the two"),
    )


def _no_lines() -> Fault:
    return Fault("", say("lines"), say("an empty file"), say("deliver the file again"))
