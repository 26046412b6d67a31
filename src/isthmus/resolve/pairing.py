"""Pairing: every pair that the postings propose, at once; arrays in, arrays out.

The same rule as for one record (`judge.proposed`): a key proposes a pair under two labels unless
more than the cap hold it under these two. Nearly every key is held by few in all, and then there
is nothing to count; the others are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, product

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Held:
    """Postings in the order of their keys, columns of one length: key, entity's number, label."""

    keys: NDArray[np.uint64]
    handles: Ints
    labels: Ints


@dataclass(frozen=True, slots=True)
class Pairs:
    """Proposed pairs, each once for each two labels: `left` < `right` by number. `hubs`: capped."""

    left: Ints
    right: Ints
    left_labels: Ints
    right_labels: Ints
    hubs: int


def paired(held: Held, cap: int) -> Pairs:
    """Give the pairs that share a key which no more than `cap` hold under their two labels."""
    first = np.ones(len(held.keys), np.bool_)
    first[1:] = held.keys[1:] != held.keys[:-1]
    begins = np.flatnonzero(first)
    sizes = np.diff(np.r_[begins, len(held.keys)])
    found: list[tuple[Ints, Ints]] = []
    for size in range(2, cap + 1):
        firsts = begins[sizes == size]
        if len(firsts):
            a, b = np.triu_indices(size, 1)
            found.append(((firsts[:, None] + a).reshape(-1), (firsts[:, None] + b).reshape(-1)))
    hubs = 0
    for begin, size in zip(begins[sizes > cap].tolist(), sizes[sizes > cap].tolist(), strict=True):
        some = list(_of_large(held, begin, begin + size, cap))
        hubs += not some
        found += some
    left = np.concatenate([a for a, _ in found] or [np.empty(0, np.int64)])
    right = np.concatenate([b for _, b in found] or [np.empty(0, np.int64)])
    return _distinct(held, left, right, hubs)


def _of_large(held: Held, begin: int, end: int, cap: int) -> Iterator[tuple[Ints, Ints]]:
    """Give the places of the pairs of a key that very many hold, under two labels at a time."""
    labels = held.labels[begin:end]
    places = {label: begin + np.flatnonzero(labels == label) for label in np.unique(labels)}
    few = [label for label, some in places.items() if len(some) <= cap]
    for one, other in combinations_with_replacement(sorted(few), 2):
        ours, theirs = places[one], places[other]
        together = np.union1d(held.handles[ours], held.handles[theirs])
        if len(together) > cap:
            continue
        pairs = np.array(list(product(ours.tolist(), theirs.tolist())), np.int64)
        yield pairs[:, 0], pairs[:, 1]


def _distinct(held: Held, left: Ints, right: Ints, hubs: int) -> Pairs:
    """Bring each pair into order, and give it once for each two labels."""
    a, b = held.handles[left], held.handles[right]
    la, lb = held.labels[left], held.labels[right]
    turned = a > b
    a, b = np.where(turned, b, a), np.where(turned, a, b)
    la, lb = np.where(turned, lb, la), np.where(turned, la, lb)
    apart = a != b
    rows = np.stack([a[apart], b[apart], la[apart], lb[apart]], axis=1)
    if len(rows):
        order = np.lexsort(rows.T[::-1])
        rows = rows[order]
        rows = rows[np.r_[True, (rows[1:] != rows[:-1]).any(axis=1)]]
    return Pairs(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3], hubs)
