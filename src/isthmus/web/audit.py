"""Handlers of the audit log."""

from __future__ import annotations

from typing import Final

from litestar import get, post
from litestar.params import FromQuery

from isthmus.flow.documents.audit import CheckpointPage, EntryList, Verification
from isthmus.flow.overseeing import list_entries
from isthmus.flow.proving import checkpoint_page, verification
from isthmus.web.asking import (
    Asked,
    acting,
    answered,
    credentials_of,
    door_of,
    on_thread,
)
from isthmus.web.problems import STATED

TAG: Final = ["audit"]


@get(
    "/audit/checkpoint",
    operation_id="readCheckpoint",
    tags=TAG,
    responses=STATED,
    summary="Give the checkpoint",
)
async def read_checkpoint(request: Asked) -> CheckpointPage:
    """Give the signed tree head of the log, and the key to check it with."""
    node = door_of(request).node
    return await answered(
        request, lambda center, actor: checkpoint_page(center, actor, node.checkpoint)
    )


@get(
    "/audit/entries",
    operation_id="listEntries",
    tags=TAG,
    responses=STATED,
    summary="List audit entries",
)
async def read_entries(
    request: Asked, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50
) -> EntryList:
    """List who did what, newest first."""
    return await answered(
        request,
        lambda center, actor: list_entries(center, actor, cursor=cursor, limit=limit),
    )


@post(
    "/audit/verify",
    operation_id="verifyAudit",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="Verify the whole log",
)
async def post_verify(request: Asked) -> Verification:
    """Verify the log from its entries up; this may take a while."""
    door, asking = door_of(request), credentials_of(request)
    return await on_thread(
        door.pools.long,
        lambda: verification(
            door.gate.center,
            acting(door, asking),
            door.node.verify_audit,
        ),
    )
