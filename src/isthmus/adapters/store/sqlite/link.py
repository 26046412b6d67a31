# ruff: noqa: D102 - the port says what each method gives
"""One transaction on a SQLite connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from isthmus.adapters.store.link import Marks, Row, check_rows, check_storable
from isthmus.adapters.store.sqlite.spelling import spelled, translated
from isthmus.errors import StateError


class SqliteLink:
    """Link over the connection of a writing or a reading unit of work."""

    __slots__ = ("_connection", "_writable", "marks")

    def __init__(self, connection: sqlite3.Connection, *, writable: bool) -> None:
        self._connection: sqlite3.Connection | None = connection
        self._writable = writable
        self.marks = Marks()

    def rows(self, sql: str, **values: object) -> list[Row]:
        connection = self._open()
        text = spelled(sql)
        check_storable(values.values())
        with translated():
            return connection.execute(text.text, text.bound(values)).fetchall()

    def row(self, sql: str, **values: object) -> Row | None:
        found = self.rows(sql, **values)
        return found[0] if found else None

    def each(self, sql: str, sets: Iterable[dict[str, object]]) -> list[list[Row]]:
        return [self.rows(sql, **values) for values in sets]

    def bare(self, sql: str, **values: object) -> list[Row]:
        return self.rows(sql, **values)

    def change(self, sql: str, **values: object) -> int:
        self.marks.changed = True
        return self.tend(sql, **values)

    def tend(self, sql: str, **values: object) -> int:
        connection = self._writing()
        text = spelled(sql)
        check_storable(values.values())
        with self._whole():
            return connection.execute(text.text, text.bound(values)).rowcount

    def added(self, sql: str, **values: object) -> int:
        connection = self._writing()
        check_storable(values.values())
        self.marks.changed = True
        with self._whole():
            number: int = connection.execute(sql, values).fetchall()[0][0]
        return number

    def add_many(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        connection = self._writing()
        lines = list(rows)
        check_rows(lines)
        self.marks.changed = True
        with self._whole():
            return connection.executemany(sql, lines).rowcount

    def numbers(self, table: str, count: int) -> Sequence[int]:
        [(greatest,)] = self.bare(_GREATEST[table])
        return range(greatest + 1, greatest + 1 + count)

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
            self._open().execute("RELEASE part")

    def _roll_back(self, before: Marks) -> None:
        # A full disk has ended the whole transaction, and the link of a committed unit is closed:
        # then there is nothing to roll back to.
        if self._connection is None or not self._connection.in_transaction:
            return
        with translated():
            self._connection.execute("ROLLBACK TO part")
            self._connection.execute("RELEASE part")
        self.marks = before

    def end(self) -> None:
        """Make this link useless: its connection serves another unit of work now."""
        self._connection = None

    @contextmanager
    def _whole(self) -> Generator[None]:
        """Note when a write fails: part of what it stands for may already be there."""
        try:
            with translated():
                yield
        except BaseException:
            self.marks.broken = True
            raise

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise StateError("expected an open unit of work, got one that has ended")
        return self._connection

    def _writing(self) -> sqlite3.Connection:
        if not self._writable:
            raise StateError("expected a unit of work that may write, got a snapshot")
        return self._open()


_GREATEST: Final = {
    "record": "SELECT coalesce(max(seq), 0) FROM record",
    "statement": "SELECT coalesce(max(seq), 0) FROM statement",
    "judgement": "SELECT coalesce(max(seq), 0) FROM judgement",
    "attribution": "SELECT coalesce(max(seq), 0) FROM attribution",
    "finding": "SELECT coalesce(max(seq), 0) FROM finding",
}
