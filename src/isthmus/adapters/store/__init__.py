"""The store: what enters are values and a Reader, what leaves is only what that Reader may see.

One schema and one set of queries serve both stores; only `link` and what stands around it differ.
The queries are texts, not expressions, so that the label predicate can be read where it stands,
and checked where it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isthmus.adapters.store.sqlite.opening import open_sqlite

if TYPE_CHECKING:
    from isthmus.adapters.store.postgres.store import PostgresStore

__all__ = ["open_postgres", "open_sqlite"]


def open_postgres(dsn: str, partition: str) -> PostgresStore:
    """Open the store of one partition on a PostgreSQL server; see `postgres.opening`."""
    # An embedded node never loads this driver.
    from isthmus.adapters.store.postgres import opening  # noqa: PLC0415 - as said above

    return opening.open_postgres(dsn, partition)
