"""The way of a delivery: bytes at a door -> records -> admitted statements, durable.

1. The same bytes again, for the same date, change nothing, but that what a list said is held
   longer: it says so still. The attempt is audited. Only what was not read to its end is read
   again (a mended mapping may read on), and what has expired since is a new delivery.
2. Records are parsed, mapped and sealed outside the store's write (`flow.batch`).
3. Batches commit with their audit entry; what is committed is acknowledged.
4. What breaks gets a verdict and goes to quarantine, and the rest goes on. A verdict of an earlier
   run is settled when its record, or the whole, no longer breaks.
5. An older part that is delivered late enters as history and queues nothing.
6. At the end a snapshot feed is reconciled (`flow.retraction`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import BinaryIO, Final

from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.batch import Written, prepared, write
from isthmus.flow.center import Center
from isthmus.flow.course import Broken, Course, Judged
from isthmus.flow.keeping import labels_of, note_labels
from isthmus.flow.marking import forget_figures
from isthmus.flow.retraction import is_aside, mark_due, reconcile
from isthmus.formats.raw import BrokenRecord, Ending, Fault, RawRecord
from isthmus.formats.registry import READERS
from isthmus.ingest.admission import held_until
from isthmus.ingest.declaration import FeedDeclaration, Part
from isthmus.ingest.mapping import compiled_mapping
from isthmus.model.feed import Feed, FeedKind
from isthmus.model.ids import DeliverySeq
from isthmus.model.record import Delivery, DeliveryState, VerdictState
from isthmus.phrases import say
from isthmus.ports import UnitOfWork

BATCH_FIRST: Final = 250
BATCH_MOST: Final = 1000
BATCH_LEAST: Final = 25
BATCH_BYTES: Final = 8 << 20
"""How much of a delivery is held at most before it is written, and one record beyond."""
SLICE: Final = timedelta(milliseconds=25)
SLICE_ALONE: Final = timedelta(milliseconds=200)
"""How long a batch may hold the write: whoever reads a page meanwhile waits for its entry."""
CLOCK_SLACK: Final = timedelta(days=1)
EVERY_VERDICT: Final = 1 << 40

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is delivered: a name, the SHA-256 of all its bytes, and the stream to read.

    `as_of`: the date that the delivery speaks for; None when only its arrival is known.
    """

    name: str
    sha256: bytes
    stream: BinaryIO
    as_of: datetime | None = None


@dataclass(slots=True)
class Receipt:
    """What came of one delivery. `again`: these very bytes had come before."""

    delivery: Delivery
    again: bool = False
    records: int = 0
    new: int = 0
    statements: int = 0
    broken: list[Broken] = field(default_factory=list)

    def count(self, written: Written) -> None:
        """Add what one batch brought; the bytes of broken records are let go."""
        self.records += written.records
        self.new += written.new
        self.statements += written.statements
        self.broken += [replace(one, pieces=[]) for one in written.broken]


def receive(
    center: Center,
    actor: Actor,
    declared: tuple[FeedDeclaration, Part],
    parcel: Parcel,
    *,
    progress: Progress = lambda _: None,
) -> Receipt:
    """Take in one delivery of a feed's part; returns when all of it is durable."""
    feed, part = declared
    course, again = _opened(center, actor, feed, part, parcel)
    receipt = Receipt(course.delivery, again=again)
    if again:
        return receipt
    limit, size = BATCH_FIRST, 0
    waiting: list[RawRecord | BrokenRecord] = []
    ending = Ending(complete=False)
    for item in READERS[part.format](parcel.stream, part.options):
        if isinstance(item, Ending):
            ending = item
            break
        waiting.append(item)
        size += len(item.raw)
        center.precedence.give_way()
        if len(waiting) >= limit or size > BATCH_BYTES:
            written = _written(center, actor, course, waiting)
            receipt.count(written)
            limit = paced(limit, written.held, alone=center.precedence.alone())
            waiting.clear()
            size = 0
            progress(receipt.records + len(receipt.broken))
    if ending.fault is not None:
        waiting.append(BrokenRecord(0, b"", _told(ending.fault, [*receipt.broken, *waiting])))
    if waiting:
        receipt.count(_written(center, actor, course, waiting))
        progress(receipt.records + len(receipt.broken))
    receipt.delivery = _closed(center, actor, course, receipt, ending)
    if feed.feed.kind is FeedKind.SNAPSHOT:
        reconcile(center, feed.feed, part.name)
    return receipt


def _written(
    center: Center, actor: Actor, course: Course, items: Sequence[RawRecord | BrokenRecord]
) -> Written:
    while True:
        written = write(center, actor, course, prepared(center, course, items))
        if written is not None:
            return written


def _told(fault: Fault, broken: Sequence[Broken | BrokenRecord | RawRecord]) -> Fault:
    """Say why a delivery counts as cut off, without repeating the verdict on one of its records."""
    same = (one.number for one in broken if not isinstance(one, RawRecord) and one.fault == fault)
    number = next(same, None)
    if number is None:
        return fault
    return Fault(
        field="",
        expected=say("a delivery that can be read to its end"),
        came=say("record {number}, behind which nothing is certain", number=number),
        repair=say(
            "see the verdict on record {number}, then deliver the whole file; "
            "until then nothing that this one lacks counts as gone",
            number=number,
        ),
    )


def paced(limit: int, held: timedelta, *, alone: bool) -> int:
    """Give how many records the next batch takes, from how long the last one held the write."""
    slice_ = SLICE_ALONE if alone else SLICE
    if held > slice_:
        return max(BATCH_LEAST, limit // 2)
    return min(BATCH_MOST, limit * 2) if held < slice_ * 0.6 else limit


def _opened(
    center: Center, actor: Actor, feed: FeedDeclaration, part: Part, parcel: Parcel
) -> tuple[Course, bool]:
    now = center.clock.now()
    digest = center.ids.record(feed.feed.id, part.name, parcel.sha256)
    with center.store.writing() as unit:
        before = _same(unit, feed.feed, part, parcel, digest=digest)
        again = before is not None and before.state is DeliveryState.COMPLETE
        delivery = before or Delivery(
            seq=DeliverySeq(0),
            feed=feed.feed.id,
            part=part.name,
            name=parcel.name,
            digest=digest,
            as_of=parcel.as_of or now,
            received_at=now,
            state=DeliveryState.RECEIVING,
            expires_on=held_until(feed.feed, now),
        )
        judged: Mapping[Judged, int] = {}
        if before is None:
            delivery = replace(delivery, seq=unit.deliveries.open(delivery))
        elif not again:
            judged = _judged(unit, delivery)
            forget_figures(unit, delivery.seq)
        elif feed.feed.kind is FeedKind.SNAPSHOT:
            unit.deliveries.renew(delivery.seq, held_until(feed.feed, now))
        label = unit.labels.intern(feed.feed.label)
        note_labels(unit, feed.feed, [label])
        several = len(labels_of(unit, feed.feed)) > 1
        late = feed.feed.kind is FeedKind.SNAPSHOT and any(
            (other.as_of, other.digest) > (delivery.as_of, delivery.digest)
            and not is_aside(unit, other.seq)
            for other in unit.deliveries.of_part(feed.feed.id, part.name)
        )
        note(
            center,
            unit,
            actor.principal,
            purpose=actor.purpose,
            act="delivery.repeated" if again else "delivery.opened",
            objects=[feed.feed.id, part.name, parcel.name, digest.hex()],
        )
        unit.commit()
    mapping = compiled_mapping(part.mapping, center.ontology, f"{feed.feed.id}.{part.name}")
    course = Course(
        delivery=delivery,
        feed=feed.feed,
        mapping=mapping,
        label=label,
        not_after=delivery.received_at + CLOCK_SLACK,
        late=late,
        judged=judged,
        several=several or mapping.markings is not None,
    )
    return course, again


def _settle(unit: UnitOfWork, delivery: Delivery, broken: AbstractSet[Judged]) -> None:
    """Close the verdicts of an earlier run on what no longer breaks, or breaks otherwise."""
    for number, v, _, _ in unit.verdicts.list(
        delivery.feed, VerdictState.OPEN, None, EVERY_VERDICT
    ):
        judged = (v.number, v.field, v.expected, v.came)
        if v.delivery == delivery.seq and judged not in broken:
            unit.verdicts.set_state(number, VerdictState.RESUBMITTED)


def _judged(unit: UnitOfWork, delivery: Delivery) -> Mapping[Judged, int]:
    """Give the verdicts of a run that was cut off, by number."""
    every = unit.verdicts.list(delivery.feed, None, None, EVERY_VERDICT)
    return {
        (v.number, v.field, v.expected, v.came): number
        for number, v, _, _ in every
        if v.delivery == delivery.seq
    }


def _same(
    unit: UnitOfWork, feed: Feed, part: Part, parcel: Parcel, *, digest: bytes
) -> Delivery | None:
    """Find the delivery of these very bytes, unless it has expired.

    A list that says again at a later date what it once said is another delivery.
    """
    found = unit.deliveries.same(feed.id, part.name, digest)
    if found is None:
        return None
    if feed.kind is FeedKind.SNAPSHOT and parcel.as_of not in {None, found.as_of}:
        others = unit.deliveries.of_part(feed.id, part.name)
        dated = [d for d in others if d.digest == digest and d.as_of == parcel.as_of]
        found = max(dated, key=lambda d: d.seq, default=None)
    return None if found is None or is_aside(unit, found.seq) else found


def _closed(
    center: Center,
    actor: Actor,
    course: Course,
    receipt: Receipt,
    ending: Ending,
) -> Delivery:
    delivery = replace(
        course.delivery,
        state=DeliveryState.COMPLETE if ending.complete else DeliveryState.CUT,
        records=receipt.records,
        new=course.delivery.new + receipt.new,
        quarantined=sum(1 for one in receipt.broken if one.number),
        keyless=sum(1 for one in receipt.broken if one.number and one.key is None),
    )
    with center.store.writing() as unit:
        unit.deliveries.close(delivery)
        if course.judged:
            _settle(unit, delivery, {one.judged for one in receipt.broken})
        if course.feed.kind is FeedKind.SNAPSHOT:
            mark_due(unit, delivery.feed, delivery.part)
        note(
            center,
            unit,
            actor.principal,
            purpose=actor.purpose,
            act="delivery.closed",
            objects=[delivery.feed, delivery.part, delivery.name, delivery.state.value],
            counts={"records": delivery.records, "quarantined": delivery.quarantined},
        )
        unit.commit()
    return delivery
