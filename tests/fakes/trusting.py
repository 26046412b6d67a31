"""Trust lists in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from isthmus.model.trusting import KeptList
from tests.fakes.tables import Part, in_utc


class MemoryTrust(Part):
    """TrustStore."""

    __slots__ = ()

    def put(self, proposed: KeptList) -> bool:
        held = self._changing(proposed).lists
        new = proposed.digest not in held
        plain = replace(proposed, votes=(), adopted_at=None, signed=None)
        held.setdefault(proposed.digest, in_utc(plain))
        return new

    def vote(self, digest: bytes, center: str, vote: bytes) -> bool:
        held = self._changing(center).lists
        kept = held[digest]
        if center in dict(kept.votes):
            return False
        held[digest] = replace(kept, votes=tuple(sorted([*kept.votes, (center, vote)])))
        return True

    def adopt(self, digest: bytes, signed: bytes, at: datetime) -> None:
        held = self._changing(at).lists
        if held[digest].adopted_at is None:
            held[digest] = in_utc(replace(held[digest], adopted_at=at, signed=signed))

    def get(self, digest: bytes) -> KeptList | None:
        return self._tables.lists.get(digest)

    def all(self) -> Sequence[KeptList]:
        return sorted(self._tables.lists.values(), key=lambda one: (one.version, one.digest))

    def holding(self) -> KeptList | None:
        adopted = [one for one in self.all() if one.adopted_at is not None]
        return adopted[-1] if adopted else None

    def clear(self) -> None:
        self._changing().lists.clear()
