"""Training: what a trainer needs of records that nobody labelled, and weights from what it found.

1. Each record is one source entity; of each compared property its first value counts.
2. Terms that many things hold are counted, and the counts frozen into the weights.
3. Pairs that share one selective value train the levels of all other properties.
4. Of pairs drawn at random a few are one all the same; what they add to `u` is taken off again.
5. A level that no pair showed, or that forbids, keeps the weight that a person gave it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations, groupby
from math import log2
from operator import itemgetter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from isthmus.model.weights import (
    LEAST_COUNT,
    Frequencies,
    LevelWeight,
    PropertyWeights,
    SchemaWeights,
)
from isthmus.ports.training import (
    Codes,
    Estimates,
    LevelShare,
    TrainingColumn,
    TrainingPlan,
)
from isthmus.resolve.bulk import Column, coded_levels, sheet_of
from isthmus.resolve.compare import Compared, Profile, stated
from isthmus.resolve.levels import comparator
from isthmus.resolve.levels.written import written

LEAST_RECORDS: Final = 200
"""Fewer records of one kind teach less than what ships."""
LEAST_PAIRS: Final = 100
MOST_PAIRS: Final = 20_000_000
MOST_BLOCKS: Final = 4
SAMPLED_PAIRS: Final = 1_000_000
RULES_FIND: Final = 0.5
"""The share of true pairs that agree in two selective properties at once, as a rule of thumb."""
FORBIDDING_BITS: Final = -20.0
MOST_FOR: Final = 20.0
MOST_AGAINST: Final = -10.0
LEAST_M: Final = 1e-4


def columns_of(profiles: Iterable[Profile], properties: Iterable[str]) -> dict[str, Column]:
    """Give a column for each property that some record has: its first value by number."""
    records = list(profiles)
    found = {}
    for name in properties:
        values: dict[str, int] = {}
        codes = np.full(len(records), -1, dtype=np.int32)
        for at, profile in enumerate(records):
            said = profile.values.get(name)
            if said:
                value = min(said, key=lambda s: s.seq).value
                codes[at] = values.setdefault(value, len(values))
        if values:
            found[name] = Column(list(values), codes)
    return found


def counted(
    column: Column, how: PropertyWeights, things: NDArray[np.int64] | None = None
) -> Frequencies | None:
    """Count the terms of a column; None where rarity is no matter, or too few things hold one.

    `things`: which thing each record is of; without, each is one of its own. No term stands in it
    that fewer than `LEAST_COUNT` things hold, however many records tell of them.
    """
    terms = comparator(how.comparator).terms
    held = np.flatnonzero(column.codes >= 0)
    of = held if things is None else things[held]
    total = len(np.unique(of))
    if terms is None or total < LEAST_COUNT:
        return None
    found = [frozenset(terms(value)) for value in column.values]
    counts: Counter[str] = Counter()
    for codes in _of_each(of, column.codes[held]):
        counts.update(frozenset[str]().union(*(found[code] for code in codes)))
    kept = {term: n for term, n in sorted(counts.items()) if n >= LEAST_COUNT}
    return Frequencies(total, kept)


def _of_each(things: NDArray[np.int64], codes: Codes) -> Iterator[list[int]]:
    """Give the values of each thing."""
    order = np.lexsort((codes, things))
    pairs = zip(things[order].tolist(), codes[order].tolist(), strict=True)
    for _, group in groupby(pairs, key=itemgetter(0)):
        yield [code for _, code in group]


def training_columns(
    columns: Mapping[str, Column], compared: Mapping[str, Compared]
) -> list[TrainingColumn]:
    """Give what a trainer compares: the columns, each with its comparator over codes."""
    return [
        TrainingColumn(
            name=name,
            codes=columns[name].codes,
            levels=how.comparator.levels,
            compare=partial(coded_levels, sheet_of(how, written(columns[name].values))),
        )
        for name, how in compared.items()
        if name in columns
    ]


def training_plan(columns: Mapping[str, Column], seed: int) -> TrainingPlan | None:
    """Choose without labels what to block on; None where too few pairs share anything.

    Selective are properties whose equal pairs are neither too few to learn from nor too many to
    look at; the most selective first.
    """
    pairs = {name: equal_pairs(column.codes) for name, column in columns.items()}
    fit = [n for n, count in pairs.items() if LEAST_PAIRS <= count <= MOST_PAIRS]
    fit.sort(key=lambda n: (pairs[n], n))
    blocks = [(name,) for name in fit[:MOST_BLOCKS]]
    if len(blocks) < 2:  # noqa: PLR2004 - what one block holds equal, another must train
        return None
    rules = list(combinations([name for (name,) in blocks[:3]], 2))
    return TrainingPlan(
        seed=seed, rules=rules, recall=RULES_FIND, blocks=blocks, pairs=SAMPLED_PAIRS
    )


def equal_pairs(codes: Codes) -> int:
    """Give how many pairs of records hold one value."""
    counts = np.bincount(codes[codes >= 0]).astype(np.int64)
    return int((counts * (counts - 1) // 2).sum())


def trained(shipped: SchemaWeights, estimates: Estimates, plan: TrainingPlan) -> SchemaWeights:
    """Give the weights of a schema: what was estimated, and else what stood before."""
    odds = estimates.prior / (1 - estimates.prior)
    return SchemaWeights(
        needed=round(-log2(odds), 3),
        prior=float(f"{estimates.prior:.6g}"),
        properties={
            name: _property(found, estimates.shares[name], estimates.prior, plan.pairs)
            if name in estimates.shares
            else found
            for name, found in shipped.properties.items()
        },
    )


def _property(
    shipped: PropertyWeights, shares: Sequence[LevelShare], prior: float, sampled: int
) -> PropertyWeights:
    names = comparator(shipped.comparator).levels
    levels = {}
    for name, share in zip(names, shares, strict=True):
        before = stated(name, shipped.levels) or LevelWeight(0.0)
        levels[name] = _level(before, share, prior, sampled)
    return replace(shipped, levels=levels)


def _level(before: LevelWeight, share: LevelShare, prior: float, sampled: int) -> LevelWeight:
    if before.bits <= FORBIDDING_BITS or (not share.m and not share.u):
        return before
    m = max(share.m or 0.0, LEAST_M)
    # The true pairs among those drawn at random show as u; a level that is seen fewer than three
    # times beyond them is as rare as three times.
    u = max(((share.u or 0.0) - prior * m) / (1 - prior), 3 / sampled)
    bits = min(max(log2(m / u), MOST_AGAINST), MOST_FOR)
    return LevelWeight(round(bits, 3), m=float(f"{m:.6g}"), u=float(f"{u:.6g}"))
