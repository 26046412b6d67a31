# ruff: noqa: D102 - the port says what each method gives
"""Audit entries: added in the transaction of the act, given their index by the sequencer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from isthmus.adapters.store.link import INT64_MAX, Link, document
from isthmus.errors import StateError
from isthmus.model.canonical import from_microseconds, microseconds

_ADD = """
INSERT INTO audit (entry, salt, objects, at) VALUES (:entry, :salt, :objects, :at)"""
_PENDING = "SELECT seq, entry FROM audit WHERE leaf IS NULL ORDER BY seq LIMIT :limit"
_SEQUENCED = "UPDATE audit SET leaf = :leaf WHERE seq = :seq AND leaf IS NULL"
_OLDEST_PENDING = "SELECT min(at) FROM audit WHERE leaf IS NULL"
_ENTRIES = """
SELECT leaf, entry, salt, objects FROM audit WHERE leaf < :before
ORDER BY leaf DESC LIMIT :limit"""


class Audit:
    """AuditStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, entry: bytes, salt: bytes, objects: Sequence[str], at: datetime) -> None:
        time, text = microseconds(at), document(list(objects))
        self._link.tend(_ADD, entry=entry, salt=salt, objects=text, at=time)
        self._link.marks.audited = True

    def pending(self, limit: int) -> Sequence[tuple[int, bytes]]:
        return [(seq, entry) for seq, entry in self._link.rows(_PENDING, limit=limit)]

    def sequenced(self, seqs: Sequence[int], first_index: int) -> None:
        for leaf, seq in enumerate(seqs, start=first_index):
            if not self._link.tend(_SEQUENCED, seq=seq, leaf=leaf):
                raise StateError(f"expected an audit entry without an index, got number {seq}")

    def oldest_pending_at(self) -> datetime | None:
        [(at,)] = self._link.rows(_OLDEST_PENDING)
        return None if at is None else from_microseconds(at)

    def entries(self, before: int | None, limit: int) -> Sequence[tuple[int, bytes, bytes, str]]:
        last = INT64_MAX if before is None else before
        return [
            (leaf, entry, salt, objects)
            for leaf, entry, salt, objects in self._link.rows(_ENTRIES, before=last, limit=limit)
        ]
