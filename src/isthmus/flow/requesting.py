"""Requesting: a center asks another, on one form, about somebody of whom it knows.

1. A person writes the form. Whom it is about are entities of this center, never typed values; what
   came from the partner itself is named by the partner's own ids.
2. A release officer sends it: what identifies them is decided on and redacted like any release, so
   that nothing leaves in a request which may not leave, and all of it can be recalled.
3. The clock is the agreement's. The answer comes by message; what was released came before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from isthmus.access.roles import ROLES, Capability
from isthmus.errors import InputError, NotFound, StateError
from isthmus.exchange.requesting import (
    RequestEnd,
    RequestForm,
    end_items,
    request_items,
)
from isthmus.flow.acting import act
from isthmus.flow.actor import Actor
from isthmus.flow.clusters import clusters_around
from isthmus.flow.documents.requests import RequestDraft, RequestWords, ShownRequest
from isthmus.flow.documents.sharing import ReleaseQuestion
from isthmus.flow.federation import Federation
from isthmus.flow.posting import Letter, post
from isthmus.flow.reading import Answer, Ask, Reading
from isthmus.flow.reasons import written_reason
from isthmus.flow.releasing import Behind, Run, check_seen, judged, send
from isthmus.flow.showing.faces import kind_of
from isthmus.flow.showing.requests import others_about, shown_requests
from isthmus.model.ids import ID_BYTES, EntityId, parsed_id, shown_id
from isthmus.model.message import Kind
from isthmus.model.ontology import ValueKind
from isthmus.model.principal import Principal
from isthmus.model.release import Change, Received, ReleaseId
from isthmus.model.request import (
    OPEN,
    Request,
    RequestState,
    Subject,
    Urgency,
)
from isthmus.model.statement import Statement
from isthmus.phrases import say
from isthmus.ports import UnitOfWork
from isthmus.share.agreement import Agreement
from isthmus.share.document import Permit
from isthmus.share.free_text import hidden, without
from isthmus.share.standing import InForce

WORDS_MAX: Final = 4_000
_LINE_MAX: Final = 400
_IDENTIFYING: Final = frozenset(
    {ValueKind.NAME, ValueKind.IDENTIFIER, ValueKind.DATE, ValueKind.COUNTRY}
)
"""What says who or what is meant; whatever else is known of it is no part of a request."""
_NO_RELEASE: Final = ReleaseId(b"")


def write_request(federation: Federation, actor: Actor, draft: RequestDraft) -> ShownRequest:
    """Keep a request as a draft, until a release officer sends it.

    Raises InputError for a form that is not filled in or no agreement that lets it be asked,
    NotFound for an entity that the person may not see, StateError where this center asks the same
    partner about the same already.
    """
    ask = Ask("request.written", (f"recipient:{draft.recipient}", *draft.entities), _WRITE)
    return act(federation.center, actor, ask, lambda r: _write(federation, actor, r, draft))


def send_request(federation: Federation, actor: Actor, request: str) -> ShownRequest:
    """Send a draft, with what identifies whom it is about.

    Raises InputError where nothing that identifies them may leave, or the words say what may not.
    """
    ask = Ask("request.sent", (request,), (Capability.RELEASE,))
    return act(federation.center, actor, ask, lambda r: _send(federation, r, request))


def withdraw_request(
    federation: Federation, actor: Actor, request: str, words: RequestWords
) -> ShownRequest:
    """Take a request back: a draft, or one that has no answer yet."""
    ask = Ask("request.withdrawn", (request,), _WRITE)
    return act(federation.center, actor, ask, lambda r: _withdraw(federation, r, request, words))


def tried(federation: Federation, under_way: Reading, request: Request) -> Run:
    """Give what of those whom a draft is about would leave with it."""
    seqs = [one.statement for one in under_way.unit.requests.subjects(request.id)]
    rows = under_way.unit.statements.by_seq(seqs, under_way.reader)
    standing = [row for row in rows if row.expires_on > under_way.at]
    question = ReleaseQuestion(recipient=request.asked, entities=[])
    return judged(federation, under_way, question, standing, Behind(approvals=1))


def own_request(reading: Reading, name: str) -> Request:
    """Give a request that this center asks, for the reader's purpose; raises NotFound."""
    found = reading.unit.requests.get(parsed_id("q", name))
    mine = found is not None and found.asker == reading.center.id
    if found is None or not mine or found.purpose != reading.reader.purpose:
        raise NotFound(say("expected a request of this center, got {request}", request=name[:60]))
    return found


def agreement_for(
    force: InForce, asker: str, asked: str, purpose: str, role: str, at: datetime
) -> Sequence[Agreement]:
    """Give the agreements under which a role of a center may ask another, the narrowest first."""
    found = (
        one
        for one in force.agreements.values()
        if may_be_asked(one, asker, asked, purpose, role) and _holds(one, at)
    )
    return sorted(found, key=lambda one: one.rank)


def may_be_asked(one: Agreement, asker: str, asked: str, purpose: str, role: str) -> bool:
    """Tell whether an agreement lets a role of one party ask another for a purpose."""
    document = one.document
    rules = document.requests
    if rules is None or not {asker, asked} <= set(document.parties):
        return False
    if rules.requested_by and role not in rules.requested_by:
        return False
    return any(
        isinstance(article, Permit)
        and purpose in article.purposes
        and asker in article.recipients
        and (not article.releasing or asked in article.releasing)
        for article in document.articles
    )


def hours_of(one: Agreement, urgency: Urgency) -> timedelta:
    """Give within how long an answer is due."""
    rules = one.document.requests
    if rules is None:
        raise InputError(say("expected an agreement under which one may ask, got another"))
    hours = rules.urgent_hours if urgency is Urgency.URGENT else rules.ordinary_hours
    return timedelta(hours=hours)


_WRITE: Final = (Capability.REQUEST,)


def _holds(one: Agreement, at: datetime) -> bool:
    first, before = one.bounds()
    return first <= at < before


def _write(
    federation: Federation, actor: Actor, reading: Reading, draft: RequestDraft
) -> Answer[ShownRequest]:
    unit, center = reading.unit, federation.center
    federation.check_partner(draft.recipient)
    role = _role(actor.principal)
    under = _under(federation, reading, draft.recipient, role, draft.agreement)
    rows = _identifying(reading, draft.entities)
    request = Request(
        id=center.entropy.random_bytes(ID_BYTES),
        asker=center.id,
        asked=draft.recipient,
        agreement=under.id,
        digest=under.digest,
        purpose=reading.reader.purpose,
        basis=_said("basis", draft.basis, _LINE_MAX),
        case=_said("case", draft.case, _LINE_MAX),
        urgency=Urgency(draft.urgency),
        what=_said("what", draft.what, WORDS_MAX),
        why=_said("why", draft.why, WORDS_MAX),
        check=_said("check", draft.check, _LINE_MAX),
        role=role,
        by=actor.principal.id,
        written_at=reading.at,
        state=RequestState.DRAFT,
    )
    _check_new(reading, request, frozenset(row.entity for row in rows))
    named = [Subject(request.id, row.seq, _NO_RELEASE) for row in rows]
    unit.requests.put(request, named)
    return _one(reading, request)


def _check_new(reading: Reading, request: Request, entities: frozenset[EntityId]) -> None:
    clusters = clusters_around(reading.center, reading.unit, entities, reading.reader)
    about = frozenset[EntityId]().union(*clusters.values())
    for other in others_about(reading, about):
        same = (other.asker, other.asked) == (request.asker, request.asked)
        if same and other.state in {*OPEN, RequestState.DRAFT}:
            message = say(
                "expected a request that is new, got one about the same as {request}",
                request=shown_id("q", other.id),
            )
            raise StateError(message, repair=say("wait for its answer, or withdraw it"))


def _send(federation: Federation, reading: Reading, name: str) -> Answer[ShownRequest]:
    unit = reading.unit
    request = own_request(reading, name)
    if request.state is not RequestState.DRAFT:
        raise StateError(
            say("expected a draft, got a request that is {state}", state=request.state)
        )
    under = _under(federation, reading, request.asked, request.role, request.agreement)
    run = tried(federation, reading, request)
    theirs = _theirs(unit, request)
    if not theirs and not any(one.value is not None for one in run.outcomes):
        message = say("expected that something which names them may leave, got nothing that may")
        raise InputError(message, repair=say("see in the dry run which article keeps it"))
    _check_words(federation, run, request)
    sent = send(federation, reading, run)
    lines = [line for one in sent for line in unit.releases.of_batch(one)]
    named = [
        *(Subject(request.id, one.statement, one.release) for one in theirs),
        *(Subject(request.id, one.statement, one.release) for one in lines),
    ]
    form = RequestForm(
        request=request.id,
        basis=request.basis,
        case=request.case,
        urgency=request.urgency,
        what=request.what,
        why=request.why,
        check=request.check,
        role=request.role,
        asked_at=reading.at,
    )
    letter = Letter(
        partner=request.asked,
        kind=Kind.REQUEST,
        items=request_items(form, [one.release for one in named]),
        agreement=under.id,
        digest=under.digest,
        purpose=request.purpose,
        basis=under.document.legal_instrument,
    )
    carrier = post(federation, unit, letter)
    asked = replace(
        request,
        agreement=under.id,
        digest=under.digest,
        state=RequestState.ASKED,
        message=carrier,
        asked_at=reading.at,
        due_at=reading.at + hours_of(under, request.urgency),
    )
    unit.requests.send(asked, named)
    shown, _ = _one(reading, asked)
    return shown, [shown.id, *(one.hex() for one in (*sent, carrier))]


def _theirs(unit: UnitOfWork, request: Request) -> list[Received]:
    """Give what names them and came from the partner itself: it is named by the partner's ids."""
    seqs = [one.statement for one in unit.requests.subjects(request.id)]
    held = unit.releases.holding(seqs)
    return [r for r in held if (r.partner, r.purpose) == (request.asked, request.purpose)]


def _check_words(federation: Federation, run: Run, request: Request) -> None:
    """Raise InputError where the words of a request say what it may not tell."""
    kept = [one for one in run.outcomes if one.change is not Change.NONE or one.value is None]
    ontology = federation.center.ontology
    secret = hidden((kind_of(ontology, one.statement), one.statement.value) for one in kept)
    words = {
        "basis": request.basis,
        "case": request.case,
        "what": request.what,
        "why": request.why,
        "check": request.check,
    }
    for field, text in words.items():
        if without(text, secret) != text:
            message = say(
                "expected words that hold nothing which may not leave, got some in {field}",
                field=field,
            )
            raise InputError(message, repair=say("withdraw the draft and write it without them"))


def _withdraw(
    federation: Federation, reading: Reading, name: str, words: RequestWords
) -> Answer[ShownRequest]:
    request = own_request(reading, name)
    reason = written_reason(words.reason)
    if request.state not in {*OPEN, RequestState.DRAFT}:
        raise StateError(say("expected a request without an answer, got one with it"))
    if request.state in OPEN:
        items = end_items(RequestEnd(request=request.id, reason=reason))
        post(federation, reading.unit, Letter(request.asked, Kind.REQUEST_END, items))
    withdrawn = request.moved(RequestState.WITHDRAWN)
    reading.unit.requests.move(withdrawn)
    return _one(reading, withdrawn)


def _under(
    federation: Federation, reading: Reading, partner: str, role: str, named: str | None
) -> Agreement:
    force, own = federation.in_force(reading.unit), federation.center.id
    found = agreement_for(force, own, partner, reading.reader.purpose, role, reading.at)
    for one in found:
        if named in {None, one.id}:
            return one
    message = say(
        "expected an agreement that lets {role} ask {partner} for this purpose, got none",
        role=role,
        partner=partner,
    )
    raise InputError(message)


def _role(principal: Principal) -> str:
    """Give the role in which a person asks: the first of his that may."""
    return next(r for r in principal.roles if Capability.REQUEST in ROLES.get(r, frozenset()))


def _identifying(reading: Reading, names: Sequence[str]) -> list[Statement]:
    seeds = [EntityId(parsed_id("e", one)) for one in dict.fromkeys(names)]
    if not seeds:
        raise InputError(say("expected whom the request is about, got nobody"))
    clusters = clusters_around(reading.center, reading.unit, seeds, reading.reader)
    members = sorted(frozenset[EntityId]().union(*clusters.values()))
    rows = [
        row
        for row in reading.unit.statements.of(members, reading.reader)
        if row.expires_on > reading.at and kind_of(reading.center.ontology, row) in _IDENTIFYING
    ]
    check_seen(seeds, clusters, rows)
    return rows


def _said(field: str, text: str, most: int) -> str:
    clean = text.strip()
    if not 0 < len(clean) <= most:
        message = say(
            "expected {field} in at most {most} letters, got {count}",
            field=field,
            most=most,
            count=len(clean),
        )
        raise InputError(message)
    return clean


def _one(reading: Reading, request: Request) -> Answer[ShownRequest]:
    [shown] = shown_requests(reading, [request])
    return shown, [shown.id]
