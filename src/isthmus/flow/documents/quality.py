"""How good the resolver is, as a reader may know it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from isthmus.flow.documents.entities import ShownJudgement
from isthmus.flow.documents.labels import Labels
from isthmus.flow.documents.weights import ShownTableChange, ShownWeightChange


class LabelledPair(msgspec.Struct, kw_only=True, frozen=True):
    """A pair of source entities of which it is known whether they are one."""

    left: str
    right: str
    same: bool


class QualityQuestion(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What to report on. `against`: an earlier version, to be held against the one in force.

    `pairs`: pairs to be explained, of which a few are chosen where there are none; `labelled`:
    pairs whose truth is known from elsewhere.
    """

    against: str | None = None
    pairs: list[tuple[str, str]] = []
    labelled: list[LabelledPair] = []


class ShownShare(msgspec.Struct, kw_only=True, frozen=True):
    """A share of cases, and its 95 % interval."""

    count: int
    of: int
    low: float
    high: float


class ShownBin(msgspec.Struct, kw_only=True, frozen=True):
    """Pairs of like margin, in bits to the bar; null for no bound. `predicted`: the average."""

    low: float | None
    high: float | None
    predicted: float
    same: ShownShare


class ShownRates(msgspec.Struct, kw_only=True, frozen=True):
    """How a group was judged; null where it rests on too few cases."""

    group: str
    cases: int
    precision: ShownShare | None
    recall: ShownShare | None
    wrong: ShownShare | None


class ShownDimension(msgspec.Struct, kw_only=True, frozen=True):
    """Rates by one way of telling pairs apart: script, gender, birth."""

    name: str
    groups: list[ShownRates]


class QualitySet(msgspec.Struct, kw_only=True, frozen=True):
    """One set of pairs whose truth is known. `source`: `persons` or `labels`.

    `unseen`: how many of the pairs given cannot be looked at; null where there are too few cases.
    """

    source: str
    cases: int
    unseen: int
    whole: ShownRates | None
    calibration: list[ShownBin]
    dimensions: list[ShownDimension]


class QualityReport(msgspec.Struct, kw_only=True, frozen=True):
    """The report. `few`: fewer cases than this are not told of.

    `weights`: every number of the file in force, as `after`; `changes`, `tables`: what it changed
    of `against`; `needed`: the bar of each of `pairs`; `label`: the join of all that it rests on,
    null where that is nothing.
    """

    center: str
    purpose: str
    at: datetime
    version: str
    against: str | None
    few: int
    weights: list[ShownWeightChange]
    changes: list[ShownWeightChange]
    tables: list[ShownTableChange]
    pairs: list[ShownJudgement]
    needed: list[float]
    sets: list[QualitySet]
    label: str | None
    labels: Labels
