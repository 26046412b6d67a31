# ruff: noqa: D102 - the port says what each method gives
"""Alerts, the findings under them, and their moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from isthmus.adapters.store.link import INT64_MAX, Link, Row
from isthmus.errors import NotFound
from isthmus.model.alert import Alert, AlertMove, AlertState, Move, Severity
from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.ids import AlertId, EntityId, FindingId, LabelId
from isthmus.model.principal import Reader
from isthmus.phrases import say
from isthmus.ports import AlertFilter

_ADD = """
INSERT INTO alert
  (id, rule, severity, state, label, entity, raised_at, changed_at, assigned_to, lat, lon)
VALUES
  (:id, :rule, :severity, :state, :label, :entity, :raised_at, :changed_at, :assigned_to, :lat,
   :lon)
RETURNING seq"""
# Writers name the alert; what comes of it is a row of its history, and nothing is given back.
_CHANGED = "UPDATE alert SET changed_at = :at WHERE id = :alert"
_MOVED = "UPDATE alert SET changed_at = :at, state = :state WHERE id = :alert"
_ASSIGNED = "UPDATE alert SET assigned_to = :principal WHERE id = :alert"
_FOLD = """
INSERT INTO alert_finding (alert, finding, at)
SELECT k.seq, n.seq, ? FROM alert k JOIN finding n ON n.id = ? WHERE k.id = ?
ON CONFLICT DO NOTHING"""
_MOVE = """
INSERT INTO alert_move (alert, move, state, at, moved_by, reason)
SELECT k.seq, ?, ?, ?, ?, ? FROM alert k WHERE k.id = ?"""

_ALERTS = """
SELECT a.id, a.rule, a.severity, a.state, a.label, a.entity, a.raised_at, a.changed_at,
  (SELECT count(*) FROM alert_finding g JOIN finding f ON f.seq = g.finding
    WHERE g.alert = a.seq AND f.label IN (:labels[whole])
      AND coalesce((SELECT l.standing FROM finding_state l
        WHERE l.finding = f.seq ORDER BY l.seq DESC LIMIT 1), 1) = 1),
  a.assigned_to, a.lat, a.lon
FROM alert a
WHERE a.label IN (:labels[whole])"""
_GET = _ALERTS + " AND a.id = :alert"
_PAGE = """
  AND a.state IN (:states[word]) AND a.severity IN (:severities[word])
  AND (:any_rule = 1 OR a.rule = :rule)
  AND (:anybody = 1 OR a.assigned_to = :assigned_to)
  AND (a.raised_at, a.id) < (:raised_at, :before)"""
_WITH_ENTITIES = """
  AND (a.entity IN (:entities[bytes])
    OR a.seq IN (SELECT g.alert FROM alert_finding g JOIN finding f ON f.seq = g.finding
      JOIN finding_entity e ON e.finding = f.seq
      WHERE e.entity IN (:entities[bytes]) AND f.label IN (:labels[whole])))"""
_LATEST_FIRST = " ORDER BY a.raised_at DESC, a.id DESC LIMIT :limit"
_FIND = _ALERTS + _PAGE + _LATEST_FIRST
_FIND_ABOUT = _ALERTS + _PAGE + _WITH_ENTITIES + _LATEST_FIRST
_NOT_WITH = _ALERTS + " AND coalesce(a.assigned_to, '') <> :principal ORDER BY a.seq LIMIT :limit"
_HISTORY = """
SELECT a.id, m.move, m.state, m.at, m.moved_by, m.reason
FROM alert a JOIN alert_move m ON m.alert = a.seq
WHERE a.id = :alert AND a.label IN (:labels[whole]) ORDER BY m.seq"""
_MAIN_ENTITY = "SELECT a.entity FROM alert a WHERE a.id = :alert AND a.label IN (:labels[whole])"
_ENTITIES = """
SELECT e.entity FROM alert a JOIN alert_finding g ON g.alert = a.seq
  JOIN finding f ON f.seq = g.finding JOIN finding_entity e ON e.finding = f.seq
WHERE a.id = :alert AND a.label IN (:labels[whole]) AND f.label IN (:labels[whole])
ORDER BY f.seq, e.position"""
_COUNTS = """
SELECT a.state, a.severity, count(*) FROM alert a
WHERE a.label IN (:labels[whole]) GROUP BY a.state, a.severity"""

_AFTER_EVERY_ID = b"\xff" * 17


class Alerts:
    """AlertStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, alert: Alert) -> None:
        self._link.added(
            _ADD,
            id=alert.id,
            rule=alert.rule,
            severity=str(alert.severity),
            state=str(alert.state),
            label=alert.label,
            entity=alert.entity,
            raised_at=microseconds(alert.raised_at),
            changed_at=microseconds(alert.changed_at),
            assigned_to=alert.assigned_to,
            lat=alert.lat,
            lon=alert.lon,
        )
        # No move raises an alert; REOPEN is the only one that leads to RAISED.
        self._note(AlertMove(alert.id, Move.REOPEN, alert.state, alert.raised_at, alert.rule))

    def fold(self, alert: AlertId, findings: Sequence[FindingId], at: datetime) -> None:
        time = microseconds(at)
        if not self._link.change(_CHANGED, alert=alert, at=time):
            raise NotFound(say("expected a known alert, got {alert}", alert=alert.hex()))
        self._link.add_many(_FOLD, [(time, finding, alert) for finding in findings])

    def move(self, move: AlertMove) -> None:
        at, state = microseconds(move.at), str(move.state)
        if not self._link.change(_MOVED, alert=move.alert, at=at, state=state):
            raise NotFound(say("expected a known alert, got {alert}", alert=move.alert.hex()))
        self._note(move)

    def assign(self, alerts: Sequence[AlertId], principal: str | None) -> None:
        for alert in alerts:
            if not self._link.change(_ASSIGNED, alert=alert, principal=principal):
                raise NotFound(say("expected a known alert, got {alert}", alert=alert.hex()))

    def find(self, wanted: AlertFilter, reader: Reader) -> Sequence[Alert]:
        values = _bound(wanted)
        if wanted.entities is None:
            rows = self._link.rows(_FIND, labels=reader.labels, **values)
        else:
            rows = self._link.rows(
                _FIND_ABOUT, labels=reader.labels, entities=wanted.entities, **values
            )
        return [_alert(row) for row in rows]

    def get(self, alert: AlertId, reader: Reader) -> Alert | None:
        found = self._link.row(_GET, alert=alert, labels=reader.labels)
        return None if found is None else _alert(found)

    def not_with(self, principal: str | None, reader: Reader, limit: int) -> Sequence[Alert]:
        rows = self._link.rows(
            _NOT_WITH, principal=principal or "", labels=reader.labels, limit=limit
        )
        return [_alert(row) for row in rows]

    def history(self, alert: AlertId, reader: Reader) -> Sequence[AlertMove]:
        rows = self._link.rows(_HISTORY, alert=alert, labels=reader.labels)
        return [_move(row) for row in rows]

    def entities(self, alert: AlertId, reader: Reader) -> Sequence[EntityId]:
        values = {"alert": alert, "labels": reader.labels}
        rows = [*self._link.rows(_MAIN_ENTITY, **values), *self._link.rows(_ENTITIES, **values)]
        return [EntityId(entity) for (entity,) in dict.fromkeys(rows)]

    def counts(self, reader: Reader) -> Mapping[tuple[AlertState, str], int]:
        rows = self._link.rows(_COUNTS, labels=reader.labels)
        return {(AlertState(state), severity): count for state, severity, count in rows}

    def _note(self, move: AlertMove) -> None:
        at = microseconds(move.at)
        row = (str(move.move), str(move.state), at, move.by, move.reason, move.alert)
        self._link.add_many(_MOVE, [row])


def _bound(wanted: AlertFilter) -> dict[str, object]:
    raised_at, before = wanted.before or (None, _AFTER_EVERY_ID)
    return {
        "states": [str(state) for state in wanted.states or ()]
        if wanted.states is not None
        else [str(state) for state in AlertState],
        "severities": [*Severity] if wanted.severity is None else [wanted.severity],
        "any_rule": int(wanted.rule is None),
        "rule": wanted.rule or "",
        "anybody": int(wanted.assigned_to is None),
        "assigned_to": wanted.assigned_to or "",
        "raised_at": INT64_MAX if raised_at is None else microseconds(raised_at),
        "before": before,
        "limit": wanted.limit,
    }


def _alert(row: Row) -> Alert:
    alert, rule, severity, state, label, entity, raised_at, changed_at, *rest = row
    findings, assigned_to, lat, lon = rest
    return Alert(
        id=AlertId(alert),
        rule=rule,
        severity=Severity(severity),
        state=AlertState(state),
        label=LabelId(label),
        entity=EntityId(entity),
        raised_at=from_microseconds(raised_at),
        changed_at=from_microseconds(changed_at),
        findings=findings,
        assigned_to=assigned_to,
        lat=lat,
        lon=lon,
    )


def _move(row: Row) -> AlertMove:
    alert, move, state, at, by, reason = row
    return AlertMove(
        AlertId(alert), Move(move), AlertState(state), from_microseconds(at), by, reason
    )
