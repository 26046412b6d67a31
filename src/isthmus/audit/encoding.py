"""The strict way back from canonical bytes to their domain and fields.

Only bytes that `canonical_bytes` itself would write are read: one spelling per value, no trailing
data, no unknown type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from isthmus.errors import IntegrityError
from isthmus.model.canonical import MAGIC, Item, canonical_bytes, from_microseconds

_HEAD_BYTES: Final = 5
_DEPTH_MAX: Final = 8


def canonical_fields(domain: str, encoded: bytes) -> tuple[Item, ...]:
    """Give the fields that were encoded under `domain`; a list comes back as a list.

    Raises IntegrityError if these are not the canonical bytes of exactly one sequence of fields
    under that domain.
    """
    if not encoded.startswith(MAGIC):
        raise IntegrityError(f"expected bytes that start with {MAGIC!r}, got {encoded[:8]!r}")
    try:
        found, *fields = _items(encoded[len(MAGIC) :], depth=0)
    except (ValueError, OverflowError, KeyError) as error:
        raise IntegrityError(f"expected canonical bytes of {domain}, got {error}") from error
    if found != domain:
        raise IntegrityError(f"expected canonical bytes of {domain}, got those of {found!r:.60}")
    if canonical_bytes(domain, *fields) != encoded:
        raise IntegrityError(f"expected the canonical spelling of {domain}, got another one")
    return tuple(fields)


def _items(encoded: bytes, depth: int) -> Iterator[Item]:
    if depth > _DEPTH_MAX:
        raise ValueError("lists nested too deep")
    at = 0
    while at < len(encoded):
        start = at + _HEAD_BYTES
        end = start + int.from_bytes(encoded[at + 1 : start], "big")
        if start > len(encoded) or end > len(encoded):
            raise ValueError(f"an item cut off at byte {at}")
        kind, payload = encoded[at : at + 1], encoded[start:end]
        yield list(_items(payload, depth + 1)) if kind == b"l" else _READ[kind](payload)
        at = end


# Loose spellings (`+1`, a none with a payload) pass here and fall in the comparison above.
_READ: Final[dict[bytes, Callable[[bytes], Item]]] = {
    b"n": lambda _: None,
    b"b": bytes,
    b"s": lambda payload: payload.decode(),
    b"i": int,
    b"t": lambda payload: from_microseconds(int(payload)),
    b"o": lambda payload: payload == b"\x01",
}
