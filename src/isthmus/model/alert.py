"""Findings and alerts: what was noticed, and what a person made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from isthmus.model.ids import AlertId, EntityId, FindingId, LabelId, MatchId, StatementSeq


class Severity(StrEnum):
    """How soon a person should look."""

    CRITICAL = "critical"
    HIGH = "high"
    ELEVATED = "elevated"
    LOW = "low"


class AlertState(StrEnum):
    """Where an alert stands. LAPSED: its evidence was withdrawn before anybody decided."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    ESCALATED = "escalated"
    CLOSED = "closed"
    LAPSED = "lapsed"


class Move(StrEnum):
    """What a person, or a withdrawal, does to an alert."""

    ACKNOWLEDGE = "acknowledge"
    CONFIRM = "confirm"
    DISMISS = "dismiss"
    ESCALATE = "escalate"
    CLOSE = "close"
    REOPEN = "reopen"
    LAPSE = "lapse"


_S, _M = AlertState, Move
TRANSITIONS: Final[Mapping[tuple[AlertState, Move], AlertState]] = {
    (_S.RAISED, _M.ACKNOWLEDGE): _S.ACKNOWLEDGED,
    (_S.RAISED, _M.ESCALATE): _S.ESCALATED,
    (_S.RAISED, _M.DISMISS): _S.DISMISSED,
    (_S.RAISED, _M.LAPSE): _S.LAPSED,
    (_S.ACKNOWLEDGED, _M.CONFIRM): _S.CONFIRMED,
    (_S.ACKNOWLEDGED, _M.DISMISS): _S.DISMISSED,
    (_S.ACKNOWLEDGED, _M.ESCALATE): _S.ESCALATED,
    (_S.ESCALATED, _M.CONFIRM): _S.CONFIRMED,
    (_S.ESCALATED, _M.DISMISS): _S.DISMISSED,
    (_S.CONFIRMED, _M.ESCALATE): _S.ESCALATED,
    (_S.CONFIRMED, _M.CLOSE): _S.CLOSED,
    (_S.DISMISSED, _M.CLOSE): _S.CLOSED,
    (_S.DISMISSED, _M.REOPEN): _S.RAISED,
    (_S.CLOSED, _M.REOPEN): _S.RAISED,
    (_S.LAPSED, _M.REOPEN): _S.RAISED,
}
"""The one table of alert states, from which the diagram in the docs is drawn."""

REASON_NEEDED: Final = frozenset({_M.CONFIRM, _M.DISMISS, _M.ESCALATE, _M.CLOSE, _M.REOPEN})
OPEN_STATES: Final = frozenset({_S.RAISED, _S.ACKNOWLEDGED, _S.ESCALATED, _S.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule saw. `evidence`: the minimal set, each with its role in the rule.

    `entities`: the source entities it is about, the main one first. `matched`: what it has in
    common with findings of the same rule and evidence under other labels; by what joins its
    entities, it may stand for some and not for others.
    """

    id: FindingId
    matched: MatchId
    rule: str
    version: int
    found_at: datetime
    label: LabelId
    entities: tuple[EntityId, ...]
    evidence: tuple[tuple[str, StatementSeq], ...]
    lat: float | None = None
    lon: float | None = None
    standing: bool = True


@dataclass(frozen=True, slots=True)
class Alert:
    """Findings of one rule, one label and one entity that a person must assess."""

    id: AlertId
    rule: str
    severity: Severity
    state: AlertState
    label: LabelId
    entity: EntityId
    raised_at: datetime
    changed_at: datetime
    findings: int
    assigned_to: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class AlertMove:
    """One row of an alert's history."""

    alert: AlertId
    move: Move
    state: AlertState
    at: datetime
    by: str
    reason: str | None = None
