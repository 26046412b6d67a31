"""Releases: what leaves a center, value by value, and what it was decided on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, NewType, TypeAlias

import msgspec

from isthmus.model.ids import EntityId, RecordSeq, StatementSeq
from isthmus.model.label import Label
from isthmus.model.wire import Count, Line, Moment, Ordinal, Text, WireId, Word

ReleaseId = NewType("ReleaseId", bytes)
"""Names one released statement, fresh per release and recipient; a recall names it."""
Handle: TypeAlias = bytes
"""Names a source entity towards one recipient at one purpose: the same from release to release, and
to no two recipients, nor at two purposes, the same."""

HIDDEN: Final = "▮"
"""Stands for each character that a release hides. What has it identifies nothing."""


class Change(StrEnum):
    """What redaction did to a value."""

    NONE = "none"
    MASKED = "masked"
    GENERALISED = "generalised"
    DROPPED = "dropped"


class ReleasedStatement(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """One statement as it leaves. `label`: its position in the release's table of labels.

    `articles`: of the agreement, those that let it leave and those that bind it. `replaces`: the
    release of what the source says no longer, in whose place this one comes.
    """

    release: WireId
    entity: WireId
    schema: Word
    property: Word
    value: Text
    label: Count
    grade: Annotated[str, msgspec.Meta(pattern=r"^[A-F][1-6](/[^\x00-\x1f]{1,80})?\Z")]
    expires_on: Moment
    lang: Annotated[str, msgspec.Meta(max_length=35, pattern=r"^[^\x00]*\Z")] | None = None
    target: WireId | None = None
    observed_at: Moment | None = None
    change: Change = Change.NONE
    replaces: WireId | None = None
    articles: Annotated[list[Line], msgspec.Meta(max_length=50)] = []


class Counted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many things of a kind there are, where an agreement lets counts leave and no more."""

    schema: Word
    count: Ordinal


@dataclass(frozen=True, slots=True)
class KeptCount:
    """A count that left or came, where an agreement lets counts leave and no more.

    `left`: it left here, else it came. `message`: that carried it.
    """

    message: bytes
    partner: str
    left: bool
    agreement: str
    digest: bytes
    purpose: str
    schema: str
    count: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Cleared:
    """What may leave for one recipient under one agreement. Only redaction makes one.

    `statements` name their labels by position in `labels`; `origins[i]`: the number of the
    statement of which `statements[i]` was made, which never leaves; `articles[i]`: those that let
    it leave and those that bind it, each as agreement/article. `digest`: of the agreement's bytes.
    """

    recipient: str
    purpose: str
    agreement: str
    digest: bytes
    articles: tuple[tuple[str, ...], ...]
    labels: tuple[Label, ...]
    statements: tuple[ReleasedStatement, ...]
    origins: tuple[StatementSeq, ...]
    counts: tuple[Counted, ...] = ()


class Standing(StrEnum):
    """What became of a released statement at a recipient, and of a received one here."""

    OUT = "out"
    RECALLED = "recalled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Batch:
    """One release: what left in one message. `basis`: the legal instrument it left under."""

    message: bytes
    partner: str
    agreement: str
    digest: bytes
    purpose: str
    basis: str
    released_at: datetime


@dataclass(frozen=True, slots=True)
class Released:
    """The register's line on one released statement; it alone leads from the id to the statement.

    `batch`: the message that carried it.
    """

    release: ReleaseId
    batch: bytes
    partner: str
    statement: StatementSeq
    entity: EntityId
    articles: tuple[str, ...]
    change: Change
    expires_on: datetime
    standing: Standing = Standing.OUT


@dataclass(frozen=True, slots=True)
class Received:
    """What this center holds of a partner's: the partner's id, and the record it came to be.

    `articles`: of the agreement, under which it came, as the partner named them.
    """

    release: ReleaseId
    partner: str
    message: bytes
    agreement: str
    digest: bytes
    purpose: str
    record: RecordSeq
    statement: StatementSeq
    received_at: datetime
    expires_on: datetime
    standing: Standing = Standing.OUT
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StandingOrder:
    """That a partner is to learn of each alert of a purpose. `since`: the change it has come to."""

    id: bytes
    partner: str
    purpose: str
    by: str
    since: int
    ordered_at: datetime
    ended_at: datetime | None = None

    def at(self, since: int) -> StandingOrder:
        """Give the order when it has come further."""
        return replace(self, since=since)

    def ended(self, at: datetime) -> StandingOrder:
        """Give the order when it has ended."""
        return replace(self, ended_at=at)

    def is_like(self, other: StandingOrder) -> bool:
        """Tell whether it stands and asks for the same."""
        same = (self.partner, self.purpose) == (other.partner, other.purpose)
        return same and self.ended_at is None
