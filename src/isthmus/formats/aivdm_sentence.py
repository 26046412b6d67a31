r"""One line of an AIS log: its sentence, its tag block, its time, or what is wrong with it.

The time of a sentence is, first found: `c:` or `T:` of a tag block, the epoch behind the checksum
(`...*5C,r003,1325394060`), the `$PGHP` sentence before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from pyais.exceptions import AISBaseException
from pyais.messages import AISSentence, GatehouseSentence, TagBlock

from isthmus.formats.raw import Fault, shown
from isthmus.phrases import Phrase, say

PYAIS_REFUSALS = (AISBaseException, ValueError, LookupError, TypeError, ArithmeticError)
"""What pyais raises for bits that it cannot read."""
CHECK_REPAIR = say("send the line as the receiver gave it; a byte changed on the way")
CLOCK_REPAIR = say("correct the receiver's clock")

_FIELDS = re.compile(
    rb"(![A-Za-z]{2}VD[MO],[1-9],[1-9],\d*,[^,*]{0,2},[0-W`-w]*,[0-5]\*[0-9A-Fa-f]{2})"
    rb"(?:[,\s](.*))?"
)
_SHAPES = (
    (rb"!..VD[MO],", say("a sentence that begins with !AIVDM, or !AIVDO,")),
    (rb"[^*]*\*[0-9A-Fa-f]{2}(?![0-9A-Fa-f])", say("a checksum: * and two hexadecimal digits")),
    (rb"(?:[^,*]*,){6}[^,*]*\*", say("seven fields before the checksum")),
    (
        rb"[^,]*,[1-9],[1-9],\d*,[^,]{0,2},",
        say("part count, part number, sequence number, channel"),
    ),
    (rb"(?:[^,]*,){5}[0-W`-w]*,", say("a payload of the characters 0 to W and ` to w")),
    (rb"(?:[^,]*,){6}[0-5]\*", say("a fill bit count from 0 to 5")),
)
_EPOCH = re.compile(rb"(?:^|,)(\d{13}|\d{9,10})(?=,|\s*$)")
_STATION = re.compile(rb"(?:^|,)([rb][0-9A-Za-z_]{3,14})(?=,|$)")
_TEXT_TIME = re.compile(rb"T:(\d{4}-\d\d-\d\d) (\d\d)[.:](\d\d)[.:](\d\d)(?=[,*])")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A `$PGHP` line: the time it gives, and the checksum of the one sentence that it dates."""

    line: bytes
    time: str
    checksum: int


@dataclass(frozen=True, slots=True)
class Part:
    """One sentence with its whole line, its time, and what tells its receiver from others."""

    line: bytes
    sentence: AISSentence
    time: str | None
    group: str
    station: str | None


def read_stamp(sentence: bytes, line: bytes) -> Stamp | None:
    """Give the time stamp of a `$PGHP` sentence, or None if it is damaged."""
    try:
        gatehouse = GatehouseSentence(sentence)
        checksum = int(sentence.rpartition(b"*")[0].rpartition(b",")[2], 16)
    except PYAIS_REFUSALS:
        return None
    if not gatehouse.is_valid:
        return None
    return Stamp(line, gatehouse.timestamp.isoformat() + "Z", checksum)


def without_block(bare: bytes) -> tuple[bytes, TagBlock | None] | Fault:
    r"""Take the tag block `\...\` off a line; a block that fails its own checksum is a fault."""
    if not bare.startswith(b"\\"):
        return bare, None
    inner, closing, sentence = bare[1:].partition(b"\\")
    block = TagBlock(inner)
    block.init()
    if not closing or not block.is_valid:
        return Fault("tag_block", say("a tag block whose checksum fits"), shown(bare), CHECK_REPAIR)
    return sentence, block


def read_part(
    bare: bytes, line: bytes, *, block: TagBlock | None, stamp: Stamp | None
) -> Part | Fault | None:
    """Read one sentence with its block and the stamp before it; None has an empty payload."""
    found = _FIELDS.fullmatch(bare)
    if found is None:
        return _shape_fault(bare)
    raw, trailer = found[1], found[2] or b""
    try:
        sentence = AISSentence(raw)
    except PYAIS_REFUSALS:
        return Fault("", say("an AIS sentence"), shown(bare), say("send it as received"))
    if not sentence.is_valid:
        came = say("{sum} on {line}", sum=f"{sentence.checksum:02X}", line=shown(bare, 190))
        return Fault("checksum", Phrase(f"{_checksum(raw):02X}"), came, CHECK_REPAIR)
    if not sentence.payload:
        return None
    fits = stamp is not None and stamp.checksum == sentence.checksum
    lead, stamped = (stamp.line, stamp.time) if stamp is not None and fits else (b"", None)
    time = _block_time(block) or _trailer_time(trailer) or stamped
    if isinstance(time, Fault):
        return time
    group, station = _origin(block, trailer)
    return Part(lead + line, sentence, time, group, station)


def _shape_fault(bare: bytes) -> Fault:
    for pattern, expected in _SHAPES:
        if not re.match(pattern, bare):
            return Fault("", expected, shown(bare), CHECK_REPAIR)
    return Fault("", say("a comma or nothing after the checksum"), shown(bare), CHECK_REPAIR)


def _checksum(raw: bytes) -> int:
    total = 0
    for byte in raw[1 : raw.rindex(b"*")]:
        total ^= byte
    return total


def _block_time(block: TagBlock | None) -> str | Fault | None:
    if block is None:
        return None
    seconds = block.receiver_timestamp
    if seconds is not None:
        if re.fullmatch(r"[0-9]{13}|[0-9]{9,10}", seconds):
            return _iso(int(seconds[:10]))
        expected = say("seconds since 1970 in nine or ten digits, or milliseconds in thirteen")
        return Fault("tag_block.c", expected, shown(seconds), CLOCK_REPAIR)
    text = _TEXT_TIME.search(block.raw)
    return _text_time(text) if text is not None else None


def _text_time(found: re.Match[bytes]) -> str | Fault:
    day, hour, minute, second = (part.decode() for part in found.groups())
    try:
        at = datetime.fromisoformat(f"{day}T{hour}:{minute}:{second}")
    except ValueError:
        expected = say("a time as 2030-12-31 23.59.59")
        return Fault("tag_block.T", expected, shown(found[0]), CLOCK_REPAIR)
    return at.isoformat() + "Z"


def _trailer_time(trailer: bytes) -> str | None:
    found = _EPOCH.search(trailer)
    return _iso(int(found[1][:10])) if found is not None else None


@lru_cache(maxsize=1024)
def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def _origin(block: TagBlock | None, trailer: bytes) -> tuple[str, str | None]:
    """Give the group that keeps the parts of several receivers apart, and the receiver."""
    if block is None:
        found = _STATION.search(trailer)
        name = found[1].decode() if found is not None else None
        return name or "", name
    return str(block.group.group_id) if block.group is not None else "", block.source_station
