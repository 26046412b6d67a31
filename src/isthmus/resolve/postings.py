"""Postings: which entities hold a key, under which label; a few bytes each.

Keys are kept as 64-bit hashes, so a lookup may, once in many lifetimes, propose a stranger: what is
proposed is compared, and a comparison reads values. Nearly all postings lie in one sorted array;
what came since lies in a dictionary, and is folded in when it has grown.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from isthmus.resolve.arrays import among, ranges

Posting: TypeAlias = tuple[int, int]
"""(handle of an entity, mark: a number under which it is seen)."""

Columns: TypeAlias = tuple[NDArray[np.uint64], NDArray[np.uint32], NDArray[np.uint32]]
"""Postings as columns of one length: hashes of keys, handles, marks."""

FOLD_LEAST: Final = 50_000
FOLD_SHARE: Final = 16
"""What came since is folded in when it is a sixteenth of what lies sorted."""

LARGE: Final = 256
"""More holders than this of one key are sorted out by label once, and not at each question."""

FEW: Final = 64
"""So many postings whose hashes have one head are looked through from end to end."""

PER_HEAD_BITS: Final = 2
"""So many bits fewer than the count of postings has a head: some four to eight share one."""

_MASK: Final = 0xFFFF_FFFF_FFFF_FFFF


def hashed(key: str) -> int:
    """Give the hash under which a key is kept, a whole number of 64 bits without a sign.

    It is keyed anew in each process, so that nobody can aim at one.
    """
    return hash(key) & _MASK


class Postings:
    """Key -> who holds it. Not safe for threads: its owner takes turns."""

    __slots__ = (
        "_came",
        "_came_count",
        "_gone",
        "_handles",
        "_handles_lying",
        "_hashes",
        "_large",
        "_marks",
        "_marks_lying",
        "_new_handles",
        "_new_hashes",
        "_new_marks",
        "_shift",
        "_sorted",
        "_starts",
    )

    def __init__(self) -> None:
        self._hashes: NDArray[np.uint64]
        self._handles: NDArray[np.uint32]
        self._marks: NDArray[np.uint32]
        self._lay(np.empty(0, np.uint64), np.empty(0, np.uint32), np.empty(0, np.uint32))
        # What was added last stands in columns, until somebody asks or takes something away.
        self._new_hashes: list[int] = []
        self._new_handles: list[int] = []
        self._new_marks: list[int] = []
        self._came: dict[int, list[Posting]] = {}
        self._came_count = 0
        self._gone: dict[int, set[Posting]] = {}

    def __len__(self) -> int:
        return len(self._hashes) + self._came_count + len(self._new_hashes)

    def add(self, key: int, posting: Posting) -> None:
        """Add a posting that is not there."""
        if self._gone:
            gone = self._gone.get(key)
            if gone is not None and posting in gone:
                gone.remove(posting)
                return
        self._new_hashes.append(key)
        self._new_handles.append(posting[0])
        self._new_marks.append(posting[1])

    def add_of(self, handle: int, marked: Collection[tuple[int, int]]) -> None:
        """Add postings of one entity that are not there, each a key with its mark."""
        if self._gone:
            for key, mark in marked:
                self.add(key, (handle, mark))
            return
        self._new_hashes += [key for key, _ in marked]
        self._new_marks += [mark for _, mark in marked]
        self._new_handles += [handle] * len(marked)

    def remove(self, key: int, posting: Posting) -> None:
        """Take away a posting that is there."""
        self._sort_in()
        came = self._came.get(key)
        if came is not None and posting in came:
            came.remove(posting)
            self._came_count -= 1
        else:
            self._gone.setdefault(key, set()).add(posting)

    def _sort_in(self) -> None:
        """Put what was added last where it is found by its key."""
        if not self._new_hashes:
            return
        came = self._came
        columns = zip(self._new_hashes, self._new_handles, self._new_marks, strict=True)
        for key, handle, mark in columns:
            some = came.get(key)
            if some is None:
                came[key] = [(handle, mark)]
            else:
                some.append((handle, mark))
        self._came_count += len(self._new_hashes)
        self._new_hashes, self._new_handles, self._new_marks = [], [], []

    def extend(self, hashes: Sequence[int], handles: Sequence[int], marks: Sequence[int]) -> None:
        """Add many postings that are not there: three columns of one length."""
        self._merge(
            np.asarray(hashes, np.uint64),
            np.asarray(handles, np.uint32),
            np.asarray(marks, np.uint32),
        )

    def fold(self, *, anyway: bool = False) -> bool:
        """Fold in what came, if it has grown or `anyway`; tell whether it did."""
        coming = self._came_count + len(self._new_hashes)
        if anyway and (coming or self._gone):
            self._fold()
            return True
        if coming < max(FOLD_LEAST, len(self._hashes) // FOLD_SHARE):
            return False
        self._fold()
        return True

    def _fold(self) -> None:
        hashes, handles, marks = self._new_hashes, self._new_handles, self._new_marks
        self._new_hashes, self._new_handles, self._new_marks = [], [], []
        for key, some in self._came.items():
            for handle, mark in some:
                hashes.append(key)
                handles.append(handle)
                marks.append(mark)
        self._came, self._came_count = {}, 0
        self.extend(hashes, handles, marks)

    def of(
        self, keys: Iterable[int], labels: frozenset[int], most: int
    ) -> Mapping[int, Sequence[Posting]]:
        """Give the postings of each key under `labels`, no more than `most` + 1 under each label.

        So what is given under a label does not depend on what there is under another.
        """
        self._sort_in()
        every = ((key, self._of(key, labels, most)) for key in keys)
        return {key: seen for key, seen in every if seen}

    def holders(
        self, keys: Iterable[int], marks: frozenset[int], most: int
    ) -> Mapping[int, Mapping[int, AbstractSet[int]]]:
        """Give the handles of those who hold each key, by mark: as `of` does, at less cost."""
        self._sort_in()
        found: dict[int, Mapping[int, AbstractSet[int]]] = {}
        starts, hashes, shift = self._starts, self._sorted, self._shift
        came, gone = self._came, self._gone
        for key in keys:
            bucket = key >> shift
            low, high = starts[bucket], starts[bucket + 1]
            lying = hashes[low:high].tolist() if high - low <= FEW else ()
            many = lying.count(key)
            if many and key not in came and key not in gone:
                low += lying.index(key)
                under = self._marks_lying[low : low + many].tolist()
                if under.count(under[0]) == many:
                    # Nearly always: all under one label.
                    if under[0] in marks:
                        most_high = low + min(many, most + 1)
                        found[key] = {under[0]: set(self._handles_lying[low:most_high])}
                    continue
            if many or high - low > FEW or key in came:
                some = self._of(key, marks, most)
                if some:
                    found[key] = _by_mark(some)
        return found

    def handles(
        self, keys: Iterable[int], marks: frozenset[int], most: int
    ) -> dict[int, Collection[int]]:
        """Give who holds each key under `marks`, each once: of what `of` gives the handles."""
        self._sort_in()
        found: dict[int, Collection[int]] = {}
        came, gone = self._came, self._gone
        handles, under = self._handles_lying, self._marks_lying
        for key in keys:
            low, high = self._span(key)
            if high - low > most or key in came or key in gone:
                seen = self._of(key, marks, most)
                if seen:
                    found[key] = {handle for handle, _ in seen}
            elif low != high:
                some = handles[low:high].tolist()
                if not marks.issuperset(under[low:high].tolist()):
                    some = [handles[n] for n in range(low, high) if under[n] in marks]
                if some:
                    found[key] = set(some)
        return found

    def _of(self, key: int, marks: frozenset[int], most: int) -> Sequence[Posting]:
        seen = self._lying(key, marks, most)
        if key in self._came:
            seen += [posting for posting in self._came[key] if posting[1] in marks]
        return seen if len(seen) <= most + 1 else _at_most(seen, most)

    def sorted_under(self, marks: frozenset[int]) -> Columns:
        """Give all postings under these marks in the order of their keys."""
        self.fold(anyway=True)
        hashes, handles, under = self._hashes, self._handles, self._marks
        places = np.flatnonzero(among(under, marks))
        return hashes[places], handles[places], under[places]

    def sharing(self, entities: NDArray[np.int64], marks: frozenset[int]) -> Columns:
        """Give the postings of the keys that some of these entities hold, all under these marks.

        In the order of their keys. What came since is not folded in for it.
        """
        if self._gone:
            self.fold(anyway=True)
        every = [(self._hashes, self._handles, self._marks), self._loose()]
        most = max(int(handles.max(initial=0)) for _, handles, _ in every)
        chosen = np.zeros(max(most, int(entities.max(initial=0))) + 1, np.bool_)
        chosen[entities] = True
        keys = np.empty(0, np.uint64)
        for hashes, handles, under in every:
            places = np.flatnonzero(chosen[handles])
            held = hashes[places[among(under[places], marks)]]
            keys = np.union1d(keys, held)
        found = [_of_keys(columns, keys, marks) for columns in every]
        hashes, handles, under = (np.concatenate(some) for some in zip(*found, strict=True))
        order = hashes.argsort(kind="stable")
        return hashes[order], handles[order], under[order]

    def _loose(self) -> Columns:
        """Give what came since in the order of its keys, as columns."""
        hashes = [key for key, some in self._came.items() for _ in some]
        came = [posting for some in self._came.values() for posting in some]
        columns = (
            np.array(hashes + self._new_hashes, np.uint64),
            np.array([handle for handle, _ in came] + self._new_handles, np.uint32),
            np.array([mark for _, mark in came] + self._new_marks, np.uint32),
        )
        order = columns[0].argsort(kind="stable")
        return columns[0][order], columns[1][order], columns[2][order]

    def _span(self, key: int) -> tuple[int, int]:
        """Tell where a key lies sorted: hashes are evenly spread, so their head says about where.

        From, and to before which.
        """
        bucket = key >> self._shift
        low, high = self._starts[bucket], self._starts[bucket + 1]
        if low == high:
            return low, low
        low = bisect_left(self._sorted, key, low, high)
        if low == high or self._sorted[low] != key:
            return low, low
        return low, bisect_right(self._sorted, key, low, high)

    def _lying(self, key: int, labels: frozenset[int], most: int) -> list[Posting]:
        """Give what lies sorted of a key."""
        low, high = self._span(key)
        if low == high:
            return []
        if high - low > LARGE:
            gone: Collection[Posting] = self._gone.get(key, ())
            lying = self._of_large(key, low, high, labels, most + len(gone))
        else:
            marks, handles = self._marks_lying, self._handles_lying
            lying = [(handles[n], m) for n in range(low, high) if (m := marks[n]) in labels]
        if self._gone and key in self._gone:
            gone = self._gone[key]
            return [p for p in lying if p not in gone]
        return lying

    def _of_large(
        self, key: int, low: int, high: int, labels: frozenset[int], most: int
    ) -> list[Posting]:
        """Give the first under each label of a key that very many hold: sorted out once."""
        runs = self._large.get(key)
        if runs is None:
            under = self._marks[low:high]
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
        marks: NDArray[np.uint32],
    ) -> None:
        if self._gone:
            # First of all: what went may be among what comes.
            keep = self._kept()
            self._hashes, self._handles = self._hashes[keep], self._handles[keep]
            self._marks, self._gone = self._marks[keep], {}
        order = hashes.argsort(kind="stable")
        hashes, handles, marks = hashes[order], handles[order], marks[order]
        places = self._hashes.searchsorted(hashes, "right")
        self._lay(
            np.insert(self._hashes, places, hashes),
            np.insert(self._handles, places, handles),
            np.insert(self._marks, places, marks),
        )

    def _lay(
        self,
        hashes: NDArray[np.uint64],
        handles: NDArray[np.uint32],
        marks: NDArray[np.uint32],
    ) -> None:
        """Take sorted columns, and note where the hashes of each head begin."""
        self._hashes, self._handles, self._marks = hashes, handles, marks
        # Views by which one is read in a fraction of the time.
        self._sorted, self._handles_lying, self._marks_lying = (
            column.data for column in (hashes, handles, marks)
        )
        self._large: dict[int, dict[int, NDArray[np.uint32]]] = {}
        bits = max(1, len(hashes).bit_length() - PER_HEAD_BITS)
        self._shift = 64 - bits
        heads = np.arange(1 << bits, dtype=np.uint64) << np.uint64(self._shift)
        starts = np.append(hashes.searchsorted(heads), len(hashes))
        self._starts = starts.astype(np.uint32).data

    def _kept(self) -> NDArray[np.bool_]:
        """Tell of each posting whether it was not taken away."""
        keep = np.ones(len(self._hashes), np.bool_)
        for key, postings in self._gone.items():
            low, high = (
                int(self._hashes.searchsorted(np.uint64(key), s)) for s in ("left", "right")
            )
            for at in range(low, high):
                keep[at] = (int(self._handles[at]), int(self._marks[at])) not in postings
        return keep


def _by_mark(some: Iterable[Posting]) -> Mapping[int, AbstractSet[int]]:
    found: dict[int, set[int]] = {}
    for handle, mark in some:
        if mark in found:
            found[mark].add(handle)
        else:
            found[mark] = {handle}
    return found


def _at_most(some: list[Posting], most: int) -> list[Posting]:
    """Give no more than `most` + 1 under each label, the first ones."""
    counts: dict[int, int] = {}
    kept = []
    for posting in some:
        count = counts.get(posting[1], 0)
        if count <= most:
            counts[posting[1]] = count + 1
            kept.append(posting)
    return kept


def _of_keys(columns: Columns, keys: NDArray[np.uint64], marks: frozenset[int]) -> Columns:
    """Give the postings of some keys under these marks; `columns` lie in the order of keys."""
    hashes, handles, under = columns
    first, last = (hashes.searchsorted(keys, side) for side in ("left", "right"))
    counts = last - first
    places = ranges(first, counts)
    places = places[among(under[places], marks)]
    return hashes[places], handles[places], under[places]
