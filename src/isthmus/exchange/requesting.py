"""What stands in the items of requests for information and of their answers."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from isthmus.errors import PartnerError
from isthmus.exchange.content import decoded, headed
from isthmus.model.message import Verified
from isthmus.model.release import ReleaseId
from isthmus.model.request import Ground, RequestState, Urgency
from isthmus.model.wire import CenterName, Line, Moment, Passage, WireId


class RequestForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The head of a request: the standard form. What it is about stands beside it, by its ids.

    `basis`: on which the sender may ask; `case`: its file; `check`: how to make sure of who asks;
    `role`: of whoever wrote it.
    """

    request: WireId
    basis: Line
    case: Line
    urgency: Urgency
    what: Passage
    why: Passage
    check: Line
    role: CenterName
    asked_at: Moment


class RequestAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The head of an answer. `ground`: of a refusal; beside it the messages that were released."""

    request: WireId
    state: RequestState
    ground: Ground | None
    reason: Line
    answered_at: Moment


class RequestEnd(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That the sender no longer needs an answer."""

    request: WireId
    reason: Line


def request_items(form: RequestForm, releases: Sequence[ReleaseId]) -> list[bytes]:
    """Write a request: its form, and the ids of what left of whom it is about."""
    return [msgspec.json.encode(form), b"".join(releases)]


def request_of(verified: Verified) -> tuple[RequestForm, list[ReleaseId]]:
    """Read a request; raises PartnerError for anything else."""
    return headed(verified, RequestForm)


def answer_items(answer: RequestAnswer, messages: Sequence[bytes]) -> list[bytes]:
    """Write an answer: its head, and the messages that carried what was released."""
    return [msgspec.json.encode(answer), b"".join(messages)]


def answer_to(verified: Verified) -> tuple[RequestAnswer, list[bytes]]:
    """Read an answer; raises PartnerError for anything else, such as one that leaves it open."""
    answer, messages = headed(verified, RequestAnswer)
    released = answer.state is RequestState.RELEASED
    refused = answer.state is RequestState.REFUSED
    if not (released or refused or answer.state is RequestState.CONSENT):
        raise PartnerError("expected an answer, got another state of a request")
    if released != bool(messages) or refused != (answer.ground is not None):
        raise PartnerError("expected messages with a release and a ground with a refusal")
    return answer, [bytes(one) for one in messages]


def end_items(end: RequestEnd) -> list[bytes]:
    """Write that a request is withdrawn."""
    return [msgspec.json.encode(end)]


def end_of(verified: Verified) -> RequestEnd:
    """Read that a request is withdrawn; raises PartnerError for anything else."""
    if len(verified.items) != 1:
        raise PartnerError("expected the end of one request, got other items")
    return decoded(verified.items[0], RequestEnd)
