"""Properties of an entity, grouped and in the ontology's order; and its track."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from isthmus.flow.documents.entities import PropertyGroup, Track, TrackPoint
from isthmus.flow.reading import Reading
from isthmus.flow.showing.faces import kind_of
from isthmus.flow.showing.values import ValueWriter, property_title
from isthmus.model.ids import EntityId
from isthmus.model.ontology import Ontology, ValueKind
from isthmus.model.statement import Statement

TRACK_POINTS: Final = 500

KINDS: Final[Mapping[ValueKind, str]] = {
    **{kind: kind.value for kind in ValueKind},
    ValueKind.ADDRESS: "text",
    ValueKind.TIME: "date",
    ValueKind.LATITUDE: "place",
    ValueKind.LONGITUDE: "place",
}
"""Kinds of value as the console tells them apart."""


def property_groups(
    reading: Reading, schema: str, statements: Sequence[Statement], writer: ValueWriter
) -> list[PropertyGroup]:
    """Group statements by property; within one, what most sources say comes first."""
    ontology = reading.center.ontology
    grouped: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        grouped[statement.property].append(statement)
    return [
        PropertyGroup(
            property=name,
            title=property_title(ontology, grouped[name][0].schema, name),
            kind=KINDS[kind_of(ontology, grouped[name][0])],
            values=[writer.value(s) for s in _by_support(grouped[name])],
        )
        for name in in_ontology_order(ontology, schema, grouped)
    ]


def in_ontology_order(ontology: Ontology, schema: str, names: Iterable[str]) -> list[str]:
    """Give names of properties as the schema has them; those that it lacks last, by name."""
    found = ontology.schemas.get(schema)
    order = {} if found is None else {name: n for n, name in enumerate(found.properties)}
    return sorted(names, key=lambda name: (order.get(name, len(order)), name))


def values_of(ontology: Ontology, statements: Iterable[Statement], kind: ValueKind) -> list[str]:
    """Give the distinct values of a kind, in order."""
    return sorted({s.value for s in statements if kind_of(ontology, s) is kind})


def track_of(reading: Reading, entities: Iterable[EntityId]) -> Track:
    """Give the latest positions of source entities, oldest first."""
    wanted = sorted(set(entities))
    found = reading.unit.observations.of(wanted, reading.reader, TRACK_POINTS + 1)
    latest = sorted(found, key=lambda o: (o.at, o.entity, o.lat, o.lon))[-TRACK_POINTS:]
    return Track(
        points=[
            TrackPoint(
                at=o.at,
                lat=o.lat,
                lon=o.lon,
                speed_kn=o.speed_kn,
                course_deg=o.course_deg,
                label=reading.labels.ref(o.label),
            )
            for o in latest
        ],
        truncated=len(found) > TRACK_POINTS,
    )


def _by_support(statements: Sequence[Statement]) -> list[Statement]:
    sources: dict[str, set[str]] = defaultdict(set)
    since: dict[str, datetime] = {}
    for s in statements:
        sources[s.value].add(s.source)
        since.setdefault(s.value, s.recorded_at)
    return sorted(
        statements,
        key=lambda s: (-len(sources[s.value]), since[s.value], s.value, s.recorded_at, s.id),
    )
