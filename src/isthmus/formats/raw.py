"""What every reader yields: records, records that break, and how the delivery ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

from isthmus.phrases import Phrase, Said

Tree: TypeAlias = "None | bool | int | float | str | list[Tree] | dict[str, Tree]"
"""A parsed record: what JSON can say. XML and EDIFACT are brought into this shape."""

MAX_RECORD_BYTES = 8 * 1024 * 1024
"""A longer record is broken; it reaches quarantine in pieces of at most this size."""

MAX_CONTEXT_BYTES = 64 * 1024
"""A longer context is not kept."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a record, in the four parts of a verdict.

    `field`: the path of the field, or "" for the record as a whole. `came`: a phrase, or
    what the sender sent, cut to 200 characters.
    """

    field: str
    expected: Phrase
    came: Said
    repair: Phrase

    def __str__(self) -> str:
        where = f" in {self.field}" if self.field else ""
        return f"expected {self.expected}{where}, got {self.came}"


@dataclass(frozen=True, slots=True)
class Context:
    """Bytes that, put around a record's own, let its format read it as it stood in its file.

    Of their file they hold what the record's meaning needs: a header row, the elements around it
    with those that speak for it, the head of a message, the markings that it refers to.
    """

    before: bytes = b""
    after: bytes = b""


ALONE = Context()
"""Of a record that says everything by itself."""


def context(before: bytes, after: bytes = b"") -> Context | None:
    """Give a context, or None if it is longer than what is kept."""
    return Context(before, after) if len(before) + len(after) <= MAX_CONTEXT_BYTES else None


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record: `number` from 1 in the delivery, its exact bytes, and what they say.

    `context`: None where it was too long to keep.
    """

    number: int
    raw: bytes
    tree: dict[str, Tree]
    context: Context | None = ALONE


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """One record that its format does not allow, byte for byte; `context` as of a RawRecord.

    An oversized record comes as several of these with one number; all but the last say
    `continues`.
    """

    number: int
    raw: bytes
    fault: Fault
    continues: bool = False
    context: Context | None = ALONE


@dataclass(frozen=True, slots=True)
class Ending:
    """The last thing that a reader yields.

    `complete`: the delivery was read to its proper end; only then may what is absent count as
    vanished. `header`: what the document says of itself (root attributes, dates).
    """

    complete: bool
    fault: Fault | None = None
    header: dict[str, Tree] = field(default_factory=dict)


Reading: TypeAlias = Iterator[RawRecord | BrokenRecord | Ending]
RecordReader: TypeAlias = Callable[[BinaryIO, Mapping[str, Tree]], Reading]
"""A format: a binary stream and the mapping's `options` in, a Reading out. Never raises for bad
input; raises MappingInvalid for an option that it does not know."""


def shown(value: object, limit: int = 200) -> str:
    """Give a value as a verdict shows it: printable, one line, cut."""
    text = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)
    line = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return line if len(line) <= limit else line[: limit - 1] + "…"
