"""A binary stream as lines, each with its line end, in memory bounded by the longest record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from isthmus.formats.raw import MAX_RECORD_BYTES, BrokenRecord, Context, Fault, shown
from isthmus.phrases import Phrase, say

CHUNK_BYTES = 256 * 1024
PIECE_BYTES = MAX_RECORD_BYTES // 2
"""Size of the pieces behind the first of an oversized record: two of them are held at once."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_TAIL_BYTES = 64


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line that is longer than a record may be; the last part does not continue."""

    raw: bytes
    continues: bool


class LineSource:
    """The lines of one stream, in order, and how the stream ended.

    A UTF-8 byte order mark at the start belongs to no line; neither does `eof_mark` at the end.
    After the last line, `tail` holds the last bytes of the stream, `marked` says whether the mark
    stood there, and `empty` whether there was no byte at all.
    """

    def __init__(self, stream: BinaryIO, eof_mark: bytes = b"") -> None:
        self._stream = stream
        self._eof_mark = eof_mark
        self.tail = b""
        self.marked = False
        self.empty = True

    def __iter__(self) -> Iterator[bytes | Piece]:
        """Give the lines; only the last one may lack its line end."""
        held = _Held()
        chunk = self._first_chunk()
        while chunk:
            first, *others = chunk.split(b"\n")
            yield from held.grown(first)
            if others:
                yield held.closed(b"\n")
                for line in others[:-1]:
                    yield line + b"\n"
                held = _Held([others[-1]], len(others[-1]))
            chunk = self._read()
        yield from self._last(held)

    def _first_chunk(self) -> bytes:
        first = b""
        while len(first) < len(_BYTE_ORDER_MARK) and (chunk := self._read()):
            first += chunk
        return first.removeprefix(_BYTE_ORDER_MARK) or self._read()

    def _last(self, held: _Held) -> Iterator[bytes | Piece]:
        if self._eof_mark and held.size >= len(self._eof_mark):
            self.marked = self.tail.endswith(self._eof_mark)
        end = held.closed(b"")
        raw = end.raw if isinstance(end, Piece) else end
        raw = raw.removesuffix(self._eof_mark) if self.marked else raw
        if raw or isinstance(end, Piece):
            yield Piece(raw, continues=False) if isinstance(end, Piece) else raw

    def _read(self) -> bytes:
        chunk = self._stream.read(CHUNK_BYTES)
        if chunk:
            self.empty = False
            self.tail = (self.tail + chunk[-_TAIL_BYTES:])[-_TAIL_BYTES:]
        return chunk


class _Held:
    """The line that has no end yet, let go in pieces once it is longer than a record may be."""

    def __init__(self, parts: list[bytes] | None = None, size: int = 0) -> None:
        self._parts = parts or []
        self.size = size
        self._cut = False

    def grown(self, part: bytes) -> Iterator[Piece]:
        """Add `part`; give what is now too much to hold, so that at most a record stays."""
        self._parts.append(part)
        self.size += len(part)
        # One byte is left for the line end.
        while self.size > (limit := (PIECE_BYTES if self._cut else MAX_RECORD_BYTES) - 1):
            self._cut = True
            surplus = self.size - limit
            self._parts[-1:] = [self._parts[-1][:-surplus]]
            piece = b"".join(self._parts)
            self._parts, self.size = [part[-surplus:]], surplus
            yield Piece(piece, continues=True)

    def closed(self, end: bytes) -> bytes | Piece:
        """Give the line with its end, or its last piece."""
        self._parts.append(end)
        raw = b"".join(self._parts)
        return Piece(raw, continues=False) if self._cut else raw


def broken_pieces(
    number: int, raw: bytes, fault: Fault, around: Context | None
) -> Iterator[BrokenRecord]:
    """Give a broken record, in pieces if it is longer than a record may be."""
    for start in range(0, max(len(raw), 1), MAX_RECORD_BYTES):
        piece = raw[start : start + MAX_RECORD_BYTES]
        more = start + MAX_RECORD_BYTES < len(raw)
        yield BrokenRecord(number, piece, fault, continues=more, context=around)


def oversized(what: Phrase) -> Fault:
    """Make the fault of a record that is longer than a record may be."""
    most = MAX_RECORD_BYTES // (1024 * 1024)
    return Fault(
        field="",
        expected=say("{what} of at most {most} MiB", what=what, most=most),
        came=say("a longer one"),
        repair=say("look for a line end, quote or bracket that is missing, or split the record"),
    )


def undecodable(error: UnicodeDecodeError, raw: bytes) -> Fault:
    """Make the fault of bytes that are not in the encoding, with the byte and where it stands."""
    byte = raw[error.start : error.start + 1].hex()
    around = raw[max(error.start - 20, 0) : error.start + 20]
    return Fault(
        field="",
        expected=say("text in {encoding}", encoding=error.encoding),
        came=say(
            "byte 0x{byte} at position {at} of the record: {around}",
            byte=byte,
            at=error.start,
            around=shown(around, 120),
        ),
        repair=say("deliver the file in this encoding, or name the right one in the mapping"),
    )
