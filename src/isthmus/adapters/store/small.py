# ruff: noqa: D102 - the port says what each method gives
"""The small sub-stores: queues, tallies, the change feed, facts of the node."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from isthmus.adapters.store.link import Link
from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.ids import EntityId, LabelId
from isthmus.model.principal import Reader
from isthmus.ports import Change

# A ticket is never given twice, so that `done` cannot take out what was put again meanwhile.
_PUT_AWAY = "DELETE FROM queue WHERE stage = ? AND entity = ?"
_PUT = "INSERT INTO queue (stage, entity) VALUES (?, ?)"
_PEEK = "SELECT ticket, entity FROM queue WHERE stage = :stage ORDER BY ticket LIMIT :limit"
_DONE = "DELETE FROM queue WHERE stage = :stage AND ticket IN (:tickets[whole])"
_DEPTH = "SELECT count(*) FROM queue WHERE stage = :stage"

_TALLY = """
INSERT INTO tally (kind, hour, feed, label, count) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (kind, hour, feed, label) DO UPDATE SET count = tally.count + excluded.count"""
_TALLY_TOTAL = """
INSERT INTO tally_total (kind, feed, label, count) VALUES (?, ?, ?, ?)
ON CONFLICT (kind, feed, label) DO UPDATE SET count = tally_total.count + excluded.count"""
_TOTALS = """
SELECT t.feed, t.kind, sum(t.count) FROM tally_total t
WHERE t.label IN (:labels[whole]) GROUP BY t.feed, t.kind"""
_HOURS = """
SELECT t.feed, t.hour, sum(t.count) FROM tally t
WHERE t.kind = :kind AND t.hour >= :first AND t.hour < :last AND t.label IN (:labels[whole])
GROUP BY t.feed, t.hour ORDER BY t.hour, t.feed"""

_ADD_CHANGE = """
INSERT INTO change (kind, subject, label, at) VALUES (:kind, :subject, :label, :at)
RETURNING seq"""
_AFTER = """
SELECT c.seq, c.kind, c.subject, c.label, c.at FROM change c
WHERE c.seq > :seq AND c.label IN (:labels[whole]) ORDER BY c.seq LIMIT :limit"""
_LAST = "SELECT coalesce(max(n.seq), 0) FROM change n"

_GET_FACT = "SELECT value FROM meta WHERE name = :name"
_PUT_FACT = """
INSERT INTO meta (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value"""


class Queue:
    """QueueStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def put(self, stage: str, entities: Iterable[EntityId]) -> None:
        places = [(stage, entity) for entity in dict.fromkeys(entities)]
        self._link.add_many(_PUT_AWAY, places)
        self._link.add_many(_PUT, places)

    def peek(self, stage: str, limit: int) -> Sequence[tuple[int, EntityId]]:
        rows = self._link.rows(_PEEK, stage=stage, limit=limit)
        return [(ticket, EntityId(entity)) for ticket, entity in rows]

    def done(self, stage: str, tickets: Sequence[int]) -> None:
        self._link.change(_DONE, stage=stage, tickets=tickets)

    def depth(self, stage: str) -> int:
        [(count,)] = self._link.rows(_DEPTH, stage=stage)
        return int(count)


class Tallies:
    """TallyStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, rows: Sequence[tuple[LabelId, str, str, int, int]]) -> None:
        self._link.add_many(_TALLY, [(k, hour, f, label, n) for label, f, k, hour, n in rows])
        self._link.add_many(_TALLY_TOTAL, [(k, f, label, n) for label, f, k, _, n in rows])

    def totals(self, reader: Reader) -> Mapping[tuple[str, str], int]:
        rows = self._link.rows(_TOTALS, labels=reader.labels)
        return {(feed, kind): int(count) for feed, kind, count in rows}

    def hours(
        self, kind: str, between: tuple[int, int], reader: Reader
    ) -> Sequence[tuple[str, int, int]]:
        first, last = between
        rows = self._link.rows(_HOURS, kind=kind, first=first, last=last, labels=reader.labels)
        return [(feed, hour, int(count)) for feed, hour, count in rows]


class Changes:
    """ChangeStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, kind: str, subject: bytes, label: LabelId, at: datetime) -> None:
        time = microseconds(at)
        self._link.added(_ADD_CHANGE, kind=kind, subject=subject, label=label, at=time)
        self._link.marks.announced = True

    def after(self, seq: int, reader: Reader, limit: int) -> Sequence[Change]:
        rows = self._link.rows(_AFTER, seq=seq, labels=reader.labels, limit=limit)
        return [
            Change(number, kind, subject, LabelId(label), from_microseconds(at))
            for number, kind, subject, label, at in rows
        ]

    def last(self) -> int:
        [(seq,)] = self._link.bare(_LAST)
        return int(seq)


class Meta:
    """MetaStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def get(self, name: str) -> str | None:
        found = self._link.row(_GET_FACT, name=name)
        return None if found is None else str(found[0])

    def put(self, name: str, value: str) -> None:
        self._link.change(_PUT_FACT, name=name, value=value)
