"""The world outside a transaction: time, randomness, sealing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from isthmus.audit.tree import TreeHead


@dataclass(frozen=True, slots=True)
class LineIdentity:
    """What this node shows on the line to partners: PEM, of which `key` is secret."""

    certificate: bytes
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class LineTerms:
    """On which terms the partners' door is open. `authorities`: PEM, of the other centers."""

    identity: LineIdentity
    authorities: bytes


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

    def seal_many(
        self, bucket: str, plains: Sequence[bytes], aads: Sequence[bytes]
    ) -> Sequence[tuple[bytes, bytes]]:
        """Give (wrapped data key, sealed bytes) of each, in their order."""
        ...

    def rewrap(self, wrapped: bytes, aad: bytes, *, old: str, new: str) -> bytes:
        """Give the wrapped data key of a record as it belongs into another bucket.

        The sealed bytes stay as they are. Raises as `open` does.
        """
        ...

    def buckets(self) -> Sequence[str]:
        """Give the names of the buckets that have a key, in order."""
        ...

    def forget(self, bucket: str) -> None:
        """Erase the key of a bucket, for good; harmless if done before."""
        ...

    def open(self, bucket: str, wrapped: bytes, sealed: bytes, aad: bytes) -> bytes:
        """Give the bytes back; raises IntegrityError, or NotFound when the key was erased."""
        ...


class Precedence(Protocol):
    """Lets what a person waits for go before bulk work of the same process."""

    def first(self) -> AbstractContextManager[None]:
        """Go first: until the block ends, bulk work gives way, and what is called here does not.

        A thread that works for the block is called in a copy of its context (`contextvars`).
        """
        ...

    def give_way(self) -> None:
        """Wait a moment, and no longer than is fair, while somebody else goes first.

        Bulk work calls it between its steps, never while it holds the store's write. Whoever goes
        first gives way to nobody.
        """
        ...

    def alone(self) -> bool:
        """Tell whether nobody has gone first for a while, so that longer writes delay nobody."""
        ...


class Passwords(Protocol):
    """Hashes passwords so that they cannot be read back."""

    def hash(self, password: str) -> str:
        """Give the salted hash to keep."""
        ...

    def verify(self, password_hash: str, password: str) -> bool:
        """Tell whether the password is the one of the hash, in time that tells nothing."""
        ...


class Log(Protocol):
    """The audit log's tiles, with the one writer that they may have."""

    def turn(self) -> AbstractContextManager[None]:
        """Wait to be the one sequencer; two at once would put entries in twice."""
        ...

    @property
    def size(self) -> int:
        """How many entries the log has, durably."""
        ...

    def append(self, entries: Sequence[bytes]) -> int:
        """Append entries and publish a signed checkpoint; gives the new size."""
        ...

    def prove(self, index: int) -> tuple[TreeHead, Sequence[bytes]]:
        """Give the head of the log and the proof that its entry at `index` is in it."""
        ...

    def entries(self, first: int, end: int) -> Iterator[bytes]:
        """Give the entries from index `first` up to, not including, `end`."""
        ...
