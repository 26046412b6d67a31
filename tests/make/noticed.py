"""What is noticed: findings, alerts, moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from isthmus.model.alert import Alert, AlertMove, AlertState, Finding, Move, Severity
from isthmus.model.following import Acted, FollowUp, Why
from isthmus.model.ids import LabelId, StatementSeq
from tests.make.ids import HOUR, LABEL, NOW, alert_id, entity, finding_id, match_id


def finding(
    name: str = "dark period",
    *evidence: StatementSeq,
    entities: Sequence[str] = ("dhow",),
    label: LabelId = LABEL,
    found_at: datetime = NOW,
    rule: str = "dark-then-port",
) -> Finding:
    """Make a finding; the statements of its evidence play steps 1, 2 ... in the rule."""
    return Finding(
        id=finding_id(name),
        matched=match_id(name),
        rule=rule,
        version=1,
        found_at=found_at,
        label=label,
        entities=tuple(map(entity, entities)),
        evidence=tuple((f"step {n}", seq) for n, seq in enumerate(evidence, start=1)),
        lat=12.5,
        lon=43.25,
    )


def alert(
    name: str = "dark period",
    *,
    about: str = "dhow",
    severity: Severity = Severity.HIGH,
    label: LabelId = LABEL,
    raised_at: datetime = NOW,
    rule: str = "dark-then-port",
) -> Alert:
    """Make an alert that was just raised by the finding called `name`."""
    return Alert(
        id=alert_id(name),
        rule=rule,
        severity=severity,
        state=AlertState.RAISED,
        label=label,
        entity=entity(about),
        raised_at=raised_at,
        changed_at=raised_at,
        findings=0,
    )


def follow_up(
    *,
    who: str = "p-mara.lind",
    label: LabelId = LABEL,
    why: Why = Why.PARTED,
    at: datetime = NOW,
) -> FollowUp:
    """Make a follow-up of an alert that a person moved an hour before; its number is given anew."""
    alert_ = alert_id("dark period")
    return FollowUp(0, who, Acted.ALERT, alert_, alert_, label, why, at - HOUR, at)


def move(
    move: Move = Move.ACKNOWLEDGE,
    state: AlertState = AlertState.ACKNOWLEDGED,
    *,
    alert: str = "dark period",
    at: datetime = NOW + HOUR,
    reason: str | None = None,
    by: str = "p-mara.lind",
) -> AlertMove:
    """Make a duty officer's move on the alert called `alert`."""
    return AlertMove(alert_id(alert), move, state, at, by, reason)
