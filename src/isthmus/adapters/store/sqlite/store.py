"""The store of one partition in one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from isthmus.adapters.store.pool import Pool
from isthmus.adapters.store.sqlite.connection import Trace, read_connection, write_connection
from isthmus.adapters.store.sqlite.link import SqliteLink
from isthmus.adapters.store.sqlite.spelling import translated
from isthmus.adapters.store.sqlite.writer import Writer
from isthmus.adapters.store.unit import Unit
from isthmus.errors import StateError, UnavailableError
from isthmus.ports import UnitOfWork

_IDLE_READERS: Final = 16


class SqliteStore:
    """Store. Any thread may open units; writing ones take turns, reading ones never wait."""

    def __init__(self, file: Path, trace: Trace | None = None) -> None:
        self._file = file
        self._trace = trace
        self._writer = Writer(write_connection(file, trace))
        self._readers = Pool(lambda: read_connection(file, trace), _IDLE_READERS)
        self._calls: tuple[Callable[[], None], ...] = ()
        self._closed = False

    @contextmanager
    def writing(self) -> Generator[UnitOfWork]:
        """Open a unit that may change things; `commit` ends it and returns when it is durable."""
        self._writer.begin()
        link = SqliteLink(self._writer.connection, writable=True)
        ended = False

        def commit() -> None:
            nonlocal ended
            if ended:
                raise StateError("expected an open unit of work, got one that has ended")
            ended = True
            link.end()
            self._writer.commit()
            if link.marks.announced:
                self._call()

        try:
            yield Unit(link, commit)
        finally:
            if not ended:
                ended = True
                link.end()
                self._writer.roll_back()

    @contextmanager
    def reading(self) -> Generator[UnitOfWork]:
        """Open a snapshot of what is committed now."""
        with translated():
            connection = self._readers.take()
        link = SqliteLink(connection, writable=False)
        try:
            with translated():
                connection.execute("BEGIN DEFERRED")
                # A snapshot begins with its first read.
                connection.execute("SELECT name FROM meta LIMIT 1").fetchall()
            yield Unit(link, _no_commit)
        finally:
            link.end()
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            self._readers.give_back(connection)

    def on_commit(self, call: Callable[[], None]) -> None:
        """Call after each durable commit that added a change, in the thread that committed."""
        self._calls = (*self._calls, call)

    def scrub(self, *, patience_s: float = 10.0) -> None:
        """Fold the log into the file and empty it, so that nothing deleted stays in either.

        To be called after an erasure; `secure_delete` has overwritten the content in the file.
        Raises UnavailableError while a snapshot still holds the log, after `patience_s`.
        """
        with translated(), _closing(read_connection(self._file, self._trace)) as connection:
            connection.execute("PRAGMA query_only=OFF")
            connection.execute(f"PRAGMA busy_timeout={int(patience_s * 1000)}")
            [(busy, _, _)] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if busy:
            raise UnavailableError("expected the log to be emptied, got a snapshot that holds it")

    def close(self) -> None:
        """Close every connection; units that are still open end with an error."""
        if not self._closed:
            self._closed = True
            self._readers.close()
            self._writer.close()

    def _call(self) -> None:
        for call in self._calls:
            call()


def _no_commit() -> None:
    raise StateError("expected a unit of work that may commit, got a snapshot")


@contextmanager
def _closing(connection: sqlite3.Connection) -> Generator[sqlite3.Connection]:
    try:
        yield connection
    finally:
        connection.close()
