"""Collections of STIX in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from isthmus.model.collection import Collection, Entry, Kind
from tests.fakes.tables import Part, in_utc


class MemoryCollections(Part):
    """CollectionStore."""

    __slots__ = ()

    def put(self, collection: Collection) -> None:
        self._changing(collection).collections[collection.id] = in_utc(collection)

    def get(self, collection: bytes) -> Collection | None:
        return self._tables.collections.get(collection)

    def add(self, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        self.drop(entries[0].collection, [one.object for one in entries])
        tables = self._changing(entries)
        for entry in entries:
            tables.collected[entry.collection, entry.seq] = in_utc(entry)

    def drop(self, collection: bytes, objects: Sequence[str]) -> None:
        tables = self._changing()
        tables.collected = {
            key: entry
            for key, entry in tables.collected.items()
            if entry.collection != collection or entry.object not in objects
        }

    def page(
        self, collection: bytes, after: int, kinds: Sequence[str], limit: int
    ) -> Sequence[Entry]:
        found = self._of(
            collection,
            lambda e: e.seq > after and (not kinds or e.type in kinds),
        )
        return found[:limit]

    def named(self, collection: bytes, objects: Sequence[str]) -> Sequence[Entry]:
        return self._of(collection, lambda entry: entry.object in objects)

    def around(self, collection: bytes, owners: Sequence[bytes]) -> Sequence[Entry]:
        return self._of(collection, lambda e: e.owner in owners or e.other in owners)

    def of_kind(self, collection: bytes, kind: Kind) -> Sequence[Entry]:
        return self._of(collection, lambda entry: entry.kind is kind)

    def added_until(self, collection: bytes, at: datetime) -> int:
        return max((e.seq for e in self._of(collection, lambda e: e.added_at <= at)), default=0)

    def _of(self, collection: bytes, wanted: Callable[[Entry], bool]) -> list[Entry]:
        held = sorted(self._tables.collected.items())
        return [entry for _, entry in held if entry.collection == collection and wanted(entry)]
