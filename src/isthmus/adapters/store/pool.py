"""Connections that are kept for the next unit of work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from isthmus.errors import UnavailableError
from isthmus.phrases import say


class Closable(Protocol):
    """A connection of either driver."""

    def close(self) -> None:
        """End it."""
        ...


C = TypeVar("C", bound=Closable)


class Pool(Generic[C]):
    """Gives each taker a connection of its own; keeps at most `idle` that nobody uses."""

    def __init__(self, connect: Callable[[], C], idle: int) -> None:
        self._connect = connect
        self._idle = idle
        self._lock = threading.Lock()
        self._kept: list[C] = []
        self._closed = False

    def take(self) -> C:
        """Give a connection; raises UnavailableError once the pool is closed."""
        with self._lock:
            if self._closed:
                raise UnavailableError(say("expected an open store, got one that is closed"))
            if self._kept:
                return self._kept.pop()
        return self._connect()

    def give_back(self, connection: C) -> None:
        """Keep a connection that is fit for another unit of work."""
        with self._lock:
            keep = not self._closed and len(self._kept) < self._idle
            if keep:
                self._kept.append(connection)
        if not keep:
            connection.close()

    def close(self) -> None:
        """Close what is kept, and in time what is still out."""
        with self._lock:
            self._closed = True
            kept, self._kept = self._kept, []
        for connection in kept:
            connection.close()
