"""Handlers of alerts."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from isthmus.flow.documents.alerts import AlertList, AlertPage, MoveRequest
from isthmus.flow.triage import NEWEST, AlertQuery, alert_page, list_alerts, move_alert
from isthmus.web.asking import Asked, answered
from isthmus.web.problems import STATED

TAG: Final = ["alerts"]


@get("/alerts", operation_id="listAlerts", tags=TAG, responses=STATED, summary="List alerts")
async def read_alerts(  # noqa: PLR0913 - one argument for each part of the query
    request: Asked,
    *,
    wanted: Annotated[str, QueryParameter(name="state")] = "open",
    severity: FromQuery[str | None] = None,
    rule: FromQuery[str | None] = None,
    entity: FromQuery[str | None] = None,
    assigned: FromQuery[Literal["me"] | None] = None,
    q: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
    order: FromQuery[str] = NEWEST,
) -> AlertList:
    """List alerts, latest raised first; with `order=severity`, the most severe first.

    `assigned=me` gives those assigned to whoever asks.
    """
    asked = AlertQuery(
        state=wanted,
        severity=severity,
        rule=rule,
        entity=entity,
        assigned=assigned,
        q=q,
        cursor=cursor,
        limit=limit,
        order=order,
    )
    return await answered(request, lambda center, actor: list_alerts(center, actor, asked))


@get(
    "/alerts/{alert:str}",
    operation_id="readAlert",
    tags=TAG,
    responses=STATED,
    summary="Show an alert",
)
async def read_alert(request: Asked, alert: FromPath[str]) -> AlertPage:
    """Show an alert with its findings, evidence and history."""
    return await answered(request, lambda center, actor: alert_page(center, actor, alert))


@post(
    "/alerts/{alert:str}/moves",
    operation_id="moveAlert",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="Acknowledge, confirm, dismiss, escalate or close an alert",
)
async def post_move(request: Asked, alert: FromPath[str], data: JSONBody[MoveRequest]) -> AlertPage:
    """Do to an alert what a person decided, with the reason."""
    return await answered(
        request, lambda center, actor: move_alert(center, actor, alert=alert, request=data)
    )
