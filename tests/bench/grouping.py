"""How well groups agree with the truth: by the pairs that stand in one group."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def agreement(groups: Ints, truth: Ints) -> tuple[float, float, float]:
    """Give precision, recall and F1 of the pairs that stand in one group."""

    def pairs(counts: NDArray[np.int64]) -> int:
        return int((counts * (counts - 1) // 2).sum())

    both = np.unique(groups * (int(truth.max()) + 1) + truth, return_counts=True)[1]
    hits, said, true = pairs(both), pairs(np.bincount(groups)), pairs(np.bincount(truth))
    return hits / max(said, 1), hits / true, 2 * hits / (said + true)
