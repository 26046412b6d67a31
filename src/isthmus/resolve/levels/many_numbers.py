"""Identifiers and codes by the array: the levels that `numbers` gives, for many pairs at once.

The canonical spelling of most is a few words of eight bytes: equal is equal words, and in which
bytes two differ is their exclusive or. The others, longer or not of ASCII, are compared one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from isthmus.resolve.levels.comparator import MISSING, Indices, Levels, Prepared
from isthmus.resolve.levels.written import WIDEST, WORD, Written, first_bytes

Flags: TypeAlias = NDArray[np.bool_]
Canonical: TypeAlias = tuple[str, bool]
"""The canonical spelling, and whether form and check digits are right."""

_LOW: Final = np.uint64(0x7F7F_7F7F_7F7F_7F7F)
_HIGH: Final = np.uint64(0x8080_8080_8080_8080)


@dataclass(frozen=True, slots=True)
class Plain:
    """What is its own canonical spelling, and right: so many capitals and digits, a digit if so."""

    least: int
    most: int
    digit: bool

    def fits(self, value: str) -> bool:
        """Tell whether a value is so."""
        if not (self.least <= len(value) <= self.most and value.isascii() and value.isalnum()):
            return False
        return value == value.upper() and not (self.digit and value.isalpha())


@dataclass(frozen=True, slots=True)
class Way:
    """How numbers are read and compared one by one: what by the array is held to.

    `plain`: None where each must be read.
    """

    prepare: Callable[[str], Prepared | None]
    canonical: Callable[[Prepared], Canonical]
    level: Callable[[Prepared, Prepared], int]
    plain: Plain | None = None


class Numbers:
    """Very many numbers, prepared to be compared by arrays.

    `told`: which say something; `valid`: which are right; `sizes`: in characters, and one more than
    the table is wide for those that are compared one by one.
    """

    __slots__ = (
        "_all_short",
        "_read",
        "_table",
        "_values",
        "_way",
        "_words",
        "sizes",
        "told",
        "valid",
    )

    def __init__(self, values: Written, way: Way) -> None:
        self._values, self._way = values, way
        width = min(int(values.sizes.max(initial=1)), WIDEST)
        words = values.words(-(-width // WORD))
        self._table = words.view(np.uint8)
        self.sizes = values.sizes.copy()
        own = _plain(values, self._table, way.plain)
        self.told, self.valid = own.copy(), own.copy()
        self._read: dict[int, Prepared] = {}
        known: dict[str, Prepared | None] = {}
        for place in np.flatnonzero(~own).tolist():
            text = values.of(place)
            if text not in known:
                known[text] = way.prepare(text)
            if known[text] is not None:
                self._put(place, known[text])
        self._all_short = bool((self.told & (self.sizes <= self._table.shape[1])).all())
        self._words = [*self._table.view("<u8").T.copy()]

    def _put(self, place: int, prepared: Prepared) -> None:
        text, valid = self._way.canonical(prepared)
        self._read[place] = prepared
        self.told[place], self.valid[place] = True, valid
        width = self._table.shape[1]
        if text.isascii() and len(text) <= width:
            self.sizes[place] = len(text)
            self._table[place] = np.frombuffer(text.encode().ljust(width, b"\0"), np.uint8)
        else:
            self.sizes[place] = width + 1

    def levels(self, left: Indices, right: Indices, short: Callable[[Met], Levels]) -> Levels:
        """Give the level of each two numbers; `short` gives those of numbers that are short."""
        if self._all_short:
            return short(self.met(left, right))
        found = np.full(len(left), MISSING, np.uint8)
        told = self.told[left] & self.told[right]
        long = told & (np.maximum(self.sizes[left], self.sizes[right]) > self._table.shape[1])
        here = np.flatnonzero(told & ~long)
        found[here] = short(self.met(left[here], right[here]))
        for at in np.flatnonzero(long).tolist():
            found[at] = self._way.level(self._of(int(left[at])), self._of(int(right[at])))
        return found

    def met(self, left: Indices, right: Indices) -> Met:
        """Lay numbers beside one another."""
        apart = [word[left] ^ word[right] for word in self._words]
        return Met(self, left, right, apart, self.sizes[left], self.sizes[right])

    def one_changed(self, met: Met) -> Flags:
        """Tell of equally long ones whether a character, or the order of two of them, differs."""
        differing = np.zeros(len(met.left), np.uint8)
        for apart in met.apart:
            differing += np.bitwise_count((apart + _LOW) & _HIGH)
        found: Flags = differing == 1
        two = np.flatnonzero(differing == 2)  # noqa: PLR2004 - two that changed places
        ours, theirs = self._table[met.left[two]], self._table[met.right[two]]
        rows, at = np.arange(len(two)), (ours != theirs).argmax(axis=1)
        after = np.minimum(at + 1, ours.shape[1] - 1)
        crossed = ours[rows, at] == theirs[rows, after]
        found[two] = crossed & (ours[rows, after] == theirs[rows, at])
        return found

    def one_more(self, left: Indices, right: Indices) -> Flags:
        """Tell whether one is the other without a character; an end of both is then equal."""
        tails = [self._table[side, self.sizes[side] - 1] for side in (left, right)]
        found: Flags = (self._table[left, 0] == self._table[right, 0]) | (tails[0] == tails[1])
        here = np.flatnonzero(found)
        left, right = left[here], right[here]
        turned = self.sizes[left] > self.sizes[right]
        shorter = self._table[np.where(turned, right, left)]
        longer = self._table[np.where(turned, left, right)]
        at = (shorter != longer).argmax(axis=1)
        before = np.arange(longer.shape[1] - 1) < at[:, None]
        without = np.where(before, longer[:, :-1], longer[:, 1:])
        found[here] = (shorter[:, :-1] == without).all(axis=1)
        return found

    def _of(self, place: int) -> Prepared:
        prepared = self._read.get(place)
        return self._way.prepare(self._values.of(place)) if prepared is None else prepared


@dataclass(frozen=True, slots=True)
class Met:
    """Numbers beside one another.

    `apart`: word by word the bits in which they differ. `ours`, `theirs`: how long they are.
    """

    numbers: Numbers
    left: Indices
    right: Indices
    apart: list[NDArray[np.uint64]]
    ours: Indices
    theirs: Indices

    def taken(self, here: NDArray[np.intp]) -> Met:
        """Give some of them."""
        apart = [one[here] for one in self.apart]
        return Met(
            self.numbers,
            self.left[here],
            self.right[here],
            apart,
            self.ours[here],
            self.theirs[here],
        )

    def equal(self) -> Flags:
        """Tell which two are spelled equally."""
        found: Flags = reduce(np.bitwise_or, self.apart) == 0
        return found

    def equal_at_first(self, counts: Indices) -> Flags:
        """Tell which two begin equally, with so many characters each."""
        words = [one & first_bytes(counts - at * WORD) for at, one in enumerate(self.apart)]
        found: Flags = reduce(np.bitwise_or, words) == 0
        return found

    def one_slip_apart(self, least: int) -> Flags:
        """Tell of unequal ones which one slip sets apart; none that is shorter than `least`."""
        found = np.zeros(len(self.left), np.bool_)
        long, longer = np.minimum(self.ours, self.theirs) >= least, self.ours - self.theirs
        here = np.flatnonzero(long & (longer == 0))
        found[here] = self.numbers.one_changed(self.taken(here))
        here = np.flatnonzero(long & (np.abs(longer) == 1))
        found[here] = self.numbers.one_more(self.left[here], self.right[here])
        return found


def _plain(values: Written, table: NDArray[np.uint8], plain: Plain | None) -> Flags:
    """Tell which are plain, and short enough for the table."""
    if plain is None:
        return np.zeros(len(values), np.bool_)
    digits = (table >= ord("0")) & (table <= ord("9"))
    fit = digits | ((table >= ord("A")) & (table <= ord("Z")))
    most = min(plain.most, table.shape[1])
    found: Flags = (values.sizes >= plain.least) & (values.sizes <= most)
    found &= fit.sum(axis=1) == values.sizes
    return found & digits.any(axis=1) if plain.digit else found
