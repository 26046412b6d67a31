"""The world outside a transaction: time, randomness, sealing."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The partition's time."""

    def now(self) -> datetime:
        """Give the current aware UTC time."""
        ...


class Entropy(Protocol):
    """Randomness that cannot be guessed."""

    def random_bytes(self, count: int) -> bytes:
        """Give `count` fresh bytes."""
        ...


class Sealer(Protocol):
    """Seals and opens record bytes under data keys of a bucket."""

    def seal(self, bucket: str, plain: bytes, aad: bytes) -> tuple[bytes, bytes]:
        """Give (wrapped data key, sealed bytes)."""
        ...

    def open(self, bucket: str, wrapped: bytes, sealed: bytes, aad: bytes) -> bytes:
        """Give the bytes back; raises IntegrityError, or NotFound when the key was erased."""
        ...
