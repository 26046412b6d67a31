"""Set-wise judging: very many pairs of entities, each property at once; equal to one by one.

1. The postings of the index propose every pair (`pairing`).
2. Of entities whose claims bear one label and one schema, each property is compared for all pairs
   together (`bulk`), several values of each included. They are nearly all.
3. The others are left to whoever compares one by one, with the very same comparators.

What comes out are columns: of each pair and property the bits and the two statements. So every
score keeps its explanation and its labels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from isthmus.model.ids import LabelId, StatementSeq
from isthmus.model.judgement import KEEP_BITS, Comparison
from isthmus.model.release import HIDDEN
from isthmus.resolve.bulk import sheet_of, weights_of
from isthmus.resolve.claims import Rows
from isthmus.resolve.compare import NAME_PROPERTIES, Compared
from isthmus.resolve.levels.comparator import MISSING, Levels, Sheet
from isthmus.resolve.levels.written import Written

Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Bits: TypeAlias = NDArray[np.float64]
Rowed: TypeAlias = NDArray[np.integer[Any]]
"""Places of rows, or counts of them."""

NOT_PLAIN: Final = -1
ROUNDING: Final = 1e-9
"""Bits by which two orders of a sum may differ."""


@dataclass(frozen=True, slots=True)
class Table:
    """What may be compared of entities, by their numbers.

    `schemas`, `labels`: of each entity the place of its schema in `named` and its label; NOT_PLAIN
    where it has several of either, or nothing. `rows`: their claims, with the property of each as a
    place in `properties`.
    """

    schemas: NDArray[np.int32]
    labels: Ints
    named: Sequence[str]
    rows: Rows
    of_property: NDArray[np.int16]
    properties: Sequence[str]
    all_plain: bool


def table_of(rows: Rows, count: int) -> Table:
    """Gather what may be compared of `count` entities; every kind of name counts as `name`.

    What a partner masked identifies nothing, and is left out (`compare.profile`).
    """
    named = sorted({schema for schema, _ in rows.named})
    properties = sorted({_as_compared(name) for _, name in rows.named})
    schema_of = np.array([named.index(schema) for schema, _ in rows.named], np.int32)
    property_of = np.array([properties.index(_as_compared(n)) for _, n in rows.named], np.int16)
    rows = _shown(rows)
    plain = np.ones(count, np.bool_)
    same = rows.entities[1:] == rows.entities[:-1]
    for column in (schema_of[rows.kinds], rows.labels):
        plain[rows.entities[1:][same & (column[1:] != column[:-1])]] = False
    schemas, under = np.full(count, NOT_PLAIN, np.int32), np.full(count, NOT_PLAIN, np.int64)
    schemas[rows.entities], under[rows.entities] = schema_of[rows.kinds], rows.labels
    schemas[~plain] = under[~plain] = NOT_PLAIN
    of_property = property_of[rows.kinds]
    all_plain = bool((schemas >= 0).all())
    return Table(schemas, under, named, rows, of_property, properties, all_plain)


def _as_compared(name: str) -> str:
    return "name" if name in NAME_PROPERTIES else name


def _shown(rows: Rows) -> Rows:
    """Leave out what a partner masked, in whole or in part."""
    sign = HIDDEN.encode()
    if sign not in rows.texts:
        return rows
    spans = zip(rows.begins.tolist(), (rows.begins + rows.sizes).tolist(), strict=True)
    find = rows.texts.find
    which = np.fromiter((find(sign, *span) < 0 for span in spans), np.bool_, len(rows.begins))
    return Rows(
        rows.entities[which],
        rows.seqs[which],
        rows.labels[which],
        rows.kinds[which],
        rows.begins[which],
        rows.sizes[which],
        rows.named,
        rows.texts,
    )


@dataclass(frozen=True, slots=True)
class Values:
    """One property of many entities, a row for each claim, prepared to be compared.

    `first`, `counts`: by entity's number its first row, and how many it has.
    """

    how: Compared
    sheet: Sheet
    seqs: Ints
    first: NDArray[np.int32]
    counts: NDArray[np.int32]
    single: bool


def values_of(table: Table, name: str, how: Compared, ends: Flags) -> Values | None:
    """Prepare a property of the entities that are flagged in `ends`; None if none has it."""
    if name not in table.properties:
        return None
    here = table.of_property == table.properties.index(name)
    chosen = np.flatnonzero(here & ends[table.rows.entities])
    if not len(chosen):
        return None
    rows = table.rows
    counts = np.bincount(rows.entities[chosen], minlength=len(ends)).astype(np.int32)
    first = np.where(counts > 0, np.cumsum(counts) - counts, -1).astype(np.int32)
    texts = Written(rows.texts, rows.begins[chosen], rows.sizes[chosen].astype(np.int64))
    single = int(counts.max()) <= 1
    return Values(how, sheet_of(how, texts), rows.seqs[chosen], first, counts, single)


@dataclass(frozen=True, slots=True)
class Part:
    """One property of pairs. `seen`: whether both have a value that says something.

    Where they have, the bits and the two statements of the best pair of values.
    """

    seen: Flags
    bits: Bits
    left: Ints
    right: Ints


@dataclass(frozen=True, slots=True)
class Weighed:
    """Pairs of one kind with what they rest on, property by property.

    `needed`: the bits that make one of two of that kind.
    """

    left: Ints
    right: Ints
    parts: Mapping[str, Part]
    needed: float

    @property
    def bits(self) -> Bits:
        """The weight of each pair."""
        total = np.zeros(len(self.left))
        for part in self.parts.values():
            total += part.bits
        return total

    def comparisons(
        self, place: int, left_label: LabelId, right_label: LabelId
    ) -> tuple[Comparison, ...]:
        """Give the comparisons of one pair, as judging it alone would."""
        return tuple(
            Comparison(
                name,
                float(part.bits[place]),
                StatementSeq(int(part.left[place])),
                StatementSeq(int(part.right[place])),
                left_label,
                right_label,
                needed=self.needed,
            )
            for name, part in self.parts.items()
            if part.seen[place]
        )


class _Best(NamedTuple):
    """The best pair of values of each pair of entities: its level, and its two rows."""

    levels: Levels
    rows: tuple[Rowed, Rowed] | None


def weighed(values: Mapping[str, Values], left: Ints, right: Ints, needed: float) -> Weighed:
    """Compare pairs of plain entities of one kind; give those for which enough speaks.

    `needed`: the bits that make one of two of that kind.

    Sums are rounded in another order than one by one: what lies so near the edge is given too, and
    left to whoever looks at the comparisons (`judgement.worth_keeping`).
    """
    best = {name: _best(one, left, right) for name, one in values.items()}
    support = np.zeros(len(left))
    for name, one in best.items():
        support += np.maximum(weights_of(values[name].how), 0.0)[one.levels]
    kept = np.flatnonzero(support >= KEEP_BITS - ROUNDING)
    left, right = left[kept], right[kept]
    parts = {name: _part(values[name], one, kept, left, right) for name, one in best.items()}
    return Weighed(left, right, parts, needed)


def _part(values: Values, best: _Best, kept: NDArray[np.intp], left: Ints, right: Ints) -> Part:
    levels = best.levels[kept]
    seen = levels != MISSING
    rows: tuple[Rowed, Rowed]
    if best.rows is None:
        rows = values.first[left], values.first[right]
    else:
        rows = best.rows[0][kept], best.rows[1][kept]
    ours, theirs = (np.where(seen, values.seqs[side], 0) for side in rows)
    return Part(seen, weights_of(values.how)[levels], ours, theirs)


def _best(values: Values, left: Ints, right: Ints) -> _Best:
    first, first_there = values.first[left], values.first[right]
    pair = np.flatnonzero(np.minimum(first, first_there) >= 0)
    if len(pair) < len(left):
        first, first_there = first[pair], first_there[pair]
    a, b = first.astype(np.int64), first_there.astype(np.int64)
    found = np.full(len(left), MISSING, np.uint8)
    if values.single:
        found[pair] = values.sheet.levels(a, b)
        return _Best(found, None)
    pair, a, b = _met(pair, (a, values.counts[left[pair]]), (b, values.counts[right[pair]]))
    levels = values.sheet.levels(a, b)
    kept = _best_of_each(values, pair, levels, (values.seqs[a], values.seqs[b]))
    found[pair[kept]] = levels[kept]
    rows = np.zeros(len(left), np.int64), np.zeros(len(left), np.int64)
    rows[0][pair[kept]], rows[1][pair[kept]] = a[kept], b[kept]
    return _Best(found, rows)


def _best_of_each(
    values: Values, pair: Ints, levels: Levels, seqs: tuple[Ints, Ints]
) -> NDArray[np.intp]:
    """Give the places of the best meeting of each pair; none of what says nothing.

    The most bits count, then the earliest statements, as one by one. `pair`: in order.
    """
    told = np.flatnonzero(levels != MISSING)
    again = pair[told][1:] == pair[told][:-1]
    several = np.zeros(len(told), np.bool_)
    several[1:] |= again
    several[:-1] |= again
    some = told[several]
    bits = weights_of(values.how)[levels[some]]
    order = some[np.lexsort((seqs[1][some], seqs[0][some], -bits, pair[some]))]
    first = np.ones(len(order), np.bool_)
    first[1:] = pair[order][1:] != pair[order][:-1]
    return np.concatenate([told[~several], order[first]])


def _met(
    pair: Ints, ours: tuple[Ints, Rowed], theirs: tuple[Ints, Rowed]
) -> tuple[Ints, Ints, Ints]:
    """Give every meeting of a value of the left with one of the right: (pair, row, row).

    `ours`, `theirs`: of each pair the first row, and how many there are.
    """
    counts = (ours[1] * theirs[1]).astype(np.int64)
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    width: Ints = np.repeat(theirs[1].astype(np.int64), counts)
    a, b = np.repeat(ours[0], counts), np.repeat(theirs[0], counts)
    return np.repeat(pair, counts), a + within // width, b + within % width


def by_kind(table: Table, left: Ints, right: Ints) -> Mapping[tuple[str, str], NDArray[np.intp]]:
    """Give the places of the pairs of plain entities by their two schemas."""
    size = len(table.named)
    if size == 1 and table.all_plain:
        return {(table.named[0], table.named[0]): np.arange(len(left))}
    ours, theirs = table.schemas[left], table.schemas[right]
    codes = np.where((ours >= 0) & (theirs >= 0), ours * size + theirs, size * size)
    counts = np.bincount(codes, minlength=size * size + 1)[: size * size]
    return {
        (table.named[code // size], table.named[code % size]): np.flatnonzero(codes == code)
        for code in np.flatnonzero(counts).tolist()
    }
