"""Reader of AIS sentences as receivers log them: NMEA 0183 lines `!AIVDM` and `!AIVDO`.

pyais unpacks sentence and payload; lines, multi-part messages, times and faults are ours.

* One record is one message. Its bytes are its lines as they came, all parts in their order, with
  the `$PGHP` line that dates it.
* `time` is when a receiver heard it (see `aivdm_sentence`); without any time it is absent.
* Comments (`#`), other NMEA sentences, and sentences with an empty payload (a receiver's empty
  slot) are no records: the ending counts them.
* A message whose parts do not arrive within `PATIENCE` lines is broken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from pyais.messages import AISSentence

from isthmus.errors import MappingInvalid
from isthmus.formats.aivdm_sentence import (
    PYAIS_REFUSALS,
    Part,
    Stamp,
    read_part,
    read_stamp,
    without_block,
)
from isthmus.formats.aivdm_tree import MINIMUM_BITS, tree_of
from isthmus.formats.raw import BrokenRecord, Ending, Fault, RawRecord, Reading, Tree, shown
from isthmus.phrases import say

MAX_LINE_BYTES = 4096
"""A longer line is no sentence; it is broken, in pieces of this size."""
PATIENCE = 1000
"""So many lines may stand between the parts of one message."""
MAX_WAITING = 256
"""So many messages may wait for their parts at one time; the oldest gives way."""

_Piece = RawRecord | BrokenRecord
_SENTENCE = re.compile(rb"[$!][A-Z]{2}[A-Z0-9]{2,4},|[$!]P[A-Z]{2,4},")
_HEAD_BITS = 38
"""Type, repeat count and MMSI: no message is shorter."""


@dataclass(slots=True)
class _Waiting:
    """The parts of one message that have come so far, since line `since`."""

    since: int
    total: int
    parts: dict[int, Part] = field(default_factory=dict)


@dataclass(slots=True)
class _Desk:
    """What lives between two lines: counts, waiting messages, the last time stamp."""

    lines: int = 0
    records: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    waiting: dict[tuple[object, ...], _Waiting] = field(default_factory=dict)
    stamp: Stamp | None = None

    def record(self, raw: bytes, outcome: dict[str, Tree] | Fault) -> _Piece:
        """Number one message or one damage."""
        self.records += 1
        if isinstance(outcome, Fault):
            return BrokenRecord(self.records, raw, outcome)
        return RawRecord(self.records, raw, outcome)


def read(stream: BinaryIO, options: Mapping[str, Tree]) -> Reading:
    """Read AIS sentences, one record per message.

    Takes no options. The ending's header counts the lines that are no records; it is not complete
    if the last line is damaged and has no line end.
    """
    if options:
        raise MappingInvalid(f"expected no options for aivdm, got {shown(sorted(options))}")
    return _read(stream)


def _read(stream: BinaryIO) -> Reading:
    desk = _Desk()
    last: _Piece | None = None
    line = b""
    for line in iter(lambda: stream.readline(MAX_LINE_BYTES), b""):
        desk.lines += 1
        last = None
        pieces = _records(line, desk)
        if len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
            pieces = _oversized(stream, line, desk)
        for last in pieces:
            yield last
    yield from [_abandoned(desk, key) for key in tuple(desk.waiting)]
    yield _ending(desk, cut=isinstance(last, BrokenRecord) and not last.raw.endswith(b"\n"))


def _ending(desk: _Desk, *, cut: bool) -> Ending:
    counted: dict[str, Tree] = {kind: n for kind, n in sorted(desk.counts.items()) if n}
    header: dict[str, Tree] = {"lines": desk.lines, "ignored": counted}
    if not cut:
        return Ending(complete=True, header=header)
    came = say("a damaged last line without a line end")
    repair = say("deliver the file again: it was cut off")
    fault = Fault("", say("a line end after the last sentence"), came, repair)
    return Ending(complete=False, fault=fault, header=header)


def _oversized(stream: BinaryIO, line: bytes, desk: _Desk) -> Iterator[_Piece]:
    expected = say("a line of at most {most} bytes", most=MAX_LINE_BYTES)
    repair = say("end each sentence with a line end; is this an AIS log?")
    fault = Fault("", expected, shown(line), repair)
    desk.records += 1
    while not line.endswith(b"\n") and (rest := stream.readline(MAX_LINE_BYTES)):
        yield BrokenRecord(desk.records, line, fault, continues=True)
        line = rest
    yield BrokenRecord(desk.records, line, fault)


def _records(line: bytes, desk: _Desk) -> Iterator[_Piece]:
    split = without_block(line.strip())
    if isinstance(split, Fault):
        yield desk.record(line, split)
        return
    bare, block = split
    if _is_other(bare, line, desk):
        return
    stamp, desk.stamp = desk.stamp, None
    part = read_part(bare, line, block=block, stamp=stamp)
    if part is None:
        desk.counts["empty payload"] += 1
    elif isinstance(part, Fault):
        yield desk.record(line, part)
    else:
        desk.counts["PGHP"] -= len(part.line) > len(line)
        if part.sentence.frag_cnt == 1:
            yield desk.record(part.line, _message([part]))
        else:
            yield from _joined(part, desk)


def _is_other(bare: bytes, line: bytes, desk: _Desk) -> bool:
    """Count what is no AIS sentence and no damage: blank lines, comments, other sentences."""
    if bare[3:5] == b"VD":
        return False
    if not bare or bare.startswith(b"#"):
        desk.counts["blank or comment"] += 1
        return True
    if not _SENTENCE.match(bare):
        return False
    desk.counts[bare[1:].partition(b",")[0].decode("ascii")] += 1
    if bare.startswith(b"$PGHP,"):
        desk.stamp = read_stamp(bare, line)
    return True


def _joined(part: Part, desk: _Desk) -> Iterator[_Piece]:
    """Put a part to its message; give the message when it is whole, and what gave up waiting."""
    s = part.sentence
    key = (part.group, s.talker_id, s.type, s.frag_cnt, s.seq_id, s.channel)
    if key in desk.waiting and s.frag_num in desk.waiting[key].parts:
        yield _abandoned(desk, key)
    waiting = desk.waiting.setdefault(key, _Waiting(desk.lines, s.frag_cnt))
    waiting.parts[s.frag_num] = part
    if len(waiting.parts) == waiting.total:
        del desk.waiting[key]
        parts = [waiting.parts[number] for number in sorted(waiting.parts)]
        yield desk.record(b"".join(p.line for p in parts), _message(parts))
    while desk.waiting and _is_late(desk):
        yield _abandoned(desk, next(iter(desk.waiting)))


def _is_late(desk: _Desk) -> bool:
    oldest = next(iter(desk.waiting.values()))
    return desk.lines - oldest.since > PATIENCE or len(desk.waiting) > MAX_WAITING


def _abandoned(desk: _Desk, key: tuple[object, ...]) -> _Piece:
    waiting = desk.waiting.pop(key)
    came = say("part {parts}", parts=", ".join(str(number) for number in sorted(waiting.parts)))
    repair = say("none if the radio lost it; else send all parts in one delivery")
    fault = Fault("", say("all {n} parts of the message", n=waiting.total), came, repair)
    parts = (waiting.parts[number].line for number in sorted(waiting.parts))
    return desk.record(b"".join(parts), fault)


def _message(parts: list[Part]) -> dict[str, Tree] | Fault:
    whole = parts[0].sentence
    if len(parts) > 1:
        whole = AISSentence.assemble_from_iterable([part.sentence for part in parts])
    shortest = MINIMUM_BITS.get(whole.ais_id, _HEAD_BITS)
    if len(whole.bv) < shortest:
        cut = say("{n} bits: {payload}", n=len(whole.bv), payload=shown(whole.payload, 180))
        expected = say(
            "at least {least} bits in a message of type {kind}",
            least=shortest,
            kind=whole.ais_id,
        )
        return Fault("payload", expected, cut, say("drop it: the radio cut the message"))
    if whole.ais_id == 0:
        return Fault(
            "type",
            say("a message type from 1 to 28"),
            "0",
            say("drop it: there is no such message"),
        )
    try:
        tree = tree_of(whole.decode())
    except PYAIS_REFUSALS:
        came = shown(whole.payload)
        return Fault("payload", say("a message of ITU-R M.1371"), came, say("drop it: noise"))
    return tree if isinstance(tree, Fault) else _dressed(tree, parts)


def _dressed(tree: dict[str, Tree], parts: list[Part]) -> dict[str, Tree]:
    """Add what the lines say around the message: time, channel, station, own ship."""
    first = parts[0]
    time = next((part.time for part in parts if part.time is not None), None)
    if time is not None:
        tree["time"] = time
    if first.sentence.channel:
        tree["channel"] = first.sentence.channel
    station = first.station or parts[-1].station
    if station is not None:
        tree["station"] = station
    if first.sentence.type.upper() == "VDO":
        tree["own_ship"] = True
    return tree
