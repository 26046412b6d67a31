"""What every comparator is: names of levels, a way to prepare a value, a way to look at two."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from isthmus.model.weights import Frequencies

Prepared: TypeAlias = Any
"""What a comparator makes of a value; None for a value that says nothing."""

RARE_BITS: Final = 19.0
"""What two values share is rare from here: about one of half a million records bears it."""
COMMON_BITS: Final = 12.0
"""And common below here: one of four thousand does."""


@dataclass(frozen=True, slots=True)
class Comparator:
    """One way to compare. `levels`: names, the best first, `different` last.

    `prepare(value, frequencies)` is called once per value; `level(a, b)` gives an index into
    `levels`, is symmetric, and costs about a microsecond. `terms(value)`: what of a value is
    counted for the frequencies, nothing where rarity does not matter.
    """

    name: str
    levels: tuple[str, ...]
    prepare: Callable[[str, Frequencies], Prepared | None]
    level: Callable[[Prepared, Prepared], int]
    terms: Callable[[str], Iterable[str]] | None = None


def band(bits: float) -> int:
    """Give 0 for rare, 1 for usual, 2 for common."""
    return 0 if bits >= RARE_BITS else 1 if bits >= COMMON_BITS else 2
