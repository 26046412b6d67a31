"""Steps over arrays that several columns need: runs of places, and who is among some numbers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]


def ranges(begins: Ints, counts: NDArray[np.integer[Any]]) -> Ints:
    """Give begin, begin + 1 ... of each, one behind the other; as many of each as its count."""
    first = np.cumsum(counts, dtype=np.int64) - counts
    found: Ints = np.repeat(begins - first, counts)
    return found + np.arange(len(found))


def among(numbers: NDArray[np.uint32], wanted: Collection[int]) -> NDArray[np.bool_]:
    """Tell which numbers are among some small ones."""
    # One look for each; what lies beyond the last that is wanted shares one place.
    flags = np.zeros(max(wanted, default=0) + 2, np.bool_)
    flags[[*wanted]] = True
    found: NDArray[np.bool_] = flags[np.minimum(numbers, len(flags) - 1)]
    return found
