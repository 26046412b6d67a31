"""Set-wise scoring: columns of values and arrays of pairs in, levels and bits per pair out.

Equal to scoring pair by pair, since the same comparators look at each distinct pair of values
once; what repeats is gathered with array operations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from isthmus.resolve.compare import Compared
from isthmus.resolve.levels.comparator import Levels, Prepared

Ints: TypeAlias = NDArray[np.int64]
Bits: TypeAlias = NDArray[np.float64]

MISSING: Final = 255
"""The level of a pair of which one side has no value, or one that says nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """One compared property of many records.

    `values`: distinct values. `codes`: for each record the index of its value, -1 for none.
    """

    values: Sequence[str]
    codes: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Scored:
    """Levels per property and pair, in the order of the pairs, and the sum of their bits."""

    levels: Mapping[str, Levels]
    bits: Bits


def scored(
    left: Ints, right: Ints, columns: Mapping[str, Column], compared: Mapping[str, Compared]
) -> Scored:
    """Score pairs of records by each property that is both a column and compared.

    `left`, `right`: indices of records, equally long.
    """
    levels = {
        name: levels_of(how, columns[name], left, right)
        for name, how in compared.items()
        if name in columns
    }
    total = np.zeros(len(left), dtype=np.float64)
    for name, found in levels.items():
        total += weights_of(compared[name])[found]
    return Scored(levels, total)


def weights_of(how: Compared) -> Bits:
    """Give bits by level, 0 for MISSING."""
    table = np.zeros(MISSING + 1, dtype=np.float64)
    table[: len(how.bits)] = how.bits
    return table


def levels_of(how: Compared, column: Column, left: Ints, right: Ints) -> Levels:
    """Give the level of each pair; MISSING where a side has nothing to say."""
    a, b = column.codes[left].astype(np.int64), column.codes[right].astype(np.int64)
    found = np.full(len(a), MISSING, dtype=np.uint8)
    both = np.flatnonzero((a >= 0) & (b >= 0))
    if not len(both):
        return found
    low, high = np.minimum(a[both], b[both]), np.maximum(a[both], b[both])
    distinct, where = np.unique(low * len(column.values) + high, return_inverse=True)
    found[both] = _distinct_levels(how, column.values, *divmod(distinct, len(column.values)))[where]
    return found


def _distinct_levels(how: Compared, values: Sequence[str], left: Ints, right: Ints) -> Levels:
    used, where = np.unique(np.concatenate([left, right]), return_inverse=True)
    prepared = [how.prepared(values[i]) for i in used.tolist()]
    known = np.fromiter((p is not None for p in prepared), dtype=bool, count=len(prepared))
    # What says nothing is left out, and those that say something are counted anew.
    again = np.cumsum(known) - 1
    a, b = where[: len(left)], where[len(left) :]
    both = np.flatnonzero(known[a] & known[b])
    found = np.full(len(left), MISSING, dtype=np.uint8)
    saying = [p for p in prepared if p is not None]
    look = how.comparator.many or partial(_one_by_one, how)
    found[both] = look(saying, again[a[both]], again[b[both]])
    return found


def _one_by_one(how: Compared, prepared: Sequence[Prepared], left: Ints, right: Ints) -> Levels:
    level = how.comparator.level
    pairs = zip(left.tolist(), right.tolist(), strict=True)
    levels = (level(prepared[a], prepared[b]) for a, b in pairs)
    return np.fromiter(levels, dtype=np.uint8, count=len(left))
