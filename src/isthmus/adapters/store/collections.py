# ruff: noqa: D102 - the port says what each method gives
"""Collections of STIX: how far each has got, and what its reader was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from isthmus.adapters.store.link import Link, Row
from isthmus.model.canonical import (
    from_microseconds,
    microseconds,
    microseconds_or_none,
    moment_or_none,
)
from isthmus.model.collection import Collection, Entry, Kind

_PUT = """
INSERT INTO collection (id, principal, purpose, authority, statement, move, judgement, change,
  checked, until, turn, told, told_at)
VALUES (:id, :principal, :purpose, :authority, :statement, :move, :judgement, :change,
  :checked, :until, :turn, :told, :told_at)
ON CONFLICT (id) DO UPDATE SET authority = excluded.authority, statement = excluded.statement,
  move = excluded.move, judgement = excluded.judgement, change = excluded.change,
  checked = excluded.checked, until = excluded.until, turn = excluded.turn,
  told = excluded.told, told_at = excluded.told_at"""
_GET = """
SELECT c.id, c.principal, c.purpose, c.authority, c.statement, c.move, c.judgement, c.change,
  c.checked, c.until, c.turn, c.told, c.told_at FROM collection c WHERE c.id = :id"""
_DROP = "DELETE FROM collected WHERE collection = :collection AND object IN (:objects[word])"
_ADD = """
INSERT INTO collected (collection, seq, object, type, kind, subject, owner, other, added_at,
  created_at, digest, revoked)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ENTRIES = """
SELECT e.collection, e.seq, e.object, e.kind, e.subject, e.owner, e.other, e.added_at,
  e.created_at, e.digest, e.revoked FROM collected e WHERE e.collection = :collection"""
_IN_ORDER = " ORDER BY e.seq"
_PAGE = _ENTRIES + " AND e.seq > :after"
_OF_TYPES = " AND e.type IN (:kinds[word])"
_SOME = _IN_ORDER + " LIMIT :limit"
_NAMED = _ENTRIES + " AND e.object IN (:objects[word])" + _IN_ORDER
_OWNED = _ENTRIES + " AND e.owner IN (:owners[bytes])"
_OTHER = _ENTRIES + " AND e.other IN (:owners[bytes])"
_OF_KIND = _ENTRIES + " AND e.kind = :kind" + _IN_ORDER
_UNTIL = """
SELECT e.seq FROM collected e WHERE e.collection = :collection AND e.added_at <= :at
ORDER BY e.added_at DESC LIMIT 1"""


class Collections:
    """CollectionStore. The time at which an entry was added rises with its number."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def put(self, collection: Collection) -> None:
        self._link.change(
            _PUT,
            id=collection.id,
            principal=collection.principal,
            purpose=collection.purpose,
            authority=collection.authority,
            statement=collection.statement,
            move=collection.move,
            judgement=collection.judgement,
            change=collection.change,
            checked=collection.checked,
            until=collection.until,
            turn=collection.turn,
            told=collection.told,
            told_at=microseconds_or_none(collection.told_at),
        )

    def get(self, collection: bytes) -> Collection | None:
        rows = self._link.bare(_GET, id=collection)
        if not rows:
            return None
        found = Collection(*rows[0][:-1])
        return replace(found, told_at=moment_or_none(rows[0][-1]))

    def add(self, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        self.drop(entries[0].collection, [one.object for one in entries])
        self._link.add_many(_ADD, [_row(entry) for entry in entries])

    def drop(self, collection: bytes, objects: Sequence[str]) -> None:
        self._link.change(_DROP, collection=collection, objects=objects)

    def page(
        self, collection: bytes, after: int, kinds: Sequence[str], limit: int
    ) -> Sequence[Entry]:
        values = {"collection": collection, "after": after, "limit": limit}
        if kinds:
            return self._entries(_PAGE + _OF_TYPES + _SOME, kinds=kinds, **values)
        return self._entries(_PAGE + _SOME, **values)

    def named(self, collection: bytes, objects: Sequence[str]) -> Sequence[Entry]:
        return self._entries(_NAMED, collection=collection, objects=objects)

    def around(self, collection: bytes, owners: Sequence[bytes]) -> Sequence[Entry]:
        # Each by an index of its own; one query with OR reads the whole collection.
        found = {
            entry.seq: entry
            for sql in (_OWNED, _OTHER)
            for entry in self._entries(sql, collection=collection, owners=owners)
        }
        return [found[seq] for seq in sorted(found)]

    def of_kind(self, collection: bytes, kind: Kind) -> Sequence[Entry]:
        return self._entries(_OF_KIND, collection=collection, kind=kind.value)

    def added_until(self, collection: bytes, at: datetime) -> int:
        rows = self._link.bare(_UNTIL, collection=collection, at=microseconds(at))
        return int(rows[0][0]) if rows else 0

    def _entries(self, sql: str, **values: object) -> list[Entry]:
        return [_entry(row) for row in self._link.bare(sql, **values)]


def _row(entry: Entry) -> Row:
    return (
        entry.collection,
        entry.seq,
        entry.object,
        entry.type,
        entry.kind.value,
        entry.subject,
        entry.owner,
        entry.other,
        microseconds(entry.added_at),
        microseconds(entry.created_at),
        entry.digest,
        int(entry.revoked),
    )


def _entry(row: Row) -> Entry:
    collection, seq, name, kind, subject, owner, other, added_at, created_at, digest, revoked = row
    return Entry(
        collection=collection,
        seq=seq,
        object=name,
        kind=Kind(kind),
        subject=subject,
        owner=owner,
        other=other,
        added_at=from_microseconds(added_at),
        created_at=from_microseconds(created_at),
        digest=digest,
        revoked=bool(revoked),
    )
