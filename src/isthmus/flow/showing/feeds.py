"""Feeds as they stand in lists: papers, figures, freshness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

from isthmus.access.roles import Capability, capabilities
from isthmus.flow.documents.feeds import MappingRef, ShownFeed, ShownWaiting
from isthmus.flow.keeping import labels_of
from isthmus.flow.marking import marked_figures
from isthmus.flow.reading import Reading
from isthmus.flow.showing.values import shown_grade
from isthmus.ingest.declaration import FeedDeclaration
from isthmus.model.feed import Feed
from isthmus.model.ids import LabelId
from isthmus.model.label import Label
from isthmus.model.principal import Principal, Reader
from isthmus.model.record import Delivery, DeliveryState, Verdict, VerdictState
from isthmus.ports import HeldStep

VERDICTS_MAX: Final = 1000
"""More open verdicts than these are shown as these."""

MINUTES: Final = 60

Numbered: TypeAlias = tuple[int, Verdict, VerdictState, datetime]
"""A verdict with its number, its state, and when it was given."""

FeedState = Literal["fresh", "silent", "failing", "empty"]

HELD: Final[Mapping[str, str]] = {
    "en": "{vanished} of {of} records of {part} vanished between {earlier:%Y-%m-%d} and "
    "{later:%Y-%m-%d}. Nothing was retracted yet: a person decides.",
    "fr": "{vanished} enregistrements sur {of} de {part} ont disparu entre le "
    "{earlier:%Y-%m-%d} et le {later:%Y-%m-%d}. Rien n'a encore été retiré : une personne décide.",
    "ar": "اختفى {vanished} من {of} سجلًا في {part} بين {earlier:%Y-%m-%d} و{later:%Y-%m-%d}. "
    "لم يُسحب شيء بعد: القرار لشخص.",
}


def visible_feeds(reading: Reading) -> list[FeedDeclaration]:
    """Give the feeds that the reader may know of, by id."""
    reader, feeds = reading.reader, sorted(reading.center.feeds.items())
    return [d for _, d in feeds if may_know(reader.principal, reader.purpose, d.feed)]


def may_know(principal: Principal, purpose: str, feed: Feed) -> bool:
    """Tell whether a principal may know that a feed runs."""
    held = capabilities(principal)
    return Capability.ADMINISTER_FEEDS in held or (
        Capability.READ in held and may_read(principal, purpose, feed)
    )


def may_read(principal: Principal, purpose: str, feed: Feed) -> bool:
    """Tell whether a principal's clearance and purpose reach what a feed delivers."""
    return feed.label.permits(principal.clearance, purpose)


def may_read_of(
    principal: Principal,
    purpose: str,
    quarantined: tuple[Feed, Verdict],
    labels: Mapping[LabelId, Label],
) -> bool:
    """Tell whether a principal may read a quarantined record of a feed.

    One whose markings are not known is closed to everybody: it waits for its table to be mended.
    """
    feed, verdict = quarantined
    label = feed.label if verdict.label is None else labels[verdict.label]
    return label.permits(principal.clearance, purpose)


def seen_verdicts(
    reading: Reading, feed: Feed, state: VerdictState | None, before: int | None, limit: int
) -> list[Numbered]:
    """Give the verdicts of a feed that the reader may know of, newest first, at most `limit`.

    Whoever administers knows of each. Of a record under a label of its own, or without one that
    is known, whoever reads knows only where he may read it.
    """
    reader, labels = reading.reader, reading.unit.labels.all()
    every = Capability.ADMINISTER_FEEDS in capabilities(reader.principal)
    found: list[Numbered] = []
    while len(found) < limit:
        page = reading.unit.verdicts.list(feed.id, state, before, limit)
        found += (
            one
            for one in page
            if every
            or one[1].label is None
            or may_read_of(reader.principal, reader.purpose, (feed, one[1]), labels)
        )
        if len(page) < limit:
            break
        before = page[-1][0]
    return found[:limit]


def seen_deliveries(reading: Reading, feed: Feed) -> list[Delivery]:
    """Give the deliveries of a feed, newest first, with the figures that the reader may know.

    Whoever administers knows them whole; whoever reads, without what came under labels that he
    does not have.
    """
    unit, reader = reading.unit, reading.reader
    deliveries = list(unit.deliveries.of_feed(feed.id))
    if counts_all(reading, feed):
        return deliveries
    return [_seen(delivery, marked_figures(unit, delivery.seq), reader) for delivery in deliveries]


def counts_all(reading: Reading, feed: Feed) -> bool:
    """Tell whether the reader may know every figure of a feed whole."""
    may = capabilities(reading.reader.principal)
    return Capability.ADMINISTER_FEEDS in may or len(labels_of(reading.unit, feed)) == 1


def _seen(
    delivery: Delivery, figures: Mapping[LabelId, tuple[int, int, int]], reader: Reader
) -> Delivery:
    withheld = [figure for label, figure in figures.items() if label not in reader.labels]
    if not withheld:
        return delivery
    records, new, quarantined = (sum(part) for part in zip(*withheld, strict=True))
    return replace(
        delivery,
        records=max(0, delivery.records - records),
        new=max(0, delivery.new - new),
        quarantined=max(0, delivery.quarantined - quarantined),
    )


def feed_row(
    reading: Reading, declared: FeedDeclaration, totals: Mapping[tuple[str, str], int]
) -> ShownFeed:
    """Write one feed. `totals`: the reader's figures by (feed, kind)."""
    feed, _unit = declared.feed, reading.unit
    deliveries = seen_deliveries(reading, feed)
    with_records = [d.received_at for d in deliveries if d.records]
    return ShownFeed(
        id=feed.id,
        title=feed.title,
        source=feed.source,
        agency=feed.agency,
        format=", ".join(sorted({part.format for part in declared.parts.values()})),
        kind=feed.kind.value,
        mapping=MappingRef(
            id=feed.id, version=max((p.version for p in declared.parts.values()), default=0)
        ),
        label=reading.labels.ref_of(feed.label),
        grade=shown_grade(feed.grade.text),
        legal_bases=sorted(feed.label.legal_bases),
        retention_days=feed.retention_days,
        state=feed_state(reading, feed, deliveries),
        last_delivery_at=max((d.received_at for d in deliveries), default=None),
        newest_record_at=max(with_records, default=None),
        records=totals.get((feed.id, "records"), sum(d.new for d in deliveries)),
        statements=totals.get((feed.id, "statements"), 0),
        quarantined=totals.get((feed.id, "quarantined"), sum(d.quarantined for d in deliveries)),
        deliveries=len(deliveries),
        rate_per_min=_rate(reading, deliveries),
        verdicts_open=len(seen_verdicts(reading, feed, VerdictState.OPEN, None, VERDICTS_MAX)),
    )


def feed_state(reading: Reading, feed: Feed, deliveries: Sequence[Delivery]) -> FeedState:
    """Give how a feed does, from its latest delivery."""
    if not deliveries:
        return "empty"
    latest = max(deliveries, key=lambda d: (d.received_at, d.seq))
    if latest.state is DeliveryState.CUT:
        return "failing"
    silent_after = feed.silent_after_s
    if silent_after is not None:
        age = reading.at - latest.received_at
        return "silent" if age > timedelta(seconds=silent_after) else "fresh"
    return "fresh"


def waiting_row(held: str, step: HeldStep, deliveries: Sequence[Delivery]) -> ShownWaiting:
    """Write a held step. `held`: its id; `deliveries`: of its feed."""
    later = [d for d in deliveries if d.part == step.part and d.as_of == step.later]
    named = {
        "vanished": step.vanished,
        "of": step.of,
        "part": step.part or step.feed,
        "earlier": step.earlier,
        "later": step.later,
    }
    return ShownWaiting(
        id=held,
        kind="retraction",
        feed=step.feed,
        part=step.part,
        from_as_of=step.earlier,
        to_as_of=step.later,
        vanished=step.vanished,
        of=step.of,
        share=step.vanished / step.of if step.of else 0.0,
        since=max((d.received_at for d in later), default=step.later),
        text={lang: template.format(**named) for lang, template in HELD.items()},
    )


def _rate(reading: Reading, deliveries: Sequence[Delivery]) -> list[int]:
    counts = [0] * MINUTES
    for delivery in deliveries:
        age_min = (reading.at - delivery.received_at) // timedelta(minutes=1)
        if 0 <= age_min < MINUTES:
            counts[MINUTES - 1 - age_min] += delivery.records
    return counts
