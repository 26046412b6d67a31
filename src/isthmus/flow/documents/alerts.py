"""Alerts: their list, their page, and what a person does to one."""

from __future__ import annotations

from datetime import datetime

import msgspec

from isthmus.flow.documents.labels import Labels
from isthmus.flow.documents.values import EntityRef, Place, Texts, Value, WhyVisible


class RuleRef(msgspec.Struct, kw_only=True, frozen=True):
    """The rule that raised an alert, in the version of its latest finding."""

    id: str
    title: Texts
    version: int


class Summary(msgspec.Struct, kw_only=True, frozen=True):
    """A message key with its arguments: visible captions and values by role."""

    key: str
    args: dict[str, str]


class Assignee(msgspec.Struct, kw_only=True, frozen=True):
    """Whose an alert is. `you`: whether it is the reader's own."""

    name: str
    you: bool


class ShownAlert(msgspec.Struct, kw_only=True, frozen=True):
    """One alert. `number`: short for people to say aloud; it counts nothing."""

    id: str
    number: str
    rule: RuleRef
    severity: str
    state: str
    raised_at: datetime
    changed_at: datetime
    assigned_to: Assignee | None
    caption: str
    entities: list[EntityRef]
    place: Place | None
    summary: Summary
    summary_text: Texts
    findings: int
    sources: list[str]
    label: str
    synthetic: bool


class AlertList(msgspec.Struct, kw_only=True, frozen=True):
    """One page of alerts, latest raised first. `total_shown`: of this filter, for this reader."""

    items: list[ShownAlert]
    next: str | None
    total_shown: int
    labels: Labels


class ShownFinding(msgspec.Struct, kw_only=True, frozen=True):
    """One finding with its evidence."""

    id: str
    rule: str
    found_at: datetime
    label: str
    explanation: Texts
    evidence: list[Value]


class AlertStep(msgspec.Struct, kw_only=True, frozen=True):
    """One row of an alert's history."""

    state: str
    at: datetime
    by: str
    reason: str | None


class AlertPage(msgspec.Struct, kw_only=True, frozen=True):
    """One alert in full. `moves`: what this reader may do to it now."""

    alert: ShownAlert
    findings: list[ShownFinding]
    history: list[AlertStep]
    moves: list[str]
    why: WhyVisible
    labels: Labels


class MoveRequest(msgspec.Struct, kw_only=True, frozen=True):
    """What a person wants done to an alert, and why."""

    move: str
    reason: str | None = None
