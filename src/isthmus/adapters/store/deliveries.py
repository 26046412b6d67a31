# ruff: noqa: D102 - the port says what each method gives
"""Deliveries, what stood in each, which record speaks, and decisions about held steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import repeat

from isthmus.adapters.store.link import Link, Row
from isthmus.model.canonical import from_microseconds, microseconds, moment_or_none
from isthmus.model.ids import DeliverySeq, RecordSeq
from isthmus.model.record import Delivery, DeliveryState
from isthmus.phrases import encoded
from isthmus.ports import HeldStep

_OPEN = """
INSERT INTO delivery
  (feed, part, name, digest, as_of, received_at, state, records, fresh, quarantined, keyless,
   expires_on)
VALUES
  (:feed, :part, :name, :digest, :as_of, :received_at, :state, :records, :fresh, :quarantined,
   :keyless, :expires_on)
RETURNING seq"""
_CLOSE = """
UPDATE delivery SET state = :state, records = :records, fresh = :fresh,
  quarantined = :quarantined, keyless = :keyless
WHERE seq = :seq"""
_DELIVERIES = """
SELECT seq, feed, part, name, digest, as_of, received_at, state, records, fresh, quarantined,
  keyless, expires_on
FROM delivery"""
_SAME = (
    _DELIVERIES
    + " WHERE feed = :feed AND part = :part AND digest = :digest ORDER BY seq DESC LIMIT 1"
)
_OF_PART = _DELIVERIES + " WHERE feed = :feed AND part = :part ORDER BY as_of, seq"
_OF_FEED = _DELIVERIES + " WHERE feed = :feed ORDER BY received_at DESC, seq DESC"
_OVER = _DELIVERIES + " WHERE expires_on <= :at ORDER BY seq LIMIT :limit"
_RENEW = "UPDATE delivery SET expires_on = :day WHERE seq = :seq AND expires_on < :day"
_END = (
    """
DELETE FROM verdict_piece WHERE verdict IN (
  SELECT v.number FROM verdict v WHERE v.delivery IN (:deliveries[whole]))""",
    # What came is a value of the record that broke.
    """
UPDATE verdict SET came = :nothing, state = CASE state WHEN 'open' THEN 'discarded' ELSE state END
WHERE delivery IN (:deliveries[whole])""",
    "DELETE FROM unread WHERE delivery IN (:deliveries[whole])",
    "UPDATE delivery SET expires_on = NULL WHERE seq IN (:deliveries[whole])",
)
_NOTE_PRESENCE = """
INSERT INTO presence (delivery, record, key)
SELECT :delivery, k.seq, k.key FROM record k WHERE k.seq IN (:records[whole])
ON CONFLICT DO NOTHING"""
_NOTE_UNREAD = "INSERT INTO unread (delivery, key) VALUES (?, ?) ON CONFLICT DO NOTHING"
_PRESENCE = "SELECT key, record FROM presence WHERE delivery = :delivery ORDER BY record"
_UNREAD = "SELECT key FROM unread WHERE delivery = :delivery"
_FEED_PART = "SELECT id FROM feed_part WHERE feed = :feed AND part = :part"
_ADD_FEED_PART = "INSERT INTO feed_part (feed, part) VALUES (:feed, :part) RETURNING id"
_CURRENT = """
SELECT c.key, c.record FROM current_record c JOIN feed_part p ON p.id = c.feed_part
WHERE p.feed = :feed AND p.part = :part"""
_SET_CURRENT = """
INSERT INTO current_record (feed_part, key, record) VALUES (?, ?, ?)
ON CONFLICT (feed_part, key) DO UPDATE SET record = excluded.record"""
_LATEST = """
SELECT c.key, c.version, c.record FROM current_record c JOIN feed_part p ON p.id = c.feed_part
WHERE p.feed = :feed AND p.part = :part AND c.key IN (:keys[bytes]) AND c.version IS NOT NULL"""
_SET_LATEST = """
INSERT INTO current_record (feed_part, key, version, record) VALUES (?, ?, ?, ?)
ON CONFLICT (feed_part, key) DO UPDATE SET record = excluded.record, version = excluded.version"""
_DROP_CURRENT = "DELETE FROM current_record WHERE feed_part = ? AND key = ?"
# A record's key is keyed with its feed and part, so equal keys are of one part.
_ENTRANCES = """
SELECT r.seq,
  (SELECT min(d.as_of) FROM presence p JOIN delivery d ON d.seq = p.delivery
    WHERE p.key = r.key AND d.state <> 'receiving'),
  (SELECT min(d.as_of) FROM delivery d
    WHERE d.feed = o.feed AND d.part = o.part AND d.state <> 'receiving'
      AND EXISTS (SELECT 1 FROM presence p WHERE p.delivery = d.seq))
FROM record r JOIN delivery o ON o.seq = r.delivery
WHERE r.seq IN (:records[whole])
  AND EXISTS (SELECT 1 FROM presence p JOIN delivery d ON d.seq = p.delivery
    WHERE p.key = r.key AND p.record = r.seq AND d.state <> 'receiving')"""
_DECIDE = """
INSERT INTO held_step
  (feed, part, earlier, later, vanished, total, released, decided_by, reason, at)
VALUES
  (:feed, :part, :earlier, :later, :vanished, :total, :released, :decided_by, :reason, :at)
RETURNING seq"""
_DECISIONS = """
SELECT feed, part, earlier, later, vanished, total, released, decided_by, reason, at
FROM held_step WHERE feed = :feed AND part = :part ORDER BY seq"""


class Deliveries:
    """DeliveryStore. It holds keyed hashes and numbers, nothing that a label marks."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def open(self, delivery: Delivery) -> DeliverySeq:
        seq = self._link.added(
            _OPEN,
            feed=delivery.feed,
            part=delivery.part,
            name=delivery.name,
            digest=delivery.digest,
            as_of=microseconds(delivery.as_of),
            received_at=microseconds(delivery.received_at),
            state=DeliveryState.RECEIVING,
            expires_on=None if delivery.expires_on is None else microseconds(delivery.expires_on),
            **_figures(delivery),
        )
        return DeliverySeq(seq)

    def close(self, delivery: Delivery) -> None:
        self._link.change(_CLOSE, seq=delivery.seq, state=delivery.state, **_figures(delivery))

    def same(self, feed: str, part: str, digest: bytes) -> Delivery | None:
        found = self._link.row(_SAME, feed=feed, part=part, digest=digest)
        return None if found is None else _delivery(found)

    def of_part(self, feed: str, part: str) -> Sequence[Delivery]:
        return [_delivery(row) for row in self._link.rows(_OF_PART, feed=feed, part=part)]

    def of_feed(self, feed: str) -> Sequence[Delivery]:
        return [_delivery(row) for row in self._link.rows(_OF_FEED, feed=feed)]

    def renew(self, delivery: DeliverySeq, expires_on: datetime) -> bool:
        return self._link.change(_RENEW, seq=delivery, day=microseconds(expires_on)) > 0

    def over(self, at: datetime, limit: int) -> Sequence[Delivery]:
        rows = self._link.rows(_OVER, at=microseconds(at), limit=limit)
        return [_delivery(row) for row in rows]

    def end(self, deliveries: Sequence[DeliverySeq]) -> None:
        for text in _END:
            values = {"nothing": encoded("")} if ":nothing" in text else {}
            self._link.change(text, deliveries=deliveries, **values)

    def note_presence(self, delivery: DeliverySeq, records: Sequence[RecordSeq]) -> None:
        self._link.change(_NOTE_PRESENCE, delivery=delivery, records=records)

    def note_unread(self, delivery: DeliverySeq, keys: Sequence[bytes]) -> None:
        self._link.add_many(_NOTE_UNREAD, zip(repeat(delivery), keys, strict=False))

    def presence(self, delivery: DeliverySeq) -> Mapping[bytes, RecordSeq]:
        return {key: RecordSeq(seq) for key, seq in self._link.rows(_PRESENCE, delivery=delivery)}

    def unread(self, delivery: DeliverySeq) -> frozenset[bytes]:
        return frozenset(key for (key,) in self._link.rows(_UNREAD, delivery=delivery))

    def current(self, feed: str, part: str) -> Mapping[bytes, RecordSeq]:
        rows = self._link.rows(_CURRENT, feed=feed, part=part)
        return {key: RecordSeq(seq) for key, seq in rows}

    def latest(
        self, feed: str, part: str, keys: Sequence[bytes]
    ) -> Mapping[bytes, tuple[str, RecordSeq]]:
        rows = self._link.rows(_LATEST, feed=feed, part=part, keys=keys)
        return {key: (version, RecordSeq(seq)) for key, version, seq in rows}

    def set_latest(self, feed: str, part: str, now: Mapping[bytes, tuple[str, RecordSeq]]) -> None:
        place = self._place(feed, part)
        self._link.add_many(_SET_LATEST, [(place, key, *one) for key, one in now.items()])

    def set_current(
        self, feed: str, part: str, now: Mapping[bytes, RecordSeq], gone: Iterable[bytes]
    ) -> None:
        place = self._place(feed, part)
        self._link.add_many(_DROP_CURRENT, [(place, key) for key in gone])
        self._link.add_many(_SET_CURRENT, [(place, key, seq) for key, seq in now.items()])

    def entrances(
        self, records: Sequence[RecordSeq]
    ) -> Mapping[RecordSeq, tuple[datetime, datetime]]:
        return {
            RecordSeq(seq): (from_microseconds(entered), from_microseconds(began))
            for seq, entered, began in self._link.bare(_ENTRANCES, records=records)
        }

    def decide(self, step: HeldStep) -> None:
        self._link.added(
            _DECIDE,
            feed=step.feed,
            part=step.part,
            earlier=microseconds(step.earlier),
            later=microseconds(step.later),
            vanished=step.vanished,
            total=step.of,
            released=None if step.release is None else int(step.release),
            decided_by=step.by,
            reason=step.reason,
            at=None if step.at is None else microseconds(step.at),
        )

    def decisions(self, feed: str, part: str) -> Sequence[HeldStep]:
        return [_step(row) for row in self._link.rows(_DECISIONS, feed=feed, part=part)]

    def _place(self, feed: str, part: str) -> int:
        known = self._link.row(_FEED_PART, feed=feed, part=part)
        return known[0] if known else self._link.added(_ADD_FEED_PART, feed=feed, part=part)


def _figures(delivery: Delivery) -> dict[str, object]:
    return {
        "records": delivery.records,
        "fresh": delivery.new,
        "quarantined": delivery.quarantined,
        "keyless": delivery.keyless,
    }


def _delivery(row: Row) -> Delivery:
    seq, feed, part, name, digest, as_of, received_at, state, *rest = row
    records, new, quarantined, keyless, expires_on = rest
    return Delivery(
        DeliverySeq(seq),
        feed,
        part,
        name,
        digest,
        from_microseconds(as_of),
        from_microseconds(received_at),
        DeliveryState(state),
        records,
        new,
        quarantined,
        keyless,
        moment_or_none(expires_on),
    )


def _step(row: Row) -> HeldStep:
    feed, part, earlier, later, vanished, total, released, decided_by, reason, at = row
    return HeldStep(
        feed=feed,
        part=part,
        earlier=from_microseconds(earlier),
        later=from_microseconds(later),
        vanished=vanished,
        of=total,
        release=None if released is None else bool(released),
        by=decided_by,
        reason=reason,
        at=moment_or_none(at),
    )
