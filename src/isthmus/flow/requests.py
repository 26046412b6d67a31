"""Requests for information as persons see them: the list, and one with what would leave."""

from __future__ import annotations

from isthmus.access.roles import REQUEST_SEERS, Capability, capabilities
from isthmus.errors import NotFound
from isthmus.flow.actor import Actor
from isthmus.flow.documents.requests import RequestList, RequestPage, ShownProposal
from isthmus.flow.documents.sharing import ReleaseQuestion
from isthmus.flow.documents.values import EntityRef
from isthmus.flow.federation import Federation
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.releasing import Behind, Run, gathered, judged
from isthmus.flow.requesting import tried
from isthmus.flow.showing.faces import faces
from isthmus.flow.showing.releases import shown_run
from isthmus.flow.showing.requests import shown_requests
from isthmus.model.ids import parsed_id, shown_id
from isthmus.model.request import OPEN, Proposal, Request, RequestState
from isthmus.phrases import say
from isthmus.share.document import Permit


def list_requests(federation: Federation, actor: Actor) -> RequestList:
    """Give the requests of the purpose stated, asked here and elsewhere, the newest first.

    Whoever oversees requests gets those of every purpose, without their words.
    """

    def fetch(reading: Reading) -> Answer[RequestList]:
        wanted = [one for one in reading.unit.requests.all() if _is_shown(reading, actor, one)]
        shown = shown_requests(reading, wanted)[::-1]
        late = sum(one.late for one in shown)
        found = RequestList(requests=shown, late=late, labels=reading.labels.document())
        return found, [one.id for one in shown]

    return read(federation.center, actor, Ask("request.list", needs=REQUEST_SEERS), fetch)


def request_page(federation: Federation, actor: Actor, request: str) -> RequestPage:
    """Give one request, with what this center knows of the same and what would leave.

    Raises NotFound for one that is unknown, or of another purpose.
    """
    ask = Ask("request.read", (request,), REQUEST_SEERS)

    def fetch(reading: Reading) -> Answer[RequestPage]:
        found = reading.unit.requests.get(parsed_id("q", request))
        if found is None or not _is_shown(reading, actor, found):
            raise unknown(request)
        return page_of(federation, reading, found), [request]

    return read(federation.center, actor, ask, fetch)


def page_of(federation: Federation, reading: Reading, request: Request) -> RequestPage:
    """Show one request, with what this center knows of the same and what would leave."""
    [shown] = shown_requests(reading, [request])
    proposal = reading.unit.requests.proposal(request.id)
    run, persons = None, 0
    if reading.reader.purpose == request.purpose:
        if shown.mine and request.state is RequestState.DRAFT:
            run = shown_run(federation, reading, tried(federation, reading, request))
        elif proposal is not None and request.state in OPEN:
            runs = _runs(federation, reading, request, proposal)
            persons = min(runs, key=lambda n: (-_leaving(runs[n]), n))
            run = shown_run(federation, reading, runs[proposal.persons])
    return RequestPage(
        request=shown,
        candidates=[] if shown.mine else _candidates(reading, request),
        proposal=None if proposal is None else _shown_proposal(reading, proposal),
        run=run,
        persons=persons,
        labels=reading.labels.document(),
    )


def run_of(
    federation: Federation, reading: Reading, request: Request, proposal: Proposal, persons: int
) -> Run:
    """Decide on what is proposed as an answer, with so many persons behind it."""
    names = [shown_id("e", one) for one in proposal.entities]
    statements = gathered(reading, names)
    question = ReleaseQuestion(recipient=request.asker, entities=names)
    behind = Behind(role=request.role, approvals=persons)
    return judged(federation, reading, question, statements, behind)


def unknown(name: str) -> NotFound:
    """Give the error for a request that is not here, or not for this reader."""
    return NotFound(say("expected a request of this node, got {request}", request=name[:60]))


def _candidates(reading: Reading, request: Request) -> list[EntityRef]:
    """Give whom a request is about, where this center knows more than the partner told it."""
    seqs = [one.statement for one in reading.unit.requests.subjects(request.id)]
    named = reading.unit.statements.by_seq(seqs, reading.reader)
    found = faces(reading, [row.entity for row in named])
    known = {
        face.shown: face.ref()
        for face in found.values()
        if any(row.source != request.asker for row in face.statements)
    }
    return list(known.values())


def _shown_proposal(reading: Reading, one: Proposal) -> ShownProposal:
    found = {face.shown: face for face in faces(reading, one.entities).values()}
    return ShownProposal(
        entities=[face.ref() for face in found.values()],
        verified=one.verified,
        by=one.by,
        at=one.at,
        approvals=list(one.approvals),
    )


def _runs(
    federation: Federation, reading: Reading, request: Request, proposal: Proposal
) -> dict[int, Run]:
    """Give what would leave with the persons who stand behind an answer, and with more of them.

    Only as many more are tried as some article asks for.
    """
    force = federation.in_force(reading.unit)
    asked = {
        article.approvals
        for one in force.agreements.values()
        for article in one.document.articles
        if isinstance(article, Permit)
    }
    tried_with = sorted({proposal.persons, *(n for n in asked if n > proposal.persons)})
    return {n: run_of(federation, reading, request, proposal, n) for n in tried_with}


def _leaving(run: Run) -> int:
    return len([one for one in run.outcomes if one.value])


def _is_shown(reading: Reading, actor: Actor, request: Request) -> bool:
    return request.purpose == reading.reader.purpose or (
        Capability.WATCH_REQUESTS in capabilities(actor.principal)
    )
