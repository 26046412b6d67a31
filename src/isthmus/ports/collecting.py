"""Store of collections: what readers were told as STIX, and how far each collection has got."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from isthmus.model.collection import Collection, Entry, Kind


class CollectionStore(Protocol):
    """Collections and their entries; names and digests, nothing that a label marks."""

    def put(self, collection: Collection) -> None:
        """Add or replace a collection."""
        ...

    def get(self, collection: bytes) -> Collection | None:
        """Give a collection, or None."""
        ...

    def add(self, entries: Sequence[Entry]) -> None:
        """Add entries of one collection, each in the place of the one of its object."""
        ...

    def drop(self, collection: bytes, objects: Sequence[str]) -> None:
        """Take out entries that no reader can be told to forget, such as those of markings."""
        ...

    def page(
        self, collection: bytes, after: int, kinds: Sequence[str], limit: int
    ) -> Sequence[Entry]:
        """Give entries after a number, oldest first. `kinds`: of STIX; none given: of any."""
        ...

    def named(self, collection: bytes, objects: Sequence[str]) -> Sequence[Entry]:
        """Give the entries of these objects, oldest first."""
        ...

    def around(self, collection: bytes, owners: Sequence[bytes]) -> Sequence[Entry]:
        """Give the entries whose owner or other end is among these, oldest first."""
        ...

    def of_kind(self, collection: bytes, kind: Kind) -> Sequence[Entry]:
        """Give the entries of a kind, oldest first."""
        ...

    def added_until(self, collection: bytes, at: datetime) -> int:
        """Give the greatest number of an entry that was added at `at` or before, 0 for none."""
        ...
