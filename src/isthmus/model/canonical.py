"""The one canonical encoding for whatever is hashed or signed.

Layout, version 1 (docs/reference/canonical.md, vectors in schema/vectors/canonical.json):

1. the eight bytes `isthmus1`;
2. the domain, a text, so that bytes made for one use never pass for another;
3. the fields, in order.

Each item is one type byte, a four-byte big-endian length, and the payload:
`n` none (empty), `b` bytes, `s` UTF-8 text, `i` a decimal integer, `t` UTC microseconds since
1970 as a decimal integer, `o` one byte 0 or 1, `l` a list whose payload is its items.
Nothing is normalised and nothing is joined with a separator.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from struct import Struct
from typing import TypeAlias

Item: TypeAlias = "None | bytes | str | int | bool | datetime | Sequence[Item]"

MAGIC = b"isthmus1"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_pack_length = Struct(">I").pack


def canonical_bytes(domain: str, *fields: Item) -> bytes:
    """Encode `fields` under `domain` into the bytes that are hashed or signed.

    Raises ValueError for a naive time or a text with lone surrogates, TypeError for a type that
    has no encoding.
    """
    return b"".join((MAGIC, _framed(b"s", domain.encode()), *map(_encoded, fields)))


def microseconds(at: datetime) -> int:
    """Give UTC microseconds since 1970 for an aware time; raises ValueError for a naive one."""
    if at.tzinfo is None:
        message = f"expected an aware time, got {at!r}"
        raise ValueError(message)
    return (at - _EPOCH) // _MICROSECOND


def from_microseconds(value: int) -> datetime:
    """Give the aware UTC time of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=value)


def _framed(kind: bytes, payload: bytes) -> bytes:
    return kind + _pack_length(len(payload)) + payload


def _encoded(item: Item) -> bytes:  # noqa: PLR0911 - one line per type of the table above
    if item is None:
        return _framed(b"n", b"")
    if isinstance(item, str):
        return _framed(b"s", item.encode())
    if isinstance(item, bytes):
        return _framed(b"b", item)
    if isinstance(item, bool):
        return _framed(b"o", b"\x01" if item else b"\x00")
    if isinstance(item, int):
        return _framed(b"i", str(item).encode())
    if isinstance(item, datetime):
        return _framed(b"t", str(microseconds(item)).encode())
    if not isinstance(item, list | tuple):
        message = f"no canonical encoding for {type(item).__name__}"
        raise TypeError(message)
    return _framed(b"l", b"".join(map(_encoded, item)))
