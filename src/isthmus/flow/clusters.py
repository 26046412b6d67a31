"""Clusters: which source entities count as one for a reader.

1. Walk outwards from the seeds over the judgements that the reader may see.
2. A pair joins when a person says so, or when the bits that the reader sees suffice.
3. A pair is forbidden when a person says so, or when one property that he sees is a conflict.
   A person outranks the model on a pair; an undecided person leaves it to the model.
4. Two groups join where all that is known between them speaks for it (`resolve.cluster`), and never
   where they hold a forbidden pair between them.
5. A walk ends where one thing would be more source entities than anything has: somebody links all.

So a chain of matches does not make one of two things that somebody saw to be different, and
whatever the reader may not see changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, TypeAlias

from isthmus.model.ids import EntityId
from isthmus.model.judgement import Decision, Judgement, pull_bits
from isthmus.model.principal import Reader
from isthmus.ports import UnitOfWork
from isthmus.resolve.cluster import clustered

Pair: TypeAlias = tuple[EntityId, EntityId]

REACH_MAX: Final = 2_000
"""How many source entities that join one another are looked at, at most, around a seed."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What was met around seeds. `cut`: the seeds around which there was more than is looked at."""

    judgements: Sequence[Judgement]
    cut: frozenset[EntityId]


def clusters_around(
    unit: UnitOfWork, entities: Iterable[EntityId], reader: Reader
) -> Mapping[EntityId, frozenset[EntityId]]:
    """Give the cluster of each of `entities`, itself included, as `reader` may see it."""
    seeds = tuple(dict.fromkeys(entities))
    return clusters_of(seeds, walked(unit, seeds, reader).judgements)


def walked(
    unit: UnitOfWork,
    entities: Iterable[EntityId],
    reader: Reader,
    joins: Callable[[Judgement], bool] = attrgetter("joins"),
) -> Walk:
    """Give the judgements around `entities`, as far as they may make one of something.

    `joins`: over which of them to walk on.
    """
    seeds = list(dict.fromkeys(entities))
    found: dict[tuple[EntityId, EntityId, bool], Judgement] = {}
    known, frontier, reached = set(seeds), seeds, _Reached()
    while frontier:
        around = unit.judgements.around(frontier, reader)
        found.update(((j.left, j.right, j.by_person), j) for j in around)
        joining = [j for j in around if joins(j)]
        for judgement in joining:
            reached.join(judgement.left, judgement.right)
        ends = {end for j in joining for end in (j.left, j.right)} - known
        known |= ends
        frontier = sorted(end for end in ends if reached.size(end) <= REACH_MAX)
    cut = frozenset(seed for seed in seeds if reached.size(seed) > REACH_MAX)
    return Walk(tuple(found.values()), cut)


def clusters_of(
    entities: Iterable[EntityId], judgements: Iterable[Judgement]
) -> Mapping[EntityId, frozenset[EntityId]]:
    """Give the cluster of each of `entities` from the judgements around them; order is no matter.

    `judgements`: of every pair the one that counts for each kind of author.
    """
    edges, forbidden = _weighed(judgements)
    groups = (frozenset(group) for group in clustered(edges, forbidden))
    found = {entity: group for group in groups for entity in group}
    return {entity: found.get(entity) or frozenset({entity}) for entity in entities}


def _weighed(
    judgements: Iterable[Judgement],
) -> tuple[list[tuple[EntityId, EntityId, float]], list[Pair]]:
    """Give the pairs that pull together or apart, and the forbidden ones."""
    counting: dict[Pair, Judgement] = {}
    for judgement in judgements:
        pair = (judgement.left, judgement.right)
        if judgement.by_person:
            if judgement.decision is not Decision.UNDECIDED:
                counting[pair] = judgement
        else:
            counting.setdefault(pair, judgement)
    edges: list[tuple[EntityId, EntityId, float]] = []
    forbidden: list[Pair] = []
    for pair, judgement in counting.items():
        weighed = judgement.weighed
        if weighed is Decision.DIFFERENT:
            forbidden.append(pair)
        elif judgement.by_person:
            edges.append((*pair, math.inf))
        else:
            weight = pull_bits(judgement.comparisons)
            if weighed is Decision.SAME or weight < 0:
                edges.append((*pair, weight))
    return edges, forbidden


class _Reached:
    """How many source entities join one another, as far as a walk has come."""

    def __init__(self) -> None:
        self._above: dict[EntityId, EntityId] = {}
        self._sizes: dict[EntityId, int] = {}

    def join(self, one: EntityId, other: EntityId) -> None:
        """Note that two join."""
        top, under = self._top(one), self._top(other)
        if top == under:
            return
        if self._sizes.get(top, 1) < self._sizes.get(under, 1):
            top, under = under, top
        self._above[under] = top
        self._sizes[top] = self._sizes.get(top, 1) + self._sizes.pop(under, 1)

    def size(self, entity: EntityId) -> int:
        """Give how many are reached that join with it, directly or by others."""
        return self._sizes.get(self._top(entity), 1)

    def _top(self, entity: EntityId) -> EntityId:
        while (above := self._above.get(entity)) is not None:
            entity = above
        return entity
