"""What every comparator is: names of levels, a way to prepare a value, a way to look at two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from isthmus.model.weights import Frequencies
from isthmus.resolve.levels.written import Written

Prepared: TypeAlias = Any
"""What a comparator makes of a value; None for a value that says nothing."""
Gain: TypeAlias = Callable[[str], float]
"""Gives the bits that a value speaks for, beside one that is known."""
Indices: TypeAlias = NDArray[np.int64]
Levels: TypeAlias = NDArray[np.uint8]

MISSING: Final = 255
"""The level of two values of which one says nothing."""


class Sheet(Protocol):
    """Very many values, prepared to be compared by arrays.

    `marks`: where a look costs much, a number of each value; two are on one of the levels named
    `equal` only if theirs are equal. None where a look costs little.
    """

    @property
    def marks(self) -> NDArray[np.uint64] | None:
        """Numbers that are equal where values are."""
        ...

    def levels(self, left: Indices, right: Indices) -> Levels:
        """Give the level of each two values by their places; MISSING where one says nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Comparator:
    """One way to compare. `levels`: names, the best first, `different` last.

    `prepare(value, frequencies)` is called once per value; `level(a, b)` gives an index into
    `levels`, is symmetric, and costs about a microsecond. `terms(value)`: what of a value is
    counted for the frequencies, nothing where rarity does not matter. `many(values, frequencies)`:
    the same levels by arrays, where there is a faster way.
    `glance(a, b)`: where some looks cost much more, a level that is found at once, and the only
    other one that a closer look (`level`) might give; twice the same when there is no need of one.
    `beside(value, gains)`: where there is a faster way than to prepare the other, what gives of
    another value the gain of the level of the two, or more. `gains`: by level, none below 0; what
    says nothing gains 0. None for a value of which there is no faster way.
    `equals(value)`: where a look costs much, what tells of another value whether the two are on one
    of the levels named `equal`: that on which the value is with itself. None for a value that says
    nothing.
    """

    name: str
    levels: tuple[str, ...]
    prepare: Callable[[str, Frequencies], Prepared | None]
    level: Callable[[Prepared, Prepared], int]
    terms: Callable[[str], Iterable[str]] | None = None
    many: Callable[[Written, Frequencies], Sheet] | None = None
    glance: Callable[[Prepared, Prepared], tuple[int, int]] | None = None
    beside: Callable[[str, Sequence[float]], Gain | None] | None = None
    equals: Callable[[str], Callable[[str], bool] | None] | None = None
