"""Entities: search hits, the page of one entity, and a person's judgement on a pair."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from isthmus.flow.documents.alerts import ShownAlert
from isthmus.flow.documents.labels import Labels
from isthmus.flow.documents.values import (
    EntityRef,
    Place,
    SourceRef,
    Texts,
    Value,
    Via,
    WhyVisible,
)


class Because(msgspec.Struct, kw_only=True, frozen=True):
    """Why something was found: a value of it, and how the question met that value."""

    property: str
    value: str
    matched: Literal[
        "identifier", "name", "address", "words", "spelled", "part", "like", "word", "start"
    ]


class PropertyText(msgspec.Struct, kw_only=True, frozen=True):
    """A property and one value, without papers."""

    property: str
    value: str


class Hit(msgspec.Struct, kw_only=True, frozen=True):
    """One entity in a list. `alerts`: how many open ones the reader sees."""

    id: str
    schema: str
    schema_title: Texts
    caption: str
    score: float | None
    because: list[Because]
    identifiers: list[PropertyText]
    countries: list[str]
    sources: list[str]
    listed: bool
    last_seen: datetime | None
    alerts: int
    label: str


class HitList(msgspec.Struct, kw_only=True, frozen=True):
    """One page of hits, best first. `cut`: there may be more than were looked at, on no page."""

    items: list[Hit]
    next: str | None
    cut: bool
    labels: Labels


class EntityHead(msgspec.Struct, kw_only=True, frozen=True):
    """What an entity is. `label`: the join of everything on its page."""

    id: str
    schema: str
    schema_title: Texts
    caption: str
    listed: bool
    countries: list[str]
    label: str
    sources: list[SourceRef]


class PropertyGroup(msgspec.Struct, kw_only=True, frozen=True):
    """One property with a row per source and value; equal values stand together."""

    property: str
    title: Texts
    kind: str
    values: list[Value]


class TitledText(msgspec.Struct, kw_only=True, frozen=True):
    """A property, its title and one value, without papers."""

    property: str
    title: Texts
    value: str


class EventRow(msgspec.Struct, kw_only=True, frozen=True):
    """One event of an entity. `via`: null where the event names the entity itself."""

    id: str
    schema: str
    schema_title: Texts
    caption: str
    at: datetime | None
    until: datetime | None
    place: Place | None
    via: Via | None
    label: str
    properties: list[TitledText]


class LinkRow(msgspec.Struct, kw_only=True, frozen=True):
    """One link of an entity. `role`: the property by which the link names the entity."""

    id: str
    schema: str
    schema_title: Texts
    role: str
    role_title: Texts
    other: EntityRef
    label: str


class Member(msgspec.Struct, kw_only=True, frozen=True):
    """One source entity of the cluster. `statements`: how many the reader sees."""

    source_entity: str
    source: str
    schema: str
    caption: str
    statements: int


class JudgementEnd(msgspec.Struct, kw_only=True, frozen=True):
    """One side of a judgement."""

    source_entity: str
    source: str
    caption: str


class Author(msgspec.Struct, kw_only=True, frozen=True):
    """Who judged: a model's version, or a person's name."""

    kind: Literal["model", "person"]
    name: str


class ComparisonRow(msgspec.Struct, kw_only=True, frozen=True):
    """One compared property, with both values and the label of each."""

    property: str
    title: Texts
    left: str
    right: str
    bits: float
    label_left: str
    label_right: str


class ShownJudgement(msgspec.Struct, kw_only=True, frozen=True):
    """One judgement, weighed by what the reader sees of it.

    `waits`: it counts once a second person judges the same, since its label demands that.
    """

    id: str
    left: JudgementEnd
    right: JudgementEnd
    decision: Literal["same", "different", "undecided"]
    by: Author
    at: datetime
    reason: str | None
    bits_total: float
    evidence: list[ComparisonRow]
    label: str
    waits: bool = False


class ShownAttribution(msgspec.Struct, kw_only=True, frozen=True):
    """An event given to the holder of an identifier at that time."""

    event: str
    entity: str
    property: str
    value: str
    at: datetime
    evidence: list[Value]
    label: str


class TrackPoint(msgspec.Struct, kw_only=True, frozen=True):
    """One position."""

    at: datetime
    lat: float
    lon: float
    speed_kn: float | None
    course_deg: float | None
    label: str


class Track(msgspec.Struct, kw_only=True, frozen=True):
    """Positions, oldest first. `truncated`: there are older ones."""

    points: list[TrackPoint]
    truncated: bool


class Withheld(msgspec.Struct, kw_only=True, frozen=True):
    """A fact that exists and that the reader may not see.

    `originators`: whom to ask for it. `label`: of its existence alone, never of its value.
    """

    property: str
    title: Texts
    originators: list[str]
    legal_bases: list[str]
    label: str


class EntityPage(msgspec.Struct, kw_only=True, frozen=True):
    """One entity as this reader sees it. `more_events`: there are older ones."""

    entity: EntityHead
    properties: list[PropertyGroup]
    former: list[PropertyGroup]
    events: list[EventRow]
    more_events: bool
    links: list[LinkRow]
    members: list[Member]
    judgements: list[ShownJudgement]
    attributions: list[ShownAttribution]
    alerts: list[ShownAlert]
    track: Track
    withheld: list[Withheld]
    why: WhyVisible
    labels: Labels


class JudgementRequest(msgspec.Struct, kw_only=True, frozen=True):
    """A person's judgement on two source entities; `undecided` takes an earlier one back."""

    left: str
    right: str
    decision: Literal["same", "different", "undecided"]
    reason: str
