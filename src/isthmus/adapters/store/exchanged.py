# ruff: noqa: D102 - the port says what each method gives
"""Agreements, and the register of what left and what came."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from isthmus.adapters.store.link import Link, Row, document
from isthmus.model.agreement import Act, KeptAgreement, Signed
from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.ids import EntityId, RecordSeq, StatementSeq
from isthmus.model.release import (
    Batch,
    Change,
    KeptCount,
    Received,
    Released,
    ReleaseId,
    Standing,
    StandingOrder,
)

_PUT = """
INSERT INTO agreement (digest, id, version, document, parties)
VALUES (:digest, :id, :version, :document, :parties) ON CONFLICT (digest) DO NOTHING"""
_SIGN = """
INSERT INTO agreement_act (agreement, center, act, at, signature)
VALUES (:agreement, :center, :act, :at, :signature)
ON CONFLICT (agreement, center, act, at) DO NOTHING"""
_AGREEMENTS = """
SELECT a.digest, a.id, a.version, a.document, a.parties FROM agreement a
ORDER BY a.id, a.version, a.digest"""
_ACTS = """
SELECT s.agreement, s.center, s.act, s.at, s.signature FROM agreement_act s ORDER BY s.at, s.seq"""

_ADD_BATCH = """
INSERT INTO batch (message, partner, agreement, digest, purpose, basis, released_at)
VALUES (:message, :partner, :agreement, :digest, :purpose, :basis, :released_at) RETURNING seq"""
_ADD_RELEASED = """
INSERT INTO released
  (release, batch, statement, entity, articles, altered, expires_on, standing)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_RELEASED = """
SELECT r.release, b.message, b.partner, r.statement, r.entity, r.articles, r.altered, r.expires_on,
  r.standing
FROM released r JOIN batch b ON b.seq = r.batch"""
_OF_STATEMENTS = (
    _RELEASED + " WHERE r.statement IN (:statements[whole]) AND r.standing = 'out' ORDER BY r.seq"
)
_BY_RELEASE = (
    _RELEASED + " WHERE r.release IN (:releases[bytes]) AND r.standing = 'out' ORDER BY r.seq"
)
_OF_BATCH = _RELEASED + " WHERE b.message = :message ORDER BY r.seq"
_KNOWN = """
SELECT DISTINCT r.entity FROM released r JOIN batch b ON b.seq = r.batch
WHERE r.entity IN (:entities[bytes]) AND b.partner = :partner AND b.purpose = :purpose
  AND r.standing = 'out'"""
_BATCH = """
SELECT b.message, b.partner, b.agreement, b.digest, b.purpose, b.basis, b.released_at FROM batch b
"""
_BATCHES = _BATCH + "ORDER BY b.seq"
_ONE_BATCH = _BATCH + "WHERE b.message = :message"
_END = """
UPDATE released SET standing = :standing, ended_by = :by WHERE release IN (:releases[bytes])"""
_ADD_COUNT = """
INSERT INTO counted (message, partner, outgoing, agreement, digest, purpose, schema, count, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_COUNTS = """
SELECT k.message, k.partner, k.outgoing, k.agreement, k.digest, k.purpose, k.schema, k.count, k.at
FROM counted k ORDER BY k.seq"""
_OF_RECALL = _RELEASED + " WHERE r.ended_by = :recall ORDER BY r.seq"

_PUT_ORDER = """
INSERT INTO standing_order (id, partner, purpose, ordered_by, since, ordered_at)
VALUES (?, ?, ?, ?, ?, ?)"""
_ORDERS = """
SELECT o.id, o.partner, o.purpose, o.ordered_by, o.since, o.ordered_at, o.ended_at
FROM standing_order o ORDER BY o.seq"""
_ADVANCE = "UPDATE standing_order SET since = :since WHERE id = :order"
_END_ORDER = "UPDATE standing_order SET ended_at = :at WHERE id = :order AND ended_at IS NULL"

_RECEIVE = """
INSERT INTO received
  (partner, release, message, agreement, digest, purpose, record, statement, received_at,
   expires_on, standing, articles)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (partner, release) DO NOTHING"""
_COLUMNS = """
SELECT h.release, h.partner, h.message, h.agreement, h.digest, h.purpose, h.record, h.statement,
  h.received_at, h.expires_on, h.standing, h.articles FROM received h"""
_RECEIVED = _COLUMNS + " WHERE h.partner = :partner AND h.release IN (:releases[bytes])"
_CAME_FROM = _COLUMNS + " WHERE h.partner = :partner AND h.standing = 'out'"
_CAME_IN = _COLUMNS + " WHERE h.message = :message AND h.partner = :partner"
_DUE = (
    _COLUMNS
    + " WHERE h.standing = 'out' AND h.expires_on <= :at ORDER BY h.expires_on LIMIT :limit"
)
_HOLDING = _COLUMNS + " WHERE h.statement IN (:statements[whole]) AND h.standing = 'out'"
_FORGET = """
UPDATE received SET standing = :standing
WHERE partner = :partner AND release IN (:releases[bytes])"""


class Agreements:
    """AgreementStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def put(self, agreement: KeptAgreement) -> bool:
        added = self._link.change(
            _PUT,
            digest=agreement.digest,
            id=agreement.id,
            version=agreement.version,
            document=agreement.document,
            parties=document(list(agreement.parties)),
        )
        return added > 0

    def sign(self, signed: Signed) -> bool:
        added = self._link.change(
            _SIGN,
            agreement=signed.digest,
            center=signed.center,
            act=signed.act.value,
            at=microseconds(signed.at),
            signature=signed.signature,
        )
        return added > 0

    def all(self) -> Sequence[KeptAgreement]:
        acts: dict[bytes, list[Signed]] = defaultdict(list)
        for agreement, center, act, at, signature in self._link.bare(_ACTS):
            signed = Signed(agreement, center, Act(act), from_microseconds(at), signature)
            acts[agreement].append(signed)
        return [
            KeptAgreement(
                digest, name, version, raw, tuple(json.loads(parties)), tuple(acts[digest])
            )
            for digest, name, version, raw, parties in self._link.bare(_AGREEMENTS)
        ]


class Releases:
    """ReleaseStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, batch: Batch, released: Sequence[Released]) -> None:
        seq = self._link.added(
            _ADD_BATCH,
            message=batch.message,
            partner=batch.partner,
            agreement=batch.agreement,
            digest=batch.digest,
            purpose=batch.purpose,
            basis=batch.basis,
            released_at=microseconds(batch.released_at),
        )
        rows = [
            (
                r.release,
                seq,
                r.statement,
                r.entity,
                document(list(r.articles)),
                r.change.value,
                microseconds(r.expires_on),
                r.standing.value,
            )
            for r in released
        ]
        self._link.add_many(_ADD_RELEASED, rows)

    def of_statements(self, statements: Sequence[StatementSeq]) -> Sequence[Released]:
        return [_released(row) for row in self._link.bare(_OF_STATEMENTS, statements=statements)]

    def known(
        self, partner: str, purpose: str, entities: Sequence[EntityId]
    ) -> frozenset[EntityId]:
        rows = self._link.bare(_KNOWN, partner=partner, purpose=purpose, entities=entities)
        return frozenset(EntityId(entity) for (entity,) in rows)

    def batches(self) -> Sequence[Batch]:
        return [_batch(row) for row in self._link.bare(_BATCHES)]

    def batch(self, message: bytes) -> Batch | None:
        rows = self._link.bare(_ONE_BATCH, message=message)
        return _batch(rows[0]) if rows else None

    def of_batch(self, message: bytes) -> Sequence[Released]:
        return [_released(row) for row in self._link.bare(_OF_BATCH, message=message)]

    def by_release(self, releases: Sequence[ReleaseId]) -> Sequence[Released]:
        return [_released(row) for row in self._link.bare(_BY_RELEASE, releases=releases)]

    def end(self, releases: Sequence[ReleaseId], standing: Standing, by: bytes | None) -> None:
        self._link.change(_END, releases=releases, standing=standing.value, by=by)

    def add_counts(self, counts: Sequence[KeptCount]) -> None:
        self._link.add_many(
            _ADD_COUNT,
            [
                (
                    c.message,
                    c.partner,
                    int(c.left),
                    c.agreement,
                    c.digest,
                    c.purpose,
                    c.schema,
                    c.count,
                    microseconds(c.at),
                )
                for c in counts
            ],
        )

    def counts(self) -> Sequence[KeptCount]:
        return [
            KeptCount(
                message=message,
                partner=partner,
                left=bool(left),
                agreement=agreement,
                digest=digest,
                purpose=purpose,
                schema=schema,
                count=count,
                at=from_microseconds(at),
            )
            for message, partner, left, agreement, digest, purpose, schema, count, at in (
                self._link.bare(_COUNTS)
            )
        ]

    def of_recall(self, recall: bytes) -> Sequence[Released]:
        return [_released(row) for row in self._link.bare(_OF_RECALL, recall=recall)]

    def put_order(self, order: StandingOrder) -> None:
        at = microseconds(order.ordered_at)
        row = (order.id, order.partner, order.purpose, order.by, order.since, at)
        self._link.add_many(_PUT_ORDER, [row])

    def orders(self) -> Sequence[StandingOrder]:
        return [
            StandingOrder(
                order,
                partner,
                purpose,
                by,
                since,
                from_microseconds(ordered_at),
                None if ended_at is None else from_microseconds(ended_at),
            )
            for order, partner, purpose, by, since, ordered_at, ended_at in self._link.bare(_ORDERS)
        ]

    def advance(self, order: bytes, since: int) -> None:
        self._link.change(_ADVANCE, order=order, since=since)

    def end_order(self, order: bytes, at: datetime) -> None:
        self._link.change(_END_ORDER, order=order, at=microseconds(at))

    def receive(self, received: Sequence[Received]) -> None:
        # What comes in one message came under few articles: each of them is spelled once.
        spelled = {one: document(one) for one in {r.articles for r in received}}
        rows = sorted(
            (
                r.partner,
                r.release,
                r.message,
                r.agreement,
                r.digest,
                r.purpose,
                r.record,
                r.statement,
                microseconds(r.received_at),
                microseconds(r.expires_on),
                r.standing.value,
                spelled[r.articles],
            )
            for r in received
        )
        self._link.add_many(_RECEIVE, rows)

    def received(self, partner: str, releases: Sequence[ReleaseId]) -> Sequence[Received]:
        rows = self._link.bare(_RECEIVED, partner=partner, releases=releases)
        return [_received(row) for row in rows]

    def due(self, at: datetime, limit: int) -> Sequence[Received]:
        rows = self._link.bare(_DUE, at=microseconds(at), limit=limit)
        return [_received(row) for row in rows]

    def came_from(self, partner: str) -> Sequence[Received]:
        return [_received(row) for row in self._link.bare(_CAME_FROM, partner=partner)]

    def came_in(self, partner: str, message: bytes) -> Sequence[Received]:
        return [_received(r) for r in self._link.bare(_CAME_IN, partner=partner, message=message)]

    def holding(self, statements: Sequence[StatementSeq]) -> Sequence[Received]:
        return [_received(row) for row in self._link.bare(_HOLDING, statements=statements)]

    def forget(self, partner: str, releases: Sequence[ReleaseId], standing: Standing) -> None:
        self._link.change(_FORGET, partner=partner, releases=releases, standing=standing.value)


def _released(row: Row) -> Released:
    release, batch, partner, statement, entity, articles, altered, expires_on, standing = row
    return Released(
        release=ReleaseId(release),
        batch=batch,
        partner=partner,
        statement=StatementSeq(statement),
        entity=EntityId(entity),
        articles=tuple(json.loads(articles)),
        change=Change(altered),
        expires_on=from_microseconds(expires_on),
        standing=Standing(standing),
    )


def _batch(row: Row) -> Batch:
    message, partner, agreement, digest, purpose, basis, at = row
    return Batch(message, partner, agreement, digest, purpose, basis, from_microseconds(at))


def _received(row: Row) -> Received:
    release, partner, message, agreement, digest, purpose, record, statement, *rest = row
    at, expires_on, standing, articles = rest
    return Received(
        release=ReleaseId(release),
        partner=partner,
        message=message,
        agreement=agreement,
        digest=digest,
        purpose=purpose,
        record=RecordSeq(record),
        statement=StatementSeq(statement),
        received_at=from_microseconds(at),
        expires_on=from_microseconds(expires_on),
        standing=Standing(standing),
        articles=tuple(json.loads(articles)) if articles else (),
    )
