"""Admission: what was mapped becomes statements with their papers, or is refused.

A statement without source, grade, label (with legal basis, categories and purposes) or retention
does not pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import h3.api.basic_int as h3_cells

from isthmus.errors import PapersMissing
from isthmus.ingest.mapping import Mapped
from isthmus.model.canonical import microseconds
from isthmus.model.feed import Feed
from isthmus.model.ids import EntityId, IdMaker, LabelId, StatementId, shown_id
from isthmus.model.label import NOBODY
from isthmus.model.statement import ObservationBatch, StatementBatch

CELL_RESOLUTION: Final = 7


@dataclass(frozen=True, slots=True)
class Papers:
    """What every statement of one delivery carries."""

    feed: Feed
    label: LabelId
    received_at: datetime

    @property
    def expires_on(self) -> datetime:
        """When what is admitted now must be gone."""
        return self.received_at + timedelta(days=self.feed.retention_days)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A batch, ready for the store; `entities`: those that it speaks about, once each."""

    statements: StatementBatch
    observations: ObservationBatch
    entities: tuple[EntityId, ...]


def admitted(records: Sequence[Mapped], papers: Papers, ids: IdMaker) -> Admitted:
    """Give the batch of what `records` claim; `records[i]` is record position i.

    Raises PapersMissing when the feed's papers are not all there.
    """
    _check(papers)
    feed = papers.feed
    times = (microseconds(papers.received_at), microseconds(papers.expires_on))
    statements = StatementBatch(feed.source, papers.label, feed.grade.text, *times)
    observations = ObservationBatch(feed.source, papers.label, feed.grade.text, *times)
    names: dict[str, EntityId] = {}

    def entity(key: str) -> EntityId:
        found = names.get(key)
        if found is None:
            found = names[key] = ids.entity(feed.source, key)
        return found

    claimed: dict[tuple[EntityId, str, str, str | None], StatementId] = {}

    def statement(about: EntityId, prop: str, value: str, lang: str | None) -> StatementId:
        claim = (about, prop, value, lang)
        known = claimed.get(claim)
        if known is None:
            known = claimed[claim] = ids.statement(feed.source, about, claim[1:])
        return known

    for position, record in enumerate(records):
        observed = None if record.observed_at is None else microseconds(record.observed_at)
        _add_claims(record, (position, observed), statements, entity, statement)
        _add_positions(record, position, observations, entity)
    return Admitted(statements, observations, tuple(names.values()))


def _check(papers: Papers) -> None:
    feed, label = papers.feed, papers.feed.label
    missing = [
        name
        for name, there in (
            ("source", feed.source),
            ("legal basis", label.legal_bases),
            ("data category", label.data_categories),
            ("originator", label.originators),
            ("purpose", label.purposes != NOBODY),
            ("retention", feed.retention_days > 0),
        )
        if not there
    ]
    if missing:
        message = f"expected all papers of feed {feed.id}, got none for {', '.join(missing)}"
        raise PapersMissing(message)


def _add_claims(
    record: Mapped,
    at: tuple[int, int | None],
    batch: StatementBatch,
    entity: Callable[[str], EntityId],
    statement: Callable[[EntityId, str, str, str | None], StatementId],
) -> None:
    """Add a record's claims. `at`: its position, and the time that it speaks of."""
    position, observed = at
    for claim in record.claims:
        about = entity(claim.entity)
        target = None if claim.target is None else entity(claim.target)
        value = claim.value if target is None else shown_id("e", target)
        batch.ids.append(statement(about, claim.property, value, claim.lang))
        batch.entities.append(about)
        batch.schemas.append(claim.schema)
        batch.properties.append(claim.property)
        batch.values.append(value)
        batch.langs.append(claim.lang)
        batch.originals.append(claim.original)
        batch.targets.append(target)
        batch.records.append(position)
        batch.observed_at.append(observed)


def _add_positions(
    record: Mapped, position: int, batch: ObservationBatch, entity: Callable[[str], EntityId]
) -> None:
    for place in record.positions:
        batch.entities.append(entity(place.entity))
        batch.at.append(microseconds(place.at))
        batch.lats.append(place.lat)
        batch.lons.append(place.lon)
        batch.cells.append(h3_cells.latlng_to_cell(place.lat, place.lon, CELL_RESOLUTION))
        batch.speeds_kn.append(place.speed_kn)
        batch.courses_deg.append(place.course_deg)
        batch.records.append(position)
