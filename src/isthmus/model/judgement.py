"""Judgements: which source entities are the same, on which evidence, by whom.

1. A model compares two source entities property by property. Of each property it keeps the best
   pair of values under each two labels, so that nothing better hides what a reader may see.
2. A reader's bits of a property are the most among the comparisons that he may see; his weight is
   the sum over the properties.
3. A property whose most is a conflict forbids the pair, whatever else is equal.
4. The model judges at several purposes, and at each as a whole. What too little speaks for, and
   what was proposed by nothing that he sees, is not there for him: neither would have been written
   down at that purpose if there were nothing but what he sees.

All of it is a function of what the reader may see, and of nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby, islice
from operator import attrgetter, itemgetter
from typing import Final

import msgspec

from isthmus.model.ids import EntityId, JudgementId, LabelId, StatementSeq

JOIN_BITS: Final = 12.0
"""The weight from which visible evidence joins two source entities, unless the model says."""

KEEP_BITS: Final = 6.0
"""Weaker support is neither written down nor shown: it joins nothing, and there is no end of it."""

CONFLICT_BITS: Final = -20.0
"""A property at or below this forbids a pair."""

TOGETHER: Final = 8
"""So many pairs of one left end stand together in a sample, before others of it may."""

WIDELY: Final = 4
"""So many times its size is looked at for a sample in which no left end crowds out others."""


class Decision(StrEnum):
    """What a judgement says of a pair."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


class Comparison(msgspec.Struct, frozen=True):
    """The best pair of values of one property under two labels: bits for (or, negative, against).

    A reader who may not see both labels does not see the comparison. A judgement holds at most one
    for a property and two labels. `proposes`: the two share a key under these labels, so that
    whoever sees both would have come upon the pair. `needed`: the bits that make one of two of the
    kind that they are of under these labels.
    """

    property: str
    bits: float
    left: StatementSeq
    right: StatementSeq
    left_label: LabelId
    right_label: LabelId
    proposes: bool = True
    needed: float = JOIN_BITS


@dataclass(frozen=True, slots=True)
class Judgement:
    """An edge between two source entities (`left` < `right`); the latest of its author counts.

    `author`: the model's version, or the person's id. A person's judgement carries the join of
    what he was shown as `label` and no comparisons of its own; where that label demands it, it
    `needs_second` person who judges the same before it counts (`of_persons`). A model's carries
    the `purpose` at which the resolver read; the latest of each purpose counts.
    """

    id: JudgementId
    left: EntityId
    right: EntityId
    decision: Decision
    by_person: bool
    author: str
    at: datetime
    comparisons: tuple[Comparison, ...]
    label: LabelId
    reason: str | None = None
    purpose: str = ""
    needs_second: bool = False

    @property
    def labels(self) -> frozenset[LabelId]:
        """Those that it rests on, as far as this value holds it."""
        if self.by_person:
            return frozenset({self.label})
        return frozenset(n for c in self.comparisons for n in (c.left_label, c.right_label))

    @property
    def needed(self) -> float:
        """The bits from which the two are one, by the comparisons that this value holds."""
        return needed_bits(self.comparisons)

    @property
    def bits(self) -> float:
        """The weight of the comparisons that this value holds."""
        return weight_bits(self.comparisons)

    @property
    def weighed(self) -> Decision:
        """What it says, weighed by what this value holds of it."""
        if self.by_person:
            return self.decision
        return decided(self.comparisons)

    @property
    def joins(self) -> bool:
        """Tell whether what this value holds makes the two one."""
        return self.weighed is Decision.SAME


def counting(comparisons: Iterable[Comparison]) -> tuple[Comparison, ...]:
    """Give of each property the comparison with the most bits, the most bits first.

    A property of which the most is nothing is left out.
    """
    best: dict[str, Comparison] = {}
    for one in comparisons:
        held = best.get(one.property)
        if held is None or _rank(one) < _rank(held):
            best[one.property] = one
    return tuple(sorted((c for c in best.values() if c.bits), key=_rank))


def weight_bits(comparisons: Iterable[Comparison]) -> float:
    """Give the weight of what somebody sees of a pair: of each property the most, added up."""
    return sum(one.bits for one in counting(comparisons))


def needed_bits(comparisons: Iterable[Comparison]) -> float:
    """Give the bits that two must have to be one for whoever sees these comparisons.

    Under other labels they may be of another kind, which needs more or less: the most is needed of
    what he sees. So it depends on no kind that somebody says under a label which is withheld.
    """
    return max((one.needed for one in comparisons), default=JOIN_BITS)


def decided(comparisons: Sequence[Comparison]) -> Decision:
    """Give what the bits say to whoever sees these comparisons."""
    best, needed = counting(comparisons), needed_bits(comparisons)
    if any(one.bits <= CONFLICT_BITS for one in best):
        return Decision.DIFFERENT
    return Decision.SAME if sum(one.bits for one in best) >= needed else Decision.UNDECIDED


def pull_bits(comparisons: Sequence[Comparison]) -> float:
    """Give how far a pair that no property forbids pulls the groups of the two together, or apart.

    From 0 on it joins them by itself, by what it has beyond what is needed. Below, what differs
    pulls apart; that too little is known to join does not.
    """
    best = counting(comparisons)
    beyond = sum(one.bits for one in best) - needed_bits(comparisons)
    return beyond if beyond >= 0 else max(beyond, sum(one.bits for one in best if one.bits < 0))


def worth_keeping(comparisons: Iterable[Comparison]) -> bool:
    """Tell whether a pair joins, is forbidden, or comes near enough to be reviewed."""
    return sum(one.bits for one in counting(comparisons) if one.bits > 0) >= KEEP_BITS


def is_shown(comparisons: Sequence[Comparison]) -> bool:
    """Tell whether a part of a model's judgement is there for who sees these comparisons of it."""
    return any(one.proposes for one in comparisons) and worth_keeping(comparisons)


def sufficient(judgement: Judgement) -> list[Comparison]:
    """Give the fewest comparisons of a model's judgement whose bits suffice, the most first."""
    found: list[Comparison] = []
    bits, needed = 0.0, judgement.needed
    for one in counting(judgement.comparisons):
        if bits >= needed:
            break
        bits += one.bits
        found.append(one)
    return found


def as_seen(parts: Sequence[Judgement], labels: frozenset[LabelId]) -> Judgement:
    """Give what a reader sees of the model's judgements on one pair.

    `parts`: one at least; of each purpose the one that counts, oldest first, each with the
    comparisons that count and whose two labels are among `labels`, the reader's; those alone that
    are shown to him. Two purposes that compared a property under the same two labels compared the
    same values: the later knows them better. When part of it is withheld, label, decision and
    reason are those of what is shown.
    """
    together: dict[tuple[str, LabelId, LabelId], Comparison] = {}
    for part in parts:
        together |= _by_place(part.comparisons)
    comparisons = tuple(together.values())
    last = parts[-1]
    whole = last.label in labels
    return replace(
        last,
        comparisons=comparisons,
        decision=decided(comparisons),
        label=last.label if whole else comparisons[0].left_label,
        reason=last.reason if whole else None,
    )


def is_told(part: Judgement, before: Iterable[Judgement]) -> bool:
    """Tell whether a part of a model's past judgement adds nothing to what was shown of the pair.

    `part`: with what a reader sees of it; `before`: of each purpose the last part that he was
    shown. It adds nothing if one of these says just that, or by the same weights that and more:
    it was written for what he does not see, or because something was taken back.
    """
    now = frozenset(part.comparisons)
    for one in before:
        said = frozenset(one.comparisons)
        if now == said or (now < said and part.author == one.author):
            return True
    return False


def in_pairs(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Put those of a pair together, in the order in which they come, and pairs by their ends.

    Which pair was judged first may tell that something withheld had one of them judged sooner.
    """
    return sorted(judgements, key=attrgetter("left", "right"))


def is_ample(lefts: Iterable[EntityId], limit: int) -> bool:
    """Tell whether pairs with these left ends are enough for a sample of `limit`; see `spread`."""
    counts = Counter(lefts)
    few = sum(min(count, TOGETHER) for count in counts.values())
    return few >= limit or counts.total() >= WIDELY * limit


def spread(judgements: Iterable[Judgement], limit: int) -> list[Judgement]:
    """Give a sample of judgements: `limit` of them, or all if there are fewer.

    `judgements`: one of each pair, in the order of the left end and then of the right, the first
    ones until they `is_ample`, or more. Ids of entities are keyed hashes, so that this order is
    chance and stays. Of one left end 8 are given; more of it only where there are too few others.
    """
    first = islice(judgements, WIDELY * limit)
    rounds = [
        (number // TOGETHER, one)
        for _, of_left in groupby(first, attrgetter("left"))
        for number, one in enumerate(of_left)
    ]
    return [one for _, one in sorted(rounds, key=itemgetter(0))[:limit]]


def _by_place(
    comparisons: Iterable[Comparison],
) -> dict[tuple[str, LabelId, LabelId], Comparison]:
    """Give the best of each property and two labels; where a label rose there may be several."""
    best: dict[tuple[str, LabelId, LabelId], Comparison] = {}
    for one in comparisons:
        place = (one.property, one.left_label, one.right_label)
        if place not in best or _rank(one) < _rank(best[place]):
            best[place] = one
    return best


def of_persons(judged: Iterable[Judgement]) -> tuple[Judgement | None, Judgement | None]:
    """Give what counts of persons' judgements on one pair, and what waits for a second person.

    `judged`: those that a reader sees, oldest first. The latest counts; one that needs a second
    person counts once another judged the same right after, and until then what counted before.
    """
    counts, waits = signed(judged)
    return (counts[-1] if counts else None), waits


def signed(judged: Iterable[Judgement]) -> tuple[tuple[Judgement, ...], Judgement | None]:
    """Give what counts as `of_persons` does, after the one that it confirmed, and what waits."""
    counts: tuple[Judgement, ...] = ()
    waits: Judgement | None = None
    for one in judged:
        if waits is not None and waits.author != one.author and waits.decision is one.decision:
            counts, waits = (waits, one), None
        elif one.needs_second:
            waits = one
        else:
            counts, waits = (one,), None
    return counts, waits


def _rank(one: Comparison) -> tuple[object, ...]:
    """Give the order in which comparisons count; of equal ones that of the older statements."""
    return -one.bits, one.property, one.left, one.right, one.left_label, one.right_label


@dataclass(frozen=True, slots=True)
class Attribution:
    """A dated link from an event to the entity that held its identifier then; no judgement.

    `evidence`: the statements that it rests on. `standing` is False once a second candidate
    turned up.
    """

    event: EntityId
    holder: EntityId
    property: str
    value: str
    at: datetime
    evidence: tuple[StatementSeq, ...]
    label: LabelId
    standing: bool = True
