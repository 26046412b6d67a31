"""How psycopg takes the texts of this package, and which of our errors its errors are."""

from __future__ import annotations

import re
from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import psycopg
from psycopg import errors, sql

from isthmus.errors import InputError, IntegrityError, IsthmusError, StateError, UnavailableError
from isthmus.phrases import say

_LIST: Final = re.compile(r"IN \(:(\w+)\[(whole|word|bytes)\]\)")
_NAME: Final = re.compile(r"(?<!:):(\w+)")
_ARRAY: Final[Mapping[str, str]] = {"whole": "bigint[]", "word": "text[]", "bytes": "bytea[]"}
_INSERT: Final = re.compile(
    r"\s*INSERT INTO (?P<table>\w+)\s*\((?P<columns>[^)]*)\)\s*VALUES \([?, ]*\)(?P<rest>.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text as psycopg takes it, and the names of its lists."""

    text: bytes
    lists: frozenset[str]

    def bound(self, values: dict[str, object]) -> dict[str, object]:
        """Give the values with each list as one that becomes an array."""
        for name in self.lists:
            values[name] = _array(values[name])
        return values


class Staged(NamedTuple):
    """An INSERT of many rows, by way of a table of the same columns that only we see."""

    table: str
    columns: tuple[str, ...]
    stage: sql.Composed
    copy: sql.Composed
    insert: sql.Composed


@cache
def spelled(text: str) -> Spelled:
    """Spell a text of this package; there are as many as the package has."""
    lists = frozenset(match[1] for match in _LIST.finditer(text))
    arrays = _LIST.sub(lambda match: f"= ANY(%({match[1]})s::{_ARRAY[match[2]]})", text)
    return Spelled(_NAME.sub(r"%(\1)s", arrays).replace("?", "%s").encode(), lists)


@cache
def staged(text: str) -> Staged | None:
    """Give how to insert many rows at once; None for a statement that must see them one by one.

    An upsert is such a statement: PostgreSQL refuses one that would touch a row twice.
    """
    found = _INSERT.fullmatch(text)
    if found is None or "DO UPDATE" in found["rest"]:
        return None
    columns = tuple(name.strip() for name in found["columns"].split(","))
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    table, stage = sql.Identifier(found["table"]), sql.Identifier(f"stage_{found['table']}")
    make = sql.SQL(
        "CREATE TEMPORARY TABLE IF NOT EXISTS {stage} ON COMMIT DELETE ROWS AS "
        "SELECT {names} FROM {table} WITH NO DATA; TRUNCATE {stage}"
    )
    insert = sql.SQL("INSERT INTO {table} ({names}) SELECT {names} FROM {stage} {rest}")
    parts = {"table": table, "names": names, "stage": stage}
    return Staged(
        found["table"],
        columns,
        make.format(**parts),
        sql.SQL("COPY {stage} ({names}) FROM STDIN (FORMAT BINARY)").format(**parts),
        insert.format(**parts, rest=_literal(found["rest"])),
    )


def _literal(text: str) -> sql.SQL:
    # The tail of a constant of this package, such as ON CONFLICT DO NOTHING.
    return sql.SQL(text)


def _array(values: object) -> list[object]:
    if not isinstance(values, Collection):
        raise TypeError(f"expected a list of values, got {type(values).__name__}")
    return list(values)


@contextmanager
def translated() -> Generator[None]:
    """Raise our errors in place of PostgreSQL's."""
    try:
        yield
    except psycopg.Error as error:
        raise ours(error) from error
    except UnicodeEncodeError as error:
        raise InputError(
            say("expected texts without lone surrogates, got one with them")
        ) from error


def ours(error: psycopg.Error) -> IsthmusError:
    """Give our error for one of PostgreSQL's, without its text: that may quote values."""
    name = error.diag.constraint_name or error.sqlstate or type(error).__name__
    for kind, made, expected in _OURS:
        if isinstance(error, kind):
            return made(f"expected {expected}, got {name}")
    return IntegrityError(f"expected a sound store, got {name}")


_OURS: Final[tuple[tuple[type[psycopg.Error], type[IsthmusError], str], ...]] = (
    (errors.DataError, InputError, "a value that the store can hold"),
    (errors.IntegrityError, StateError, "a row that fits the others"),
    (psycopg.OperationalError, UnavailableError, "the store to answer"),
)
