"""Clusters: which source entities count as one for a reader.

1. Walk outwards from the seeds over the judgements that the reader may see.
2. A pair joins when a person says so, or when the bits that the reader sees suffice.
3. A pair is forbidden when a person says so, or when one comparison that he sees is a conflict.
   A person outranks the model on a pair; an undecided person leaves it to the model.
4. Join the strongest pairs first, and never two groups that hold a forbidden pair between them.

So a chain of matches does not make one of two things that somebody saw to be different, and
whatever the reader may not see changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from isthmus.model.ids import EntityId
from isthmus.model.judgement import Decision, Judgement
from isthmus.model.principal import Reader
from isthmus.ports import UnitOfWork

Pair: TypeAlias = tuple[EntityId, EntityId]


def clusters_around(
    unit: UnitOfWork, entities: Iterable[EntityId], reader: Reader
) -> Mapping[EntityId, frozenset[EntityId]]:
    """Give the cluster of each of `entities`, itself included, as `reader` may see it."""
    seeds = tuple(dict.fromkeys(entities))
    return clusters_of(seeds, _reached(unit, seeds, reader))


def clusters_of(
    entities: Iterable[EntityId], judgements: Iterable[Judgement]
) -> Mapping[EntityId, frozenset[EntityId]]:
    """Give the cluster of each of `entities` from the judgements around them; order is no matter.

    `judgements`: of every pair the one that counts for each kind of author.
    """
    joining, forbidden = _weighed(judgements)
    groups: dict[EntityId, set[EntityId]] = {}
    for left, right in joining:
        one, other = groups.setdefault(left, {left}), groups.setdefault(right, {right})
        if one is other or _forbids(forbidden, one, other):
            continue
        one |= other
        groups.update(dict.fromkeys(other, one))
    frozen: dict[int, frozenset[EntityId]] = {}
    found = {}
    for entity in entities:
        group = groups.setdefault(entity, {entity})
        found[entity] = frozen.setdefault(id(group), frozenset(group))
    return found


def _reached(unit: UnitOfWork, seeds: Sequence[EntityId], reader: Reader) -> list[Judgement]:
    found: dict[tuple[EntityId, EntityId, bool], Judgement] = {}
    known, frontier = set(seeds), list(seeds)
    while frontier:
        around = unit.judgements.around(frontier, reader)
        found.update(((j.left, j.right, j.by_person), j) for j in around)
        ends = {e for j in around if j.weighed is Decision.SAME for e in (j.left, j.right)}
        frontier = sorted(ends - known)
        known.update(frontier)
    return list(found.values())


def _weighed(judgements: Iterable[Judgement]) -> tuple[list[Pair], set[Pair]]:
    """Give the joining pairs, strongest first, and the forbidden ones."""
    counting: dict[Pair, Judgement] = {}
    for judgement in judgements:
        pair = (judgement.left, judgement.right)
        if judgement.weighed is not Decision.UNDECIDED and (
            judgement.by_person or pair not in counting
        ):
            counting[pair] = judgement
    joins = [j for j in counting.values() if j.weighed is Decision.SAME]
    joins.sort(key=lambda j: (not j.by_person, -j.bits, j.left, j.right))
    cuts = {pair for pair, j in counting.items() if j.weighed is Decision.DIFFERENT}
    return [(j.left, j.right) for j in joins], cuts


def _forbids(forbidden: set[Pair], one: Iterable[EntityId], other: Iterable[EntityId]) -> bool:
    if not forbidden:
        return False
    others = tuple(other)
    return any((a, b) in forbidden or (b, a) in forbidden for a in one for b in others)
