"""The as-of date of a delivery: from its name, or from what the document says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from isthmus.formats.raw import Tree
from isthmus.ingest.normalise import date_text, instant
from isthmus.ingest.paths import as_text, walk


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


def as_of_from_header(declared: Mapping[str, Tree], header: Mapping[str, Tree]) -> datetime | None:
    """Give the date at the path under `header`; None where there is none."""
    path = declared.get("header")
    if not isinstance(path, str):
        return None
    texts = [as_text(value) for value in walk(dict(header), tuple(path.split(".")))]
    iso = date_text(texts[0]) if texts else None
    return None if iso is None else instant(iso)
