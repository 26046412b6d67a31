"""Postings: which entities hold a key, under which label; a few bytes each.

Keys are kept as 64-bit hashes, so a lookup may, once in many lifetimes, propose a stranger: what is
proposed is compared, and a comparison reads values. Nearly all postings lie in one sorted array;
what came since lies in a dictionary, and is folded in when it has grown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Posting: TypeAlias = tuple[int, int]
"""(handle of an entity, mark: a number under which it is seen)."""

FOLD_LEAST: Final = 50_000
FOLD_SHARE: Final = 8
"""What came since is folded in when it is an eighth of what lies sorted."""

LARGE: Final = 256
"""More holders than this of one key are sorted out by label once, and not at each question."""

_MASK: Final = 0xFFFF_FFFF_FFFF_FFFF


def hashed(key: str) -> int:
    """Give the hash under which a key is kept, a whole number of 64 bits without a sign.

    It is keyed anew in each process, so that nobody can aim at one.
    """
    return hash(key) & _MASK


class Postings:
    """Key -> who holds it. Not safe for threads: its owner takes turns."""

    __slots__ = ("_came", "_came_count", "_gone", "_handles", "_hashes", "_labels", "_large")

    def __init__(self) -> None:
        self._hashes: NDArray[np.uint64] = np.empty(0, np.uint64)
        self._handles: NDArray[np.uint32] = np.empty(0, np.uint32)
        self._labels: NDArray[np.uint32] = np.empty(0, np.uint32)
        self._came: dict[int, list[Posting]] = {}
        self._came_count = 0
        self._gone: dict[int, set[Posting]] = {}
        self._large: dict[int, dict[int, NDArray[np.uint32]]] = {}

    def __len__(self) -> int:
        return len(self._hashes) + self._came_count

    def add(self, key: int, posting: Posting) -> None:
        """Add a posting that is not there."""
        gone = self._gone.get(key)
        if gone is not None and posting in gone:
            gone.remove(posting)
            return
        self._came.setdefault(key, []).append(posting)
        self._came_count += 1

    def remove(self, key: int, posting: Posting) -> None:
        """Take away a posting that is there."""
        came = self._came.get(key)
        if came is not None and posting in came:
            came.remove(posting)
            self._came_count -= 1
        else:
            self._gone.setdefault(key, set()).add(posting)

    def extend(self, hashes: Sequence[int], handles: Sequence[int], labels: Sequence[int]) -> None:
        """Add many postings that are not there: three columns of one length."""
        self._merge(
            np.asarray(hashes, np.uint64),
            np.asarray(handles, np.uint32),
            np.asarray(labels, np.uint32),
        )

    def fold(self) -> bool:
        """Fold in what came, if it has grown; tell whether it did."""
        if self._came_count < max(FOLD_LEAST, len(self._hashes) // FOLD_SHARE):
            return False
        self._fold()
        return True

    def _fold(self) -> None:
        rows = [(key, *posting) for key, some in self._came.items() for posting in some]
        columns = list(zip(*rows, strict=True)) or [(), (), ()]
        self._came, self._came_count = {}, 0
        self.extend(*columns)

    def of(
        self, keys: Iterable[int], labels: frozenset[int], most: int
    ) -> Mapping[int, Sequence[Posting]]:
        """Give the postings of each key under `labels`, no more than `most` + 1 under each label.

        So what is given under a label does not depend on what there is under another.
        """
        wanted = list(dict.fromkeys(keys))
        found: dict[int, list[Posting]] = {}
        if len(self._hashes) and wanted:
            self._add_sorted(wanted, labels, most, found)
        for key in wanted:
            came = self._came.get(key)
            if came:
                seen = [p for p in came if p[1] in labels]
                if seen:
                    found.setdefault(key, []).extend(seen)
        return {key: _at_most(some, most) for key, some in found.items()}

    def sorted_under(
        self, marks: frozenset[int]
    ) -> tuple[NDArray[np.uint64], NDArray[np.uint32], NDArray[np.uint32]]:
        """Give all postings under these marks in the order of their keys: keys, handles, marks."""
        if self._came_count or self._gone:
            self._fold()
        wanted = np.isin(self._labels, np.fromiter(marks, np.uint32, len(marks)))
        return self._hashes[wanted], self._handles[wanted], self._labels[wanted]

    def _add_sorted(
        self,
        wanted: Sequence[int],
        labels: frozenset[int],
        most: int,
        found: dict[int, list[Posting]],
    ) -> None:
        """Add what lies sorted: two binary searches for all keys at once."""
        asked = np.array(wanted, np.uint64)
        first = self._hashes.searchsorted(asked, "left").tolist()
        last = self._hashes.searchsorted(asked, "right").tolist()
        for key, low, high in zip(wanted, first, last, strict=True):
            if low == high:
                continue
            gone = self._gone.get(key, ())
            if high - low > LARGE:
                lying = self._of_large(key, low, high, labels, most + len(gone))
            else:
                handles = self._handles[low:high].tolist()
                under = self._labels[low:high].tolist()
                lying = [p for p in zip(handles, under, strict=True) if p[1] in labels]
            seen = [p for p in lying if p not in gone] if gone else lying
            if seen:
                found[key] = seen

    def _of_large(
        self, key: int, low: int, high: int, labels: frozenset[int], most: int
    ) -> list[Posting]:
        """Give the first under each label of a key that very many hold: sorted out once."""
        runs = self._large.get(key)
        if runs is None:
            under = self._labels[low:high]
            runs = {int(n): self._handles[low:high][under == n] for n in np.unique(under)}
            self._large[key] = runs
        return [
            (handle, label)
            for label in sorted(labels & runs.keys())
            for handle in runs[label][: most + 1].tolist()
        ]

    def _merge(
        self,
        hashes: NDArray[np.uint64],
        handles: NDArray[np.uint32],
        labels: NDArray[np.uint32],
    ) -> None:
        order = hashes.argsort(kind="stable")
        hashes, handles, labels = hashes[order], handles[order], labels[order]
        places = self._hashes.searchsorted(hashes, "right")
        self._hashes = np.insert(self._hashes, places, hashes)
        self._handles = np.insert(self._handles, places, handles)
        self._labels = np.insert(self._labels, places, labels)
        self._large = {}
        self._drop_gone()

    def _drop_gone(self) -> None:
        """Leave out what was taken away, now that the arrays are written anew."""
        if not self._gone:
            return
        keep = np.ones(len(self._hashes), np.bool_)
        for key, postings in self._gone.items():
            low, high = (
                int(self._hashes.searchsorted(np.uint64(key), s)) for s in ("left", "right")
            )
            for at in range(low, high):
                keep[at] = (int(self._handles[at]), int(self._labels[at])) not in postings
        self._hashes = self._hashes[keep]
        self._handles = self._handles[keep]
        self._labels = self._labels[keep]
        self._gone = {}


def _at_most(some: list[Posting], most: int) -> list[Posting]:
    """Give no more than `most` + 1 under each label, the first ones."""
    if len(some) <= most + 1:
        return some
    counts: dict[int, int] = {}
    kept = []
    for posting in some:
        count = counts.get(posting[1], 0)
        if count <= most:
            counts[posting[1]] = count + 1
            kept.append(posting)
    return kept
