"""Days of records and statements in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.ids import RecordSeq, StatementSeq
from isthmus.ports import Carrier, DueRecord, Renewal
from tests.fakes.tables import Part


class MemoryRetention(Part):
    """RetentionStore."""

    __slots__ = ()

    def due(
        self, at: datetime, after: tuple[datetime, RecordSeq] | None, limit: int
    ) -> Sequence[DueRecord]:
        days = sorted((day, seq) for seq, day in self._tables.record_days.items() if day <= at)
        return [self._due(*place) for place in days if after is None or place > after][:limit]

    def renew(self, renewals: Sequence[Renewal]) -> None:
        tables = self._changing()
        for one in renewals:
            if tables.record_days.get(one.seq) == one.before:
                tables.record_days[one.seq] = _utc(one.expires_on)
                tables.records[one.seq] = replace(
                    tables.records[one.seq], bucket=one.bucket, wrapped=one.wrapped
                )

    def carriers(self, records: Sequence[RecordSeq]) -> Sequence[Carrier]:
        tables = self._tables
        touched = {seq for record in records for seq in tables.supported.get(record, ())}
        return [
            Carrier(
                seq,
                tables.statements[seq].source,
                tables.statements[seq].expires_on,
                tables.statements[seq].record,
                record,
                tables.record_days[record],
            )
            for seq in sorted(touched)
            for record in sorted(tables.supports[seq])
            if record in tables.record_days
        ]

    def carry(self, rows: Sequence[tuple[StatementSeq, RecordSeq, datetime]]) -> None:
        tables = self._changing()
        for statement, record, day in rows:
            tables.statements[statement] = msgspec.structs.replace(
                tables.statements[statement], record=record, expires_on=_utc(day)
            )

    def extend(self, rows: Sequence[tuple[StatementSeq, datetime]]) -> None:
        tables = self._changing()
        for statement, day in rows:
            one = tables.statements[statement]
            if one.expires_on < day:
                tables.statements[statement] = msgspec.structs.replace(one, expires_on=_utc(day))

    def holds(self, bucket: str) -> bool:
        return any(r.bucket == bucket and r.wrapped for r in self._tables.records.values())

    def _due(self, day: datetime, seq: RecordSeq) -> DueRecord:
        tables = self._tables
        one = tables.records[seq]
        stood = (d for d, present in tables.presence.items() if seq in present)
        days = [tables.deliveries[delivery].expires_on for delivery in stood]
        until = max([day, *(said for said in days if said is not None)])
        return DueRecord(seq, one.id, one.feed, one.part, one.bucket, one.wrapped, day, until)


def _utc(day: datetime) -> datetime:
    return from_microseconds(microseconds(day))
