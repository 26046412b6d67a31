"""A store in which something happens between what is read and what is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from isthmus.ports import Store, UnitOfWork


class _Between:
    def __init__(self, store: Store, happens: Callable[[], None]) -> None:
        self._store, self._happens = store, [happens]

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        if self._happens:
            self._happens.pop()()
        with self._store.writing() as unit:
            yield unit


def between(store: Store, happens: Callable[[], None]) -> Store:
    """Give a store in which something happens once, before its next write begins."""
    return cast("Store", _Between(store, happens))
