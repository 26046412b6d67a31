"""Consent: that of an originator to passing on what came from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from isthmus.model.ids import StatementSeq
from isthmus.model.release import ReleaseId


class ConsentState(StrEnum):
    """Where a request for consent stands. Silence is no consent."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Consent:
    """A request for consent, at the center that asks, at the one that is asked, and in between.

    `origin`: the center that is asked; `holder`: the one that asks, for `recipient`. `named`: the
    digest of the ids under which the holder has what it asks about. `via`: the partner that asked
    here, None at the holder; `through`: the partner that was asked from here, None at the origin.
    `given_until`: when a given consent ends; `proof`: the consent as its origin signed it.
    """

    id: bytes
    origin: str
    holder: str
    recipient: str
    purpose: str
    reason: str
    asked_at: datetime
    named: bytes = b""
    via: str | None = None
    through: str | None = None
    state: ConsentState = ConsentState.ASKED
    answered_at: datetime | None = None
    given_until: datetime | None = None
    proof: bytes | None = None

    def holds(self, at: datetime) -> bool:
        """Tell whether it lets something be passed on at a time."""
        given = self.state is ConsentState.GIVEN and self.proof is not None
        return given and self.given_until is not None and at < self.given_until


@dataclass(frozen=True, slots=True)
class Consented:
    """One released statement that a request names, and its number at the center that keeps this."""

    consent: bytes
    release: ReleaseId
    statement: StatementSeq
