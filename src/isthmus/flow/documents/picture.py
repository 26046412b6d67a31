"""The picture: figures of now, features on a map, counts over time."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from isthmus.flow.documents.labels import Labels


class FeedCounts(msgspec.Struct, kw_only=True, frozen=True):
    """How many feeds there are, and how many need a look."""

    total: int
    failing: int
    silent: int


class Unreadable(msgspec.Struct, kw_only=True, frozen=True):
    """How many open alerts nobody on duty may read. `custodian`: as shown; null where none is."""

    with_custodian: int
    with_nobody: int
    custodian: str | None

    @property
    def count(self) -> int:
        """How many there are in all."""
        return self.with_custodian + self.with_nobody


class Operations(msgspec.Struct, kw_only=True, frozen=True):
    """Figures of now. `unreadable`: null for whom it is not."""

    at: datetime
    critical: int
    open_alerts: int
    unreadable: Unreadable | None
    feeds: FeedCounts
    records_today: int
    statements: int
    newest_record_at: datetime | None
    quarantined: int
    waiting: int


class PointGeometry(msgspec.Struct, kw_only=True, frozen=True, tag_field="type", tag="Point"):
    """A GeoJSON point: longitude before latitude."""

    coordinates: tuple[float, float]


class LineGeometry(msgspec.Struct, kw_only=True, frozen=True, tag_field="type", tag="LineString"):
    """A GeoJSON line: longitude before latitude."""

    coordinates: list[tuple[float, float]]


Geometry: TypeAlias = PointGeometry | LineGeometry


class Feature(msgspec.Struct, kw_only=True, frozen=True):
    """One thing on the map."""

    id: str
    kind: Literal["alert", "sighting", "gap", "position", "detection", "track"]
    severity: str | None
    entity: str | None
    alert: str | None
    caption: str
    at: datetime
    geometry: Geometry
    label: str


class FeatureList(msgspec.Struct, kw_only=True, frozen=True):
    """Features. `truncated`: a cap left some out."""

    features: list[Feature]
    truncated: bool
    labels: Labels


class Lane(msgspec.Struct, kw_only=True, frozen=True):
    """Records of one data category per bin."""

    category: str
    counts: list[int]


class AlertLane(msgspec.Struct, kw_only=True, frozen=True):
    """Alerts of one severity per bin."""

    severity: str
    counts: list[int]


class Timeline(msgspec.Struct, kw_only=True, frozen=True):
    """Counts over time. `bin_s`: the width of a bin."""

    from_: datetime = msgspec.field(name="from")
    to: datetime
    bin_s: int
    lanes: list[Lane]
    alerts: list[AlertLane]
