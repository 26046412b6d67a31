"""Statements: one claim of one source about one property of one source entity."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from isthmus.model.ids import EntityId, LabelId, RecordSeq, StatementId, StatementSeq


class State(StrEnum):
    """Where a statement stands in its life. Each change is a row; only erasure deletes."""

    ASSERTED = "asserted"
    RETRACTED = "retracted"
    CORRECTED = "corrected"
    RECALLED = "recalled"
    EXPIRED = "expired"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Ended:
    """A row of life with which a statement ended. `move`: its number; `reason`: as it was given."""

    move: int
    statement: StatementSeq
    state: State
    reason: str


class Statement(msgspec.Struct, frozen=True):
    """The row shape, for reading, of which a page or a rule makes thousands.

    `target`: the entity that a value of kind entity names. `original`: the source's own spelling
    where normalisation changed it.
    """

    seq: StatementSeq
    id: StatementId
    entity: EntityId
    schema: str
    property: str
    value: str
    lang: str | None
    original: str | None
    target: EntityId | None
    source: str
    label: LabelId
    grade: str
    record: RecordSeq
    observed_at: datetime | None
    recorded_at: datetime
    expires_on: datetime
    state: State = State.ASSERTED


class Claim(NamedTuple):
    """What of a statement is compared and searched."""

    seq: StatementSeq
    label: LabelId
    schema: str
    property: str
    value: str


class Moved(NamedTuple):
    """A claim as it stands after its statement came or moved. `number`: of what happened.

    `expires_on`: microseconds; from then on it is not to be found, whatever its state.
    """

    number: int
    entity: EntityId
    claim: Claim
    asserted: bool
    expires_on: int


@dataclass(frozen=True, slots=True)
class Withheld:
    """All that may be known of statements that are withheld: that some speak of a property.

    It has no value, source, time or id, and of several under one label it stands for all.
    """

    property: str
    label: LabelId


@dataclass(slots=True)
class StatementBatch:
    """The columnar shape, for writing: lists of equal length, in order of arrival.

    Papers that are one for a whole feed stand once: source, label, grade, `recorded_at` and
    `expires_on` (microseconds). `records` holds positions in the batch of records.
    """

    source: str
    label: LabelId
    grade: str
    recorded_at: int
    expires_on: int
    ids: list[StatementId] = field(default_factory=list)
    entities: list[EntityId] = field(default_factory=list)
    schemas: list[str] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    langs: list[str | None] = field(default_factory=list)
    originals: list[str | None] = field(default_factory=list)
    targets: list[EntityId | None] = field(default_factory=list)
    records: list[int] = field(default_factory=list)
    observed_at: list[int | None] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(slots=True)
class ObservationBatch:
    """Positions, columnar. `lat`, `lon`: WGS 84 degrees; `speed_kn`, `course_deg` may be absent.

    `cells`: H3 cells of resolution 7, as integers; `records` as in StatementBatch.
    """

    source: str
    label: LabelId
    grade: str
    recorded_at: int
    expires_on: int
    entities: list[EntityId] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    lats: list[float] = field(default_factory=list)
    lons: list[float] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    speeds_kn: list[float | None] = field(default_factory=list)
    courses_deg: list[float | None] = field(default_factory=list)
    records: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.entities)


class Observation(msgspec.Struct, frozen=True):
    """One position, for reading."""

    entity: EntityId
    at: datetime
    lat: float
    lon: float
    speed_kn: float | None
    course_deg: float | None
    source: str
    label: LabelId
    record: RecordSeq
