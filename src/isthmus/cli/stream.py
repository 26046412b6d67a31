"""The command that follows a running node: it is a client of the event stream."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import Annotated

import httpx
import msgspec
from cyclopts import Parameter

from isthmus.cli.opening import ANYWHERE, OPERATOR, Where, Who, password, purpose_of_session
from isthmus.errors import SignInRequired, UnavailableError
from isthmus.flow.documents.problem import Problem
from isthmus.flow.documents.session import SessionPage

CONNECT_S = 5.0
SILENT_S = 45.0


def events(
    *,
    url: Annotated[
        str | None, Parameter(help="The node's address; else as its settings say.")
    ] = None,
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Follow what changes at a running node, one line of JSON each, until Ctrl C.

    For example: `isthmus events --as duty --purpose maritime-security`
    """
    if who.name is None:
        message = "expected --as NAME: the stream is a person's"
        raise SignInRequired(message, repair="name an account with --as")
    # A shell that starts a command behind it has Ctrl C ignored; this one ends with it anyway.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    settings = where.settings()
    address = url or f"http://{settings.host}:{settings.port}"
    timeout = httpx.Timeout(CONNECT_S, read=SILENT_S)
    try:
        with httpx.Client(base_url=address, timeout=timeout) as client:
            page = _signed_in(client, who.name, password(who.password_file, who.name))
            try:
                for name, data in _events(client, purpose_of_session(page, who.purpose)):
                    where.out.event({"event": name, "data": msgspec.Raw(data.encode())})
            finally:
                client.delete("/api/v1/session", headers={"Isthmus-CSRF": page.csrf})
    except httpx.HTTPError as error:
        message = f"expected a node at {address}, got: {type(error).__name__}"
        raise UnavailableError(message, repair="start it with `isthmus up`") from error


def _signed_in(client: httpx.Client, name: str, secret: str) -> SessionPage:
    answer = client.post("/api/v1/session", json={"name": name, "password": secret})
    _check(answer)
    return msgspec.json.decode(answer.content, type=SessionPage)


def _events(client: httpx.Client, purpose: str) -> Iterator[tuple[str, str]]:
    with client.stream("GET", "/api/v1/events", params={"purpose": purpose}) as answer:
        if answer.is_error:
            answer.read()
            _check(answer)
        name = "message"
        for line in answer.iter_lines():
            field, _, value = line.partition(": ")
            if field == "event":
                name = value
            elif field == "data":
                yield name, value


def _check(answer: httpx.Response) -> None:
    if not answer.is_error:
        return
    problem = msgspec.json.decode(answer.content, type=Problem)
    if answer.is_server_error:
        raise UnavailableError(problem.detail, repair=problem.repair)
    raise SignInRequired(problem.detail, repair=problem.repair)
