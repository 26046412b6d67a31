"""The door for partners: envelopes in, receipts out. Nobody signs in here; the envelope says who.

What cannot be believed is answered with the same words whatever was wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
from litestar import Response, Router, post

from isthmus.errors import OutOfOrder, PartnerError
from isthmus.flow.federation import Federation
from isthmus.flow.line import Line, heard
from isthmus.flow.reception import TAKEN_BYTES_MAX, receive
from isthmus.flow.signin import SignInWaits
from isthmus.flow.spreading import LISTS_BYTES_MAX, lists_came
from isthmus.web.asking import Asked, client_address, door_of, on_thread

PREFIX: Final = "/exchange/v1"
REFUSED: Final = b'{"title":"refused"}'
_JSON: Final = "application/json"
_DONE, _EARLY, _REFUSED = 200, 409, 400
_RECEIPT: Final = "application/vnd.isthmus.receipt"
_LISTS: Final = "application/vnd.isthmus.trust-lists"


@post("/messages", include_in_schema=False, request_max_body_size=TAKEN_BYTES_MAX)
async def post_message(request: Asked) -> Response[bytes]:
    """Take in an envelope."""
    return await _taken(request, receive, _RECEIPT)


@post("/trust", include_in_schema=False, request_max_body_size=LISTS_BYTES_MAX)
async def post_lists(request: Asked) -> Response[bytes]:
    """Take in what a partner says of its trust lists, and answer with what it lacks."""
    return await _taken(request, lists_came, _LISTS)


async def _taken(
    request: Asked, take: Callable[[Federation, bytes], bytes], media_type: str
) -> Response[bytes]:
    door = door_of(request)
    federation = door.node.federation
    if federation is None:
        return Response(b"", status_code=404)
    # Each refusal is an audit entry: whoever sends nonsense must not fill the log with it.
    sender = f"exchange {client_address(request)}"
    try:
        door.attempts.check(sender)
    except SignInWaits as error:
        waits = {"Retry-After": str(error.retry_after_s)}
        return Response(b"", status_code=429, headers=waits)
    body = await request.body()
    exchange = _Exchange(federation, request.url.path, dict(request.headers), body, take)
    status, answer = await on_thread(door.pools.long, exchange.answer)
    if status == _REFUSED:
        door.attempts.failed(sender)
    kind = media_type if status == _DONE else _JSON
    fields = exchange.signed(status, kind, answer)
    return Response(answer, status_code=status, media_type=kind, headers=dict(fields))


@dataclass(frozen=True, slots=True)
class _Exchange:
    """One request of a partner: who signed it is checked before it is read."""

    federation: Federation
    path: str
    fields: Mapping[str, str]
    body: bytes
    take: Callable[[Federation, bytes], bytes]

    def answer(self) -> tuple[int, bytes]:
        """Give status and body; what cannot be believed is answered alike, whatever it is."""
        try:
            heard(self.federation, self.path, self.fields, self.body)
            return _DONE, self.take(self.federation, self.body)
        except OutOfOrder as error:
            return _EARLY, msgspec.json.encode({"expected": error.expected})
        except PartnerError:
            return _REFUSED, REFUSED

    def signed(self, status: int, kind: str, answer: bytes) -> Mapping[str, str]:
        """Give the fields of an answer, signed by this node (protocol L3)."""
        line = Line(self.federation)
        fields = line.answering(self.path, (self.fields, self.body), (status, kind, answer))
        return {name: value for name, value in fields.items() if name != "content-type"}


def exchange_router() -> Router:
    """Give the partners' door."""
    return Router(PREFIX, route_handlers=[post_message, post_lists])
