"""The course of a delivery: what its batches share, and what of them breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from isthmus.formats.raw import ALONE, Context, Fault, Tree
from isthmus.ingest.admission import Papers
from isthmus.ingest.mapping import RecordMapping
from isthmus.model.feed import Feed
from isthmus.model.ids import LabelId, RecordId
from isthmus.model.label import Label
from isthmus.model.record import Delivery
from isthmus.phrases import Said

Judged: TypeAlias = tuple[int, str, Said, Said]
"""What tells one verdict of a delivery from another: its record, field, expected, came."""


@dataclass(frozen=True, slots=True)
class Course:
    """What all batches of one delivery share.

    `late`: a newer one of the part was there first; `seen`: record key -> the record that has it;
    `judged`: the verdicts that an earlier run gave already; `long`: number of a record whose
    pieces still come -> its verdict and how many pieces that has;
    `several`: statements of the source may stand under other labels than the feed's.
    """

    delivery: Delivery
    feed: Feed
    mapping: RecordMapping
    label: LabelId
    not_after: datetime
    late: bool = False
    seen: dict[bytes, RecordId] = field(default_factory=dict)
    judged: Mapping[Judged, int] = field(default_factory=dict)
    long: dict[int, tuple[int, int]] = field(default_factory=dict)
    several: bool = False

    @property
    def bucket(self) -> str:
        """The name of the bucket key: one per feed and month of expiry."""
        return bucket_name(self.feed.id, self.papers.expires_on)

    @property
    def papers(self) -> Papers:
        """What every statement of the delivery carries."""
        return Papers(self.feed, self.label, self.delivery.received_at)


def bucket_name(feed: str, expires_on: datetime) -> str:
    """Name the bucket of what a feed brought and must go on a day: one per feed and month."""
    return f"{feed}-{expires_on:%Y-%m}"


@dataclass(slots=True)
class Broken:
    """A record on its way to quarantine. `key`: the keyed hash of its key, if it was readable.

    `label`: of its bytes and of what came, where markings put it under another than the feed's.
    `begun`: its first pieces went there with an earlier batch; `continues`: more will come.
    """

    number: int
    fault: Fault
    pieces: list[bytes]
    key: bytes | None
    label: Label | None = None
    context: Context | None = ALONE
    begun: bool = False
    continues: bool = False

    @property
    def judged(self) -> Judged:
        """What tells its verdict from others of the delivery."""
        return self.number, self.fault.field, self.fault.expected, self.fault.came


def content_label(course: Course, tree: Tree) -> Label | None:
    """Give the label of a record's bytes; None for the feed's own."""
    label = course.feed.label.join(course.mapping.content_label(tree))
    return None if label == course.feed.label else label
