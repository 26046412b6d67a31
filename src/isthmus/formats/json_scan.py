"""A scanner over the bytes of one JSON document: finds where values begin and end.

It reads in chunks and holds no more than the value in hand. It is lenient inside of values, which
`json_values` reads strictly; between them it is strict.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from isthmus.formats.lines import PIECE_BYTES
from isthmus.formats.raw import MAX_RECORD_BYTES, Fault, shown
from isthmus.phrases import Phrase, choice, say

CHUNK_BYTES = 64 * 1024
END = 256
"""What `peek` gives behind the last byte."""

_BLANK = re.compile(rb"[ \t\r\n]*+")
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'


def _flat(levels: int) -> bytes:
    """Make the pattern of everything up to the next bracket or brace that is not closed soon.

    Strings count as a whole, and so do lists and objects of few levels, so that few steps are
    taken in Python. What it stops at is a bracket, a brace, a string that has no end yet, or the
    end of the buffer.
    """
    inner = rb"|[{\[]" + _flat(levels - 1) + rb"[}\]]" if levels else b""
    return rb'(?:[^"{}\[\]]++|' + _STRING + inner + rb")*+"


_FLAT = re.compile(_flat(3), re.DOTALL)
_IN_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_SCALAR = re.compile(rb"[^\s,\]}\[{:\"]*+")
_QUOTE = ord('"')
_MOST_BYTES = 1024 * 1024
_STEPS = {ord("{"): 1, ord("["): 1, ord("}"): -1, ord("]"): -1}
_OPENERS = frozenset(b"{[")
_STOPS = frozenset({_QUOTE, *_STEPS})


class Misplaced(Exception):
    """Something stands where the document may not have it, or the document ends too early."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class Part(NamedTuple):
    """A value, or a part of one that is longer than a record may be."""

    raw: bytes
    continues: bool


class Scanner:
    """Reads one document from a stream, value by value."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._buffer = b""
        self._at = 0
        while len(self._buffer) < len(BOM_UTF8) and self._more():
            pass
        if self._buffer.startswith(BOM_UTF8):
            self._at = len(BOM_UTF8)

    def peek(self) -> int:
        """Give the next byte that is no blank, or END."""
        while True:
            self._at = _past(_BLANK, self._buffer, self._at)
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return END

    def take(self, wanted: str) -> str:
        """Step over the next character, which must be one of `wanted`; raises Misplaced."""
        found = self.peek()
        if found == END or chr(found) not in wanted:
            raise self.misplaced(choice(wanted))
        self._at += 1
        return chr(found)

    def misplaced(self, expected: Phrase) -> Misplaced:
        """Make the exception for what stands at the place where it reads."""
        if self.peek() == END:
            return _cut(expected)
        came = shown(self._buffer[self._at : self._at + 60])
        return Misplaced(Fault("", expected, came, say("mend the document at this place")))

    def value(self, limit: int = MAX_RECORD_BYTES) -> Iterator[Part]:
        """Give the value that comes next, in parts of `limit` bytes if it is longer.

        Raises Misplaced if there is none, or, after its last part, if the document ends in it.
        """
        if self.peek() == _QUOTE or self.is_container():
            yield from self._nested(limit)
            return
        raw = self._scalar()
        if not raw:
            raise self.misplaced(say("a value"))
        yield Part(raw, continues=False)

    def is_container(self) -> bool:
        """Tell whether a list or an object comes next."""
        return self.peek() in _OPENERS

    def skip(self) -> None:
        """Step over the value that comes next; raises Misplaced."""
        for _ in self.value(CHUNK_BYTES):
            pass

    def _scalar(self) -> bytes:
        while True:
            end = _past(_SCALAR, self._buffer, self._at)
            if end < len(self._buffer) or end - self._at > CHUNK_BYTES or not self._more():
                raw = self._buffer[self._at : end]
                self._at = end
                return raw

    def _nested(self, limit: int) -> Iterator[Part]:
        """Give a text, list or object, from its first byte to the one that closes it."""
        in_string = self._buffer[self._at] == _QUOTE
        scan, depth, most = self._at + 1, 0 if in_string else 1, limit
        while True:
            scan = _past(_IN_STRING if in_string else _FLAT, self._buffer, scan)
            # What stops a string at the end of the buffer may also be half an escape.
            if scan < len(self._buffer) and self._buffer[scan] in _STOPS:
                found = self._buffer[scan]
                scan += 1
                in_string = found == _QUOTE and not in_string
                depth += _STEPS.get(found, 0)
                if depth == 0 and not in_string:
                    break
                continue
            while len(self._buffer) - self._at > most:
                yield self._part(self._at + most, continues=True)
                most = min(limit, PIECE_BYTES)
            scan -= self._at
            if not self._more():
                yield self._part(len(self._buffer), continues=False)
                raise _cut(say("the end of a value"))
        while scan - self._at > most:
            yield self._part(self._at + most, continues=True)
        yield self._part(scan, continues=False)

    def _part(self, end: int, *, continues: bool) -> Part:
        raw = self._buffer[self._at : end]
        self._at = end
        return Part(raw, continues)

    def _more(self) -> bool:
        """Read on; forget what was read before the value in hand."""
        rest = self._buffer[self._at :]
        chunk = self._stream.read(max(CHUNK_BYTES, min(len(rest), _MOST_BYTES)))
        self._buffer, self._at = rest + chunk, 0
        return bool(chunk)


def _past(pattern: re.Pattern[bytes], buffer: bytes, at: int) -> int:
    found = pattern.match(buffer, at)
    return found.end() if found else at


def _cut(expected: Phrase) -> Misplaced:
    repair = say("deliver the whole document again: this one is cut off")
    return Misplaced(Fault("", expected, say("the end of the document"), repair))
