"""Admission: what was mapped becomes statements with their papers, or is refused.

A statement without source, grade, label (with legal basis, categories and purposes) or retention
does not pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import h3.api.basic_int as h3_cells

from isthmus.errors import PapersMissing
from isthmus.ingest.mapping import Claim, Mapped
from isthmus.ingest.positions import Position
from isthmus.model.canonical import microseconds
from isthmus.model.feed import Feed
from isthmus.model.ids import EntityId, IdMaker, LabelId, StatementId, shown_id
from isthmus.model.label import NOBODY, OPEN, Label
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
        return held_until(self.feed, self.received_at)


def held_until(feed: Feed, said_at: datetime) -> datetime:
    """Give when what a feed says at some time must be gone, if nothing says it again."""
    return said_at + timedelta(days=feed.retention_days)


@dataclass(frozen=True, slots=True)
class Lot:
    """What of a batch came under one label."""

    statements: StatementBatch
    observations: ObservationBatch


@dataclass(frozen=True, slots=True)
class Admitted:
    """A batch, ready for the store; `entities`: those that it speaks about, once each.

    `statements`, `observations`: under the feed's label. `marked`: what markings put under
    another, with a label number that the store has still to give; `contents`: the label of each
    record, by position, whose bytes are not under the feed's.
    """

    statements: StatementBatch
    observations: ObservationBatch
    entities: tuple[EntityId, ...]
    marked: Mapping[Label, Lot] = field(default_factory=dict)
    contents: Mapping[int, Label] = field(default_factory=dict)

    @property
    def lots(self) -> list[Lot]:
        """What came under any label, the feed's first."""
        return [Lot(self.statements, self.observations), *self.marked.values()]


def admitted(records: Sequence[Mapped], papers: Papers, ids: IdMaker) -> Admitted:
    """Give the batch of what `records` claim; `records[i]` is record position i.

    Raises PapersMissing when the feed's papers are not all there.
    """
    _check(papers)
    feed = papers.feed
    own = _lot(papers)
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

    lots: dict[Label, Lot] = {feed.label: own}
    contents: dict[int, Label] = {}
    for position, record in enumerate(records):
        observed = None if record.observed_at is None else microseconds(record.observed_at)
        if record.marked is not None:
            contents[position] = feed.label.join(record.marked.content)
        for added, claims, places in _by_label(record):
            label = feed.label if added is OPEN else feed.label.join(added)
            lot = own if label is feed.label else lots.setdefault(label, _lot(papers))
            _add_claims(claims, (position, observed), lot.statements, entity, statement)
            _add_positions(places, position, lot.observations, entity)
    return Admitted(
        own.statements,
        own.observations,
        tuple(names.values()),
        marked={label: lot for label, lot in lots.items() if lot is not own},
        contents={at: label for at, label in contents.items() if label != feed.label},
    )


def _lot(papers: Papers) -> Lot:
    feed = papers.feed
    times = (microseconds(papers.received_at), microseconds(papers.expires_on))
    return Lot(
        StatementBatch(feed.source, papers.label, feed.grade.text, *times),
        ObservationBatch(feed.source, papers.label, feed.grade.text, *times),
    )


def _by_label(record: Mapped) -> Iterable[tuple[Label, Sequence[Claim], Sequence[Position]]]:
    """Give what a record says by what is added to the feed's label, each in its own order."""
    marked = record.marked
    if marked is None:
        return [(OPEN, record.claims, record.positions)]
    if not marked.claims and not marked.positions:
        return [(marked.whole, record.claims, record.positions)]
    found: dict[Label, tuple[list[Claim], list[Position]]] = {}
    for index, claim in enumerate(record.claims):
        label = marked.whole.join(marked.claims.get(index, OPEN))
        found.setdefault(label, ([], []))[0].append(claim)
    for index, place in enumerate(record.positions):
        label = marked.whole.join(marked.positions.get(index, OPEN))
        found.setdefault(label, ([], []))[1].append(place)
    return [(label, *parts) for label, parts in found.items()]


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
    claims: Iterable[Claim],
    at: tuple[int, int | None],
    batch: StatementBatch,
    entity: Callable[[str], EntityId],
    statement: Callable[[EntityId, str, str, str | None], StatementId],
) -> None:
    """Add a record's claims. `at`: its position, and the time that it speaks of."""
    position, observed = at
    for claim in claims:
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
    places: Iterable[Position],
    position: int,
    batch: ObservationBatch,
    entity: Callable[[str], EntityId],
) -> None:
    for place in places:
        batch.entities.append(entity(place.entity))
        batch.at.append(microseconds(place.at))
        batch.lats.append(place.lat)
        batch.lons.append(place.lon)
        batch.cells.append(h3_cells.latlng_to_cell(place.lat, place.lon, CELL_RESOLUTION))
        batch.speeds_kn.append(place.speed_kn)
        batch.courses_deg.append(place.course_deg)
        batch.records.append(position)
