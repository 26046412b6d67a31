"""The store of one partition in one schema of a PostgreSQL database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final

from psycopg import pq

from isthmus.adapters.store.pool import Pool
from isthmus.adapters.store.postgres.connection import Connection, connected
from isthmus.adapters.store.postgres.link import PostgresLink
from isthmus.adapters.store.postgres.spelling import translated
from isthmus.adapters.store.unit import Unit
from isthmus.errors import StateError
from isthmus.ports import UnitOfWork

_IDLE: Final = 16
# A flow cannot be run again from inside, so a writing unit must not lose against another: they
# take turns, in order of arrival, over all processes of the partition. The lock comes before the
# snapshot, which begins with the first query. Serializable guards against whoever else writes.
_BEGIN_WRITING: Final = """
BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE alembic_version IN EXCLUSIVE MODE"""
_BEGIN_READING: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1"


SCRUBBED: Final = (
    "statement",
    "search_key",
    "attribution",
    "record",
    "observation",
    "verdict",
    "verdict_piece",
    "outgoing",
)
"""Tables in which something that was erased, or sent, stood."""


class PostgresStore:
    """Store. Any thread may open units; writing ones take turns, reading ones never wait."""

    def __init__(self, dsn: str, partition: str) -> None:
        self._connections = Pool(lambda: connected(dsn, partition), _IDLE)
        self._writing: set[int] = set()
        self._calls: tuple[Callable[[], None], ...] = ()

    @contextmanager
    def writing(self) -> Generator[UnitOfWork]:
        """Open a unit that may change things; `commit` ends it and returns when it is durable."""
        me = threading.get_ident()
        if me in self._writing:
            raise StateError("expected one writing unit of work per thread, got a second")
        with self._transaction(_BEGIN_WRITING) as connection:
            link = PostgresLink(connection, writable=True)

            def commit() -> None:
                link.end()
                if connection.info.transaction_status != pq.TransactionStatus.INTRANS:
                    raise StateError("expected an open unit of work, got one that has ended")
                with translated():
                    connection.execute("COMMIT")
                if link.marks.announced:
                    self._call()

            self._writing.add(me)
            try:
                yield Unit(link, commit)
            finally:
                link.end()
                self._writing.discard(me)

    @contextmanager
    def reading(self) -> Generator[UnitOfWork]:
        """Open a snapshot of what is committed now."""
        with self._transaction(_BEGIN_READING) as connection:
            link = PostgresLink(connection, writable=False)
            try:
                yield Unit(link, _no_commit)
            finally:
                link.end()

    def on_commit(self, call: Callable[[], None]) -> None:
        """Call after each durable commit that added a change, in the thread that committed."""
        self._calls = (*self._calls, call)

    def scrub(self, *, patience_s: float = 10.0) -> None:  # noqa: ARG002 - nothing waits here
        """Have the server take dead rows away; its disk and its log are its operator's to tend."""
        connection = self._connections.take()
        try:
            with translated():
                for table in SCRUBBED:
                    connection.execute(f"VACUUM {table}".encode())
        finally:
            self._end(connection)

    def close(self) -> None:
        """Close every connection; those in use close when their unit ends."""
        self._connections.close()

    @contextmanager
    def _transaction(self, begin: str) -> Generator[Connection]:
        connection = self._connections.take()
        try:
            with translated():
                connection.execute(begin.encode())
            yield connection
        finally:
            self._end(connection)

    def _end(self, connection: Connection) -> None:
        """Roll back what was not committed; a connection that cannot is not kept."""
        try:
            if connection.info.transaction_status != pq.TransactionStatus.IDLE:
                with translated():
                    connection.execute("ROLLBACK")
        except BaseException:
            connection.close()
            raise
        self._connections.give_back(connection)

    def _call(self) -> None:
        for call in self._calls:
            call()


def _no_commit() -> None:
    raise StateError("expected a unit of work that may commit, got a snapshot")
