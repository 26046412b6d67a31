"""Declared emergencies as they are shown."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from isthmus.flow.documents.values import Texts


class EmergencyWish(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What a person declares: for how many hours from now, and why. Partners read the reason."""

    hours: int
    reason: str


class EmergencyWords(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Why a person ends an emergency. Partners read it."""

    reason: str


class ShownEmergencyEnd(msgspec.Struct, kw_only=True, frozen=True):
    """That a center ended an emergency. `by`: the person, null for one of another center."""

    center: str
    by: str | None
    reason: str
    at: datetime


class ShownEmergency(msgspec.Struct, kw_only=True, frozen=True):
    """An emergency. `mine`: declared by this center; `yours`: by the reader.

    `by`, `confirmed_by`: the persons, null for those of another center. `state`: for this center;
    it holds between the one that declared it and each other party.
    """

    id: str
    center: str
    mine: bool
    yours: bool
    agreement: str
    digest: str
    title: Texts
    reason: str
    declared_at: datetime
    by: str | None
    confirmed_by: str | None
    begins_at: datetime | None
    until: datetime
    state: Literal["awaiting", "holds", "over", "ended"]
    ends: list[ShownEmergencyEnd]
