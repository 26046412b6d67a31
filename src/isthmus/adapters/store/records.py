# ruff: noqa: D102 - the port says what each method gives
"""Records, sealed: their bytes open only with a data key that another adapter holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from isthmus.adapters.store.link import Link, Row
from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.ids import DeliverySeq, LabelId, RecordId, RecordSeq
from isthmus.model.principal import Reader
from isthmus.model.record import Delivery, SealedRecord, StoredRecord

_KNOWN = "SELECT k.id, k.seq FROM record k WHERE k.id IN (:ids[bytes])"
_ADD = """
INSERT INTO record
  (seq, id, key, delivery, number, sha256, size, bucket, label, wrapped, sealed, expires_on)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_RECORDS = """
SELECT r.seq, r.id, d.feed, d.part, d.seq, d.name, r.number, r.sha256, r.size, r.bucket,
  r.sealed, r.wrapped, r.label, d.received_at
FROM record r JOIN delivery d ON d.seq = r.delivery
WHERE r.label IN (:labels[whole])"""
_BY_SEQ = _RECORDS + " AND r.seq IN (:seqs[whole])"
_BY_ID = _RECORDS + " AND r.id = :id"


class Records:
    """RecordStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def known(self, ids: Sequence[RecordId]) -> Mapping[RecordId, RecordSeq]:
        rows = self._link.bare(_KNOWN, ids=ids)
        return {RecordId(record): RecordSeq(seq) for record, seq in rows}

    def add(
        self, delivery: Delivery, bucket: str, label: LabelId, records: Sequence[SealedRecord]
    ) -> list[RecordSeq]:
        seqs = self._link.numbers("record", len(records))
        rows = [
            (
                seq,
                r.id,
                r.key,
                delivery.seq,
                r.number,
                r.sha256,
                r.size,
                bucket,
                label,
                r.wrapped,
                r.sealed,
                None if r.expires_on is None else microseconds(r.expires_on),
            )
            for seq, r in zip(seqs, records, strict=True)
        ]
        self._link.add_many(_ADD, rows)
        return [RecordSeq(seq) for seq in seqs]

    def get(self, seqs: Sequence[RecordSeq], reader: Reader) -> Sequence[StoredRecord]:
        return [_stored(r) for r in self._link.rows(_BY_SEQ, seqs=seqs, labels=reader.labels)]

    def by_id(self, record: RecordId, reader: Reader) -> StoredRecord | None:
        found = self._link.row(_BY_ID, id=record, labels=reader.labels)
        return None if found is None else _stored(found)


def _stored(row: Row) -> StoredRecord:
    seq, record, feed, part, delivery, file, number, sha256, size, bucket, *rest = row
    sealed, wrapped, label, received_at = rest
    return StoredRecord(
        seq=RecordSeq(seq),
        id=RecordId(record),
        feed=feed,
        part=part,
        delivery=DeliverySeq(delivery),
        file=file,
        number=number,
        sha256=sha256,
        size=size,
        bucket=bucket,
        sealed=sealed,
        wrapped=wrapped,
        label=LabelId(label),
        received_at=from_microseconds(received_at),
    )
