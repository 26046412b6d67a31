"""Feeds: what each delivers, how fresh it is, what broke, and what waits for a person.

Whoever reads sees the feeds whose label his clearance and purpose reach. Whoever administers sees
that every feed runs, but no value of it: not even in a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

import msgspec

from isthmus.access.roles import Capability
from isthmus.errors import InputError, NotFound
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.course import bucket_name
from isthmus.flow.cursors import content_of, mark
from isthmus.flow.documents.feeds import (
    FeedList,
    FeedPage,
    ShownDelivery,
    ShownVerdict,
    VerdictList,
)
from isthmus.flow.provenance import RecordBytes, media_type
from isthmus.flow.quarantine import QUARANTINE, field_of, opened
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.retraction import differences_of, waiting
from isthmus.flow.showing.feeds import (
    Numbered,
    counts_all,
    feed_row,
    may_know,
    may_read_of,
    seen_deliveries,
    seen_verdicts,
    visible_feeds,
    waiting_row,
)
from isthmus.ingest.admission import held_until
from isthmus.ingest.declaration import FeedDeclaration
from isthmus.ingest.markings import FIELD as MARKINGS
from isthmus.ingest.snapshot import Difference
from isthmus.model.feed import Feed
from isthmus.model.ids import DeliverySeq, LabelId
from isthmus.model.label import Label
from isthmus.model.principal import Principal
from isthmus.model.record import Delivery, DeliveryState
from isthmus.phrases import say
from isthmus.ports import HeldStep

KNOWS: Final = (Capability.READ, Capability.ADMINISTER_FEEDS)
SHOWN_MAX: Final = 50
LIMIT_MAX: Final = 200


class Step(msgspec.Struct, array_like=True, frozen=True):
    """What the id of something waiting holds."""

    feed: str
    part: str
    earlier: datetime
    later: datetime


def list_feeds(center: Center, actor: Actor) -> FeedList:
    """Give every feed that the actor may know of, by id, with its figures."""
    return read(center, actor, Ask("feed.list", needs=KNOWS), _list)


def feed_page(center: Center, actor: Actor, feed: str) -> FeedPage:
    """Give one feed with its latest deliveries and verdicts; raises NotFound for an unknown one."""
    ask = Ask("feed.read", (feed,), KNOWS)
    return read(center, actor, ask, lambda reading: _page(reading, actor, _feed(reading, feed)))


def list_verdicts(
    center: Center, actor: Actor, feed: str, *, cursor: str | None = None, limit: int = 50
) -> VerdictList:
    """Give one page of a feed's verdicts, newest first; raises NotFound for an unknown feed."""
    wanted = (cursor, min(max(limit, 1), LIMIT_MAX))
    ask = Ask("verdict.list", (feed,), KNOWS)
    return read(
        center, actor, ask, lambda reading: _verdicts(reading, actor, _feed(reading, feed), wanted)
    )


def quarantined_bytes(center: Center, actor: Actor, quarantined: str) -> RecordBytes:
    """Give a quarantined record byte for byte.

    Raises NotFound unless the actor's clearance and purpose reach the feed's label.
    """
    ask = Ask("quarantine.download", (quarantined,), (*KNOWS, Capability.RESUBMIT))
    return read(center, actor, ask, lambda reading: _quarantined(reading, actor, quarantined))


def quarantine_number(center: Center, actor: Actor, quarantined: str) -> int:
    """Give the verdict's number behind an id of quarantine; raises NotFound for a foreign one."""
    return _number(center, actor, QUARANTINE, quarantined)


def waiting_step(center: Center, actor: Actor, held: str) -> HeldStep:
    """Give the step behind the id of something that waits; raises NotFound for a foreign one."""
    try:
        step = content_of(center, actor, "waiting", held, Step)
    except InputError as error:
        message = say("expected the id of something that waits")
        raise NotFound(message) from error
    return HeldStep(step.feed, step.part, step.earlier, step.later, vanished=0, of=0)


def verdict_row(
    center: Center, actor: Actor, found: Numbered, file: str, labels: Mapping[LabelId, Label]
) -> ShownVerdict:
    """Write one verdict. What came is shown only to whoever may read it.

    A marking that nobody knows is shown with the verdict on it: else nobody could add it.
    """
    number, verdict, state, at = found
    declared = center.feeds.get(verdict.feed)
    reads = verdict.field.startswith(f"{MARKINGS}.") or (
        declared is not None
        and may_read_of(actor.principal, actor.purpose, (declared.feed, verdict), labels)
    )
    shown, texts = mark(center, actor, QUARANTINE, number), center.wording.texts
    return ShownVerdict(
        id=shown,
        feed=verdict.feed,
        file=file,
        record_number=verdict.number or None,
        field=texts(field_of(verdict)),
        expected=texts(verdict.expected),
        came=texts(verdict.came) if reads else None,
        repair=texts(verdict.repair),
        at=at,
        quarantined=shown if verdict.number else None,
        state=state.value,
    )


def _list(reading: Reading) -> Answer[FeedList]:
    totals = reading.unit.tallies.totals(reading.reader)
    items = [feed_row(reading, declared, totals) for declared in visible_feeds(reading)]
    return FeedList(items=items, labels=reading.labels.document()), [item.id for item in items]


def _feed(reading: Reading, feed: str) -> FeedDeclaration:
    declared, reader = reading.center.feeds.get(feed), reading.reader
    if declared is None or not may_know(reader.principal, reader.purpose, declared.feed):
        message = say("expected a feed that you may see, got {feed}", feed=repr(feed[:60]))
        raise NotFound(message)
    return declared


def _page(reading: Reading, actor: Actor, declared: FeedDeclaration) -> Answer[FeedPage]:
    center, unit, feed = reading.center, reading.unit, declared.feed
    deliveries = seen_deliveries(reading, feed)
    steps = waiting(unit, feed)
    verdicts, _ = _verdicts(reading, actor, declared, (None, SHOWN_MAX))
    held = {(step.part, step.later): step for step in steps}
    counted = differences_of(unit, feed) if counts_all(reading, feed) else {}
    page = FeedPage(
        feed=feed_row(reading, declared, unit.tallies.totals(reading.reader)),
        deliveries=[
            _delivery(center, actor, d, held.get((d.part, d.as_of)), counted.get(d.seq))
            for d in deliveries[:SHOWN_MAX]
        ],
        verdicts=verdicts.items,
        waiting=[waiting_row(_step_id(center, actor, s), s, deliveries) for s in steps],
        labels=reading.labels.document(),
    )
    return page, [feed.id]


def _delivery(
    center: Center, actor: Actor, delivery: Delivery, held: HeldStep | None, step: Difference | None
) -> ShownDelivery:
    complete = delivery.state is DeliveryState.COMPLETE
    return ShownDelivery(
        id=mark(center, actor, "delivery", (delivery.part, delivery.digest)),
        file=delivery.name,
        part=delivery.part,
        as_of=delivery.as_of,
        received_at=delivery.received_at,
        complete=complete,
        records=delivery.records,
        new=delivery.new,
        changed=None if step is None else step.changed,
        vanished=None if step is None else step.vanished,
        quarantined=delivery.quarantined,
        state="held" if held is not None and complete else delivery.state.value,
    )


def _step_id(center: Center, actor: Actor, step: HeldStep) -> str:
    content = Step(step.feed, step.part, step.earlier, step.later)
    return mark(center, actor, "waiting", content)


def _verdicts(
    reading: Reading, actor: Actor, declared: FeedDeclaration, wanted: tuple[str | None, int]
) -> Answer[VerdictList]:
    center, feed = reading.center, declared.feed.id
    cursor, limit = wanted
    before = content_of(center, actor, "verdicts", cursor, int) if cursor else None
    found = seen_verdicts(reading, declared.feed, None, before, limit + 1)
    files = {d.seq: d.name for d in reading.unit.deliveries.of_feed(feed)}
    labels = reading.unit.labels.all()
    shown = found[:limit]
    items = [
        verdict_row(center, actor, one, files.get(one[1].delivery, ""), labels) for one in shown
    ]
    more = len(found) > limit
    following = mark(center, actor, "verdicts", shown[-1][0]) if more else None
    return VerdictList(items=items, next=following), [feed]


def _number(center: Center, actor: Actor, use: str, text: str) -> int:
    try:
        return content_of(center, actor, use, text, int)
    except InputError as error:
        message = say("expected an id that this node gave you")
        raise NotFound(message) from error


def _quarantined(reading: Reading, actor: Actor, quarantined: str) -> Answer[RecordBytes]:
    center, unit = reading.center, reading.unit
    number = _number(center, actor, QUARANTINE, quarantined)
    found = unit.verdicts.get(number)
    declared = None if found is None else center.feeds.get(found[0].feed)
    labels = unit.labels.all()
    if (
        found is None
        or declared is None
        or not may_read_of(*_who(actor), (declared.feed, found[0]), labels)
    ):
        message = say("expected a quarantined record that you may see")
        raise NotFound(message)
    bucket = _bucket(declared.feed, unit.deliveries.of_feed(declared.feed.id), found[0].delivery)
    content = opened(center, bucket, unit.verdicts.pieces(number)).content
    digest = sha256(content).hexdigest()
    return RecordBytes(content, media_type(content), quarantined, digest), [declared.feed.id]


def _who(actor: Actor) -> tuple[Principal, str]:
    return actor.principal, actor.purpose


def _bucket(feed: Feed, deliveries: Sequence[Delivery], seq: DeliverySeq) -> str:
    """Give the bucket under which a delivery's pieces were sealed: feed and month of expiry."""
    delivery = next((d for d in deliveries if d.seq == seq), None)
    if delivery is None:
        message = say("expected the delivery of a quarantined record, got none")
        raise NotFound(message)
    return bucket_name(feed.id, held_until(feed, delivery.received_at))
