"""Records: what was delivered, and which statements rest on it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from isthmus.flow.documents.labels import Labels
from isthmus.flow.documents.values import Value


class RecordPage(msgspec.Struct, kw_only=True, frozen=True):
    """One record. `text`: its first 64 KiB where they are text; `sha256`: hex."""

    id: str
    feed: str
    source: str
    file: str
    number: int
    sha256: str
    size: int
    delivered_at: datetime
    text: str | None
    media_type: str
    statements: list[Value]
    label: str
    labels: Labels
