# ruff: noqa: D102 - the port says what each method gives
"""Retention: until when records of own feeds, and the statements that they carry, are held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from isthmus.adapters.store.link import Link
from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.ids import RecordId, RecordSeq, StatementSeq
from isthmus.ports.retaining import Carrier, DueRecord, Renewal

_BEFORE_ALL: Final = -(2**63)
# Equal keys are of one part, and the way to the deliveries of a record is by its key.
_DUE: Final = """
SELECT r.seq, r.id, o.feed, o.part, r.bucket, r.wrapped, r.expires_on,
  coalesce((SELECT max(d.expires_on) FROM presence p JOIN delivery d ON d.seq = p.delivery
    WHERE p.key = r.key AND p.record = r.seq), r.expires_on)
FROM record r JOIN delivery o ON o.seq = r.delivery
WHERE r.expires_on <= :at AND (r.expires_on, r.seq) > (:day, :seq)
ORDER BY r.expires_on, r.seq LIMIT :limit"""
# Only while the day is what it was: whoever erased the record in between took it away.
_RENEW: Final = """
UPDATE record SET expires_on = ?, bucket = ?, wrapped = ? WHERE seq = ? AND expires_on = ?"""
_OF_RECORDS: Final = """
WHERE s.seq IN (SELECT o.seq FROM statement o WHERE o.record IN (:records[whole])
    UNION SELECT w.statement FROM support w WHERE w.record IN (:records[whole]))
  AND r.expires_on IS NOT NULL"""
_CARRIERS: Final = (
    """
SELECT s.seq, s.source, s.expires_on, s.record, r.seq, r.expires_on
FROM statement s JOIN record r ON r.seq = s.record"""
    + _OF_RECORDS
    + """
UNION
SELECT s.seq, s.source, s.expires_on, s.record, r.seq, r.expires_on
FROM statement s JOIN support u ON u.statement = s.seq JOIN record r ON r.seq = u.record"""
    + _OF_RECORDS
)
_CARRY: Final = "UPDATE statement SET record = ?, expires_on = ? WHERE seq = ?"
_NOT_TWICE = "DELETE FROM support WHERE statement = ? AND record = ?"
_EXTEND: Final = "UPDATE statement SET expires_on = ? WHERE seq = ? AND expires_on < ?"
_HOLDS: Final = """
SELECT r.seq FROM record r WHERE r.bucket = :bucket AND length(r.wrapped) > 0 LIMIT 1"""
TEXTS: Final = (_DUE, _CARRIERS, _HOLDS)
"""What is asked by day, without a reader: nothing comes back that a label marks."""


class Retention:
    """RetentionStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def due(
        self, at: datetime, after: tuple[datetime, RecordSeq] | None, limit: int
    ) -> Sequence[DueRecord]:
        day, seq = (_BEFORE_ALL, 0) if after is None else (microseconds(after[0]), after[1])
        rows = self._link.bare(_DUE, at=microseconds(at), day=day, seq=seq, limit=limit)
        return [
            DueRecord(
                RecordSeq(seq),
                RecordId(record),
                feed,
                part,
                bucket,
                wrapped,
                expires_on=from_microseconds(expires_on),
                until=from_microseconds(max(expires_on, until)),
            )
            for seq, record, feed, part, bucket, wrapped, expires_on, until in rows
        ]

    def renew(self, renewals: Sequence[Renewal]) -> None:
        rows = [
            (microseconds(r.expires_on), r.bucket, r.wrapped, r.seq, microseconds(r.before))
            for r in renewals
        ]
        self._link.add_many(_RENEW, rows)

    def carriers(self, records: Sequence[RecordSeq]) -> Sequence[Carrier]:
        rows = self._link.bare(_CARRIERS, records=records)
        return [
            Carrier(
                StatementSeq(statement),
                source,
                from_microseconds(held_until),
                RecordSeq(rests_on),
                RecordSeq(record),
                from_microseconds(expires_on),
            )
            for statement, source, held_until, rests_on, record, expires_on in rows
        ]

    def carry(self, rows: Sequence[tuple[StatementSeq, RecordSeq, datetime]]) -> None:
        moved = [(record, microseconds(day), statement) for statement, record, day in rows]
        self._link.add_many(_CARRY, moved)
        self._link.add_many(_NOT_TWICE, [(statement, record) for statement, record, _ in rows])

    def extend(self, rows: Sequence[tuple[StatementSeq, datetime]]) -> None:
        days = [(microseconds(day), statement) for statement, day in rows]
        self._link.add_many(_EXTEND, [(day, statement, day) for day, statement in days])

    def holds(self, bucket: str) -> bool:
        return bool(self._link.bare(_HOLDS, bucket=bucket))
