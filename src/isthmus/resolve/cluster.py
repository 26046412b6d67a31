"""Clustering: weighed pairs in, groups that count as one out.

Greedy additive edge contraction, a heuristic of correlation clustering:

1. Each node is a group. Between two groups stands the sum of what is known between their members.
2. Join the two between which most speaks for it, as long as a pair between them joins by itself
   and the sum is not against it. So one chance pair does not join two groups that contradict each
   other, and what was never compared counts neither way.
3. Never join two groups that hold a forbidden pair between them, nor more members than `most`.

Of equals those go first whose nodes come first, so that the order of the edges is no matter.

What a chain of pairs that join holds together, and no pair speaks against, is one group in whatever
order: such are found by arrays, and only the others are looked at step by step.
Source: Keuper et al., Efficient Decomposition of Image and Mesh Graphs by Lifted Multicuts, 2015.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush
from typing import Any, Final, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

MEMBERS_MAX: Final = 500
"""More source entities than this are not one thing, but the work of somebody who links all."""


class _Ordered(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...  # noqa: ANN401 - as the builtin orders do


Node = TypeVar("Node", bound=_Ordered)

Ints: TypeAlias = NDArray[np.int64]
Bits: TypeAlias = NDArray[np.float64]

NO_ENDS: Final[Ints] = np.empty((0, 2), np.int64)

_Between: TypeAlias = tuple[float, bool] | None
"""The sum between two groups, and whether some pair of it joins; None where one is forbidden."""


def clustered(
    edges: Iterable[tuple[Node, Node, float]],
    forbidden: Iterable[tuple[Node, Node]] = (),
    most: int = MEMBERS_MAX,
) -> list[list[Node]]:
    """Group the nodes of `edges`; each group in order, the groups by their first.

    An edge's weight, in bits: at or above 0 it joins the two by itself, below 0 it speaks against;
    math.inf is certainty. An edge that is given twice counts twice. `forbidden`: pairs that are
    never one. Takes O(m log² m) for m edges.
    """
    listed = list(edges)
    if not listed:
        return []
    names = sorted({end for a, b, _ in listed for end in (a, b)})
    place = {name: number for number, name in enumerate(names)}
    ends = np.array([(place[a], place[b]) for a, b, _ in listed], np.int64).reshape(-1, 2)
    bits = np.array([weight for *_, weight in listed], np.float64)
    known = [(place[a], place[b]) for a, b in forbidden if a in place and b in place]
    apart = np.array(known, np.int64).reshape(-1, 2)
    groups: dict[int, list[Node]] = {}
    least = grouped(len(names), ends, bits, apart, most).tolist()
    for name, group in zip(names, least, strict=True):
        groups.setdefault(group, []).append(name)
    return list(groups.values())


def grouped(
    count: int, ends: Ints, bits: Bits, apart: Ints = NO_ENDS, most: int = MEMBERS_MAX
) -> Ints:
    """Group `count` nodes as `clustered` does; gives of each node the least one of its group.

    `ends`: a row of two nodes for each edge, of the weight `bits`. `apart`: rows of two that are
    never one.
    """
    joins = bits >= 0
    found = _components(count, ends[joins, 0], ends[joins, 1])
    # An edge between two components joins none of their groups, and so is no matter.
    inside = found[ends[:, 0]] == found[ends[:, 1]]
    against = ends[inside & ~joins, 0]
    barred = apart[found[apart[:, 0]] == found[apart[:, 1]]]
    hard = np.bincount(found, minlength=count) > most
    hard[found[against]] = hard[found[barred[:, 0]]] = True
    some = np.flatnonzero(inside & hard[found[ends[:, 0]]])
    listed = sorted(zip(*ends[some].T.tolist(), bits[some].tolist(), strict=True))
    for group in _one_by_one(listed, barred.tolist(), most):
        found[group] = min(group)
    return found


def _components(count: int, left: Ints, right: Ints) -> Ints:
    """Give of each node the least one that a chain of edges connects it with."""
    found = np.arange(count)
    while len(left):
        one, other = found[left], found[right]
        left, right = np.minimum(one, other), np.maximum(one, other)
        apart = left != right
        left, right = left[apart], right[apart]
        np.minimum.at(found, right, left)
        # Whoever was put below another is put below the least above that one.
        while not np.array_equal(above := found[found], found):
            found = above
    return found


def _one_by_one(
    edges: list[tuple[int, int, float]], apart: Iterable[Iterable[int]], most: int
) -> list[list[int]]:
    """Group the nodes of edges, which come in order, step by step."""
    names = sorted({end for a, b, _ in edges for end in (a, b)})
    place = {name: number for number, name in enumerate(names)}
    near: list[dict[int, _Between]] = [{} for _ in names]
    for a, b, weight in edges:
        one, other = place[a], place[b]
        _put(near, one, other, _added(near[one].get(other, _NOTHING), (weight, weight >= 0)))
    for a, b in apart:
        if a in place and b in place:
            _put(near, place[a], place[b], None)
    members = _contracted(near, most).values()
    return [[names[number] for number in group] for group in members]


_NOTHING: Final = (0.0, False)


def _contracted(near: list[dict[int, _Between]], most: int) -> Mapping[int, list[int]]:
    """Join groups while anything speaks for it; gives the members of each that is left."""
    members = {number: [number] for number in range(len(near))}
    waiting = [
        (-between[0], a, b)
        for a, others in enumerate(near)
        for b, between in others.items()
        if a < b and between is not None and _speaks_for(between)
    ]
    heapify(waiting)
    while waiting:
        against, a, b = heappop(waiting)
        between = near[a].get(b)
        # What was joined or summed anew since waits under another entry, or not at all.
        if between is None or between[0] != -against:
            continue
        if len(members[a]) + len(members[b]) > most:
            _put(near, a, b, None)
            continue
        # The one with fewer neighbours is rewritten, so that each edge moves a few times only.
        kept, gone = (a, b) if len(near[a]) >= len(near[b]) else (b, a)
        members[kept] += members.pop(gone)
        for number in _merged(near, kept, gone):
            now = near[kept][number]
            if now is not None and _speaks_for(now):
                heappush(waiting, (-now[0], min(kept, number), max(kept, number)))
    return members


def _merged(near: list[dict[int, _Between]], kept: int, gone: int) -> list[int]:
    """Give `kept` what stood between `gone` and others; gives these others."""
    others, near[gone] = near[gone], {}
    del near[kept][gone], others[kept]
    for number, between in others.items():
        del near[number][gone]
        _put(near, kept, number, _added(near[kept].get(number, _NOTHING), between))
    return list(others)


def _put(near: list[dict[int, _Between]], a: int, b: int, between: _Between) -> None:
    if a != b:
        near[a][b] = near[b][a] = between


def _added(one: _Between, other: _Between) -> _Between:
    if one is None or other is None:
        return None
    return one[0] + other[0], one[1] or other[1]


def _speaks_for(between: tuple[float, bool]) -> bool:
    return between[1] and between[0] >= 0
