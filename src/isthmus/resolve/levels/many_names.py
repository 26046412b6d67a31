"""Names by the array: the levels that `names` gives, for many pairs at once.

Tokens become numbers; pairs of names with equally many tokens are looked at together; each pair of
tokens that may be alike is looked at once, however many names hold it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from isthmus.resolve.levels.comparator import Indices, Levels
from isthmus.resolve.names.families import FORMS, SPELLINGS

NO_FAMILY: Final[frozenset[int]] = frozenset()
FAMILIES: Final[Mapping[str, frozenset[int]]] = {
    token: SPELLINGS.get(token, NO_FAMILY) | FORMS.get(token, NO_FAMILY)
    for token in (*SPELLINGS, *FORMS)
}
"""Token to the given names of which it is a spelling, a pet form or a foreign form."""
SLICE: Final = 100_000
"""So many pairs at once: their tables stay in a few megabytes."""
Table: TypeAlias = NDArray[np.bool_]
Whole: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rules:
    """What makes tokens alike, and names rare: the numbers of `names`."""

    least_letters: int
    near: float
    edges: tuple[int, ...]
    different: int


class Tokens(Protocol):
    """A prepared name: its tokens with their rarity."""

    @property
    def tokens(self) -> dict[str, int]:
        """Tokens in their order."""
        ...


@dataclass(frozen=True, slots=True)
class _Names:
    """Names as numbers. `rows`: token numbers, padded; `counts`: how many; `rarity`: by token."""

    words: NDArray[np.object_]
    rows: Whole
    counts: Whole
    rarity: Whole


def levels_of_many(
    rules: Rules, prepared: Sequence[Tokens], left: Indices, right: Indices
) -> Levels:
    """Give the level of each pair of prepared names."""
    names = _numbered(prepared)
    found = np.empty(len(left), dtype=np.uint8)
    for start in range(0, len(left), SLICE):
        here = slice(start, start + SLICE)
        found[here] = _slice_levels(rules, names, left[here], right[here])
    return found


def _numbered(prepared: Sequence[Tokens]) -> _Names:
    numbers: dict[str, int] = {}
    rarity: list[int] = []
    most = max((len(name.tokens) for name in prepared), default=0)
    rows = np.full((len(prepared), most), -1, dtype=np.int64)
    for row, name in enumerate(prepared):
        for at, (token, rare) in enumerate(name.tokens.items()):
            number = numbers.setdefault(token, len(numbers))
            if number == len(rarity):
                rarity.append(rare)
            rows[row, at] = number
    words = np.empty(len(numbers), dtype=object)
    words[:] = list(numbers)
    return _Names(words, rows, (rows >= 0).sum(axis=1), np.array(rarity, dtype=np.int64))


def _slice_levels(rules: Rules, names: _Names, left: Indices, right: Indices) -> Levels:
    equal, near = np.zeros(len(left), np.int64), np.zeros(len(left), np.int64)
    rarity = np.zeros(len(left), np.int64)
    open_groups = []
    for where, ours, theirs in _groups(names, left, right):
        same = ours[:, :, None] == theirs[:, None, :]
        met, met_there = same.any(axis=2), same.any(axis=1)
        equal[where] = met.sum(axis=1)
        rarity[where] = (names.rarity[ours] * met).sum(axis=1)
        rest = np.flatnonzero(equal[where] < min(ours.shape[1], theirs.shape[1]))
        if len(rest):
            free = ~met[rest][:, :, None] & ~met_there[rest][:, None, :]
            open_groups.append((where[rest], ours[rest], theirs[rest], free))
    for where, ours, theirs, alike in _alike(rules, names, open_groups):
        here, there = alike.any(axis=2), alike.any(axis=1)
        near[where] = np.minimum(here.sum(axis=1), there.sum(axis=1))
        rarity[where] += np.minimum(
            (names.rarity[ours] * here).sum(axis=1), (names.rarity[theirs] * there).sum(axis=1)
        )
    return structure_levels(rules, names.counts[left], names.counts[right], (equal, near, rarity))


def _groups(names: _Names, left: Indices, right: Indices) -> Iterator[tuple[Indices, Whole, Whole]]:
    """Give pairs with equally many tokens on each side, and their token numbers."""
    sizes = names.counts[left] * (names.rows.shape[1] + 1) + names.counts[right]
    for size in np.unique(sizes):
        where = np.flatnonzero(sizes == size)
        ours, theirs = divmod(int(size), names.rows.shape[1] + 1)
        yield where, names.rows[left[where], :ours], names.rows[right[where], :theirs]


def _alike(
    rules: Rules, names: _Names, groups: Sequence[tuple[Indices, Whole, Whole, Table]]
) -> Iterator[tuple[Indices, Whole, Whole, Table]]:
    """Give the groups with a table of which free tokens are alike, each distinct pair seen once."""
    size = len(names.words)
    keys = []
    for _, ours, theirs, free in groups:
        low = np.minimum(ours[:, :, None], theirs[:, None, :])
        high = np.maximum(ours[:, :, None], theirs[:, None, :])
        keys.append((low * size + high)[free])
    if not keys:
        return
    distinct, back = np.unique(np.concatenate(keys), return_inverse=True)
    said = _tokens_alike(rules, names.words[distinct // size], names.words[distinct % size])[back]
    start = 0
    for (where, ours, theirs, free), key in zip(groups, keys, strict=True):
        table = np.zeros(free.shape, dtype=bool)
        table[free] = said[start : start + len(key)]
        start += len(key)
        yield where, ours, theirs, table


def _tokens_alike(rules: Rules, left: NDArray[np.object_], right: NDArray[np.object_]) -> Table:
    """Tell of pairs of different tokens what `names.alike` tells of one."""
    lengths = [np.fromiter(map(len, side), np.int64, len(side)) for side in (left, right)]
    heads = np.equal(_ends(left, 0), _ends(right, 0))
    tails = _ends(left, -1) == _ends(right, -1)
    letters = np.fromiter((w[0].isalpha() for w in left), bool, len(left))
    shortest = np.minimum(*lengths)
    found: Table = (shortest == 1) & heads & letters
    found |= _of_one_family(left, right)
    long = shortest >= rules.least_letters
    maybe = long & (heads | tails) & (np.abs(lengths[0] - lengths[1]) <= 1)
    found |= _measured(OSA.distance, left, right, maybe, most=1)
    maybe = long & heads & ~found
    found |= _measured(JaroWinkler.similarity, left, right, maybe, least=rules.near)
    return found


def _of_one_family(left: NDArray[np.object_], right: NDArray[np.object_]) -> Table:
    found = np.zeros(len(left), dtype=bool)
    known = [np.fromiter((w in FAMILIES for w in side), bool, len(side)) for side in (left, right)]
    for at in np.flatnonzero(known[0] & known[1]).tolist():
        found[at] = not FAMILIES[left[at]].isdisjoint(FAMILIES[right[at]])
    return found


def _measured(
    measure: Any,  # noqa: ANN401 - rapidfuzz gives its scorers no type
    left: NDArray[np.object_],
    right: NDArray[np.object_],
    which: Table,
    *,
    most: int | None = None,
    least: float | None = None,
) -> Table:
    found = np.zeros(len(left), dtype=bool)
    here = np.flatnonzero(which)
    if not len(here):
        return found
    pairs = left[here].tolist(), right[here].tolist()
    if most is not None:
        found[here] = cpdist(*pairs, scorer=measure, dtype=np.int32, score_cutoff=most) <= most
    else:
        found[here] = cpdist(*pairs, scorer=measure, dtype=np.float64) >= least
    return found


def _ends(words: NDArray[np.object_], at: int) -> NDArray[np.int32]:
    return np.fromiter((ord(w[at]) for w in words), np.int32, len(words))


def structure_levels(
    rules: Rules, left: Whole, right: Whole, met: tuple[Whole, Whole, Whole]
) -> Levels:
    """Give the levels that `names.structure_level` gives. `met`: equal, near, rarity."""
    equal, near, rarity = met
    fewer, more = np.minimum(left, right), np.maximum(left, right)
    band = np.zeros(len(left), np.int64)
    for edge in rules.edges:
        band += rarity < edge
    both = equal + near
    found = np.where(near > 0, 4, 0) + band
    found = np.where(both < more, 8 + band, found)
    one = 16 + 2 * np.where(more > 1, 2, near) + (band == len(rules.edges))
    found = np.where(fewer == 1, one, found)
    found = np.where(both < fewer, 12 + band, found)
    return np.where(both == 0, rules.different, found).astype(np.uint8)
