"""Clustering: weighed pairs in, groups that count as one out.

Greedy additive edge contraction, a heuristic of correlation clustering:

1. Each node is a group. Between two groups stands the sum of what is known between their members.
2. Join the two between which most speaks for it, as long as a pair between them joins by itself
   and the sum is not against it. So one chance pair does not join two groups that contradict each
   other, and what was never compared counts neither way.
3. Never join two groups that hold a forbidden pair between them, nor more members than `most`.

Of equals those go first whose nodes come first, so that the order of the edges is no matter.
Source: Keuper et al., Efficient Decomposition of Image and Mesh Graphs by Lifted Multicuts, 2015.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush
from typing import Any, Final, Protocol, TypeAlias, TypeVar

MEMBERS_MAX: Final = 500
"""More source entities than this are not one thing, but the work of somebody who links all."""


class _Ordered(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...  # noqa: ANN401 - as the builtin orders do


Node = TypeVar("Node", bound=_Ordered)

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
    listed, apart = list(edges), list(forbidden)
    names = sorted({end for a, b, _ in listed for end in (a, b)})
    place = {name: number for number, name in enumerate(names)}
    near: list[dict[int, _Between]] = [{} for _ in names]
    for a, b, weight in sorted((place[a], place[b], weight) for a, b, weight in listed):
        _put(near, a, b, _added(near[a].get(b, _NOTHING), (weight, weight >= 0)))
    for one, other in apart:
        if one in place and other in place:
            _put(near, place[one], place[other], None)
    members = _contracted(near, most)
    groups = (sorted(names[number] for number in group) for group in members.values())
    return sorted(groups, key=lambda group: place[group[0]])


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
