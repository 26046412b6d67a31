r"""AIS sentences as receivers log them: `!AIVDM` with a tag block for source and time.

Messages 1 and 3 (position) and 5 (static and voyage data) by ITU-R M.1371-5. A payload is one
integer; base64 cuts it into six-bit groups, and a table turns its alphabet into that of AIS. This
is what lets `exercise.bulk` write more sentences in a second than a node reads.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from operator import xor

from isthmus.exercise.cast import Vessel
from isthmus.exercise.movement import Report
from isthmus.exercise.passage import Fix
from isthmus.exercise.story import Story

STATION = "rLANTERN1"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_AIS = bytes(n + 48 if n < 40 else n + 56 for n in range(64))  # noqa: PLR2004 - the alphabet's break
_TABLE = bytes.maketrans(_BASE64, _AIS)
_POSITION_BYTES = 21
_STATIC_BITS, _STATIC_BYTES, _STATIC_CHARACTERS = 424, 54, 71
_FIRST_PART = 56
_DRIFTING_KN = 1.0
_TANKER, _CARGO = 80, 70


def aivdm(story: Story) -> bytes:
    """Write the reports in the order of time; static data before a ship's first position."""
    return b"".join(_lines(story))


def _lines(story: Story) -> Iterator[bytes]:
    vessels = {vessel.id: vessel for vessel in story.cast.vessels}
    known: set[str] = set()
    for report in story.movement.reports:
        if report.mmsi not in known:
            known.add(report.mmsi)
            yield static_lines(vessels[report.vessel], report, len(known))
        yield line(position_payload(report.mmsi, report.fix), report.fix.at)


def line(payload: bytes, at: datetime, channel: bytes = b"A") -> bytes:
    """Give one sentence for a payload that fits into one, with its tag block and line end."""
    return (
        block(f"s:{STATION},c:{int(at.timestamp())}")
        + sentence(b"AIVDM,1,1,,%b,%b,0" % (channel, payload))
        + b"\r\n"
    )


def block(text: str) -> bytes:
    r"""Give a tag block `\...*hh\`."""
    said = text.encode()
    return b"\\%b*%02X\\" % (said, reduce(xor, said))


def sentence(body: bytes) -> bytes:
    """Give a sentence with its sign and checksum."""
    return b"!%b*%02X" % (body, reduce(xor, body))


def position_bits(mmsi: str, fix: Fix) -> int:
    """Give a position report as an integer of 168 bits."""
    kind = 3 if fix.speed_kn < _DRIFTING_KN else 1
    return (
        kind << 162
        | int(mmsi) << 130
        | 128 << 118  # no turn indicator
        | round(fix.speed_kn * 10) << 108
        | 1 << 107
        | place_bits(fix.lat, fix.lon, fix.course_deg)
        | fix.at.second << 25
    )


def place_bits(lat: float, lon: float, course_deg: float) -> int:
    """Give longitude, latitude, course and heading where a position report has them."""
    return (
        (round(lon * 600_000) & 0xFFFFFFF) << 79
        | (round(lat * 600_000) & 0x7FFFFFF) << 52
        | round(course_deg * 10) % 3600 << 40
        | round(course_deg) % 360 << 31
    )


def armoured(bits: int) -> bytes:
    """Give the 28 characters of a position report."""
    return b64encode(bits.to_bytes(_POSITION_BYTES, "big")).translate(_TABLE)


def position_payload(mmsi: str, fix: Fix) -> bytes:
    """Give the payload of a position report."""
    return armoured(position_bits(mmsi, fix))


def static_lines(vessel: Vessel, report: Report, group: int) -> bytes:
    """Give the two sentences of a message 5 about the identity that a report was sent under."""
    payload = _static_payload(vessel, report)
    number = group % 10
    lines = []
    for part, (text, fill) in enumerate(((payload[:_FIRST_PART], 0), (payload[_FIRST_PART:], 2))):
        said = f"g:{part + 1}-2-{group},s:{STATION},c:{int(report.fix.at.timestamp())}"
        body = b"AIVDM,2,%d,%d,A,%b,%d" % (part + 1, number, text, fill)
        lines.append(block(said) + sentence(body) + b"\r\n")
    return b"".join(lines)


def _static_payload(vessel: Vessel, report: Report) -> bytes:
    borne = next(one for one in vessel.identities if one.mmsi == report.mmsi)
    length = round(vessel.gross**0.5)
    fields = (
        (5, 6),
        (0, 2),
        (int(report.mmsi), 30),
        (0, 2),
        (int(vessel.imo), 30),
        (_six_bit(borne.callsign, 7), 42),
        (_six_bit(borne.name, 20), 120),
        (_TANKER if "Tanker" in vessel.kind else _CARGO, 8),
        (min(length, 511), 9),
        (20, 9),
        (14, 6),
        (14, 6),
        (1, 4),
        (0, 4),
        (0, 5),
        (24, 5),
        (60, 6),
        (round(vessel.draught * 10), 8),
        (_six_bit("FOR ORDERS", 20), 120),
        (0, 1),
        (0, 1),
    )
    bits = reduce(lambda all_bits, field: all_bits << field[1] | field[0], fields, 0)
    whole = (bits << (_STATIC_BYTES * 8 - _STATIC_BITS)).to_bytes(_STATIC_BYTES, "big")
    return b64encode(whole).translate(_TABLE)[:_STATIC_CHARACTERS]


def _six_bit(text: str, width: int) -> int:
    """Give a text in the six-bit alphabet, filled up with @, which is nought."""
    bits = 0
    for character in text.ljust(width, "@")[:width]:
        bits = bits << 6 | ord(character) & 63
    return bits
