"""Clusters: which source entities count as one for a reader.

1. Walk outwards from the seeds over the judgements that the reader may see.
2. A pair joins when a person says so, or when the bits that the reader sees suffice.
3. A pair is forbidden when a person says so, or when one property that he sees is a conflict.
   A person outranks the model on a pair; an undecided person leaves it to the model. Two that were
   never judged are forbidden too where a conflict keeps them apart (`flow.contradicting`).
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
from typing import Final

from isthmus.flow.center import Center
from isthmus.flow.contradicting import contradictions
from isthmus.model.ids import EntityId
from isthmus.model.judgement import Decision, Judgement, pull_bits
from isthmus.model.principal import Reader
from isthmus.ports import UnitOfWork
from isthmus.resolve.cluster import clustered
from isthmus.resolve.judge import Pair

REACH_MAX: Final = 2_000
"""How many source entities that join one another are looked at, at most, around a seed."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What was met around seeds. `cut`: the seeds around which there was more than is looked at.

    `groups`: those that join one another, directly or by others.
    """

    judgements: Sequence[Judgement]
    cut: frozenset[EntityId]
    groups: Sequence[Sequence[EntityId]] = ()


def clusters_around(
    center: Center, unit: UnitOfWork, entities: Iterable[EntityId], reader: Reader
) -> Mapping[EntityId, frozenset[EntityId]]:
    """Give the cluster of each of `entities`, itself included, as `reader` may see it."""
    seeds = tuple(dict.fromkeys(entities))
    walk = walked(unit, seeds, reader)
    apart = contradictions(center, unit, reader, walk.groups)
    return clusters_of(seeds, walk.judgements, apart.pairs)


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
    return Walk(tuple(found.values()), cut, reached.groups())


def clusters_of(
    entities: Iterable[EntityId], judgements: Iterable[Judgement], apart: Iterable[Pair] = ()
) -> Mapping[EntityId, frozenset[EntityId]]:
    """Give the cluster of each of `entities` from the judgements around them; order is no matter.

    `judgements`: of every pair the one that counts for each kind of author. `apart`: pairs, the
    lesser first, that are never one unless a judgement says something of them.
    """
    edges, forbidden = _weighed(judgements, apart)
    groups = (frozenset(group) for group in clustered(edges, forbidden))
    found = {entity: group for group in groups for entity in group}
    return {entity: found.get(entity) or frozenset({entity}) for entity in entities}


def _weighed(
    judgements: Iterable[Judgement], apart: Iterable[Pair]
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
    return edges, [*forbidden, *(pair for pair in apart if pair not in counting)]


class _Reached:
    """How many source entities join one another, as far as a walk has come."""

    def __init__(self) -> None:
        self._above: dict[EntityId, EntityId] = {}
        self._members: dict[EntityId, list[EntityId]] = {}

    def join(self, one: EntityId, other: EntityId) -> None:
        """Note that two join."""
        top, under = self._top(one), self._top(other)
        if top == under:
            return
        ours, theirs = self._held(top), self._held(under)
        if len(ours) < len(theirs):
            top, under, ours, theirs = under, top, theirs, ours
        self._above[under] = top
        ours += theirs
        del self._members[under]

    def size(self, entity: EntityId) -> int:
        """Give how many are reached that join with it, directly or by others."""
        return len(self._members.get(self._top(entity), (entity,)))

    def groups(self) -> list[list[EntityId]]:
        """Give those that join one another."""
        return list(self._members.values())

    def _held(self, top: EntityId) -> list[EntityId]:
        return self._members.setdefault(top, [top])

    def _top(self, entity: EntityId) -> EntityId:
        while (above := self._above.get(entity)) is not None:
            entity = above
        return entity
