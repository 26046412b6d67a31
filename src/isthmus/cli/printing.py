"""Printing: a document for a person, or the same one as JSON for a machine."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final, TypeVar

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from isthmus.errors import IsthmusError
from isthmus.flow.documents.problem import Problem

T = TypeVar("T")

EXIT_INPUT: Final = 1
EXIT_USAGE: Final = 2
EXIT_NODE: Final = 3
EXIT_CODES: Final = {
    "input": EXIT_INPUT,
    "state": EXIT_INPUT,
    "access": EXIT_INPUT,
    "agreement": EXIT_INPUT,
    "partner": EXIT_INPUT,
    "settings": EXIT_USAGE,
    "unavailable": EXIT_NODE,
    "integrity": EXIT_NODE,
}
"""What a script can do about it: 1 send something else, 2 call it otherwise, 3 look at the node."""


class Out:
    """Where a command's answer goes."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._console = Console()

    def show(self, document: T, render: Callable[[Out, T], None]) -> None:
        """Show a document: whole as JSON, or as `render` shows it to a person."""
        if self._as_json:
            encoded = msgspec.json.format(msgspec.json.encode(document), indent=1)
            sys.stdout.write(encoded.decode() + "\n")
            return
        render(self, document)

    def event(self, document: object) -> None:
        """Show one of many as a line of JSON, at once."""
        sys.stdout.write(msgspec.json.encode(document).decode() + "\n")
        sys.stdout.flush()

    def line(self, text: str) -> None:
        """Show a line of text, as it is."""
        self._console.print(escape(text), highlight=False, soft_wrap=True)

    def facts(self, *pairs: tuple[str, object]) -> None:
        """Show names and values below one another."""
        grid = Table.grid(padding=(0, 2))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for name, value in pairs:
            grid.add_row(f"[bold]{escape(name)}[/]", escape(said(value)))
        self._console.print(grid)

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Show a table; without rows, say so."""
        table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(escape(said(cell)) for cell in row))
        if not table.rows:
            self.line(f"{title}: none")
            return
        self._console.print(table)


def said(value: object) -> str:
    """Give a value as a person reads it."""
    if value is None:
        return "-"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}Z"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(said(item) for item in value) or "-"
    return str(value)


def tell_error(error: IsthmusError, *, as_json: bool) -> int:
    """Print what was expected, what came and how to repair it; give the exit code."""
    if as_json:
        problem = Problem(
            type=f"urn:isthmus:problem:{error.code}",
            title=error.fault,
            status=error.status,
            detail=str(error),
            detail_text={"en": str(error)},
            code=error.code,
            repair=str(error.repair),
            repair_text={"en": str(error.repair)},
            instance="",
        )
        sys.stderr.write(msgspec.json.encode(problem).decode() + "\n")
    else:
        console = Console(stderr=True)
        for name, text in (
            ("error", str(error)),
            ("repair", str(error.repair)),
            ("code", error.code),
        ):
            console.print(f"[bold]{name:7}[/]{escape(text)}", highlight=False, soft_wrap=True)
    return EXIT_CODES[error.fault]
