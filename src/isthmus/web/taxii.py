"""The door for TAXII 2.1 clients: what one reader may see, as STIX 2.1.

Programs show an access key, as the password of HTTP Basic or as a bearer token; nobody signs in
here, and nothing can be written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final, TypeVar

import msgspec
from litestar import Response, Router, delete, get, post
from litestar.params import FromPath

from isthmus.errors import InputError, IsthmusError, NotFound
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.documents.taxii import (
    MEDIA_TYPE,
    ApiRoot,
    CollectionList,
    Discovery,
    Envelope,
    Manifest,
    ManifestRecord,
    TaxiiError,
    Versions,
)
from isthmus.flow.showing.stix import spelled_time
from isthmus.flow.signin import SignInWaits
from isthmus.flow.taxii import (
    LIMIT,
    LIMIT_MAX,
    Page,
    Wanted,
    collection_of,
    collections,
    one,
    page,
)
from isthmus.model.principal import KeyUse, Principal
from isthmus.phrases import say
from isthmus.web.asking import Asked, door_of, on_thread
from isthmus.web.problems import known_error
from isthmus.web.programs import program_of

T = TypeVar("T")

PREFIX: Final = "/taxii2"
ROOT: Final = "api"
_COLLECTIONS: Final = f"/{ROOT}/collections"
_ACCEPTED: Final = re.compile(
    r"(application/(taxii\+json|\*)|\*/\*)\s*(;\s*version\s*=\s*\"?2\.1\"?)?\s*(;\s*q\s*=.*)?",
    re.IGNORECASE,
)
_CONTENT_BYTES_MAX: Final = 1 << 20


class NotAcceptable(InputError):
    """The client takes nothing that this door gives."""

    code = "input.not_acceptable"
    status = 406
    hint = say("ask for {type}", type=MEDIA_TYPE)


class ReadOnly(InputError):
    """Nothing can be written through this door."""

    code = "input.read_only"
    status = 403
    hint = say("deliver records to a feed of this node")


@get("/", include_in_schema=False)
async def read_discovery(request: Asked) -> Response[bytes]:
    """Tell which roots there are."""

    def told(center: Center, _: Principal) -> Discovery:
        return Discovery(
            title=f"Isthmus node of {center.name}",
            description="What the holder of the key may see, as STIX 2.1.",
            default=f"{PREFIX}/{ROOT}/",
            api_roots=[f"{PREFIX}/{ROOT}/"],
        )

    return await _answered(request, told)


@get(f"/{ROOT}", include_in_schema=False)
async def read_root(request: Asked) -> Response[bytes]:
    """Tell what the one root is."""

    def told(center: Center, _: Principal) -> ApiRoot:
        return ApiRoot(
            title=center.name,
            description=center.partition.title,
            versions=[MEDIA_TYPE],
            max_content_length=_CONTENT_BYTES_MAX,
        )

    return await _answered(request, told)


@get(f"/{ROOT}/status/{{status:str}}", include_in_schema=False)
async def read_status(request: Asked) -> Response[bytes]:
    """Say that nothing was ever sent here."""

    def told(_: Center, __: Principal) -> Discovery:
        raise NotFound(say("expected the status of something that was sent here"))

    return await _answered(request, told)


@get(_COLLECTIONS, include_in_schema=False)
async def read_collections(request: Asked) -> Response[bytes]:
    """List the collections of whoever holds the key."""
    return await _answered(
        request, lambda center, who: CollectionList(collections=collections(center, who))
    )


@get(f"{_COLLECTIONS}/{{collection:str}}", include_in_schema=False)
async def read_collection(request: Asked, collection: FromPath[str]) -> Response[bytes]:
    """Show one collection."""
    return await _answered(request, lambda center, who: collection_of(center, who, collection)[1])


@get(f"{_COLLECTIONS}/{{collection:str}}/manifest", include_in_schema=False)
async def read_manifest(request: Asked, collection: FromPath[str]) -> Response[bytes]:
    """List objects without what they say."""
    found = await _read(request, collection, page)
    if isinstance(found, Response):
        return found
    rows = [
        ManifestRecord(id=told.id, date_added=spelled_time(told.added_at), version=told.version)
        for told in found.objects
    ]
    return _paged(Manifest(more=found.next is not None, next=found.next, objects=rows), found)


@get(f"{_COLLECTIONS}/{{collection:str}}/objects", include_in_schema=False)
async def read_objects(request: Asked, collection: FromPath[str]) -> Response[bytes]:
    """Give objects."""
    found = await _read(request, collection, page)
    return found if isinstance(found, Response) else _enveloped(found)


@get(f"{_COLLECTIONS}/{{collection:str}}/objects/{{name:str}}", include_in_schema=False)
async def read_object(
    request: Asked, collection: FromPath[str], name: FromPath[str]
) -> Response[bytes]:
    """Give one object."""
    found = await _read(
        request, collection, lambda center, actor, wanted: one(center, actor, name, wanted)
    )
    return found if isinstance(found, Response) else _enveloped(found)


@get(f"{_COLLECTIONS}/{{collection:str}}/objects/{{name:str}}/versions", include_in_schema=False)
async def read_versions(
    request: Asked, collection: FromPath[str], name: FromPath[str]
) -> Response[bytes]:
    """List the versions of one object that are still told."""
    found = await _read(
        request, collection, lambda center, actor, wanted: one(center, actor, name, wanted)
    )
    if isinstance(found, Response):
        return found
    return _paged(Versions(versions=[told.version for told in found.objects]), found)


@post(f"{_COLLECTIONS}/{{collection:str}}/objects", include_in_schema=False)
async def post_objects(request: Asked, collection: FromPath[str]) -> Response[bytes]:
    """Refuse to take objects."""
    return await _refused(request, collection)


@delete(
    f"{_COLLECTIONS}/{{collection:str}}/objects/{{name:str}}",
    include_in_schema=False,
    status_code=200,
)
async def delete_object(
    request: Asked,
    collection: FromPath[str],
    name: FromPath[str],  # noqa: ARG001 - the answer is the same for every name
) -> Response[bytes]:
    """Refuse to delete an object."""
    return await _refused(request, collection)


def taxii_router() -> Router:
    """Give the door of TAXII clients."""
    return Router(
        PREFIX,
        route_handlers=[
            read_discovery,
            read_root,
            read_status,
            read_collections,
            read_collection,
            read_manifest,
            read_objects,
            read_object,
            read_versions,
            post_objects,
            delete_object,
        ],
    )


async def _read(
    request: Asked, collection: str, call: Callable[[Center, Actor, Wanted], Page]
) -> Page | Response[bytes]:
    """Give a page of a collection, or the answer that says why there is none."""

    def work(center: Center, who: Principal) -> Page:
        actor, _ = collection_of(center, who, collection)
        return call(center, actor, _wanted(request))

    try:
        return await _called(request, work)
    except Exception as error:  # noqa: BLE001 - a door; see `known_error`
        return _failed(request, error)


async def _refused(request: Asked, collection: str) -> Response[bytes]:
    def work(center: Center, who: Principal) -> Discovery:
        collection_of(center, who, collection)
        raise ReadOnly(say("expected a request that reads"))

    return await _answered(request, work)


async def _answered(
    request: Asked, work: Callable[[Center, Principal], msgspec.Struct]
) -> Response[bytes]:
    try:
        return _document(await _called(request, work))
    except Exception as error:  # noqa: BLE001 - a door; see `known_error`
        return _failed(request, error)


async def _called(request: Asked, work: Callable[[Center, Principal], T]) -> T:
    """Call a flow as whoever holds the key that came with the request."""
    door = door_of(request)
    _check_accepts(request)
    program = program_of(request, KeyUse.TAXII)

    def whole() -> T:
        return work(door.gate.center, program.holder(door))

    with door.gate.center.precedence.first():
        return await on_thread(door.pools.long, whole)


def _check_accepts(request: Asked) -> None:
    accepted = request.headers.get("accept") or "*/*"
    if not any(_ACCEPTED.fullmatch(one.strip()) for one in accepted.split(",")):
        raise NotAcceptable(say("expected a client that accepts {type}", type=MEDIA_TYPE))


def _wanted(request: Asked) -> Wanted:
    """Read what a request asks for; raises InputError that names what cannot be read."""
    given = request.query_params
    limit = str(given.get("limit") or LIMIT)
    if not limit.isascii() or not limit.isdigit() or int(limit[:9]) < 1:
        raise InputError(say("expected a limit of 1 or more"))
    return Wanted(
        added_after=_time(given.get("added_after")),
        next=given.get("next"),
        limit=min(int(limit[:9]), LIMIT_MAX),
        ids=_listed(given.get("match[id]")),
        types=_listed(given.get("match[type]")),
        versions=_listed(given.get("match[version]")),
        spec_versions=_listed(given.get("match[spec_version]")),
    )


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(one.strip() for one in (text or "").split(",") if one.strip())[:LIMIT_MAX]


def _time(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo is not None else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        message = say("expected added_after as a time like 2026-01-31T12:00:00Z")
        raise InputError(message) from error


def _enveloped(found: Page) -> Response[bytes]:
    objects = [dict[str, object](told.body) for told in found.objects]
    return _paged(Envelope(more=found.next is not None, next=found.next, objects=objects), found)


def _paged(document: msgspec.Struct, found: Page) -> Response[bytes]:
    response = _document(document)
    if found.objects:
        first, last = found.objects[0].added_at, found.objects[-1].added_at
        response.headers["X-TAXII-Date-Added-First"] = spelled_time(first)
        response.headers["X-TAXII-Date-Added-Last"] = spelled_time(last)
    return response


def _document(document: msgspec.Struct, status: int = 200) -> Response[bytes]:
    return Response(msgspec.json.encode(document), media_type=MEDIA_TYPE, status_code=status)


def _failed(request: Asked, error: Exception) -> Response[bytes]:
    known: IsthmusError = known_error(request, error)
    # TAXII knows 400 for whatever cannot be read, RFC 9110 422 for what reads well and will not do.
    status = 400 if known.status == HTTPStatus.UNPROCESSABLE_ENTITY else known.status
    document = TaxiiError(
        title=HTTPStatus(status).phrase,
        description=str(known),
        error_code=known.code,
        http_status=str(status),
    )
    response = _document(document, status)
    if isinstance(known, SignInWaits):
        response.headers["Retry-After"] = str(known.retry_after_s)
    if known.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Basic realm="Isthmus"'
    return response
