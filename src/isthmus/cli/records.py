"""Commands of records: what was delivered, byte for byte."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from isthmus.cli.opening import ANYWHERE, OPERATOR, Where, Who, acting
from isthmus.cli.printing import Out
from isthmus.errors import InputError
from isthmus.flow.documents.records import RecordPage
from isthmus.flow.provenance import record_bytes, record_page
from isthmus.phrases import say

RecordName = Annotated[str, Parameter(help="Its id, r-...")]
To = Annotated[Path | None, Parameter(name="--to", help="Write to this file; else to the output.")]


def add_to(app: App) -> None:
    """Add the commands."""
    own = App(name="record", help="Records as they were delivered.")
    own.command(show, name="show")
    own.command(octets, name="bytes")
    app.command(own)


def show(record: RecordName, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Show a record: its file, its text, and the statements that rest on it.

    For example: `isthmus record show r-... --as analyst --purpose maritime-security`
    """
    with acting(where, who) as at:
        page = record_page(at.center, at.actor, record)
    where.out.show(page, _page)


def octets(
    record: RecordName, *, to: To = None, where: Where = ANYWHERE, who: Who = OPERATOR
) -> None:
    """Give the bytes of a record as they were delivered.

    For example: `isthmus record bytes r-... --to record.bin --as analyst --purpose border-security`
    """
    with acting(where, who) as at:
        found = record_bytes(at.center, at.actor, record)
    write_bytes(found.content, to)


def check_writable(file: Path) -> None:
    """Raise InputError for a file that cannot be written, before the work that it is for."""
    there = file if file.exists() else file.parent
    if file.is_dir() or not file.parent.is_dir() or not os.access(there, os.W_OK):
        message = say("expected a file that can be written, got {name}", name=str(file))
        raise InputError(message, repair=say("name a file in a folder that you may write to"))


def write_bytes(content: bytes, to: Path | None) -> None:
    """Write delivered bytes to a file or to the output."""
    if to is not None:
        to.write_bytes(content)
        return
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _page(out: Out, page: RecordPage) -> None:
    out.facts(
        ("record", page.id),
        ("feed", page.feed),
        ("file", f"{page.file}, record {page.number}"),
        ("delivered", page.delivered_at),
        ("size", page.size),
        ("sha256", page.sha256),
        ("label", page.labels[page.label].text),
    )
    out.table(
        "statements",
        ("entity", "property", "value", "state"),
        [(v.entity, v.property, v.entity_caption or v.value, v.state) for v in page.statements],
    )
    if page.text is not None:
        out.line(page.text)
