"""Resubmission: a quarantined record goes through intake again, under the mapping of now.

1. Its bytes are opened inside the node; whoever sends it again need not be cleared for them.
2. It is read by itself: where its format needs the rest of its file, the file must come again.
3. It joins the delivery that it came in. What breaks again gets a new verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import Final

import msgspec

from isthmus.access.roles import Capability
from isthmus.errors import InputError, NotFound, StateError
from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.batch import Course, prepared, write
from isthmus.flow.center import Center
from isthmus.flow.documents.feeds import ResubmitResult, ShownVerdict
from isthmus.flow.feeds import QUARANTINE, quarantine_number, verdict_row
from isthmus.flow.intake import CLOCK_SLACK
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.retraction import mark_due, reconcile
from isthmus.formats.raw import BrokenRecord, RawRecord
from isthmus.formats.registry import READERS
from isthmus.ingest.declaration import Part
from isthmus.ingest.mapping import compiled_mapping
from isthmus.model.feed import FeedKind
from isthmus.model.record import Delivery, DeliveryState, Verdict, VerdictState

VERDICTS_LOOKED_AT: Final = 200


@dataclass(frozen=True, slots=True)
class _Held:
    """One quarantined record with all that its way through intake needs."""

    number: int
    verdict: Verdict
    course: Course
    part: Part
    content: bytes


def resubmit(center: Center, actor: Actor, quarantined: str) -> ResubmitResult:
    """Send a quarantined record again; durable when this returns.

    Raises AccessError for who may not, NotFound for a foreign id, StateError for a record that
    was sent again already, and InputError for one that cannot be read without its file.
    """
    ask = Ask("quarantine.resubmit", (quarantined,), (Capability.RESUBMIT,))
    held = read(center, actor, ask, lambda reading: _held(reading, actor, quarantined))
    batch = prepared(center, held.course, _items(held))
    written = write(center, actor, held.course, batch)
    feed = held.course.feed
    with center.store.writing() as unit:
        unit.verdicts.set_state(held.number, VerdictState.RESUBMITTED)
        if feed.kind is FeedKind.SNAPSHOT:
            mark_due(unit, feed.id, held.part.name)
        counts = {"records": written.records, "quarantined": len(written.broken)}
        objects, act = (feed.id, f"verdict:{held.number}"), "quarantine.resubmitted"
        note(
            center,
            unit,
            actor.principal,
            purpose=actor.purpose,
            act=act,
            objects=objects,
            counts=counts,
        )
        unit.commit()
    if feed.kind is FeedKind.SNAPSHOT:
        reconcile(center, feed, held.part.name)
    return ResubmitResult(verdicts=_verdicts(center, actor, held), admitted=written.records)


def _held(reading: Reading, actor: Actor, quarantined: str) -> Answer[_Held]:
    center, unit = reading.center, reading.unit
    number = quarantine_number(center, actor, quarantined)
    found = unit.verdicts.get(number)
    if found is None or found[0].feed not in center.feeds:
        message = "expected a quarantined record of this node"
        raise NotFound(message)
    verdict, state, _ = found
    if state is not VerdictState.OPEN:
        message = f"expected an open verdict, got one that is {state.value}"
        raise StateError(message)
    declared = center.feeds[verdict.feed]
    delivery = next(d for d in unit.deliveries.of_feed(verdict.feed) if d.seq == verdict.delivery)
    part = declared.parts[delivery.part]
    label = next(n for n, label in unit.labels.all().items() if label == declared.feed.label)
    course = Course(
        delivery=delivery,
        feed=declared.feed,
        mapping=compiled_mapping(part.mapping, center.ontology, f"{verdict.feed}.{part.name}"),
        label=label,
        not_after=reading.at + CLOCK_SLACK,
        late=_is_late(reading, delivery, declared.feed.kind),
    )
    content = b"".join(
        center.sealer.open(course.bucket, wrapped, sealed, QUARANTINE.encode())
        for wrapped, sealed in unit.verdicts.pieces(number)
    )
    return _Held(number, verdict, course, part, content), [verdict.feed]


def _is_late(reading: Reading, delivery: Delivery, kind: FeedKind) -> bool:
    return kind is FeedKind.SNAPSHOT and any(
        other.as_of > delivery.as_of and other.state is DeliveryState.COMPLETE
        for other in reading.unit.deliveries.of_part(delivery.feed, delivery.part)
    )


def _items(held: _Held) -> list[RawRecord | BrokenRecord]:
    read_format = READERS[held.part.format]
    found = [
        replace(item, number=held.verdict.number)
        for item in read_format(BytesIO(held.content), held.part.options)
        if isinstance(item, (RawRecord, BrokenRecord))
    ]
    if not found:
        message = f"expected a record that reads by itself, got one of format {held.part.format}"
        raise InputError(message, repair="deliver its file again")
    return found


def _verdicts(center: Center, actor: Actor, held: _Held) -> list[ShownVerdict]:
    """Give the verdicts on what broke again. They show no value: that is for who may read."""
    with center.store.reading() as unit:
        listed = unit.verdicts.list(held.verdict.feed, VerdictState.OPEN, None, VERDICTS_LOOKED_AT)
    again = [
        one
        for one in listed
        if one[0] > held.number
        and (one[1].delivery, one[1].number) == (held.verdict.delivery, held.verdict.number)
    ]
    rows = (verdict_row(center, actor, one, held.course.delivery.name) for one in again)
    return [msgspec.structs.replace(row, came=None) for row in rows]
