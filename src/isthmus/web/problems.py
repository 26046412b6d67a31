"""Problems: every failure as RFC 9457, with code, repair and nothing that was not asked for.

What nobody foresaw is logged as an event, by kind and place; its words stay in the process, since
they may hold values.
"""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Final

import msgspec
import structlog
from litestar import Response
from litestar.exceptions import HTTPException
from litestar.openapi.datastructures import ResponseSpec

from isthmus.errors import InputError, IntegrityError, IsthmusError, NotFound
from isthmus.flow.documents.problem import Problem
from isthmus.flow.signin import SignInWaits
from isthmus.model.wording import Wording
from isthmus.phrases import say
from isthmus.web.asking import Asked, Door

MEDIA_TYPE: Final = "application/problem+json"
TOLD_ABOVE_500: Final = frozenset({"integrity", "unavailable"})
"""Of our own failures these say what is the matter; the others say only that there is one."""

STATED: Final = {
    status: ResponseSpec(Problem, description=words, generate_examples=False, media_type=MEDIA_TYPE)
    for status, words in (
        (401, "Nobody is signed in"),
        (403, "The principal may not do this, or states no purpose of his"),
        (404, "There is nothing under this id that the reader may see"),
        (409, "The thing is not in a state that allows this"),
        (422, "What was sent cannot be taken as it is"),
    )
}
"""The problems that any address may answer with, for openapi.json."""

_log = structlog.get_logger()


class TooLarge(InputError):
    """The body is larger than this address takes."""

    code = "input.too_large"
    status = 413
    hint = say("send less at once")


class MethodUnknown(InputError):
    """The address is known, but not with this method."""

    code = "input.method"
    status = 405
    hint = say("see the methods of this address in openapi.json")


class Hidden(IsthmusError):
    """Something failed that is ours to mend."""

    code = "node.failed"


def problem_response(request: Asked, error: Exception) -> Response[bytes]:
    """Give the response of a failure."""
    known = known_error(request, error)
    headers = {"Cache-Control": "no-store"}
    if isinstance(known, SignInWaits):
        headers["Retry-After"] = str(known.retry_after_s)
    return Response(
        content=msgspec.json.encode(problem(known, request.scope["path"], _wording(request))),
        status_code=known.status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def problem(error: IsthmusError, instance: str, wording: Wording) -> Problem:
    """Write an error for the wire."""
    detail = error.message
    if isinstance(error, IntegrityError):
        # What an auditor's tool found is told in the terms of the log's specification.
        detail = say("what is stored does not prove what it claims: {what}", what=str(detail))
    return Problem(
        type=f"urn:isthmus:problem:{error.code}",
        title=HTTPStatus(error.status).phrase,
        status=error.status,
        detail=str(error),
        detail_text=wording.texts(detail),
        code=error.code,
        repair=str(error.repair),
        repair_text=wording.texts(error.repair),
        instance=instance,
    )


def _wording(request: Asked) -> Wording:
    """Give the node's wording; before the node is open there is English."""
    door: Door | None = request.app.state.get("door")
    return Wording() if door is None else door.gate.center.wording


def known_error(request: Asked, error: Exception) -> IsthmusError:
    """Give a failure as the outside may know it; what is ours to mend is logged here."""
    if isinstance(error, IsthmusError):
        ours = error.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        if not ours:
            return error
        _note(request, error)
        return (
            error
            if error.fault in TOLD_ABOVE_500
            else Hidden(say("the node could not answer this"))
        )
    if isinstance(error, HTTPException) and error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        return _of_framework(error)
    _note(request, error)
    if isinstance(error, RecursionError):
        # The parser went as deep as the body; it stays in the log, should it ever be ours.
        return InputError(say("expected a body that nests less deeply"))
    return Hidden(say("the node could not answer this"))


def _of_framework(error: HTTPException) -> IsthmusError:
    """Translate what the framework says of a request that no handler saw."""
    if error.status_code == HTTPStatus.NOT_FOUND:
        return NotFound(say("expected an address of this node"), repair=say("see openapi.json"))
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return MethodUnknown(say("expected another method at this address"))
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return TooLarge(say("expected a smaller body"))
    return InputError(
        say("expected a request as openapi.json describes it: {reasons}", reasons=_reasons(error))
    )


def _reasons(error: HTTPException) -> str:
    extra = error.extra if isinstance(error.extra, list) else []
    found = [
        f"{item.get('key', 'body')}: {item.get('message', 'invalid')}"
        for item in extra
        if isinstance(item, dict)
    ]
    return ("; ".join(found) or error.detail)[:400]


def _note(request: Asked, error: BaseException) -> None:
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    code = None if last is None else last.tb_frame.f_code
    place = (
        "" if last is None or code is None else f"{Path(code.co_filename).name}:{last.tb_lineno}"
    )
    _log.error(
        "request.failed",
        method=request.method,
        handler=getattr(request.scope.get("route_handler"), "name", None),
        kind=type(error).__name__,
        place=place,
    )
