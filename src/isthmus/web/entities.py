"""Handlers of entities, their graph, and the records behind them."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import Final

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from isthmus.flow.documents.entities import EntityPage, HitList, JudgementRequest
from isthmus.flow.documents.graph import Graph
from isthmus.flow.documents.records import RecordPage
from isthmus.flow.entity import entity_page
from isthmus.flow.graph import entity_graph
from isthmus.flow.provenance import RecordBytes, record_bytes, record_page
from isthmus.flow.review import judge
from isthmus.flow.search import EntityQuery, search_entities
from isthmus.web.asking import Asked, answered, only
from isthmus.web.picture import in_utc
from isthmus.web.problems import STATED

TAG: Final = ["entities"]
DOWNLOADED_AS: Final = "application/octet-stream"
"""Delivered bytes are never shown by the browser itself: they may be a page with code in it."""


@get(
    "/entities",
    operation_id="searchEntities",
    tags=TAG,
    responses=STATED,
    summary="Search entities",
)
async def read_entities(  # noqa: PLR0913, PLR0917 - one argument for each part of the query
    request: Asked,
    q: FromQuery[str] = "",
    schema: FromQuery[str | None] = None,
    source: FromQuery[str | None] = None,
    place: FromQuery[str | None] = None,
    since: FromQuery[datetime | None] = None,
    until: FromQuery[datetime | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> HitList:
    """Give what a text may mean, best first; without a text, what open alerts are about."""
    only(request, EntityQuery.__struct_fields__)
    asked = EntityQuery(
        q=q,
        schema=schema,
        source=source,
        place=place,
        since=in_utc(since),
        until=in_utc(until),
        cursor=cursor,
        limit=limit,
    )
    return await answered(request, lambda center, actor: search_entities(center, actor, asked))


@get(
    "/entities/{entity:str}",
    operation_id="readEntity",
    tags=TAG,
    responses=STATED,
    summary="Show an entity",
)
async def read_entity(request: Asked, entity: FromPath[str]) -> EntityPage:
    """Show an entity with the papers of every value."""
    return await answered(request, lambda center, actor: entity_page(center, actor, entity))


@post(
    "/entities/{entity:str}/judgements",
    operation_id="judgePair",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="Judge whether two source entities are one",
)
async def post_judgement(
    request: Asked, entity: FromPath[str], data: JSONBody[JudgementRequest]
) -> EntityPage:
    """Keep a person's judgement and give the entity as it stands then."""
    return await answered(
        request, lambda center, actor: judge(center, actor, entity=entity, request=data)
    )


@get(
    "/entities/{entity:str}/graph",
    operation_id="readGraph",
    tags=TAG,
    responses=STATED,
    summary="Show links",
)
async def read_graph(
    request: Asked, entity: FromPath[str], hops: FromQuery[int] = 1, cap: FromQuery[int] = 60
) -> Graph:
    """Show what an entity is tied to, hop by hop, up to a cap."""
    return await answered(
        request, lambda center, actor: entity_graph(center, actor, entity, hops=hops, cap=cap)
    )


@get(
    "/records/{record:str}",
    operation_id="readRecord",
    tags=TAG,
    responses=STATED,
    summary="Show a record",
)
async def read_record(request: Asked, record: FromPath[str]) -> RecordPage:
    """Show a record as it was delivered, and the statements that rest on it."""
    return await answered(request, lambda center, actor: record_page(center, actor, record))


@get(
    "/records/{record:str}/bytes",
    operation_id="downloadRecord",
    tags=TAG,
    responses=STATED,
    media_type=DOWNLOADED_AS,
    summary="Give a record's bytes as delivered",
)
async def read_record_bytes(request: Asked, record: FromPath[str]) -> Response[bytes]:
    """Give the bytes of a record, to be saved."""
    found = await answered(request, lambda center, actor: record_bytes(center, actor, record))
    return download(found)


def download(found: RecordBytes) -> Response[bytes]:
    """Give delivered bytes as something to save."""
    return Response(
        found.content,
        media_type=DOWNLOADED_AS,
        headers={
            "Content-Disposition": f'attachment; filename="{found.name[:80]}"',
            "Repr-Digest": f"sha-256=:{_base64(found.sha256)}:",
        },
    )


def _base64(hexadecimal: str) -> str:
    return b64encode(bytes.fromhex(hexadecimal)).decode()
