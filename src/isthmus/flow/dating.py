"""The as-of date of a delivery: from its name, or from the document's beginning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from isthmus.formats.raw import Tree
from isthmus.ingest.normalise import date_text, instant


def as_of_from_name(declared: Mapping[str, Tree], name: str) -> datetime | None:
    """Give the date in a file's name by the pattern under `name`; None where there is none.

    The pattern's groups are year and, where they matched, month and day.
    """
    pattern = declared.get("name")
    found = re.search(pattern, name) if isinstance(pattern, str) else None
    if found is None:
        return None
    numbers = [int(part) for part in found.groups() if part]
    year, month, day = (*numbers, 1, 1)[:3]
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def as_of_from_head(declared: Mapping[str, Tree], text: str) -> datetime | None:
    """Give the date that the pattern under `head` finds in a document's beginning, or None."""
    pattern = declared.get("head")
    found = re.search(pattern, text) if isinstance(pattern, str) else None
    iso = None if found is None else date_text(found.group(1))
    return None if iso is None else instant(iso)
