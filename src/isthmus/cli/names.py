"""Commands of names: what the resolver makes of two spellings. They need no node."""

from __future__ import annotations

import sys
from itertools import islice
from typing import Annotated

from cyclopts import App, Parameter

from isthmus.cli.printing import EXIT_INPUT
from isthmus.declared import map_of_names
from isthmus.flow.naming import names_with, scored_lines
from isthmus.identifiers.names import NameKind

AT_ONCE = 1024


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
    names, faults = names_with(map_of_names), 0
    lines = scored_lines(sys.stdin.buffer, names, kind)
    while batch := list(islice(lines, AT_ONCE)):
        sys.stdout.write("".join(f"{line.score:.6f}\n" for line in batch))
        sys.stdout.flush()
        for line in batch:
            if line.fault is not None:
                faults += 1
                sys.stderr.write(f"{line.fault}\n")
    return EXIT_INPUT if faults else 0
