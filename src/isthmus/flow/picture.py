"""The picture: figures of now, what lies where, and how much came when.

Figures come from tallies per label, so that none of them counts what the reader may not see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from isthmus.access.readers import narrowed
from isthmus.access.roles import Capability, capabilities
from isthmus.errors import InputError
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.custody import count_unreadable
from isthmus.flow.documents.picture import (
    AlertLane,
    FeatureList,
    FeedCounts,
    Lane,
    Operations,
    Timeline,
    Unreadable,
)
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.retraction import waiting
from isthmus.flow.showing.features import (
    KINDS,
    Box,
    Layer,
    Window,
    alert_layer,
    event_layer,
    position_layer,
)
from isthmus.flow.showing.feeds import (
    VERDICTS_MAX,
    feed_state,
    may_read,
    seen_deliveries,
    seen_verdicts,
    visible_feeds,
)
from isthmus.model.alert import OPEN_STATES, Alert, AlertState, Severity
from isthmus.model.canonical import microseconds
from isthmus.model.feed import Feed
from isthmus.model.record import VerdictState
from isthmus.phrases import say
from isthmus.ports import AlertFilter

HOUR: Final = timedelta(hours=1)
_MICROSECOND: Final = timedelta(microseconds=1)
HOUR_MICROSECONDS: Final = 3_600_000_000
FEATURES_MAX: Final = 1000
BINS_MAX: Final = 500
ALERTS_MAX: Final = 5000
MAP_SPAN: Final = timedelta(days=30)
TIMELINE_SPAN: Final = timedelta(days=3)
WORLD: Final[Box] = (-180.0, -90.0, 180.0, 90.0)
LAYERS: Final = ("alerts", "sightings", "gaps", "detections", "positions")
WATCHES: Final = (Capability.READ, Capability.WATCH_UNREADABLE)


@dataclass(frozen=True, slots=True)
class MapQuery:
    """What the map shows. `box`: west, south, east, north in degrees; None means the default."""

    box: Box | None = None
    first: datetime | None = None
    last: datetime | None = None
    layers: tuple[str, ...] = LAYERS


@dataclass(frozen=True, slots=True)
class TimelineQuery:
    """Which time is counted, in how many bins (1 to 500); None means the last three days."""

    first: datetime | None = None
    last: datetime | None = None
    bins: int = 72


def operations(center: Center, actor: Actor) -> Operations:
    """Give the figures of now. Whoever only watches sees the unreadable alerts, and no other."""
    watches = Capability.WATCH_UNREADABLE in capabilities(actor.principal)
    unreadable = count_unreadable(center) if watches else None
    ask = Ask("operations.read", needs=WATCHES)
    return read(center, actor, ask, lambda reading: _operations(reading, unreadable))


def map_features(center: Center, actor: Actor, query: MapQuery) -> FeatureList:
    """Give what lies in a box and a span of time, at most 1000 features.

    Raises InputError for a box, a span or a layer that is none.
    """
    return read(center, actor, Ask("map.read"), lambda reading: _map(reading, query))


def timeline(center: Center, actor: Actor, query: TimelineQuery) -> Timeline:
    """Give records per category and alerts per severity over time; InputError for no span."""
    return read(center, actor, Ask("timeline.read"), lambda reading: _timeline(reading, query))


def _operations(reading: Reading, unreadable: Unreadable | None) -> Answer[Operations]:
    unit, reader, held = reading.unit, reading.reader, capabilities(reading.reader.principal)
    if Capability.READ not in held:
        reader = narrowed(reader, ())
    feeds = [
        d.feed for d in visible_feeds(reading) if may_read(reader.principal, reader.purpose, d.feed)
    ]
    counts = unit.alerts.counts(reader)
    totals = unit.tallies.totals(reader)
    today = reading.at.replace(hour=0, minute=0, second=0, microsecond=0)
    hours = (_hour(today), _hour(reading.at) + 1)
    figures = Operations(
        at=reading.at,
        critical=_open(counts, severity=Severity.CRITICAL.value),
        open_alerts=_open(counts),
        unreadable=unreadable,
        feeds=_feed_counts(reading, feeds),
        records_today=sum(n for _, _, n in unit.tallies.hours("records", hours, reader)),
        statements=_total(totals, "statements"),
        newest_record_at=_newest(reading, feeds),
        quarantined=_quarantined(reading, feeds),
        waiting=sum(len(waiting(unit, feed)) for feed in feeds),
    )
    return figures, []


def _open(counts: Mapping[tuple[AlertState, str], int], *, severity: str | None = None) -> int:
    return sum(
        count
        for (state, of), count in counts.items()
        if state in OPEN_STATES and severity in {None, of}
    )


def _total(totals: Mapping[tuple[str, str], int], kind: str) -> int:
    return sum(count for (_, of), count in totals.items() if of == kind)


def _feed_counts(reading: Reading, feeds: Sequence[Feed]) -> FeedCounts:
    states = [feed_state(reading, f, reading.unit.deliveries.of_feed(f.id)) for f in feeds]
    return FeedCounts(
        total=len(feeds), failing=states.count("failing"), silent=states.count("silent")
    )


def _newest(reading: Reading, feeds: Sequence[Feed]) -> datetime | None:
    times = (
        delivery.received_at
        for feed in feeds
        for delivery in seen_deliveries(reading, feed)
        if delivery.records
    )
    return max(times, default=None)


def _quarantined(reading: Reading, feeds: Sequence[Feed]) -> int:
    return sum(
        len(seen_verdicts(reading, feed, VerdictState.OPEN, None, VERDICTS_MAX)) for feed in feeds
    )


def _map(reading: Reading, query: MapQuery) -> Answer[FeatureList]:
    unknown = sorted(set(query.layers) - set(LAYERS))
    if unknown:
        message = say(
            "expected layers among {layers}, got {unknown}",
            layers=", ".join(LAYERS),
            unknown=repr(unknown[0][:40]),
        )
        raise InputError(message)
    last = query.last or reading.at
    window = Window(_box(query.box or WORLD), query.first or last - MAP_SPAN, last)
    _check_span(window.first, window.last)
    layers = _layers(reading, window, query.layers)
    features = [feature for layer in layers for feature in layer.features]
    shown = features[:FEATURES_MAX]
    truncated = len(features) > FEATURES_MAX or any(layer.truncated for layer in layers)
    named = [feature.id for feature in shown]
    labels = reading.labels.document()
    return FeatureList(features=shown, truncated=truncated, labels=labels), named


def _layers(reading: Reading, window: Window, wanted: Sequence[str]) -> list[Layer]:
    layers = []
    if "alerts" in wanted:
        layers.append(alert_layer(reading, window))
    kinds = frozenset(kind for kind in KINDS.values() if f"{kind}s" in wanted)
    if kinds:
        layers.append(event_layer(reading, window, kinds))
    if "positions" in wanted:
        layers.append(position_layer(reading, window))
    return layers


def _box(box: Box) -> Box:
    west, south, east, north = box
    least_lon, least_lat, greatest_lon, greatest_lat = WORLD
    inside = all(least_lon <= lon <= greatest_lon for lon in (west, east))
    if not (inside and least_lat <= south <= north <= greatest_lat):
        message = say("expected a box of west, south, east, north in degrees")
        raise InputError(message)
    return box


def _check_span(first: datetime, last: datetime) -> None:
    if first.tzinfo is None or last.tzinfo is None or first >= last:
        message = say("expected a span of time that begins before it ends, in UTC")
        raise InputError(message)


def _timeline(reading: Reading, query: TimelineQuery) -> Answer[Timeline]:
    last = query.last or reading.at
    first = query.first or last - TIMELINE_SPAN
    _check_span(first, last)
    bins = min(max(query.bins, 1), BINS_MAX)
    width = max(timedelta(seconds=-(-(last - first) // timedelta(seconds=1) // bins)), HOUR / 60)
    count = max(1, -(-(last - first) // width))
    lanes: dict[str, list[int]] = defaultdict(lambda: [0] * count)
    span = (_hour(first), _hour(last) + 1)
    for feed, hour, number in reading.unit.tallies.hours("observed", span, reading.reader):
        position = (hour * HOUR_MICROSECONDS - microseconds(first)) // (width // _MICROSECOND)
        for category in _categories(reading, feed):
            lanes[category][min(max(position, 0), count - 1)] += number
    document = Timeline(
        from_=first,
        to=last,
        bin_s=int(width.total_seconds()),
        lanes=[Lane(category=name, counts=lanes[name]) for name in sorted(lanes)],
        alerts=_alert_lanes(reading, (first, last), (width, count)),
    )
    return document, []


def _categories(reading: Reading, feed: str) -> tuple[str, ...]:
    declared = reading.center.feeds.get(feed)
    if declared is None:
        return ("other",)
    return declared.feed.categories or tuple(sorted(declared.feed.label.data_categories))[:1]


def _alert_lanes(
    reading: Reading, span: tuple[datetime, datetime], bins: tuple[timedelta, int]
) -> list[AlertLane]:
    (first, last), (width, count) = span, bins
    lanes = {severity.value: [0] * count for severity in Severity}
    for alert in _alerts_since(reading, first):
        if alert.raised_at <= last:
            position = min((alert.raised_at - first) // width, count - 1)
            lanes[alert.severity.value][position] += 1
    return [AlertLane(severity=name, counts=counts) for name, counts in lanes.items()]


def _alerts_since(reading: Reading, first: datetime) -> Sequence[Alert]:
    found = reading.unit.alerts.find(AlertFilter(limit=ALERTS_MAX), reading.reader)
    return [alert for alert in found if alert.raised_at >= first]


def _hour(at: datetime) -> int:
    return microseconds(at) // HOUR_MICROSECONDS
