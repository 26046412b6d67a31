"""Follow-ups: who acted on something of which a part was taken back since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from isthmus.model.ids import LabelId


class Acted(StrEnum):
    """What somebody acted on."""

    ALERT = "alert"
    JUDGEMENT = "judgement"


class Why(StrEnum):
    """Why something that it rested on is no more.

    PARTED: what it brought together no longer counts as one. CONTRADICTED: another person judged
    otherwise since.
    """

    RECALLED = "recalled"
    RETRACTED = "retracted"
    CORRECTED = "corrected"
    EXPIRED = "expired"
    ERASED = "erased"
    PARTED = "parted"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing that a person acted on and must look at again.

    `subject`: the alert, and `other` likewise; or the two entities that were judged. `label`: of
    what he acted on; `at`: when the last part of it
    was taken back; `seen_at`: when the person said that he saw it.
    """

    seq: int
    principal: str
    acted: Acted
    subject: bytes
    other: bytes
    label: LabelId
    why: Why
    acted_at: datetime
    at: datetime
    seen_at: datetime | None = None
