"""The door for partners: envelopes in, receipts out. Nobody signs in here; the envelope says who.

What cannot be believed is answered with the same words whatever was wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from litestar import Response, Router, post

from isthmus.errors import OutOfOrder, PartnerError
from isthmus.flow.federation import Federation
from isthmus.flow.reception import TAKEN_BYTES_MAX, receive
from isthmus.flow.signin import SignInWaits
from isthmus.flow.spreading import LISTS_BYTES_MAX, lists_came
from isthmus.web.asking import Asked, client_address, door_of, on_thread

PREFIX: Final = "/exchange/v1"
REFUSED: Final = {"title": "refused"}
_RECEIPT: Final = "application/vnd.isthmus.receipt"
_LISTS: Final = "application/vnd.isthmus.trust-lists"


Given = Response[bytes | dict[str, str] | dict[str, int]]
"""Bytes that were asked for, or a few words."""


@post("/messages", include_in_schema=False, request_max_body_size=TAKEN_BYTES_MAX)
async def post_message(request: Asked) -> Given:
    """Take in an envelope."""
    return await _taken(request, receive, _RECEIPT)


@post("/trust", include_in_schema=False, request_max_body_size=LISTS_BYTES_MAX)
async def post_lists(request: Asked) -> Given:
    """Take in what a partner says of its trust lists, and answer with what it lacks."""
    return await _taken(request, lists_came, _LISTS)


async def _taken(
    request: Asked, take: Callable[[Federation, bytes], bytes], media_type: str
) -> Given:
    door = door_of(request)
    federation = door.node.federation
    if federation is None:
        return Response({"title": "not found"}, status_code=404)
    # Each refusal is an audit entry: whoever sends nonsense must not fill the log with it.
    sender = f"exchange {client_address(request)}"
    try:
        door.attempts.check(sender)
        envelope = await request.body()
        answer = await on_thread(door.pools.long, lambda: take(federation, envelope))
    except SignInWaits as error:
        return Response(REFUSED, status_code=429, headers={"Retry-After": str(error.retry_after_s)})
    except OutOfOrder as error:
        return Response({"expected": error.expected}, status_code=409)
    except PartnerError:
        door.attempts.failed(sender)
        return Response(REFUSED, status_code=400)
    return Response(answer, status_code=200, media_type=media_type)


def exchange_router() -> Router:
    """Give the partners' door."""
    return Router(PREFIX, route_handlers=[post_message, post_lists])
