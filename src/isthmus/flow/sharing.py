"""Sharing: what may leave for a partner, shown before it does, and sent if a person says so.

1. The statements are those that the person sees of the entities, and of what happened to them.
2. Each label is decided on once; what came from a third center is passed on, not released.
3. Redaction makes of it what may leave, under one agreement per release.
4. The register, the messages and the audit entry commit together; then they are sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from isthmus.access.roles import Capability
from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.documents.sharing import (
    DryRun,
    ReleaseQuestion,
    ReleaseResult,
    ShownCount,
    ShownOutcome,
    WhyNot,
)
from isthmus.flow.federation import Federation
from isthmus.flow.reading import Answer, Ask, Reading, check, named, read, reading, refusals_noted
from isthmus.flow.releasing import Run, bases, gathered, judged, send
from isthmus.model.ids import shown_id
from isthmus.model.release import Change
from isthmus.share.decision import Permitted, Refused, Why
from isthmus.share.redaction import Outcome

_WHY: Final[Mapping[Why, WhyNot]] = {
    Why.UNCOVERED: "uncovered",
    Why.FORBIDDEN: "forbidden",
    Why.CONSENT: "consent",
    Why.UNMAPPED: "unmapped",
    Why.FAILED: "failed",
}


def dry_run(federation: Federation, actor: Actor, question: ReleaseQuestion) -> DryRun:
    """Give what would leave, and what would stay and why; nothing is sent.

    Raises NotFound for an entity of which the person sees nothing, InputError for a recipient
    that is no partner.
    """
    ask = _ask("release.tried", question)

    def fetch(under_way: Reading) -> Answer[DryRun]:
        run = _run(federation, under_way, question)
        shown = _shown(under_way, run)
        return shown, [row.statement for row in shown.rows]

    return read(federation.center, actor, ask, fetch)


def release(federation: Federation, actor: Actor, question: ReleaseQuestion) -> ReleaseResult:
    """Let leave what may; durable in register and outbox when this returns."""
    center, ask = federation.center, _ask("release.sent", question)
    with refusals_noted(center, actor, ask):
        check(actor.principal, ask)
        with center.store.writing() as unit:
            under_way = reading(center, unit, actor)
            run = _run(federation, under_way, question)
            messages = send(federation, under_way, run)
            shown = _shown(under_way, run)
            note(
                center,
                unit,
                actor.principal,
                purpose=actor.purpose,
                act=ask.act,
                objects=named(*ask.objects, *(message.hex() for message in messages)),
                counts={"released": shown.leaving, "held": shown.staying},
                policy=federation.in_force(unit).decider.digest,
                basis=bases(run),
            )
            unit.commit()
    return ReleaseResult(messages=[message.hex() for message in messages], run=shown)


def _ask(act: str, question: ReleaseQuestion) -> Ask:
    objects = (f"recipient:{question.recipient}", *question.entities)
    return Ask(act, objects, (Capability.RELEASE,))


def _run(federation: Federation, under_way: Reading, question: ReleaseQuestion) -> Run:
    statements = gathered(under_way, question.entities)
    return judged(federation, under_way, question, statements)


def _shown(under_way: Reading, run: Run) -> DryRun:
    rows = [_row(under_way, one) for one in run.outcomes]
    leaving = sum(row.becomes is not None for row in rows)
    return DryRun(
        recipient=run.parcel.asking.recipient,
        purpose=run.parcel.asking.purpose,
        rows=rows,
        counts=[
            ShownCount(schema=c.schema, count=c.count) for one in run.releases for c in one.counts
        ],
        leaving=leaving,
        staying=len(rows) - leaving,
        labels=under_way.labels.document(),
    )


def _row(under_way: Reading, one: Outcome) -> ShownOutcome:
    statement, decision = one.statement, one.decision
    permitted = decision if isinstance(decision, Permitted) else None
    refused = decision if isinstance(decision, Refused) else None
    schema = under_way.center.ontology.schemas.get(statement.schema)
    known = None if schema is None else schema.properties.get(statement.property)
    return ShownOutcome(
        statement=shown_id("s", statement.id),
        entity=shown_id("e", statement.entity),
        entity_schema=statement.schema,
        property=statement.property,
        property_title={} if known is None else dict(known.title),
        value=statement.value,
        becomes=one.value,
        change=one.change.value,
        agreement=None if permitted is None else permitted.agreement,
        articles=[] if permitted is None else list(permitted.articles),
        bound=[] if permitted is None else sorted({b.article for b in permitted.bound}),
        why=None if refused is None else _WHY[refused.why],
        forbidden_by=[] if refused is None else list(refused.articles),
        label=under_way.labels.ref(statement.label),
        label_abroad=None if one.label is None else under_way.labels.ref_of(one.label),
        expires_on=statement.expires_on if one.change is not Change.DROPPED else None,
    )
