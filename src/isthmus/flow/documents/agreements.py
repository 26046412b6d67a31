"""Agreements and partners as they are shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, TypeAlias

import msgspec

from isthmus.flow.documents.values import Texts

Effect: TypeAlias = Literal["permit", "forbid", "oblige"]


class ShownArticle(msgspec.Struct, kw_only=True, frozen=True):
    """One article, with the policy that it compiles to.

    `emergency`: it holds only in a declared emergency.
    """

    article: str
    title: Texts
    effect: Effect
    emergency: bool
    policy: str


class ShownAct(msgspec.Struct, kw_only=True, frozen=True):
    """What a party did, and when."""

    center: str
    act: Literal["accept", "suspend", "resume", "end"]
    at: datetime


class ShownAgreement(msgspec.Struct, kw_only=True, frozen=True):
    """An agreement as it stands. `missing`: the parties that have not accepted.

    `emergency_hours`: for how many hours at most this center may declare an emergency under it,
    null where it may declare none.
    """

    digest: str
    id: str
    version: int
    title: Texts
    layer: Literal["national", "bilateral", "regional"]
    legal_instrument: str
    parties: list[str]
    first: date
    before: date
    state: Literal["proposed", "in force", "suspended", "ended"]
    missing: list[str]
    emergency_hours: int | None
    acts: list[ShownAct]
    articles: list[ShownArticle]


class ShownPartner(msgspec.Struct, kw_only=True, frozen=True):
    """A partner and the session with it. `waiting`: messages without a receipt.

    `taken`: the number of the last message that came from it.
    """

    center: str
    name: str
    address: str
    keys_good: bool
    waiting: int
    oldest_waiting: datetime | None
    sent: int
    taken: int


class ActRequest(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What is to be done to an agreement."""

    act: Literal["accept", "suspend", "resume", "end"]


class Conflict(msgspec.Struct, kw_only=True, frozen=True):
    """An article, as agreement/article, that keeps statements which the agreement would permit."""

    article: str
    statements: int


class PartnerEffect(msgspec.Struct, kw_only=True, frozen=True):
    """What an agreement would change for one partner at one purpose, in statements.

    `statements`: those that the reader sees; `leaving`: that may leave now; `would_leave`: with
    the agreement; `more`, `less`: the difference; `in_emergency`: that may leave besides while an
    emergency is declared under it. Who asks and approves is not looked at.
    """

    partner: str
    purpose: str
    statements: int
    leaving: int
    would_leave: int
    more: int
    less: int
    in_emergency: int
    conflicts: list[Conflict]


class AgreementEffect(msgspec.Struct, kw_only=True, frozen=True):
    """What an agreement would change; nothing where it changes nothing."""

    agreement: str
    digest: str
    effects: list[PartnerEffect]
