"""Foreign statements: what a partner released becomes statements here, under its labels.

1. The agreement is in force here, names both centers, and covers each label at this end too
   (protocol K1); where only an article of emergencies does, one must hold here too (K14).
2. Each label holds for the one purpose, names this center, and every agency by its center; each
   third center has consented (K2).
3. Each statement becomes a record of its own, so that one can be erased without the rest.
4. They wait for the resolver like any others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from hashlib import sha256
from typing import Final, TypeAlias

from isthmus.access.readers import keeping_reader
from isthmus.exchange.consent import read_consent
from isthmus.exchange.content import labels_of, statements_of
from isthmus.flow.batch import enqueue
from isthmus.flow.federation import NOT_IN_FORCE, Federation
from isthmus.flow.keeping import note_labels_of, noted_labels
from isthmus.flow.tightening import note_touched, raise_to
from isthmus.model.canonical import microseconds
from isthmus.model.ids import (
    DeliverySeq,
    EntityId,
    LabelId,
    RecordSeq,
    StatementSeq,
    shown_id,
)
from isthmus.model.label import Allowed, Label
from isthmus.model.message import Verified
from isthmus.model.ontology import Ontology, ValueKind
from isthmus.model.record import Delivery, DeliveryState, SealedRecord
from isthmus.model.release import HIDDEN, Received, ReleasedStatement, ReleaseId
from isthmus.model.statement import State, Statement, StatementBatch
from isthmus.ports import UnitOfWork
from isthmus.resolve.keys import statement_keys
from isthmus.share.agreement import Agreement
from isthmus.share.asking import Asking
from isthmus.share.cedar import third_parties
from isthmus.share.decision import Permitted
from isthmus.share.document import Action, Article, Permit
from isthmus.share.standing import InForce

PART: Final = "release"
_HOUR: Final = 3_600_000_000
_ACTIONS: Final[tuple[Action, ...]] = ("release", "redistribute")
_ENOUGH: Final = 5
"""As many approvals as an article may ask for."""

Papers: TypeAlias = tuple[int, str, int]
"""What one batch shares: the label's position, the grade, when it expires."""


@dataclass(frozen=True)
class Arrived:
    """A release as it came; its labels and statements are read once, when they are asked for.

    Reading them raises PartnerError where the items are something else.
    """

    verified: Verified

    @cached_property
    def labels(self) -> list[Label]:
        """The labels that its statements name by position."""
        return labels_of(self.verified)

    @cached_property
    def statements(self) -> list[ReleasedStatement]:
        """What it says."""
        return statements_of(self.verified)


def uncovered(federation: Federation, unit: UnitOfWork, arrived: Arrived) -> str | None:
    """Say why a release may not be admitted; None if it may.

    The reason names nothing but what the sender sent.
    """
    verified, center = arrived.verified, federation.center
    manifest = verified.manifest
    force, agreement = federation.in_force(unit), federation.named_by(unit, manifest)
    if agreement is None:
        return NOT_IN_FORCE
    if not {manifest.sender, center.id} <= set(agreement.document.parties):
        return "the agreement is not one between both centers"
    labels, now = arrived.labels, center.clock.now()
    covers = partial(_covers, force, agreement, verified, labels, now)
    declared = federation.emergencies(unit, manifest.sender, center.id, now)
    checks: tuple[tuple[str, Callable[[], bool]], ...] = (
        (
            "a label does not hold for this center and this purpose alone",
            lambda: all(_holds_here(label, center.id, manifest.purpose) for label in labels),
        ),
        ("an originator has not consented", lambda: _consented(federation, verified, labels)),
        (
            "the agreement does not cover a label",
            lambda: covers(frozenset({agreement.id})),
        ),
        (
            "no emergency is declared in which the agreement covers a label",
            lambda: not agreement.has_emergency_articles or covers(declared),
        ),
        (
            "a statement is of a kind that is not known here",
            lambda: all(_is_known(center.ontology, one) for one in arrived.statements),
        ),
    )
    return next((why for why, holds in checks if not holds()), None)


def admit(federation: Federation, unit: UnitOfWork, arrived: Arrived) -> int:
    """Admit the statements of a release; give how many there are."""
    verified, statements = arrived.verified, arrived.statements
    center, partner = federation.center, verified.manifest.sender
    now = center.clock.now()
    labels = [unit.labels.intern(label) for label in arrived.labels]
    delivery = _delivery(federation, unit, verified, len(statements))
    for papers, places in _by_papers(statements).items():
        label, group = labels[papers[0]], [statements[at] for at in places]
        raws = [verified.items[at] for at in places]
        records = _records(federation, unit, delivery, label, list(zip(group, raws, strict=True)))
        batch = _batch(federation, verified, label, papers, group)
        numbers = _added(federation, unit, batch, records, verified.manifest.purpose)
        unit.releases.receive(_received(verified, group, records, numbers, now))
        enqueue(center, unit, label, dict.fromkeys(batch.entities))
        hour = microseconds(now) // _HOUR
        counted = (("records", len(group)), ("statements", len(group)))
        unit.tallies.add([(label, partner, kind, hour, count) for kind, count in counted])
        unit.changes.add("feed", partner.encode(), label, now)
    return len(statements)


def _is_known(ontology: Ontology, one: ReleasedStatement) -> bool:
    """Tell whether a statement is of the ontology, and names an entity where it should alone."""
    schema = ontology.schemas.get(one.schema)
    prop = None if schema is None else schema.properties.get(one.property)
    return prop is not None and (prop.kind is ValueKind.ENTITY) == (one.target is not None)


def _holds_here(label: Label, center: str, purpose: str) -> bool:
    """Tell whether a label is one that a partner may give to this center for a purpose."""
    return (
        label.purposes == Allowed.of(purpose)
        and center in label.releasable_to
        and bool(label.originators)
        and all("/" in name for name in label.originators)
    )


def _consented(federation: Federation, verified: Verified, labels: Sequence[Label]) -> bool:
    """Tell whether each third center signed that the sender may pass on to this one, for this."""
    manifest, own = verified.manifest, federation.center.id
    now, wanted = federation.center.clock.now(), (manifest.sender, own, manifest.purpose)
    given = [read_consent(proof, federation.trust, now) for proof in manifest.consents]
    origins = {one.origin for one in given if (one.holder, one.recipient, one.purpose) == wanted}
    return all(third_parties(label, manifest.sender) - {own} <= origins for label in labels)


def _covers(
    force: InForce,
    agreement: Agreement,
    verified: Verified,
    labels: Sequence[Label],
    now: datetime,
    emergencies: frozenset[str],
) -> bool:
    """Decide at this end too, as far as it can be known here.

    Levels have been translated, and who asked, approved or consented is the sender's to answer for.
    """
    manifest, instrument = verified.manifest, agreement.document.legal_instrument
    asked = {
        str(at): replace(
            label,
            classification=frozenset(),
            legal_bases=label.legal_bases - {instrument} or label.legal_bases,
        )
        for at, label in enumerate(labels)
    }
    third = frozenset(n.partition("/")[0] for one in labels for n in one.originators)
    roles = {role for one in agreement.document.articles for role in _roles(one)}
    covered: set[str] = set()
    for role in ("", *sorted(roles)):
        for action in _ACTIONS:
            asking = Asking(
                holder=manifest.sender,
                recipient=manifest.recipient,
                action=action,
                purpose=manifest.purpose,
                at=now,
                role=role,
                approvals=_ENOUGH,
                emergencies=emergencies,
                consents=third,
                under=agreement.id,
            )
            found = force.decider.decide(asking, asked)
            covered |= {name for name, one in found.items() if isinstance(one, Permitted)}
    return covered == set(asked)


def _roles(article: Article) -> Sequence[str]:
    return article.requested_by if isinstance(article, Permit) else ()


def _by_papers(statements: Sequence[ReleasedStatement]) -> dict[Papers, list[int]]:
    """Give the places of statements by what a batch of the store shares."""
    groups: dict[Papers, list[int]] = defaultdict(list)
    for at, one in enumerate(statements):
        groups[one.label, one.grade, microseconds(one.expires_on)].append(at)
    return groups


def _delivery(federation: Federation, unit: UnitOfWork, verified: Verified, count: int) -> Delivery:
    manifest = verified.manifest
    now = federation.center.clock.now()
    delivery = Delivery(
        seq=DeliverySeq(0),
        feed=manifest.sender,
        part=PART,
        name=manifest.message.hex(),
        digest=sha256(verified.raw).digest(),
        as_of=manifest.sent_at,
        received_at=now,
        state=DeliveryState.COMPLETE,
        records=count,
        new=count,
    )
    return replace(delivery, seq=unit.deliveries.open(delivery))


def _records(
    federation: Federation,
    unit: UnitOfWork,
    delivery: Delivery,
    label: LabelId,
    group: Sequence[tuple[ReleasedStatement, bytes]],
) -> list[RecordSeq]:
    """Keep each statement byte for byte as it came, in a record of its own."""
    center = federation.center
    raws = [raw for _, raw in group]
    ids = [center.ids.record(delivery.feed, PART, one.release) for one, _ in group]
    bucket = f"from-{delivery.feed}-{group[0][0].expires_on:%Y-%m}"
    sealed = center.sealer.seal_many(bucket, raws, ids)
    records = [
        SealedRecord(
            id=record,
            # The partner's id is random already, and says nothing of the statement.
            key=one.release,
            number=number,
            sealed=cipher,
            wrapped=wrapped,
            sha256=sha256(raw).digest(),
            size=len(raw),
        )
        for number, (record, (one, raw), (wrapped, cipher)) in enumerate(
            zip(ids, group, sealed, strict=True), start=1
        )
    ]
    return unit.records.add(delivery, bucket, label, records)


def _batch(
    federation: Federation,
    verified: Verified,
    label: LabelId,
    papers: Papers,
    group: Sequence[ReleasedStatement],
) -> StatementBatch:
    center, source = federation.center, verified.manifest.sender
    _, grade, expires_on = papers
    batch = StatementBatch(source, label, grade, microseconds(center.clock.now()), expires_on)
    for position, one in enumerate(group):
        about = center.ids.entity(source, one.entity.hex())
        target = None if one.target is None else center.ids.entity(source, one.target.hex())
        value = one.value if target is None else shown_id("e", target)
        batch.ids.append(center.ids.statement(source, about, (one.property, value, one.lang)))
        batch.entities.append(about)
        batch.schemas.append(one.schema)
        batch.properties.append(one.property)
        batch.values.append(value)
        batch.langs.append(one.lang)
        batch.originals.append(None)
        batch.targets.append(target)
        batch.records.append(position)
        batch.observed_at.append(None if one.observed_at is None else microseconds(one.observed_at))
    return batch


def _added(
    federation: Federation,
    unit: UnitOfWork,
    batch: StatementBatch,
    records: Sequence[RecordSeq],
    purpose: str,
) -> list[StatementSeq]:
    """Add a batch with the keys of what is new; give the number of each statement, known or not."""
    center = federation.center
    seqs = unit.statements.add(batch, records, State.ASSERTED)
    rows = zip(batch.entities, seqs, batch.schemas, batch.properties, batch.values, strict=True)
    keys = [
        (key, entity, seq, batch.label)
        for entity, seq, schema, name, value in rows
        if seq is not None and HIDDEN not in value
        for key in _keys(federation, schema, name, value)
    ]
    unit.keys.add(keys)
    note_labels_of(unit, batch.source, [batch.label])
    numbers = {i: seq for i, seq in zip(batch.ids, seqs, strict=True) if seq is not None}
    ids = set(batch.ids)
    if len(numbers) < len(ids):
        service = center.service(f"reception.{batch.source}", purpose)
        keeper = keeping_reader(service, purpose, noted_labels(unit, batch.source))
        known = unit.statements.of(sorted(set(batch.entities)), keeper, every_state=True)
        said = [one for one in known if one.id in ids]
        numbers.update({one.id: one.seq for one in said})
        _tighten(federation, unit, batch, said)
    return [numbers[one] for one in batch.ids]


def _tighten(
    federation: Federation, unit: UnitOfWork, batch: StatementBatch, said: Sequence[Statement]
) -> None:
    """Raise what was known under a weaker label than it now came under, with its keys."""
    labels = unit.labels.all()
    weaker: dict[Label, list[Statement]] = defaultdict(list)
    for one in said:
        wanted = labels[one.label].join(labels[batch.label])
        if wanted != labels[one.label]:
            weaker[wanted].append(one)
    for wanted, some in weaker.items():
        later = raise_to(federation.center, unit, some, wanted)
        note_labels_of(unit, batch.source, [later])
        unit.keys.relabel(
            [
                (key, one.entity, one.seq, later)
                for one in some
                for key in _keys(federation, one.schema, one.property, one.value)
            ]
        )
        touched: dict[LabelId, set[EntityId]] = {}
        note_touched(some, later, touched)
        for number, about in touched.items():
            enqueue(federation.center, unit, number, sorted(about))


def _keys(federation: Federation, schema: str, name: str, value: str) -> Sequence[str]:
    known = federation.center.ontology.schemas.get(schema)
    prop = None if known is None else known.properties.get(name)
    if prop is None:
        return ()
    return statement_keys(prop, schema, value, federation.center.ontology)


def _received(
    verified: Verified,
    group: Sequence[ReleasedStatement],
    records: Sequence[RecordSeq],
    numbers: Sequence[StatementSeq],
    now: datetime,
) -> list[Received]:
    manifest = verified.manifest
    return [
        Received(
            release=ReleaseId(one.release),
            partner=manifest.sender,
            message=manifest.message,
            agreement=manifest.agreement,
            digest=manifest.digest,
            purpose=manifest.purpose,
            record=record,
            statement=number,
            received_at=now,
            expires_on=one.expires_on,
            articles=tuple(one.articles),
        )
        for one, record, number in zip(group, records, numbers, strict=True)
    ]
