# ruff: noqa: D102 - the port says what each method gives
"""Messages to and from partners, and recalls with their completion tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from isthmus.adapters.store.link import Link, Row
from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.message import Holder, Incoming, Kind, MessageId, Outcome, Outgoing, Recall

_LAST_SENT = "SELECT coalesce(max(o.sequence), 0) FROM outgoing o WHERE o.partner = :partner"
_SEND = """
INSERT INTO outgoing (partner, sequence, message, kind, manifest, envelope, written_at, content)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_OUTGOING = """
SELECT o.partner, o.sequence, o.message, o.kind, o.manifest, o.envelope, o.written_at, o.receipt,
  o.outcome FROM outgoing o WHERE o.partner = :partner"""
_WAITING = _OUTGOING + " AND o.receipt IS NULL ORDER BY o.sequence LIMIT :limit"
_BACKLOG = """
SELECT (
  SELECT count(*) FROM (
    SELECT 1 FROM outgoing o WHERE o.partner = :partner AND o.receipt IS NULL LIMIT :limit) x
), (
  SELECT o.written_at FROM outgoing o WHERE o.partner = :partner AND o.receipt IS NULL
  ORDER BY o.sequence LIMIT 1)"""
_SENT = _OUTGOING + " AND o.sequence = :sequence"
_PARTNERS = "SELECT DISTINCT o.partner FROM outgoing o WHERE o.receipt IS NULL ORDER BY o.partner"
_CONFIRM = """
UPDATE outgoing SET receipt = :receipt, outcome = :outcome, envelope = NULL, content = NULL
WHERE partner = :partner AND sequence = :sequence AND receipt IS NULL"""

_CONTENT = """
SELECT o.content FROM outgoing o
WHERE o.partner = :partner AND o.sequence = :sequence AND o.receipt IS NULL"""
_ENCLOSE = """
UPDATE outgoing SET envelope = :envelope
WHERE partner = :partner AND sequence = :sequence AND receipt IS NULL"""

_LAST_TAKEN = "SELECT coalesce(max(i.sequence), 0) FROM incoming i WHERE i.partner = :partner"
_TAKEN = """
SELECT i.partner, i.sequence, i.message, i.kind, i.manifest, i.taken_at, i.draft, i.receipt
FROM incoming i
WHERE i.partner = :partner AND i.sequence = :sequence"""
_TAKE = """
INSERT INTO incoming (partner, sequence, message, kind, manifest, taken_at, draft)
VALUES (?, ?, ?, ?, ?, ?, ?)"""
_ANSWER = """
UPDATE incoming SET receipt = :receipt WHERE partner = :partner AND sequence = :sequence"""

_ORDER = """
INSERT INTO recall (id, origin, via, ordered_by, reason, ordered_at, items)
VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"""
_RECALLS = """
SELECT c.id, c.origin, c.via, c.ordered_by, c.reason, c.ordered_at, c.items FROM recall c"""
_ONE_RECALL = _RECALLS + " WHERE c.id = :recall"
_ALL_RECALLS = _RECALLS + " ORDER BY c.seq"
_ASK = """
INSERT INTO recall_holder (recall, holder, via, items, asked_at, due_at)
VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (recall, holder) DO NOTHING"""
_ANSWERED = """
UPDATE recall_holder SET answered_at = :at, receipt = :receipt
WHERE recall = :recall AND holder = :holder AND answered_at IS NULL"""
_HOLDERS = """
SELECT h.recall, h.holder, h.via, h.items, h.asked_at, h.due_at, h.answered_at, h.receipt
FROM recall_holder h WHERE h.recall = :recall ORDER BY h.seq"""


class Mail:
    """MailStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def next_sequence(self, partner: str) -> int:
        [(last,)] = self._link.bare(_LAST_SENT, partner=partner)
        return int(last) + 1

    def send(self, outgoing: Outgoing) -> None:
        row = (
            outgoing.partner,
            outgoing.sequence,
            outgoing.message,
            outgoing.kind.value,
            outgoing.manifest,
            outgoing.envelope,
            microseconds(outgoing.written_at),
            outgoing.content,
        )
        self._link.add_many(_SEND, [row])
        # Whoever sends waits for commits that announce something.
        self._link.marks.announced = True

    def waiting(self, partner: str, limit: int) -> Sequence[Outgoing]:
        return [_outgoing(r) for r in self._link.bare(_WAITING, partner=partner, limit=limit)]

    def content(self, partner: str, sequence: int) -> bytes | None:
        rows = self._link.bare(_CONTENT, partner=partner, sequence=sequence)
        return rows[0][0] if rows else None

    def enclose(self, partner: str, sequence: int, envelope: bytes) -> None:
        self._link.change(_ENCLOSE, partner=partner, sequence=sequence, envelope=envelope)

    def backlog(self, partner: str, limit: int) -> tuple[int, datetime | None]:
        [(count, oldest)] = self._link.bare(_BACKLOG, partner=partner, limit=limit)
        return int(count), None if oldest is None else from_microseconds(oldest)

    def partners(self) -> Sequence[str]:
        return [str(partner) for (partner,) in self._link.bare(_PARTNERS)]

    def confirm(self, partner: str, sequence: int, outcome: Outcome, receipt: bytes) -> None:
        self._link.change(
            _CONFIRM,
            partner=partner,
            sequence=sequence,
            outcome=outcome.value,
            receipt=receipt,
        )

    def sent(self, partner: str, sequence: int) -> Outgoing | None:
        rows = self._link.bare(_SENT, partner=partner, sequence=sequence)
        return _outgoing(rows[0]) if rows else None

    def last_taken(self, partner: str) -> int:
        [(last,)] = self._link.bare(_LAST_TAKEN, partner=partner)
        return int(last)

    def taken(self, partner: str, sequence: int) -> Incoming | None:
        rows = self._link.bare(_TAKEN, partner=partner, sequence=sequence)
        return _incoming(rows[0]) if rows else None

    def take(self, incoming: Incoming) -> None:
        row = (
            incoming.partner,
            incoming.sequence,
            incoming.message,
            incoming.kind.value,
            incoming.manifest,
            microseconds(incoming.taken_at),
            incoming.draft,
        )
        self._link.add_many(_TAKE, [row])

    def answer(self, partner: str, sequence: int, receipt: bytes) -> None:
        self._link.tend(_ANSWER, partner=partner, sequence=sequence, receipt=receipt)


class Recalls:
    """RecallStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def order(self, recall: Recall) -> None:
        row = (
            recall.id,
            recall.origin,
            recall.via,
            recall.by,
            recall.reason,
            microseconds(recall.ordered_at),
            recall.items,
        )
        self._link.add_many(_ORDER, [row])

    def ask(self, holders: Sequence[Holder]) -> None:
        rows = [
            (h.recall, h.holder, h.via, h.items, microseconds(h.asked_at), microseconds(h.due_at))
            for h in holders
        ]
        self._link.add_many(_ASK, rows)

    def answer(self, recall: bytes, holder: str, at: datetime, receipt: bytes) -> bool:
        changed = self._link.change(
            _ANSWERED, recall=recall, holder=holder, at=microseconds(at), receipt=receipt
        )
        return changed > 0

    def get(self, recall: bytes) -> Recall | None:
        rows = self._link.bare(_ONE_RECALL, recall=recall)
        return _recall(rows[0]) if rows else None

    def all(self) -> Sequence[Recall]:
        return [_recall(row) for row in self._link.bare(_ALL_RECALLS)]

    def holders(self, recall: bytes) -> Sequence[Holder]:
        return [_holder(row) for row in self._link.bare(_HOLDERS, recall=recall)]


def _outgoing(row: Row) -> Outgoing:
    partner, sequence, message, kind, manifest, envelope, written_at, receipt, outcome = row
    return Outgoing(
        partner,
        sequence,
        MessageId(message),
        Kind(kind),
        manifest,
        envelope,
        from_microseconds(written_at),
        receipt,
        None if outcome is None else Outcome(outcome),
    )


def _incoming(row: Row) -> Incoming:
    partner, sequence, message, kind, manifest, taken_at, draft, receipt = row
    at = from_microseconds(taken_at)
    return Incoming(partner, sequence, MessageId(message), Kind(kind), manifest, at, draft, receipt)


def _recall(row: Row) -> Recall:
    recall, origin, via, by, reason, ordered_at, items = row
    return Recall(recall, origin, via, by, reason, from_microseconds(ordered_at), items)


def _holder(row: Row) -> Holder:
    recall, holder, via, items, asked_at, due_at, answered_at, receipt = row
    return Holder(
        recall,
        holder,
        via,
        items,
        from_microseconds(asked_at),
        from_microseconds(due_at),
        None if answered_at is None else from_microseconds(answered_at),
        receipt,
    )
