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

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from struct import Struct
from typing import Any, Final, TypeAlias

Item: TypeAlias = "None | bytes | str | int | bool | datetime | Sequence[Item]"

MAGIC = b"isthmus1"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_pack_length = Struct(">I").pack


def _head(kind: bytes, length: int) -> bytes:
    return kind + _pack_length(length)


_SHORT: Final = 256
_TEXT: Final = tuple(_head(b"s", length) for length in range(_SHORT))
_BYTES: Final = tuple(_head(b"b", length) for length in range(_SHORT))
_NOTHING: Final = _head(b"n", 0)


def canonical_prefix(domain: str, *fields: Item) -> bytes:
    """Give how the canonical bytes of `domain` begin when its first fields are these."""
    return canonical_bytes(domain, *fields)


def canonical_fields_after(*fields: Item) -> bytes:
    """Give the further fields that follow a `canonical_prefix`."""
    return b"".join(_parts(fields))


def canonical_bytes(domain: str, *fields: Item) -> bytes:
    """Encode `fields` under `domain` into the bytes that are hashed or signed.

    Raises ValueError for a naive time or a text with lone surrogates, TypeError for a type that
    has no encoding.
    """
    return b"".join([_opening(domain), *_parts(fields)])


@lru_cache(maxsize=256)
def _opening(domain: str) -> bytes:
    return MAGIC + _encoded(domain)


def _parts(items: Sequence[Item]) -> list[bytes]:
    parts: list[bytes] = []
    for item in items:
        # Nearly every field of an id is one of these two, and ids are made by the million.
        if type(item) is str:
            octets = item.encode()
            length = len(octets)
            parts += (_TEXT[length] if length < _SHORT else _head(b"s", length), octets)
        elif type(item) is bytes:
            length = len(item)
            parts += (_BYTES[length] if length < _SHORT else _head(b"b", length), item)
        else:
            parts.append(_encoded(item))
    return parts


def microseconds(at: datetime) -> int:
    """Give UTC microseconds since 1970 for an aware time; raises ValueError for a naive one."""
    if at.tzinfo is None:
        message = f"expected an aware time, got {at!r}"
        raise ValueError(message)
    return (at - _EPOCH) // _MICROSECOND


@lru_cache(maxsize=4096)
def from_microseconds(value: int) -> datetime:
    """Give the aware UTC time of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=value)


def microseconds_or_none(at: datetime | None) -> int | None:
    """Give a time that may be missing as `microseconds` does."""
    return None if at is None else microseconds(at)


def moment_or_none(value: int | None) -> datetime | None:
    """Give it back as `from_microseconds` does."""
    return None if value is None else from_microseconds(value)


def _framed(kind: bytes, payload: bytes) -> bytes:
    return _head(kind, len(payload)) + payload


def _list(items: Sequence[Item]) -> bytes:
    return _framed(b"l", b"".join(_parts(items)))


_ENCODERS: Final[Mapping[type, Callable[[Any], bytes]]] = {
    type(None): lambda _: _NOTHING,
    str: lambda item: _framed(b"s", item.encode()),
    bytes: lambda item: _framed(b"b", item),
    bool: lambda item: _framed(b"o", b"\x01" if item else b"\x00"),
    int: lambda item: _framed(b"i", str(item).encode()),
    datetime: lambda item: _framed(b"t", str(microseconds(item)).encode()),
    list: _list,
    tuple: _list,
}


def _encoded(item: Item) -> bytes:
    encode = _ENCODERS.get(type(item)) or _inherited(item)
    return encode(item)


def _inherited(item: Item) -> Callable[[Any], bytes]:
    """Give the encoder of a type's nearest ancestor, as for a StrEnum."""
    for ancestor in type(item).__mro__:
        if ancestor in _ENCODERS:
            return _ENCODERS[ancestor]
    message = f"no canonical encoding for {type(item).__name__}"
    raise TypeError(message)
