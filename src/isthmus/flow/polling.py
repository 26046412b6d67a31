"""Asking a source: what lies in a watched folder, what an address answers, and what becomes of it.

1. What came is taken in like any delivery (`flow.intake`): durable first, then the file is moved,
   or what the server said of this version is kept. A crash in between repeats it, and the same
   bytes change nothing.
2. What cannot be taken in gets a verdict, in a delivery of its own that says nothing about what
   its part holds. The feed shows as failing until its next delivery.
3. A source that stays silent gets one verdict for all its failures in a row; when it answers
   again, the failed delivery is closed with nothing in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import BinaryIO, Final

import msgspec

from isthmus.errors import InputError
from isthmus.flow.actor import Actor, intake_actor
from isthmus.flow.arrival import declared, parcel
from isthmus.flow.auditing import note
from isthmus.flow.center import Center
from isthmus.flow.content import Damaged, steady
from isthmus.flow.intake import CLOCK_SLACK, Receipt, receive
from isthmus.flow.retraction import is_aside, lay_aside
from isthmus.flow.sources import Source
from isthmus.formats.raw import Fault, shown
from isthmus.ingest.admission import held_until
from isthmus.model.canonical import canonical_bytes
from isthmus.model.feed import FeedKind
from isthmus.model.ids import DeliverySeq
from isthmus.model.record import Delivery, DeliveryState, Verdict, VerdictState
from isthmus.phrases import say
from isthmus.ports import UnitOfWork
from isthmus.ports.arriving import Fetched, Fetcher, Folder, Validators

BACK_OFF_MAX_S: Final = 3600.0
AGAIN_AFTER: Final = timedelta(days=1)
_DOUBLINGS_MAX: Final = 16


class Kept(msgspec.Struct, frozen=True):
    """What is kept of a polled address: of its last version, and of the failure it is in.

    `added`, `next`: of a TAXII collection, the time up to which all was taken in, and the page with
    which it goes on. `last`: the delivery that brought the last version.
    """

    etag: str | None = None
    modified: str | None = None
    delivery: int | None = None
    verdict: int | None = None
    added: str | None = None
    next: str | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came: its name, its bytes, and the date that its server gave it."""

    name: str
    stream: BinaryIO
    modified: str | None = None


def wait_s(every_s: float, failures: int, share: float) -> float:
    """Give how long to wait before asking again, after so many failures in a row.

    It doubles with each, up to an hour, times a half to one and a half. `share`: from 0 to 1, at
    random, so that many nodes do not come back in one moment.
    """
    if failures == 0:
        return every_s
    longest = max(BACK_OFF_MAX_S, every_s)
    return min(every_s * 2.0 ** min(failures, _DOUBLINGS_MAX), longest) * (0.5 + share)


def look(center: Center, source: Source, folder: Folder) -> bool:
    """Take in what lies complete in a watched folder; tells whether the folder could be read."""
    names = folder.look()
    if isinstance(names, Fault):
        fail(center, source, names)
        return False
    answered(center, source, Validators())
    for name in names:
        with folder.opened(name) as content:
            if content is None:
                continue
            outcome = _received(center, source, _plain(name), content)
        folder.put_away(name, failed=not is_whole(outcome))
    return True


def poll(center: Center, source: Source, fetcher: Fetcher) -> bool:
    """Ask an address for what is new; tells whether it answered with something usable."""
    kept = kept_of(center, source)
    with fetcher.fetch(source.url or "", _validators(center, kept)) as answer:
        outcome = answer if isinstance(answer, Fault) else _taken(center, source, answer)
    if isinstance(outcome, Fault):
        fail(center, source, outcome)
        return False
    if isinstance(answer, Fetched) and answer.stream is not None:
        # What was cut off is asked for again, whatever its server calls it.
        whole = is_whole(outcome)
        brought = outcome.delivery.seq if isinstance(outcome, Receipt) else None
        validators = answer.validators if whole else Validators()
        answered(center, source, validators, renewed=True, brought=brought)
        return whole
    answered(center, source, Validators())
    _said_again(center, source, kept)
    return True


def deliver(center: Center, source: Source, arrived: Arrived) -> Receipt | Fault:
    """Take in what a source brought; a Fault for what cannot be read or belongs elsewhere.

    Raises UnavailableError when the node itself cannot take it in now.
    """
    feed = center.feeds[source.feed].feed
    try:
        content = steady(arrived.stream)
        to = declared(center, source.feed, source.part, arrived.name, content)
        sent = parcel(to[1], arrived.name, content)
        dated = replace(sent, as_of=sent.as_of or _dated(center, arrived.modified))
        return receive(center, intake_actor(center, feed), to, dated)
    except Damaged as error:
        return error.fault
    except InputError as error:
        return Fault(
            "", say("a file of feed {feed}", feed=source.feed), error.message, error.repair
        )


def refuse(center: Center, source: Source, name: str, fault: Fault) -> tuple[int, int]:
    """Give a verdict on what could not be taken in; gives its delivery's and its own number."""
    declared_feed = center.feeds[source.feed]
    feed, part = declared_feed.feed, source.part or next(iter(declared_feed.parts))
    actor = intake_actor(center, feed)
    with center.store.writing() as unit:
        delivery = _opened_aside(center, unit, (feed.id, part), name)
        verdict = Verdict(
            feed=feed.id,
            delivery=delivery.seq,
            number=0,
            field=fault.field,
            expected=fault.expected,
            came=fault.came,
            repair=fault.repair,
        )
        number = unit.verdicts.add(verdict, [], center.clock.now())
        label = unit.labels.intern(feed.label)
        unit.changes.add("feed", feed.id.encode(), label, center.clock.now())
        _note(center, unit, actor, "delivery.refused", (feed.id, part, name))
        unit.commit()
    return delivery.seq, number


def kept_of(center: Center, source: Source) -> Kept:
    """Give what is kept of a source."""
    with center.store.reading() as unit:
        text = unit.meta.get(_fact(center, source))
    return Kept() if text is None else msgspec.json.decode(text, type=Kept)


def _received(
    center: Center, source: Source, name: str, content: BinaryIO | Fault
) -> Receipt | Fault:
    """Take in one file of a watched folder, or give the verdict on it."""
    outcome: Receipt | Fault
    if isinstance(content, Fault):
        outcome = content
    else:
        outcome = deliver(center, source, Arrived(name, content))
    if isinstance(outcome, Fault):
        refuse(center, source, name, outcome)
    return outcome


def _taken(center: Center, source: Source, answer: Fetched) -> Receipt | Fault | None:
    if answer.stream is None:
        return None
    arrived = Arrived(answer.name, answer.stream, answer.validators.modified)
    return deliver(center, source, arrived)


def is_whole(outcome: Receipt | Fault | None) -> bool:
    """Tell whether a delivery was read to its end."""
    return isinstance(outcome, Receipt) and outcome.delivery.state is DeliveryState.COMPLETE


def fail(center: Center, source: Source, fault: Fault) -> None:
    """Give the verdict on a source that cannot be asked, once for all failures in a row."""
    kept = kept_of(center, source)
    if kept.verdict is not None:
        return
    named = replace(fault, field=source.address)
    delivery, verdict = refuse(center, source, source.address, named)
    failing = msgspec.structs.replace(kept, delivery=delivery, verdict=verdict)
    _keep(center, source, failing, "source.failed")


def answered(
    center: Center,
    source: Source,
    validators: Validators,
    *,
    renewed: bool = False,
    brought: int | None = None,
) -> None:
    """Close a failure that is over, and keep what the server said of a new version.

    `brought`: the delivery with the new version.
    """
    kept = kept_of(center, source)
    version = Kept(validators.etag, validators.modified, last=brought)
    now = version if renewed else _past_failure(kept)
    if now != kept:
        _keep(center, source, now, "source.answered", over=kept)


def harvested(center: Center, source: Source, added: str | None, following: str | None) -> None:
    """Close a failure that is over, and keep how far a TAXII collection was taken in."""
    kept = kept_of(center, source)
    now = msgspec.structs.replace(_past_failure(kept), added=added, next=following)
    if now != kept:
        _keep(center, source, now, "source.answered", over=kept)


def _validators(center: Center, kept: Kept) -> Validators:
    """Give what to ask with; for the whole, if it has expired, or nobody knows what brought it."""
    if kept.last is None:
        return Validators()
    with center.store.reading() as unit:
        expired = is_aside(unit, DeliverySeq(kept.last))
    return Validators() if expired else Validators(kept.etag, kept.modified)


def _said_again(center: Center, source: Source, kept: Kept) -> None:
    """Hold longer what the last version of a list said: its server says that it stands.

    Once a day: an entry of the audit log for each time that somebody asks would tell no more.
    """
    feed = center.feeds[source.feed].feed
    if kept.last is None or feed.kind is not FeedKind.SNAPSHOT:
        return
    day = held_until(feed, center.clock.now())
    with center.store.reading() as unit:
        found = (d for d in unit.deliveries.of_feed(feed.id) if d.seq == kept.last)
        last = next(found, None)
    if last is None or last.expires_on is None or last.expires_on > day - AGAIN_AFTER:
        return
    with center.store.writing() as unit:
        unit.deliveries.renew(last.seq, day)
        actor = intake_actor(center, feed)
        _note(center, unit, actor, "delivery.repeated", (feed.id, last.part, source.address))
        unit.commit()


def _past_failure(kept: Kept) -> Kept:
    return msgspec.structs.replace(kept, delivery=None, verdict=None)


def _keep(
    center: Center, source: Source, kept: Kept, act: str, *, over: Kept | None = None
) -> None:
    feed = center.feeds[source.feed].feed
    with center.store.writing() as unit:
        if over is not None and over.verdict is not None:
            unit.verdicts.set_state(over.verdict, VerdictState.RESUBMITTED)
            found = (d for d in unit.deliveries.of_feed(feed.id) if d.seq == over.delivery)
            for delivery in found:
                unit.deliveries.close(replace(delivery, state=DeliveryState.COMPLETE))
            label = unit.labels.intern(feed.label)
            unit.changes.add("feed", feed.id.encode(), label, center.clock.now())
        unit.meta.put(_fact(center, source), msgspec.json.encode(kept).decode())
        _note(center, unit, intake_actor(center, feed), act, (feed.id, source.address))
        unit.commit()


def _opened_aside(center: Center, unit: UnitOfWork, part: tuple[str, str], name: str) -> Delivery:
    """Add a delivery that broke off before its first record."""
    now = center.clock.now()
    before = [d.as_of for d in unit.deliveries.of_part(*part)]
    bound = canonical_bytes("refused", name, center.entropy.random_bytes(16))
    delivery = Delivery(
        seq=DeliverySeq(0),
        feed=part[0],
        part=part[1],
        name=name,
        digest=center.ids.record(*part, bound),
        as_of=max(before, default=now),
        received_at=now,
        state=DeliveryState.CUT,
    )
    delivery = replace(delivery, seq=unit.deliveries.open(delivery))
    unit.deliveries.close(delivery)
    lay_aside(unit, delivery.seq)
    return delivery


def _fact(center: Center, source: Source) -> str:
    where = source.folder if source.url is None else source.url
    return f"source:{center.ids.record_key(source.feed, 'source', where or '').hex()}"


def _note(
    center: Center, unit: UnitOfWork, actor: Actor, act: str, objects: tuple[str, ...]
) -> None:
    note(center, unit, actor.principal, purpose=actor.purpose, act=act, objects=objects)


def _dated(center: Center, modified: str | None) -> datetime | None:
    """Read the date that a server gave a version; None for one that nobody can believe."""
    try:
        date = None if modified is None else parsedate_to_datetime(modified)
    except ValueError:
        return None
    if date is None or date.tzinfo is None:
        return None
    return date.astimezone(UTC) if date <= center.clock.now() + CLOCK_SLACK else None


def _plain(name: str) -> str:
    """Give a file's name as the store takes it: any bytes may stand in one."""
    return shown(name.encode("utf-8", "replace"))
