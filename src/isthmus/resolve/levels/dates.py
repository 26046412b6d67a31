"""Dates with their uncertainty: a year alone, swapped day and month, a slip in one digit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from isthmus.model.weights import Frequencies
from isthmus.resolve.levels.comparator import Comparator, Gain
from isthmus.resolve.levels.many_dates import Dates, Names
from isthmus.resolve.levels.written import Written

LEVELS: Final = (
    "equal",
    "equal_round",
    "swapped",
    "slip",
    "slip_round",
    "agrees",
    "same_year",
    "near_year",
    "decade_slip",
    "different",
)
EQUAL, ROUND, SWAPPED, SLIP, SLIP_ROUND, AGREES, YEAR, NEAR_YEAR, DECADE, DIFFERENT = range(10)
_BY_NAME: Final = Names(*range(10))
_ROUND: Final = "0101"
_ISO: Final = len("1972-05-06")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:[T ].*)?")
_NO_COUNTS: Final = Frequencies()
_LOW: Final = 0x7F7F_7F7F_7F7F_7F7F
_HIGH: Final = 0x8080_8080_8080_8080


class PreparedDate(NamedTuple):
    """A date as digits YYYYMMDD, or YYYYMM, or YYYY. `word`: their bytes as one number."""

    digits: str
    word: int
    year: int


def _prepare(value: str, frequencies: Frequencies) -> PreparedDate | None:
    del frequencies
    digits = _digits(value)
    if digits is None:
        return None
    return _of_digits(digits)


def _of_digits(digits: str) -> PreparedDate:
    return PreparedDate(digits, int.from_bytes(digits.encode(), "big"), int(digits[:4]))


def _level(a: PreparedDate, b: PreparedDate) -> int:
    ours, theirs = a.digits, b.digits
    if ours == theirs:
        if len(ours) < 8:  # noqa: PLR2004 - a year, or a year and a month
            return AGREES
        # Clerks write the first of January, or of a month, for a date that nobody knows.
        return ROUND if ours.endswith(_ROUND) else EQUAL
    shorter = min(len(ours), len(theirs))
    if shorter == 8:  # noqa: PLR2004 - both are whole
        # Which bytes differ: no two digits are so far apart that a carry leaves its byte.
        apart = (((a.word ^ b.word) + _LOW) & _HIGH).bit_count()
        found = _nearly(a, b, apart) if apart <= 4 else None  # noqa: PLR2004 - month for day
        return _years(a, b) if found is None else found
    if ours[:shorter] == theirs[:shorter]:
        return AGREES
    return _years(a, b)


def _nearly(a: PreparedDate, b: PreparedDate, apart: int) -> int | None:
    """Give the level of two whole dates of which so many digits differ, if a slip tells why."""
    ours, theirs = a.digits, b.digits
    if a.year == b.year and ours[4:6] == theirs[6:] and ours[6:] == theirs[4:6]:
        return SWAPPED
    if apart == 1:
        return SLIP_ROUND if ours.endswith(_ROUND) and theirs.endswith(_ROUND) else SLIP
    if apart == 2:  # noqa: PLR2004 - two digits that changed places
        at = next(n for n in range(8) if ours[n] != theirs[n])
        if ours[at : at + 2] == theirs[at : at + 2][::-1]:
            return SLIP
    return None


def _years(a: PreparedDate, b: PreparedDate) -> int:
    return _apart(a.digits[:4], b.digits[:4])


@lru_cache(maxsize=16_384)
def _apart(ours: str, theirs: str) -> int:
    """Give the level of two years of which no more is looked at."""
    apart = abs(int(ours) - int(theirs))
    if apart == 0:
        return YEAR
    if apart == 1:
        return NEAR_YEAR
    # 1938 for 1983, or 1956 for 1966.
    return DECADE if apart == 10 or sorted(ours) == sorted(theirs) else DIFFERENT  # noqa: PLR2004 - years


def _digits(value: str) -> str | None:
    if len(value) == _ISO and value.isascii() and value[4] == "-" == value[7]:
        digits = value[:4] + value[5:7] + value[8:]
        if digits.isdigit():
            return digits
    found = _DATE.fullmatch(value)
    return None if found is None else found[1] + (found[2] or "") + (found[3] or "")


def _beside(value: str, gains: Sequence[float]) -> Gain | None:
    """Give what looks at other dates beside a whole one: most are of another year and day."""
    digits = _digits(value)
    if digits is None or len(digits) < 8:  # noqa: PLR2004 - a year, or a year and a month
        return None
    year, rest, tells = digits[:4], f"{digits[5]}-{digits[6:]}", any(gains[YEAR:])

    def gain(other: str) -> float:
        if other[:4] != year and other[6:] != rest and len(other) == _ISO:
            # No slip sets these apart: digits differ on either side of the tens of the month.
            if not (tells and other[:4].isascii() and other[:4].isdigit()):
                return 0.0
            return gains[_apart(year, other[:4])]
        prepared = _prepare(other, _NO_COUNTS)
        return 0.0 if prepared is None else gains[_level(_of_digits(digits), prepared)]

    return gain


def _many(values: Written, frequencies: Frequencies) -> Dates:
    del frequencies
    return Dates(values, _BY_NAME, _digits)


DATES: Final = Comparator("date", LEVELS, _prepare, _level, many=_many, beside=_beside)
