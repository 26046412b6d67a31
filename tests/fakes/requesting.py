"""Requests for information in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from isthmus.model.ids import StatementSeq
from isthmus.model.request import Proposal, Reply, Request, Subject
from tests.fakes.tables import Part, in_utc


class MemoryRequests(Part):
    """RequestStore."""

    __slots__ = ()

    def put(self, request: Request, subjects: Sequence[Subject]) -> bool:
        tables = self._changing(request, subjects)
        if request.id in tables.requests:
            return False
        tables.requests[request.id] = in_utc(request)
        self._name(subjects)
        return True

    def send(self, request: Request, subjects: Sequence[Subject]) -> None:
        self._change(
            request.id,
            agreement=request.agreement,
            digest=request.digest,
            state=request.state,
            message=request.message,
            asked_at=request.asked_at,
            due_at=request.due_at,
        )
        self._name(subjects)

    def move(self, request: Request) -> None:
        self._change(request.id, state=request.state)

    def escalate(self, request: bytes, at: datetime) -> None:
        self._change(request, escalated_at=at)

    def get(self, request: bytes) -> Request | None:
        return self._tables.requests.get(request)

    def all(self) -> Sequence[Request]:
        return list(self._tables.requests.values())

    def late(self, at: datetime) -> Sequence[Request]:
        held = self._tables.requests.values()
        return [one for one in held if one.is_late(at) and one.escalated_at is None]

    def carried_by(self, message: bytes) -> Request | None:
        held = self._tables.requests.values()
        return next((one for one in held if one.message == message), None)

    def subjects(self, request: bytes) -> Sequence[Subject]:
        held = self._tables.subjects.values()
        return sorted((s for s in held if s.request == request), key=lambda one: one.statement)

    def reply(self, reply: Reply) -> None:
        held = self._changing(reply).replies
        held[reply.request] = (*held.get(reply.request, ()), in_utc(reply))

    def replies(self, request: bytes) -> Sequence[Reply]:
        return self._tables.replies.get(request, ())

    def propose(self, proposal: Proposal) -> None:
        self._changing(proposal).proposals[proposal.request] = in_utc(proposal)

    def approve(self, request: bytes, by: str, at: datetime) -> None:
        held = self._changing(by, at).proposals
        known = held.get(request)
        if known is not None and by not in known.approvals:
            held[request] = replace(known, approvals=(*known.approvals, by))

    def proposal(self, request: bytes) -> Proposal | None:
        return self._tables.proposals.get(request)

    def silence(self, statements: Sequence[StatementSeq]) -> None:
        tables = self._changing()
        named = {s.request for s in tables.subjects.values() if s.statement in set(statements)}
        for request in named:
            if tables.requests[request].by is None:
                self._change(request, basis="", case="", what="", why="", check="")

    def _change(self, request: bytes, **fields: object) -> None:
        held = self._changing(*fields.values()).requests
        if request in held:
            held[request] = in_utc(replace(held[request], **fields))  # type: ignore[arg-type]

    def _name(self, subjects: Sequence[Subject]) -> None:
        held = self._changing(subjects).subjects
        held.update({(one.request, one.statement): one for one in subjects})
