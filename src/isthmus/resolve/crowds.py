"""Crowds: keys that very many hold, and which of these are given.

Of those who hold a key under a label the ones are given that are first in an order of the entities
themselves. Who came first tells nothing: it would show what was said of somebody under a label that
is withheld. What is kept of a crowd is kept once, so that a question takes as long as for a few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Posting: TypeAlias = tuple[int, int]
"""(handle of an entity, mark: a number under which it is seen)."""

Handles: TypeAlias = NDArray[np.uint32]

First: TypeAlias = Callable[[Handles, int], Handles]
"""Gives the first so many of some handles, in an order that rests on their entities alone."""

GONE: Final = 0xFFFF_FFFF
"""The mark of a posting that was taken away, where it lies until all is written anew."""

KEPT: Final = 512
"""So many of a crowd are kept in their order under each mark."""


class _Run:
    """Those of a crowd under one mark.

    `first`: the first of them in their order, without those of `fresh`, who came since it was made.
    `whole`: there are no others. `came`: who does not lie sorted.
    """

    __slots__ = ("came", "first", "fresh", "whole")

    def __init__(self) -> None:
        self.first = np.empty(0, np.uint32)
        self.whole = False
        self.fresh: list[int] = []
        self.came: dict[int, None] = {}


class Crowd:
    """The postings of one key: `handles` and `marks` as they lie, and what came since.

    Whoever iterates gets what came since. `marks` is written to.
    """

    __slots__ = ("_first", "_handles", "_marks", "_order", "_runs")

    def __init__(
        self, first: First, handles: Handles, marks: Handles, came: Iterable[Posting]
    ) -> None:
        self._first, self._handles, self._marks = first, handles, marks
        self._order: NDArray[np.intp] | None = None
        self._runs = {mark: _Run() for mark in np.unique(marks).tolist() if mark != GONE}
        for posting in came:
            self.append(posting)

    def __iter__(self) -> Iterator[Posting]:
        for mark, run in self._runs.items():
            for handle in run.came:
                yield handle, mark

    def append(self, posting: Posting) -> None:
        """Add a posting that is not there."""
        handle, mark = posting
        run = self._runs.get(mark)
        if run is None:
            run = self._runs[mark] = _Run()
        run.came[handle] = None
        run.fresh.append(handle)

    def remove(self, posting: Posting) -> bool:
        """Take away a posting that is there; tell whether it came since the others lie sorted."""
        handle, mark = posting
        run = self._runs[mark]
        run.first = run.first[run.first != handle]
        if handle in run.came:
            del run.came[handle]
            return True
        if self._order is None:
            self._order = self._handles.argsort()
        low, high = (
            self._handles.searchsorted(np.uint32(handle), side, sorter=self._order)
            for side in ("left", "right")
        )
        places = self._order[low:high]
        self._marks[places[self._marks[places] == mark]] = GONE
        return False

    def under(self, marks: frozenset[int], most: int, *, ordered: bool) -> dict[int, list[int]]:
        """Give the handles under each of some marks, of more than `most` + 1 so many.

        `ordered`: the first ones; else any.
        """
        found: dict[int, list[int]] = {}
        for mark in marks & self._runs.keys():
            some = self._some(mark, most, ordered=ordered)
            if len(some):
                found[mark] = some.tolist()
        return found

    def _some(self, mark: int, most: int, *, ordered: bool) -> Handles:
        run = self._runs[mark]
        if most >= KEPT:
            every = self._every(mark, run)
            return self._first(every, most + 1) if ordered else every[: most + 1]
        if not run.whole and len(run.first) <= most:
            every = self._every(mark, run)
            run.first, run.whole = self._first(every, KEPT), len(every) <= KEPT
            run.fresh = []
        elif run.fresh and (ordered or len(run.first) <= most):
            # Who stands behind the last of `first` is not known, unless there was nobody.
            came = run.came.keys() & run.fresh
            every = np.concatenate([run.first, np.fromiter(came, np.uint32, len(came))])
            kept = KEPT if run.whole else len(run.first)
            run.first, run.whole = self._first(every, kept), run.whole and len(every) <= kept
            run.fresh = []
        return run.first[: most + 1]

    def _every(self, mark: int, run: _Run) -> Handles:
        came = np.fromiter(run.came, np.uint32, len(run.came))
        return np.concatenate([self._handles[self._marks == mark], came])
