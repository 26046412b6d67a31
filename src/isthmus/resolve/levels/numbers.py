"""Identifiers and codes: equal, a slip where the family permits one, wrong check digits apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from rapidfuzz.distance import OSA

from isthmus.identifiers.outcome import Identified
from isthmus.identifiers.registry import identified
from isthmus.model.weights import Frequencies
from isthmus.resolve.levels.comparator import Comparator, Gain, Indices, Levels, Prepared
from isthmus.resolve.levels.many_numbers import Met, Numbers, Plain, Way
from isthmus.resolve.levels.written import Written

IDENTIFIER_LEVELS: Final = ("equal", "equal_unchecked", "slip", "unclear", "different")
EQUAL, UNCHECKED, SLIP, UNCLEAR, DIFFERENT = range(5)
CODE_LEVELS: Final = ("equal", "slip", "area", "different")
_LEAST_FOR_SLIP: Final = 6
"""In a shorter number one changed character makes another number too often."""
_LEAST_FOR_CODE: Final = 4
_NO_COUNTS: Final = Frequencies()
_PLAIN_CODE: Final = Plain(1, 256, digit=False)
PLAIN_NUMBERS: Final = {
    "passport": Plain(3, 20, digit=True),
    "plate": Plain(2, 12, digit=True),
    "registration": Plain(1, 256, digit=True),
    "tax": Plain(1, 256, digit=True),
}
"""Families of which capitals and digits are what `identifiers` would make of them."""
_CHECKED: Final = frozenset(
    {"imo", "imo_company", "iban", "lei", "imei", "iccid", "container", "crypto"}
)
"""Families whose check digits catch one wrong character: two valid ones are two numbers."""
_EXACT: Final = frozenset({"email", "callsign", "tail", "bic", "plate", "icao24", "imsi", "phone"})
"""Families in which neighbours are given out in rows: one changed character is another holder."""


@dataclass(frozen=True, slots=True)
class PreparedNumber:
    """The canonical spelling, and whether form and check digits are right."""

    value: str
    valid: bool


def identifier_comparator(family: str) -> Comparator:
    """Give the comparator for a family of `identifiers`."""
    level = _exact if family in _EXACT else _slipping
    return Comparator(
        f"identifier:{family}",
        IDENTIFIER_LEVELS,
        partial(_prepare, family),
        level,
        many=partial(_Identifiers, family, level),
        beside=partial(_beside, family, level) if family in PLAIN_NUMBERS else None,
    )


def _identified(family: str, value: str) -> PreparedNumber:
    found = identified(family, value)
    if isinstance(found, Identified):
        return PreparedNumber(found.value, valid=True)
    return PreparedNumber(_bare(value), valid=False)


def _bare(value: str) -> str:
    """Give the letters and digits of a value, the letters as capitals."""
    capitals = value.upper()
    return capitals if capitals.isalnum() else "".join([c for c in capitals if c.isalnum()])


def _prepare(family: str, value: str, frequencies: Frequencies) -> tuple[str, bool, bool] | None:
    del frequencies
    plain = PLAIN_NUMBERS.get(family)
    if plain is not None and plain.fits(value):
        return value, True, family in _CHECKED
    found = _identified(family, value)
    if not found.value:
        return None
    return found.value, found.valid, family in _CHECKED


def _slipping(a: tuple[str, bool, bool], b: tuple[str, bool, bool]) -> int:
    exact = _exact(a, b)
    if exact not in (DIFFERENT, UNCLEAR) or (a[1] and b[1] and a[2]):
        return exact
    long = min(len(a[0]), len(b[0])) >= _LEAST_FOR_SLIP
    return SLIP if long and OSA.distance(a[0], b[0], score_cutoff=1) <= 1 else exact


def _exact(a: tuple[str, bool, bool], b: tuple[str, bool, bool]) -> int:
    valid = a[1] and b[1]
    if a[0] == b[0]:
        return EQUAL if valid else UNCHECKED
    return DIFFERENT if valid else UNCLEAR


def _beside(
    family: str,
    level: Callable[[Prepared, Prepared], int],
    value: str,
    gains: Sequence[float],
) -> Gain | None:
    """Give what looks at other numbers beside one: most differ at both ends, and no slip does."""
    own = _prepare(family, value, _NO_COUNTS)
    if own is None:
        return None
    begins, ends, unequal = own[0][:2], own[0][-2:], max(gains[DIFFERENT], gains[UNCLEAR])

    def gain(other: str) -> float:
        far = other[:2] != begins and other[-2:] != ends
        if far and other.isascii() and other.isalnum() and (other.isupper() or other.isdigit()):
            return unequal
        prepared = _prepare(family, other, _NO_COUNTS)
        return 0.0 if prepared is None else gains[level(own, prepared)]

    return gain


class _Identifiers:
    """Very many identifiers of a family, prepared to be compared by arrays."""

    marks = None
    __slots__ = ("_checked", "_numbers", "_slips")

    def __init__(
        self,
        family: str,
        level: Callable[[Prepared, Prepared], int],
        values: Written,
        frequencies: Frequencies,
    ) -> None:
        self._slips, self._checked = family not in _EXACT, family in _CHECKED
        prepare = partial(_prepare, family, frequencies=frequencies)
        way = Way(prepare, lambda found: found[:2], level, PLAIN_NUMBERS.get(family))
        self._numbers = Numbers(values, way)

    def levels(self, left: Indices, right: Indices) -> Levels:
        """Give the level of each two by their places; MISSING where one says nothing."""
        return self._numbers.levels(left, right, self._short)

    def _short(self, met: Met) -> Levels:
        valid = self._numbers.valid[met.left] & self._numbers.valid[met.right]
        same = met.equal()
        found = np.where(valid, DIFFERENT, UNCLEAR).astype(np.uint8)
        found[same] = np.where(valid[same], EQUAL, UNCHECKED)
        if self._slips:
            here = np.flatnonzero(~same & ~valid if self._checked else ~same)
            slips = met.taken(here).one_slip_apart(_LEAST_FOR_SLIP)
            found[here[slips]] = SLIP
        return found


def _code(value: str, frequencies: Frequencies) -> str | None:
    del frequencies
    return _bare(value) or None


def _code_level(a: str, b: str) -> int:
    if a == b:
        return 0
    if min(len(a), len(b)) >= _LEAST_FOR_CODE and OSA.distance(a, b, score_cutoff=1) <= 1:
        return 1
    # The last three of a postcode of letters and digits name a street; half of another's a town.
    head = max(2, len(a) - 3)
    return 2 if len(a) == len(b) and a[:head] == b[:head] else 3


def _code_beside(value: str, gains: Sequence[float]) -> Gain | None:
    """Give what looks at other codes beside one: most differ at both ends, and are far from it."""
    own = _bare(value)
    if not own:
        return None
    begin, end, differing = own[:1], own[-1:], gains[-1]

    def gain(other: str) -> float:
        if other[:1] != begin and other[-1:] != end and other.isdigit():
            return differing
        bare = other if other.isdigit() else _bare(other)
        return gains[_code_level(own, bare)] if bare else 0.0

    return gain


class _Codes:
    """Very many codes, prepared to be compared by arrays."""

    marks = None
    __slots__ = ("_numbers",)

    def __init__(self, values: Written, frequencies: Frequencies) -> None:
        prepare = partial(_code, frequencies=frequencies)
        way = Way(prepare, lambda found: (found, True), _code_level, _PLAIN_CODE)
        self._numbers = Numbers(values, way)

    def levels(self, left: Indices, right: Indices) -> Levels:
        """Give the level of each two by their places; MISSING where one says nothing."""
        return self._numbers.levels(left, right, self._short)

    def _short(self, met: Met) -> Levels:
        found = np.zeros(len(met.left), np.uint8)
        here = np.flatnonzero(~met.equal())
        some = met.taken(here)
        area = some.equal_at_first(np.maximum(2, some.ours - 3)) & (some.ours == some.theirs)
        slips = some.one_slip_apart(_LEAST_FOR_CODE)
        found[here] = np.where(slips, 1, np.where(area, 2, 3))
        return found


CODES: Final = Comparator("code", CODE_LEVELS, _code, _code_level, many=_Codes, beside=_code_beside)


def _plain(value: str, frequencies: Frequencies) -> str | None:
    del frequencies
    return value.strip().casefold() or None


WORDS: Final = Comparator("word", ("equal", "different"), _plain, lambda a, b: 0 if a == b else 1)


def _measure(value: str, frequencies: Frequencies) -> float | None:
    del frequencies
    try:
        found = float(value.replace(",", ""))
    except ValueError:
        return None
    return found if found > 0 else None


def _measure_level(a: float, b: float) -> int:
    if a == b:
        return 0
    return 1 if abs(a - b) <= 0.05 * max(a, b) else 2


MEASURES: Final = Comparator("measure", ("equal", "near", "different"), _measure, _measure_level)
