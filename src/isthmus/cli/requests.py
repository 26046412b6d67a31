"""Commands of requests for information: write, send, answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal, TypeAlias

from cyclopts import App, Parameter

from isthmus.cli.opening import ANYWHERE, OPERATOR, Where, Who, acting
from isthmus.cli.partners import federation_of
from isthmus.cli.printing import Out
from isthmus.flow.documents.requests import (
    Approval,
    ProposalWish,
    RequestDraft,
    RequestList,
    RequestPage,
    RequestRefusal,
    RequestWords,
    ShownRequest,
)
from isthmus.flow.replying import (
    answer_request,
    approve_answer,
    await_consent,
    propose_answer,
    refuse_request,
)
from isthmus.flow.requesting import send_request, withdraw_request, write_request
from isthmus.flow.requests import list_requests, request_page

requests_app = App(name="request", help="What centers ask of each other, and what they answer.")

Ground: TypeAlias = Literal[
    "nothing",
    "not-covered",
    "not-necessary",
    "not-verified",
    "investigation",
    "safety",
    "security",
]


def add_to(app: App) -> None:
    """Add the commands."""
    for name, command in (
        ("list", requests),
        ("show", show),
        ("write", write),
        ("send", send),
        ("withdraw", withdraw),
        ("propose", propose),
        ("approve", approve),
        ("answer", answer),
        ("refuse", refuse),
        ("await-consent", awaiting),
    ):
        requests_app.command(command, name=name)
    app.command(requests_app)


def requests(*, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """List requests, asked here and elsewhere, with their clock.

    For example: `isthmus request list --as release --purpose maritime-security`
    """
    with acting(where, who) as at:
        found = list_requests(federation_of(at), at.actor)
    where.out.show(found, _list)


def show(request: str, *, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Show one request, and what would leave as an answer.

    For example: `isthmus request show q-... --as release --purpose maritime-security`
    """
    with acting(where, who) as at:
        found = request_page(federation_of(at), at.actor, request)
    where.out.show(found, _page)


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Form:
    """The standard form."""

    basis: Annotated[str, Parameter(help="The legal basis on which this center may ask.")]
    case: Annotated[str, Parameter(help="The file of the case here.")]
    what: Annotated[str, Parameter(help="What is asked.")]
    why: Annotated[str, Parameter(help="What it is needed for.")]
    check: Annotated[str, Parameter(help="How the partner can make sure of who asks.")]
    urgent: Annotated[bool, Parameter(help="An answer is needed within the shorter time.")] = False
    under: Annotated[str | None, Parameter(help="Ask under this agreement and no other.")] = None


def write(
    *entities: str,
    to: Annotated[str, Parameter(name="--to", help="The partner.")],
    form: Form,
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Write a request about ENTITIES to a partner; a release officer sends it.

    For example: `isthmus request write e-... --to birch --basis "..." --case A-1 --what "..."
    --why "..." --check "call the desk" --as analyst`
    """
    draft = RequestDraft(
        recipient=to,
        entities=list(entities),
        basis=form.basis,
        case=form.case,
        what=form.what,
        why=form.why,
        check=form.check,
        urgency="urgent" if form.urgent else "ordinary",
        agreement=form.under,
    )
    with acting(where, who) as at:
        found = write_request(federation_of(at), at.actor, draft)
    where.out.show(found, _request)


def send(request: str, *, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Send a draft, with what identifies whom it is about.

    For example: `isthmus request send q-... --as release`
    """
    with acting(where, who) as at:
        found = send_request(federation_of(at), at.actor, request)
        at.node.dispatch()
    where.out.show(found, _request)


def withdraw(request: str, *, reason: str, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Take a request back: a draft, or one that has no answer yet.

    For example: `isthmus request withdraw q-... --reason "closed" --as release`
    """
    with acting(where, who) as at:
        words = RequestWords(reason=reason)
        found = withdraw_request(federation_of(at), at.actor, request, words)
        at.node.dispatch()
    where.out.show(found, _request)


def propose(
    request: str,
    *entities: str,
    verified: Annotated[str, Parameter(help="How you made sure of who asks.")],
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Propose to answer with ENTITIES, and see what would leave.

    For example: `isthmus request propose q-... e-... --verified "called back" --as release`
    """
    wish = ProposalWish(entities=list(entities), verified=verified)
    with acting(where, who) as at:
        found = propose_answer(federation_of(at), at.actor, request, wish)
    where.out.show(found, _page)


def approve(
    request: str,
    *,
    proposed: Annotated[datetime, Parameter(help="When it was proposed, as `show` prints it.")],
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Stand behind what another person proposes.

    For example: `isthmus request approve q-... --proposed 2031-05-04T12:00:00.123456Z --as second`
    """
    approval = Approval(proposed_at=_in_utc(proposed))
    with acting(where, who) as at:
        found = approve_answer(federation_of(at), at.actor, request, approval)
    where.out.show(found, _page)


def answer(request: str, *, reason: str, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Release what is proposed, as far as it may leave, and tell the partner.

    For example: `isthmus request answer q-... --reason "as asked" --as release`
    """
    with acting(where, who) as at:
        words = RequestWords(reason=reason)
        found = answer_request(federation_of(at), at.actor, request, words)
        at.node.dispatch()
    where.out.show(found, _request)


def refuse(
    request: str,
    *,
    ground: Annotated[Ground, Parameter(help="Why.")],
    reason: str,
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Refuse a request, on a ground and in words for the partner.

    For example: `isthmus request refuse q-... --ground not-necessary --reason "..." --as release`
    """
    refusal = RequestRefusal(ground=ground, reason=reason)
    with acting(where, who) as at:
        found = refuse_request(federation_of(at), at.actor, request, refusal)
        at.node.dispatch()
    where.out.show(found, _request)


def awaiting(request: str, *, reason: str, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Tell the partner that another center must consent first, and ask that one.

    For example: `isthmus request await-consent q-... --reason "theirs to give" --as release`
    """
    with acting(where, who) as at:
        words = RequestWords(reason=reason)
        found = await_consent(federation_of(at), at.actor, request, words)
        at.node.dispatch()
    where.out.show(found, _request)


def _in_utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def _list(out: Out, found: RequestList) -> None:
    rows = [
        (r.id, r.asker, r.asked, r.state, r.urgency, r.due_at, r.late, r.case, r.what)
        for r in found.requests
    ]
    columns = ("request", "from", "to", "state", "urgency", "due", "late", "case", "what")
    out.table(f"requests, {found.late} late", columns, rows)


def _request(out: Out, one: ShownRequest) -> None:
    out.facts(
        ("request", one.id),
        ("from", f"{one.asker} ({one.role})"),
        ("to", one.asked),
        ("state", one.state),
        ("under", one.agreement),
        ("due", one.due_at),
        ("late", one.late),
        ("basis", one.basis),
        ("case", one.case),
        ("what", one.what),
        ("why", one.why),
        ("make sure by", one.check),
        ("about the same", [same.id for same in one.same]),
    )
    rows = [(v.entity, v.property, v.value) for v in one.values]
    out.table(f"about, {one.count} values", ("entity", "property", "value"), rows)
    replies = [(r.at, r.state, r.ground, r.reason, r.released) for r in one.replies]
    out.table("answers", ("at", "answer", "ground", "reason", "values"), replies)


def _page(out: Out, page: RequestPage) -> None:
    _request(out, page.request)
    out.facts(("known here", [f"{one.caption} {one.id}" for one in page.candidates]))
    if page.proposal is not None:
        one = page.proposal
        out.facts(
            ("proposed by", one.by),
            ("proposed at", f"{one.at.isoformat()}"),
            ("verified", one.verified),
            ("approved by", one.approvals),
            ("persons for the most to leave", page.persons),
        )
    if page.run is not None:
        rows = [(r.entity, r.property, r.value, r.becomes, r.why) for r in page.run.rows]
        columns = ("entity", "property", "here", "there", "why it stays")
        out.table(f"{page.run.leaving} leave, {page.run.staying} stay", columns, rows)
