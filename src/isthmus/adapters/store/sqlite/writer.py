"""The writer: units of work take turns on one connection, and share one sync of the disk.

A member of a group works inside a savepoint of the group's transaction; the first needs none, for
what it rolls back is all there is. Whoever ends while others wait hands the transaction on and
sleeps; whoever closes the group commits it for all. A member that fails rolls back and harms no
other; a commit that fails, fails all.

A group closes when nobody waits, when it is 5 ms old, when it has 64 members, or before a member
whose thread last held the turn for longer than a group may be old: nobody's commit waits for a
bulk slice that began after it.

Turns come in order of arrival, but for one thing: a bulk slice that waits is overtaken by whoever
is quick, so that nobody who is quick waits for two of them; for a tenth of a second, and then its
turn is next.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final

from isthmus.adapters.store.sqlite.spelling import ours
from isthmus.errors import IsthmusError, StateError, UnavailableError
from isthmus.phrases import say

GROUP_AGE_S: Final = 0.005
GROUP_MEMBERS: Final = 64
OVERTAKEN_S: Final = 0.1
"""So long others go before a bulk slice that waits."""
_ABOUT_TO_WAKE: Final = -1
"""Stands for the thread that has got the turn and does not run yet; no thread has this number."""


@dataclass(slots=True, eq=False)
class _Turn:
    """A wait for the connection. `slow`: its thread's last unit was a bulk slice."""

    slow: bool
    came: float = field(default_factory=perf_counter)
    given: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True, eq=False)
class _Group:
    """Members of one transaction. `failure` is set before `ended` when the commit failed."""

    began: float
    members: int = 0
    failure: IsthmusError | None = None
    ended: threading.Event = field(default_factory=threading.Event)


class Writer:
    """Gives turns on the write connection, in order of arrival, bulk slices a little later.

    `group_age_s`: how old a group may be when the turn is handed on within it, and how long a unit
    may take that is no bulk slice; `overtaken_s`: how long others go before such a slice.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        group_age_s: float = GROUP_AGE_S,
        overtaken_s: float = OVERTAKEN_S,
    ) -> None:
        self.connection = connection
        self._group_age_s = group_age_s
        self._overtaken_s = overtaken_s
        self._lock = threading.Lock()
        self._waiting: deque[_Turn] = deque()
        self._holder: int | None = None
        self._closed = False
        self._group: _Group | None = None
        self._took_turn = 0.0
        self._last = threading.local()

    def begin(self) -> None:
        """Wait for the turn, then begin the group's transaction, or open a savepoint in it."""
        self._take_turn()
        try:
            if self._group is None:
                self.connection.execute("BEGIN IMMEDIATE")
                self._group = _Group(perf_counter())
            if self._group.members:
                self.connection.execute("SAVEPOINT member")
        except BaseException as error:
            self._end_turn(self._failed_group(error))
            if isinstance(error, sqlite3.Error):
                raise ours(error) from error
            raise

    def commit(self) -> None:
        """Give up the turn; return when the member's work is on the disk, or raise its failure."""
        group = self._current()
        try:
            if group.members:
                self.connection.execute("RELEASE member")
        except sqlite3.Error as error:
            self._end_turn(self._failed_group(error))
            raise ours(error) from error
        group.members += 1
        self._leave(group)
        group.ended.wait()
        if group.failure is not None:
            # A fresh error for each member: a traceback belongs to one thread.
            raise type(group.failure)(str(group.failure)) from group.failure

    def roll_back(self) -> None:
        """Undo the member's work and give up the turn."""
        group = self._current()
        try:
            if not group.members:
                self.connection.execute("ROLLBACK")
                self.connection.execute("BEGIN IMMEDIATE")
            else:
                self.connection.execute("ROLLBACK TO member")
                self.connection.execute("RELEASE member")
        except sqlite3.Error as error:
            # The disk was full, or worse: SQLite has ended the transaction of all members.
            self._end_turn(self._failed_group(error))
            return
        self._leave(group)

    @property
    def waiting(self) -> int:
        """How many wait for the turn."""
        return len(self._waiting)

    def close(self) -> None:
        """Wait for the turn and close the connection; whoever comes later is turned away."""
        self._take_turn()
        self._closed = True
        ended = self._group and self._ended_group(self._group)
        self.connection.close()
        self._end_turn(ended)

    def _current(self) -> _Group:
        if self._group is None:
            raise StateError("expected an open transaction, got none")
        return self._group

    def _take_turn(self) -> None:
        me = threading.get_ident()
        turn = _Turn(slow=getattr(self._last, "held_s", 0.0) > self._group_age_s)
        with self._lock:
            if self._holder == me:
                raise StateError("expected one writing unit of work per thread, got a second")
            free = self._holder is None
            if free:
                self._holder = me
            else:
                self._waiting.append(turn)
        if not free:
            self._wait(turn, me)
        self._took_turn = perf_counter()
        if self._closed:
            self._end_turn(None)
            raise UnavailableError(say("expected an open store, got one that is closed"))

    def _wait(self, turn: _Turn, me: int) -> None:
        try:
            turn.given.wait()
        except BaseException:
            with self._lock:
                waiting = turn in self._waiting
                if waiting:
                    self._waiting.remove(turn)
            if not waiting:
                self._end_turn(self._group and self._ended_group(self._group))
            raise
        self._holder = me

    def _leave(self, group: _Group) -> None:
        """Hand the open transaction on, or end it for all and give up the turn."""
        if not self._handed_on(group):
            self._end_turn(self._ended_group(group))

    def _handed_on(self, group: _Group) -> bool:
        with self._lock:
            young = perf_counter() - group.began < self._group_age_s
            goes_on = young and group.members < GROUP_MEMBERS
            turn = self._next()
            if not goes_on or turn is None or turn.slow:
                return False
            self._last.held_s = perf_counter() - self._took_turn
            self._pass_turn(turn)
            return True

    def _ended_group(self, group: _Group) -> _Group:
        """Commit for all members of the group."""
        try:
            self.connection.execute("COMMIT" if group.members else "ROLLBACK")
        except BaseException as error:  # noqa: BLE001 - every member must hear of it, whatever it is
            return self._failed_group(error) or group
        self._group = None
        return group

    def _failed_group(self, error: BaseException) -> _Group | None:
        """Roll everything back and note why, for all members of the group."""
        group, self._group = self._group, None
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")
        if group is not None:
            group.failure = (
                ours(error)
                if isinstance(error, sqlite3.Error)
                else UnavailableError(f"expected a commit, got {type(error).__name__}")
            )
        return group

    def _end_turn(self, ended: _Group | None) -> None:
        with self._lock:
            self._last.held_s = perf_counter() - self._took_turn
            self._pass_turn(self._next())
        if ended is not None:
            ended.ended.set()

    def _next(self) -> _Turn | None:
        """Give whose turn is next: for a while, quick ones go before a bulk slice."""
        if not self._waiting:
            return None
        first = self._waiting[0]
        if not first.slow or perf_counter() - first.came > self._overtaken_s:
            return first
        return next((turn for turn in self._waiting if not turn.slow), first)

    def _pass_turn(self, turn: _Turn | None) -> None:
        if turn is None:
            self._holder = None
            return
        self._waiting.remove(turn)
        self._holder = _ABOUT_TO_WAKE
        turn.given.set()
