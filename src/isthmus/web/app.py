"""The application: every handler, and what holds for all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.params import HeaderParameter

from isthmus import __version__
from isthmus.flow.signin import Terms, opened_gate
from isthmus.settings import Settings
from isthmus.web import (
    agreements,
    alerts,
    audit,
    console,
    emergencies,
    entities,
    feeds,
    follow_ups,
    keys,
    picture,
    requests,
    screening,
    session,
    stream,
    trusting,
    weights,
)
from isthmus.web.asking import PURPOSE_HEADER, Door, Pools, check_origin
from isthmus.web.described import Description
from isthmus.web.exchange import exchange_router
from isthmus.web.hub import Hub
from isthmus.web.limits import Attempts
from isthmus.web.problems import problem_response
from isthmus.web.served import Served
from isthmus.web.shield import shielded
from isthmus.web.taxii import taxii_router

PREFIX: Final = "/api/v1"
BODY_BYTES_MAX: Final = 1 << 20

HANDLERS: Final = (
    session.open_session,
    session.read_session,
    session.close_session,
    picture.read_operations,
    picture.read_map,
    picture.read_timeline,
    alerts.read_alerts,
    alerts.read_alert,
    alerts.post_move,
    entities.read_entities,
    entities.read_entity,
    entities.post_judgement,
    entities.read_graph,
    entities.read_record,
    entities.read_record_bytes,
    screening.post_screening,
    screening.post_list,
    feeds.read_feeds,
    feeds.read_feed,
    feeds.read_verdicts,
    feeds.post_records,
    feeds.read_unmapped,
    feeds.read_quarantined,
    feeds.post_resubmit,
    feeds.post_discard,
    feeds.post_decision,
    stream.follow,
    audit.read_checkpoint,
    audit.read_entries,
    audit.post_verify,
    *agreements.HANDLERS,
    *trusting.HANDLERS,
    *emergencies.HANDLERS,
    *keys.HANDLERS,
    *follow_ups.HANDLERS,
    *requests.HANDLERS,
    *weights.HANDLERS,
)


def create_app(node: Served) -> Litestar:
    """Make the application of a node; it holds threads, which end with it."""
    door = opened_door(node)

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        yield
        door.hub.close()
        door.pools.close()

    # Where partners have a door of their own, they come through no other.
    exchange = [] if node.settings.own_line else [exchange_router()]
    return Litestar(
        [_api(), *exchange, taxii_router(), console.read_console],
        state=State({"door": door}, deep_copy=False),
        lifespan=[lifespan],
        exception_handlers={Exception: problem_response},
        before_send=[shielded],
        before_request=check_origin,
        request_max_body_size=BODY_BYTES_MAX,
        openapi_config=_openapi(),
        logging_config=None,
        debug=False,
    )


def opened_door(node: Served) -> Door:
    """Give what the handlers of a node stand on; it holds threads."""
    gate = opened_gate(node.center, node.passwords, node.session_key, terms_of(node.settings))
    hub = Hub(node.center.store)
    return Door(node=node, gate=gate, hub=hub, attempts=Attempts(), pools=Pools())


def partners_app(door: Door) -> Litestar:
    """Make the application of the partners' own door; it stands on what the other one holds."""
    return Litestar(
        [exchange_router()],
        state=State({"door": door}, deep_copy=False),
        exception_handlers={Exception: problem_response},
        before_send=[shielded],
        request_max_body_size=BODY_BYTES_MAX,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )


def terms_of(settings: Settings) -> Terms:
    """Give how long sessions last, and when a name waits, as the settings say."""
    return Terms(
        session_for=timedelta(minutes=settings.session_minutes),
        idle_for=timedelta(minutes=settings.idle_minutes),
        lockout_failures=settings.lockout_failures,
        lockout_for=timedelta(minutes=settings.lockout_minutes),
    )


def _api() -> Router:
    return Router(
        PREFIX,
        route_handlers=HANDLERS,
        parameters={
            "stated": HeaderParameter(
                annotation=str | None,
                name=PURPOSE_HEADER,
                required=False,
                description="Why this is read or done: one of the session's purposes.",
            )
        },
    )


def _openapi() -> Description:
    return Description(
        title="Isthmus node",
        version=__version__,
        path=f"{PREFIX}/openapi.json",
        render_plugins=[JsonRenderPlugin(path="/")],
        use_handler_docstrings=True,
        handlers=HANDLERS,
    )
