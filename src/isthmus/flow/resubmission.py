"""Resubmission: a quarantined record goes through intake again, under the mapping of now.

1. Its bytes, and the context kept with them, are opened inside the node; whoever sends it again
   need not be cleared for them.
2. It is read by itself (`flow.rereading`) and mapped. If it still breaks, it gets a new verdict,
   and the old one says that it was sent again.
3. What is admitted comes in a delivery of its own, under the part and the date of the one that it
   came in; it counts as present in that one, where it was unread before. It expires when it would
   have expired there.
4. Its statements, then the rest with the verdict's new state: a crash in between leaves the
   verdict open, and sending again changes nothing that is there.

A record that nobody needs is discarded instead, with a reason. Its key stays unread: what an
earlier delivery said under it has not vanished.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.access.roles import Capability
from isthmus.errors import InputError, NotFound, StateError
from isthmus.flow.acting import act
from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.batch import Prepared, prepared, write
from isthmus.flow.center import Center
from isthmus.flow.course import Broken, Course, content_label
from isthmus.flow.documents.feeds import ResubmitResult, ShownVerdict
from isthmus.flow.feeds import quarantine_number, verdict_row
from isthmus.flow.intake import CLOCK_SLACK
from isthmus.flow.quarantine import Opened, opened, sealed_pieces
from isthmus.flow.reading import MAX_OBJECT, Answer, Ask, Reading, read
from isthmus.flow.rereading import read_again
from isthmus.flow.retraction import is_aside, lay_aside, mark_due, reconcile
from isthmus.formats.raw import Fault, RawRecord
from isthmus.ingest.declaration import Part
from isthmus.ingest.mapping import compiled_mapping
from isthmus.model.canonical import canonical_bytes, microseconds
from isthmus.model.feed import FeedKind
from isthmus.model.ids import RecordId
from isthmus.model.record import Delivery, DeliveryState, Verdict, VerdictState
from isthmus.phrases import say
from isthmus.ports import UnitOfWork

SENT_AGAIN: Final = "resubmitted: "
NEEDS: Final = (Capability.RESUBMIT,)
REASON_MAX: Final = MAX_OBJECT
"""As long as its audit entry keeps it."""
PIECES_MAX: Final = 2
"""Of a record of usual length: its context and its bytes."""


@dataclass(frozen=True, slots=True)
class _Held:
    """One quarantined record with all that its way through intake needs.

    `course`: of the delivery that it came in.
    """

    number: int
    verdict: Verdict
    course: Course
    part: Part
    record: Opened

    @property
    def came_in(self) -> Delivery:
        """The delivery that it came in."""
        return self.course.delivery


def resubmit(center: Center, actor: Actor, quarantined: str) -> ResubmitResult:
    """Send a quarantined record again; durable when this returns.

    Raises AccessError for who may not, NotFound for a foreign id, StateError for a record that
    was sent again or discarded already, and InputError for one that is too long to be a record.
    """
    ask = Ask("quarantine.resubmit", (quarantined,), NEEDS)
    held = read(center, actor, ask, lambda reading: _held(reading, actor, quarantined))
    found = read_again(held.record.content, held.part, held.record.context)
    if isinstance(found, Fault):
        label = content_label(held.course, None)
        return _broken_again(center, actor, held, Broken(0, found, [], None, label))
    records = [replace(one, number=held.verdict.number) for one in found]
    batch = prepared(center, held.course, records)
    if batch.broken:
        return _broken_again(center, actor, held, batch.broken[0])
    delivery = _opened(center, actor, held)
    own = replace(held.came_in, seq=delivery.seq, name=delivery.name)
    course = replace(held.course, delivery=own)
    while (written := write(center, actor, course, _dated(batch, delivery))) is None:
        batch = prepared(center, held.course, records)
    closed = replace(delivery, records=written.records, new=written.new)
    _admitted(center, actor, held, closed, records)
    return ResubmitResult(verdicts=[], admitted=written.records)


def discard(center: Center, actor: Actor, quarantined: str, *, reason: str) -> ShownVerdict:
    """Say of a quarantined record that nobody needs it, and why; gives its verdict as it is now.

    Raises AccessError for who may not, NotFound for a foreign id, InputError without a reason or
    with a long one, and StateError for a record that was sent again or discarded already.
    """
    said = " ".join(reason.split())
    if not 0 < len(said) <= REASON_MAX:
        message = say(
            "expected a reason of at most {most} characters, got {n}",
            most=REASON_MAX,
            n=len(said),
        )
        raise InputError(message, repair=say("say in a sentence why nobody needs the record"))

    def change(reading: Reading) -> Answer[ShownVerdict]:
        unit, number = reading.unit, quarantine_number(center, actor, quarantined)
        verdict = _open_verdict(reading, number)
        unit.verdicts.set_state(number, VerdictState.DISCARDED)
        _announce(center, unit, verdict.feed)
        deliveries = unit.deliveries.of_feed(verdict.feed)
        file = next((d.name for d in deliveries if d.seq == verdict.delivery), "")
        numbered = (number, verdict, VerdictState.DISCARDED, reading.at)
        row = verdict_row(center, actor, numbered, file, unit.labels.all())
        return row, [verdict.feed, said]

    return act(center, actor, Ask("quarantine.discarded", (quarantined,), NEEDS), change)


def _dated(batch: Prepared, delivery: Delivery) -> Prepared:
    """Give a batch whose statements are recorded when they are sent again."""
    for lot in batch.admitted.lots:
        lot.statements.recorded_at = microseconds(delivery.received_at)
        lot.observations.recorded_at = microseconds(delivery.received_at)
    return batch


def _held(reading: Reading, actor: Actor, quarantined: str) -> Answer[_Held]:
    center, unit = reading.center, reading.unit
    number = quarantine_number(center, actor, quarantined)
    verdict = _open_verdict(reading, number)
    declared = center.feeds[verdict.feed]
    delivery = next(d for d in unit.deliveries.of_feed(verdict.feed) if d.seq == verdict.delivery)
    part = declared.parts.get(delivery.part)
    stored = unit.verdicts.pieces(number)
    if part is None or not stored or delivery.state is DeliveryState.RECEIVING:
        message = say("expected a quarantined record of a delivery that has ended, got another")
        raise StateError(message, repair=say("wait for the end of its delivery"))
    if len(stored) > PIECES_MAX:
        message = say("expected a record of usual length, got one in several pieces")
        raise InputError(message, repair=say("have its source split it, or discard it"))
    course = Course(
        delivery=delivery,
        feed=declared.feed,
        mapping=compiled_mapping(part.mapping, center.ontology, f"{verdict.feed}.{part.name}"),
        label=next(n for n, label in unit.labels.all().items() if label == declared.feed.label),
        several=True,
        not_after=delivery.received_at + CLOCK_SLACK,
        late=_is_late(unit, delivery, declared.feed.kind),
        seen=dict.fromkeys(unit.deliveries.presence(delivery.seq), RecordId(b"")),
    )
    record = opened(center, course.bucket, stored)
    return _Held(number, verdict, course, part, record), [verdict.feed]


def _open_verdict(reading: Reading, number: int) -> Verdict:
    found = reading.unit.verdicts.get(number)
    if found is None or found[0].feed not in reading.center.feeds:
        message = say("expected a quarantined record of this node")
        raise NotFound(message)
    if found[1] is not VerdictState.OPEN:
        message = say("expected an open verdict, got one that is {state}", state=found[1].value)
        raise StateError(message)
    return found[0]


def _is_late(unit: UnitOfWork, delivery: Delivery, kind: FeedKind) -> bool:
    return kind is FeedKind.SNAPSHOT and any(
        (other.as_of, other.digest) > (delivery.as_of, delivery.digest)
        and not is_aside(unit, other.seq)
        for other in unit.deliveries.of_part(delivery.feed, delivery.part)
    )


def _broken_again(center: Center, actor: Actor, held: _Held, broken: Broken) -> ResubmitResult:
    """Quarantine the record anew, under the delivery that it came in."""
    fault, feed, before = broken.fault, held.course.feed, held.verdict
    # The same fault is still at the place that it has in its file, whatever place it has here.
    same = (before.expected, before.came) == (fault.expected, fault.came)
    verdict = replace(
        before,
        field=before.field if same else fault.field,
        expected=fault.expected,
        came=fault.came,
        repair=fault.repair,
    )
    pieces = sealed_pieces(center, held.course.bucket, held.record.pieces, held.record.context)
    with center.store.writing() as unit:
        _check_still_open(unit, held.number)
        at = center.clock.now()
        if broken.label is not None or held.course.mapping.markings is not None:
            label = None if broken.label is None else unit.labels.intern(broken.label)
            verdict = replace(verdict, label=label)
        number, labels = unit.verdicts.add(verdict, pieces, at), unit.labels.all()
        unit.verdicts.set_state(held.number, VerdictState.RESUBMITTED)
        if broken.key is not None:
            _found_keys(unit, held, [broken.key])
            unit.deliveries.note_unread(held.came_in.seq, [broken.key])
        _announce(center, unit, feed.id)
        _note(center, unit, actor, held, {"records": 0, "quarantined": 1})
        unit.commit()
    _reconciled(center, held)
    numbered = (number, verdict, VerdictState.OPEN, at)
    return ResubmitResult(
        verdicts=[verdict_row(center, actor, numbered, held.came_in.name, labels)], admitted=0
    )


def _opened(center: Center, actor: Actor, held: _Held) -> Delivery:
    """Open the delivery of this one record, or the one that a crash left open."""
    before = held.came_in
    bound = canonical_bytes("resubmitted", before.seq, held.number)
    digest = center.ids.record(before.feed, before.part, bound)
    with center.store.writing() as unit:
        _check_still_open(unit, held.number)
        same = unit.deliveries.same(before.feed, before.part, digest)
        if same is not None:
            return same
        delivery = replace(
            before,
            name=f"{SENT_AGAIN}{before.name.removeprefix(SENT_AGAIN)}",
            digest=digest,
            received_at=center.clock.now(),
            quarantined=0,
            keyless=0,
        )
        delivery = replace(delivery, seq=unit.deliveries.open(delivery))
        lay_aside(unit, delivery.seq)
        note(
            center,
            unit,
            actor.principal,
            purpose=actor.purpose,
            act="delivery.opened",
            objects=[before.feed, before.part, delivery.name, digest.hex()],
        )
        unit.commit()
    return delivery


def _admitted(
    center: Center, actor: Actor, held: _Held, delivery: Delivery, records: Sequence[RawRecord]
) -> None:
    """Close the delivery, and count the record as present in the one that it came in."""
    before = held.came_in
    ids = [center.ids.record(before.feed, before.part, record.raw) for record in records]
    with center.store.writing() as unit:
        _check_still_open(unit, held.number)
        seqs = list(unit.records.known(ids).values())
        if held.course.feed.kind is FeedKind.SNAPSHOT:
            present = set(unit.deliveries.presence(delivery.seq).items())
            _found_keys(unit, held, [key for key, seq in present if seq in seqs])
            unit.deliveries.note_presence(before.seq, seqs)
        unit.deliveries.close(replace(delivery, state=DeliveryState.COMPLETE))
        unit.verdicts.set_state(held.number, VerdictState.RESUBMITTED)
        _announce(center, unit, before.feed)
        _note(center, unit, actor, held, {"records": delivery.records, "quarantined": 0})
        unit.commit()
    _reconciled(center, held)


def _found_keys(unit: UnitOfWork, held: _Held, keys: Sequence[bytes]) -> None:
    """Count the record as one whose key is known, and its part as due, if it was keyless."""
    before = held.came_in
    if held.course.feed.kind is not FeedKind.SNAPSHOT:
        return
    mark_due(unit, before.feed, before.part)
    unread = unit.deliveries.unread(before.seq)
    if keys and before.keyless and not any(key in unread for key in keys):
        unit.deliveries.close(replace(before, keyless=before.keyless - 1))


def _check_still_open(unit: UnitOfWork, number: int) -> None:
    """Raise StateError if somebody else was faster."""
    found = unit.verdicts.get(number)
    if found is None or found[1] is not VerdictState.OPEN:
        message = say("expected an open verdict, got one that was settled a moment ago")
        raise StateError(message)


def _reconciled(center: Center, held: _Held) -> None:
    if held.course.feed.kind is FeedKind.SNAPSHOT:
        reconcile(center, held.course.feed, held.part.name)


def _announce(center: Center, unit: UnitOfWork, feed: str) -> None:
    label = unit.labels.intern(center.feeds[feed].feed.label)
    unit.changes.add("feed", feed.encode(), label, center.clock.now())


def _note(
    center: Center, unit: UnitOfWork, actor: Actor, held: _Held, counts: dict[str, int]
) -> None:
    note(
        center,
        unit,
        actor.principal,
        purpose=actor.purpose,
        act="quarantine.resubmitted",
        objects=[held.verdict.feed, f"verdict:{held.number}"],
        counts=counts,
    )
