"""Releasing: what a question about some statements comes to, and how it is put on its way.

1. Each label is decided on once; what came from a third center is passed on, not released.
2. Redaction makes of it what may leave, under one agreement per release.
3. Register and outbox get it in the unit of whoever asks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from isthmus.errors import InputError, NotFound
from isthmus.exchange.content import statement_bytes
from isthmus.flow.clusters import clusters_around
from isthmus.flow.counting import tell_cleared
from isthmus.flow.documents.sharing import ReleaseQuestion
from isthmus.flow.federation import Federation
from isthmus.flow.posting import Letter, post
from isthmus.flow.reading import Reading
from isthmus.model.ids import ID_BYTES, EntityId, LabelId, StatementSeq, parsed_id, shown_id
from isthmus.model.label import Label
from isthmus.model.message import Kind, MessageId
from isthmus.model.release import Batch, Cleared, Released, ReleaseId
from isthmus.model.statement import Statement
from isthmus.phrases import say
from isthmus.share.asking import Asking
from isthmus.share.cedar import third_parties
from isthmus.share.decision import Decision, Permitted
from isthmus.share.document import Action
from isthmus.share.redaction import NOBODY_YET, Decided, Outcome, Parcel, cleared, outcomes
from isthmus.share.standing import InForce

STATEMENTS_MAX: Final = 20_000
"""More than this is no question of a person, but a standing release."""
ITEMS_EACH: Final = 1_000
"""Statements in one message."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a release: the role of whoever asked for it, how many approve of it.

    `replaces`: by statement, the release in whose place it comes.
    """

    role: str = ""
    approvals: int = 0
    replaces: Mapping[StatementSeq, ReleaseId] = field(default_factory=dict)


NOBODY: Final = Behind()
"""A standing release: no person looked."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a question came to."""

    parcel: Parcel
    outcomes: Sequence[Outcome]
    releases: Sequence[Cleared]
    proofs: Mapping[StatementSeq, frozenset[bytes]]


def gathered(under_way: Reading, entities: Sequence[str]) -> list[Statement]:
    """Give what a person sees of entities, of what links to them, and of their events.

    Raises NotFound for one of which he sees nothing, InputError for more than one release has.
    """
    seeds = [EntityId(parsed_id("e", one)) for one in entities]
    clusters = clusters_around(under_way.center, under_way.unit, seeds, under_way.reader)
    found = around(under_way, seeds)
    check_seen(seeds, clusters, found)
    if len(found) > STATEMENTS_MAX:
        message = say("expected at most {most} statements in a release", most=STATEMENTS_MAX)
        raise InputError(message, repair=say("name fewer entities"))
    return found


def check_seen(
    seeds: Sequence[EntityId],
    clusters: Mapping[EntityId, frozenset[EntityId]],
    found: Iterable[Statement],
) -> None:
    """Raise NotFound for an entity of whose cluster nothing was found."""
    seen = {one.entity for one in found}
    for seed in seeds:
        if seen.isdisjoint(clusters[seed]):
            name = shown_id("e", seed)
            raise NotFound(say("expected an entity that you may see, got {entity}", entity=name))


def around(under_way: Reading, seeds: Sequence[EntityId]) -> list[Statement]:
    """Give what is seen of entities, what links to them, and their events, but what has expired."""
    unit, reader = under_way.unit, under_way.reader
    clusters = clusters_around(under_way.center, unit, seeds, reader)
    members = sorted(frozenset[EntityId]().union(*clusters.values()))
    own = unit.statements.of(members, reader)
    events = {a.event for a in unit.judgements.attributions(reader, holders=members)}
    events.update(s.entity for s in unit.statements.towards(members, reader))
    others = unit.statements.of(sorted(events - set(members)), reader)
    return [s for s in (*own, *others) if s.expires_on > under_way.at]


def judged(
    federation: Federation,
    under_way: Reading,
    question: ReleaseQuestion,
    statements: Sequence[Statement],
    behind: Behind = NOBODY,
) -> Run:
    """Decide on statements and redact them; raises InputError for whoever is no partner.

    What came from the recipient is not given back: it has it, and under its own label.
    """
    center, unit = federation.center, under_way.unit
    federation.check_partner(question.recipient)
    labels = {number: under_way.labels.label(number) for number in {s.label for s in statements}}
    statements = [
        s for s in statements if not came_from(labels[s.label], question.recipient, center.id)
    ]
    asking = Asking(
        holder=center.id,
        recipient=question.recipient,
        action="release",
        purpose=under_way.reader.purpose,
        at=under_way.at,
        role=behind.role,
        approvals=behind.approvals,
        emergencies=federation.emergencies(unit, center.id, question.recipient, under_way.at),
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
            question.recipient,
            asking.purpose,
            sorted({s.target for s in statements if s.target is not None}),
        ),
        replaces=behind.replaces,
    )
    found = outcomes(parcel, statements)
    return Run(parcel, found, _cleared(federation, parcel, found), proofs)


def send(federation: Federation, under_way: Reading, run: Run) -> list[MessageId]:
    """Put what a question came to into the register and the outbox; give the messages."""
    return [
        message
        for one in run.releases
        for message in (
            *_send(federation, under_way, run, one),
            *tell_cleared(federation, under_way.unit, one),
        )
    ]


def came_from(label: Label, partner: str, holder: str) -> bool:
    """Tell whether everything under a label came from a partner, and from nobody else."""
    centers = {name.partition("/")[0] if "/" in name else holder for name in label.originators}
    return centers == {partner}


def bases(run: Run) -> str | None:
    """Give the legal instruments under which something leaves; None where nothing does."""
    return "; ".join(sorted({_basis(run, one) for one in run.releases})) or None


def _basis(run: Run, one: Cleared) -> str:
    return run.parcel.agreements[one.agreement].document.legal_instrument


def _send(federation: Federation, under_way: Reading, run: Run, one: Cleared) -> list[MessageId]:
    unit, basis = under_way.unit, _basis(run, one)
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
            consents=sorted(_proofs(run.proofs, one.origins[part])),
        )
        message = post(federation, unit, letter)
        batch = Batch(
            message, one.recipient, one.agreement, one.digest, one.purpose, basis, under_way.at
        )
        unit.releases.add(batch, _register(under_way, one, message, part))
        sent.append(message)
    return sent


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
        # One that was passed on for another holder is none of this center's.
        if consent.proof is not None and consent.holder == asking.holder:
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


def _action(label: Label, holder: str) -> Action:
    return "redistribute" if third_parties(label, holder) else "release"
