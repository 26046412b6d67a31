"""Opaque marks: cursors and numbers that leave the node without telling what they count.

A mark is sixteen bytes that depend on the whole content, then the content under a stream made
from those sixteen. It is made for one principal and one use; no other opens it, and no two marks
show which of them came first.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterator
from typing import Final, TypeVar

import msgspec

from isthmus.errors import InputError
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.model.ids import ID_BYTES
from isthmus.phrases import say

T = TypeVar("T")

UNBOUND: Final = ""
"""No feed has an empty id, so what is derived under it meets no record key."""

_MAX_MARK: Final = 500
_FIRST: Final = "m"
"""No mark begins with a dash, which a command would take for an option."""


def mark(center: Center, actor: Actor, use: str, content: object) -> str:
    """Give the mark of a small value (texts, whole numbers, times, tuples of them)."""
    plain = msgspec.msgpack.encode(content)
    tag = _derived(center, actor, use, plain)
    body = base64.urlsafe_b64encode(tag + _masked(center, tag, plain)).decode().rstrip("=")
    return _FIRST + body


def content_of(center: Center, actor: Actor, use: str, text: str, kind: type[T]) -> T:
    """Read a mark back; raises InputError for one that was not made for this use and person."""
    message = say("expected a mark that this node gave you")
    if not text.startswith(_FIRST):
        raise InputError(message)
    try:
        body = text.removeprefix(_FIRST)
        raw = base64.b64decode(body[:_MAX_MARK] + "=" * (-len(body) % 4), b"-_", validate=True)
        tag, masked = raw[:ID_BYTES], raw[ID_BYTES:]
        plain = _masked(center, tag, masked)
        if not hmac.compare_digest(tag, _derived(center, actor, use, plain)):
            raise InputError(message)
        return msgspec.msgpack.decode(plain, type=kind)
    except (ValueError, msgspec.DecodeError) as error:
        raise InputError(message) from error


def _derived(center: Center, actor: Actor, use: str, plain: bytes) -> bytes:
    return center.ids.record_key(UNBOUND, use, f"{actor.principal.id}\n{plain.hex()}")


def _masked(center: Center, tag: bytes, content: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(content, _stream(center, tag), strict=False))


def _stream(center: Center, tag: bytes) -> Iterator[int]:
    for block in range(-(-_MAX_MARK // ID_BYTES)):
        yield from center.ids.record_key(UNBOUND, "stream", f"{tag.hex()} {block}")
