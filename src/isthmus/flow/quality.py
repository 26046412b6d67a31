"""Quality in the open: how the weights judge, held against what persons and labelled sets say.

1. The truth is what persons judged, and the pairs of a labelled set if one is given.
2. Each pair is weighed by what the reader sees of it now, with the weights in force. What he may
   not see counts in nothing.
3. Rates come with intervals, and for fewer than a few cases not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isinf
from typing import Final

from isthmus.errors import InputError, NotFound
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.documents.entities import ShownJudgement
from isthmus.flow.documents.quality import (
    LabelledPair,
    QualityQuestion,
    QualityReport,
    QualitySet,
    ShownBin,
    ShownDimension,
    ShownRates,
    ShownShare,
)
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.review_queue import margin_of
from isthmus.flow.showing.judgements import shown_judgements
from isthmus.flow.showing.weights import shown_changes, shown_tables
from isthmus.flow.weighed import weigh
from isthmus.flow.weighing import document_of_version, weighing
from isthmus.model.ids import EntityId, parsed_id, shown_id
from isthmus.model.judgement import Decision, Judgement
from isthmus.model.statement import Statement
from isthmus.phrases import say
from isthmus.resolve.compare import Model, profiles
from isthmus.resolve.judge import ordered
from isthmus.resolve.quality import (
    FEW,
    Bin,
    Case,
    Rates,
    Share,
    birth_of,
    calibration,
    gender_of,
    of_two,
    rates,
    rates_by,
    script_of,
)
from isthmus.resolve.weights import table_changes, weight_changes, weight_numbers

PERSONS_MAX: Final = 5_000
LABELLED_MAX: Final = 50_000
SHOWN_MAX: Final = 12
SAMPLED: Final = 300
DIMENSIONS: Final = ("script", "gender", "birth")
_TRUTHS: Final = {Decision.SAME: True, Decision.DIFFERENT: False}

Pair = tuple[EntityId, EntityId]


@dataclass(frozen=True, slots=True)
class Known:
    """Pairs of known truth, with what the reader sees of their ends."""

    truths: Mapping[Pair, bool]
    about: Mapping[EntityId, Sequence[Statement]]


def quality_report(center: Center, actor: Actor, question: QualityQuestion) -> QualityReport:
    """Report how well the resolver judges, as far as the reader may know.

    Raises NotFound for a version or a pair that is not here or not to be seen, InputError for too
    many labelled pairs.
    """
    if len(question.labelled) > LABELLED_MAX or len(question.pairs) > SHOWN_MAX:
        most = LABELLED_MAX if len(question.labelled) > LABELLED_MAX else SHOWN_MAX
        raise InputError(say("expected at most {most} pairs, got more", most=most))
    objects = tuple(f"weights:{v[:64]}" for v in (question.against,) if v)
    ask = Ask("quality.report", objects)
    return read(center, actor, ask, lambda reading: _report(reading, actor, question))


def _report(reading: Reading, actor: Actor, question: QualityQuestion) -> Answer[QualityReport]:
    center = weighing(reading.center, reading.unit)
    model = center.model
    ours = document_of_version(center, reading.unit, model.version) or b""
    theirs = _against(reading, question.against)
    chosen = _chosen(reading, question, model)
    persons = _persons(reading)
    sets = [
        _set(reading, model, "persons", persons),
        *_labelled(reading, model, question.labelled),
    ]
    shown = shown_judgements(reading, chosen)
    whole = reading.labels.all_so_far()
    report = QualityReport(
        center=center.name,
        purpose=actor.purpose,
        at=reading.at,
        version=model.version,
        against=question.against,
        few=FEW,
        weights=shown_changes(weight_numbers(ours)),
        changes=shown_changes(weight_changes(theirs, ours)) if question.against else [],
        tables=shown_tables(table_changes(theirs, ours)) if question.against else [],
        pairs=shown,
        needed=_needed(shown, chosen),
        sets=sets,
        label=None if whole is None else reading.labels.ref_of(whole),
        labels=reading.labels.document(),
    )
    return report, [f"weights:{model.version}", *(pair.id for pair in report.pairs)]


def _against(reading: Reading, version: str | None) -> bytes:
    if version is None:
        return b""
    found = document_of_version(reading.center, reading.unit, version)
    if found is None:
        raise NotFound(say("expected weights of this node, got {name}", name=version[:64]))
    return found


def _chosen(reading: Reading, question: QualityQuestion, model: Model) -> list[Judgement]:
    """Give the pairs to be explained: those asked for, or some whose weights are far apart."""
    if not question.pairs:
        sample = reading.unit.judgements.sampled(SAMPLED, reading.reader)
        # Of those as far from the bar the first pair is shown, whichever was judged last.
        last_first = sorted(sample, key=lambda j: (j.left, j.right), reverse=True)
        each = {round(margin_of(j)): j for j in last_first}
        by_bits = [each[bits] for bits in sorted(each)]
        step = -(-len(by_bits) // SHOWN_MAX) or 1
        return by_bits[::step][:SHOWN_MAX]
    pairs = [_pair(left, right) for left, right in question.pairs]
    found = _weighed(reading, model, _about(reading, pairs), pairs)
    if len(found) < len(set(pairs)):
        raise NotFound(say("expected pairs of which you see something to compare, got others"))
    return [found[pair] for pair in dict.fromkeys(pairs)]


def _needed(shown: Sequence[ShownJudgement], chosen: Sequence[Judgement]) -> list[float]:
    """Give the bar of each pair that is shown."""
    bars = {
        (shown_id("e", one.left), shown_id("e", one.right)): one.bits - margin_of(one)
        for one in chosen
    }
    return [bars[one.left.source_entity, one.right.source_entity] for one in shown]


def _persons(reading: Reading) -> dict[Pair, bool]:
    """Give what persons judged, the last word on a pair first."""
    said = reading.unit.judgements.of_persons(PERSONS_MAX, reading.reader)
    for judgement in said:
        reading.labels.ref(judgement.label)
    return {(j.left, j.right): _TRUTHS[j.decision] for j in said if j.decision in _TRUTHS}


def _labelled(reading: Reading, model: Model, labelled: Sequence[LabelledPair]) -> list[QualitySet]:
    if not labelled:
        return []
    truths = {_pair(one.left, one.right): one.same for one in labelled}
    return [_set(reading, model, "labels", truths)]


def _pair(left: str, right: str) -> Pair:
    one, other = (EntityId(parsed_id("e", end)) for end in (left, right))
    if one == other:
        raise InputError(say("expected two source entities, got one twice"))
    return ordered(one, other)


def _set(reading: Reading, model: Model, source: str, truths: Mapping[Pair, bool]) -> QualitySet:
    about = _about(reading, truths)
    seen = [pair for pair in truths if about.get(pair[0]) and about.get(pair[1])]
    cases = _cases(reading, model, Known({pair: truths[pair] for pair in seen}, about))
    many = len(cases) >= FEW
    return QualitySet(
        source=source,
        cases=len(cases),
        unseen=len(truths) - len(seen),
        whole=_shown_rates(rates("", cases)) if many else None,
        calibration=[_shown_bin(one) for one in calibration(cases)],
        dimensions=[
            ShownDimension(name=name, groups=[_shown_rates(r) for r in rates_by(name, cases)])
            for name in DIMENSIONS
        ],
    )


def _cases(reading: Reading, model: Model, known: Known) -> list[Case]:
    weighed = _weighed(reading, model, known.about, known.truths)
    cases = []
    for pair, same in known.truths.items():
        judgement = weighed.get(pair)
        # What shares nothing that is compared is as far below the bar as a pair can be told.
        margin = -60.0 if judgement is None else margin_of(judgement)
        predicted = judgement is not None and judgement.joins
        left, right = (known.about[end] for end in pair)
        cases.append(Case(same, predicted, margin, _kinds(left, right)))
    return cases


def _weighed(
    reading: Reading,
    model: Model,
    about: Mapping[EntityId, Sequence[Statement]],
    pairs: Iterable[Pair],
) -> dict[Pair, Judgement]:
    compared = model.properties()
    statements = [s for held in about.values() for s in held if s.property in compared]
    found = profiles(statements)
    weighed = {pair: weigh(reading.center, pair, found, model) for pair in pairs}
    return {pair: one for pair, one in weighed.items() if one is not None}


def _about(reading: Reading, pairs: Iterable[Pair]) -> dict[EntityId, list[Statement]]:
    ends = sorted({end for pair in pairs for end in pair})
    about: dict[EntityId, list[Statement]] = {}
    for statement in reading.unit.statements.of(ends, reading.reader):
        about.setdefault(statement.entity, []).append(statement)
    # What is derived from a value carries its label, a figure as well; in the order of what is
    # seen: that of their numbers tells which label was first met elsewhere.
    for label in dict.fromkeys(s.label for held in about.values() for s in held):
        reading.labels.ref(label)
    return about


def _kinds(left: Sequence[Statement], right: Sequence[Statement]) -> tuple[tuple[str, str], ...]:
    names = [" ".join(s.value for s in side if s.property == "name") for side in (left, right)]
    born = ([s.value for s in side if s.property == "birthDate"] for side in (left, right))
    kinds = [("script", of_two(*map(script_of, names)))]
    if any(s.schema == "Person" for s in (*left, *right)):
        kinds.append(("gender", of_two(*map(gender_of, names))))
        kinds.append(("birth", of_two(*map(birth_of, born))))
    return tuple(kinds)


def _shown_bin(one: Bin) -> ShownBin:
    return ShownBin(
        low=None if isinf(one.low) else one.low,
        high=None if isinf(one.high) else one.high,
        predicted=one.predicted,
        same=_shown_share(one.same),
    )


def _shown_rates(one: Rates) -> ShownRates:
    return ShownRates(
        group=one.group,
        cases=one.cases,
        precision=None if one.precision is None else _shown_share(one.precision),
        recall=None if one.recall is None else _shown_share(one.recall),
        wrong=None if one.wrong is None else _shown_share(one.wrong),
    )


def _shown_share(one: Share) -> ShownShare:
    return ShownShare(count=one.count, of=one.of, low=one.low, high=one.high)
