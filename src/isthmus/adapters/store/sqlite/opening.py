"""Opening a folder: the file is made or migrated first, then the store stands on it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Final

from isthmus.adapters.store.sqlite.connection import Trace, write_connection
from isthmus.adapters.store.sqlite.spelling import translated
from isthmus.adapters.store.sqlite.store import SqliteStore
from isthmus.adapters.store.version import FOUND, HEAD

FILE: Final = "store.sqlite"
_OWNER_ONLY: Final = 0o700
_IS_THERE: Final = "SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'"


def open_sqlite(folder: Path, *, trace: Trace | None = None) -> SqliteStore:
    """Open the store of one partition in its folder; a new folder becomes an empty store.

    `trace` is told every SQL text that runs. Raises SettingsError for a folder that a newer
    version wrote, UnavailableError when another process holds it.
    """
    folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    file = folder / FILE
    with translated():
        if _revision(file) != HEAD:
            _migrate(file)
        return SqliteStore(file, trace)


def _revision(file: Path) -> str | None:
    with closing(write_connection(file, None)) as connection:
        if not connection.execute(_IS_THERE).fetchall():
            return None
        rows = connection.execute(FOUND).fetchall()
        return str(rows[0][0]) if rows else None


def _migrate(file: Path) -> None:
    from sqlalchemy import StaticPool, create_engine  # noqa: PLC0415 - not needed for most starts

    from isthmus.adapters.store.migration import migrate  # noqa: PLC0415 - nor this

    engine = create_engine(
        "sqlite://", creator=lambda: write_connection(file, None), poolclass=StaticPool
    )
    try:
        with engine.connect() as connection:
            # One transaction around all revisions: whoever opens the folder at the same moment
            # waits here, and finds nothing left to do.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            migrate(connection)
    finally:
        engine.dispose()
