"""Sharing: what may leave for a partner, shown before it does, and sent if a person says so.

1. The statements are those that the person sees of the entities, and of what happened to them.
2. Each label is decided on once; what came from a third center is passed on, not released.
3. Redaction makes of it what may leave, under one agreement per release.
4. The register, the messages and the audit entry commit together; then they are sent.
"""

from __future__ import annotations

from isthmus.access.roles import Capability
from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.documents.sharing import DryRun, ReleaseQuestion, ReleaseResult
from isthmus.flow.federation import Federation
from isthmus.flow.reading import Answer, Ask, Reading, check, named, read, reading, refusals_noted
from isthmus.flow.releasing import Behind, Run, bases, gathered, judged, send
from isthmus.flow.showing.releases import shown_run


def dry_run(federation: Federation, actor: Actor, question: ReleaseQuestion) -> DryRun:
    """Give what would leave, and what would stay and why; nothing is sent.

    Raises NotFound for an entity of which the person sees nothing, InputError for a recipient
    that is no partner.
    """
    ask = _ask("release.tried", question)

    def fetch(under_way: Reading) -> Answer[DryRun]:
        run = _run(federation, under_way, question)
        shown = shown_run(federation, under_way, run)
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
            shown = shown_run(federation, under_way, run)
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
    # Whoever releases is one of the persons whose approval an article may ask for.
    return judged(federation, under_way, question, statements, Behind(approvals=1))
