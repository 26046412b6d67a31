"""Trainers in plain Python: one looks at every pair, blocks stand for what is one; one at none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from isthmus.errors import TrainingImpossible
from isthmus.ports.training import (
    Estimates,
    LevelShare,
    TrainingColumn,
    TrainingPlan,
)

UNKNOWN = 255
LEAST_RECORDS = 50


class CountingTrainer:
    """Takes the pairs that agree in a rule for one, and all pairs for others."""

    def train(self, columns: Sequence[TrainingColumn], plan: TrainingPlan) -> Estimates:
        records = len(columns[0].codes) if columns else 0
        if records < LEAST_RECORDS:
            message = f"expected at least {LEAST_RECORDS} records to train on, got {records}"
            raise TrainingImpossible(message)
        pairs = np.array(list(combinations(range(records), 2)))
        by_name = {column.name: column for column in columns}
        same = np.zeros(len(pairs), dtype=bool)
        for rule in plan.rules:
            agree = np.ones(len(pairs), dtype=bool)
            for name in rule:
                left, right = (by_name[name].codes[pairs[:, side]] for side in (0, 1))
                agree &= (left == right) & (left >= 0)
            same |= agree
        if not same.any():
            message = "expected records that some share values, as training needs"
            raise TrainingImpossible(message)
        return Estimates(
            prior=float(same.mean()),
            shares={c.name: _shares(c, pairs, same) for c in columns},
            made_with={"trainer": "counting"},
        )


class StillTrainer:
    """Finds the same of each property whatever it is shown: a better level says more."""

    def train(self, columns: Sequence[TrainingColumn], plan: TrainingPlan) -> Estimates:
        del plan
        return Estimates(
            prior=0.001,
            shares={
                c.name: [LevelShare(0.5 - n / 50, 0.001 + n / 50) for n in range(len(c.levels))]
                for c in columns
            },
            made_with={"trainer": "still"},
        )


def _shares(column: TrainingColumn, pairs: np.ndarray, same: np.ndarray) -> list[LevelShare]:
    left, right = (column.codes[pairs[:, side]] for side in (0, 1))
    known = (left >= 0) & (right >= 0)
    levels = np.full(len(pairs), UNKNOWN, dtype=np.uint8)
    levels[known] = column.compare(left[known], right[known])

    def share(which: np.ndarray, level: int) -> float | None:
        all_known = int((which & (levels != UNKNOWN)).sum())
        return int((which & (levels == level)).sum()) / all_known or None if all_known else None

    return [
        LevelShare(share(same, n), share(np.ones_like(same), n)) for n in range(len(column.levels))
    ]
