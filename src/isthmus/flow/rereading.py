"""Reading one record by itself, from the very bytes that its format cut out of a file.

What stood around it, and was kept with it, is put around it again; then its format reads it as it
reads any delivery. Of what is found, only what was made of the record's own bytes counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from isthmus.formats.raw import BrokenRecord, Context, Ending, Fault, RawRecord
from isthmus.formats.registry import READERS
from isthmus.ingest.declaration import Part
from isthmus.phrases import say


def read_again(content: bytes, part: Part, context: Context | None) -> list[RawRecord] | Fault:
    """Read one record's bytes as its part does; a Fault for what breaks, or cannot stand alone.

    `context`: what its format gave with the record; None where it was too long to keep. All or
    nothing: one broken piece makes a Fault of the whole.
    """
    if context is None:
        return _not_alone(part)
    ending = Ending(complete=False)
    items: list[RawRecord | BrokenRecord] = []
    whole = context.before + content + context.after
    for item in READERS[part.format](BytesIO(whole), part.options):
        if isinstance(item, Ending):
            ending = item
        else:
            items.append(item)
    found = _own(items, content)
    broken = next((item for item in found if isinstance(item, BrokenRecord)), None)
    if broken is not None:
        return broken.fault
    records = [item for item in found if isinstance(item, RawRecord)]
    return records or ending.fault or _not_alone(part)


def _own(
    items: Sequence[RawRecord | BrokenRecord], content: bytes
) -> Sequence[RawRecord | BrokenRecord]:
    """Give the last run of items whose bytes make up the record; the rest is its context."""
    for first in range(len(items) - 1, -1, -1):
        rest = content
        for last in range(first, len(items)):
            raw = items[last].raw
            if not raw or not rest.startswith(raw):
                break
            rest = rest[len(raw) :]
            if not rest:
                return items[first : last + 1]
    return ()


def _not_alone(part: Part) -> Fault:
    return Fault(
        field="",
        expected=say("a record that can be read by itself"),
        came=say(
            "one of format {format} without what stood around it in its file", format=part.format
        ),
        repair=say("have its source send it again in a new file, or discard it"),
    )
