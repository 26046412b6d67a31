"""Readers of travel messages in EDIFACT: PNRGOV (reservations) and PAXLST (advance information).

One record is one PNR, or one traveller of a list. Its bytes are its own segments; what the message
says for all of them (the flight) stands in each record's tree. A record whose segments are damaged
is broken, and the rest of the message is still read. A message head that is damaged gives a broken
record of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import BinaryIO

from isthmus.formats import options as checked
from isthmus.formats import paxlst, pnrgov
from isthmus.formats.edifact_segments import Segment, Stray, segments
from isthmus.formats.edifact_values import sent_date, year_first
from isthmus.formats.raw import (
    ALONE,
    MAX_RECORD_BYTES,
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
from isthmus.phrases import Phrase, choice, say

LONGEST_WRAPPER = 65_536
"""What is longer before, between or behind interchanges was meant to be data."""

MOST_SEGMENTS = 10_000
"""A group of 999 passengers has fewer; a record with more is broken."""

_TOO_LONG = Fault(
    "",
    say(
        "at most {segments} segments and {size} bytes in one record",
        segments=MOST_SEGMENTS,
        size=MAX_RECORD_BYTES,
    ),
    say("more"),
    say("send fewer segments in one record; is a segment that begins a record missing?"),
)
_RELEASE = say("end each segment, and release service characters within texts")
_SERVICE = frozenset({"UNA", "UNB", "UNG", "UNH", "UNT", "UNE", "UNZ"})
_Piece = RawRecord | BrokenRecord
_TreeMaker = Callable[[Sequence[Segment], dict[str, Tree], date | None], "dict[str, Tree] | Fault"]


@dataclass(frozen=True, slots=True)
class _Message:
    """A kind of message: its name in UNH, where records begin and end, and how they are read."""

    name: str
    begins: Callable[[Segment], bool]
    ends: Callable[[Segment], bool]
    flight: Callable[[Sequence[Segment]], dict[str, Tree]]
    tree: _TreeMaker


def _pnr_flight(head: Sequence[Segment]) -> dict[str, Tree]:
    return next((pnrgov.flight_of(segment) for segment in head if segment.tag == "TVL"), {})


_PNRGOV = _Message(
    "PNRGOV",
    begins=lambda segment: segment.tag == "SRC",
    ends=lambda _: False,
    flight=_pnr_flight,
    tree=pnrgov.pnr_tree,
)
_PAXLST = _Message(
    "PAXLST",
    begins=lambda segment: segment.tag == "NAD" and segment.text(0) in paxlst.TRAVELLERS,
    ends=lambda segment: segment.tag in {"NAD", "CNT"},
    flight=paxlst.flight_of,
    tree=paxlst.traveller_tree,
)


def read_pnrgov(stream: BinaryIO, options: Mapping[str, Tree]) -> Reading:
    """Read PNRGOV, one record per passenger name record; takes no options."""
    checked.only(options, ())
    return _Reader(_PNRGOV).read(stream)


def read_paxlst(stream: BinaryIO, options: Mapping[str, Tree]) -> Reading:
    """Read PAXLST, one record per traveller; takes no options."""
    checked.only(options, ())
    return _Reader(_PAXLST).read(stream)


@dataclass(slots=True)
class _Reader:
    """What lives between two segments of a delivery."""

    message: _Message
    records: int = 0
    counted: int = 0
    head: list[Segment] = field(default_factory=list)
    group: list[Segment] = field(default_factory=list)
    size: int = 0
    in_head: bool = False
    advice: bytes = b""
    opening: bytes = b""
    context: Context | None = ALONE
    open_parts: dict[str, str] = field(default_factory=dict)
    sent: date | None = None
    seen: bool = False
    spilling: bool = False
    header: dict[str, Tree] = field(default_factory=dict)
    notes: list[Tree] = field(default_factory=list)

    def read(self, stream: BinaryIO) -> Reading:
        """Give the records of all messages of a stream, and how it ended."""
        for item in segments(stream):
            if isinstance(item, Stray):
                yield from self._stray(item)
                continue
            self.seen = True
            if item.tag in _SERVICE:
                yield from self._service(item)
            else:
                yield from self._content(item)
        yield from self._closed()
        yield self._ending()

    def _stray(self, stray: Stray) -> Iterator[_Piece]:
        """Note what stands around interchanges; what is long enough to be data is broken."""
        self.notes.append(_note("", "nothing outside UNB to UNZ", stray.raw, "leave it out"))
        if len(stray.raw) > LONGEST_WRAPPER or not _may_be_wrapper(stray.raw):
            repair = say("begin with UNA, UNB or UNH; is this an EDIFACT file?")
            yield from self._broken(stray.raw, Fault("", Phrase("UNB"), shown(stray.raw), repair))

    def _content(self, segment: Segment) -> Iterator[_Piece]:
        self.counted += 1
        if self.message.begins(segment):
            yield from self._closed()
            self.group, self.size = [segment], len(segment.raw)
        elif self.group and self.message.ends(segment):
            yield from self._closed()
        elif self.group or self.in_head:
            (self.group or self.head).append(segment)
            self.size += len(segment.raw)
            if self.size > MAX_RECORD_BYTES or len(self.group or self.head) > MOST_SEGMENTS:
                yield from self._spilled()

    def _service(self, segment: Segment) -> Iterator[_Piece]:
        if segment.tag not in {"UNA", "UNG"}:
            yield from self._closed()
        if segment.tag == "UNA":
            self.advice, self.opening = segment.raw, b""
        elif segment.tag == "UNB":
            self._open_interchange(segment)
        elif segment.tag == "UNH":
            self._open_message(segment)
        elif segment.tag == "UNT":
            self._close_message(segment)
        elif segment.tag == "UNZ":
            self._close_interchange(segment)

    def _open_interchange(self, segment: Segment) -> None:
        day, clock = segment.text(3), segment.text(3, 1)
        self.opening = segment.raw
        self.sent = sent_date(day)
        self.open_parts["UNZ"] = segment.text(4)
        self.header |= {
            "sender": segment.text(1),
            "recipient": segment.text(2),
            "sent_at": year_first(day + clock),
            "reference": segment.text(4),
        }

    def _open_message(self, segment: Segment) -> None:
        self.head, self.in_head, self.counted = [segment], True, 1
        self.size = len(segment.raw)
        self.open_parts["UNT"] = segment.text(0)

    def _close_message(self, segment: Segment) -> None:
        self.open_parts.pop("UNT", None)
        stated = segment.text(0).lstrip("0")
        if stated != str(self.counted + 1):
            expected = f"the count of segments from UNH to UNT, {self.counted + 1}"
            where = f"#{segment.number} UNT"
            self.notes.append(_note(where, expected, stated, "count them when sending"))

    def _close_interchange(self, segment: Segment) -> None:
        expected = self.open_parts.get("UNZ", "")
        self.advice = b""
        if expected and segment.text(1) != expected:
            where = f"#{segment.number} UNZ"
            repair = "repeat the reference of UNB; deliver again if the end was cut off"
            came = segment.text(1)
            self.notes.append(_note(where, f"the reference {expected}", came, repair))
            if segment.flaw:
                return
        self.open_parts.pop("UNZ", None)

    def _closed(self) -> Iterator[_Piece]:
        """Give the record that ends here; before the first of a message, its damaged head."""
        if self.in_head:
            self.in_head = False
            fault, head = self._head_fault(), _joined(self.head)
            self.context = context(self.advice + self.opening)
            if fault is not None:
                yield from self._broken(head, fault)
            self.context = context(self.advice + self.opening + head)
        group, self.group = self.group, []
        if self.spilling:
            self.spilling = False
            last = BrokenRecord(self.records, _joined(group), _TOO_LONG, context=self.context)
            yield from _pieces(last)
        elif group:
            flight = self.message.flight(self.head)
            outcome = _flaw_fault(group) or self.message.tree(group, flight, self._day(flight))
            raw = _joined(group)
            if isinstance(outcome, Fault):
                yield from self._broken(raw, outcome)
            else:
                self.records += 1
                yield RawRecord(self.records, raw, outcome, self.context)

    def _day(self, flight: Mapping[str, Tree]) -> date | None:
        """Give the day that tells centuries: of the interchange, or else of the flight."""
        return self.sent or sent_date(str(flight.get("departure_at", ""))[:10].replace("-", ""))

    def _head_fault(self) -> Fault | None:
        flaw = _flaw_fault(self.head)
        kind = self.head[0].text(1)
        if flaw is not None or kind == self.message.name:
            return flaw
        repair = say("choose the format of the feed by the message's name")
        where = f"#{self.head[0].number} UNH"
        return Fault(where, say("a message {name}", name=self.message.name), shown(kind), repair)

    def _spilled(self) -> Iterator[_Piece]:
        """Give away what there is of a record, or of a head, that is longer than any may be."""
        whole = self.group or self.head
        self.records += not self.spilling
        yield from _pieces(BrokenRecord(self.records, _joined(whole), _TOO_LONG, continues=True))
        self.group, self.size = [replace(whole[0], raw=b"")], 0
        self.spilling, self.in_head = True, False

    def _broken(self, raw: bytes, fault: Fault) -> Iterator[_Piece]:
        self.records += 1
        yield from _pieces(BrokenRecord(self.records, raw, fault, context=self.context))

    def _ending(self) -> Ending:
        header = self.header | ({"tolerated": self.notes} if self.notes else {})
        if not self.seen:
            fault = Fault(
                "",
                choice(["UNA", "UNB", "UNH"]),
                say("no segment"),
                say("is this an EDIFACT file?"),
            )
            return Ending(complete=False, fault=fault, header=header)
        if not self.open_parts:
            return Ending(complete=True, header=header)
        missing = next(iter(self.open_parts))
        fault = Fault(
            "",
            say("the segment {tag}", tag=missing),
            say("the end of the delivery"),
            say("deliver it again: it was cut off"),
        )
        return Ending(complete=False, fault=fault, header=header)


def _pieces(whole: BrokenRecord) -> Iterator[_Piece]:
    """Give a broken record in pieces that quarantine takes; the last says if more will come."""
    cuts = range(0, max(len(whole.raw), 1), MAX_RECORD_BYTES)
    for at in cuts:
        piece = whole.raw[at : at + MAX_RECORD_BYTES]
        yield replace(whole, raw=piece, continues=whole.continues or at != cuts[-1])


def _may_be_wrapper(raw: bytes) -> bool:
    """Tell a wrapper's or an editor's text from binary data."""
    return b"\0" not in raw


def _joined(group: Sequence[Segment]) -> bytes:
    return b"".join(segment.raw for segment in group)


def _flaw_fault(group: Sequence[Segment]) -> Fault | None:
    """Name the first damaged segment of a record."""
    for segment in group:
        if segment.flaw:
            where = f"#{segment.number} {shown(segment.tag, 20)}"
            return Fault(where, segment.flaw, shown(segment.raw.strip()), _RELEASE)
    return None


def _note(where: str, expected: str, came: object, repair: str) -> Tree:
    return {"field": where, "expected": expected, "came": shown(came), "repair": repair}
