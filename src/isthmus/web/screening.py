"""Handlers of screening: a few queries from a checkpoint, or a list as a table.

Both take a session, or an access key that was made for screening.
"""

from __future__ import annotations

from typing import Final

from litestar import Response, post
from litestar.params import FromQuery, JSONBody

from isthmus.flow.documents.screening import Screened, ScreeningRequest
from isthmus.flow.screening import screen
from isthmus.flow.screening_lists import screen_list, table_text
from isthmus.model.principal import KeyUse
from isthmus.web.asking import Asked, door_of, on_thread
from isthmus.web.declared import body_of, opened_by, takes
from isthmus.web.problems import STATED
from isthmus.web.programs import person_or_program

TAG: Final = ["screening"]
LIST_BYTES_MAX: Final = 16 * 1024 * 1024
TABLE: Final = "text/csv"
"""The framework adds that it is UTF-8."""


@post(
    "/screening",
    operation_id="screen",
    status_code=200,
    opt=opened_by(KeyUse.SCREENING),
    tags=TAG,
    responses=STATED,
    summary="Ask who is like these",
)
async def post_screening(request: Asked, data: JSONBody[ScreeningRequest]) -> Screened:
    """Give, for each query, the entities like it with the bits of each property."""
    door, asker = door_of(request), person_or_program(request)
    center = door.gate.center
    with center.precedence.first():
        return await on_thread(door.pools.short, lambda: screen(center, asker(), data))


@post(
    "/screening/lists",
    operation_id="screenList",
    status_code=200,
    opt={**opened_by(KeyUse.SCREENING), **takes(TABLE)},
    request_max_body_size=LIST_BYTES_MAX,
    tags=TAG,
    responses=STATED,
    media_type=TABLE,
    summary="Ask who is like the rows of a table",
)
async def post_list(
    request: Asked,
    schema: FromQuery[str] = "Person",
    limit: FromQuery[int] = 5,
    language: FromQuery[str] = "en",
) -> Response[bytes]:
    """Take a table (CSV, with a header of properties) and give a table of hits."""
    door, asker = door_of(request), person_or_program(request)
    raw = await body_of(request)

    def screened() -> bytes:
        actor = asker()
        table = table_text(raw)
        center = door.gate.center
        lines = screen_list(center, actor, table, schema=schema, limit=limit, language=language)
        return "".join(lines).encode("utf-8", "replace")

    return Response(await on_thread(door.pools.long, screened), media_type=TABLE)
