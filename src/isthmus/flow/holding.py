"""Holding: the index of a partition, kept in step with its store.

1. Whoever wants to ask takes his turn, and the index first learns what came and moved since.
2. What it learns comes from a unit of work, so it holds nothing that is not committed.
3. Another store or ontology, or another choice of what is compared, has it made anew.
4. Whoever answers a question waits for a while and then says that it is not ready: else everybody
   who asks would wait until it is made, and nothing else would be answered.
5. What is past its day by the node's clock is not in it, swept or not. When the clock was put back,
   it is there again: nothing was erased meanwhile.

It is a cache of the store that no file holds: a process that starts makes it from the statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from threading import RLock
from typing import Final, TypeAlias

from isthmus.errors import UnavailableError
from isthmus.model.canonical import microseconds
from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.ontology import Ontology
from isthmus.model.statement import Claim, Moved
from isthmus.phrases import say
from isthmus.ports import Clock, Store, UnitOfWork
from isthmus.resolve.entity_keys import entity_keys, indexed
from isthmus.resolve.index import Index
from isthmus.resolve.names import Names

Keyed: TypeAlias = tuple[Ontology, Names]
"""What the keys depend on."""

Following: TypeAlias = Callable[[int, Collection[str], Collection[LabelId], int], Sequence[Moved]]
"""Gives what came, or what moved, after a number."""

NEVER: Final = 2**63 - 1
"""A day that does not come, microseconds."""
STEP: Final = 20_000
"""Statements that are learned at once."""
AT_ONCE: Final = 200_000
"""Of so many statements it is made while somebody waits for his answer: some seconds."""


class Holding:
    """The index of one partition in this process, and whose turn it is.

    `patience_s`: how long whoever answers a question waits for his turn. None: until he has it, and
    he makes the index himself, as in a process where nobody else would. `_today`: the time by which
    the index leaves out what is past; `_next_day`: nothing in it is past before.
    """

    __slots__ = (
        "_between",
        "_compared",
        "_index",
        "_made_for",
        "_move",
        "_next_day",
        "_properties",
        "_said",
        "_share",
        "_today",
        "_turn",
        "patience_s",
    )

    def __init__(self) -> None:
        self.patience_s: float | None = None
        self._between: Callable[[], None] = _nothing
        self._share = 0
        self._turn = RLock()
        self._made_for: tuple[Store, Keyed] | None = None
        self._compared: frozenset[str] = frozenset()
        self._index: Index | None = None
        self._properties: frozenset[str] = frozenset()
        self._said = self._move = 0
        self._today, self._next_day = 0, NEVER

    @contextmanager
    def turn(
        self,
        store: Store,
        unit: UnitOfWork,
        keyed: Keyed,
        compared: frozenset[str],
        clock: Clock,
    ) -> Iterator[Index]:
        """Give the index in step with what `unit` of `store` sees, to one at a time.

        `compared`: properties that it holds beside those that have keys. `clock`: the partition's.
        """
        with self._turn:
            yield self._current(unit, (store, keyed), compared, clock)

    def make(
        self,
        store: Store,
        keyed: Keyed,
        compared: frozenset[str],
        clock: Clock,
        between: Callable[[], None],
    ) -> None:
        """Make the index. `between`: done before each step; what it raises ends the making."""
        with store.reading() as unit, self._turn:
            self._between = between
            try:
                self._current(unit, (store, keyed), compared, clock)
            finally:
                self._between = _nothing

    @contextmanager
    def turn_soon(
        self,
        store: Store,
        unit: UnitOfWork,
        keyed: Keyed,
        compared: frozenset[str],
        clock: Clock,
    ) -> Iterator[Index]:
        """Give it as `turn` does; raises UnavailableError where that would take too long."""
        if not self._turn.acquire(timeout=-1 if self.patience_s is None else self.patience_s):
            raise self._not_ready()
        try:
            made = self._made((store, keyed), compared) is not None
            if not made and self.patience_s is not None and unit.statements.last() > AT_ONCE:
                raise self._not_ready()
            yield self._current(unit, (store, keyed), compared, clock)
        finally:
            self._turn.release()

    def _made(self, made_for: tuple[Store, Keyed], compared: frozenset[str]) -> Index | None:
        """Give the index if it was made for this, and holds all that is compared."""
        fits = self._made_for == made_for and compared <= self._compared
        return self._index if fits else None

    def _not_ready(self) -> UnavailableError:
        message = say(
            "expected the index of names and numbers, of which {share} % are ready",
            share=self._share,
        )
        return UnavailableError(
            message, repair=say("try again in a minute; all else answers meanwhile")
        )

    def _current(
        self,
        unit: UnitOfWork,
        made_for: tuple[Store, Keyed],
        compared: frozenset[str],
        clock: Clock,
    ) -> Index:
        now = microseconds(clock.now())
        _, (ontology, names) = made_for
        index, finish = self._made(made_for, compared), Index.settle
        if index is None:
            index = Index(partial(entity_keys, ontology=ontology, names=names))
            # What waits to be folded in takes ten times the memory, and the first load would wait.
            finish = Index.fold
            self._made_for = made_for
            # What was asked for once is held, so that two models in turn do not take turns here.
            self._compared |= compared
            self._properties = indexed(ontology) | self._compared
            self._said, self._move = 0, unit.statements.last_move()
            self._today, self._next_day = now, _next_day(unit, now)
        # Left unset until it is whole: half an index would say of things that they are not there.
        self._index = None
        if not self._today <= now < self._next_day:
            self._turn_to(unit, index, now)
        said, moved = unit.claims.said_after, unit.claims.moved_after
        last, last_move = unit.statements.last(), unit.statements.last_move()
        self._move = self._caught_up(unit, index, moved, self._move, last_move)
        self._said = self._caught_up(unit, index, said, self._said, last)
        finish(index)
        self._index = index
        return index

    def _caught_up(
        self, unit: UnitOfWork, index: Index, read: Following, place: int, last: int
    ) -> int:
        """Have the index learn what follows a number, up to another; give how far it is."""
        while place < last:
            self._share = 100 * place // last
            self._between()
            labels = frozenset(unit.labels.all())
            rows = read(place, self._properties, labels, STEP)
            self._learn(index, rows)
            place = rows[-1].number if len(rows) == STEP else last
        return place

    def _turn_to(self, unit: UnitOfWork, index: Index, now: int) -> None:
        """Take out what is past its day since, or put back what is not yet where time went back."""
        first, last = sorted((self._today, now))
        place, full = (first, StatementSeq(NEVER)), True
        self._today, self._next_day = now, _next_day(unit, now)
        labels = frozenset(unit.labels.all())
        while full:
            self._between()
            rows = unit.claims.ending_after(place, last, self._properties, labels, STEP)
            self._learn(index, rows)
            full = len(rows) == STEP
            place = (rows[-1].expires_on, rows[-1].claim.seq) if rows else place

    def _learn(self, index: Index, rows: Iterable[Moved]) -> None:
        """Have the index hold what is asserted and not past its day, and nothing else of these."""
        came: dict[EntityId, dict[StatementSeq, Claim]] = defaultdict(dict)
        gone: dict[EntityId, set[StatementSeq]] = defaultdict(set)
        for row in rows:
            if row.asserted and row.expires_on > self._today:
                came[row.entity][row.claim.seq] = row.claim
                # What came since has a day that nobody asked the store for.
                self._next_day = min(self._next_day, row.expires_on)
            else:
                gone[row.entity].add(row.claim.seq)
        for entity in dict.fromkeys((*came, *gone)):
            index.update(entity, [*came[entity].values()], gone[entity])
        index.settle()


def _nothing() -> None:
    """Do nothing between two steps."""


def _next_day(unit: UnitOfWork, now: int) -> int:
    """Give the next day on which anything may be past, microseconds."""
    day = unit.claims.next_day(now)
    return NEVER if day is None else day
