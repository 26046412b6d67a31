"""Hubs: keys that so many hold that they propose nothing, and what became one or is one no more.

A key becomes a hub when one more holds it, and is none any more when somebody holds it no longer.
Either way whoever else holds it is judged anew. So what proposes a pair is what is held now, in
whatever order it came; and that an end of a pair comes up once more, for a statement that a reader
may not see, changes nothing for him.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement
from typing import Final, TypeAlias

from isthmus.model.ids import LabelId
from isthmus.resolve.judge import Labels, are_more
from isthmus.resolve.postings import hashed

Capped: TypeAlias = frozenset[Labels]
"""Under which two labels a key is a hub, the lesser first. Where it is one under a label alone, no
other pair of this label is named."""

NONE: Final[Capped] = frozenset()


def capped(under: Mapping[LabelId, AbstractSet[int]], cap: int) -> Capped:
    """Tell under which labels a key is a hub, from its holders by label.

    Of each label as many holders as there are, or any `cap` + 1.
    """
    alone = {label for label, some in under.items() if len(some) > cap}
    rest = combinations(sorted(under.keys() - alone), 2)
    together = {pair for pair in rest if are_more(cap, *(under[label] for label in pair))}
    return frozenset(together.union((label, label) for label in alone))


def is_capped(some: Collection[Labels], one: LabelId, other: LabelId) -> bool:
    """Tell whether a key is a hub under two labels."""
    pair = (one, other) if one <= other else (other, one)
    return bool(some) and (pair in some or (one, one) in some or (other, other) in some)


@dataclass(frozen=True, slots=True)
class Turned:
    """Under which labels an end of each pair lies that a key proposes now, or proposes no more."""

    freed: frozenset[LabelId] = frozenset()
    barred: frozenset[LabelId] = frozenset()


def turned(before: Capped, now: Capped, under: Mapping[LabelId, Collection[int]]) -> Turned:
    """Give where the holders stand who must be judged anew: of two labels, where they are fewer."""
    freed: set[LabelId] = set()
    barred: set[LabelId] = set()
    pairs = combinations_with_replacement(sorted(under), 2)
    for one, other in sorted(pairs, key=lambda pair: pair[0] != pair[1]):
        was, is_now = is_capped(before, one, other), is_capped(now, one, other)
        ends = barred if is_now else freed
        if was is not is_now and ends.isdisjoint((one, other)):
            ends.add(min(one, other, key=lambda label: len(under[label])))
    return Turned(frozenset(freed), frozenset(barred))


class Watch:
    """The hubs of one purpose, as they were when their holders were last judged.

    It follows what the store has of them: `taken` says whether something was taken away there.
    `cap`: by which they are hubs. What is in doubt, since somebody holds it no more or since nobody
    watched it before, is looked at once.
    """

    __slots__ = ("_doubtful", "_earlier", "_known", "_names", "cap", "place", "taken")

    def __init__(self) -> None:
        self._known: dict[str, set[Labels]] = {}
        self._earlier: dict[str, set[Labels]] = {}
        self._names: dict[int, str] = {}
        self._doubtful: set[str] = set()
        self.place, self.taken, self.cap = 0, "", 0

    def follow_anew(self, taken: str) -> None:
        """Follow from the start: something was taken away."""
        self._earlier, self._known, self._names = self._known, {}, {}
        self.place, self.taken = 0, taken

    def learn(self, place: int, key: str, labels: Labels) -> None:
        """Learn that a key is a hub under two labels. `place`: its number in the store."""
        self.place = place
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = set()
            self._names[hashed(key)] = key
        known.add(labels)
        if labels not in self._earlier.get(key, NONE):
            self._doubtful.add(key)

    def capped(self, key: str) -> Capped:
        """Give under which labels a key was a hub."""
        return frozenset(self._known.get(key, NONE))

    def knows(self, key: str, labels: Iterable[Labels]) -> bool:
        """Tell whether a key was a hub under all of these."""
        known = self._known.get(key, NONE)
        return all(is_capped(known, *pair) for pair in labels)

    def name(self, number: int) -> str | None:
        """Give the key of a hash, if it was a hub."""
        return self._names.get(number)

    def doubt(self, number: int) -> None:
        """Learn that somebody holds the key of this hash no more."""
        if number in self._names:
            self._doubtful.add(self._names[number])

    def doubt_all(self, cap: int) -> None:
        """Doubt every key: the cap is another."""
        self.cap = cap
        self._doubtful.update(self._known)

    def doubtful(self) -> frozenset[str]:
        """Give the keys that may be hubs no more, or under other labels."""
        self._doubtful.intersection_update(self._known)
        return frozenset(self._doubtful)

    def stands(self, key: str) -> None:
        """Learn that a key is a hub where it was one."""
        self._doubtful.discard(key)
