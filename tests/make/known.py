"""What is known: statements, positions, judgements, attributions."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from isthmus.model.canonical import microseconds
from isthmus.model.ids import JudgementId, LabelId, RecordSeq, StatementId, StatementSeq
from isthmus.model.judgement import JOIN_BITS, Attribution, Comparison, Decision, Judgement, decided
from isthmus.model.statement import ObservationBatch, State, Statement, StatementBatch
from tests.make.ids import EXPIRY, HOUR, IDS, LABEL, NOW, SOURCE, entity, sorted_pair


class Claim(NamedTuple):
    """What one position of a batch says. `record`: a position in the batch of records."""

    about: str = "dhow"
    property: str = "name"
    value: str = "Sea Lark"
    schema: str = "Vessel"
    lang: str | None = None
    original: str | None = None
    target: str | None = None
    observed_at: datetime | None = None
    record: int = 0


CLAIM = Claim()


def statement_id(claim: Claim, source: str = SOURCE) -> StatementId:
    """Give the id under which a batch of `source` holds this claim."""
    said = (claim.property, claim.value, claim.lang)
    return IDS.statement(source, entity(claim.about, source), said)


def batch(
    *claims: Claim,
    label: LabelId = LABEL,
    source: str = SOURCE,
    grade: str = "B2",
    recorded_at: datetime = NOW,
    expires_on: datetime = EXPIRY,
) -> StatementBatch:
    """Make a batch of these claims, or of one default claim."""
    said = claims or (Claim(),)
    return StatementBatch(
        source=source,
        label=label,
        grade=grade,
        recorded_at=microseconds(recorded_at),
        expires_on=microseconds(expires_on),
        ids=[statement_id(claim, source) for claim in said],
        entities=[entity(claim.about, source) for claim in said],
        schemas=[claim.schema for claim in said],
        properties=[claim.property for claim in said],
        values=[claim.value for claim in said],
        langs=[claim.lang for claim in said],
        originals=[claim.original for claim in said],
        targets=[None if c.target is None else entity(c.target, source) for c in said],
        records=[claim.record for claim in said],
        observed_at=[None if c.observed_at is None else microseconds(c.observed_at) for c in said],
    )


def statement(
    claim: Claim = CLAIM,
    *,
    seq: int = 1,
    label: LabelId = LABEL,
    source: str = SOURCE,
    record: int = 1,
    state: State = State.ASSERTED,
) -> Statement:
    """Make the row that a store gives back for a claim of a batch."""
    return Statement(
        seq=StatementSeq(seq),
        id=statement_id(claim, source),
        entity=entity(claim.about, source),
        schema=claim.schema,
        property=claim.property,
        value=claim.value,
        lang=claim.lang,
        original=claim.original,
        target=None if claim.target is None else entity(claim.target, source),
        source=source,
        label=label,
        grade="B2",
        record=RecordSeq(record),
        observed_at=claim.observed_at,
        recorded_at=NOW,
        expires_on=EXPIRY,
        state=state,
    )


class Fix(NamedTuple):
    """One position: an hour past noon is `NOW + HOUR`. `record` as in Claim."""

    of: str = "dhow"
    at: datetime = NOW
    lat: float = 12.5
    lon: float = 43.25
    speed_kn: float | None = 7.5
    course_deg: float | None = 180.0
    record: int = 0


def positions(
    *fixes: Fix, label: LabelId = LABEL, source: str = SOURCE, cell: int = 0x875301AFFFFFFFF
) -> ObservationBatch:
    """Make a batch of these positions, or of one default position."""
    seen = fixes or (Fix(),)
    return ObservationBatch(
        source=source,
        label=label,
        grade="B2",
        recorded_at=microseconds(NOW),
        expires_on=microseconds(EXPIRY),
        entities=[entity(fix.of, source) for fix in seen],
        at=[microseconds(fix.at) for fix in seen],
        lats=[fix.lat for fix in seen],
        lons=[fix.lon for fix in seen],
        cells=[cell for _ in seen],
        speeds_kn=[fix.speed_kn for fix in seen],
        courses_deg=[fix.course_deg for fix in seen],
        records=[fix.record for fix in seen],
    )


def comparison(
    left: StatementSeq,
    right: StatementSeq,
    *,
    labels: tuple[LabelId, LabelId] = (LABEL, LABEL),
    bits: float = 14.0,
    property: str = "imo",  # noqa: A002 - the glossary's word
    proposes: bool = True,
    needed: float = JOIN_BITS,
) -> Comparison:
    """Make a comparison that alone suffices to join."""
    return Comparison(property, bits, left, right, *labels, proposes, needed)


def judgement(
    left: str = "dhow",
    right: str = "lark",
    *comparisons: Comparison,
    label: LabelId = LABEL,
    author: str = "model-1",
    turn: int = 0,
    purpose: str = "",
) -> Judgement:
    """Make a model's judgement on two source entities, which are put in order."""
    pair = sorted_pair(left, right)
    return Judgement(
        id=IDS.judgement(*pair, author, turn),
        left=pair[0],
        right=pair[1],
        decision=decided(comparisons),
        by_person=False,
        author=author,
        at=NOW + turn * HOUR,
        comparisons=comparisons,
        label=label,
        purpose=purpose,
    )


def persons_judgement(
    left: str = "dhow",
    right: str = "lark",
    decision: Decision = Decision.SAME,
    *,
    label: LabelId = LABEL,
    author: str = "p-mara.lind",
    turn: int = 0,
) -> Judgement:
    """Make a person's judgement on two source entities, which are put in order."""
    pair = sorted_pair(left, right)
    return Judgement(
        id=JudgementId(IDS.judgement(*pair, author, turn)),
        left=pair[0],
        right=pair[1],
        decision=decision,
        by_person=True,
        author=author,
        at=NOW + turn * HOUR,
        comparisons=(),
        label=label,
        reason="the crew list says so",
    )


def attribution(
    event: str = "call 1",
    holder: str = "dhow",
    *evidence: StatementSeq,
    label: LabelId = LABEL,
    standing: bool = True,
) -> Attribution:
    """Make the link from an event to whoever held its MMSI."""
    return Attribution(
        event=entity(event),
        holder=entity(holder),
        property="mmsi",
        value="000000001",
        at=NOW,
        evidence=evidence,
        label=label,
        standing=standing,
    )
