"""Dates by the array: the levels that `dates` gives, for many pairs at once.

A date is eight bytes of digits in one whole number, zeros where a year stands alone. Which digits
differ is then one exclusive or.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from isthmus.resolve.levels.comparator import MISSING, Indices, Levels
from isthmus.resolve.levels.written import Written

Whole: TypeAlias = NDArray[np.uint64]
Table: TypeAlias = NDArray[np.uint8]

_ISO: Final = len("1972-05-06")
_DASHES: Final = (4, 7)
_DIGITS: Final = 8
_LOW: Final = np.uint64(0x7F7F_7F7F_7F7F_7F7F)
_HIGH: Final = np.uint64(0x8080_8080_8080_8080)
_BYTE: Final = np.uint64(8)
_LAST: Final = np.uint64(0xFF << 7 * 8)


class Names(NamedTuple):
    """The levels by number."""

    equal: int
    round: int
    swapped: int
    slip: int
    slip_round: int
    agrees: int
    year: int
    near_year: int
    decade: int
    different: int


class Dates:
    """Very many dates, prepared to be compared by arrays."""

    marks = None
    __slots__ = ("_all_told", "_digits", "_figures", "_levels", "_sizes", "_swapped", "_years")

    def __init__(
        self, values: Written, levels: Names, digits_of: Callable[[str], str | None]
    ) -> None:
        """Prepare `values`; `digits_of` reads those that are not written as most are."""
        self._levels = levels
        digits = _digits(values, digits_of)
        self._digits = digits.view("<u8").reshape(-1)
        self._all_told = bool(self._digits.all())
        self._sizes = (digits > 0).sum(axis=1)
        self._swapped = digits[:, [0, 1, 2, 3, 6, 7, 4, 5]].copy().view("<u8").reshape(-1)
        year = np.where(digits[:, :4] > 0, digits[:, :4] - np.uint8(ord("0")), 0)
        self._years = year.astype(np.int16) @ np.array([1000, 100, 10, 1], np.int16)
        self._figures = np.sort(year, axis=1).astype(np.uint8).view("<u4").reshape(-1)

    def levels(self, left: Indices, right: Indices) -> Levels:
        """Give the level of each two dates by their places; MISSING where one is none."""
        a, b = self._digits[left], self._digits[right]
        found = np.full(len(left), MISSING, np.uint8)
        same = a == b
        here = np.flatnonzero(same)
        found[here] = self._equal(a[here])
        here = np.flatnonzero(~same)
        found[here] = self._unequal(left[here], right[here], a[here], b[here])
        if not self._all_told:
            found[(a == 0) | (b == 0)] = MISSING
        return found

    def _equal(self, digits: Whole) -> Levels:
        levels = self._levels
        found = np.full(len(digits), levels.equal, np.uint8)
        found[_is_round(digits)] = levels.round
        found[digits >> np.uint64(7 * 8) == 0] = levels.agrees
        return found

    def _unequal(self, left: Indices, right: Indices, a: Whole, b: Whole) -> Levels:
        levels, found = self._levels, self._by_years(left, right)
        self._whole(a, b, found)
        found[self._swapped[left] == b] = levels.swapped
        partly = np.flatnonzero(((a & _LAST) == 0) | ((b & _LAST) == 0))
        if len(partly):
            left, right, apart = left[partly], right[partly], a[partly] ^ b[partly]
            shorter = np.minimum(self._sizes[left], self._sizes[right]).astype(np.uint64)
            agrees = apart & ((np.uint64(1) << (_BYTE * shorter)) - np.uint64(1)) == 0
            found[partly] = np.where(agrees, levels.agrees, self._by_years(left, right))
        return found

    def _whole(self, a: Whole, b: Whole, found: Levels) -> None:
        """Say of whole dates which a slip sets apart."""
        levels, differing = self._levels, _differing(a, b)
        one = np.flatnonzero(differing == 1)
        both_round = _is_round(a[one]) & _is_round(b[one])
        found[one] = np.where(both_round, levels.slip_round, levels.slip)
        two = np.flatnonzero(differing == 2)  # noqa: PLR2004 - two digits that changed places
        found[two[_changed_places(a[two], b[two])]] = levels.slip

    def _by_years(self, left: Indices, right: Indices) -> Levels:
        levels = self._levels
        apart = np.abs(self._years[left] - self._years[right])
        found = np.full(len(left), levels.different, np.uint8)
        found[(apart == 10) | (self._figures[left] == self._figures[right])] = levels.decade  # noqa: PLR2004 - years
        found[apart == 1] = levels.near_year
        found[apart == 0] = levels.year
        return found


def _digits(values: Written, digits_of: Callable[[str], str | None]) -> Table:
    """Give the digits of each as bytes, a row for each; zeros where there is none."""
    table = values.words(2).view(np.uint8)[:, :_ISO]
    numeric = (table >= ord("0")) & (table <= ord("9"))
    numeric[:, _DASHES] = table[:, _DASHES] == ord("-")
    plain = (values.sizes == _ISO) & numeric.all(axis=1)
    found = np.zeros((len(values), _DIGITS), np.uint8)
    found[plain] = np.delete(table[plain], _DASHES, axis=1)
    known: dict[str, str | None] = {}
    for place in np.flatnonzero(~plain).tolist():
        value = values.of(place)
        if value not in known:
            known[value] = digits_of(value)
        digits = known[value]
        if digits is not None:
            found[place, : len(digits)] = np.frombuffer(digits.encode(), np.uint8)
    return found


def _is_round(digits: Whole) -> NDArray[np.bool_]:
    """Tell which end with 0101."""
    found: NDArray[np.bool_] = digits >> np.uint64(32) == int.from_bytes(b"0101", "little")
    return found


def _differing(a: Whole, b: Whole) -> NDArray[np.uint8]:
    """Count the digits that differ."""
    found: NDArray[np.uint8] = np.bitwise_count(((a ^ b) + _LOW) & _HIGH)
    return found


def _changed_places(a: Whole, b: Whole) -> NDArray[np.bool_]:
    """Tell of dates that differ in two digits whether these are neighbours that changed places."""
    ours, theirs = (side.view(np.uint8).reshape(-1, _DIGITS) for side in (a, b))
    rows, at = np.arange(len(ours)), (ours != theirs).argmax(axis=1)
    after = np.minimum(at + 1, _DIGITS - 1)
    found: NDArray[np.bool_] = ours[rows, at] == theirs[rows, after]
    found &= ours[rows, after] == theirs[rows, at]
    return found
