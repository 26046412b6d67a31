"""What a sub-store speaks through: one transaction, in SQL that both stores understand.

A query of what a label marks binds `labels`, the reader's, and carries the predicate in its text;
on PostgreSQL they are also all that the second lock opens for it. One query binds others: what is
withheld is read under the labels that the reader may discover, and under them alone.

A text names its values as `:name`. A list stands as `IN (:name[whole])`, `IN (:name[word])` or
`IN (:name[bytes])`; each store spells that in its own way, with the list as one bound value.
Rows for `add_many` stand as `?`, in the order of the columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

import msgspec

from isthmus.errors import InputError
from isthmus.phrases import say

Row: TypeAlias = tuple[Any, ...]

INT64_MAX = 2**63 - 1
_WITHOUT_TEXT: Final = frozenset({int, float, bytes, type(None)})


@dataclass(slots=True)
class Marks:
    """What a unit of work did so far.

    `changed`: something that needs an audit entry; `audited`: it has one; `announced`: a line of
    the change feed was added; `broken`: a write failed half-way, so that only a rollback is left.
    """

    changed: bool = False
    audited: bool = False
    announced: bool = False
    broken: bool = False


class Link(Protocol):
    """One transaction. Every method raises StateError once the unit of work is spent.

    The writing ones raise StateError on a snapshot and for a row that another row rules out,
    InputError for a value that not every store can hold.
    """

    marks: Marks

    def rows(self, sql: str, **values: object) -> list[Row]:
        """Give the rows of a query."""
        ...

    def row(self, sql: str, **values: object) -> Row | None:
        """Give the first row of a query."""
        ...

    def each(self, sql: str, sets: Iterable[dict[str, object]]) -> list[list[Row]]:
        """Give the rows of a query for each set of values."""
        ...

    def bare(self, sql: str, **values: object) -> list[Row]:
        """Give the rows of a query that needs no Reader: numbers, and ids that the caller made."""
        ...

    def change(self, sql: str, **values: object) -> int:
        """Change rows, and note that the unit needs an audit entry; give how many."""
        ...

    def tend(self, sql: str, **values: object) -> int:
        """Change rows of the store's own housekeeping, which needs no audit entry."""
        ...

    def added(self, sql: str, **values: object) -> int:
        """Add one row with RETURNING its number, as `change` does; give the number."""
        ...

    def add_many(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        """Run one statement for many rows, as `change` does; give how many rows changed."""
        ...

    def numbers(self, table: str, count: int) -> Sequence[int]:
        """Give fresh numbers for rows of a table, rising."""
        ...


def check_storable(values: Iterable[object]) -> None:
    """Raise InputError if one of the texts cannot be held by every store.

    PostgreSQL refuses NUL, and no UTF-8 has lone surrogates. Checked before the first row is
    written, so that nothing is ever half-written.
    """
    texts = "".join([value for value in values if value.__class__ is str or isinstance(value, str)])
    if "\0" in texts:
        raise InputError(say("expected texts without NUL, got one with it"))
    try:
        texts.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            say("expected texts without lone surrogates, got one with them")
        ) from error


def check_rows(rows: Sequence[Sequence[object]]) -> None:
    """Check rows of equal length as `check_storable` does; columns without texts cost little."""
    for column in zip(*rows, strict=True):
        if not _WITHOUT_TEXT.issuperset(map(type, column)):
            check_storable(column)


def document(value: object) -> str:
    """Spell a value as JSON, the same for equal values; raises InputError as `check_storable`.

    JSON would hide a NUL behind an escape, so the texts are checked before they are spelled.
    """
    plain = msgspec.to_builtins(value, order="deterministic")
    check_storable(_leaves(plain))
    return msgspec.json.encode(plain).decode()


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value
        yield from _leaves(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item)
    else:
        yield value
