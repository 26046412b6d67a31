"""Loading: all pairs that an index proposes, judged set-wise in slices; equal to one by one.

The few pairs that cannot be compared in sets (`setwise`) come last, and are compared one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from isthmus.model.ids import EntityId, LabelId
from isthmus.model.judgement import KEEP_BITS, Comparison, worth_keeping
from isthmus.model.ontology import Ontology
from isthmus.resolve.compare import Model, Profile, common_kind, compared, needed, profile
from isthmus.resolve.index import Index
from isthmus.resolve.judge import Pair, proposing
from isthmus.resolve.pairing import Ints, Pairs, paired
from isthmus.resolve.setwise import Table, Weighed, by_kind, weighed

SLICE: Final = 200_000
"""Pairs that are compared at once."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pair that is worth keeping: its comparisons, and the bits that would make it one."""

    pair: Pair
    comparisons: tuple[Comparison, ...]
    needed: float


@dataclass(frozen=True, slots=True)
class Load:
    """What is to be judged: by whose labels, and of whom. `waiting`: None for everybody."""

    labels: frozenset[LabelId]
    waiting: frozenset[EntityId] | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """Proposed pairs, the lesser entity left, and what is known of their entities.

    `odd`: those that are compared one by one. `entity`: gives the id of a number.
    """

    pairs: Pairs
    table: Table
    odd: Mapping[int, Profile]
    entity: Callable[[int], EntityId]

    @property
    def count(self) -> int:
        """How many pairs there are to compare."""
        return len(self.pairs.left)


def prepared(index: Index, load: Load, model: Model) -> Prepared:
    """Pair everybody, and gather the claims of those who are in a pair."""
    pairs = paired(index.proposing(load.labels), model.hub_cap)
    if load.waiting is not None:
        numbers = [index.number(entity) for entity in load.waiting]
        pairs = _touching(pairs, [number for number in numbers if number is not None])
    pairs = _ordered(index, pairs)
    properties = model.properties()
    table, odd = Table(properties), dict[int, Profile]()
    for number in np.unique(np.concatenate([pairs.left, pairs.right])).tolist():
        entity = index.entity(number)
        claims = index.claims(entity, load.labels)
        if not table.put(number, claims):
            odd[number] = profile(entity, claims, properties)
    return Prepared(pairs, table, odd, index.entity)


def judged_set(found: Prepared, model: Model, ontology: Ontology) -> Iterator[Loaded]:
    """Give every pair that is worth keeping."""
    for scores, bits in weighed_set(found, model, ontology):
        yield from _kept(found, scores, bits)
    yield from _one_by_one(found, model, ontology)


def weighed_set(
    found: Prepared, model: Model, ontology: Ontology
) -> Iterator[tuple[Weighed, float]]:
    """Give the pairs of plain entities in slices, each with the bits that its pairs need."""
    pairs, table = found.pairs, found.table
    for (one, other), places in by_kind(table, pairs.left, pairs.right):
        kind = common_kind(_of(one), _of(other), model, ontology)
        if kind is None:
            continue
        for start in range(0, len(places), SLICE):
            some = places[start : start + SLICE]
            ends = pairs.left[some], pairs.right[some]
            yield weighed(table, model.schemas[kind], *ends), model.needed(kind)


def _kept(found: Prepared, scores: Weighed, bits: float) -> Iterator[Loaded]:
    plain = found.table.plain
    for place in np.flatnonzero(scores.support >= KEEP_BITS).tolist():
        left, right = int(scores.left[place]), int(scores.right[place])
        comparisons = scores.comparisons(place, plain[left][1], plain[right][1])
        yield Loaded((found.entity(left), found.entity(right)), comparisons, bits)


def _one_by_one(found: Prepared, model: Model, ontology: Ontology) -> Iterator[Loaded]:
    """Compare the pairs of which an end has several labels or schemas."""
    odd = np.fromiter(found.odd, np.int64, len(found.odd))
    pairs = found.pairs
    places = np.flatnonzero(np.isin(pairs.left, odd) | np.isin(pairs.right, odd))
    met: dict[tuple[int, int], set[tuple[LabelId, LabelId]]] = {}
    for place in places.tolist():
        under = (LabelId(int(pairs.left_labels[place])), LabelId(int(pairs.right_labels[place])))
        met.setdefault((int(pairs.left[place]), int(pairs.right[place])), set()).add(under)
    for (left, right), labels in met.items():
        ours, theirs = (_known(found, number) for number in (left, right))
        comparisons = proposing(compared(ours, theirs, model, ontology), frozenset(labels), ())
        if worth_keeping(comparisons):
            ends = found.entity(left), found.entity(right)
            yield Loaded(ends, comparisons, needed(ours, theirs, model, ontology))


def _known(found: Prepared, number: int) -> Profile:
    odd = found.odd.get(number)
    return found.table.profile(number, found.entity(number)) if odd is None else odd


def _of(schema: str) -> Profile:
    return Profile(EntityId(b""), schemas={schema})


def _touching(pairs: Pairs, numbers: Collection[int]) -> Pairs:
    waiting = np.fromiter(numbers, np.int64, len(numbers))
    return _taken(
        pairs, np.flatnonzero(np.isin(pairs.left, waiting) | np.isin(pairs.right, waiting))
    )


def _taken(pairs: Pairs, places: NDArray[np.intp]) -> Pairs:
    return Pairs(
        pairs.left[places],
        pairs.right[places],
        pairs.left_labels[places],
        pairs.right_labels[places],
        pairs.hubs,
    )


def _ordered(index: Index, pairs: Pairs) -> Pairs:
    """Put the lesser entity to the left, as judgements do."""
    ends = zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    turned = np.fromiter(
        (index.entity(a) > index.entity(b) for a, b in ends), np.bool_, len(pairs.left)
    )
    return Pairs(
        _either(turned, pairs.right, pairs.left),
        _either(turned, pairs.left, pairs.right),
        _either(turned, pairs.right_labels, pairs.left_labels),
        _either(turned, pairs.left_labels, pairs.right_labels),
        pairs.hubs,
    )


def _either(turned: NDArray[np.bool_], one: Ints, other: Ints) -> Ints:
    return np.where(turned, one, other)
