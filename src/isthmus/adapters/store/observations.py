# ruff: noqa: D102 - the port says what each method gives
"""Positions, in bulk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import repeat

from isthmus.adapters.store.link import Link, Row
from isthmus.adapters.store.tightening import labels_at, tighten_positions
from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.ids import EntityId, LabelId, RecordSeq
from isthmus.model.principal import Reader
from isthmus.model.statement import Observation, ObservationBatch

_ADD = """
INSERT INTO observation
  (entity, at, record, lat, lon, cell, speed_kn, course_deg, source, label, grade,
   recorded_at, expires_on)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (entity, at, record) DO NOTHING"""
_OBSERVATIONS = """
SELECT o.entity, o.at, o.lat, o.lon, o.speed_kn, o.course_deg, o.source, o.label, o.record
FROM observation o
WHERE o.label IN (:labels[whole])"""
_OF_ONE = _OBSERVATIONS + " AND o.entity = :entity ORDER BY o.at DESC LIMIT :limit"
_INSIDE = """
  AND o.at >= :first AND o.at < :last
  AND o.lat >= :south AND o.lat <= :north AND o.lon >= :west AND o.lon <= :east
ORDER BY o.at DESC LIMIT :limit"""
_WITHIN = _OBSERVATIONS + _INSIDE


class Observations:
    """ObservationStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, batch: ObservationBatch, records: Sequence[RecordSeq]) -> int:
        count = len(batch)
        rows = zip(
            batch.entities,
            batch.at,
            [records[position] for position in batch.records],
            batch.lats,
            batch.lons,
            batch.cells,
            batch.speeds_kn,
            batch.courses_deg,
            repeat(batch.source, count),
            repeat(batch.label, count),
            repeat(batch.grade, count),
            repeat(batch.recorded_at, count),
            repeat(batch.expires_on, count),
            strict=True,
        )
        return self._link.add_many(_ADD, rows)

    def labels_at(
        self, places: Sequence[tuple[EntityId, int]]
    ) -> Sequence[tuple[EntityId, int, LabelId, LabelId]]:
        return labels_at(self._link, places)

    def tighten(
        self, places: Sequence[tuple[EntityId, int]], steps: Mapping[LabelId, LabelId]
    ) -> int:
        return tighten_positions(self._link, places, steps)

    def of(self, entities: Sequence[EntityId], reader: Reader, limit: int) -> Sequence[Observation]:
        # Each entity's own rows stand together, newest last: no entity is read past the limit.
        sets = (
            {"entity": entity, "labels": reader.labels, "limit": limit}
            for entity in dict.fromkeys(entities)
        )
        rows = [row for found in self._link.each(_OF_ONE, sets) for row in found]
        rows.sort(key=lambda row: row[1], reverse=True)
        return [_observation(row) for row in rows[:limit]]

    def within(
        self,
        box: tuple[float, float, float, float],
        between: tuple[datetime, datetime],
        reader: Reader,
        limit: int,
    ) -> Sequence[Observation]:
        west, south, east, north = box
        first, last = map(microseconds, between)
        rows = self._link.rows(
            _WITHIN,
            first=first,
            last=last,
            west=west,
            south=south,
            east=east,
            north=north,
            labels=reader.labels,
            limit=limit,
        )
        return [_observation(row) for row in rows]


def _observation(row: Row) -> Observation:
    entity, at, lat, lon, speed_kn, course_deg, source, label, record = row
    return Observation(
        entity=EntityId(entity),
        at=from_microseconds(at),
        lat=lat,
        lon=lon,
        speed_kn=speed_kn,
        course_deg=course_deg,
        source=source,
        label=LabelId(label),
        record=RecordSeq(record),
    )
