"""Set-wise comparing: very many values and arrays of pairs in, levels per pair out.

Equal to comparing pair by pair: what repeats is looked at once, by the same comparator, or a
comparator has its own way by arrays (`Comparator.many`), which tests hold to the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from isthmus.resolve.compare import Compared
from isthmus.resolve.levels.comparator import MISSING, Indices, Levels, Prepared, Sheet
from isthmus.resolve.levels.written import Written, written

Ints: TypeAlias = NDArray[np.int64]
Bits: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Column:
    """One compared property of many records.

    `values`: distinct values. `codes`: for each record the index of its value, -1 for none.
    """

    values: Sequence[str]
    codes: NDArray[np.int32]


def weights_of(how: Compared) -> Bits:
    """Give bits by level, 0 for MISSING."""
    table = np.zeros(MISSING + 1, dtype=np.float64)
    table[: len(how.bits)] = how.bits
    return table


def sheet_of(how: Compared, values: Written) -> Sheet:
    """Prepare very many values of a property."""
    many = how.comparator.many
    return _OneByOne(how, values) if many is None else many(values, how.frequencies)


def levels_of(how: Compared, column: Column, left: Ints, right: Ints) -> Levels:
    """Give the level of each pair of records; MISSING where a side has nothing to say."""
    sheet = sheet_of(how, written(column.values))
    return coded_levels(sheet, column.codes[left], column.codes[right])


def coded_levels(sheet: Sheet, left: NDArray[np.int32], right: NDArray[np.int32]) -> Levels:
    """Give the level of each pair of values by their places; MISSING where one is -1."""
    found = np.full(len(left), MISSING, dtype=np.uint8)
    both = np.flatnonzero((left >= 0) & (right >= 0))
    found[both] = sheet.levels(left[both].astype(np.int64), right[both].astype(np.int64))
    return found


class _OneByOne:
    """Values that are compared one pair after the other, each distinct pair once."""

    marks = None
    __slots__ = ("_codes", "_how", "_prepared", "_values")

    def __init__(self, how: Compared, values: Written) -> None:
        self._how = how
        self._values, self._codes = values.distinct()
        self._prepared: dict[int, Prepared | None] = {}

    def levels(self, left: Indices, right: Indices) -> Levels:
        """Give the level of each two values by their places; MISSING where one says nothing."""
        a, b = self._codes[left], self._codes[right]
        size = len(self._values)
        pairs = np.minimum(a, b) * size + np.maximum(a, b)
        distinct, where = np.unique(pairs, return_inverse=True)
        level = self._how.comparator.level
        found = np.full(len(distinct), MISSING, np.uint8)
        ends = zip((distinct // size).tolist(), (distinct % size).tolist(), strict=True)
        for at, (one, other) in enumerate(ends):
            ours, theirs = self._of(one), self._of(other)
            if ours is not None and theirs is not None:
                found[at] = level(ours, theirs)
        return found[where]

    def _of(self, code: int) -> Prepared | None:
        if code not in self._prepared:
            self._prepared[code] = self._how.prepared(self._values.of(code))
        return self._prepared[code]
