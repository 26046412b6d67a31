"""The journey of two names: lines with a pair of names come in, how alike they are goes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from isthmus.identifiers.names import NameKind
from isthmus.phrases import Phrase, say
from isthmus.resolve.names import NameMaps, Names, Source

LONGEST_LINE: Final = 1024 * 1024
"""Bytes of a line that are read."""


@dataclass(frozen=True, slots=True)
class ScoredLine:
    """The score of a line, 0 to 1; 0 where `fault` says why the line has no two names."""

    score: float
    fault: Phrase | None = None


def names_with(maps: Source) -> Names:
    """Give what compares names, with the maps that are read when a script first needs one."""
    return Names(NameMaps(maps))


def scored_lines(
    lines: Iterable[bytes], names: Names, kind: NameKind, *, first: int = 1
) -> Iterator[ScoredLine]:
    """Score each line: two names in UTF-8 with a tab between. One answer per line, in order.

    `first`: the number of the first line.
    """
    for number, line in enumerate(lines, first):
        yield _scored(number, line.rstrip(b"\r\n"), names, kind)


def _scored(number: int, line: bytes, names: Names, kind: NameKind) -> ScoredLine:
    try:
        fields = line[:LONGEST_LINE].decode().split("\t")
    except UnicodeDecodeError:
        return ScoredLine(0.0, say("line {number}: expected UTF-8", number=number))
    if len(fields) != 2:  # noqa: PLR2004 - two names
        fault = say(
            "line {number}: expected two names with a tab between, got {count} fields",
            number=number,
            count=len(fields),
        )
        return ScoredLine(0.0, fault)
    return ScoredLine(names.similarity(fields[0], fields[1], kind))
