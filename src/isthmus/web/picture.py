"""Handlers of the picture: figures, map, timeline."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Final

from litestar import get
from litestar.params import FromQuery, QueryParameter

from isthmus.errors import InputError
from isthmus.flow.documents.picture import FeatureList, Operations, Timeline
from isthmus.flow.picture import (
    LAYERS,
    MapQuery,
    TimelineQuery,
    map_features,
    operations,
    timeline,
)
from isthmus.phrases import say
from isthmus.web.asking import Asked, answered
from isthmus.web.problems import STATED

TAG: Final = ["picture"]

From = Annotated[datetime | None, QueryParameter(name="from")]


@get(
    "/operations",
    operation_id="readOperations",
    tags=TAG,
    responses=STATED,
    summary="Give the figures of now",
)
async def read_operations(request: Asked) -> Operations:
    """Give the figures of now, of what the reader may see."""
    return await answered(request, operations)


@get(
    "/map",
    operation_id="readMap",
    tags=TAG,
    responses=STATED,
    summary="Give what lies in a box and a time",
)
async def read_map(
    request: Asked,
    bbox: FromQuery[str | None] = None,
    first: From = None,
    to: FromQuery[datetime | None] = None,
    layers: FromQuery[str | None] = None,
) -> FeatureList:
    """Give features: bbox is west,south,east,north in degrees; layers are comma-separated."""
    asked = MapQuery(
        box=box_of(bbox),
        first=in_utc(first),
        last=in_utc(to),
        layers=LAYERS if layers is None else tuple(filter(None, layers.split(","))),
    )
    return await answered(request, lambda center, actor: map_features(center, actor, asked))


@get(
    "/timeline",
    operation_id="readTimeline",
    tags=TAG,
    responses=STATED,
    summary="Give counts over time",
)
async def read_timeline(
    request: Asked,
    first: From = None,
    to: FromQuery[datetime | None] = None,
    bins: FromQuery[int] = 72,
) -> Timeline:
    """Give records per category and alerts per severity over time."""
    asked = TimelineQuery(first=in_utc(first), last=in_utc(to), bins=bins)
    return await answered(request, lambda center, actor: timeline(center, actor, asked))


def box_of(text: str | None) -> tuple[float, float, float, float] | None:
    """Read a box; raises InputError for what is none."""
    if not text:
        return None
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError as error:
        message = say("expected bbox as west,south,east,north in degrees")
        raise InputError(message) from error
    return west, south, east, north


def in_utc(at: datetime | None) -> datetime | None:
    """Give a time in UTC; one without an offset is taken for UTC."""
    if at is None:
        return None
    try:
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError as error:
        message = say("expected a time between the years 1 and 9999")
        raise InputError(message) from error
