"""Declared emergencies: while one holds, articles hold that hold at no other time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from isthmus.model.canonical import canonical_bytes
from isthmus.model.ids import ID_BYTES

CLOCKS_APART: Final = timedelta(minutes=5)
"""How far a partner's clock may be ahead before what it begins now has not begun here."""


class EmergencyState(StrEnum):
    """Where an emergency stands. Only `HOLDS` lets something leave."""

    AWAITING = "awaiting"
    HOLDS = "holds"
    OVER = "over"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class EmergencyEnd:
    """That a center ended an emergency before its time.

    `by`: the person, None for one of another center. `signature`: None where nobody was told of
    the emergency.
    """

    emergency: bytes
    center: str
    by: str | None
    reason: str
    at: datetime
    signature: bytes | None


@dataclass(frozen=True, slots=True)
class Emergency:
    """An emergency, at the center that declares it and at every other party of the agreement.

    `digest`: of the agreement's document; another version is another agreement. `until`: before
    which it holds. `by`, `confirmed_by`: the two persons, None at the other parties, which do not
    learn of them. `begins_at`, `signature`: of its confirmation, None until then.
    """

    id: bytes
    center: str
    agreement: str
    digest: bytes
    reason: str
    declared_at: datetime
    until: datetime
    by: str | None
    confirmed_by: str | None = None
    begins_at: datetime | None = None
    signature: bytes | None = None
    ends: tuple[EmergencyEnd, ...] = ()

    def holds_between(self, one: str, other: str, at: datetime) -> bool:
        """Tell whether it holds for what leaves one center for the other.

        One of them must have declared it, and neither have ended it. What two centers give each
        other is not opened by a third.
        """
        pair = {one, other}
        return (
            self.center in pair
            and self.begins_at is not None
            and self.begins_at - CLOCKS_APART <= at < self.until
            and pair.isdisjoint(end.center for end in self.ends)
        )

    def state_for(self, center: str, at: datetime) -> EmergencyState:
        """Say where it stands for a party: another party's end ends it for that one alone."""
        if {self.center, center} & {end.center for end in self.ends}:
            return EmergencyState.ENDED
        if at >= self.until:
            return EmergencyState.OVER
        if self.begins_at is None or at < self.begins_at - CLOCKS_APART:
            return EmergencyState.AWAITING
        return EmergencyState.HOLDS


def emergency_id(center: str, digest: bytes, declared_at: datetime) -> bytes:
    """Name an emergency by who declares it, under which agreement and when.

    So no other center can take its name before it is told.
    """
    named = canonical_bytes("emergency", center, digest, declared_at)
    return sha256(named).digest()[:ID_BYTES]
