"""Handlers of feeds: what they deliver, deliveries by push, quarantine, what waits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Final, cast

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.documents.feeds import (
    DiscardRequest,
    FeedList,
    FeedPage,
    PushResult,
    ResubmitResult,
    ShownVerdict,
    UnmappedList,
    VerdictList,
    WaitingDecision,
)
from isthmus.flow.feeds import (
    feed_page,
    list_feeds,
    list_verdicts,
    quarantined_bytes,
    waiting_step,
)
from isthmus.flow.pushing import Push, may_push, take_in
from isthmus.flow.resubmission import discard, resubmit
from isthmus.flow.retraction import decide
from isthmus.flow.unmapped import list_unmapped
from isthmus.phrases import say
from isthmus.web.asking import Asked, Door, acting, answered, credentials_of, door_of, on_thread
from isthmus.web.declared import chunks_of, takes
from isthmus.web.entities import DOWNLOADED_AS, download
from isthmus.web.picture import in_utc
from isthmus.web.problems import STATED, TooLarge

TAG: Final = ["feeds"]
PUSH_BYTES_MAX: Final = 2 << 30
IN_MEMORY_BYTES: Final = 1 << 20
NAME_CHARACTERS: Final = 200


@get("/feeds", operation_id="listFeeds", tags=TAG, responses=STATED, summary="List feeds")
async def read_feeds(request: Asked) -> FeedList:
    """List the feeds that the reader may know of."""
    return await answered(request, list_feeds)


@get(
    "/feeds/{feed:str}", operation_id="readFeed", tags=TAG, responses=STATED, summary="Show a feed"
)
async def read_feed(request: Asked, feed: FromPath[str]) -> FeedPage:
    """Show a feed with its latest deliveries and verdicts, and what waits for a person."""
    return await answered(request, lambda center, actor: feed_page(center, actor, feed))


@get(
    "/feeds/{feed:str}/verdicts",
    operation_id="listVerdicts",
    tags=TAG,
    responses=STATED,
    summary="List verdicts",
)
async def read_verdicts(
    request: Asked,
    feed: FromPath[str],
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> VerdictList:
    """List what was wrong with a feed's records, newest first."""
    return await answered(
        request,
        lambda center, actor: list_verdicts(center, actor, feed, cursor=cursor, limit=limit),
    )


@post(
    "/feeds/{feed:str}/records",
    operation_id="pushRecords",
    status_code=200,
    opt=takes("application/octet-stream"),
    request_max_body_size=None,
    tags=TAG,
    responses=STATED,
    summary="Deliver a file by push",
)
async def post_records(
    request: Asked,
    feed: FromPath[str],
    name: FromQuery[str],
    as_of: FromQuery[datetime | None] = None,
    part: FromQuery[str | None] = None,
) -> PushResult:
    """Take the body as one delivery; answered when all of it is durable."""
    door = door_of(request)
    push = Push(feed, name[:NAME_CHARACTERS].replace("\0", "?"), part, in_utc(as_of))
    actor = await on_thread(door.pools.short, lambda: _admitted(request, door, push))
    async with _received(request, door) as stream:
        return await on_thread(
            door.pools.long, lambda: take_in(door.gate.center, actor, push, stream)
        )


@get(
    "/unmapped",
    operation_id="listUnmapped",
    tags=TAG,
    responses=STATED,
    summary="List files that fit no feed",
)
async def read_unmapped(request: Asked) -> UnmappedList:
    """List the files that came and that no feed claims."""
    return await answered(request, list_unmapped)


@get(
    "/quarantine/{quarantined:str}/bytes",
    operation_id="downloadQuarantined",
    tags=TAG,
    responses=STATED,
    media_type=DOWNLOADED_AS,
    summary="Give a quarantined record's bytes",
)
async def read_quarantined(request: Asked, quarantined: FromPath[str]) -> Response[bytes]:
    """Give a quarantined record byte for byte, to be saved."""
    return download(
        await answered(request, lambda center, actor: quarantined_bytes(center, actor, quarantined))
    )


@post(
    "/quarantine/{quarantined:str}/resubmit",
    operation_id="resubmitRecord",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="Send a quarantined record again",
)
async def post_resubmit(request: Asked, quarantined: FromPath[str]) -> ResubmitResult:
    """Send a quarantined record again, under the mapping of now."""
    return await answered(request, lambda center, actor: resubmit(center, actor, quarantined))


@post(
    "/quarantine/{quarantined:str}/discard",
    operation_id="discardRecord",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="Discard a quarantined record",
)
async def post_discard(
    request: Asked, quarantined: FromPath[str], data: JSONBody[DiscardRequest]
) -> ShownVerdict:
    """Say of a quarantined record that nobody needs it, and why; gives its verdict as it is now."""
    return await answered(
        request, lambda center, actor: discard(center, actor, quarantined, reason=data.reason)
    )


@post(
    "/waiting/{held:str}",
    operation_id="decideWaiting",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="Release or reject a held retraction",
)
async def post_decision(
    request: Asked, held: FromPath[str], data: JSONBody[WaitingDecision]
) -> FeedPage:
    """Keep a person's decision about a held retraction, carry it out, and show the feed."""

    def decided(center: Center, actor: Actor) -> FeedPage:
        step = waiting_step(center, actor, held)
        decide(center, actor, step, release=data.decision == "release", reason=data.reason)
        return feed_page(center, actor, step.feed)

    return await answered(request, decided)


def _admitted(request: Asked, door: Door, push: Push) -> Actor:
    actor = acting(door, credentials_of(request))
    may_push(door.gate.center, actor, push)
    return actor


@asynccontextmanager
async def _received(request: Asked, door: Door) -> AsyncIterator[BinaryIO]:
    """Take a body into memory, or from a mebibyte on into a file that has no name."""
    with SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as spool:
        size = 0
        waiting = bytearray()
        async for chunk in chunks_of(request):
            size += len(chunk)
            if size > PUSH_BYTES_MAX:
                message = say("expected at most {most} bytes in one delivery", most=PUSH_BYTES_MAX)
                raise TooLarge(message, repair=say("deliver it in several parts"))
            waiting += chunk
            if len(waiting) >= IN_MEMORY_BYTES:
                full, waiting = bytes(waiting), bytearray()
                await on_thread(door.pools.long, partial(spool.write, full))
        spool.write(waiting)
        spool.seek(0)
        yield cast("BinaryIO", spool)
