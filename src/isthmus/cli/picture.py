"""Commands of the picture: figures, map, timeline."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from cyclopts import App, Parameter

from isthmus.cli.opening import ANYWHERE, OPERATOR, Where, Who, acting
from isthmus.cli.printing import Out
from isthmus.flow.documents.picture import FeatureList, Operations, Timeline
from isthmus.flow.picture import (
    LAYERS,
    MapQuery,
    TimelineQuery,
    map_features,
)
from isthmus.flow.picture import operations as read_operations
from isthmus.flow.picture import (
    timeline as read_timeline,
)

From = Annotated[datetime | None, Parameter(name="--from", help="From this time on, in UTC.")]
To = Annotated[datetime | None, Parameter(name="--to", help="Up to this time, in UTC.")]


def add_to(app: App) -> None:
    """Add the commands."""
    app.command(operations)
    app.command(map_, name="map")
    app.command(timeline)


def operations(where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Show the figures of now.

    For example: `isthmus operations --as duty --purpose maritime-security`
    """
    with acting(where, who) as at:
        figures = read_operations(at.center, at.actor)
    where.out.show(figures, _figures)


def map_(
    *,
    bbox: Annotated[
        tuple[float, float, float, float] | None, Parameter(help="West, south, east, north.")
    ] = None,
    first: From = None,
    last: To = None,
    layers: Annotated[str | None, Parameter(help=f"Of {','.join(LAYERS)}.")] = None,
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """List what lies in a box and a span of time.

    For example: `isthmus map --bbox 10 50 30 70 --layers alerts,gaps --as duty --purpose ...`
    """
    wanted = LAYERS if layers is None else tuple(filter(None, layers.split(",")))
    query = MapQuery(box=bbox, first=_utc(first), last=_utc(last), layers=wanted)
    with acting(where, who) as at:
        found = map_features(at.center, at.actor, query)
    where.out.show(found, _features)


def timeline(
    *,
    first: From = None,
    last: To = None,
    bins: Annotated[int, Parameter(help="In how many steps, 1 to 500.")] = 24,
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Count records and alerts over time.

    For example: `isthmus timeline --bins 12 --as duty --purpose maritime-security`
    """
    query = TimelineQuery(first=_utc(first), last=_utc(last), bins=bins)
    with acting(where, who) as at:
        found = read_timeline(at.center, at.actor, query)
    where.out.show(found, _lanes)


def _utc(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


def _figures(out: Out, figures: Operations) -> None:
    out.facts(
        ("at", figures.at),
        ("critical alerts", figures.critical),
        ("open alerts", figures.open_alerts),
        *_unreadable(figures),
        ("feeds", figures.feeds.total),
        ("feeds failing", figures.feeds.failing),
        ("feeds silent", figures.feeds.silent),
        ("records today", figures.records_today),
        ("statements admitted", figures.statements),
        ("newest record", figures.newest_record_at),
        ("quarantined", figures.quarantined),
        ("waiting for a person", figures.waiting),
    )


def _unreadable(figures: Operations) -> list[tuple[str, object]]:
    found = figures.unreadable
    if found is None:
        return []
    return [
        ("nobody on duty may read", found.count),
        ("of these with the custodian", found.with_custodian),
        ("of these with nobody", found.with_nobody),
        ("custodian", found.custodian),
    ]


def _features(out: Out, found: FeatureList) -> None:
    rows = [
        (feature.at, feature.kind, feature.severity, feature.caption, feature.id)
        for feature in found.features
    ]
    out.table("map", ("at", "kind", "severity", "caption", "id"), rows)
    if found.truncated:
        out.line("there is more: make the box or the time smaller")


def _lanes(out: Out, found: Timeline) -> None:
    rows = [(lane.category, sum(lane.counts), lane.counts) for lane in found.lanes]
    rows += [(f"alerts, {lane.severity}", sum(lane.counts), lane.counts) for lane in found.alerts]
    out.table(f"from {found.from_:%F %T}Z, {found.bin_s} s each", ("lane", "all", "counts"), rows)
