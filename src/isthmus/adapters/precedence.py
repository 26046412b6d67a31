"""Precedence between the threads of one process, which share one interpreter lock.

Without it a page waits a slice of the interpreter for each query that it makes, as long as a bulk
load computes beside it. Bulk work that gives way at its steps leaves the interpreter free instead.

It gives way for `WAIT_S` at most, and then goes on for `RUN_S` at least, so that readers who ask
without a pause slow a load down but never stop it.

Whoever goes first gives way to nobody, in steps that bulk work has too: not to itself, nor to
others who go first. Who that is stands in the context, which goes along to the thread of a call.
"""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from time import perf_counter
from typing import Final

WAIT_S: Final = 0.1
RUN_S: Final = 0.01
QUIET_S: Final = 5.0

_GOES_FIRST: Final = ContextVar("isthmus_goes_first", default=False)


class ThreadPrecedence:
    """Precedence. `wait_s`, `run_s`: how long bulk work waits at most, and runs at least.

    `quiet_s`: after so long without anybody who goes first it counts as alone.
    """

    def __init__(
        self, *, wait_s: float = WAIT_S, run_s: float = RUN_S, quiet_s: float = QUIET_S
    ) -> None:
        self._wait_s = wait_s
        self._run_s = run_s
        self._quiet_s = quiet_s
        self._left = -inf
        self._lock = threading.Lock()
        self._ahead = 0
        self._free = threading.Event()
        self._free.set()
        self._last = threading.local()

    @contextmanager
    def first(self) -> Generator[None]:
        """Go first: until the block ends, bulk work gives way."""
        with self._lock:
            self._ahead += 1
            self._free.clear()
        before = _GOES_FIRST.get()
        _GOES_FIRST.set(True)
        try:
            yield
        finally:
            _GOES_FIRST.set(before)
            with self._lock:
                self._ahead -= 1
                self._left = perf_counter()
                if not self._ahead:
                    self._free.set()

    def give_way(self) -> None:
        """Wait a moment, and no longer than is fair, while somebody else goes first."""
        if self._free.is_set() or _GOES_FIRST.get():
            return
        if perf_counter() - getattr(self._last, "went_on", 0.0) < self._run_s:
            return
        self._free.wait(self._wait_s)
        self._last.went_on = perf_counter()

    def alone(self) -> bool:
        """Tell whether nobody has gone first for a while."""
        return self._free.is_set() and perf_counter() - self._left > self._quiet_s
