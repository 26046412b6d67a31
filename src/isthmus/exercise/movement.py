"""Movement: every ship's passages, what receivers heard of them, and when ships fell silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from isthmus.exercise.passage import Fix, Passage


@dataclass(frozen=True, slots=True)
class Gap:
    """A ship that was not heard between two fixes. `suspect`: the receiver may be to blame.

    `reason`: why, in truth.
    """

    vessel: str
    mmsi: str
    before: Fix
    after: Fix
    suspect: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What receivers heard of one MMSI in covered waters, as the report of a period gives it."""

    vessel: str
    mmsi: str
    name: str
    reports: int
    days: int
    first: datetime
    last: datetime
    seas: tuple[str, ...]
    mean_kn: float
    top_kn: float


@dataclass(frozen=True, slots=True)
class Report:
    """One position report of a ship, under the MMSI of that moment."""

    vessel: str
    mmsi: str
    fix: Fix


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two ships side by side at sea."""

    vessels: tuple[str, str]
    begins: datetime
    ends: datetime
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Detection:
    """What a radar image shows; `vessel` is the truth, empty for clutter."""

    lat: float
    lon: float
    confidence: float
    vessel: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One radar image."""

    at: datetime
    detections: tuple[Detection, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """All that moved. `passages`: by vessel, in the order of time."""

    passages: Mapping[str, tuple[Passage, ...]]
    gaps: tuple[Gap, ...]
    heard: tuple[Heard, ...]
    reports: tuple[Report, ...]
    meetings: tuple[Meeting, ...]
    scenes: tuple[Scene, ...]
