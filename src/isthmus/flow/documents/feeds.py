"""Feeds: their list, their page, verdicts, and what waits for a person."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from isthmus.flow.documents.labels import Labels
from isthmus.flow.documents.values import ShownGrade, Texts


class MappingRef(msgspec.Struct, kw_only=True, frozen=True):
    """The mapping of a feed, with the greatest version among its parts."""

    id: str
    version: int


class ShownFeed(msgspec.Struct, kw_only=True, frozen=True):
    """One feed with its papers and figures. `rate_per_min`: the last 60 minutes, oldest first."""

    id: str
    title: str
    source: str
    agency: str
    format: str
    kind: Literal["snapshot", "stream"]
    mapping: MappingRef
    label: str
    grade: ShownGrade
    legal_bases: list[str]
    retention_days: int
    state: Literal["fresh", "silent", "failing", "empty"]
    last_delivery_at: datetime | None
    newest_record_at: datetime | None
    records: int
    statements: int
    quarantined: int
    deliveries: int
    rate_per_min: list[int]
    verdicts_open: int


class FeedList(msgspec.Struct, kw_only=True, frozen=True):
    """Every feed that the reader may see, by id."""

    items: list[ShownFeed]
    labels: Labels


class ShownDelivery(msgspec.Struct, kw_only=True, frozen=True):
    """One delivery. `changed`, `vanished`: null where they were not counted."""

    id: str
    file: str
    part: str
    as_of: datetime
    received_at: datetime
    complete: bool
    records: int
    new: int
    changed: int | None
    vanished: int | None
    quarantined: int
    state: Literal["receiving", "complete", "cut", "held"]


class ShownVerdict(msgspec.Struct, kw_only=True, frozen=True):
    """What was wrong with a record, or with a whole delivery.

    `record_number`: null for a whole delivery; `came`: null for whoever may not read the feed's
    values.
    """

    id: str
    feed: str
    file: str
    record_number: int | None
    field: Texts
    expected: Texts
    came: Texts | None
    repair: Texts
    at: datetime
    quarantined: str | None
    state: Literal["open", "resubmitted", "discarded"]


class VerdictList(msgspec.Struct, kw_only=True, frozen=True):
    """One page of verdicts, newest first."""

    items: list[ShownVerdict]
    next: str | None


class ShownWaiting(msgspec.Struct, kw_only=True, frozen=True):
    """A held retraction. `share`: vanished / of."""

    id: str
    kind: Literal["retraction"]
    feed: str
    part: str
    from_as_of: datetime
    to_as_of: datetime
    vanished: int
    of: int
    share: float
    since: datetime
    text: Texts


class FeedPage(msgspec.Struct, kw_only=True, frozen=True):
    """One feed in full; deliveries and verdicts newest first, the latest of each."""

    feed: ShownFeed
    deliveries: list[ShownDelivery]
    verdicts: list[ShownVerdict]
    waiting: list[ShownWaiting]
    labels: Labels


class WaitingDecision(msgspec.Struct, kw_only=True, frozen=True):
    """What a person decides about a held retraction, and why."""

    decision: Literal["release", "reject"]
    reason: str


class PushResult(msgspec.Struct, kw_only=True, frozen=True):
    """What became of a delivery by push.

    `complete`: it was read to its end; `repeated`: these very bytes had come before, and nothing
    was done.
    """

    delivery: str
    complete: bool
    repeated: bool
    records: int
    admitted: int
    quarantined: int
    verdicts: list[ShownVerdict]


class ResubmitResult(msgspec.Struct, kw_only=True, frozen=True):
    """What became of a quarantined record that was sent again."""

    verdicts: list[ShownVerdict]
    admitted: int


class DiscardRequest(msgspec.Struct, kw_only=True, frozen=True):
    """Why nobody needs a quarantined record."""

    reason: str


class UnmappedFile(msgspec.Struct, kw_only=True, frozen=True):
    """A file that no feed claims."""

    file: str
    size: int
    reason: str


class UnmappedList(msgspec.Struct, kw_only=True, frozen=True):
    """Every file that no feed claims."""

    items: list[UnmappedFile]
