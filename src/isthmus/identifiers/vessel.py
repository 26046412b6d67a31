"""Identifiers of ships: IMO numbers of hulls and of companies, MMSI, call signs."""

from __future__ import annotations

import re
from enum import StrEnum

from stdnum import imo as imo_checksum

from isthmus.identifiers.mid import MID_COUNTRIES
from isthmus.identifiers.outcome import Identified, Outcome, Rejected, compact, identifier

_IMO_PREFIX = re.compile(r"(?:LR)?IMO(?:NUMBER|NO|NR|N|#)?[:#]?")
_COMPANY_WEIGHTS = (8, 6, 4, 2, 9, 7)
_CALL_SIGN = re.compile(r"(?=.*[A-Z])[A-Z0-9]{3,9}")
_NO_CALL_SIGN = frozenset({"NONE", "UNKNOWN", "NIL", "NULL", "NOTAVAILABLE", "NOTKNOWN"})


class Station(StrEnum):
    """What kind of station an MMSI numbers (ITU-R M.585)."""

    SHIP = "ship"
    GROUP = "group of ships"
    COAST = "coast station"
    AIRCRAFT = "search and rescue aircraft"
    AID = "aid to navigation"
    CRAFT = "craft of a parent ship"
    HANDHELD = "handheld radio"
    TRANSMITTER = "search and rescue transmitter"
    MAN_OVERBOARD = "man overboard device"
    BEACON = "emergency beacon"
    UNKNOWN = "unknown"


_STATIONS: tuple[tuple[str, Station, int | None], ...] = (
    ("00", Station.COAST, 2),
    ("0", Station.GROUP, 1),
    ("111", Station.AIRCRAFT, 3),
    ("970", Station.TRANSMITTER, None),
    ("972", Station.MAN_OVERBOARD, None),
    ("974", Station.BEACON, None),
    ("98", Station.CRAFT, 2),
    ("99", Station.AID, 2),
    ("8", Station.HANDHELD, 1),
    *((str(first), Station.SHIP, 0) for first in range(2, 8)),
)
"""Leading digits, the kind of station, and where its country digits stand."""


@identifier
def imo(text: str) -> Outcome:
    """Give the seven digits of a ship's IMO number, whose last digit is a checksum."""
    digits = _IMO_PREFIX.sub("", compact(text), count=1)
    if not re.fullmatch(r"[0-9]{7}", digits):
        return Rejected("expected seven digits, with or without IMO before them")
    if digits == "0000000" or not imo_checksum.is_valid(digits):
        return Rejected("the check digit does not fit an IMO number")
    return Identified(digits)


@identifier
def imo_company(text: str) -> Outcome:
    """Give the seven digits of a company's IMO number; its checksum differs from a ship's."""
    digits = _IMO_PREFIX.sub("", compact(text), count=1)
    if not re.fullmatch(r"[0-9]{7}", digits) or digits == "0000000":
        return Rejected("expected seven digits, with or without IMO before them")
    weighed = sum(
        int(digit) * weight for digit, weight in zip(digits[:6], _COMPANY_WEIGHTS, strict=True)
    )
    if (11 - weighed % 11) % 10 != int(digits[6]):
        return Rejected("the check digit does not fit a company's IMO number")
    return Identified(digits)


@identifier
def mmsi(text: str) -> Outcome:
    """Give the nine digits of an MMSI with the country of its MID, if that is one country."""
    digits = compact(text).removeprefix("MMSI").lstrip(":#")
    if not re.fullmatch(r"[0-9]{9}", digits):
        return Rejected("expected nine digits")
    if len(set(digits)) == 1 or digits == "123456789":
        return Rejected("is what transmitters send before they are set up")
    return Identified(digits, _mid_country(digits))


def station(number: str) -> Station:
    """Give the kind of station that a canonical MMSI numbers."""
    return next((kind for lead, kind, _ in _STATIONS if number.startswith(lead)), Station.UNKNOWN)


@identifier
def callsign(text: str) -> Outcome:
    """Give a radio call sign in capitals without separators."""
    sign = compact(text)
    if not _CALL_SIGN.fullmatch(sign) or sign in _NO_CALL_SIGN:
        return Rejected("expected three to nine letters and digits, a letter among them")
    return Identified(sign)


def _mid_country(digits: str) -> str | None:
    for lead, _, at in _STATIONS:
        if digits.startswith(lead):
            return MID_COUNTRIES.get(digits[at : at + 3]) if at is not None else None
    return None
