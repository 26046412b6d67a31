"""Labels, deliveries, records and verdicts in memory."""

from __future__ import annotations

import builtins
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from isthmus.errors import StateError
from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.ids import DeliverySeq, LabelId, RecordId, RecordSeq, StatementSeq
from isthmus.model.judgement import Judgement
from isthmus.model.label import Label
from isthmus.model.principal import Reader
from isthmus.model.record import (
    Delivery,
    DeliveryState,
    SealedRecord,
    StoredRecord,
    Verdict,
    VerdictState,
)
from isthmus.ports import HeldStep
from tests.fakes.tables import Part, in_utc
from tests.fakes.tightening import relabelled, relabelled_row, resting


class MemoryLabels(Part):
    """LabelStore."""

    __slots__ = ()

    def intern(self, label: Label) -> LabelId:
        known = self._writable(label).labels.get(label)
        if known is not None:
            return known
        tables = self._changing()
        tables.labels[label] = LabelId(tables.number("labels"))
        return tables.labels[label]

    def all(self) -> Mapping[LabelId, Label]:
        return {number: label for label, number in self._tables.labels.items()}

    def resting_on(self, statements: Sequence[StatementSeq]) -> frozenset[LabelId]:
        return frozenset(row.label for _, _, row in resting(self._tables, frozenset(statements)))

    def tighten(
        self,
        statements: Sequence[StatementSeq],
        steps: Mapping[LabelId, LabelId],
        shown: Collection[LabelId],
    ) -> None:
        tables, named = self._changing(), frozenset(statements)
        for table, key, row in list(resting(tables, named)):
            if isinstance(row, Judgement) and row.by_person and row.label not in shown:
                continue
            later = steps.get(row.label, row.label)
            place = getattr(tables, table)
            place[key] = relabelled_row(row, later)
        tables.judgements = [relabelled(j, named, steps) for j in tables.judgements]


class MemoryDeliveries(Part):
    """DeliveryStore."""

    __slots__ = ()

    def open(self, delivery: Delivery) -> DeliverySeq:
        tables = self._changing(delivery)
        seq = DeliverySeq(tables.number("deliveries"))
        tables.deliveries[seq] = replace(in_utc(delivery), seq=seq, state=DeliveryState.RECEIVING)
        return seq

    def close(self, delivery: Delivery) -> None:
        tables = self._changing(delivery)
        tables.deliveries[delivery.seq] = replace(
            tables.deliveries[delivery.seq],
            state=delivery.state,
            records=delivery.records,
            new=delivery.new,
            quarantined=delivery.quarantined,
            keyless=delivery.keyless,
        )

    def same(self, feed: str, part: str, digest: bytes) -> Delivery | None:
        equal = [d for d in self._of(feed, part) if d.digest == digest]
        return max(equal, key=lambda d: d.seq, default=None)

    def of_part(self, feed: str, part: str) -> Sequence[Delivery]:
        return sorted(self._of(feed, part), key=lambda d: (d.as_of, d.seq))

    def of_feed(self, feed: str) -> Sequence[Delivery]:
        mine = (d for d in self._tables.deliveries.values() if d.feed == feed)
        return sorted(mine, key=lambda d: (d.received_at, d.seq), reverse=True)

    def renew(self, delivery: DeliverySeq, expires_on: datetime) -> bool:
        tables = self._changing()
        before = tables.deliveries[delivery]
        if before.expires_on is None or before.expires_on >= expires_on:
            return False
        tables.deliveries[delivery] = in_utc(replace(before, expires_on=expires_on))
        return True

    def over(self, at: datetime, limit: int) -> Sequence[Delivery]:
        every = sorted(self._tables.deliveries.items())
        return [d for _, d in every if d.expires_on is not None and d.expires_on <= at][:limit]

    def end(self, deliveries: Sequence[DeliverySeq]) -> None:
        tables = self._changing()
        for seq in deliveries:
            tables.deliveries[seq] = replace(tables.deliveries[seq], expires_on=None)
            tables.unread.pop(seq, None)
        for number, (verdict, state, at) in list(tables.verdicts.items()):
            if verdict.delivery in deliveries:
                tables.pieces.pop(number, None)
                now = VerdictState.DISCARDED if state is VerdictState.OPEN else state
                tables.verdicts[number] = (replace(verdict, came=""), now, at)

    def note_presence(self, delivery: DeliverySeq, records: Sequence[RecordSeq]) -> None:
        presence = self._changing().presence
        presence[delivery] = presence.get(delivery, frozenset()) | frozenset(records)

    def note_unread(self, delivery: DeliverySeq, keys: Sequence[bytes]) -> None:
        unread = self._changing().unread
        unread[delivery] = unread.get(delivery, frozenset()) | frozenset(keys)

    def presence(self, delivery: DeliverySeq) -> Mapping[bytes, RecordSeq]:
        seqs = sorted(self._tables.presence.get(delivery, ()))
        return {self._tables.record_keys[seq]: seq for seq in seqs}

    def unread(self, delivery: DeliverySeq) -> frozenset[bytes]:
        return self._tables.unread.get(delivery, frozenset())

    def current(self, feed: str, part: str) -> Mapping[bytes, RecordSeq]:
        return dict(self._tables.current.get((feed, part), {}))

    def latest(
        self, feed: str, part: str, keys: Sequence[bytes]
    ) -> Mapping[bytes, tuple[str, RecordSeq]]:
        versions, current = self._tables.versions, self.current(feed, part)
        return {
            key: (versions[feed, part, key], current[key])
            for key in keys
            if (feed, part, key) in versions and key in current
        }

    def set_latest(self, feed: str, part: str, now: Mapping[bytes, tuple[str, RecordSeq]]) -> None:
        versions = self._changing(feed, part).versions
        versions.update({(feed, part, key): version for key, (version, _) in now.items()})
        self.set_current(feed, part, {key: record for key, (_, record) in now.items()}, ())

    def set_current(
        self, feed: str, part: str, now: Mapping[bytes, RecordSeq], gone: Iterable[bytes]
    ) -> None:
        dropped = frozenset(gone)
        kept = {k: seq for k, seq in self.current(feed, part).items() if k not in dropped}
        self._changing(feed, part).current[feed, part] = {**kept, **now}

    def entrances(
        self, records: Sequence[RecordSeq]
    ) -> Mapping[RecordSeq, tuple[datetime, datetime]]:
        entered: dict[bytes, datetime] = {}
        began: dict[tuple[str, str], datetime] = {}
        for seq, present in self._tables.presence.items():
            delivery = self._tables.deliveries[seq]
            if delivery.state is not DeliveryState.RECEIVING:
                part = delivery.feed, delivery.part
                began[part] = min(began.get(part, delivery.as_of), delivery.as_of)
                for key in (self._tables.record_keys[record] for record in present):
                    entered[key] = min(entered.get(key, delivery.as_of), delivery.as_of)
        asked = (self._tables.records[seq] for seq in records)
        keyed = ((row, self._tables.record_keys[row.seq]) for row in asked)
        return {
            row.seq: (entered[key], began[row.feed, row.part])
            for row, key in keyed
            if key in entered
        }

    def decide(self, step: HeldStep) -> None:
        self._changing(step).decisions.append(in_utc(step))

    def decisions(self, feed: str, part: str) -> Sequence[HeldStep]:
        return [s for s in self._tables.decisions if (s.feed, s.part) == (feed, part)]

    def _of(self, feed: str, part: str) -> list[Delivery]:
        every = self._tables.deliveries.values()
        return [d for d in every if (d.feed, d.part) == (feed, part)]


class MemoryRecords(Part):
    """RecordStore."""

    __slots__ = ()

    def known(self, ids: Sequence[RecordId]) -> Mapping[RecordId, RecordSeq]:
        held = self._tables.record_ids
        return {record: held[record] for record in ids if record in held}

    def add(
        self, delivery: Delivery, bucket: str, label: LabelId, records: Sequence[SealedRecord]
    ) -> list[RecordSeq]:
        return [self._added(delivery, bucket, label, record) for record in records]

    def get(self, seqs: Sequence[RecordSeq], reader: Reader) -> Sequence[StoredRecord]:
        found = (self._tables.records.get(seq) for seq in dict.fromkeys(seqs))
        return [record for record in found if record and record.label in reader.labels]

    def by_id(self, record: RecordId, reader: Reader) -> StoredRecord | None:
        seq = self._tables.record_ids.get(record)
        found = self.get([] if seq is None else [seq], reader)
        return found[0] if found else None

    def _added(
        self, delivery: Delivery, bucket: str, label: LabelId, record: SealedRecord
    ) -> RecordSeq:
        tables = self._changing(bucket)
        if record.id in tables.record_ids:
            raise StateError(f"expected a record that is not known yet, got {record.id.hex()}")
        seq = RecordSeq(tables.number("records"))
        tables.record_ids[record.id] = seq
        tables.record_keys[seq] = record.key
        if record.expires_on is not None:
            tables.record_days[seq] = from_microseconds(microseconds(record.expires_on))
        tables.records[seq] = StoredRecord(
            seq=seq,
            id=record.id,
            feed=delivery.feed,
            part=delivery.part,
            delivery=delivery.seq,
            file=delivery.name,
            number=record.number,
            sha256=record.sha256,
            size=record.size,
            bucket=bucket,
            sealed=record.sealed,
            wrapped=record.wrapped,
            label=label,
            received_at=delivery.received_at,
        )
        return seq


class MemoryVerdicts(Part):
    """VerdictStore."""

    __slots__ = ()

    def add(self, verdict: Verdict, sealed: Sequence[tuple[bytes, bytes]], at: datetime) -> int:
        tables = self._changing(verdict)
        number = tables.number("verdicts")
        tables.verdicts[number] = (verdict, VerdictState.OPEN, from_microseconds(microseconds(at)))
        self.add_pieces(number, 0, sealed)
        return number

    def add_pieces(self, number: int, first: int, sealed: Sequence[tuple[bytes, bytes]]) -> None:
        pieces = self._changing().pieces
        held = pieces.get(number, ())
        pieces[number] = (*held, *sealed[len(held) - first :])

    def list(
        self, feed: str | None, state: VerdictState | None, before: int | None, limit: int
    ) -> Sequence[tuple[int, Verdict, VerdictState, datetime]]:
        rows = (
            (number, verdict, stands, at)
            for number, (verdict, stands, at) in sorted(self._tables.verdicts.items(), reverse=True)
            if feed in (None, verdict.feed)
            and state in (None, stands)
            and (before is None or number < before)
        )
        return builtins.list(rows)[:limit]

    def get(self, number: int) -> tuple[Verdict, VerdictState, datetime] | None:
        return self._tables.verdicts.get(number)

    def pieces(self, number: int) -> Sequence[tuple[bytes, bytes]]:
        return self._tables.pieces.get(number, ())

    def set_state(self, number: int, state: VerdictState) -> None:
        verdict, _, at = self._changing().verdicts[number]
        self._tables.verdicts[number] = (verdict, state, at)
