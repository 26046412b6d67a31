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
from isthmus.model.wording import Voice
from isthmus.phrases import Phrase, Said, say

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
_HEAD_WIDTH: Final = 7


class Out:
    """Where a command's answer goes, and in which language."""

    def __init__(self, *, as_json: bool, voice: Voice | None = None) -> None:
        self._as_json = as_json
        self._console = Console()
        self._voice = voice or Voice()

    def speaking(self, voice: Voice) -> Out:
        """Give the same in another language."""
        return Out(as_json=self._as_json, voice=voice)

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

    def facts(self, *pairs: tuple[Said, object]) -> None:
        """Show names and values below one another."""
        grid = Table.grid(padding=(0, 2))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for name, value in pairs:
            grid.add_row(f"[bold]{escape(self._voice(name))}[/]", escape(self._said(value)))
        self._console.print(grid)

    def table(self, title: Said, columns: Sequence[Said], rows: Iterable[Sequence[object]]) -> None:
        """Show a table; without rows, say so."""
        named = self._voice(title)
        table = Table(title=escape(named), title_justify="left", show_edge=False, pad_edge=False)
        for column in columns:
            table.add_column(escape(self._voice(column)), overflow="fold")
        for row in rows:
            table.add_row(*(escape(self._said(cell)) for cell in row))
        if not table.rows:
            self.line(self._voice(say("{title}: none", title=named)))
            return
        self._console.print(table)

    def _said(self, value: object) -> str:
        if isinstance(value, Phrase):
            return self._voice(value)
        if isinstance(value, bool):
            return self._voice(say("yes") if value else say("no"))
        return said(value)


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


def tell_error(error: IsthmusError, *, as_json: bool, voice: Voice | None = None) -> int:
    """Print what was expected, what came and how to repair it; give the exit code."""
    told = voice or Voice()
    detail, repair = told(error.message), told(error.repair)
    if as_json:
        problem = Problem(
            type=f"urn:isthmus:problem:{error.code}",
            title=error.fault,
            status=error.status,
            detail=str(error),
            detail_text={"en": str(error), told.lang: detail},
            code=error.code,
            repair=str(error.repair),
            repair_text={"en": str(error.repair), told.lang: repair},
            instance="",
        )
        sys.stderr.write(msgspec.json.encode(problem).decode() + "\n")
    else:
        console = Console(stderr=True)
        for name, text in (
            (say("error"), detail),
            (say("repair"), repair),
            (say("code"), error.code),
        ):
            head = f"{told(name):7}" if len(told(name)) < _HEAD_WIDTH else f"{told(name)} "
            console.print(f"[bold]{head}[/]{escape(text)}", highlight=False, soft_wrap=True)
    return EXIT_CODES[error.fault]
