"""Command of screening: a table in, a table of hits out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from isthmus.cli.opening import ANYWHERE, OPERATOR, Where, Who, acting
from isthmus.cli.wording import Language
from isthmus.errors import InputError
from isthmus.flow.screening_lists import screen_list, table_text
from isthmus.phrases import say


def add_to(app: App) -> None:
    """Add the command."""
    app.command(screen)


def screen(
    table: Annotated[
        Path,
        Parameter(
            help="The list, a CSV with a header; - for standard input.", allow_leading_hyphen=True
        ),
    ],
    *,
    schema: Annotated[str, Parameter(help="The kind of rows that name none.")] = "Person",
    limit: Annotated[int, Parameter(help="How many hits of each row at most.")] = 5,
    language: Language = "en",
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Ask who is like the rows of a list; the table of hits goes to standard output.

    For example: `isthmus screen LIST.csv --as analyst --purpose border-security > hits.csv`
    """
    if limit < 1:
        raise InputError(say("expected a limit of 1 or more"))
    text = _read(table)
    with acting(where, who) as at:
        for line in screen_list(
            at.center, at.actor, text, schema=schema, limit=limit, language=language
        ):
            sys.stdout.write(line)


def _read(table: Path) -> str:
    try:
        raw = sys.stdin.buffer.read() if str(table) == "-" else table.read_bytes()
    except OSError as error:
        message = say("expected a list that can be read, got {name}", name=str(table))
        raise InputError(message, repair=say("name a file of this machine, or -")) from error
    return table_text(raw)
