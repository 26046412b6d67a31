"""Commands of sharing: try, release, ask for consent, recall."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from isthmus.cli.opening import ANYWHERE, OPERATOR, Where, Who, acting
from isthmus.cli.partners import federation_of
from isthmus.cli.printing import Out
from isthmus.flow.consenting import answer_consent, ask_consent, list_consents
from isthmus.flow.counting import list_counts, release_counts, try_counts
from isthmus.flow.documents.sharing import (
    ConsentDecision,
    ConsentWish,
    CountQuestion,
    CountsRun,
    DryRun,
    KeptCountRow,
    RecallRequest,
    ReleaseQuestion,
    ReleaseResult,
    ShownConsent,
    ShownOutcome,
    ShownRecall,
    ShownRelease,
    ShownStanding,
    StandingRequest,
)
from isthmus.flow.recall import list_recalls, order_recall, recall_page
from isthmus.flow.register import list_releases
from isthmus.flow.sharing import dry_run, release
from isthmus.flow.subscribing import end_standing, list_standing, order_standing

releases_app = App(name="release", help="What leaves for partners, and by which article.")
standing_app = App(name="standing", help="What partners learn of by themselves.")
counts_app = App(name="counts", help="How many there are, where no more may leave.")
consents_app = App(name="consent", help="Consent of originators to passing on.")
recalls_app = App(name="recall", help="Call back what was released.")

To = Annotated[str, Parameter(name="--to", help="The partner.")]
Under = Annotated[str | None, Parameter(name="--under", help="Use this agreement and no other.")]


def add_to(app: App) -> None:
    """Add the commands."""
    releases_app.command(attempt, name="try")
    releases_app.command(send, name="send")
    releases_app.command(register, name="list")
    standing_app.command(standing, name="list")
    standing_app.command(subscribe, name="order")
    standing_app.command(unsubscribe, name="end")
    releases_app.command(standing_app)
    counts_app.command(counts, name="list")
    counts_app.command(try_to_count, name="try")
    counts_app.command(tell, name="send")
    releases_app.command(counts_app)
    consents_app.command(consents, name="list")
    consents_app.command(ask, name="ask")
    consents_app.command(answer, name="answer")
    recalls_app.command(recalls, name="list")
    recalls_app.command(show, name="show")
    recalls_app.command(order, name="order")
    for one in (releases_app, consents_app, recalls_app):
        app.command(one)


def attempt(
    *entities: str, to: To, under: Under = None, where: Where = ANYWHERE, who: Who = OPERATOR
) -> None:
    """Show what of ENTITIES would leave for a partner; nothing is sent.

    For example: `isthmus release try e-... --to birch --as release --purpose maritime-security`
    """
    question = ReleaseQuestion(recipient=to, entities=list(entities), agreement=under)
    with acting(where, who) as at:
        found = dry_run(federation_of(at), at.actor, question)
    where.out.show(found, _run)


def send(
    *entities: str, to: To, under: Under = None, where: Where = ANYWHERE, who: Who = OPERATOR
) -> None:
    """Release to a partner what of ENTITIES may leave.

    For example: `isthmus release send e-... --to birch --as release --purpose maritime-security`
    """
    question = ReleaseQuestion(recipient=to, entities=list(entities), agreement=under)
    with acting(where, who) as at:
        found = release(federation_of(at), at.actor, question)
        at.node.dispatch()
    where.out.show(found, _released)


def register(*, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """List what left for a purpose, with the article of each value.

    For example: `isthmus release list --as release --purpose maritime-security`
    """
    with acting(where, who) as at:
        found = list_releases(federation_of(at), at.actor)
    where.out.show(found, _register)


def counts(*, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """List counts that left and came.

    For example: `isthmus release counts list --as release --purpose customs-control`
    """
    with acting(where, who) as at:
        found = list_counts(federation_of(at), at.actor)
    where.out.show(found, _kept_counts)


def try_to_count(*, to: To, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Show how many of each kind a partner would learn there are; nothing is sent.

    For example: `isthmus release counts try --to birch --as release --purpose customs-control`
    """
    with acting(where, who) as at:
        found = try_counts(federation_of(at), at.actor, CountQuestion(recipient=to))
    where.out.show(found, _counts)


def tell(*, to: To, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Tell a partner how many of each kind there are, as agreements let it be told.

    For example: `isthmus release counts send --to birch --as release --purpose customs-control`
    """
    with acting(where, who) as at:
        found = release_counts(federation_of(at), at.actor, CountQuestion(recipient=to))
        at.node.dispatch()
    where.out.show(found, _counts)


def standing(*, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """List standing releases.

    For example: `isthmus release standing list --as release --purpose maritime-security`
    """
    with acting(where, who) as at:
        found = list_standing(federation_of(at), at.actor)
    where.out.show(found, _standing)


def subscribe(*, to: To, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Have a partner learn of the subjects of each alert of a purpose, as agreements permit.

    For example: `isthmus release standing order --to birch --as release`
    """
    with acting(where, who) as at:
        found = order_standing(federation_of(at), at.actor, StandingRequest(recipient=to))
    where.out.show([found], _standing)


def unsubscribe(order: str, *, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """End a standing release; what left under it stays where it is.

    For example: `isthmus release standing end o-... --as release`
    """
    with acting(where, who) as at:
        found = end_standing(federation_of(at), at.actor, order)
    where.out.show([found], _standing)


def consents(*, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """List requests for consent, asked here and elsewhere.

    For example: `isthmus consent list --as release --purpose maritime-security`
    """
    with acting(where, who) as at:
        found = list_consents(federation_of(at), at.actor)
    where.out.show(found, _consents)


def ask(*entities: str, to: To, reason: str, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Ask the centers from which something of ENTITIES came to let it be passed on to a partner.

    For example: `isthmus consent ask e-... --to cedar --reason "same trace" --as release`
    """
    wish = ConsentWish(recipient=to, entities=list(entities), reason=reason)
    with acting(where, who) as at:
        found = ask_consent(federation_of(at), at.actor, wish)
        at.node.dispatch()
    where.out.show(found, _consents)


def answer(
    consent: str,
    *,
    give: Annotated[bool, Parameter(negative="--refuse", help="Give it, or refuse it.")],
    reason: str,
    days: int = 30,
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Give or refuse consent to a partner's request.

    For example: `isthmus consent answer c-... --give --reason "agreed" --days 30 --as release`
    """
    decision = ConsentDecision(consent=consent, give=give, reason=reason, days=days)
    with acting(where, who) as at:
        found = answer_consent(federation_of(at), at.actor, decision)
        at.node.dispatch()
    where.out.show([found], _consents)


def recalls(*, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """List recalls, with every holder and whether it has answered.

    For example: `isthmus recall list --as release --purpose maritime-security`
    """
    with acting(where, who) as at:
        found = list_recalls(federation_of(at), at.actor)
    where.out.show(found, _recalls)


def show(recall: str, *, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Show one recall: who holds it, and who has proved that it is gone.

    For example: `isthmus recall show r-... --as release --purpose maritime-security`
    """
    with acting(where, who) as at:
        found = recall_page(federation_of(at), at.actor, recall)
    where.out.show([found], _recalls)


def order(*statements: str, reason: str, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Call STATEMENTS back from everybody to whom they were released.

    For example: `isthmus recall order s-... --reason "mistaken" --as release`
    """
    request = RecallRequest(statements=list(statements), reason=reason)
    with acting(where, who) as at:
        found = order_recall(federation_of(at), at.actor, request)
        at.node.dispatch()
    where.out.show([found], _recalls)


def _run(out: Out, run: DryRun) -> None:
    columns = ("entity", "property", "here", "there", "by", "why it stays")
    out.table(
        f"for {run.recipient}, {run.purpose}: {run.leaving} leave, {run.staying} stay",
        columns,
        [_row(one) for one in run.rows],
    )
    if run.onward:
        out.table(
            f"with your consent, {run.recipient} could pass on to",
            ("center", "values", "by"),
            [(one.center, one.values, one.articles) for one in run.onward],
        )
    if run.counts:
        out.table("counts", ("schema", "count"), [(c.schema, c.count) for c in run.counts])


def _row(one: ShownOutcome) -> tuple[object, ...]:
    articles = [f"{one.agreement}/{a}" for a in one.articles]
    by = list(dict.fromkeys([*articles, *one.bound, *one.forbidden_by]))
    return (one.entity, one.property, one.value, one.becomes, by, one.why)


def _released(out: Out, done: ReleaseResult) -> None:
    out.facts(("messages", done.messages))
    _run(out, done.run)


def _register(out: Out, found: list[ShownRelease]) -> None:
    rows = [
        (one.released_at, one.partner, v.property, v.value, v.change, v.articles, v.standing)
        for one in found
        for v in one.values
    ]
    columns = ("released", "partner", "property", "value", "change", "articles", "now")
    out.table("releases", columns, rows)


def _counts(out: Out, run: CountsRun) -> None:
    rows = [(one.schema, one.count, one.agreement) for one in run.counts]
    out.table(f"for {run.recipient}, {run.purpose}", ("schema", "count", "agreement"), rows)


def _kept_counts(out: Out, found: list[KeptCountRow]) -> None:
    rows = [(c.at, c.partner, "left" if c.left else "came", c.schema, c.count) for c in found]
    out.table("counts", ("at", "partner", "way", "schema", "count"), rows)


def _standing(out: Out, found: list[ShownStanding]) -> None:
    rows = [(one.id, one.partner, one.purpose, one.ordered_at, one.ended_at) for one in found]
    out.table("standing releases", ("id", "partner", "purpose", "ordered", "ended"), rows)


def _consents(out: Out, found: list[ShownConsent]) -> None:
    rows = [
        (c.id, c.origin, c.holder, c.recipient, c.purpose, c.count, c.state, c.given_until)
        for c in found
    ]
    columns = ("consent", "origin", "holder", "for", "purpose", "values", "state", "until")
    out.table("consents", columns, rows)


def _recalls(out: Out, found: list[ShownRecall]) -> None:
    rows = [
        (one.id, one.origin, h.holder, h.via, h.items, h.answered_at, h.overdue)
        for one in found
        for h in one.holders
    ]
    columns = ("recall", "origin", "holder", "through", "values", "answered", "overdue")
    out.table("recalls", columns, rows)
