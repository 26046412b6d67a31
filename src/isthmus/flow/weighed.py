"""Pairs weighed again: with other weights before they hold, or with those of a past judgement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import product
from typing import Final, TypeAlias

from isthmus.flow.center import Center
from isthmus.flow.documents.weights import ShownEffect
from isthmus.flow.reading import Reading
from isthmus.model.ids import EntityId, StatementSeq
from isthmus.model.judgement import Comparison, Decision, Judgement
from isthmus.model.principal import Reader
from isthmus.model.release import HIDDEN
from isthmus.model.statement import Statement
from isthmus.resolve.compare import Model, Profile, profiles
from isthmus.resolve.judge import By, Pair, judged, model_judgement

SAMPLE: Final = 2_000
"""How many pairs are weighed with both files before one takes the place of the other."""

_NO_TURN: Final = 0

_Kinds: TypeAlias = Mapping[EntityId, AbstractSet[str]]
"""The kinds of each end."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A model's judgement by the weights of its version, as the reader sees it.

    `again`: those of its comparisons that come out the same; `missing`: how many rest on a
    statement that is no more.
    """

    judgement: Judgement
    again: tuple[Comparison, ...]
    missing: int

    @property
    def holds(self) -> bool:
        """Tell whether everything that can be looked at came out the same."""
        return len(self.again) + self.missing == len(self.judgement.comparisons)


def effect_between(reading: Reading, before: Model, after: Model) -> ShownEffect:
    """Weigh a sample of the reader's pairs with both models, from what he may see, and count."""
    sample = reading.unit.judgements.sampled(SAMPLE, reading.reader)
    persons = _judged_by_persons(reading, sample)
    compared = sorted(before.properties() | after.properties())
    ends = sorted({end for j in sample for end in (j.left, j.right)})
    statements = reading.unit.statements.of(ends, reading.reader, properties=compared)
    was, will = (_decisions(reading, sample, statements, model) for model in (before, after))
    joined = [p for p in _same(will) if was[p] is not Decision.SAME]
    parted = [p for p in _same(was) if will[p] is not Decision.SAME]
    return ShownEffect(
        pairs=len(was),
        same_before=_count(was, Decision.SAME),
        same_after=_count(will, Decision.SAME),
        different_before=_count(was, Decision.DIFFERENT),
        different_after=_count(will, Decision.DIFFERENT),
        joined=len(joined),
        parted=len(parted),
        by_person=sum(pair in persons for pair in (*joined, *parted)),
    )


def replayed(reading: Reading, judgement: Judgement, model: Model) -> Replayed:
    """Weigh a model's past judgement again from the statements that it names.

    `judgement`: as the reader sees it; `model`: of the version that is its author. Statements
    count whatever became of them since, except that a value that is erased or past its day is gone.
    """
    wanted = sorted({seq for c in judgement.comparisons for seq in (c.left, c.right)})
    found = {s.seq: s for s in reading.unit.statements.by_seq(wanted, reading.reader)}
    there = [c for c in judgement.comparisons if _stands(found, c, reading.reader)]
    kinds = _kinds(reading, judgement, model)
    again = [c for c in there if _says_again(_again(reading.center, found, c, kinds, model), c)]
    return Replayed(judgement, tuple(again), len(judgement.comparisons) - len(there))


def weigh(
    center: Center, pair: Pair, found: Mapping[EntityId, Profile], model: Model
) -> Judgement | None:
    """Give the judgement of a model on a pair, kept nowhere; None where nothing can be compared."""
    comparisons = judged(pair, found, model, center.ontology)
    if not comparisons:
        return None
    return model_judgement(
        pair,
        comparisons,
        By(model.version, ""),
        center.ids,
        at=center.clock.now(),
        turn=_NO_TURN,
    )


def _kinds(reading: Reading, judgement: Judgement, model: Model) -> _Kinds:
    """Give of which kinds what may be compared says that each end is, or was, to the reader."""
    ends, names = [judgement.left, judgement.right], sorted(model.properties())
    said = reading.unit.statements.of(ends, reading.reader, properties=names, every_state=True)
    return {
        end: {s.schema for s in said if s.entity == end and HIDDEN not in s.value} for end in ends
    }


def _again(
    center: Center,
    found: Mapping[StatementSeq, Statement],
    comparison: Comparison,
    kinds: _Kinds,
    model: Model,
) -> Iterator[Comparison]:
    """Compare the two statements of one comparison, for each kind of one end and of the other.

    Of several kinds the deepest counts that one of each end name together: it is among these. Which
    stood when it was judged, no time tells that the reader may know: it may be judged for another.
    """
    left, right = found[comparison.left], found[comparison.right]
    for one, other in product(sorted(kinds[left.entity]), sorted(kinds[right.entity])):
        ends = profiles([left]) | profiles([right])
        ends[left.entity].schemas.add(one)
        ends[right.entity].schemas.add(other)
        yield from judged((left.entity, right.entity), ends, model, center.ontology)


def _says_again(weighed: Iterable[Comparison], kept: Comparison) -> bool:
    """Tell whether a comparison is among others, under whichever labels its values are now."""
    return any(
        (c.property, c.left, c.right, c.bits) == (kept.property, kept.left, kept.right, kept.bits)
        for c in weighed
    )


def _stands(
    found: Mapping[StatementSeq, Statement], comparison: Comparison, reader: Reader
) -> bool:
    """Tell whether both values are there; what is past its day is not, swept or not."""
    both = [found.get(comparison.left), found.get(comparison.right)]
    return all(s is not None and s.value and reader.counts(s.expires_on) for s in both)


def _decisions(
    reading: Reading, sample: Iterable[Judgement], statements: Sequence[Statement], model: Model
) -> dict[Pair, Decision]:
    compared = model.properties()
    found = profiles([s for s in statements if s.property in compared])
    decisions = {}
    for judgement in sample:
        pair = (judgement.left, judgement.right)
        weighed = weigh(reading.center, pair, found, model)
        decisions[pair] = Decision.UNDECIDED if weighed is None else weighed.weighed
    return decisions


def _judged_by_persons(reading: Reading, sample: Sequence[Judgement]) -> frozenset[Pair]:
    ends = sorted({j.left for j in sample})
    around = reading.unit.judgements.around(ends, reading.reader)
    return frozenset(
        (j.left, j.right) for j in around if j.by_person and j.decision is not Decision.UNDECIDED
    )


def _same(decisions: Mapping[Pair, Decision]) -> list[Pair]:
    return [pair for pair, one in decisions.items() if one is Decision.SAME]


def _count(decisions: Mapping[Pair, Decision], decision: Decision) -> int:
    return sum(one is decision for one in decisions.values())
