"""Names by the array: the levels that `names` gives, for many pairs at once.

1. Names of plain ASCII, nearly all, are cut into tokens together; the others are read one by one
   (`Way`).
2. Pairs of names with equally many tokens are looked at together, a token of each at a time.
3. Of what did not meet, tokens are measured that may be alike (`many_tokens`).
4. Names in two scripts are compared one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from isthmus.resolve.levels.comparator import MISSING, Indices, Levels
from isthmus.resolve.levels.many_tokens import Cutting, Measures
from isthmus.resolve.levels.written import Written

AT_ONCE: Final = 100_000
"""So many names are cut at once: their tokens stay in a few megabytes."""
Flags: TypeAlias = NDArray[np.bool_]
Small: TypeAlias = NDArray[np.int32]
Whole: TypeAlias = NDArray[np.int64]

_SPACE: Final = ord(" ")
_LAST: Final = ord("~")
_ONE: Final = np.uint64(1)
_MIX: Final = np.uint64(0x9E37_79B9_7F4A_7C15)


@dataclass(frozen=True, slots=True)
class Rules(Measures):
    """What makes tokens alike, and names rare: the numbers of `names`."""

    edges: tuple[int, ...]
    different: int
    most_tokens: int


class Name(Protocol):
    """A prepared name: its tokens with their rarity, and its script."""

    @property
    def tokens(self) -> dict[str, int]:
        """Tokens in their order."""
        ...

    @property
    def script(self) -> str:
        """The script in which it is written."""
        ...


@dataclass(frozen=True, slots=True)
class Way:
    """How names are read and compared one by one: what by the array is held to.

    `rarity`: of each of some tokens. `dropped`: tokens of which a name must be read one by one;
    None: all must. `latin`: the script of names of ASCII. `asked`: the level from which on names in
    two scripts are looked at closer.
    """

    prepare: Callable[[str], Any]
    level: Callable[[Any, Any], int]
    rarity: Callable[[Sequence[str]], Sequence[int]]
    dropped: Collection[str] | None
    latin: str
    asked: int


class Names:
    """Very many names, prepared to be compared by arrays.

    `columns`: the numbers of the tokens that stand first in their names, second and so on. `known`:
    names that two scripts ask for. `marks`: equal where two names have the same tokens.
    """

    __slots__ = (
        "_columns",
        "_counts",
        "_known",
        "_rules",
        "_scripts",
        "_tokens",
        "_values",
        "_way",
        "marks",
    )

    def __init__(self, values: Written, rules: Rules, way: Way) -> None:
        self._values, self._rules, self._way = values, rules, way
        self._counts = np.zeros(len(values), np.int16)
        self._scripts = np.zeros(len(values), np.int16)
        first, read = np.zeros(len(values), np.int32), np.zeros(len(values), np.bool_)
        plain = np.flatnonzero(~values.holding(_SPACE, _LAST))
        if way.dropped is None:
            plain = plain[:0]
        self._known: dict[int, Any] = {}
        cutting = Cutting()
        for start in range(0, len(plain), AT_ONCE):
            here = plain[start : start + AT_ONCE]
            begins, counts, wrong = cutting.cut(
                values.lines(here), rules.most_tokens, way.dropped or ()
            )
            fit = (counts > 0) & ~wrong
            self._counts[here[fit]], first[here[fit]] = counts[fit], begins[fit]
            read[here] = fit
        self._read(np.flatnonzero(~read), first, cutting)
        codes, self._tokens = cutting.numbered(way.rarity)
        self._columns = [
            codes[np.where(self._counts > at, first + at, 0)]
            for at in range(int(self._counts.max(initial=0)))
        ]
        self.marks = np.zeros(len(values), np.uint64)
        for at, column in enumerate(self._columns):
            # The sum of what stands for each token, in any order.
            self.marks += (column.astype(np.uint64) + _ONE) * _MIX * (self._counts > at)

    def _read(self, places: Indices, first: Small, cutting: Cutting) -> None:
        """Put in names that are read one by one."""
        scripts, words, read = {self._way.latin: 0}, list[str](), list[int]()
        for place in places.tolist():
            name = self._way.prepare(self._values.of(place))
            if name is not None:
                self._counts[place], first[place] = len(name.tokens), len(words)
                self._scripts[place] = scripts.setdefault(name.script, len(scripts))
                if self._scripts[place]:
                    self._known[place] = name
                words += name.tokens
                read.append(place)
        first[read] += cutting.add(words)

    def levels(self, left: Indices, right: Indices) -> Levels:
        """Give the level of each two names by their places; MISSING where one says nothing."""
        a, b = self._counts[left], self._counts[right]
        found = np.full(len(left), MISSING, np.uint8)
        size = self._rules.most_tokens + 1
        kinds = (a * size + b) * (np.minimum(a, b) > 0)
        for kind in np.flatnonzero(np.bincount(kinds)[1:]) + 1:
            here = np.flatnonzero(kinds == kind)
            found[here] = self._group(left[here], right[here], *divmod(int(kind), size))
        if not self._scripts.any():
            return found
        mixed = (self._scripts[left] != self._scripts[right]) & (kinds > 0)
        for at in np.flatnonzero(mixed & (found >= self._way.asked)).tolist():
            found[at] = self._way.level(self._of(int(left[at])), self._of(int(right[at])))
        return found

    def _of(self, place: int) -> Any:  # noqa: ANN401 - what a comparator prepares is its own
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = self._way.prepare(self._values.of(place))
        return known

    def _group(self, left: Indices, right: Indices, many: int, others: int) -> Levels:
        """Give the levels of pairs with `many` tokens on the left and `others` on the right."""
        ours = Side([self._columns[at][left] for at in range(many)], [])
        theirs = Side([self._columns[at][right] for at in range(others)], [])
        same = [[one == other for other in theirs.tokens] for one in ours.tokens]
        ours.met.extend(reduce(np.logical_or, row) for row in same)
        theirs.met.extend(reduce(np.logical_or, column) for column in zip(*same, strict=True))
        equal, rarity = self._summed(ours)
        near = np.zeros(len(left), np.int32)
        rest = np.flatnonzero(equal < min(many, others))
        if len(rest):
            near[rest], more = self._near(ours.taken(rest), theirs.taken(rest))
            rarity[rest] += more
        return structure_levels(self._rules, (many, others), (equal, near, rarity))

    def _near(self, ours: Side, theirs: Side) -> tuple[Small, Small]:
        """Give how many tokens of either side, the lesser number, meet one alike; their rarity."""
        count = len(ours.met[0])
        here = Side(ours.tokens, [np.zeros(count, np.bool_) for _ in ours.tokens])
        there = Side(theirs.tokens, [np.zeros(count, np.bool_) for _ in theirs.tokens])
        for one, met, alike_here in zip(*ours, here.met, strict=True):
            for other, met_there, alike_there in zip(*theirs, there.met, strict=True):
                free = np.flatnonzero(~(met | met_there))
                where = free[self._tokens.alike(self._rules, one[free], other[free])]
                alike_here[where] = alike_there[where] = True
        (ours_near, rarity), (theirs_near, others) = map(self._summed, (here, there))
        return np.minimum(ours_near, theirs_near), np.minimum(rarity, others)

    def _summed(self, side: Side) -> tuple[Small, Small]:
        """Give of each pair how many tokens of a side met, and how rare they are together."""
        count = np.zeros(len(side.met[0]), np.int32)
        rarity = np.zeros(len(side.met[0]), np.int32)
        for token, met in zip(*side, strict=True):
            count += met
            rarity += self._tokens.rarity[token] * met
        return count, rarity


class Side(NamedTuple):
    """The tokens of one side of pairs, by their position in the names, and which of them met."""

    tokens: list[Small]
    met: list[Flags]

    def taken(self, rest: NDArray[np.intp]) -> Side:
        """Give those of some pairs."""
        return Side([one[rest] for one in self.tokens], [one[rest] for one in self.met])


def structure_levels(
    rules: Rules, sizes: tuple[int, int], met: tuple[Small, Small, Small]
) -> Levels:
    """Give the levels that `names.structure_level` gives of names of `sizes` tokens.

    `met`: how many tokens were equal, how many near, and how rare they are together.
    """
    equal, near, rarity = met
    fewer, more = min(sizes), max(sizes)
    band = np.zeros(len(equal), np.uint8)
    for edge in rules.edges:
        band += rarity < edge
    both = equal + near
    if fewer == 1:
        found = 16 + 2 * (2 if more > 1 else near.astype(np.uint8)) + (band == len(rules.edges))
    elif fewer < more:
        found = 8 + band
    else:
        found = 4 * (near > 0).astype(np.uint8) + band
    found = np.where(both < fewer, 12 + band, found)
    return np.where(both == 0, rules.different, found).astype(np.uint8)
