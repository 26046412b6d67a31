"""Sharing: what may leave for a partner, shown before it does, and sent if a person says so.

1. The statements are those that the person sees of the entities, and of what happened to them.
2. Each label is decided on once; what came from a third center is passed on, not released.
3. Redaction makes of it what may leave, under one agreement per release.
4. The register, the messages and the audit entry commit together; then they are sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.access.roles import Capability
from isthmus.errors import InputError, NotFound
from isthmus.exchange.content import statement_bytes
from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.clusters import clusters_around
from isthmus.flow.documents.sharing import (
    DryRun,
    ReleaseQuestion,
    ReleaseResult,
    ShownCount,
    ShownOutcome,
    WhyNot,
)
from isthmus.flow.federation import Federation
from isthmus.flow.posting import Letter, post
from isthmus.flow.reading import Answer, Ask, Reading, check, named, read, reading, refusals_noted
from isthmus.model.ids import ID_BYTES, EntityId, LabelId, StatementSeq, parsed_id, shown_id
from isthmus.model.label import Label
from isthmus.model.message import Kind, MessageId
from isthmus.model.release import Batch, Change, Cleared, Released, ReleaseId
from isthmus.model.statement import Statement
from isthmus.phrases import say
from isthmus.share.asking import Asking
from isthmus.share.cedar import third_parties
from isthmus.share.decision import Decision, Permitted, Refused, Why
from isthmus.share.document import Action
from isthmus.share.redaction import NOBODY_YET, Decided, Outcome, Parcel, cleared, outcomes
from isthmus.share.standing import InForce

STATEMENTS_MAX: Final = 20_000
"""More than this is no question of a person, but a standing release."""
ITEMS_EACH: Final = 1_000
"""Statements in one message."""

_ACTIONS: Final[tuple[Action, ...]] = ("release", "redistribute")
_WHY: Final[Mapping[Why, WhyNot]] = {
    Why.UNCOVERED: "uncovered",
    Why.FORBIDDEN: "forbidden",
    Why.CONSENT: "consent",
    Why.UNMAPPED: "unmapped",
    Why.FAILED: "failed",
}


@dataclass(frozen=True, slots=True)
class _Run:
    """What a question came to."""

    parcel: Parcel
    outcomes: Sequence[Outcome]
    releases: Sequence[Cleared]
    proofs: Mapping[StatementSeq, frozenset[bytes]]


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
            messages = [
                message
                for one in run.releases
                for message in _send(federation, under_way, one, run.proofs)
            ]
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
                basis="; ".join(_bases(federation, under_way, run)) or None,
            )
            unit.commit()
    return ReleaseResult(messages=[message.hex() for message in messages], run=shown)


def decided(
    force: InForce, asking: Asking, labels: Mapping[LabelId, Label], wanted: Iterable[Decided]
) -> dict[Decided, Decision]:
    """Decide on labels with those who consented: what came from a third center is passed on."""
    found: dict[Decided, Decision] = {}
    by_consents: dict[tuple[Action, frozenset[str]], list[LabelId]] = defaultdict(list)
    for number, consents in wanted:
        by_consents[_action(labels[number], asking.holder), consents].append(number)
    for (action, consents), numbers in by_consents.items():
        chosen = {str(number): labels[number] for number in numbers}
        asked = replace(asking, action=action, consents=consents)
        for name, one in force.decider.decide(asked, chosen).items():
            found[LabelId(int(name)), consents] = one
    return found


def _ask(act: str, question: ReleaseQuestion) -> Ask:
    objects = (f"recipient:{question.recipient}", *question.entities)
    return Ask(act, objects, (Capability.RELEASE,))


def _run(federation: Federation, under_way: Reading, question: ReleaseQuestion) -> _Run:
    center, unit = federation.center, under_way.unit
    partners = {one.center for one in federation.trust.document.centers} - {center.id}
    if question.recipient not in partners:
        message = say(
            "expected a partner among {names}, got {name}",
            names=", ".join(sorted(partners)),
            name=repr(question.recipient[:60]),
        )
        raise InputError(message)
    statements = gathered(under_way, question.entities)
    labels = {number: under_way.labels.label(number) for number in {s.label for s in statements}}
    asking = Asking(
        holder=center.id,
        recipient=question.recipient,
        action="release",
        purpose=under_way.reader.purpose,
        at=under_way.at,
        under=question.agreement,
    )
    force = federation.in_force(unit)
    consents, proofs = _consents(under_way, asking, statements)
    wanted = {(s.label, consents.get(s.seq, NOBODY_YET)) for s in statements}
    parcel = Parcel(
        asking=asking,
        labels=labels,
        decisions=decided(force, asking, labels, wanted),
        consents=consents,
        agreements=force.agreements,
        ontology=center.ontology,
        released=unit.releases.known(
            question.recipient, sorted({s.target for s in statements if s.target is not None})
        ),
    )
    found = outcomes(parcel, statements)
    return _Run(parcel, found, _cleared(federation, parcel, found), proofs)


def gathered(under_way: Reading, entities: Iterable[str]) -> list[Statement]:
    """Give what a person sees of entities, of what links to them, and of their events.

    Raises NotFound for one of which he sees nothing, InputError for more than one release has.
    """
    unit, reader = under_way.unit, under_way.reader
    seeds = [EntityId(parsed_id("e", one)) for one in entities]
    clusters = clusters_around(unit, seeds, reader)
    members = sorted(frozenset[EntityId]().union(*clusters.values()))
    own = unit.statements.of(members, reader)
    for seed, name in zip(seeds, entities, strict=True):
        if not any(s.entity in clusters[seed] for s in own):
            message = say("expected an entity that you may see, got {entity}", entity=name)
            raise NotFound(message)
    events = {a.event for a in unit.judgements.attributions(reader, holders=members)}
    events.update(s.entity for s in unit.statements.towards(members, reader))
    around = unit.statements.of(sorted(events - set(members)), reader)
    if len(own) + len(around) > STATEMENTS_MAX:
        message = say("expected at most {most} statements in a release", most=STATEMENTS_MAX)
        raise InputError(message, repair=say("name fewer entities"))
    return [s for s in (*own, *around) if s.expires_on > under_way.at]


def _cleared(
    federation: Federation, parcel: Parcel, found: Sequence[Outcome]
) -> tuple[Cleared, ...]:
    center, asking = federation.center, parcel.asking
    used = dict.fromkeys(
        one.decision.agreement for one in found if isinstance(one.decision, Permitted)
    )
    releases = (
        cleared(
            parcel,
            found,
            agreement,
            name=lambda entity: center.ids.handle(asking.recipient, asking.purpose, entity),
            fresh=lambda: ReleaseId(center.entropy.random_bytes(ID_BYTES)),
        )
        for agreement in used
    )
    return tuple(one for one in releases if one.statements or one.counts)


def _send(
    federation: Federation,
    under_way: Reading,
    one: Cleared,
    proofs: Mapping[StatementSeq, frozenset[bytes]],
) -> list[MessageId]:
    unit, force = under_way.unit, federation.in_force(under_way.unit)
    basis = force.agreements[one.agreement].document.legal_instrument
    sent = []
    for start in range(0, len(one.statements), ITEMS_EACH):
        part = slice(start, start + ITEMS_EACH)
        letter = Letter(
            partner=one.recipient,
            kind=Kind.RELEASE,
            items=[statement_bytes(s) for s in one.statements[part]],
            labels=one.labels,
            agreement=one.agreement,
            digest=one.digest,
            purpose=one.purpose,
            basis=basis,
            consents=sorted(_proofs(proofs, one.origins[part])),
        )
        message = post(federation, unit, letter)
        batch = Batch(
            message, one.recipient, one.agreement, one.digest, one.purpose, basis, under_way.at
        )
        unit.releases.add(batch, _register(under_way, one, message, part))
        sent.append(message)
    return sent


def _proofs(
    proofs: Mapping[StatementSeq, frozenset[bytes]], seqs: Iterable[StatementSeq]
) -> frozenset[bytes]:
    return frozenset[bytes]().union(*(proofs.get(seq, frozenset()) for seq in seqs))


def _consents(
    under_way: Reading, asking: Asking, statements: Sequence[Statement]
) -> tuple[dict[StatementSeq, frozenset[str]], dict[StatementSeq, frozenset[bytes]]]:
    """Give who consented to passing on each statement, and the proofs of it."""
    foreign = [
        s.seq for s in statements if third_parties(under_way.labels.label(s.label), asking.holder)
    ]
    given = under_way.unit.consents.given(foreign, asking.recipient, asking.purpose, under_way.at)
    who: dict[StatementSeq, frozenset[str]] = {}
    proofs: dict[StatementSeq, frozenset[bytes]] = {}
    for seq, consent in given:
        if consent.proof is not None:
            who[seq] = who.get(seq, frozenset()) | {consent.origin}
            proofs[seq] = proofs.get(seq, frozenset()) | {consent.proof}
    return who, proofs


def _register(under_way: Reading, one: Cleared, message: MessageId, part: slice) -> list[Released]:
    rows = under_way.unit.statements.by_seq(one.origins[part], under_way.reader)
    origins = {row.seq: row.entity for row in rows}
    return [
        Released(
            release=ReleaseId(statement.release),
            batch=message,
            partner=one.recipient,
            statement=origin,
            entity=origins[origin],
            articles=articles,
            change=statement.change,
            expires_on=statement.expires_on,
        )
        for statement, origin, articles in zip(
            one.statements[part], one.origins[part], one.articles[part], strict=True
        )
    ]


def _bases(federation: Federation, under_way: Reading, run: _Run) -> list[str]:
    force = federation.in_force(under_way.unit)
    used = (force.agreements[one.agreement] for one in run.releases)
    return sorted({one.document.legal_instrument for one in used})


def _shown(under_way: Reading, run: _Run) -> DryRun:
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


def _action(label: Label, holder: str) -> Action:
    return "redistribute" if third_parties(label, holder) else "release"
