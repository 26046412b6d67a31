"""Commands of names: what the resolver makes of two spellings. They need no node."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BufferedIOBase
from typing import Annotated, Final, cast

from cyclopts import App, Parameter

from isthmus.cli.printing import EXIT_INPUT
from isthmus.declared import map_of_names
from isthmus.flow.naming import names_with, scored_lines
from isthmus.identifiers.names import NameKind

AT_ONCE: Final = 64 * 1024
"""Bytes that are scored before any of them is answered, at most."""


def add_to(app: App) -> None:
    """Add the commands."""
    own = App(name="names", help="Names, as the resolver compares them.")
    own.command(score)
    app.command(own)


def score(
    *,
    kind: Annotated[
        NameKind, Parameter(help="Whose names they are; `any` tells by the words.")
    ] = "any",
) -> int:
    """Score pairs of names from standard input: two names per line, a tab between.

    Prints one score from 0 to 1 per line, in their order; from 0.7 on two names count as one. A
    line that is no pair scores 0, is told on standard error by its number, and makes the code 1.

    For example: `isthmus names score < pairs.tsv > scores.txt`
    """
    names, faults, number = names_with(map_of_names), 0, 1
    for lines in _arriving(cast("BufferedIOBase", sys.stdin.buffer)):
        batch = [*scored_lines(lines, names, kind, first=number)]
        number += len(batch)
        sys.stdout.write("".join(f"{line.score:.6f}\n" for line in batch))
        sys.stdout.flush()
        for line in batch:
            if line.fault is not None:
                faults += 1
                sys.stderr.write(f"{line.fault}\n")
    return EXIT_INPUT if faults else 0


def _arriving(stream: BufferedIOBase) -> Iterator[list[bytes]]:
    """Give lines as they arrive, all that are there at once: who sends one waits for its score."""
    begun: list[bytes] = []
    while came := stream.read1(AT_ONCE):
        whole, ended, rest = came.rpartition(b"\n")
        if ended:
            yield b"".join((*begun, whole)).split(b"\n")
            begun = []
        begun.append(rest)
    last = b"".join(begun)
    if last:
        yield [last]
