"""Commands of alerts."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import App, Parameter

from isthmus.cli.opening import ANYWHERE, OPERATOR, Where, Who, acting
from isthmus.cli.printing import Out
from isthmus.flow.documents.alerts import AlertList, AlertPage, MoveRequest, ShownAlert
from isthmus.flow.triage import AlertQuery, alert_page, list_alerts, move_alert

AlertName = Annotated[str, Parameter(help="Its id, a-...")]


def add_to(app: App) -> None:
    """Add the commands."""
    own = App(name="alerts", help="What a person must assess.")
    own.command(list_, name="list")
    own.command(show, name="show")
    own.command(move, name="move")
    app.command(own)


def list_(  # noqa: PLR0913 - one argument for each part of the query
    *,
    state: Annotated[str, Parameter(help="open, all, or one state.")] = "open",
    severity: Annotated[str | None, Parameter(help="critical, high, elevated or low.")] = None,
    rule: Annotated[str | None, Parameter(help="Only of this rule.")] = None,
    assigned: Annotated[
        Literal["me"] | None, Parameter(help="Only those assigned to whoever asks.")
    ] = None,
    text: Annotated[str | None, Parameter(help="Only with these words.")] = None,
    limit: int = 50,
    order: Annotated[Literal["newest", "severity"], Parameter(help="What comes first.")] = "newest",
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """List alerts, latest raised first, or the most severe.

    For example: `isthmus alerts list --severity critical --as duty --purpose border-security`
    """
    query = AlertQuery(
        state=state,
        severity=severity,
        rule=rule,
        assigned=assigned,
        q=text,
        limit=limit,
        order=order,
    )
    with acting(where, who) as at:
        found = list_alerts(at.center, at.actor, query)
    where.out.show(found, _list)


def show(alert: AlertName, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Show an alert with its findings, evidence and history.

    For example: `isthmus alerts show a-... --as duty --purpose border-security`
    """
    with acting(where, who) as at:
        page = alert_page(at.center, at.actor, alert)
    where.out.show(page, _page)


def move(
    alert: AlertName,
    to: Literal["acknowledge", "confirm", "dismiss", "escalate", "close"],
    *,
    reason: Annotated[str | None, Parameter(help="Why; all but acknowledge need it.")] = None,
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Acknowledge, confirm, dismiss, escalate or close an alert.

    For example: `isthmus alerts move a-... confirm --reason "port agrees" --as duty --purpose ...`
    """
    request = MoveRequest(move=to, reason=reason)
    with acting(where, who) as at:
        page = move_alert(at.center, at.actor, alert=alert, request=request)
    where.out.show(page, _page)


def _list(out: Out, found: AlertList) -> None:
    rows = [
        (
            a.number,
            a.severity,
            a.state,
            _assigned(a),
            a.raised_at,
            a.caption,
            a.summary_text.get("en"),
            a.id,
        )
        for a in found.items
    ]
    columns = ("number", "severity", "state", "with", "raised", "about", "what", "id")
    out.table(f"alerts, {found.total_shown} in all", columns, rows)


def _assigned(alert: ShownAlert) -> str | None:
    """Give whose an alert is; most are nobody's in particular."""
    if alert.assigned_to is None:
        return None
    return "you" if alert.assigned_to.you else alert.assigned_to.name


def _page(out: Out, page: AlertPage) -> None:
    alert = page.alert
    out.facts(
        ("alert", alert.number),
        ("about", alert.caption),
        ("what", alert.summary_text.get("en")),
        ("severity", alert.severity),
        ("state", alert.state),
        ("assigned to", _assigned(alert)),
        ("raised", alert.raised_at),
        ("label", page.labels[alert.label].text),
        ("allowed now", page.moves),
    )
    evidence = [
        (
            finding.rule,
            value.property,
            value.entity_caption or value.value,
            value.source.id,
            f"{value.grade.reliability}{value.grade.credibility}",
            value.record.id if value.record else None,
        )
        for finding in page.findings
        for value in finding.evidence
    ]
    columns = ("rule", "property", "value", "source", "grade", "record")
    out.table("evidence", columns, evidence)
    history = [(step.at, step.state, step.by, step.reason) for step in page.history]
    out.table("history", ("at", "state", "by", "reason"), history)
