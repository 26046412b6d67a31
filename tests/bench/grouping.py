"""Groups from scored pairs: strongest first by the mean of all pairs between two groups."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bits = NDArray[np.float64]


def components(count: int, left: Ints, right: Ints) -> Ints:
    """Give for each record the number of what it is connected to."""
    over = list(range(count))

    def top(at: int) -> int:
        while over[at] != at:
            over[at] = over[over[at]]
            at = over[at]
        return at

    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        one, other = top(a), top(b)
        over[max(one, other)] = min(one, other)
    return np.unique([top(at) for at in range(count)], return_inverse=True)[1]


def pairs_within(groups: Ints) -> tuple[Ints, Ints]:
    """Give every pair of records of one group."""
    order = np.argsort(groups, kind="stable")
    sizes = np.bincount(groups)
    starts = np.r_[0, np.cumsum(sizes)[:-1]]
    left, right = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for size in np.unique(sizes[sizes > 1]).tolist():
        members = order[starts[sizes == size][:, None] + np.arange(size)]
        a, b = np.triu_indices(size, 1)
        left.append(members[:, a].ravel())
        right.append(members[:, b].ravel())
    one, other = np.concatenate(left), np.concatenate(right)
    return np.minimum(one, other), np.maximum(one, other)


def grouped(count: int, left: Ints, right: Ints, bits: Bits, least: float) -> Ints:
    """Join groups while the mean bits of all pairs between two is at least `least`.

    A pair that is not given counts as one that says nothing. Gives each record's group.
    """
    beside: list[dict[int, float]] = [{} for _ in range(count)]
    for a, b, x in zip(left.tolist(), right.tolist(), bits.tolist(), strict=True):
        beside[a][b] = beside[b][a] = x
    size, turn, over = [1] * count, [0] * count, list(range(count))
    waiting = [
        (-x, a, b, 0, 0) for a in range(count) for b, x in beside[a].items() if a < b and x >= least
    ]
    heapq.heapify(waiting)
    while waiting:
        _, a, b, seen, there = heapq.heappop(waiting)
        if (turn[a], turn[b]) != (seen, there):
            continue
        if len(beside[a]) < len(beside[b]):
            a, b = b, a
        over[b], turn[b] = a, -1
        turn[a] += 1
        del beside[a][b]
        del beside[b][a]
        for c, x in beside[b].items():
            del beside[c][b]
            beside[a][c] = beside[c][a] = beside[a].get(c, 0.0) + x
        beside[b] = {}
        size[a] += size[b]
        for c, x in beside[a].items():
            mean = x / (size[a] * size[c])
            if mean >= least:
                one, other = min(a, c), max(a, c)
                heapq.heappush(waiting, (-mean, one, other, turn[one], turn[other]))
    return components(count, np.arange(count), np.array(over))


def agreement(groups: Ints, truth: Ints) -> tuple[float, float, float]:
    """Give precision, recall and F1 of the pairs that stand in one group."""

    def pairs(counts: NDArray[np.int64]) -> int:
        return int((counts * (counts - 1) // 2).sum())

    both = np.unique(groups * (int(truth.max()) + 1) + truth, return_counts=True)[1]
    hits, said, true = pairs(both), pairs(np.bincount(groups)), pairs(np.bincount(truth))
    return hits / max(said, 1), hits / true, 2 * hits / (said + true)
