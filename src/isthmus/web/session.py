"""Handlers of the session: sign in, look, sign out."""

from __future__ import annotations

from typing import Final

from litestar import Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.params import JSONBody

from isthmus.errors import SignInRefused
from isthmus.flow.documents.session import SessionPage, SignInRequest
from isthmus.flow.session import session_page
from isthmus.flow.signin import SignedIn, SignInWaits, sign_in, sign_out
from isthmus.web.asking import (
    COOKIE,
    Asked,
    Door,
    behind_tls,
    client_address,
    credentials_of,
    door_of,
    identify,
    on_thread,
)
from isthmus.web.declared import NO_PURPOSE, OPEN
from isthmus.web.problems import STATED

TAG: Final = ["session"]


@post(
    "/session",
    operation_id="signIn",
    status_code=200,
    opt=OPEN,
    tags=TAG,
    responses=STATED,
    summary="Sign in",
)
async def open_session(request: Asked, data: JSONBody[SignInRequest]) -> Response[SessionPage]:
    """Open a session; the cookie comes with the answer."""
    door, address = door_of(request), client_address(request)
    door.attempts.check(address)
    try:
        signed_in, token = await on_thread(
            door.pools.keys, lambda: sign_in(door.gate, data.name, data.password)
        )
    except SignInRefused as error:
        if not isinstance(error, SignInWaits):
            door.attempts.failed(address)
        raise
    cookie = _cookie(token, secure=behind_tls(request))
    return Response(session_page(door.gate, signed_in), cookies=[cookie])


@get(
    "/session",
    operation_id="readSession",
    opt=NO_PURPOSE,
    tags=TAG,
    responses=STATED,
    summary="Show the session",
)
async def read_session(request: Asked) -> SessionPage:
    """Show who is signed in, at which purposes, with what rights."""
    door, asking = door_of(request), credentials_of(request)
    return await on_thread(
        door.pools.short, lambda: session_page(door.gate, identify(door, asking))
    )


@delete(
    "/session",
    operation_id="signOut",
    opt=NO_PURPOSE,
    tags=TAG,
    responses=STATED,
    summary="Sign out",
)
async def close_session(request: Asked) -> Response[None]:
    """End the session and its streams."""
    door, asking = door_of(request), credentials_of(request)
    await on_thread(door.pools.short, lambda: _ended(door, identify(door, asking)))
    door.hub.wake()
    gone = _cookie("", secure=behind_tls(request))
    gone.max_age = 0
    return Response(None, status_code=204, cookies=[gone])


def _ended(door: Door, signed_in: SignedIn) -> None:
    sign_out(door.gate, signed_in)


def _cookie(token: str, *, secure: bool) -> Cookie:
    return Cookie(
        key=COOKIE, value=token, path="/", httponly=True, samesite="strict", secure=secure
    )
