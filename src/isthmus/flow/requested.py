"""What a partner tells of requests: one that comes, its answer, its end; and those that are late.

1. A request comes after the release of whom it is about; it names them by the ids of that release,
   or by those under which this center told it of them (protocol Q1, Q2).
2. Its clock is the agreement's, and begins when it comes.
3. An answer or an end is of an open request between these two, or it is refused (Q3, Q4).
4. One that is late is passed up, at both ends: noted, and shown to whoever oversees requests.
"""

from __future__ import annotations

from datetime import datetime

from isthmus.access.readers import keeping_reader
from isthmus.errors import PartnerError
from isthmus.exchange.requesting import answer_to, end_of, request_of
from isthmus.flow.auditing import note
from isthmus.flow.center import ADMINISTRATION
from isthmus.flow.federation import NOT_IN_FORCE, Federation
from isthmus.flow.keeping import noted_labels
from isthmus.flow.requesting import hours_of, may_be_asked
from isthmus.model.ids import shown_id
from isthmus.model.message import Receipt, Verified
from isthmus.model.release import Standing
from isthmus.model.request import OPEN, Ground, Reply, Request, RequestState, Subject
from isthmus.ports import UnitOfWork


def request_came(
    federation: Federation, unit: UnitOfWork, verified: Verified
) -> tuple[int, str | None]:
    """Note what a partner asks; give how many values name whom it is about, or why it is refused.

    Raises PartnerError for the id of another request.
    """
    form, ids = request_of(verified)
    manifest, center = verified.manifest, federation.center
    if unit.requests.get(form.request) is not None:
        raise PartnerError("expected a request that is new, got the id of another")
    under = federation.named_by(unit, manifest)
    if under is None:
        return 0, NOT_IN_FORCE
    if not may_be_asked(under, manifest.sender, center.id, manifest.purpose, form.role):
        return 0, "the agreement does not let this role ask for this purpose"
    held = [
        one
        for one in unit.releases.received(manifest.sender, ids)
        if one.standing is Standing.OUT and one.purpose == manifest.purpose
    ]
    own = [one for one in unit.releases.by_release(list(ids)) if one.partner == manifest.sender]
    named = [
        *(Subject(form.request, one.statement, one.release) for one in held),
        *(Subject(form.request, one.statement, one.release) for one in own),
    ]
    if not named:
        return 0, "it names nobody of whom something was released"
    now = center.clock.now()
    request = Request(
        id=form.request,
        asker=manifest.sender,
        asked=center.id,
        agreement=under.id,
        digest=under.digest,
        purpose=manifest.purpose,
        basis=form.basis,
        case=form.case,
        urgency=form.urgency,
        what=form.what,
        why=form.why,
        check=form.check,
        role=form.role,
        by=None,
        written_at=form.asked_at,
        state=RequestState.ASKED,
        message=manifest.message,
        asked_at=now,
        due_at=now + hours_of(under, form.urgency),
    )
    unit.requests.put(request, named)
    _announce(federation, unit, request)
    return len(named), None


def answer_came(federation: Federation, unit: UnitOfWork, verified: Verified) -> None:
    """Note the answer to a request; raises PartnerError for one that was not asked, or is over."""
    answer, messages = answer_to(verified)
    partner, now = verified.manifest.sender, federation.center.clock.now()
    asked = unit.requests.get(answer.request)
    if asked is None or asked.by is None or asked.asked != partner or asked.state not in OPEN:
        raise PartnerError("expected the answer to an open request of this center, got another")
    reply = Reply(asked.id, answer.state, answer.ground, answer.reason, tuple(messages), None, now)
    unit.requests.reply(reply)
    unit.requests.move(asked.moved(answer.state))
    _announce(federation, unit, asked)


def end_came(federation: Federation, unit: UnitOfWork, verified: Verified) -> None:
    """Note that a partner takes its request back; raises PartnerError for any other."""
    end = end_of(verified)
    found = unit.requests.get(end.request)
    if found is None or found.asker != verified.manifest.sender or found.state not in OPEN:
        raise PartnerError("expected an open request of its sender, got another")
    unit.requests.move(found.moved(RequestState.WITHDRAWN))
    _announce(federation, unit, found)


def not_taken(unit: UnitOfWork, message: bytes, receipt: Receipt, at: datetime) -> None:
    """Note that a partner did not take a request, in the words of its receipt."""
    asked = unit.requests.carried_by(message)
    if asked is None or asked.state not in OPEN:
        return
    ground = Ground.NOT_TAKEN
    unit.requests.reply(Reply(asked.id, RequestState.REFUSED, ground, receipt.reason, (), None, at))
    unit.requests.move(asked.moved(RequestState.REFUSED))


def escalate_late(federation: Federation) -> int:
    """Pass up each request whose time is over, once; give how many. Durable when it returns."""
    center = federation.center
    with center.store.reading() as unit:
        if not unit.requests.late(center.clock.now()):
            return 0
    with center.store.writing() as unit:
        now = center.clock.now()
        late = unit.requests.late(now)
        for one in late:
            unit.requests.escalate(one.id, now)
            _announce(federation, unit, one)
        note(
            center,
            unit,
            center.service("requests", ADMINISTRATION),
            purpose=ADMINISTRATION,
            act="request.escalated",
            objects=[shown_id("q", one.id) for one in late],
            counts={"requests": len(late)},
        )
        unit.commit()
    return len(late)


def _announce(federation: Federation, unit: UnitOfWork, request: Request) -> None:
    """Tell whoever may see whom a request is about that something became of it."""
    center = federation.center
    service = center.service("requests", request.purpose)
    own = center.service_reader(unit, "requests", request.purpose).labels
    labels = own | noted_labels(unit, request.asker) | noted_labels(unit, request.asked)
    reader = keeping_reader(service, request.purpose, labels)
    seqs = [one.statement for one in unit.requests.subjects(request.id)]
    for label in {row.label for row in unit.statements.by_seq(seqs, reader)}:
        unit.changes.add("request", request.id, label, center.clock.now())
