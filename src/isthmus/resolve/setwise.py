"""Set-wise judging: very many pairs of entities, each property at once; equal to one by one.

1. The postings of the index propose every pair (`pairing`).
2. Of entities whose claims bear one label and one schema, each property is compared for all pairs
   together (`bulk`), several values of each included. They are nearly all.
3. The others are left to whoever compares one by one, with the very same comparators.

What comes out are columns: of each pair and property the bits and the two statements. So every
score keeps its explanation and its labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from isthmus.model.ids import StatementSeq
from isthmus.model.judgement import KEEP_BITS, Comparison
from isthmus.model.release import HIDDEN
from isthmus.resolve.bulk import sheet_of, weights_of
from isthmus.resolve.claims import Rows
from isthmus.resolve.compare import NAME_PROPERTIES, Compared
from isthmus.resolve.levels.comparator import MISSING, Levels, Sheet
from isthmus.resolve.levels.written import Written
from isthmus.resolve.looks import ROUNDING

Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Bits: TypeAlias = NDArray[np.float64]
Rowed: TypeAlias = NDArray[np.integer[Any]]
"""Places of rows, or counts of them."""

NOT_PLAIN: Final = -1


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

    def both(self, left: Ints, right: Ints) -> Flags:
        """Tell which pairs have it on both sides."""
        return np.minimum(self.first[left], self.first[right]) >= 0


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

    def listed(self, name: str) -> Iterator[tuple[str, bool, float, StatementSeq, StatementSeq]]:
        """Give it pair by pair, with the property's name."""
        columns = (self.seen.tolist(), self.bits.tolist(), self.left.tolist(), self.right.tolist())
        return zip(repeat(name), *columns, strict=False)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Pairs of one kind with what they rest on, property by property.

    `needed`: the bits that make one of two of that kind. `edge`: whether what speaks for a pair is
    so near to what is asked that rounding might decide.
    """

    left: Ints
    right: Ints
    parts: Mapping[str, Part]
    needed: float
    edge: Flags

    @property
    def bits(self) -> Bits:
        """The weight of each pair."""
        total = np.zeros(len(self.left))
        for part in self.parts.values():
            total += part.bits
        return total

    def comparisons(self, labels: Ints) -> Iterator[tuple[Comparison, ...]]:
        """Give the comparisons of each pair, as judging it alone would.

        `labels`: of each entity, by its number.
        """
        under = zip(labels[self.left].tolist(), labels[self.right].tolist(), strict=True)
        columns = [part.listed(name) for name, part in self.parts.items()]
        for (ours, theirs), *found in zip(under, *columns, strict=True):
            yield tuple(
                [
                    Comparison(name, bits, left, right, ours, theirs, needed=self.needed)
                    for name, seen, bits, left, right in found
                    if seen
                ]
            )


class _Best(NamedTuple):
    """The best pair of values of each pair of entities: its level, and its two rows."""

    levels: Levels
    rows: tuple[Rowed, Rowed] | None

    def taken(self, kept: NDArray[np.intp]) -> _Best:
        """Give those of some pairs."""
        rows = None if self.rows is None else (self.rows[0][kept], self.rows[1][kept])
        return _Best(self.levels[kept], rows)


def weighed(values: Mapping[str, Values], left: Ints, right: Ints, needed: float) -> Weighed:
    """Compare pairs of plain entities of one kind; give those for which enough speaks.

    `needed`: the bits that make one of two of that kind.

    What costs much to compare is looked at only where it may matter (`promise`). Sums are rounded
    in another order than one by one: what lies so near the edge is given too, and flagged.
    """
    costly = {name: one for name, one in values.items() if one.sheet.marks is not None}
    best = {name: _best(one, left, right) for name, one in values.items() if name not in costly}
    support = _support(values, best, len(left))
    hope = _hope(costly, left, right, support)
    kept = np.flatnonzero(hope >= KEEP_BITS - ROUNDING)
    left, right, support = left[kept], right[kept], support[kept]
    best = {name: one.taken(kept) for name, one in best.items()}
    found = {name: _best(one, left, right) for name, one in costly.items()}
    support += _support(costly, found, len(left))
    kept = np.flatnonzero(support >= KEEP_BITS - ROUNDING)
    left, right = left[kept], right[kept]
    best |= found
    parts = {name: _part(one, best[name].taken(kept), left, right) for name, one in values.items()}
    return Weighed(left, right, parts, needed, support[kept] < KEEP_BITS + ROUNDING)


def _support(values: Mapping[str, Values], best: Mapping[str, _Best], count: int) -> Bits:
    """Give the bits that speak for each pair."""
    support = np.zeros(count)
    for name, one in best.items():
        support += np.maximum(weights_of(values[name].how), 0.0)[one.levels]
    return support


def _hope(costly: Mapping[str, Values], left: Ints, right: Ints, support: Bits) -> Bits:
    """Give no less than what may speak for each pair, as far as it matters."""
    hope = support.copy()
    for one in costly.values():
        hope += max(one.how.most_unequal, 0.0) * one.both(left, right)
    for one in costly.values():
        more = max(one.how.most_equal - max(one.how.most_unequal, 0.0), 0.0)
        here = np.flatnonzero((hope < KEEP_BITS - ROUNDING) & one.both(left, right))
        hope[here] += more * _same(one, left[here], right[here])
    return hope


def _same(values: Values, left: Ints, right: Ints) -> Flags:
    """Tell which two have a value that may be equal; both have some."""
    marks = values.sheet.marks
    if marks is None:
        return np.ones(len(left), np.bool_)
    a, b = values.first[left].astype(np.int64), values.first[right].astype(np.int64)
    found: Flags = np.zeros(len(left), np.bool_)
    if values.single:
        np.equal(marks[a], marks[b], out=found)
        return found
    pair = np.arange(len(left))
    pair, a, b = _met(pair, (a, values.counts[left]), (b, values.counts[right]))
    found[pair[marks[a] == marks[b]]] = True
    return found


def _part(values: Values, best: _Best, left: Ints, right: Ints) -> Part:
    levels = best.levels
    seen = levels != MISSING
    rows = (values.first[left], values.first[right]) if best.rows is None else best.rows
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
