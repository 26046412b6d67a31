"""The ground of a story on PostgreSQL: a database for each center, copied within the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

from tests.contract.postgres import ROLE, server
from tests.flow.mortal.center import PARTITION
from tests.flow.mortal.ground import CENTERS, FORMS, Ground, laid

TOLD: Final = "told"
TABLES: Final = """
SELECT relname FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' ORDER BY relname"""


class ServedGround(Ground):
    """A ground whose stores are databases of a server."""

    def copied(self, folder: Path) -> Ground:
        ground = super().copied(folder)
        return ServedGround(
            {
                name: replace(one, database=made(f"{TOLD}_{name}", like=name))
                for name, one in ground.settings.items()
            }
        )

    def holds(self, name: str) -> bool:
        """Tell whether a value stands in a row; what the server keeps besides is its operator's."""
        with self._asked(name) as connection:
            return any(
                form.decode() in str(row)
                for table in _tables(connection)
                for row in connection.execute(
                    sql.SQL("SELECT one::text FROM {} AS one").format(sql.Identifier(table))
                )
                for form in FORMS
                if form.isascii() and b"\0" not in form
            )

    def rows(self, name: str) -> dict[str, int]:
        with self._asked(name) as connection:
            found = {}
            for table in _tables(connection):
                counted = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
                [(found[table],)] = connection.execute(counted).fetchall()
            return found

    @contextmanager
    def _asked(self, name: str) -> Iterator[psycopg.Connection]:
        with closing(psycopg.connect(self.settings[name].database)) as connection:
            connection.execute("SELECT set_config('isthmus.labels', '*', false)")
            connection.execute("SELECT set_config('search_path', %s, false)", [PARTITION])
            yield connection


def _tables(connection: psycopg.Connection) -> list[str]:
    return [str(name) for (name,) in connection.execute(TABLES).fetchall()]


def made(name: str, *, like: str = "template0") -> str:
    """Make a database, in place of one of that name, as a copy of another; give its DSN."""
    above = psycopg.conninfo.make_conninfo(server(), user="postgres", dbname="postgres")
    called = sql.Identifier(name)
    with closing(psycopg.connect(above, autocommit=True)) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(called))
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                called, sql.Identifier(ROLE), sql.Identifier(like)
            )
        )
    return psycopg.conninfo.make_conninfo(server(), dbname=name)


def laid_on_server(folder: Path) -> Ground:
    """Lay the ground on the server of this run."""
    return ServedGround(laid(folder, {name: made(name) for name in CENTERS}).settings)
