"""Handlers of declared emergencies."""

from __future__ import annotations

from typing import Final

from litestar import get, post
from litestar.params import FromPath, JSONBody

from isthmus.flow.documents.emergencies import EmergencyWish, EmergencyWords, ShownEmergency
from isthmus.flow.emergencies import (
    confirm_emergency,
    declare_emergency,
    end_emergency,
    list_emergencies,
)
from isthmus.web.asking import Asked, among_partners
from isthmus.web.problems import STATED

TAG: Final = ["agreements"]


@get(
    "/emergencies",
    operation_id="listEmergencies",
    tags=TAG,
    responses=STATED,
    summary="List declared emergencies",
)
async def read_emergencies(request: Asked) -> list[ShownEmergency]:
    """List emergencies, declared here and elsewhere, the newest first."""
    return await among_partners(request, list_emergencies)


@post(
    "/agreements/{digest:str}/emergencies",
    operation_id="declareEmergency",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="Declare an emergency under an agreement",
)
async def post_emergency(
    request: Asked, digest: FromPath[str], data: JSONBody[EmergencyWish]
) -> ShownEmergency:
    """Declare an emergency from now on for some hours; it holds once another person confirms it."""
    return await among_partners(
        request, lambda league, actor: declare_emergency(league, actor, digest, data)
    )


@post(
    "/emergencies/{name:str}/confirm",
    operation_id="confirmEmergency",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="Confirm an emergency that another person declared",
)
async def post_confirmation(request: Asked, name: FromPath[str]) -> ShownEmergency:
    """Confirm it: from now on it holds, and every party is told."""
    return await among_partners(
        request, lambda league, actor: confirm_emergency(league, actor, name)
    )


@post(
    "/emergencies/{name:str}/end",
    operation_id="endEmergency",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="End an emergency before its time",
)
async def post_emergency_end(
    request: Asked, name: FromPath[str], data: JSONBody[EmergencyWords]
) -> ShownEmergency:
    """End one of this center for every party, or one of another for this center alone."""
    return await among_partners(
        request, lambda league, actor: end_emergency(league, actor, name, data)
    )


HANDLERS: Final = (read_emergencies, post_emergency, post_confirmation, post_emergency_end)
