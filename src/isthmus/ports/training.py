"""Training of weights from records that nobody labelled, as a Protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Codes: TypeAlias = NDArray[np.int32]
"""For each record the index of its value among the distinct values of a property, -1 for none."""
Levels: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class TrainingColumn:
    """One compared property of the records.

    `levels`: names, the best first. `compare(left, right)`: codes of both sides -> indices into
    `levels`, 255 where a side says nothing; it is pure and is called with arrays of one length.
    """

    name: str
    codes: Codes
    levels: Sequence[str]
    compare: Callable[[Codes, Codes], Levels]


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """How to train; the same plan on the same columns gives the same estimates.

    `rules`: sets of properties whose equality makes two records one for certain, almost.
    `recall`: the share of all true pairs that the rules are believed to find.
    `blocks`: sets of properties; the pairs that are equal in one set train all others.
    `pairs`: how many pairs are sampled for each step.
    """

    seed: int
    rules: Sequence[Sequence[str]]
    recall: float
    blocks: Sequence[Sequence[str]]
    pairs: int


@dataclass(frozen=True, slots=True)
class LevelShare:
    """How often a level shows among pairs that are one (`m`) and among others (`u`).

    None for what no pair showed.
    """

    m: float | None
    u: float | None


@dataclass(frozen=True, slots=True)
class Estimates:
    """What training found. `prior`: the probability that two random records are one.

    `shares`: property -> a share for each of its levels, in their order. `made_with`: software
    and version, as the document names them.
    """

    prior: float
    shares: Mapping[str, Sequence[LevelShare]]
    made_with: Mapping[str, str]


class Trainer(Protocol):
    """Estimates Fellegi-Sunter weights from unlabelled records."""

    def train(self, columns: Sequence[TrainingColumn], plan: TrainingPlan) -> Estimates:
        """Estimate prior, m and u.

        Raises TrainingImpossible where the records hold too few pairs to learn from.
        """
        ...
