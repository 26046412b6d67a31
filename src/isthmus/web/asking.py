"""Asking: from a request to a flow, in one step on a thread.

1. Whatever changes something must come from this origin (`Origin`), which browsers always state.
2. The cookie names the session; whatever changes something carries its CSRF token too.
3. The purpose is a header, or a part of the address where a browser can send no header.
4. Session, Reader, document and audit entry are one piece of work on one thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar
from urllib.parse import urlsplit

from litestar import Request
from litestar.datastructures import State

from isthmus.errors import AccessError, InputError, NotFound
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.federation import Federation
from isthmus.flow.signin import Gate, SignedIn, check_csrf, current
from isthmus.phrases import say
from isthmus.web.declared import needs_csrf, needs_purpose
from isthmus.web.hub import Hub
from isthmus.web.limits import Attempts
from isthmus.web.served import Served

T = TypeVar("T")
Asked: TypeAlias = Request[object, object, State]

COOKIE: Final = "isthmus_session"
PURPOSE_HEADER: Final = "Isthmus-Purpose"
CSRF_HEADER: Final = "Isthmus-CSRF"
PURPOSE: Final = "purpose"
"""The parameter of a query that states it too."""
SHORT_THREADS: Final = 16
LONG_THREADS: Final = 4
KEY_THREADS: Final = 2
TAIL_THREADS: Final = 2
LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})


class Pools:
    """Threads, apart by how long they are held, so that no kind of call starves another.

    `short`: what a person waits for; `long`: deliveries and checks of the log; `keys`: passwords;
    `tail`: the event streams.
    """

    __slots__ = ("keys", "long", "short", "tail")

    def __init__(self) -> None:
        self.short = ThreadPoolExecutor(SHORT_THREADS, "isthmus-call")
        self.long = ThreadPoolExecutor(LONG_THREADS, "isthmus-long")
        self.keys = ThreadPoolExecutor(KEY_THREADS, "isthmus-keys")
        self.tail = ThreadPoolExecutor(TAIL_THREADS, "isthmus-tail")

    def close(self) -> None:
        """Take nothing new; what runs ends by itself."""
        for pool in (self.short, self.long, self.keys, self.tail):
            pool.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Door:
    """What every handler stands on."""

    node: Served
    gate: Gate
    hub: Hub
    attempts: Attempts
    pools: Pools


def only(request: Asked, known: Collection[str]) -> None:
    """Raise InputError for a parameter of the query that the operation does not have.

    The purpose may be stated in any.
    """
    strange = next((n for n in request.query_params if n not in known and n != PURPOSE), None)
    if strange is not None:
        reason = say(
            "expected parameters among {names}, got {came}",
            names=", ".join(known),
            came=repr(strange[:40]),
        )
        raise InputError(reason)


def door_of(request: Asked) -> Door:
    """Give the door that a request came through."""
    door: Door = request.app.state["door"]
    return door


async def answered(request: Asked, call: Callable[[Center, Actor], T]) -> T:
    """Call a flow as whoever is signed in, at the purpose stated; give what it gives.

    Raises SignInRequired without a session, AccessError without its CSRF token.
    """
    door = door_of(request)
    asking = credentials_of(request)
    with door.gate.center.precedence.first():
        return await on_thread(
            door.pools.short, lambda: call(door.gate.center, acting(door, asking))
        )


async def among_partners(request: Asked, call: Callable[[Federation, Actor], T]) -> T:
    """Call a flow that needs partners, as `answered` does; raises NotFound where there are none."""
    federation = door_of(request).node.federation
    if federation is None:
        message = say("expected a node with partners, got one that stands alone")
        raise NotFound(message, repair=say("pin a trust list with: isthmus partners trust FILE"))
    return await answered(request, lambda _, actor: call(federation, actor))


async def on_thread(pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    """Run blocking work on a thread of a pool, in the context of the call that waits for it."""
    return await asyncio.get_running_loop().run_in_executor(pool, copy_context().run, work)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request says of its sender. `csrf`: None where none is needed."""

    token: str | None
    purpose: str
    unsafe: bool
    csrf: str | None


def credentials_of(request: Asked) -> Credentials:
    """Read what a request says of its sender; no purpose where the operation has none."""
    headers = request.headers
    stated = headers.get(PURPOSE_HEADER) or request.query_params.get(PURPOSE)
    if not needs_purpose(request.route_handler.opt):
        stated = None
    return Credentials(
        token=request.cookies.get(COOKIE),
        purpose=str(stated or ""),
        unsafe=needs_csrf(request.method),
        csrf=headers.get(CSRF_HEADER),
    )


def identify(door: Door, asking: Credentials) -> SignedIn:
    """Give who is signed in; raises SignInRequired, and AccessError without the CSRF token."""
    signed_in = current(door.gate, asking.token)
    if asking.unsafe:
        check_csrf(signed_in, asking.csrf)
    return signed_in


def acting(door: Door, asking: Credentials) -> Actor:
    """Give the actor; an unknown purpose is refused, and audited, by the flow."""
    return Actor(identify(door, asking).principal, asking.purpose)


def check_origin(request: Asked) -> None:
    """Raise AccessError where a page of another origin sent something that may change things."""
    if not needs_csrf(request.method):
        return
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    same = origin is None or urlsplit(origin).netloc == _host(request)
    if not same or site not in {"same-origin", "none"}:
        message = say("expected a request from this node's own pages")
        raise AccessError(
            message, repair=say("use the console of this node, or a client of the API")
        )


def _host(request: Asked) -> str:
    """Give the host that the client asked; a proxy on this machine may have put its own there."""
    peer = request.client.host if request.client else ""
    forwarded = request.headers.get("x-forwarded-host") if peer in LOOPBACK else None
    return str(forwarded or request.headers.get("host") or "")


def client_address(request: Asked) -> str:
    """Give the client's address, by the word of a proxy where that one is on this machine."""
    peer = request.client.host if request.client else ""
    forwarded = request.headers.get("x-forwarded-for", "")
    return forwarded.rpartition(",")[2].strip() if peer in LOOPBACK and forwarded else peer


def behind_tls(request: Asked) -> bool:
    """Tell whether the client came over TLS, by the word of a proxy on this machine or directly."""
    peer = request.client.host if request.client else ""
    stated = request.headers.get("x-forwarded-proto") if peer in LOOPBACK else None
    return (stated or request.scope["scheme"]) == "https"
