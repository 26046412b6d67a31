"""Quarantine: a broken record sealed byte for byte, and beside it what its meaning needs.

The context of a record may hold personal data, as the record may: it is sealed like it, under the
same bucket, and forgotten with it. It is the first of the sealed pieces; the record's own bytes
are the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from isthmus.flow.center import Center
from isthmus.formats.raw import Context

QUARANTINE: Final = "quarantine"
_RECORD: Final = QUARANTINE.encode()
_CONTEXT: Final = b"quarantine.context"

Sealed = tuple[bytes, bytes]
"""A wrapped key, and the bytes sealed under it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A quarantined record. `context`: None where none was kept."""

    pieces: list[bytes]
    context: Context | None

    @property
    def content(self) -> bytes:
        """The record, byte for byte."""
        return b"".join(self.pieces)


def sealed_pieces(
    center: Center, bucket: str, pieces: Sequence[bytes], around: Context | None
) -> list[Sealed]:
    """Seal the pieces of a broken record, and its context before them; nothing for no piece."""
    if not pieces:
        return []
    kept = msgspec.msgpack.encode(None if around is None else (around.before, around.after))
    seal = center.sealer.seal
    return [seal(bucket, kept, _CONTEXT), *(seal(bucket, piece, _RECORD) for piece in pieces)]


def opened(center: Center, bucket: str, stored: Sequence[Sealed]) -> Opened:
    """Open what `sealed_pieces` made."""
    if not stored:
        return Opened([], None)
    (wrapped, content), *rest = stored
    said = msgspec.msgpack.decode(
        center.sealer.open(bucket, wrapped, content, _CONTEXT), type=tuple[bytes, bytes] | None
    )
    return Opened(
        [center.sealer.open(bucket, *piece, _RECORD) for piece in rest],
        None if said is None else Context(*said),
    )
