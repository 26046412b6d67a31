"""Opening a partition: its schema is made or migrated first, then the store stands on it."""

from __future__ import annotations

from contextlib import closing
from typing import Final

from psycopg import sql

from isthmus.adapters.store.postgres.connection import Connection, connected, retried
from isthmus.adapters.store.postgres.spelling import translated
from isthmus.adapters.store.postgres.store import PostgresStore
from isthmus.adapters.store.version import FOUND, HEAD
from isthmus.errors import SettingsError

_OLDEST: Final = 150_000
_IS_THERE: Final = "SELECT to_regclass('alembic_version') IS NOT NULL"


def open_postgres(dsn: str, partition: str) -> PostgresStore:
    """Open the store of one partition, a schema of its own; a new name becomes an empty store.

    `dsn`: as libpq takes it. Its role should own the schema and must not be a superuser, for whom
    row-level security does not hold.
    Raises SettingsError for a server older than 15, a bad name, or a schema that a newer version
    wrote; UnavailableError when the server does not answer.
    """
    with closing(connected(dsn, partition)) as connection, translated():
        if connection.info.server_version < _OLDEST:
            raise SettingsError(
                f"expected PostgreSQL 15 or newer, got {connection.info.server_version // 10_000}"
            )
        if _revision(connection) != HEAD:
            retried(lambda: _migrate(dsn, partition))
    return PostgresStore(dsn, partition)


def _revision(connection: Connection) -> str | None:
    if connection.execute(_IS_THERE).fetchall() != [(True,)]:
        return None
    rows = connection.execute(FOUND.encode()).fetchall()
    return str(rows[0][0]) if rows else None


def _migrate(dsn: str, partition: str) -> None:
    from sqlalchemy import StaticPool, create_engine  # noqa: PLC0415 - not needed for most starts

    from isthmus.adapters.store.migration import migrate  # noqa: PLC0415 - nor this

    def opened() -> Connection:
        connection = connected(dsn, partition)
        connection.execute(
            sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(partition))
        )
        connection.autocommit = False
        return connection

    engine = create_engine("postgresql+psycopg://", creator=opened, poolclass=StaticPool)
    try:
        with engine.connect() as connection:
            migrate(connection)
    finally:
        engine.dispose()
