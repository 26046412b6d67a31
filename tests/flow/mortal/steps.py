"""Steps at which a process kills itself: around each commit, append, sending and scrub, and before
each file that its node writes.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from threading import Lock

from isthmus.audit.tree import TreeHead
from isthmus.flow.dispatch import Carrier
from isthmus.ports import Log, Store, UnitOfWork

TOUCHES = {"os.rename": "file.rename", "os.remove": "file.remove"}


class Steps:
    """Counts the steps of this process. `last`: the one, from 0 on, that it does not survive."""

    def __init__(self, last: int | None) -> None:
        self.names: list[str] = []
        self._last = last
        self._lock = Lock()

    def at(self, name: str) -> None:
        """Be at a step, and perhaps die there as a process does that is killed by another."""
        with self._lock:
            if len(self.names) == self._last:
                os.write(1, f"dying {name}\n".encode())
                os.kill(os.getpid(), signal.SIGKILL)
            self.names.append(name)

    def watch(self, folder: Path) -> None:
        """Make each file below a folder a step, just before it is opened, renamed or removed."""
        inside = f"{folder}{os.sep}"

        def heard(event: str, args: tuple[object, ...]) -> None:
            name = TOUCHES.get(event)
            if event == "open" and _writes(args):
                name = "file.open"
            if name is not None and str(args[0]).startswith(inside):
                self.at(name)

        sys.addaudithook(heard)


def _writes(args: tuple[object, ...]) -> bool:
    _, mode, flags = args
    if isinstance(mode, str):
        return mode[:1] in {"w", "a", "x"}
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


class MortalUnit:
    """A unit of work with a step before its commit and one after it."""

    def __init__(self, unit: UnitOfWork, steps: Steps) -> None:
        self._unit, self._steps = unit, steps

    def __getattr__(self, name: str) -> object:
        return getattr(self._unit, name)

    def commit(self) -> None:
        self._steps.at("commit.before")
        self._unit.commit()
        self._steps.at("commit.after")


class MortalStore:
    """A store with steps around each commit, and around and amid each scrub.

    `file`: of SQLite. Amid a scrub its log is folded into it and not emptied yet.
    """

    def __init__(self, store: Store, steps: Steps, file: Path | None) -> None:
        self._store, self._steps, self._file = store, steps, file
        self.reading = store.reading
        self.on_commit: Callable[[Callable[[], None]], None] = store.on_commit
        self.close = store.close

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        with self._store.writing() as unit:
            yield MortalUnit(unit, self._steps)  # type: ignore[misc] # it passes on what it lacks

    def scrub(self, *, patience_s: float = 10.0) -> None:
        self._steps.at("scrub.before")
        if self._file is not None:
            with closing(sqlite3.connect(self._file)) as connection:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            self._steps.at("scrub.amid")
        self._store.scrub(patience_s=patience_s)
        self._steps.at("scrub.after")


class MortalLog:
    """A log with a step before each append and one after it."""

    def __init__(self, log: Log, steps: Steps) -> None:
        self._log, self._steps = log, steps

    @property
    def size(self) -> int:
        return self._log.size

    def turn(self) -> AbstractContextManager[None]:
        return self._log.turn()

    def append(self, entries: Sequence[bytes]) -> int:
        self._steps.at("append.before")
        size = self._log.append(entries)
        self._steps.at("append.after")
        return size

    def prove(self, index: int) -> tuple[TreeHead, Sequence[bytes]]:
        return self._log.prove(index)

    def entries(self, first: int, end: int) -> Iterator[bytes]:
        return self._log.entries(first, end)


def mortal_carrier(carry: Carrier, steps: Steps) -> Carrier:
    """Give a carrier with a step before each sending and one after the partner's answer."""

    def carried(partner: str, envelope: bytes) -> bytes:
        steps.at("sending.before")
        receipt = carry(partner, envelope)
        steps.at("sending.after")
        return receipt

    return carried
