"""Handlers of follow-ups: what somebody acted on, and must look at again."""

from __future__ import annotations

from typing import Final

from litestar import get, post
from litestar.params import JSONBody

from isthmus.flow.documents.following import FollowUpList, Seen
from isthmus.flow.following_up import follow_ups, see
from isthmus.web.asking import Asked, answered
from isthmus.web.problems import STATED

TAG: Final = ["alerts"]


@get(
    "/follow-ups",
    operation_id="listFollowUps",
    tags=TAG,
    responses=STATED,
    summary="List what you acted on and must look at again",
)
async def read_follow_ups(request: Asked) -> FollowUpList:
    """List what the person moved or judged, and of which a part was taken back since."""
    return await answered(request, follow_ups)


@post(
    "/follow-ups/seen",
    operation_id="seeFollowUps",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="Say that follow-ups were seen",
)
async def post_seen(request: Asked, data: JSONBody[Seen]) -> FollowUpList:
    """Say which were seen, and give the list as it stands then."""
    return await answered(request, lambda center, actor: see(center, actor, data))


HANDLERS: Final = (read_follow_ups, post_seen)
