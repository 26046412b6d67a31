"""Store of what is held until when: records of own feeds and the statements that they carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from isthmus.model.ids import RecordId, RecordSeq, StatementSeq


@dataclass(frozen=True, slots=True)
class DueRecord:
    """A record whose day comes. `until`: its day by the newest delivery in which it stood."""

    seq: RecordSeq
    id: RecordId
    feed: str
    part: str
    bucket: str
    wrapped: bytes
    expires_on: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Renewal:
    """A record that is held longer, under the key of another bucket. `before`: its day so far."""

    seq: RecordSeq
    before: datetime
    expires_on: datetime
    bucket: str
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Carrier:
    """A statement and one of the records that carry it, with the days of both.

    `rests_on`: the record that is shown as where it comes from.
    """

    statement: StatementSeq
    source: str
    held_until: datetime
    rests_on: RecordSeq
    record: RecordSeq
    expires_on: datetime


class RetentionStore(Protocol):
    """Days of records and statements; numbers, keyed ids and wrapped keys, no value."""

    def due(
        self, at: datetime, after: tuple[datetime, RecordSeq] | None, limit: int
    ) -> Sequence[DueRecord]:
        """Give the records whose day comes by `at`, in the order of (day, number), after a place.

        A record that is erased, or came from a partner, has no day.
        """
        ...

    def renew(self, renewals: Sequence[Renewal]) -> None:
        """Hold records longer, unless their day is another one by now."""
        ...

    def carriers(self, records: Sequence[RecordSeq]) -> Sequence[Carrier]:
        """Give every statement that one of these records carries, with all that carry it.

        A statement carried by several comes once with each; records without a day are left out.
        """
        ...

    def carry(self, rows: Sequence[tuple[StatementSeq, RecordSeq, datetime]]) -> None:
        """Say which record a statement rests on from now on, and until when it is held."""
        ...

    def extend(self, rows: Sequence[tuple[StatementSeq, datetime]]) -> None:
        """Say until when statements are held, on whatever they rest."""
        ...

    def holds(self, bucket: str) -> bool:
        """Tell whether the bytes of any record are still sealed in a bucket."""
        ...
