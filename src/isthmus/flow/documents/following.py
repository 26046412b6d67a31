"""Follow-ups: what somebody acted on, and must look at again."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from isthmus.flow.documents.alerts import ShownAlert
from isthmus.flow.documents.labels import Labels
from isthmus.flow.documents.values import EntityRef


class ShownFollowUp(msgspec.Struct, kw_only=True, frozen=True):
    """One of them. `id`: a mark, for saying that it was seen.

    `alert`: what was moved; `entities`: the two that were judged; neither where the person may see
    it at none of his purposes any more.
    """

    id: str
    acted: Literal["alert", "judgement"]
    why: Literal[
        "recalled", "retracted", "corrected", "expired", "erased", "parted", "contradicted"
    ]
    acted_at: datetime
    at: datetime
    seen: bool
    alert: ShownAlert | None = None
    entities: list[EntityRef] = []


class FollowUpList(msgspec.Struct, kw_only=True, frozen=True):
    """A person's follow-ups, the latest first. `elsewhere`: unseen ones of his other purposes."""

    follow_ups: list[ShownFollowUp]
    unseen: int
    elsewhere: int
    labels: Labels


class Seen(msgspec.Struct, kw_only=True, frozen=True):
    """Which of them were seen."""

    ids: list[str]
