"""How columns are spelled, so that one schema serves SQLite and PostgreSQL.

Ids are sixteen bytes, times are UTC microseconds since 1970, a label is its number, and yes or no
is 1 or 0.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Identity,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

WHOLE: Final = BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
REAL: Final[TypeEngine[float]] = Double().with_variant(sqlite.REAL(), "sqlite")
# Texts are ordered byte by byte on every store, whatever the language of the machine is.
WORD: Final = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
BYTES: Final = LargeBinary()

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


def table(name: str, *parts: SchemaItem) -> Table:
    """Give a table whose rows SQLite keeps in order of arrival."""
    return Table(name, METADATA, *parts, sqlite_strict=True)


def clustered_table(name: str, *parts: SchemaItem) -> Table:
    """Give a table whose rows SQLite keeps in the order of their primary key."""
    return Table(name, METADATA, *parts, sqlite_strict=True, sqlite_with_rowid=False)


def ticket_table(name: str, *parts: SchemaItem) -> Table:
    """Give a table whose numbers are never given twice, not even after a row was deleted."""
    return Table(name, METADATA, *parts, sqlite_strict=True, sqlite_autoincrement=True)


def column(
    name: str, kind: TypeEngine[Any], *, nullable: bool = False, default: str | None = None
) -> Column[Any]:
    """Give a column; every row fills it unless `nullable`.

    `default`: what the rows hold that were there before the column.
    """
    return Column(name, kind, nullable=nullable, server_default=default)


def number(name: str) -> Column[int]:
    """Give the primary key that the store counts up, in order of arrival."""
    return Column(name, WHOLE, Identity(), primary_key=True)


def part_of(name: str, parent: str) -> Column[int]:
    """Give the number of the row of `parent` (table.column) that this row belongs to."""
    return Column(name, WHOLE, ForeignKey(parent), nullable=False)
