# ruff: noqa: D102 - the port says what each method gives
"""Trust lists: proposed, voted on, adopted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from isthmus.adapters.store.link import Link
from isthmus.model.canonical import from_microseconds, microseconds, moment_or_none
from isthmus.model.trusting import KeptList

_PUT = """
INSERT INTO trust_list (digest, version, document, brought_by, came_at)
VALUES (:digest, :version, :document, :brought_by, :came_at) ON CONFLICT (digest) DO NOTHING"""
_VOTE = """
INSERT INTO trust_vote (list, center, vote) VALUES (:list, :center, :vote)
ON CONFLICT (list, center) DO NOTHING"""
_ADOPT = """
UPDATE trust_list SET adopted_at = :at, signed = :signed
WHERE digest = :digest AND adopted_at IS NULL"""
_LISTS = """
SELECT t.digest, t.version, t.document, t.brought_by, t.came_at, t.adopted_at, t.signed
FROM trust_list t"""
_ALL = _LISTS + " ORDER BY t.version, t.digest"
_ONE = _LISTS + " WHERE t.digest = :digest"
_HOLDING = _LISTS + " WHERE t.adopted_at IS NOT NULL ORDER BY t.version DESC LIMIT 1"
_VOTES = "SELECT v.list, v.center, v.vote FROM trust_vote v ORDER BY v.center"
_CLEAR = ("DELETE FROM trust_vote", "DELETE FROM trust_list")


class Trusting:
    """TrustStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def put(self, proposed: KeptList) -> bool:
        changed = self._link.change(
            _PUT,
            digest=proposed.digest,
            version=proposed.version,
            document=proposed.document,
            brought_by=proposed.by,
            came_at=microseconds(proposed.came_at),
        )
        return changed > 0

    def vote(self, digest: bytes, center: str, vote: bytes) -> bool:
        return self._link.change(_VOTE, list=digest, center=center, vote=vote) > 0

    def adopt(self, digest: bytes, signed: bytes, at: datetime) -> None:
        self._link.change(_ADOPT, digest=digest, signed=signed, at=microseconds(at))

    def get(self, digest: bytes) -> KeptList | None:
        return next(iter(self._lists(_ONE, digest=digest)), None)

    def all(self) -> Sequence[KeptList]:
        return self._lists(_ALL)

    def holding(self) -> KeptList | None:
        return next(iter(self._lists(_HOLDING)), None)

    def clear(self) -> None:
        for text in _CLEAR:
            self._link.change(text)

    def _lists(self, text: str, **values: bytes) -> list[KeptList]:
        rows = self._link.bare(text, **values)
        votes: defaultdict[bytes, list[tuple[str, bytes]]] = defaultdict(list)
        for digest, center, vote in self._link.bare(_VOTES) if rows else ():
            votes[bytes(digest)].append((center, vote))
        return [
            KeptList(
                digest=digest,
                version=version,
                document=document,
                by=by,
                came_at=from_microseconds(came_at),
                votes=tuple(votes[bytes(digest)]),
                adopted_at=moment_or_none(adopted_at),
                signed=signed,
            )
            for digest, version, document, by, came_at, adopted_at, signed in rows
        ]
