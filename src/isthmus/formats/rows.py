"""Lines become rows of cells, each with the exact bytes that it came from.

A quoted cell may run over several lines. When its quote never closes, or closes where nothing may
follow, only the first line is broken and the next line starts afresh: one stray quote does not
swallow the rest of a delivery. A delivery that does this on purpose is reread only so often.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from isthmus.formats.delimited_layout import WHITESPACE, Layout
from isthmus.formats.lines import LineSource, Piece, oversized, undecodable
from isthmus.formats.raw import MAX_RECORD_BYTES, Fault, shown
from isthmus.phrases import say

# The limit of the csv module is one for the whole process; its default would refuse cells that
# a record may well have.
csv.field_size_limit(max(csv.field_size_limit(), MAX_RECORD_BYTES))
_REREADS = 64

Row: TypeAlias = "tuple[bytes, list[str]]"


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """Bytes that are no row; `cut` if the delivery ended inside of it."""

    raw: bytes
    fault: Fault
    continues: bool = False
    cut: bool = False


class _Unreadable(Exception):
    """A line cannot be part of a row; the fault says why."""

    def __init__(self, fault: Fault, piece: Piece | None = None) -> None:
        super().__init__(fault)
        self.fault = fault
        self.piece = piece


def rows(source: LineSource, layout: Layout) -> Iterator[Row | BrokenRow]:
    """Give the rows of `source`; blank lines and comments are none."""
    feed = _Feed(source, layout)
    parsed = _blank_rows(feed) if layout.delimiter == WHITESPACE else _csv_rows(feed, layout)
    taken = feed.taken
    while True:
        try:
            for cells in parsed:
                raw = taken[0] if len(taken) == 1 else b"".join(taken)
                taken.clear()
                if cells:
                    yield raw, cells
        except _Unreadable as error:
            yield feed.refused(error)
        except csv.Error:
            yield feed.mistaken()
        else:
            return


def _csv_rows(feed: _Feed, layout: Layout) -> Iterator[list[str]]:
    return csv.reader(
        feed,
        delimiter=layout.delimiter,
        quotechar=layout.quote or None,
        quoting=csv.QUOTE_MINIMAL if layout.quote else csv.QUOTE_NONE,
        strict=True,
    )


def _blank_rows(feed: _Feed) -> Iterator[list[str]]:
    return map(str.split, feed)


class _Feed:
    """Hands decoded lines to the parser and remembers the bytes of the row in progress."""

    def __init__(self, source: LineSource, layout: Layout) -> None:
        self._lines = iter(source)
        self._again: deque[bytes | Piece] = deque()
        self._encoding = layout.encoding
        self._skips = tuple(mark for mark in (layout.comment, layout.eof_mark) if mark)
        self._comment, self._eof_mark = layout.comment, layout.eof_mark
        self._rereads = _REREADS
        self._ended = False
        self.taken: list[bytes] = []
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._next_line()
        if not self.taken:
            self._size = 0
            while not isinstance(line, Piece) and self._is_skipped(line):
                line = self._next_line()
        if isinstance(line, Piece):
            raise self._too_long(line)
        self._size += len(line)
        if self._size > MAX_RECORD_BYTES:
            self._again.appendleft(line)
            raise _Unreadable(oversized(say("a row")))
        self.taken.append(line)
        return self._decoded(line)

    def refused(self, error: _Unreadable) -> BrokenRow:
        """Give the broken row after a line that cannot be read."""
        if error.piece is not None:
            return BrokenRow(error.piece.raw, error.fault, continues=error.piece.continues)
        if len(self.taken) > 1 and self._reread():
            return self._given(_unclosed(), cut=False)
        return self._given(error.fault, cut=False)

    def mistaken(self) -> BrokenRow:
        """Give the broken row after a mistake in quoting."""
        if len(self.taken) > 1 or self._ended:
            cut = self._ended
            self._reread()
            return self._given(_unclosed(), cut=cut)
        return self._given(_misquoted(self.taken[0]), cut=False)

    def _next_line(self) -> bytes | Piece:
        if self._again:
            return self._again.popleft()
        try:
            return next(self._lines)
        except StopIteration:
            self._ended = True
            raise

    def _is_skipped(self, line: bytes) -> bool:
        if not self._skips or not line.startswith(self._skips):
            return False
        comment = bool(self._comment) and line.startswith(self._comment)
        return comment or line.strip() == self._eof_mark

    def _too_long(self, piece: Piece) -> _Unreadable:
        fault = oversized(say("a row"))
        if not self.taken:
            return _Unreadable(fault, piece)
        self._again.appendleft(piece)
        return _Unreadable(fault)

    def _decoded(self, line: bytes) -> str:
        try:
            text = line.decode(self._encoding)
        except UnicodeDecodeError as error:
            raise _Unreadable(undecodable(error, line)) from None
        if "\0" in text:
            raise _Unreadable(_with_nul(line))
        return text

    def _reread(self) -> bool:
        """Put all lines but the first back, if this may be done once more."""
        if self._rereads == 0:
            return False
        self._rereads -= 1
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]
        return True

    def _given(self, fault: Fault, *, cut: bool) -> BrokenRow:
        raw = b"".join(self.taken)
        self.taken.clear()
        return BrokenRow(raw, fault, cut=cut)


def _unclosed() -> Fault:
    return Fault(
        field="",
        expected=say("a quote that closes before the next delimiter or line end"),
        came=say("a cell that goes on, or more text behind its quote"),
        repair=say("close the quote, and double each quote inside of a quoted cell"),
    )


def _misquoted(raw: bytes) -> Fault:
    return Fault(
        field="",
        expected=say("cells, quoted or without quotes"),
        came=shown(raw, 120),
        repair=say("close each quote before the delimiter, and double each quote inside of a cell"),
    )


def _with_nul(raw: bytes) -> Fault:
    at = raw.index(b"\0")
    return Fault(
        field="",
        expected=say("text without NUL"),
        came=say("a NUL at position {at} of the record", at=at),
        repair=say("deliver the file as text; if it is UTF-16, save it as UTF-8"),
    )
