"""Requests for information as they are written and shown."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from isthmus.flow.documents.labels import Labels
from isthmus.flow.documents.sharing import DryRun, NamedValue
from isthmus.flow.documents.values import EntityRef

StateName: TypeAlias = Literal["draft", "asked", "consent", "released", "refused", "withdrawn"]
GroundName: TypeAlias = Literal[
    "nothing",
    "not-covered",
    "not-necessary",
    "not-verified",
    "investigation",
    "safety",
    "security",
    "not-taken",
]
AnswerName: TypeAlias = Literal["consent", "released", "refused"]
UrgencyName: TypeAlias = Literal["ordinary", "urgent"]


class RequestDraft(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """The standard form. `agreement`: the one to ask under, null for the narrowest that lets one.

    `basis`: on which this center may ask; `case`: its file; `check`: how the partner can make sure
    of who asks.
    """

    recipient: str
    entities: list[str]
    basis: str
    case: str
    what: str
    why: str
    check: str
    urgency: UrgencyName = "ordinary"
    agreement: str | None = None


class ProposalWish(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What a person wants to answer with. `verified`: how he made sure of who asks."""

    entities: list[str]
    verified: str


class Approval(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """That a person approves of a proposal. `proposed_at`: of the one that he looked at."""

    proposed_at: datetime


class RequestRefusal(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """That a request is refused, on which ground, and in words for the partner."""

    ground: Literal[
        "nothing",
        "not-covered",
        "not-necessary",
        "not-verified",
        "investigation",
        "safety",
        "security",
    ]
    reason: str


class RequestWords(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What a person says beside a release, a need of consent or a withdrawal."""

    reason: str


class ShownReply(msgspec.Struct, kw_only=True, frozen=True):
    """One answer. `released`: how many values came or left with it and are still there."""

    state: AnswerName
    ground: GroundName | None
    reason: str
    released: int
    at: datetime
    by: str | None


class ShownProposal(msgspec.Struct, kw_only=True, frozen=True):
    """What is proposed as an answer, and who stands behind it."""

    entities: list[EntityRef]
    verified: str
    by: str
    at: datetime
    approvals: list[str]


class SameSubject(msgspec.Struct, kw_only=True, frozen=True):
    """Another request about the same, made here or elsewhere."""

    id: str
    asker: str
    asked: str
    state: StateName
    written_at: datetime


class ShownRequest(msgspec.Struct, kw_only=True, frozen=True):
    """A request. `mine`: asked by this center.

    `count`: the values by which it names whom it is about, `values`: those that the reader sees.
    `told`: whether the reader sees enough of them to read its words; they are empty otherwise.
    `late`: an answer is owed, and its time is over.
    """

    id: str
    asker: str
    asked: str
    mine: bool
    purpose: str
    agreement: str
    basis: str
    case: str
    urgency: UrgencyName
    what: str
    why: str
    check: str
    role: str
    state: StateName
    written_at: datetime
    asked_at: datetime | None
    due_at: datetime | None
    late: bool
    escalated_at: datetime | None
    count: int
    told: bool
    values: list[NamedValue]
    entities: list[EntityRef]
    same: list[SameSubject]
    replies: list[ShownReply]


class RequestList(msgspec.Struct, kw_only=True, frozen=True):
    """The requests of a purpose, the newest first, and how many of them are late."""

    requests: list[ShownRequest]
    late: int
    labels: Labels


class RequestPage(msgspec.Struct, kw_only=True, frozen=True):
    """One request, with what is proposed as an answer and what would leave.

    `candidates`: what this center knows that is about the same. `run`: of a draft, what would leave
    of whom it is about; of a received one, what would leave as proposed. `persons`: how many must
    stand behind the answer for the most to leave.
    """

    request: ShownRequest
    candidates: list[EntityRef]
    proposal: ShownProposal | None
    run: DryRun | None
    persons: int
    labels: Labels
