"""Set-wise judging: very many pairs of entities, each property at once; equal to one by one.

1. The postings of the index propose every pair (`pairing`).
2. Of entities whose claims bear one label and one schema, each property is compared for all pairs
   together (`bulk`), several values of each included. They are nearly all.
3. The others are left to whoever compares one by one, with the very same comparators.

What comes out are columns: of each pair and property the bits and the two statements. So every
score keeps its explanation and its labels.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.judgement import Comparison
from isthmus.model.release import HIDDEN
from isthmus.model.statement import Claim
from isthmus.resolve.bulk import MISSING, Column, levels_of, weights_of
from isthmus.resolve.compare import NAME_PROPERTIES, Compared, Profile

Ints = NDArray[np.int64]
Bits = NDArray[np.float64]


@dataclass(slots=True)
class Values:
    """One property of many entities, a row for each claim: entity's number, value, statement."""

    handles: list[int] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    seqs: list[int] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)

    def put(self, handle: int, claim: Claim) -> None:
        """Add a claim; entities come in the order of their numbers."""
        self.handles.append(handle)
        code = self.known.setdefault(claim.value, len(self.known))
        if code == len(self.texts):
            self.texts.append(claim.value)
        self.codes.append(code)
        self.seqs.append(claim.seq)


@dataclass(slots=True)
class Table:
    """The claims of many entities by property. `plain`: entity's number -> (schema, label)."""

    compared: Collection[str]
    values: dict[str, Values] = field(default_factory=lambda: defaultdict(Values))
    plain: dict[int, tuple[str, LabelId]] = field(default_factory=dict)

    def put(self, handle: int, claims: Sequence[Claim]) -> bool:
        """Add an entity; entities must come in the order of their numbers.

        Tell whether it was: one of several labels or schemas is compared by itself.
        """
        usable = [c for c in claims if c.property in self.compared and HIDDEN not in c.value]
        kinds = {(claim.schema, claim.label) for claim in usable}
        if len(kinds) != 1:
            return False
        self.plain[handle] = kinds.pop()
        for claim in usable:
            name = "name" if claim.property in NAME_PROPERTIES else claim.property
            self.values[name].put(handle, claim)
        return True

    def profile(self, handle: int, entity: EntityId) -> Profile:
        """Give an entity that was added as it is compared one by one."""
        schema, label = self.plain[handle]
        found = Profile(entity)
        for name, values in self.values.items():
            first, last = bisect_left(values.handles, handle), bisect_right(values.handles, handle)
            for at in range(first, last):
                text = values.texts[values.codes[at]]
                found.put(name, Claim(StatementSeq(values.seqs[at]), label, schema, name, text))
        return found


@dataclass(frozen=True, slots=True)
class Best:
    """The best pair of values of one property for each pair of entities.

    `seen`: whether both have a value that says something; the rest is nothing elsewhere.
    """

    seen: NDArray[np.bool_]
    bits: Bits
    left: Ints
    right: Ints


@dataclass(frozen=True, slots=True)
class Weighed:
    """Pairs by their bits. `parts`: per property what it rests on."""

    left: Ints
    right: Ints
    parts: Mapping[str, Best]

    @property
    def bits(self) -> Bits:
        """The weight of each pair."""
        total = np.zeros(len(self.left))
        for part in self.parts.values():
            total += part.bits
        return total

    @property
    def support(self) -> Bits:
        """What speaks for each pair."""
        total = np.zeros(len(self.left))
        for part in self.parts.values():
            total += np.maximum(part.bits, 0.0)
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
            )
            for name, part in self.parts.items()
            if part.seen[place]
        )


def weighed(table: Table, compared: Mapping[str, Compared], left: Ints, right: Ints) -> Weighed:
    """Compare pairs of plain entities of one kind, each property at once."""
    parts = {
        name: _best(how, table.values[name], left, right)
        for name, how in compared.items()
        if name in table.values
    }
    return Weighed(left, right, parts)


def _best(how: Compared, values: Values, left: Ints, right: Ints) -> Best:
    handles = np.asarray(values.handles, np.int64)
    seqs = np.asarray(values.seqs, np.int64)
    pair, a, b = _met(handles, left, right)
    column = Column(values.texts, np.asarray(values.codes, np.int32))
    levels = levels_of(how, column, a, b)
    told = np.flatnonzero(levels != MISSING)
    pair, a, b, levels = pair[told], a[told], b[told], levels[told]
    bits, ours, theirs = weights_of(how)[levels], seqs[a], seqs[b]
    if len(pair) and (pair[1:] == pair[:-1]).any():
        order = np.lexsort((theirs, ours, -bits, pair))
        first = np.ones(len(order), np.bool_)
        first[1:] = pair[order][1:] != pair[order][:-1]
        kept = order[first]
        pair, bits, ours, theirs = pair[kept], bits[kept], ours[kept], theirs[kept]
    found = Best(
        np.zeros(len(left), np.bool_),
        np.zeros(len(left)),
        np.zeros(len(left), np.int64),
        np.zeros(len(left), np.int64),
    )
    found.seen[pair] = True
    found.bits[pair], found.left[pair], found.right[pair] = bits, ours, theirs
    return found


def _met(handles: Ints, left: Ints, right: Ints) -> tuple[Ints, Ints, Ints]:
    """Give every meeting of a value of the left with one of the right: (pair, row, row)."""
    a0, a1 = (handles.searchsorted(left, side) for side in ("left", "right"))
    b0, b1 = (handles.searchsorted(right, side) for side in ("left", "right"))
    ours, theirs = a1 - a0, b1 - b0
    counts = ours * theirs
    pair = np.repeat(np.arange(len(left)), counts)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
    width = np.maximum(theirs, 1)[pair]
    return pair, a0[pair] + within // width, b0[pair] + within % width


def by_kind(
    table: Table, left: Ints, right: Ints
) -> Iterator[tuple[tuple[str, str], NDArray[np.intp]]]:
    """Give the places of the pairs of plain entities by their two schemas."""
    schemas = sorted({schema for schema, _ in table.plain.values()})
    number = {schema: n for n, schema in enumerate(schemas)}
    size = max(table.plain, default=-1) + 1
    codes = np.full(size + 1, -1, np.int64)
    for handle, (schema, _) in table.plain.items():
        codes[handle] = number[schema]
    ours, theirs = codes[np.minimum(left, size)], codes[np.minimum(right, size)]
    both = (ours >= 0) & (theirs >= 0)
    for one, schema in enumerate(schemas):
        for other, second in enumerate(schemas):
            places = np.flatnonzero(both & (ours == one) & (theirs == other))
            if len(places):
                yield (schema, second), places
