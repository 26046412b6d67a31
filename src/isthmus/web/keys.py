"""Handlers of access keys, with which programs read or screen as a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from litestar import delete, get, post
from litestar.params import FromPath, JSONBody

from isthmus.flow.access_keys import Wish, end_key, list_keys, make_key
from isthmus.flow.actor import Actor
from isthmus.flow.documents.session import KeyList, KeyRequest, MadeKey, ShownKey
from isthmus.flow.signin import Gate
from isthmus.web.asking import Asked, acting, credentials_of, door_of, on_thread
from isthmus.web.problems import STATED

T = TypeVar("T")
TAG: Final = ["session"]


@get(
    "/access-keys",
    operation_id="listAccessKeys",
    tags=TAG,
    responses=STATED,
    summary="List access keys",
)
async def read_keys(request: Asked) -> KeyList:
    """List every access key; nobody can read a secret again."""
    return KeyList(keys=await _administered(request, list_keys))


@post(
    "/access-keys",
    operation_id="makeAccessKey",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="Make an access key",
)
async def post_key(request: Asked, data: JSONBody[KeyRequest]) -> MadeKey:
    """Make a key for an account; its secret is in the answer, and nowhere else."""
    wish = Wish(data.account, data.made_for, tuple(data.purposes), data.days, data.use)
    key, secret = await _administered(request, lambda gate, actor: make_key(gate, actor, wish))
    return MadeKey(key=key, secret=secret)


@delete(
    "/access-keys/{key:str}",
    operation_id="endAccessKey",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="End an access key",
)
async def delete_key(request: Asked, key: FromPath[str]) -> ShownKey:
    """End a key at once."""
    return await _administered(request, lambda gate, actor: end_key(gate, actor, key))


async def _administered(request: Asked, call: Callable[[Gate, Actor], T]) -> T:
    door, asking = door_of(request), credentials_of(request)
    return await on_thread(door.pools.short, lambda: call(door.gate, acting(door, asking)))


HANDLERS: Final = (read_keys, post_key, delete_key)
