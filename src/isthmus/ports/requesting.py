"""What requests for information need from the outside: a store of them and of their answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from isthmus.model.ids import StatementSeq
from isthmus.model.request import Proposal, Reply, Request, Subject


class RequestStore(Protocol):
    """Requests for information, asked and received, with what came of them."""

    def put(self, request: Request, subjects: Sequence[Subject]) -> bool:
        """Note a request and whom it is about; gives False for one that is known."""
        ...

    def send(self, request: Request, subjects: Sequence[Subject]) -> None:
        """Note that a draft was sent: its agreement, message, times, and what left of whom."""
        ...

    def move(self, request: Request) -> None:
        """Note the state of a request."""
        ...

    def escalate(self, request: bytes, at: datetime) -> None:
        """Note that a request was passed up."""
        ...

    def get(self, request: bytes) -> Request | None:
        """Give a request, or None."""
        ...

    def all(self) -> Sequence[Request]:
        """Give every request, oldest first."""
        ...

    def late(self, at: datetime) -> Sequence[Request]:
        """Give the open ones whose time is over by `at` and that were not passed up."""
        ...

    def carried_by(self, message: bytes) -> Request | None:
        """Give the request that a message of this center carried, or None."""
        ...

    def subjects(self, request: bytes) -> Sequence[Subject]:
        """Give whom a request is about, by statement."""
        ...

    def reply(self, reply: Reply) -> None:
        """Note an answer."""
        ...

    def replies(self, request: bytes) -> Sequence[Reply]:
        """Give the answers to a request, oldest first."""
        ...

    def propose(self, proposal: Proposal) -> None:
        """Keep what a person wants to answer with; the one before goes, with its approvals."""
        ...

    def approve(self, request: bytes, by: str, at: datetime) -> None:
        """Note that another person approves of it; noting it twice changes nothing."""
        ...

    def proposal(self, request: bytes) -> Proposal | None:
        """Give what is proposed as an answer, or None."""
        ...

    def silence(self, statements: Sequence[StatementSeq]) -> None:
        """Take the words of received requests about these statements away: they name the same."""
        ...
