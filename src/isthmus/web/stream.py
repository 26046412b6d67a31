"""The event stream: what changes, pushed to each subscriber as policy allows.

A commit wakes every stream from the writer's thread; each reads for itself what it may tell. A
stream ends with its session, and with the server.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

import msgspec
from litestar import get
from litestar.response import Stream

from isthmus.errors import IsthmusError
from isthmus.flow.actor import Actor
from isthmus.flow.following import Subscription, Told, news, subscribe
from isthmus.flow.signin import current
from isthmus.web.asking import (
    Asked,
    Credentials,
    Door,
    credentials_of,
    door_of,
    identify,
    on_thread,
)
from isthmus.web.hub import Waker
from isthmus.web.problems import STATED

TAG: Final = ["stream"]
MEDIA_TYPE: Final = "text/event-stream"
COMMENT_S: Final = 15.0
RETRY_MS: Final = 2000
_encode = msgspec.json.Encoder().encode


@get(
    "/events",
    operation_id="followEvents",
    tags=TAG,
    responses=STATED,
    media_type=MEDIA_TYPE,
    summary="Follow what changes",
)
async def follow(request: Asked) -> Stream:
    """Push alerts, feeds and counts as they change; `Last-Event-ID` goes on where it ended."""
    door, asking = door_of(request), credentials_of(request)
    last = request.headers.get("last-event-id") or None
    begun = await on_thread(door.pools.tail, lambda: _begun(door, asking, last))
    door.hub.check_room(begun.subscription.actor.principal.id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Stream(_events(door, asking, begun), media_type=MEDIA_TYPE, headers=headers)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A subscription that was admitted. `left`: until its session ends."""

    subscription: Subscription
    hello: Told
    left: timedelta


def _begun(door: Door, asking: Credentials, last: str | None) -> _Begun:
    center, signed_in = door.gate.center, identify(door, asking)
    actor = Actor(signed_in.principal, asking.purpose)
    subscription, hello = subscribe(center, actor, last)
    return _Begun(subscription, hello, signed_in.session.expires_at - center.clock.now())


async def _events(door: Door, asking: Credentials, begun: _Begun) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    waker = door.hub.join(begun.subscription.actor.principal.id)
    ends = loop.time() + begun.left.total_seconds()
    comment_at = loop.time() + COMMENT_S
    subscription = begun.subscription
    try:
        yield f"retry: {RETRY_MS}\n\n".encode() + written(begun.hello)
        # What was committed since the subscription was made rang no bell here.
        waker.bell.set()
        while not door.hub.closing and loop.time() < ends:
            # A comment comes at its own time, whatever else happened: it tells of nothing.
            if loop.time() >= comment_at:
                comment_at += COMMENT_S
                yield b": still here\n\n"
            await _rung(waker, min(comment_at, ends) - loop.time())
            before = subscription
            told, subscription = await on_thread(
                door.pools.tail, partial(_batch, door, asking, before)
            )
            if told:
                yield b"".join(map(written, told))
            if subscription.seq != before.seq:
                waker.bell.set()
    except IsthmusError:
        # The session has ended, or the purpose is no longer held: the client asks anew, and is
        # told then.
        return
    finally:
        door.hub.leave(waker)


async def _rung(waker: Waker, wait_s: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(waker.bell.wait(), max(wait_s, 0.0))
    waker.bell.clear()


def _batch(
    door: Door, asking: Credentials, subscription: Subscription
) -> tuple[list[Told], Subscription]:
    current(door.gate, asking.token, renew=False)
    return news(door.gate.center, subscription)


def written(told: Told) -> bytes:
    """Write one event in the form of text/event-stream; JSON holds no line break."""
    mark = "" if told.mark is None else f"id: {told.mark}\n"
    head = f"{mark}event: {told.event}\ndata: ".encode()
    return head + _encode(told.document) + b"\n\n"
