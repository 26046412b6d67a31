"""Connections to one partition of a PostgreSQL database."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Final, TypeAlias, TypeVar

import psycopg
from psycopg import errors, sql

from isthmus.adapters.store.postgres.spelling import translated
from isthmus.errors import SettingsError

T = TypeVar("T")
Connection: TypeAlias = psycopg.Connection[tuple[object, ...]]

_PARTITION: Final = re.compile(r"[a-z][a-z0-9_]{0,62}")
_WAIT_S: Final = 30
_TURNS: Final = 10
_PAUSE_S: Final = 0.02
_OTHERS_WERE_FASTER: Final = (
    errors.SerializationFailure,
    errors.DeadlockDetected,
    # Two processes that make the same partition at once meet here.
    errors.UniqueViolation,
    errors.DuplicateTable,
    errors.DuplicateSchema,
)


def connected(dsn: str, partition: str) -> Connection:
    """Open a connection that sees only the schema of the partition.

    Raises SettingsError for a name that is no plain lower-case word, UnavailableError when the
    server does not answer.
    """
    if not _PARTITION.fullmatch(partition):
        raise SettingsError(f"expected a partition like live or drill_7, got {partition!r:.80}")
    with translated():
        connection = psycopg.connect(dsn, autocommit=True, connect_timeout=_WAIT_S)
        # Durable before acknowledged, whatever the server's own default is; and nobody waits for
        # a writer for ever.
        connection.execute(
            sql.SQL(
                "SET search_path TO {}; SET synchronous_commit TO on; "
                "SET lock_timeout TO {}; SET client_min_messages TO warning"
            ).format(sql.Identifier(partition), sql.Literal(f"{_WAIT_S}s"))
        )
    return connection


def retried(act: Callable[[], T]) -> T:
    """Do again what lost against another transaction (40001, 40P01, or the same made twice).

    `act` must be a whole transaction. After ten turns the last error passes on.
    """
    for turn in range(1, _TURNS):
        try:
            return act()
        except _OTHERS_WERE_FASTER:
            time.sleep(_PAUSE_S * turn)
    return act()
