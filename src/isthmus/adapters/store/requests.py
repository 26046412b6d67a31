# ruff: noqa: D102 - the port says what each method gives
"""Requests for information and their answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from isthmus.adapters.store.link import Link, Row, document
from isthmus.model.canonical import (
    from_microseconds,
    microseconds,
    microseconds_or_none,
    moment_or_none,
)
from isthmus.model.ids import ID_BYTES, EntityId, StatementSeq
from isthmus.model.release import ReleaseId
from isthmus.model.request import (
    OPEN,
    Ground,
    Proposal,
    Reply,
    Request,
    RequestState,
    Subject,
    Urgency,
)

_PUT = """
INSERT INTO request (id, asker, asked, agreement, digest, purpose, basis, file, urgency, what, why,
  verification, role, written_by, written_at, state, message, asked_at, due_at, escalated_at)
VALUES (:id, :asker, :asked, :agreement, :digest, :purpose, :basis, :file, :urgency, :what, :why,
  :verification, :role, :by, :written_at, :state, :message, :asked_at, :due_at, :escalated_at)
ON CONFLICT (id) DO NOTHING"""
_SEND = """
UPDATE request SET agreement = :agreement, digest = :digest, state = :state, message = :message,
  asked_at = :asked_at, due_at = :due_at WHERE id = :id"""
_MOVE = "UPDATE request SET state = :state WHERE id = :id"
_ESCALATE = "UPDATE request SET escalated_at = :at WHERE id = :id"
_COLUMNS = """
SELECT r.id, r.asker, r.asked, r.agreement, r.digest, r.purpose, r.basis, r.file, r.urgency,
  r.what, r.why, r.verification, r.role, r.written_by, r.written_at, r.state, r.message,
  r.asked_at, r.due_at, r.escalated_at FROM request r"""
_ALL = _COLUMNS + " ORDER BY r.seq"
_ONE = _COLUMNS + " WHERE r.id = :id"
_CARRIED = _COLUMNS + " WHERE r.message = :message"
_LATE = (
    _COLUMNS
    + """
WHERE r.state IN (:states[word]) AND r.due_at <= :at AND r.escalated_at IS NULL ORDER BY r.seq"""
)
_NAME = """
INSERT INTO request_subject (request, statement, release) VALUES (?, ?, ?)
ON CONFLICT (request, statement) DO UPDATE SET release = excluded.release"""
_SUBJECTS = """
SELECT s.request, s.statement, s.release FROM request_subject s WHERE s.request = :id
ORDER BY s.statement"""
_REPLY = """
INSERT INTO request_reply (request, state, ground, reason, messages, replied_by, at)
VALUES (:request, :state, :ground, :reason, :messages, :by, :at)"""
_REPLIES = """
SELECT p.request, p.state, p.ground, p.reason, p.messages, p.replied_by, p.at
FROM request_reply p WHERE p.request = :id ORDER BY p.seq"""
_PROPOSE = """
INSERT INTO request_proposal (request, entities, verified, proposed_by, at)
VALUES (:request, :entities, :verified, :by, :at) ON CONFLICT (request) DO UPDATE SET
  entities = excluded.entities, verified = excluded.verified,
  proposed_by = excluded.proposed_by, at = excluded.at"""
_UNAPPROVE = "DELETE FROM request_approval WHERE request = :request"
_APPROVE = """
INSERT INTO request_approval (request, approved_by, at) VALUES (:request, :by, :at)
ON CONFLICT (request, approved_by) DO NOTHING"""
_PROPOSAL = """
SELECT p.entities, p.verified, p.proposed_by, p.at FROM request_proposal p
WHERE p.request = :id"""
_APPROVALS = """
SELECT a.approved_by FROM request_approval a WHERE a.request = :id ORDER BY a.at, a.approved_by"""
_SILENCE = """
UPDATE request SET basis = '', file = '', what = '', why = '', verification = ''
WHERE written_by IS NULL AND id IN (
  SELECT s.request FROM request_subject s WHERE s.statement IN (:statements[whole]))"""


class Requests:
    """RequestStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def put(self, request: Request, subjects: Sequence[Subject]) -> bool:
        new = self._link.change(
            _PUT,
            id=request.id,
            asker=request.asker,
            asked=request.asked,
            agreement=request.agreement,
            digest=request.digest,
            purpose=request.purpose,
            basis=request.basis,
            file=request.case,
            urgency=request.urgency.value,
            what=request.what,
            why=request.why,
            verification=request.check,
            role=request.role,
            by=request.by,
            written_at=microseconds(request.written_at),
            state=request.state.value,
            message=request.message,
            asked_at=microseconds_or_none(request.asked_at),
            due_at=microseconds_or_none(request.due_at),
            escalated_at=microseconds_or_none(request.escalated_at),
        )
        if new:
            self._name(subjects)
        return new > 0

    def send(self, request: Request, subjects: Sequence[Subject]) -> None:
        self._link.change(
            _SEND,
            id=request.id,
            agreement=request.agreement,
            digest=request.digest,
            state=request.state.value,
            message=request.message,
            asked_at=microseconds_or_none(request.asked_at),
            due_at=microseconds_or_none(request.due_at),
        )
        self._name(subjects)

    def move(self, request: Request) -> None:
        self._link.change(_MOVE, id=request.id, state=request.state.value)

    def escalate(self, request: bytes, at: datetime) -> None:
        self._link.change(_ESCALATE, id=request, at=microseconds(at))

    def get(self, request: bytes) -> Request | None:
        rows = self._link.bare(_ONE, id=request)
        return _request(rows[0]) if rows else None

    def all(self) -> Sequence[Request]:
        return [_request(row) for row in self._link.bare(_ALL)]

    def late(self, at: datetime) -> Sequence[Request]:
        states = sorted(one.value for one in OPEN)
        return [_request(r) for r in self._link.bare(_LATE, states=states, at=microseconds(at))]

    def carried_by(self, message: bytes) -> Request | None:
        rows = self._link.bare(_CARRIED, message=message)
        return _request(rows[0]) if rows else None

    def subjects(self, request: bytes) -> Sequence[Subject]:
        rows = self._link.bare(_SUBJECTS, id=request)
        return [Subject(r, StatementSeq(s), ReleaseId(i)) for r, s, i in rows]

    def reply(self, reply: Reply) -> None:
        self._link.change(
            _REPLY,
            request=reply.request,
            state=reply.state.value,
            ground=None if reply.ground is None else reply.ground.value,
            reason=reply.reason,
            messages=b"".join(reply.messages),
            by=reply.by,
            at=microseconds(reply.at),
        )

    def replies(self, request: bytes) -> Sequence[Reply]:
        return [_reply(row) for row in self._link.bare(_REPLIES, id=request)]

    def propose(self, proposal: Proposal) -> None:
        self._link.change(_UNAPPROVE, request=proposal.request)
        self._link.change(
            _PROPOSE,
            request=proposal.request,
            entities=document([one.hex() for one in proposal.entities]),
            verified=proposal.verified,
            by=proposal.by,
            at=microseconds(proposal.at),
        )

    def approve(self, request: bytes, by: str, at: datetime) -> None:
        self._link.change(_APPROVE, request=request, by=by, at=microseconds(at))

    def proposal(self, request: bytes) -> Proposal | None:
        rows = self._link.bare(_PROPOSAL, id=request)
        if not rows:
            return None
        entities, verified, by, at = rows[0]
        return Proposal(
            request=request,
            entities=tuple(EntityId(bytes.fromhex(one)) for one in json.loads(entities)),
            verified=verified,
            by=by,
            at=from_microseconds(at),
            approvals=tuple(name for (name,) in self._link.bare(_APPROVALS, id=request)),
        )

    def silence(self, statements: Sequence[StatementSeq]) -> None:
        self._link.change(_SILENCE, statements=statements)

    def _name(self, subjects: Sequence[Subject]) -> None:
        self._link.add_many(_NAME, [(s.request, s.statement, s.release) for s in subjects])


def _request(row: Row) -> Request:
    urgency, written_at, state = row[8], row[14], row[15]
    request, asker, asked, agreement, digest, purpose, basis, case = row[:8]
    what, why, check, role, by = row[9:14]
    message, asked_at, due_at, escalated_at = row[16:]
    return Request(
        id=request,
        asker=asker,
        asked=asked,
        agreement=agreement,
        digest=digest,
        purpose=purpose,
        basis=basis,
        case=case,
        urgency=Urgency(urgency),
        what=what,
        why=why,
        check=check,
        role=role,
        by=by,
        written_at=from_microseconds(written_at),
        state=RequestState(state),
        message=message,
        asked_at=moment_or_none(asked_at),
        due_at=moment_or_none(due_at),
        escalated_at=moment_or_none(escalated_at),
    )


def _reply(row: Row) -> Reply:
    request, state, ground, reason, packed, by, at = row
    starts = range(0, len(packed), ID_BYTES)
    return Reply(
        request=request,
        state=RequestState(state),
        ground=None if ground is None else Ground(ground),
        reason=reason,
        messages=tuple(packed[start : start + ID_BYTES] for start in starts),
        by=by,
        at=from_microseconds(at),
    )
