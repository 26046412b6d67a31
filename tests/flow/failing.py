"""A store that dies, as a killed process does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from isthmus.ports import Store, UnitOfWork


class FailingStore:
    """A store whose unit number `nth` dies before it commits, as a killed process does."""

    def __init__(self, store: Store, nth: int) -> None:
        self._store = store
        self._left = nth
        self.reading = store.reading
        self.on_commit: Callable[[Callable[[], None]], None] = store.on_commit
        self.scrub = store.scrub
        self.close = store.close

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        self._left -= 1
        if self._left < 0:
            raise KilledError
        with self._store.writing() as unit:
            yield unit


class KilledError(Exception):
    """The process died here."""
