"""What an operation says of itself beside its types: who opens it, and what it takes.

It stands in the `opt` of a handler. The door goes by it, and openapi.json tells it, so that
neither can say something else.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import msgspec
from litestar import Request
from litestar.datastructures import State

from isthmus.model.principal import KeyUse

Opt: TypeAlias = Mapping[str, Any]

_OPEN: Final = "open"
_KEY: Final = "key"
_TAKES: Final = "takes"
_NO_PURPOSE: Final = "no_purpose"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Body:
    """A body that is taken as it is. `of`: the type that reads it, where it is JSON."""

    media_type: str
    of: type[msgspec.Struct] | None = None


OPEN: Final[Opt] = {_OPEN: True, _NO_PURPOSE: True}
"""Nobody need be signed in."""
NO_PURPOSE: Final[Opt] = {_NO_PURPOSE: True}
"""It is the same at every purpose, and at none."""


def opened_by(use: KeyUse) -> Opt:
    """Say that a program with a key of a use opens it, as a session does."""
    return {_KEY: use}


def takes(media_type: str, of: type[msgspec.Struct] | None = None) -> Opt:
    """Say that it takes its body as it is."""
    return {_TAKES: Body(media_type, of)}


def is_open(opt: Opt) -> bool:
    """Tell whether nobody need be signed in."""
    return bool(opt.get(_OPEN))


def needs_purpose(opt: Opt) -> bool:
    """Tell whether it is done at a purpose."""
    return not opt.get(_NO_PURPOSE)


def needs_csrf(method: str) -> bool:
    """Tell whether a session's CSRF token must come with a method."""
    return method not in SAFE_METHODS


def key_use(opt: Opt) -> KeyUse | None:
    """Give the use of the access keys that open it, None where none does."""
    return opt.get(_KEY)


def body_taken(opt: Opt) -> Body | None:
    """Give what it takes as it is, None where it takes nothing so."""
    return opt.get(_TAKES)


async def body_of(request: Request[Any, Any, State]) -> bytes:
    """Give the body of an operation that `takes` one."""
    return b"".join([chunk async for chunk in chunks_of(request)])


def chunks_of(request: Request[Any, Any, State]) -> AsyncIterator[bytes]:
    """Give the body of an operation that `takes` one, as it comes."""
    if body_taken(request.route_handler.opt) is None:
        message = f"expected {request.route_handler.handler_name} to say what body it takes"
        raise TypeError(message)
    return request.stream()
