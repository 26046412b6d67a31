"""Replying: what another center asks is looked at by persons, and released as far as it may leave.

1. A person proposes what to answer with. Where an article asks for more persons, others approve.
2. It leaves as a release for the role that asked, with as many approvals as there are persons.
3. The answer says that it was released, that it is refused and on which ground, or that another
   center must consent first, which is then asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from isthmus.access.roles import Capability
from isthmus.errors import AccessError, InputError, StateError
from isthmus.exchange.requesting import RequestAnswer, answer_items
from isthmus.flow.acting import act
from isthmus.flow.actor import Actor
from isthmus.flow.consenting import ask_origins
from isthmus.flow.documents.requests import (
    Approval,
    ProposalWish,
    RequestPage,
    RequestRefusal,
    RequestWords,
    ShownRequest,
)
from isthmus.flow.documents.sharing import ConsentWish
from isthmus.flow.federation import Federation
from isthmus.flow.posting import Letter, post
from isthmus.flow.reading import Answer, Ask, Reading
from isthmus.flow.reasons import written_reason
from isthmus.flow.releasing import Run, gathered, send
from isthmus.flow.requests import page_of, run_of, unknown
from isthmus.flow.showing.requests import GROUNDS, shown_requests
from isthmus.model.ids import EntityId, parsed_id, shown_id
from isthmus.model.message import Kind
from isthmus.model.request import (
    OPEN,
    Ground,
    Proposal,
    Reply,
    Request,
    RequestState,
)
from isthmus.phrases import say
from isthmus.share.decision import Refused, Why

_ANSWER: Final = (Capability.RELEASE,)
_GROUND: Final[Mapping[str, Ground]] = {name: ground for ground, name in GROUNDS.items()}


def propose_answer(
    federation: Federation, actor: Actor, request: str, wish: ProposalWish
) -> RequestPage:
    """Say with what to answer a request; what was proposed before goes, with its approvals.

    Raises NotFound for an entity that the person may not see, StateError for one with its answer.
    """
    ask = Ask("request.proposed", (request, *wish.entities), _ANSWER)

    def change(reading: Reading) -> Answer[RequestPage]:
        found = _received(reading, request)
        gathered(reading, wish.entities)
        entities = tuple(EntityId(parsed_id("e", one)) for one in dict.fromkeys(wish.entities))
        if not entities:
            raise InputError(say("expected what to answer with, got nothing"))
        verified = written_reason(wish.verified)
        proposal = Proposal(found.id, entities, verified, actor.principal.id, reading.at)
        reading.unit.requests.propose(proposal)
        return page_of(federation, reading, found), [request]

    return act(federation.center, actor, ask, change)


def approve_answer(
    federation: Federation, actor: Actor, request: str, approval: Approval
) -> RequestPage:
    """Approve of what another person proposes.

    Raises AccessError for one's own proposal, StateError where another has taken its place since:
    nobody stands behind what he did not look at.
    """
    ask = Ask("request.approved", (request,), _ANSWER)

    def change(reading: Reading) -> Answer[RequestPage]:
        found = _received(reading, request)
        proposal = _proposed(reading, found)
        if proposal.by == actor.principal.id:
            raise AccessError(say("expected another person than the one who proposed it"))
        if proposal.at != approval.proposed_at:
            message = say("expected the proposal that you looked at, got a later one")
            raise StateError(message, repair=say("look at it, and approve it anew"))
        reading.unit.requests.approve(found.id, actor.principal.id, reading.at)
        return page_of(federation, reading, found), [request]

    return act(federation.center, actor, ask, change)


def answer_request(
    federation: Federation, actor: Actor, request: str, words: RequestWords
) -> ShownRequest:
    """Release what is proposed, as far as it may leave, and say so.

    Raises AccessError for whoever does not stand behind the proposal, InputError where nothing may
    leave.
    """
    ask = Ask("request.answered", (request,), _ANSWER)

    def change(reading: Reading) -> Answer[ShownRequest]:
        found, reason = _received(reading, request), written_reason(words.reason)
        proposal = _proposed(reading, found)
        if actor.principal.id not in {proposal.by, *proposal.approvals}:
            raise AccessError(say("expected one of the persons who approve of it, got another"))
        run = run_of(federation, reading, found, proposal, proposal.persons)
        messages = send(federation, reading, run)
        if not messages:
            raise InputError(
                say("expected something that may leave, got nothing"),
                repair=say("refuse the request, with its ground"),
            )
        state = RequestState.RELEASED
        reply = Reply(
            found.id, state, None, reason, tuple(messages), actor.principal.id, reading.at
        )
        return _answered(federation, reading, found, reply)

    return act(federation.center, actor, ask, change)


def refuse_request(
    federation: Federation, actor: Actor, request: str, refusal: RequestRefusal
) -> ShownRequest:
    """Refuse a request, with its ground and in words that the partner reads."""
    ask = Ask("request.refused", (request, refusal.ground), _ANSWER)

    def change(reading: Reading) -> Answer[ShownRequest]:
        found = _received(reading, request)
        reason, ground = written_reason(refusal.reason), _GROUND[refusal.ground]
        state = RequestState.REFUSED
        reply = Reply(found.id, state, ground, reason, (), actor.principal.id, reading.at)
        return _answered(federation, reading, found, reply)

    return act(federation.center, actor, ask, change)


def await_consent(
    federation: Federation, actor: Actor, request: str, words: RequestWords
) -> ShownRequest:
    """Tell the partner that another center must consent first, and ask that one.

    That it holds something of another center is a fact like any other: raises InputError unless a
    label lets the partner know that there is something.
    """
    ask = Ask("request.awaiting", (request,), _ANSWER)

    def change(reading: Reading) -> Answer[ShownRequest]:
        found, reason = _received(reading, request), written_reason(words.reason)
        proposal = _proposed(reading, found)
        run = run_of(federation, reading, found, proposal, proposal.persons)
        if not _may_be_told(run, found.asker):
            message = say("expected a label that lets {partner} know of it", partner=found.asker)
            raise InputError(message, repair=say("ask for consent first, and answer after it"))
        names = [shown_id("e", one) for one in proposal.entities]
        wish = ConsentWish(recipient=found.asker, entities=names, reason=reason)
        ask_origins(federation, reading, wish)
        state = RequestState.CONSENT
        reply = Reply(found.id, state, None, reason, (), actor.principal.id, reading.at)
        return _answered(federation, reading, found, reply)

    return act(federation.center, actor, ask, change)


def _answered(
    federation: Federation, reading: Reading, request: Request, reply: Reply
) -> Answer[ShownRequest]:
    unit = reading.unit
    answer = RequestAnswer(
        request=request.id,
        state=reply.state,
        ground=reply.ground,
        reason=reply.reason,
        answered_at=reading.at,
    )
    items = answer_items(answer, reply.messages)
    post(federation, unit, Letter(request.asker, Kind.REQUEST_ANSWER, items))
    unit.requests.reply(reply)
    moved = request.moved(reply.state)
    unit.requests.move(moved)
    [shown] = shown_requests(reading, [moved])
    return shown, [shown.id, *(one.hex() for one in reply.messages)]


def _may_be_told(run: Run, partner: str) -> bool:
    return any(
        isinstance(one.decision, Refused)
        and one.decision.why is Why.CONSENT
        and partner in run.parcel.labels[one.statement.label].discoverable_to
        for one in run.outcomes
    )


def _received(reading: Reading, name: str) -> Request:
    """Give an open request to this center, for the reader's purpose."""
    found = reading.unit.requests.get(parsed_id("q", name))
    other = found is None or found.asked != reading.center.id
    if found is None or other or found.purpose != reading.reader.purpose:
        raise unknown(name)
    if found.state not in OPEN:
        raise StateError(say("expected a request without an answer, got one with it"))
    return found


def _proposed(reading: Reading, request: Request) -> Proposal:
    found = reading.unit.requests.proposal(request.id)
    if found is None:
        raise StateError(say("expected a proposal what to answer with, got none"))
    return found
