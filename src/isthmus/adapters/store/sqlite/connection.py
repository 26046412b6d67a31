"""Connections to one SQLite file: durable, foreign keys on, deleted content overwritten."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

Trace: TypeAlias = Callable[[str], None]

_BUSY_WAIT_S: Final = 10
_STATEMENTS_CACHED: Final = 256
_EVERY: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
)
_WRITER: Final = (
    # 64 MiB, so that indexes in no order stay at hand; twice as much is no faster at a million.
    "PRAGMA cache_size=-65536",
    # The log is folded back into the file after so many pages, 32 MiB.
    "PRAGMA wal_autocheckpoint=8000",
    "PRAGMA journal_size_limit=67108864",
)
_READER: Final = ("PRAGMA cache_size=-16384", "PRAGMA query_only=ON")


def write_connection(file: Path, trace: Trace | None) -> sqlite3.Connection:
    """Open the one connection that writes."""
    return _connection(file, (*_EVERY, *_WRITER), trace)


def read_connection(file: Path, trace: Trace | None) -> sqlite3.Connection:
    """Open a connection that can only read."""
    return _connection(file, (*_EVERY, *_READER), trace)


def _connection(file: Path, pragmas: tuple[str, ...], trace: Trace | None) -> sqlite3.Connection:
    # No thread check: each connection is used by one thread at a time, by the writer's turns or
    # by the pool. No implicit transactions: units of work open their own.
    connection = sqlite3.connect(
        file,
        timeout=_BUSY_WAIT_S,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=_STATEMENTS_CACHED,
    )
    for pragma in pragmas:
        connection.execute(pragma)
    connection.create_function("unhex", 1, bytes.fromhex, deterministic=True)
    connection.set_trace_callback(trace)
    return connection
