"""Candidates set-wise: columns of many records in, the pairs that share a key out.

A key is two things that a record holds at once (two tokens of its name, a token and a year, a
token and a place), or one that is selective by itself (an identifier, a whole date, a code). So a
slip in one of them leaves others. A key that too many share proposes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from isthmus.resolve.bulk import Column
from isthmus.resolve.compare import Compared

Ints: TypeAlias = NDArray[np.int64]

MOST_TOKENS: Final = 6
"""So many tokens of a name make keys; each adds a key with every other."""
YEAR: Final = 4
CODE_HEAD: Final = 4
_SHIFT: Final = 28


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of record indices, `left` < `right`, each once; and how many keys were capped."""

    left: Ints
    right: Ints
    capped: int


def candidates(
    columns: Mapping[str, Column], compared: Mapping[str, Compared], cap: int
) -> Candidates:
    """Give the pairs that share a key which at most `cap` records hold."""
    keys, records = [], []
    for kind, (key, record) in enumerate(_keys(columns, compared)):
        keys.append(key + (kind << 2 * _SHIFT))
        records.append(record)
    if not keys:
        empty = np.empty(0, np.int64)
        return Candidates(empty, empty, 0)
    return _pairs(np.concatenate(keys), np.concatenate(records), cap)


def _keys(
    columns: Mapping[str, Column], compared: Mapping[str, Compared]
) -> Iterator[tuple[Ints, Ints]]:
    """Give (key, record) arrays, one pair of arrays for each kind of key."""
    by_kind: dict[str, list[Column]] = {}
    for name, column in columns.items():
        kind = compared[name].comparator.name.partition(":")[0]
        by_kind.setdefault(kind, []).append(column)
    for kind in ("identifier", "date", "code"):
        for column in by_kind.get(kind, ()):
            yield _held(column.codes)
    for name, column in columns.items():
        if not compared[name].comparator.name.startswith("name:"):
            continue
        tokens = _tokens(column, compared[name])
        yield _joined([(tokens[:, a], tokens[:, b]) for a, b in _slots(tokens)])
        for kind, head in _BESIDE_NAMES:
            for other in by_kind.get(kind, ()):
                beside = _headed(other, head)
                yield _joined([(tokens[:, a], beside) for a in range(tokens.shape[1])])


def _year(value: str) -> str:
    return value[:YEAR]


def _head(value: str) -> str:
    return value[:CODE_HEAD]


def _whole(value: str) -> str:
    return value


_BESIDE_NAMES: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("date", _year),
    ("code", _head),
    ("text", _whole),
    ("address", _whole),
)
"""Kinds of property that make a key beside one token of a name, and what of them does."""


def _tokens(column: Column, how: Compared) -> Ints:
    """Give per record the numbers of its name's first tokens, -1 where there are fewer."""
    numbers: dict[str, int] = {}
    rows = np.full((len(column.values) + 1, MOST_TOKENS), -1, dtype=np.int64)
    terms = how.comparator.terms
    for row, value in enumerate(column.values):
        found = [] if terms is None else list(terms(value))[:MOST_TOKENS]
        for at, token in enumerate(sorted(found)):
            rows[row, at] = numbers.setdefault(token, len(numbers))
    # The last row is all -1: a record without the property has the code -1, which names it.
    return rows[column.codes]


def _headed(column: Column, head: Callable[[str], str]) -> Ints:
    numbers: dict[str, int] = {}
    codes = [numbers.setdefault(head(value), len(numbers)) for value in column.values]
    return np.array([*codes, -1], dtype=np.int64)[column.codes]


def _slots(tokens: Ints) -> Iterator[tuple[int, int]]:
    return combinations(range(tokens.shape[1]), 2)


def _held(codes: NDArray[np.int32]) -> tuple[Ints, Ints]:
    records = np.flatnonzero(codes >= 0)
    return codes[records].astype(np.int64), records


def _joined(sides: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """Give keys of two things held at once."""
    keys, records = [], []
    for one, other in sides:
        both = np.flatnonzero((one >= 0) & (other >= 0))
        low, high = np.minimum(one, other)[both], np.maximum(one, other)[both]
        keys.append((low << _SHIFT) + high)
        records.append(both)
    return np.concatenate(keys), np.concatenate(records)


def _pairs(keys: Ints, records: Ints, cap: int) -> Candidates:
    """Expand each key's holders into pairs, keys of one size at a time."""
    order = np.lexsort((records, keys))
    keys, records = keys[order], records[order]
    first = np.ones(len(keys), dtype=bool)
    first[1:] = (keys[1:] != keys[:-1]) | (records[1:] != records[:-1])
    keys, records = keys[first], records[first]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    sizes = np.diff(np.r_[starts, len(keys)])
    size = int(records.max(initial=0)) + 1
    found = []
    for many in np.unique(sizes[(sizes > 1) & (sizes <= cap)]).tolist():
        holders = records[starts[sizes == many][:, None] + np.arange(many)]
        a, b = np.triu_indices(many, 1)
        found.append(np.unique((holders[:, a] * size + holders[:, b]).ravel()))
    pairs = np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
    return Candidates(pairs // size, pairs % size, int((sizes > cap).sum()))
