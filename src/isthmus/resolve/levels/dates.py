"""Dates with their uncertainty: a year alone, swapped day and month, a slip in one digit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import ne
from typing import Final

from isthmus.model.weights import Frequencies
from isthmus.resolve.levels.comparator import Comparator
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
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:[T ].*)?")


@dataclass(frozen=True, slots=True)
class PreparedDate:
    """A date as digits YYYYMMDD, or YYYYMM, or YYYY. `figures`: those of the year, sorted."""

    digits: str
    year: int
    figures: str


def _prepare(value: str, frequencies: Frequencies) -> PreparedDate | None:
    del frequencies
    found = _DATE.fullmatch(value)
    if found is None:
        return None
    year, month, date = found[1], found[2] or "", found[3] or ""
    return PreparedDate(year + month + date, int(year), "".join(sorted(year)))


def _level(a: PreparedDate, b: PreparedDate) -> int:
    if a.digits == b.digits:
        if len(a.digits) < 8:  # noqa: PLR2004 - a year, or a year and a month
            return AGREES
        # Clerks write the first of January, or of a month, for a date that nobody knows.
        return ROUND if a.digits.endswith(_ROUND) else EQUAL
    shorter = min(len(a.digits), len(b.digits))
    if a.digits[:shorter] == b.digits[:shorter]:
        return AGREES
    if shorter == 8:  # noqa: PLR2004 - both are whole
        found = _whole(a.digits, b.digits)
        if found is not None:
            return found
    return _years(a, b)


def _whole(a: str, b: str) -> int | None:
    if a[:4] == b[:4] and a[4:6] == b[6:] and a[6:] == b[4:6]:
        return SWAPPED
    apart = sum(map(ne, a, b))
    if apart == 1:
        return SLIP_ROUND if a.endswith(_ROUND) and b.endswith(_ROUND) else SLIP
    if apart == 2:  # noqa: PLR2004 - two digits that changed places
        at = next(n for n in range(8) if a[n] != b[n])
        if a[at] == b[at + 1] and a[at + 1] == b[at]:
            return SLIP
    return None


def _years(a: PreparedDate, b: PreparedDate) -> int:
    apart = abs(a.year - b.year)
    if apart == 0:
        return YEAR
    if apart == 1:
        return NEAR_YEAR
    # 1938 for 1983, or 1956 for 1966.
    return DECADE if apart == 10 or a.figures == b.figures else DIFFERENT  # noqa: PLR2004 - years


def _digits(value: str) -> str | None:
    found = _prepare(value, Frequencies())
    return None if found is None else found.digits


def _many(values: Written, frequencies: Frequencies) -> Dates:
    del frequencies
    return Dates(values, _BY_NAME, _digits)


DATES: Final = Comparator("date", LEVELS, _prepare, _level, many=_many)
