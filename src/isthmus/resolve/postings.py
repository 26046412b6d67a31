"""Postings: which entities hold a key, under which label; a few bytes each.

Keys are kept as 64-bit hashes, so a lookup may, once in many lifetimes, propose a stranger: what is
proposed is compared, and a comparison reads values. Nearly all postings lie in one sorted array,
where one that was taken away bears a mark of its own; what came since lies in a dictionary. When
both have grown all is written anew. Keys that very many hold: `crowds`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from isthmus.resolve.arrays import among, ranges
from isthmus.resolve.crowds import GONE, Crowd, First, Posting

Columns: TypeAlias = tuple[NDArray[np.uint64], NDArray[np.uint32], NDArray[np.uint32]]
"""Postings as columns of one length: hashes of keys, handles, marks."""

FOLD_LEAST: Final = 50_000
FOLD_SHARE: Final = 16
"""All is written anew when what came since, and what went, is a sixteenth of what lies sorted."""

LARGE: Final = 256
"""More holders than this of one key are a crowd: sorted out once, and not at each question."""

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
    """Key -> who holds it. Not safe for threads: its owner takes turns.

    `first`: which are given of a key's holders where not all are.
    """

    __slots__ = (
        "_came",
        "_came_count",
        "_dead",
        "_first",
        "_handles",
        "_handles_lying",
        "_hashes",
        "_marks",
        "_marks_lying",
        "_new_handles",
        "_new_hashes",
        "_new_marks",
        "_shift",
        "_sorted",
        "_starts",
    )

    def __init__(self, first: First) -> None:
        self._first = first
        self._hashes: NDArray[np.uint64]
        self._handles: NDArray[np.uint32]
        self._marks: NDArray[np.uint32]
        self._lay(np.empty(0, np.uint64), np.empty(0, np.uint32), np.empty(0, np.uint32))
        # What was added last stands in columns, until somebody asks or takes something away.
        self._new_hashes: list[int] = []
        self._new_handles: list[int] = []
        self._new_marks: list[int] = []

    def __len__(self) -> int:
        return len(self._hashes) - self._dead + self._came_count + len(self._new_hashes)

    def add(self, key: int, posting: Posting) -> None:
        """Add a posting that is not there."""
        self._new_hashes.append(key)
        self._new_handles.append(posting[0])
        self._new_marks.append(posting[1])

    def add_of(self, handle: int, marked: Collection[tuple[int, int]]) -> None:
        """Add postings of one entity that are not there, each a key with its mark."""
        self._new_hashes += [key for key, _ in marked]
        self._new_marks += [mark for _, mark in marked]
        self._new_handles += [handle] * len(marked)

    def remove(self, key: int, posting: Posting) -> None:
        """Take away a posting that is there."""
        self._sort_in()
        few = self._came.get(key)
        if isinstance(few, list) and len(few) <= LARGE and posting in few:
            few.remove(posting)
            self._came_count -= 1
            return
        low, high = self._span(key)
        came = self._came_of(key, low, high)
        if isinstance(came, Crowd):
            if came.remove(posting):
                self._came_count -= 1
                return
        else:
            handles, marks = self._handles_lying, self._marks_lying
            handle, mark = posting
            at = next(n for n in range(low, high) if handles[n] == handle and marks[n] == mark)
            marks[at] = GONE
        self._dead += 1

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
        self.fold(anyway=True)
        self._merge(
            np.asarray(hashes, np.uint64),
            np.asarray(handles, np.uint32),
            np.asarray(marks, np.uint32),
        )

    def fold(self, *, anyway: bool = False) -> bool:
        """Fold in what came, if that and what went has grown or `anyway`; tell whether it did."""
        least = 1 if anyway else max(FOLD_LEAST, len(self._hashes) // FOLD_SHARE)
        if self._came_count + len(self._new_hashes) + self._dead < least:
            return False
        hashes, handles, marks = self._new_hashes, self._new_handles, self._new_marks
        self._new_hashes, self._new_handles, self._new_marks = [], [], []
        for key, some in self._came.items():
            for handle, mark in some:
                hashes.append(key)
                handles.append(handle)
                marks.append(mark)
        self._merge(
            np.array(hashes, np.uint64), np.array(handles, np.uint32), np.array(marks, np.uint32)
        )
        return True

    def holders(
        self, keys: Iterable[int], marks: frozenset[int], most: int
    ) -> Mapping[int, Mapping[int, AbstractSet[int]]]:
        """Give the handles of those who hold each key under each mark.

        Of more than `most` + 1 so many, whichever: enough to tell that there are more than `most`.
        """
        self._sort_in()
        found: dict[int, Mapping[int, AbstractSet[int]]] = {}
        starts, hashes, shift = self._starts, self._sorted, self._shift
        came = self._came
        for key in keys:
            bucket = key >> shift
            low, high = starts[bucket], starts[bucket + 1]
            lying = hashes[low:high].tolist() if high - low <= FEW else ()
            many = lying.count(key)
            if many and key not in came:
                low += lying.index(key)
                under = self._marks_lying[low : low + many].tolist()
                if under.count(under[0]) == many:
                    # Nearly always: all under one label.
                    if under[0] in marks:
                        most_high = low + min(many, most + 1)
                        found[key] = {under[0]: set(self._handles_lying[low:most_high])}
                    continue
            if many or high - low > FEW or key in came:
                some = self._under(key, marks, most, ordered=False)
                if some:
                    found[key] = {mark: set(these) for mark, these in some.items()}
        return found

    def handles(
        self, keys: Iterable[int], marks: frozenset[int], most: int
    ) -> dict[int, Collection[int]]:
        """Give who holds each key under `marks`, each once.

        Of more than `most` + 1 under one mark so many, the first in the order of the entities. So
        what is given under a mark depends on nothing that there is under another.
        """
        self._sort_in()
        found: dict[int, Collection[int]] = {}
        came = self._came
        handles, under = self._handles_lying, self._marks_lying
        for key in keys:
            low, high = self._span(key)
            some = came.get(key, ())
            if isinstance(some, Crowd) or high - low + len(some) > most:
                seen = self._under(key, marks, most, ordered=True)
                if seen:
                    found[key] = set().union(*seen.values())
                continue
            these = handles[low:high].tolist()
            if these and not marks.issuperset(under[low:high].tolist()):
                these = [handles[n] for n in range(low, high) if under[n] in marks]
            if some:
                these += [handle for handle, mark in some if mark in marks]
            if these:
                found[key] = set(these)
        return found

    def _under(
        self, key: int, marks: frozenset[int], most: int, *, ordered: bool
    ) -> dict[int, list[int]]:
        """Give the handles under each mark; `ordered`: of too many the first ones, else any."""
        low, high = self._span(key)
        some = self._came_of(key, low, high)
        if isinstance(some, Crowd):
            return some.under(marks, most, ordered=ordered)
        found: dict[int, list[int]] = {}
        if low != high:
            columns = self._handles_lying[low:high].tolist(), self._marks_lying[low:high].tolist()
            some = [*zip(*columns, strict=True), *some]
        for handle, mark in some:
            if mark in marks:
                if mark in found:
                    found[mark].append(handle)
                else:
                    found[mark] = [handle]
        for mark, these in found.items():
            if len(these) > most + 1:
                found[mark] = (
                    self._first(np.array(these, np.uint32), most + 1).tolist()
                    if ordered
                    else these[: most + 1]
                )
        return found

    def _came_of(self, key: int, low: int, high: int) -> Sequence[Posting] | Crowd:
        """Give what came of a key, which lies from `low` to before `high`; all of a crowd."""
        some = self._came.get(key, ())
        if isinstance(some, Crowd) or high - low + len(some) <= LARGE:
            return some
        lying = self._handles[low:high], self._marks[low:high]
        crowd = self._came[key] = Crowd(self._first, *lying, some)
        return crowd

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

    def _merge(
        self,
        hashes: NDArray[np.uint64],
        handles: NDArray[np.uint32],
        marks: NDArray[np.uint32],
    ) -> None:
        """Lay all anew, with some that come. What came before is among these."""
        if self._dead:
            keep = self._marks != GONE
            self._hashes, self._handles = self._hashes[keep], self._handles[keep]
            self._marks = self._marks[keep]
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
        """Take sorted columns, all that there is, and note where the hashes of each head begin."""
        self._came: dict[int, list[Posting] | Crowd] = {}
        self._came_count = self._dead = 0
        self._hashes, self._handles, self._marks = hashes, handles, marks
        # Views by which one is read in a fraction of the time.
        self._sorted, self._handles_lying, self._marks_lying = (
            column.data for column in (hashes, handles, marks)
        )
        bits = max(1, len(hashes).bit_length() - PER_HEAD_BITS)
        self._shift = 64 - bits
        heads = np.arange(1 << bits, dtype=np.uint64) << np.uint64(self._shift)
        starts = np.append(hashes.searchsorted(heads), len(hashes))
        self._starts = starts.astype(np.uint32).data


def _of_keys(columns: Columns, keys: NDArray[np.uint64], marks: frozenset[int]) -> Columns:
    """Give the postings of some keys under these marks; `columns` lie in the order of keys."""
    hashes, handles, under = columns
    first, last = (hashes.searchsorted(keys, side) for side in ("left", "right"))
    counts = last - first
    places = ranges(first, counts)
    places = places[among(under[places], marks)]
    return hashes[places], handles[places], under[places]
