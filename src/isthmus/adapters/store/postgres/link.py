# ruff: noqa: D102 - the port says what each method gives
"""One transaction on a PostgreSQL connection.

Row-level security is the second lock: every table with a label shows only rows whose label stands
in the setting `isthmus.labels` of the transaction. A query with a Reader sets it to the reader's
labels, `bare` and writing ones open it, any other closes it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import Final, cast

from psycopg import pq

from isthmus.adapters.store.link import Marks, Row, check_rows, check_storable
from isthmus.adapters.store.postgres.connection import Connection
from isthmus.adapters.store.postgres.spelling import Staged, spelled, staged, translated
from isthmus.errors import InputError, StateError
from isthmus.phrases import say

_SEE: Final = "SELECT set_config('isthmus.labels', %s, true)"
_NOTHING: Final = ""
_EVERYTHING: Final = "*"
_NUMBERS: Final = """
SELECT nextval(pg_get_serial_sequence(%s, 'seq')) FROM generate_series(1, %s::bigint)"""
_TYPES: Final = """
SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = %s::text::regclass AND a.attnum > 0"""
_FEW: Final = 50
"""Up to so many rows, one by one is faster than a stage."""


class PostgresLink:
    """Link over the connection of a writing or a reading unit of work."""

    __slots__ = ("_connection", "_seen", "_writable", "marks")

    def __init__(self, connection: Connection, *, writable: bool) -> None:
        self._connection: Connection | None = connection
        self._writable = writable
        self._seen: str | None = None
        self.marks = Marks()

    def rows(self, sql: str, **values: object) -> list[Row]:
        return self._fetched(sql, values, _scope(values))

    def row(self, sql: str, **values: object) -> Row | None:
        found = self.rows(sql, **values)
        return found[0] if found else None

    def each(self, sql: str, sets: Iterable[dict[str, object]]) -> list[list[Row]]:
        connection, text = self._open(), spelled(sql)
        asked = list(sets)
        if not asked:
            return []
        check_storable(chain.from_iterable(values.values() for values in asked))
        with translated():
            self._see(connection, _scope(asked[0]))
            with connection.pipeline():
                cursors = [
                    connection.cursor(binary=True).execute(text.text, text.bound(values))
                    for values in asked
                ]
            return [cursor.fetchall() for cursor in cursors]

    def bare(self, sql: str, **values: object) -> list[Row]:
        return self._fetched(sql, values, _EVERYTHING)

    def change(self, sql: str, **values: object) -> int:
        self.marks.changed = True
        return self.tend(sql, **values)

    def tend(self, sql: str, **values: object) -> int:
        connection, text = self._writing(), spelled(sql)
        check_storable(values.values())
        with self._whole():
            self._see(connection, _EVERYTHING)
            return connection.execute(text.text, text.bound(values)).rowcount

    def added(self, sql: str, **values: object) -> int:
        connection, text = self._writing(), spelled(sql)
        check_storable(values.values())
        self.marks.changed = True
        with self._whole():
            self._see(connection, _EVERYTHING)
            [(number,)] = connection.execute(text.text, values).fetchall()
        return cast("int", number)

    def add_many(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        connection, text = self._writing(), spelled(sql)
        lines = list(rows)
        check_rows(lines)
        self.marks.changed = True
        by_stage = staged(sql) if len(lines) > _FEW else None
        with self._whole():
            self._see(connection, _EVERYTHING)
            if by_stage is not None:
                return _inserted(connection, by_stage, lines)
            with connection.cursor() as cursor:
                cursor.executemany(text.text, lines)
                return max(cursor.rowcount, 0)

    def numbers(self, table: str, count: int) -> Sequence[int]:
        connection = self._writing()
        with translated():
            rows = connection.execute(_NUMBERS, (table, count)).fetchall()
        return [cast("int", number) for (number,) in rows]

    @contextmanager
    def savepoint(self) -> Generator[None]:
        """Roll rows and marks back to here when the block raises."""
        before = replace(self.marks)
        with translated():
            self._open().execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self._roll_back(before)
            raise
        with translated():
            self._open().execute("RELEASE SAVEPOINT part")

    def end(self) -> None:
        """Make this link useless: its connection serves another unit of work now."""
        self._connection = None

    def _roll_back(self, before: Marks) -> None:
        # A lost connection has ended the whole transaction, and the link of a committed unit is
        # closed: then there is nothing to roll back to.
        connection = self._connection
        if connection is None or connection.info.transaction_status not in _INSIDE:
            return
        with translated():
            connection.execute("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part")
        self.marks = before
        # The setting went back too.
        self._seen = None

    def _fetched(self, sql: str, values: dict[str, object], scope: str) -> list[Row]:
        connection, text = self._open(), spelled(sql)
        check_storable(values.values())
        with translated():
            self._see(connection, scope)
            return connection.execute(text.text, text.bound(values), binary=True).fetchall()

    def _see(self, connection: Connection, scope: str) -> None:
        if scope != self._seen:
            self._seen = None
            connection.execute(_SEE, (scope,))
            self._seen = scope

    @contextmanager
    def _whole(self) -> Generator[None]:
        """Note when a write fails: PostgreSQL takes no more until it is rolled back."""
        try:
            with translated():
                yield
        except BaseException:
            self.marks.broken = True
            raise

    def _open(self) -> Connection:
        if self._connection is None:
            raise StateError("expected an open unit of work, got one that has ended")
        return self._connection

    def _writing(self) -> Connection:
        if not self._writable:
            raise StateError("expected a unit of work that may write, got a snapshot")
        return self._open()


_INSIDE: Final = (pq.TransactionStatus.INTRANS, pq.TransactionStatus.INERROR)


def _scope(values: dict[str, object]) -> str:
    labels = values.get("labels")
    return _listed(labels) if isinstance(labels, frozenset) else _NOTHING


@lru_cache(maxsize=256)
def _listed(labels: frozenset[int]) -> str:
    return ",".join(map(str, sorted(labels)))


def _inserted(connection: Connection, by_stage: Staged, lines: Sequence[Sequence[object]]) -> int:
    connection.execute(by_stage.stage)
    types = {
        cast("str", name): cast("str", kind)
        for name, kind in connection.execute(_TYPES, (by_stage.table,))
    }
    with connection.cursor() as cursor:
        try:
            with cursor.copy(by_stage.copy) as copy:
                copy.set_types([types[name] for name in by_stage.columns])
                for line in lines:
                    copy.write_row(line)
        except OverflowError as error:
            raise InputError(say("expected an integer of 64 bits, got a longer one")) from error
        return cursor.execute(by_stage.insert).rowcount
