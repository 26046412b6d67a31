# ruff: noqa: D102 - the port says what each method gives
"""Requests for consent and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from isthmus.adapters.store.link import Link, Row
from isthmus.model.canonical import (
    from_microseconds,
    microseconds,
    microseconds_or_none,
    moment_or_none,
)
from isthmus.model.consent import Consent, Consented, ConsentState
from isthmus.model.ids import StatementSeq
from isthmus.model.release import ReleaseId

_ASK = """
INSERT INTO consent
  (id, origin, holder, recipient, purpose, reason, asked_at, state, named, via, through)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"""
_NAME = """
INSERT INTO consented (consent, release, statement) VALUES (?, ?, ?)
ON CONFLICT (consent, release) DO NOTHING"""
_ANSWER = """
UPDATE consent SET state = :state, answered_at = :at, given_until = :until, proof = :proof
WHERE id = :consent AND state = 'asked'"""
_COLUMNS = """
SELECT c.id, c.origin, c.holder, c.recipient, c.purpose, c.reason, c.asked_at, c.state,
  c.named, c.via, c.through, c.answered_at, c.given_until, c.proof"""
_ALL = _COLUMNS + " FROM consent c ORDER BY c.seq"
_ONE = _COLUMNS + " FROM consent c WHERE c.id = :consent"
_NAMED = """
SELECT n.consent, n.release, n.statement FROM consented n WHERE n.consent = :consent"""
_FROM_GIVEN = """, n.statement FROM consented n JOIN consent c ON c.id = n.consent
WHERE n.statement IN (:statements[whole]) AND c.recipient = :recipient AND c.purpose = :purpose
  AND c.state = 'given' AND c.given_until > :at"""
_GIVEN = _COLUMNS + _FROM_GIVEN


class Consents:
    """ConsentStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def ask(self, consent: Consent, named: Sequence[Consented]) -> None:
        row = (
            consent.id,
            consent.origin,
            consent.holder,
            consent.recipient,
            consent.purpose,
            consent.reason,
            microseconds(consent.asked_at),
            consent.state.value,
            consent.named,
            consent.via,
            consent.through,
        )
        self._link.add_many(_ASK, [row])
        self._link.add_many(_NAME, [(n.consent, n.release, n.statement) for n in named])

    def answer(self, consent: Consent) -> bool:
        changed = self._link.change(
            _ANSWER,
            consent=consent.id,
            state=consent.state.value,
            at=microseconds_or_none(consent.answered_at),
            until=microseconds_or_none(consent.given_until),
            proof=consent.proof,
        )
        return changed > 0

    def get(self, consent: bytes) -> Consent | None:
        rows = self._link.bare(_ONE, consent=consent)
        return _consent(rows[0]) if rows else None

    def all(self) -> Sequence[Consent]:
        return [_consent(row) for row in self._link.bare(_ALL)]

    def named(self, consent: bytes) -> Sequence[Consented]:
        rows = self._link.bare(_NAMED, consent=consent)
        return [Consented(c, ReleaseId(r), StatementSeq(s)) for c, r, s in rows]

    def given(
        self, statements: Sequence[StatementSeq], recipient: str, purpose: str, at: datetime
    ) -> Sequence[tuple[StatementSeq, Consent]]:
        rows = self._link.bare(
            _GIVEN,
            statements=statements,
            recipient=recipient,
            purpose=purpose,
            at=microseconds(at),
        )
        return [(StatementSeq(row[-1]), _consent(row[:-1])) for row in rows]


def _consent(row: Row) -> Consent:
    consent, origin, holder, recipient, purpose, reason, asked_at, state, *rest = row
    named, via, through, answered_at, given_until, proof = rest
    return Consent(
        id=consent,
        origin=origin,
        holder=holder,
        recipient=recipient,
        purpose=purpose,
        reason=reason,
        asked_at=from_microseconds(asked_at),
        named=named or b"",
        via=via,
        through=through,
        state=ConsentState(state),
        answered_at=moment_or_none(answered_at),
        given_until=moment_or_none(given_until),
        proof=proof,
    )
