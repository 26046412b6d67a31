"""Reading what a partner sent: bytes into a type, or a refusal; nothing else ever comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from isthmus.errors import PartnerError

T = TypeVar("T")


def unpacked(raw: bytes, kind: type[T], what: str, *, most: int | None = None) -> T:
    """Read MessagePack; raises PartnerError, naming `what` was expected, for anything else."""
    return _read(msgspec.msgpack.decode, raw, kind, what, most)


def parsed(raw: bytes, kind: type[T], what: str, *, most: int | None = None) -> T:
    """Read JSON; raises PartnerError, naming `what` was expected, for anything else."""
    return _read(msgspec.json.decode, raw, kind, what, most)


def _read(decode: Callable[..., Any], raw: bytes, kind: type[T], what: str, most: int | None) -> T:
    if most is not None and len(raw) > most:
        raise PartnerError(f"expected {what}, got more bytes than one has")
    try:
        found: T = decode(raw, type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise PartnerError(f"expected {what}, got other bytes") from error
    return found
