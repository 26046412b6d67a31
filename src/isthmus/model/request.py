"""Requests for information: what one center asks of another, by when, and what it was answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from isthmus.model.ids import EntityId, StatementSeq
from isthmus.model.release import ReleaseId


class Urgency(StrEnum):
    """How soon an answer is needed; the agreement says what that is in hours."""

    ORDINARY = "ordinary"
    URGENT = "urgent"


class RequestState(StrEnum):
    """Where a request stands.

    `DRAFT`: written, and not sent. `CONSENT`: the one that is asked needs the consent of another
    center, and will answer then.
    """

    DRAFT = "draft"
    ASKED = "asked"
    CONSENT = "consent"
    RELEASED = "released"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({RequestState.ASKED, RequestState.CONSENT})
"""The states in which an answer is owed."""


class Ground(StrEnum):
    """Why a request is refused. `NOTHING`: neither that there is something nor that there is not.

    The grounds are those of Article 6 of Directive (EU) 2023/977, and that no article covers it.
    """

    NOTHING = "nothing that may be told"
    NOT_COVERED = "not covered by the agreement"
    NOT_NECESSARY = "not necessary or not proportionate"
    NOT_VERIFIED = "the request could not be verified"
    INVESTIGATION = "it would harm an investigation"
    SAFETY = "it would endanger a person"
    SECURITY = "it would harm national security"
    NOT_TAKEN = "the request was not taken"


@dataclass(frozen=True, slots=True)
class Request:
    """One request, at the center that asks and at the one that is asked.

    `basis`: the legal basis on which the asking center may ask; `case`: its file there; `check`:
    how the asked center can make sure of who asks; `role`: of whoever wrote it. `by`: that person,
    None at the asked center, which does not learn of him. `message`: that carried it, None for a
    draft. `due_at`: by when an answer is owed, None for a draft. `escalated_at`: when it was passed
    up because none had come.
    """

    id: bytes
    asker: str
    asked: str
    agreement: str
    digest: bytes
    purpose: str
    basis: str
    case: str
    urgency: Urgency
    what: str
    why: str
    check: str
    role: str
    by: str | None
    written_at: datetime
    state: RequestState
    message: bytes | None = None
    asked_at: datetime | None = None
    due_at: datetime | None = None
    escalated_at: datetime | None = None

    def moved(self, state: RequestState) -> Request:
        """Give the request in another state."""
        return replace(self, state=state)

    def is_late(self, at: datetime) -> bool:
        """Tell whether an answer is owed and its time is over."""
        return self.state in OPEN and self.due_at is not None and self.due_at <= at


@dataclass(frozen=True, slots=True)
class Subject:
    """One statement by which a request names whom it is about.

    At the center that asks, `statement` is its own and `release` what left of it, empty while the
    request is a draft; at the one that is asked, `statement` is the one that came under `release`.
    """

    request: bytes
    statement: StatementSeq
    release: ReleaseId


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to a request. `messages`: those that carried what was released."""

    request: bytes
    state: RequestState
    ground: Ground | None
    reason: str
    messages: tuple[bytes, ...]
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person wants to answer with, until enough persons approve. A new one replaces it.

    `verified`: how he made sure of who asks; `approvals`: the others who approve, in their order.
    """

    request: bytes
    entities: tuple[EntityId, ...]
    verified: str
    by: str
    at: datetime
    approvals: tuple[str, ...] = ()

    @property
    def persons(self) -> int:
        """How many persons stand behind it."""
        return len({self.by, *self.approvals})
