# ruff: noqa: D102 - the port says what each method gives
"""Declared emergencies and their ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from isthmus.adapters.store.link import Link, Row
from isthmus.model.canonical import (
    from_microseconds,
    microseconds,
    microseconds_or_none,
    moment_or_none,
)
from isthmus.model.emergency import Emergency, EmergencyEnd

_DECLARE = """
INSERT INTO emergency (id, center, agreement, digest, reason, declared_at, holds_until, declared_by,
  confirmed_by, begins_at, signature)
VALUES (:id, :center, :agreement, :digest, :reason, :declared_at, :until, :by, :confirmed_by,
  :begins_at, :signature)
ON CONFLICT (id) DO NOTHING"""
_CONFIRM = """
UPDATE emergency SET confirmed_by = :by, begins_at = :at, signature = :signature
WHERE id = :id AND begins_at IS NULL"""
_END = """
INSERT INTO emergency_end (emergency, center, ended_by, reason, at, signature)
VALUES (:emergency, :center, :by, :reason, :at, :signature)
ON CONFLICT (emergency, center) DO NOTHING"""
_COLUMNS = """
SELECT e.id, e.center, e.agreement, e.digest, e.reason, e.declared_at, e.holds_until, e.declared_by,
  e.confirmed_by, e.begins_at, e.signature FROM emergency e"""
_ALL = _COLUMNS + " ORDER BY e.seq"
_ONE = _COLUMNS + " WHERE e.id = :id"
_CONFIRMED = _COLUMNS + " WHERE e.begins_at IS NOT NULL AND e.holds_until > :at ORDER BY e.seq"
_ENDS = """
SELECT n.emergency, n.center, n.ended_by, n.reason, n.at, n.signature FROM emergency_end n
WHERE n.emergency IN (:ids[bytes]) ORDER BY n.at, n.center"""


class Emergencies:
    """EmergencyStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def declare(self, emergency: Emergency) -> bool:
        added = self._link.change(
            _DECLARE,
            id=emergency.id,
            center=emergency.center,
            agreement=emergency.agreement,
            digest=emergency.digest,
            reason=emergency.reason,
            declared_at=microseconds(emergency.declared_at),
            until=microseconds(emergency.until),
            by=emergency.by,
            confirmed_by=emergency.confirmed_by,
            begins_at=microseconds_or_none(emergency.begins_at),
            signature=emergency.signature,
        )
        return added > 0

    def confirm(self, emergency: bytes, by: str, at: datetime, signature: bytes) -> bool:
        changed = self._link.change(
            _CONFIRM, id=emergency, by=by, at=microseconds(at), signature=signature
        )
        return changed > 0

    def end(self, end: EmergencyEnd) -> bool:
        added = self._link.change(
            _END,
            emergency=end.emergency,
            center=end.center,
            by=end.by,
            reason=end.reason,
            at=microseconds(end.at),
            signature=end.signature,
        )
        return added > 0

    def get(self, emergency: bytes) -> Emergency | None:
        found = self._with_ends(self._link.bare(_ONE, id=emergency))
        return found[0] if found else None

    def all(self) -> Sequence[Emergency]:
        return self._with_ends(self._link.bare(_ALL))

    def confirmed(self, at: datetime) -> Sequence[Emergency]:
        return self._with_ends(self._link.bare(_CONFIRMED, at=microseconds(at)))

    def _with_ends(self, rows: Sequence[Row]) -> list[Emergency]:
        if not rows:
            return []
        ends: dict[bytes, list[EmergencyEnd]] = defaultdict(list)
        for name, center, by, reason, at, signature in self._link.bare(
            _ENDS, ids=[row[0] for row in rows]
        ):
            end = EmergencyEnd(name, center, by, reason, from_microseconds(at), signature)
            ends[name].append(end)
        return [_emergency(row, ends[row[0]]) for row in rows]


def _emergency(row: Row, ends: Sequence[EmergencyEnd]) -> Emergency:
    name, center, agreement, digest, reason, declared_at, until, by, *rest = row
    confirmed_by, begins_at, signature = rest
    return Emergency(
        id=name,
        center=center,
        agreement=agreement,
        digest=digest,
        reason=reason,
        declared_at=from_microseconds(declared_at),
        until=from_microseconds(until),
        by=by,
        confirmed_by=confirmed_by,
        begins_at=moment_or_none(begins_at),
        signature=signature,
        ends=tuple(ends),
    )
