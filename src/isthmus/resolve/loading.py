"""Loading: all pairs that an index proposes, judged set-wise in slices; equal to one by one.

The few pairs that cannot be compared in sets (`setwise`) come last, and are compared one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count, groupby
from operator import itemgetter
from typing import Final, Protocol, TypeAlias, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from isthmus.model.ids import EntityId, LabelId
from isthmus.model.judgement import KEEP_BITS, Comparison, worth_keeping
from isthmus.model.ontology import Ontology
from isthmus.resolve.compare import Compared, Model, Profile, common_kind, compared, profile
from isthmus.resolve.index import Index
from isthmus.resolve.judge import Pair, proposing
from isthmus.resolve.pairing import Ints, Pairs, Small, paired
from isthmus.resolve.promise import Hopes
from isthmus.resolve.setwise import Table, Values, Weighed, by_kind, table_of, values_of, weighed

SLICE: Final = 250_000
"""Pairs that are looked at at once."""
COMPARED: Final = 250_000
"""Pairs that are compared at once."""
NONE: Final[Ints] = np.empty(0, np.int64)
Known: TypeAlias = Mapping[str, Values]
"""The values of each property, prepared to be compared."""
Ahead: TypeAlias = Mapping[str, Known]
AtOnce: TypeAlias = Callable[[], int]
"""Gives how many pairs the next slice has."""
T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pair that is worth keeping, with its comparisons."""

    pair: Pair
    comparisons: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """What is to be judged: by whose labels, and of whom. `waiting`: None for everybody."""

    labels: frozenset[LabelId]
    waiting: frozenset[EntityId] | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """Proposed pairs, the lesser entity left, and what is known of their entities.

    `ids`: of the entities by number. `odd`: the ends of the pairs that are compared one by one.
    `ahead`: by schema the values of whoever is of it, where they are prepared already. It stands by
    itself: what the index learns later changes nothing in it.
    """

    pairs: Pairs
    table: Table
    odd: Mapping[int, Profile]
    ids: NDArray[np.uint8]
    ahead: Ahead

    @property
    def count(self) -> int:
        """How many pairs there are to compare."""
        return len(self.pairs.left)

    def entity(self, number: int) -> EntityId:
        """Give the entity of a number."""
        return EntityId(self.ids[number].tobytes())


class Each(Protocol):
    """Does a piece of work for each item; gives what comes of them, in the order of the items."""

    def __call__(self, work: Callable[[T], U], items: Iterable[T], /) -> Iterator[U]:
        """Do it, several at a time or one after another."""
        ...


def one_by_one(work: Callable[[T], U], items: Iterable[T], /) -> Iterator[U]:
    """Do a piece of work for one item after the other."""
    return map(work, items)


def prepared(
    index: Index, load: Load, model: Model, ontology: Ontology, each: Each = one_by_one
) -> Prepared:
    """Pair everybody, and gather what may be compared of them.

    Where all entities wait, the values of the schema that most are of are prepared too, for hardly
    anyone has no pair. `each`: does that beside the pairing.
    """
    ids, waiting = index.ids(), _numbers(index, load.waiting)
    gather = partial(_gathered, index, load.labels, model.properties(), len(ids))
    ahead: Ahead = {}
    if waiting is None or len(waiting) == len(ids):
        table = gather()
        pair = partial(_proposed, index, load.labels, model.hub_cap, ids)
        pairs, ahead = _with_values(pair, table, _most(table, model, ontology), each)
    else:
        held = index.proposing(load.labels, waiting)
        pairs = _ordered(ids, _touching(paired(held, model.hub_cap), waiting, len(ids)))
        table = gather(np.union1d(pairs.left, pairs.right).astype(np.int64))
    profiles = {}
    for number in _odd_ends(pairs, table):
        entity = index.entity(number)
        claims = index.claims(entity, load.labels)
        profiles[number] = profile(entity, claims, model.properties())
    return Prepared(pairs, table, profiles, ids, ahead)


def _numbers(index: Index, waiting: Iterable[EntityId] | None) -> Ints | None:
    """Give the numbers of those who are known; None for everybody."""
    if waiting is None:
        return None
    numbers = (index.number(entity) for entity in waiting)
    return np.array([number for number in numbers if number is not None], np.int64)


def _done(work: Callable[[], object]) -> object:
    return work()


def _most(
    table: Table, model: Model, ontology: Ontology
) -> tuple[str, Mapping[str, Compared]] | None:
    """Give the schema that most are of, and how it is compared; None where there is none."""
    counts = np.bincount(table.schemas[table.schemas >= 0], minlength=len(table.named))
    for place in np.flatnonzero(2 * counts > len(table.schemas)).tolist():
        schema = table.named[place]
        kind = common_kind(_of(schema), _of(schema), model, ontology)
        if kind is not None:
            return schema, model.schemas[kind]
    return None


def _with_values(
    pair: Callable[[], Pairs],
    table: Table,
    most: tuple[str, Mapping[str, Compared]] | None,
    each: Each,
) -> tuple[Pairs, Ahead]:
    """Pair, and prepare the values of one schema, each property by itself."""
    if most is None:
        return pair(), {}
    schema, properties = most
    ends = table.schemas == table.named.index(schema)
    prepare = (partial(_values, table, properties, ends, name) for name in properties)
    works: tuple[Callable[[], object], ...] = (pair, *prepare)
    pairs, *values = each(_done, works)
    known = _by_name(properties, cast("list[Values | None]", values))
    return cast("Pairs", pairs), {schema: known}


def _proposed(index: Index, labels: frozenset[LabelId], cap: int, ids: NDArray[np.uint8]) -> Pairs:
    return _ordered(ids, paired(index.proposing(labels), cap))


def _gathered(
    index: Index,
    labels: frozenset[LabelId],
    properties: frozenset[str],
    count: int,
    ends: Ints | None = None,
) -> Table:
    return table_of(index.rows(labels, properties, ends), count)


def judged_set(
    found: Prepared,
    model: Model,
    ontology: Ontology,
    each: Each = one_by_one,
    at_once: AtOnce = lambda: COMPARED,
) -> Iterator[Loaded]:
    """Give every pair that is worth keeping.

    `each`: does the work on slices of pairs; `at_once`: how many the next slice has.
    """
    for scores in weighed_set(found, model, ontology, each, at_once):
        yield from _kept(found, scores)
    yield from _odd_pairs(found, model, ontology)


def weighed_set(
    found: Prepared,
    model: Model,
    ontology: Ontology,
    each: Each = one_by_one,
    at_once: AtOnce = lambda: COMPARED,
) -> Iterator[Weighed]:
    """Give the pairs of plain entities that are worth keeping, those of two schemas together."""
    for kinds, ends in _ends_by_kind(found).items():
        kind = common_kind(_of(kinds[0]), _of(kinds[1]), model, ontology)
        if kind is None:
            continue
        known = found.ahead.get(kinds[0]) if kinds[0] == kinds[1] else None
        if known is None:
            known = _known(found.table, model.schemas[kind], ends, each)
        work = partial(_weighed_slice, found.table, kinds, known, model.needed(kind))
        yield from each(work, _slices(found.pairs, at_once))


def _known(
    table: Table,
    properties: Mapping[str, Compared],
    ends: NDArray[np.bool_],
    each: Each = one_by_one,
) -> Known:
    """Prepare what is said of the entities that are flagged in `ends`."""
    return _by_name(properties, each(partial(_values, table, properties, ends), properties))


def _by_name(properties: Iterable[str], values: Iterable[Values | None]) -> Known:
    every = zip(properties, values, strict=True)
    return {name: one for name, one in every if one is not None}


def _values(
    table: Table, properties: Mapping[str, Compared], ends: NDArray[np.bool_], name: str
) -> Values | None:
    return values_of(table, name, properties[name], ends)


def _weighed_slice(
    table: Table,
    kinds: tuple[str, str],
    values: Known,
    needed: float,
    pairs: tuple[Ints, Ints],
) -> Weighed:
    left, right = pairs
    here = by_kind(table, left, right).get(kinds, NONE)
    return weighed(values, left[here], right[here], needed)


def _ends_by_kind(found: Prepared) -> Mapping[tuple[str, str], NDArray[np.bool_]]:
    """Tell for each two schemas which entities are in a pair of plain ones of these."""
    ends: dict[tuple[str, str], NDArray[np.bool_]] = {}
    for left, right in _slices(found.pairs):
        for kinds, here in by_kind(found.table, left, right).items():
            if kinds not in ends:
                ends[kinds] = np.zeros(len(found.ids), np.bool_)
            ends[kinds][left[here]] = ends[kinds][right[here]] = True
    return ends


def _slices(pairs: Pairs, at_once: AtOnce = lambda: SLICE) -> Iterator[tuple[Ints, Ints]]:
    start = 0
    while start < len(pairs.left):
        some = slice(start, start + at_once())
        yield pairs.left[some].astype(np.int64), pairs.right[some].astype(np.int64)
        start = some.stop


def _odd_ends(pairs: Pairs, table: Table) -> list[int]:
    """Give the ends of the pairs that cannot be compared in sets."""
    found = np.zeros(len(table.schemas), np.bool_)
    for left, right in _slices(pairs):
        odd = (table.schemas[left] < 0) | (table.schemas[right] < 0)
        found[left[odd]] = found[right[odd]] = True
    return np.flatnonzero(found).tolist()


def _kept(found: Prepared, scores: Weighed) -> Iterator[Loaded]:
    ends = zip(scores.left.tolist(), scores.right.tolist(), scores.edge.tolist(), strict=True)
    every = scores.comparisons(found.table.labels)
    for (left, right, edge), comparisons in zip(ends, every, strict=True):
        if not edge or worth_keeping(comparisons):
            yield Loaded((found.entity(left), found.entity(right)), comparisons)


def _odd_pairs(found: Prepared, model: Model, ontology: Ontology) -> Iterator[Loaded]:
    """Compare the pairs of which an end has several labels or schemas."""
    hopes = Hopes(found.odd, model, ontology, KEEP_BITS)
    for (left, right), rows in groupby(_odd_rows(found), itemgetter(0, 1)):
        # Pairs lie in the order of the lesser number: so one end is asked about many in turn.
        if not hopes.between(*sorted((left, right))):
            continue
        ours, theirs = found.odd[left], found.odd[right]
        under = frozenset((LabelId(a), LabelId(b)) for _, _, a, b in rows)
        comparisons = proposing(compared(ours, theirs, model, ontology), under)
        if worth_keeping(comparisons):
            yield Loaded((found.entity(left), found.entity(right)), comparisons)


def _odd_rows(found: Prepared) -> Iterator[tuple[int, int, int, int]]:
    """Give such pairs with their labels; those of one pair lie behind one another."""
    pairs, odd = found.pairs, found.table.schemas < 0
    columns = pairs.left, pairs.right, pairs.left_labels, pairs.right_labels
    for start in range(0, found.count, SLICE):
        left, right, *labels = (column[start : start + SLICE] for column in columns)
        here = np.flatnonzero(odd[left] | odd[right])
        yield from zip(*(column[here].tolist() for column in (left, right, *labels)), strict=True)


def _of(schema: str) -> Profile:
    return Profile(EntityId(b""), schemas={schema})


def _touching(pairs: Pairs, waiting: Ints, count: int) -> Pairs:
    """Give the pairs with an end among those who wait, of `count` in all."""
    waits = np.zeros(count, np.bool_)
    waits[waiting] = True
    kept = waits[pairs.left] | waits[pairs.right]
    return Pairs(
        pairs.left[kept],
        pairs.right[kept],
        pairs.left_labels[kept],
        pairs.right_labels[kept],
        pairs.hubs,
    )


def _ordered(ids: NDArray[np.uint8], pairs: Pairs) -> Pairs:
    """Put the lesser entity to the left, as judgements do."""
    upper, lower = (ids.view(">u8")[:, half].astype(np.uint64) for half in (0, 1))
    turned = np.empty(len(pairs.left), np.bool_)
    for start, (left, right) in zip(count(0, SLICE), _slices(pairs), strict=False):
        a, b = upper[left], upper[right]
        turned[start : start + SLICE] = (a > b) | ((a == b) & (lower[left] > lower[right]))
    labels = pairs.left_labels, pairs.right_labels
    if labels[0] is not labels[1]:
        labels = _turned(turned, *labels)
    ends = _turned(turned, pairs.left, pairs.right)
    return Pairs(*ends, *labels, pairs.hubs)


def _turned(which: NDArray[np.bool_], one: Small, other: Small) -> tuple[Small, Small]:
    return np.where(which, other, one), np.where(which, one, other)
