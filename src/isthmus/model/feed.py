"""Feeds: the stream of records of one source, with the papers that its statements carry."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from isthmus.model.grade import Grade
from isthmus.model.label import Label


class FeedKind(StrEnum):
    """SNAPSHOT: each delivery is the whole part, what is absent has vanished. STREAM: adds."""

    SNAPSHOT = "snapshot"
    STREAM = "stream"


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed as its mapping files declare it.

    `parts`: the names of its files; `retention_days`: how long a statement may be held;
    `silent_after_s`: when the feed counts as silent; None for one that is delivered by hand.
    """

    id: str
    title: str
    source: str
    agency: str
    kind: FeedKind
    label: Label
    grade: Grade
    retention_days: int
    parts: tuple[str, ...] = ("",)
    categories: tuple[str, ...] = field(default=())
    silent_after_s: int | None = None
