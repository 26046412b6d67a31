"""Releases as they are shown: what would leave, what left, and by which article."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from isthmus.flow.documents.labels import Labels

WhyNot: TypeAlias = Literal["uncovered", "forbidden", "consent", "unmapped", "failed", "emergency"]


class ReleaseQuestion(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What is to leave, for whom. `agreement`: the one to use, null for whichever permits."""

    recipient: str
    entities: list[str]
    agreement: str | None = None


class ShownOutcome(msgspec.Struct, kw_only=True, frozen=True):
    """What becomes of one statement.

    `becomes`: the value as it leaves, null where it stays. `articles`: those that let it leave;
    `bound`: those that oblige to something; `forbidden_by`: those that keep it, each as
    agreement/article. `label`: here; `label_abroad`: there. Where it stays for want of an
    `emergency`, `agreement` and `articles` are those that would let it leave in one.
    """

    statement: str
    entity: str
    entity_schema: str
    property: str
    property_title: dict[str, str]
    value: str
    becomes: str | None
    change: Literal["none", "masked", "generalised", "dropped"]
    agreement: str | None
    articles: list[str]
    bound: list[str]
    why: WhyNot | None
    forbidden_by: list[str]
    label: str
    label_abroad: str | None
    expires_on: datetime | None


class ShownCount(msgspec.Struct, kw_only=True, frozen=True):
    """A count that may leave where the things themselves may not."""

    schema: str
    count: int
    agreement: str


class CountQuestion(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Who is to learn how many there are."""

    recipient: str


class CountsRun(msgspec.Struct, kw_only=True, frozen=True):
    """What a partner would learn, or learned, of how many there are."""

    recipient: str
    purpose: str
    counts: list[ShownCount]


class KeptCountRow(msgspec.Struct, kw_only=True, frozen=True):
    """A count that left (`left`) or came."""

    partner: str
    left: bool
    agreement: str
    schema: str
    count: int
    at: datetime


class Onward(msgspec.Struct, kw_only=True, frozen=True):
    """A center to which the recipient could pass something on, with the consent of this one.

    `values`: how many of those that would leave; `articles`: that let it, as agreement/article.
    """

    center: str
    values: int
    articles: list[str]


class DryRun(msgspec.Struct, kw_only=True, frozen=True):
    """Who would see exactly what, before anything is sent.

    `onward`: who could get it from the recipient, as far as the agreements of this center tell.
    """

    recipient: str
    purpose: str
    rows: list[ShownOutcome]
    counts: list[ShownCount]
    onward: list[Onward]
    leaving: int
    staying: int
    labels: Labels


class ReleaseResult(msgspec.Struct, kw_only=True, frozen=True):
    """What left. `messages`: their ids, in the order in which they are sent."""

    messages: list[str]
    run: DryRun


class RecallRequest(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What is to be called back, and why."""

    statements: list[str]
    reason: str


class ShownHolder(msgspec.Struct, kw_only=True, frozen=True):
    """One line of a recall's completion table.

    `overdue`: it has not answered in time. `receipt`: as the holder signed it.
    """

    holder: str
    via: str
    items: int
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None
    overdue: bool
    receipt: bytes | None


class ShownRecall(msgspec.Struct, kw_only=True, frozen=True):
    """A recall with its completion table. `releases`: the ids that it named, in hex."""

    id: str
    origin: str
    via: str | None
    reason: str
    ordered_at: datetime
    items: int
    releases: list[str]
    holders: list[ShownHolder]
    complete: bool


class ConsentWish(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What a center wants to pass on, to whom and why."""

    recipient: str
    entities: list[str]
    reason: str


class ConsentDecision(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What a person at the origin decides. `days`: for how long a given consent holds."""

    consent: str
    give: bool
    reason: str
    days: int = 30


class NamedValue(msgspec.Struct, kw_only=True, frozen=True):
    """A value that is meant."""

    statement: str
    entity: str
    property: str
    property_title: dict[str, str]
    value: str
    label: str


class ShownConsent(msgspec.Struct, kw_only=True, frozen=True):
    """A request for consent. `count`: what it names; `values`: those that the reader may see."""

    id: str
    origin: str
    holder: str
    recipient: str
    purpose: str
    reason: str
    asked_at: datetime
    state: Literal["asked", "given", "refused"]
    answered_at: datetime | None
    given_until: datetime | None
    count: int
    values: list[NamedValue]
    labels: Labels


class ReleasedValue(msgspec.Struct, kw_only=True, frozen=True):
    """One value that left. `articles`: those that let it leave and those that bind it."""

    release: str
    statement: str
    property: str
    value: str
    change: Literal["none", "masked", "generalised", "dropped"]
    articles: list[str]
    standing: Literal["out", "recalled", "expired"]


class ShownRelease(msgspec.Struct, kw_only=True, frozen=True):
    """One release, with those of its values that the reader sees. `count`: all of them."""

    message: str
    partner: str
    agreement: str
    digest: str
    purpose: str
    basis: str
    released_at: datetime
    count: int
    values: list[ReleasedValue]
    labels: Labels


class StandingRequest(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Who is to learn of each alert of the purpose stated."""

    recipient: str


class ShownStanding(msgspec.Struct, kw_only=True, frozen=True):
    """A standing release."""

    id: str
    partner: str
    purpose: str
    ordered_at: datetime
    ended_at: datetime | None
