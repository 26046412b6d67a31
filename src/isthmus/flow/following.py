"""Following: what changes, told to one subscriber at a purpose as it happens.

1. A subscription is an act with its audit entry; it begins where the subscriber left off, or now.
2. Each batch is read with a Reader made anew, so that a new label is decided on before it is told.
3. Of one thing only the latest change in a batch is told; what is not to be seen moves nothing.
4. A batch has its audit entry before its first byte leaves. An empty one leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import msgspec

from isthmus.access.roles import Capability, capabilities, sees_requests
from isthmus.errors import InputError
from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.center import Center
from isthmus.flow.cursors import content_of, mark
from isthmus.flow.documents.stream import (
    AlertChanged,
    CountsChanged,
    FeedChanged,
    FollowUpChanged,
    Hello,
    RequestChanged,
)
from isthmus.flow.following_up import SHOWN_MAX
from isthmus.flow.labelling import LabelTable
from isthmus.flow.parting import CHANGE as FOLLOW_UP
from isthmus.flow.reading import Answer, Ask, Reading, named, read, reading, stated_purpose
from isthmus.flow.showing.alerts import alert_rows
from isthmus.flow.showing.feeds import may_read, seen_deliveries, visible_feeds
from isthmus.model.alert import OPEN_STATES, Severity
from isthmus.model.ids import AlertId, shown_id
from isthmus.ports import Change

BATCH: Final = 200
SEQ_BYTES: Final = 8
USE: Final = "events"


@dataclass(frozen=True, slots=True)
class Told:
    """One event. `mark`: where a subscriber goes on after it; `about`: the id for the log."""

    event: str
    mark: str | None
    document: msgspec.Struct
    about: str = ""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who follows, and up to which change everything was told.

    `newest`: when records last came that this subscriber may know of.
    """

    actor: Actor
    seq: int
    newest: datetime | None = None


def subscribe(center: Center, actor: Actor, last: str | None) -> tuple[Subscription, Told]:
    """Begin after the event `last`, or now where it is none that this node gave this person.

    Raises AccessError and PurposeRequired as every read does.
    """
    ask = Ask("events.subscribe", needs=tuple(Capability))
    return read(center, actor, ask, lambda begun: _begin(begun, actor, last))


def news(center: Center, subscription: Subscription) -> tuple[list[Told], Subscription]:
    """Give what this subscriber may be told since, with its audit entry durable."""
    actor = subscription.actor
    with center.store.reading() as unit:
        under_way = reading(center, unit, actor)
        newest = unit.changes.last()
        if newest <= subscription.seq or not _may_read(actor):
            return [], replace(subscription, seq=max(newest, subscription.seq))
        changes = unit.changes.after(subscription.seq, under_way.reader, BATCH)
        upto = changes[-1].seq if len(changes) == BATCH else newest
        following = replace(subscription, seq=upto, newest=_newest(subscription, changes))
        told = _told(under_way, following, changes)
    if told:
        _keep(center, actor, told)
    return told, following


def _begin(begun: Reading, actor: Actor, last: str | None) -> Answer[tuple[Subscription, Told]]:
    newest = begun.unit.changes.last()
    seq = newest
    if last:
        try:
            seq = min(int.from_bytes(content_of(begun.center, actor, USE, last, bytes)), newest)
        except InputError:
            # A mark of another purpose, person or store: nothing to go on from, so it is now.
            seq = newest
    known = _newest_known(begun) if _may_read(actor) else None
    return (Subscription(actor, seq, known), Told("hello", None, Hello(at=begun.at))), ()


def _newest_known(begun: Reading) -> datetime | None:
    reader = begun.reader
    return max(
        (
            delivery.received_at
            for declared in visible_feeds(begun)
            if may_read(reader.principal, reader.purpose, declared.feed)
            for delivery in seen_deliveries(begun, declared.feed)
            if delivery.records
        ),
        default=None,
    )


def _newest(subscription: Subscription, changes: Sequence[Change]) -> datetime | None:
    times = [change.at for change in changes if change.kind == "feed"]
    return max([*times, *([subscription.newest] if subscription.newest else [])], default=None)


def _may_read(actor: Actor) -> bool:
    return Capability.READ in capabilities(actor.principal)


def _told(under_way: Reading, following: Subscription, changes: Sequence[Change]) -> list[Told]:
    latest = {(change.kind, change.subject): change for change in changes}
    ordered = sorted(latest.values(), key=lambda change: change.seq)
    told = [one for change in ordered for one in _event(under_way, following.actor, change)]
    return [*told, _counts(under_way, following.newest)] if told else []


def _event(under_way: Reading, actor: Actor, change: Change) -> Iterator[Told]:
    # Of one length always: a growing one would count the changes that were not to be seen.
    where = mark(under_way.center, actor, USE, change.seq.to_bytes(SEQ_BYTES))
    if change.kind == "alert":
        yield from _alert(under_way, change, where)
    elif change.kind == "feed":
        name = change.subject.decode()
        records = under_way.unit.tallies.totals(under_way.reader).get((name, "records"), 0)
        document = FeedChanged(id=name, records=records, at=change.at)
        yield Told("feed", where, document, f"feed:{name}")
    elif change.kind == FOLLOW_UP:
        rows = under_way.unit.follow_ups.of(actor.principal.id, SHOWN_MAX)
        if any(one.at == change.at for one in rows):
            unseen = sum(one.seen_at is None for one in rows)
            yield Told("follow-up", where, FollowUpChanged(unseen=unseen, at=change.at))
    elif change.kind == "request" and sees_requests(actor.principal):
        found = under_way.unit.requests.get(change.subject)
        if found is not None and found.purpose == actor.purpose:
            name = shown_id("q", found.id)
            told = RequestChanged(
                id=name, state=found.state.value, late=found.is_late(change.at), at=change.at
            )
            yield Told("request", where, told, name)


def _alert(under_way: Reading, change: Change, where: str) -> Iterator[Told]:
    unit, reader = under_way.unit, under_way.reader
    found = unit.alerts.get(AlertId(change.subject), reader)
    if found is None:
        return
    # Each event is a document of its own, so that its labels tell of nothing but it.
    labels = LabelTable(unit.labels.all())
    own = Reading(under_way.center, unit, reader, labels, under_way.at)
    (row,) = alert_rows(own, [found])
    yield Told("alert", where, AlertChanged(alert=row, labels=labels.document()), row.id)


def _counts(under_way: Reading, newest: datetime | None) -> Told:
    counts = under_way.unit.alerts.counts(under_way.reader)
    still = {key: count for key, count in counts.items() if key[0] in OPEN_STATES}
    document = CountsChanged(
        critical=sum(count for (_, kind), count in still.items() if kind == Severity.CRITICAL),
        open_alerts=sum(still.values()),
        newest_record_at=newest,
    )
    return Told("counts", None, document)


def _keep(center: Center, actor: Actor, told: Sequence[Told]) -> None:
    objects = named(*(one.about for one in told if one.about))
    with center.store.writing() as unit:
        note(
            center,
            unit,
            actor.principal,
            purpose=stated_purpose(center, actor),
            act="events.sent",
            objects=objects,
            counts={"shown": len(objects)},
        )
        unit.commit()
