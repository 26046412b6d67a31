"""Agreements, releases, messages, recalls and erasure in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from isthmus.errors import StateError
from isthmus.model.agreement import KeptAgreement, Signed
from isthmus.model.consent import Consent, Consented, ConsentState
from isthmus.model.ids import EntityId, RecordSeq, StatementSeq, erased_id, erased_record_id
from isthmus.model.message import Holder, Incoming, Outcome, Outgoing, Recall
from isthmus.model.release import (
    Batch,
    KeptCount,
    Received,
    Released,
    ReleaseId,
    Standing,
    StandingOrder,
)
from isthmus.model.statement import State
from tests.fakes.tables import Part, Tables, in_utc


class MemoryAgreements(Part):
    """AgreementStore."""

    __slots__ = ()

    def put(self, agreement: KeptAgreement) -> bool:
        held = self._changing(agreement).agreements
        new = agreement.digest not in held
        held.setdefault(agreement.digest, replace(agreement, acts=()))
        return new

    def sign(self, signed: Signed) -> bool:
        held = self._changing(signed).agreements
        kept, one = held[signed.digest], in_utc(signed)
        if any((a.center, a.act, a.at) == (one.center, one.act, one.at) for a in kept.acts):
            return False
        held[signed.digest] = replace(
            kept, acts=tuple(sorted([*kept.acts, one], key=lambda act: act.at))
        )
        return True

    def all(self) -> Sequence[KeptAgreement]:
        kept = self._tables.agreements.values()
        return sorted(kept, key=lambda a: (a.id, a.version, a.digest))


class MemoryReleases(Part):
    """ReleaseStore."""

    __slots__ = ()

    def add(self, batch: Batch, released: Sequence[Released]) -> None:
        tables = self._changing(batch, released)
        tables.batches[batch.message] = in_utc(batch)
        for one in released:
            if one.release in tables.released:
                raise StateError("expected a release id that is not known yet")
            tables.released[one.release] = in_utc(one)

    def of_statements(self, statements: Sequence[StatementSeq]) -> Sequence[Released]:
        held = self._tables.released.values()
        return [r for r in held if r.statement in statements and r.standing is Standing.OUT]

    def known(
        self, partner: str, purpose: str, entities: Sequence[EntityId]
    ) -> frozenset[EntityId]:
        batches = self._tables.batches
        return frozenset(
            r.entity
            for r in self._tables.released.values()
            if r.partner == partner and r.entity in entities and r.standing is Standing.OUT
            if batches[r.batch].purpose == purpose
        )

    def batches(self) -> Sequence[Batch]:
        return list(self._tables.batches.values())

    def batch(self, message: bytes) -> Batch | None:
        return self._tables.batches.get(message)

    def of_batch(self, message: bytes) -> Sequence[Released]:
        return [r for r in self._tables.released.values() if r.batch == message]

    def by_release(self, releases: Sequence[ReleaseId]) -> Sequence[Released]:
        held = self._tables.released.values()
        return [r for r in held if r.release in releases and r.standing is Standing.OUT]

    def end(self, releases: Sequence[ReleaseId], standing: Standing, by: bytes | None) -> None:
        tables = self._changing()
        held = tables.released
        held.update({r: replace(held[r], standing=standing) for r in releases if r in held})
        if by is not None:
            named = [r for r in releases if r in held]
            tables.recalled[by] = (*tables.recalled.get(by, ()), *named)

    def add_counts(self, counts: Sequence[KeptCount]) -> None:
        self._changing(counts).counts.extend(in_utc(one) for one in counts)

    def counts(self) -> Sequence[KeptCount]:
        return list(self._tables.counts)

    def of_recall(self, recall: bytes) -> Sequence[Released]:
        held = self._tables.released
        return [held[one] for one in self._tables.recalled.get(recall, ())]

    def due(self, at: datetime, limit: int) -> Sequence[Received]:
        held = self._tables.received.values()
        late = [r for r in held if r.standing is Standing.OUT and r.expires_on <= at]
        return sorted(late, key=lambda r: r.expires_on)[:limit]

    def came_from(self, partner: str) -> Sequence[Received]:
        held = self._tables.received.values()
        return [r for r in held if r.partner == partner and r.standing is Standing.OUT]

    def came_in(self, partner: str, message: bytes) -> Sequence[Received]:
        held = self._tables.received.values()
        return [r for r in held if (r.partner, r.message) == (partner, message)]

    def put_order(self, order: StandingOrder) -> None:
        self._changing(order).orders[order.id] = in_utc(order)

    def orders(self) -> Sequence[StandingOrder]:
        return list(self._tables.orders.values())

    def advance(self, order: bytes, since: int) -> None:
        held = self._changing().orders
        if order in held:
            held[order] = held[order].at(since)

    def end_order(self, order: bytes, at: datetime) -> None:
        held = self._changing().orders
        if order in held and held[order].ended_at is None:
            held[order] = in_utc(held[order].ended(at))

    def receive(self, received: Sequence[Received]) -> None:
        held = self._changing(received).received
        for one in received:
            held.setdefault((one.partner, one.release), in_utc(one))

    def received(self, partner: str, releases: Sequence[ReleaseId]) -> Sequence[Received]:
        held = self._tables.received
        return [held[partner, release] for release in releases if (partner, release) in held]

    def holding(self, statements: Sequence[StatementSeq]) -> Sequence[Received]:
        held = self._tables.received.values()
        return [r for r in held if r.statement in statements and r.standing is Standing.OUT]

    def forget(self, partner: str, releases: Sequence[ReleaseId], standing: Standing) -> None:
        held = self._changing().received
        for key in [(partner, release) for release in releases if (partner, release) in held]:
            held[key] = replace(held[key], standing=standing)


class MemoryMail(Part):
    """MailStore."""

    __slots__ = ()

    def next_sequence(self, partner: str) -> int:
        return 1 + max((n for p, n in self._tables.outgoing if p == partner), default=0)

    def send(self, outgoing: Outgoing) -> None:
        tables = self._changing(outgoing)
        place = (outgoing.partner, outgoing.sequence)
        if place in tables.outgoing:
            raise StateError("expected a free sequence number, got one that is taken")
        tables.outgoing[place] = in_utc(replace(outgoing, content=None))
        tables.contents[place] = outgoing.content
        self._work.announced = True

    def waiting(self, partner: str, limit: int) -> Sequence[Outgoing]:
        held = self._tables.outgoing.values()
        mine = [o for o in held if o.partner == partner and o.receipt is None]
        return sorted(mine, key=lambda o: o.sequence)[:limit]

    def content(self, partner: str, sequence: int) -> bytes | None:
        return self._tables.contents.get((partner, sequence))

    def enclose(self, partner: str, sequence: int, envelope: bytes) -> None:
        held = self._changing().outgoing
        one = held.get((partner, sequence))
        if one is not None and one.receipt is None:
            held[partner, sequence] = replace(one, envelope=envelope)

    def backlog(self, partner: str, limit: int) -> tuple[int, datetime | None]:
        waiting = self.waiting(partner, limit)
        return len(waiting), waiting[0].written_at if waiting else None

    def partners(self) -> Sequence[str]:
        held = self._tables.outgoing.values()
        return sorted({o.partner for o in held if o.receipt is None})

    def confirm(self, partner: str, sequence: int, outcome: Outcome, receipt: bytes) -> None:
        tables = self._changing()
        held, one = tables.outgoing, tables.outgoing.get((partner, sequence))
        if one is not None and one.receipt is None:
            tables.contents.pop((partner, sequence), None)
            held[partner, sequence] = replace(one, envelope=None, receipt=receipt, outcome=outcome)

    def sent(self, partner: str, sequence: int) -> Outgoing | None:
        return self._tables.outgoing.get((partner, sequence))

    def last_taken(self, partner: str) -> int:
        return max((n for p, n in self._tables.incoming if p == partner), default=0)

    def taken(self, partner: str, sequence: int) -> Incoming | None:
        return self._tables.incoming.get((partner, sequence))

    def take(self, incoming: Incoming) -> None:
        held = self._changing(incoming).incoming
        if (incoming.partner, incoming.sequence) in held:
            raise StateError("expected a free sequence number, got one that is taken")
        held[incoming.partner, incoming.sequence] = in_utc(incoming)

    def answer(self, partner: str, sequence: int, receipt: bytes) -> None:
        held = self._writable().incoming
        if (partner, sequence) in held:
            held[partner, sequence] = replace(held[partner, sequence], receipt=receipt)


class MemoryRecalls(Part):
    """RecallStore."""

    __slots__ = ()

    def order(self, recall: Recall) -> None:
        self._changing(recall).recalls.setdefault(recall.id, in_utc(recall))

    def ask(self, holders: Sequence[Holder]) -> None:
        held = self._changing(holders).holders
        for one in holders:
            held.setdefault((one.recall, one.holder), in_utc(one))

    def answer(self, recall: bytes, holder: str, at: datetime, receipt: bytes) -> bool:
        held = self._changing().holders
        one = held.get((recall, holder))
        if one is None or one.answered_at is not None:
            return False
        held[recall, holder] = in_utc(replace(one, answered_at=at, receipt=receipt))
        return True

    def get(self, recall: bytes) -> Recall | None:
        return self._tables.recalls.get(recall)

    def all(self) -> Sequence[Recall]:
        return list(self._tables.recalls.values())

    def holders(self, recall: bytes) -> Sequence[Holder]:
        return [h for h in self._tables.holders.values() if h.recall == recall]


class MemoryConsents(Part):
    """ConsentStore."""

    __slots__ = ()

    def ask(self, consent: Consent, named: Sequence[Consented]) -> None:
        tables = self._changing(consent, named)
        tables.consents.setdefault(consent.id, in_utc(consent))
        for one in named:
            tables.consented.setdefault((one.consent, one.release), one)

    def answer(self, consent: Consent) -> bool:
        held = self._changing(consent).consents
        known = held.get(consent.id)
        if known is None or known.state is not ConsentState.ASKED:
            return False
        answered = replace(
            known,
            state=consent.state,
            answered_at=consent.answered_at,
            given_until=consent.given_until,
            proof=consent.proof,
        )
        held[consent.id] = in_utc(answered)
        return True

    def get(self, consent: bytes) -> Consent | None:
        return self._tables.consents.get(consent)

    def all(self) -> Sequence[Consent]:
        return list(self._tables.consents.values())

    def named(self, consent: bytes) -> Sequence[Consented]:
        return [one for one in self._tables.consented.values() if one.consent == consent]

    def given(
        self, statements: Sequence[StatementSeq], recipient: str, purpose: str, at: datetime
    ) -> Sequence[tuple[StatementSeq, Consent]]:
        tables = self._tables
        return [
            (one.statement, consent)
            for one in tables.consented.values()
            for consent in [tables.consents[one.consent]]
            if one.statement in statements
            and (consent.recipient, consent.purpose) == (recipient, purpose)
            and consent.state is ConsentState.GIVEN
            and consent.given_until is not None
            and consent.given_until > at
        ]


class MemoryErasure(Part):
    """ErasureStore."""

    __slots__ = ()

    def erase(
        self,
        statements: Sequence[StatementSeq],
        records: Sequence[RecordSeq],
        at: datetime,
        reason: str,
        keys: Sequence[tuple[str, EntityId, StatementSeq]] | None = None,
    ) -> None:
        tables = self._changing(reason)
        for seq in statements:
            _blank(tables, seq)
            tables.life.append((seq, State.ERASED, at, reason))
        gone = frozenset(statements)
        if keys is None:
            self.erase_keys(statements)
        for key, entity, seq in keys or ():
            rows = tables.keys.get(key, {})
            tables.keys[key] = {at: n for at, n in rows.items() if at != (entity, seq)}
        for place, attribution in list(tables.attributions.items()):
            if not gone.isdisjoint(attribution.evidence):
                tables.attributions[place] = replace(attribution, value="")
        _unplace(tables, gone)
        _unsay(tables, gone)
        for record in records:
            _blank_record(tables, record)
        for where in [key for key in tables.observations if key[2] in records]:
            del tables.observations[where]

    def erase_keys(self, statements: Sequence[StatementSeq]) -> None:
        tables, gone = self._changing(), frozenset(statements)
        for key, rows in list(tables.keys.items()):
            tables.keys[key] = {
                place: label for place, label in rows.items() if place[1] not in gone
            }


def _blank(tables: Tables, seq: StatementSeq) -> None:
    one = tables.statements[seq]
    if one.target is not None:
        towards = tables.statements_towards[one.target]
        tables.statements_towards[one.target] = tuple(s for s in towards if s != seq)
    del tables.statement_ids[one.id]
    tables.statement_ids[erased_id(seq)] = seq
    tables.statements[seq] = msgspec.structs.replace(
        one,
        id=erased_id(seq),
        value="",
        original=None,
        lang=None,
        target=None,
        observed_at=None,
        state=State.ERASED,
    )


def _unsay(tables: Tables, gone: frozenset[StatementSeq]) -> None:
    """Take what waiting messages say, where they tell of what is gone."""
    telling = {r.batch for r in tables.released.values() if r.statement in gone}
    for place in [key for key, sent in tables.outgoing.items() if sent.message in telling]:
        tables.contents.pop(place, None)


def _blank_record(tables: Tables, seq: RecordSeq) -> None:
    one = tables.records[seq]
    tables.record_ids.pop(one.id, None)
    tables.record_ids[erased_record_id(seq)] = seq
    tables.records[seq] = replace(
        one, id=erased_record_id(seq), sealed=b"", wrapped=b"", sha256=b"", size=0
    )
    tables.record_days.pop(seq, None)
    for statement in tables.supported.pop(seq, ()):
        tables.supports[statement] = tables.supports[statement] - {seq}
    for place, current in list(tables.current.items()):
        tables.current[place] = {key: there for key, there in current.items() if there != seq}


def _unplace(tables: Tables, gone: frozenset[StatementSeq]) -> None:
    """Take the places of findings and alerts that rest on what is gone."""
    resting = [f for f in tables.findings.values() if gone & {seq for _, seq in f.evidence}]
    for finding in resting:
        tables.findings[finding.id] = replace(finding, lat=None, lon=None)
    for alert, folded in tables.folded.items():
        if not {f.id for f in resting}.isdisjoint(folded):
            tables.alerts[alert] = replace(tables.alerts[alert], lat=None, lon=None)
