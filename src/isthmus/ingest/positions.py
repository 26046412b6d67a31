"""Positions: where a record says that an entity was, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from math import isfinite

import msgspec

from isthmus.formats.raw import Fault, shown
from isthmus.ingest.normalise import FieldFault, at_source, date_text, decimal_degrees, instant
from isthmus.ingest.paths import Extract, Place
from isthmus.phrases import say


class Position(msgspec.Struct, frozen=True):
    """One position of the entity with this record key."""

    entity: str
    at: datetime
    lat: float
    lon: float
    speed_kn: float | None
    course_deg: float | None


def positions(
    spec: Mapping[str, Extract], place: Place, key: str, not_after: datetime
) -> Iterator[Position]:
    """Give the position of an entity, if the record has a time and both degrees.

    Raises FieldFault for a place beyond the globe, a time to come, a speed that is no number.
    """
    texts = {name: found[0] for name, extract in spec.items() if (found := extract(place))}
    if not {"at", "lat", "lon"} <= texts.keys():
        return
    yield Position(
        entity=key,
        at=moment(texts["at"], (), ("position.at", ""), not_after),
        lat=_degrees(texts["lat"], 90.0, "lat"),
        lon=_degrees(texts["lon"], 180.0, "lon"),
        speed_kn=_quantity(texts, "speed_kn"),
        course_deg=_quantity(texts, "course_deg"),
    )


def _degrees(text: str, limit: float, name: str) -> float:
    value = decimal_degrees(text)
    if value is None or not -limit <= value <= limit:
        expected = say("degrees between -{limit} and {limit}", limit=f"{limit:g}")
        raise FieldFault(Fault(f"position.{name}", expected, shown(text), at_source()))
    return value


def _quantity(texts: Mapping[str, str], name: str) -> float | None:
    if name not in texts:
        return None
    value = decimal_degrees(texts[name])
    if value is None or not isfinite(value):
        raise FieldFault(
            Fault(f"position.{name}", say("a number"), shown(texts[name]), at_source())
        )
    return value


def moment(
    text: str, formats: tuple[str, ...], where: tuple[str, str], not_after: datetime
) -> datetime:
    """Give the first moment of a text; raises FieldFault for no time, or one to come.

    `where`: what the mapping calls it, and what its source does.
    """
    iso = date_text(text, formats)
    at = None if iso is None else instant(iso)
    if at is None or at > not_after:
        expected = say("a time not after {not_after}", not_after=f"{not_after:%Y-%m-%d}")
        raise FieldFault(Fault(where[0], expected, shown(text), at_source(where[1])))
    return at
