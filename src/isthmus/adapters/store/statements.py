# ruff: noqa: D102 - the port says what each method gives
"""Statements, the records that support them, and the rows of their life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import repeat
from typing import Final

from isthmus.adapters.store.link import Link, Row
from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.ids import EntityId, LabelId, RecordSeq, StatementId, StatementSeq
from isthmus.model.principal import Reader
from isthmus.model.statement import Ended, State, Statement, StatementBatch, Withheld

_ADD = """
INSERT INTO statement
  (seq, id, entity, schema, property, value, lang, original, target, source, label, grade,
   record, observed_at, recorded_at, expires_on)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (entity, id) DO NOTHING"""
# Which of the numbers just given were taken: no value is read, nor a row that was there before.
_TAKEN = "SELECT n.seq FROM statement n WHERE n.seq >= :first AND n.seq <= :last"
# The caller derived the id from the value itself; all that comes of it is a row of support.
_SUPPORT = """
INSERT INTO support (statement, record)
SELECT k.seq, ? FROM statement k WHERE k.entity = ? AND k.id = ? AND k.record <> ?
ON CONFLICT DO NOTHING"""
_SET_STATE = "INSERT INTO statement_state (statement, state, at, reason) VALUES (?, ?, ?, ?)"

# Numbers, and nothing that a label marks.
_WITHDRAWN = """
SELECT m.seq, m.statement FROM statement_state m
WHERE m.seq > :move AND m.state IN ('retracted', 'corrected') AND NOT EXISTS (
  SELECT 1 FROM statement_state l WHERE l.statement = m.statement AND l.seq > m.seq)
ORDER BY m.seq LIMIT :limit"""
_LAST = "SELECT coalesce(max(n.seq), 0) FROM statement n"
_SAID = """
SELECT s.seq, s.entity FROM statement s
WHERE s.seq > :after AND s.label IN (:labels[whole]) ORDER BY s.seq LIMIT :limit"""
_MOVED = """
SELECT m.seq, s.entity FROM statement_state m JOIN statement s ON s.seq = m.statement
WHERE m.seq > :after AND s.label IN (:labels[whole]) ORDER BY m.seq LIMIT :limit"""
_ENDED = """
SELECT m.seq, m.statement, m.state, m.reason FROM statement_state m
WHERE m.seq > :move AND m.state <> 'asserted' ORDER BY m.seq LIMIT :limit"""
_LAST_MOVE = "SELECT coalesce(max(m.seq), 0) FROM statement_state m"

_ASSERTED = """
SELECT s.seq, s.id, s.entity, s.schema, s.property, s.value, s.lang, s.original, s.target,
  s.source, s.label, s.grade, s.record, s.observed_at, s.recorded_at, s.expires_on, 'asserted'
FROM statement s
WHERE s.label IN (:labels[whole])
  AND coalesce((SELECT l.state FROM statement_state l
    WHERE l.statement = s.seq ORDER BY l.seq DESC LIMIT 1), 'asserted') = 'asserted'"""
_EVERY = """
SELECT s.seq, s.id, s.entity, s.schema, s.property, s.value, s.lang, s.original, s.target,
  s.source, s.label, s.grade, s.record, s.observed_at, s.recorded_at, s.expires_on,
  coalesce((SELECT l.state FROM statement_state l
    WHERE l.statement = s.seq ORDER BY l.seq DESC LIMIT 1), 'asserted')
FROM statement s
WHERE s.label IN (:labels[whole])"""
_ABOUT = " AND s.entity IN (:entities[bytes])"
_OF_PROPERTIES = " AND s.property IN (:properties[word])"
_IN_ORDER = " ORDER BY s.seq"
_OF = {
    (True, True): _EVERY + _ABOUT + _OF_PROPERTIES + _IN_ORDER,
    (True, False): _EVERY + _ABOUT + _IN_ORDER,
    (False, True): _ASSERTED + _ABOUT + _OF_PROPERTIES + _IN_ORDER,
    (False, False): _ASSERTED + _ABOUT + _IN_ORDER,
}
"""By (every state, chosen properties)."""
_TOWARDS = _ASSERTED + " AND s.target IN (:targets[bytes])" + _IN_ORDER
_BY_SEQ = _EVERY + " AND s.seq IN (:seqs[whole])" + _IN_ORDER
_BY_ID = _EVERY + " AND s.seq / 65536 IN (:runs[whole]) AND s.id = :id"
# How many runs of ids there are: one number, no value.
_RUNS = "SELECT coalesce(max(n.seq), 0) / 65536 FROM statement n"
_SUPPORTED_BY = """
  AND s.seq IN (SELECT o.seq FROM statement o
      WHERE o.record = :record AND o.label IN (:labels[whole])
    UNION SELECT u.statement FROM support u WHERE u.record = :record)"""
_OF_RECORD = _EVERY + _SUPPORTED_BY + _IN_ORDER
_SUPPORTED = """
SELECT s.seq FROM statement s
WHERE s.label IN (:labels[whole])
  AND s.seq IN (SELECT o.seq FROM statement o
      WHERE o.record IN (:records[whole]) AND o.label IN (:labels[whole])
    UNION SELECT u.statement FROM support u WHERE u.record IN (:records[whole]))
  AND coalesce((SELECT l.state FROM statement_state l
    WHERE l.statement = s.seq ORDER BY l.seq DESC LIMIT 1), 'asserted') = :state"""
_UNASSERTED = _SUPPORTED + _IN_ORDER
_NO_RECORD_SPEAKS = """
  AND NOT EXISTS (SELECT 1 FROM current_record c WHERE c.record = s.record)
  AND NOT EXISTS (SELECT 1 FROM support v JOIN current_record c ON c.record = v.record
    WHERE v.statement = s.seq)"""
_UNSUPPORTED = _SUPPORTED + _NO_RECORD_SPEAKS + _IN_ORDER
_WHO_IS_SEEN = """
SELECT DISTINCT s.entity FROM statement s
WHERE s.label IN (:labels[whole])"""
# Nothing else of what is withheld may be read: `labels` are here those of `Reader.withheld`.
_WHAT_IS_WITHHELD = """
SELECT DISTINCT s.property, s.label FROM statement s
WHERE s.label IN (:labels[whole])"""
_HELD = """
  AND s.expires_on > :at AND coalesce((SELECT l.state FROM statement_state l
    WHERE l.statement = s.seq ORDER BY l.seq DESC LIMIT 1), 'asserted') = 'asserted'"""
_THINGS = (
    """
SELECT s.schema, count(DISTINCT s.entity) FROM statement s WHERE s.label IN (:labels[whole])"""
    + _HELD
    + " GROUP BY s.schema"
)
# By the index of labels, which is open to this query alone.
_SIZES = """
SELECT s.label, count(*) FROM statement s
WHERE s.label IN (:labels[whole]) AND s.seq > 0 GROUP BY s.label"""
_SEEN = _WHO_IS_SEEN + _ABOUT + _HELD
_WITHHELD = _WHAT_IS_WITHHELD + _ABOUT + _HELD


_STATES: Final = {str(state): state for state in State}


class Statements:
    """StatementStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(
        self, batch: StatementBatch, records: Sequence[RecordSeq], state: State
    ) -> Sequence[StatementSeq | None]:
        seqs = self._link.numbers("statement", len(batch))
        supports = [records[position] for position in batch.records]
        added = self._link.add_many(_ADD, _rows(batch, seqs, supports))
        if added == len(seqs):
            numbers: list[StatementSeq | None] = [StatementSeq(seq) for seq in seqs]
        else:
            numbers = self._new_ones(seqs)
            self._support(batch, supports, numbers)
        if state is not State.ASSERTED:
            at = from_microseconds(batch.recorded_at)
            self.set_state([seq for seq in numbers if seq], state, at, "entered as history")
        return numbers

    def unsupported(self, records: Sequence[RecordSeq], reader: Reader) -> Sequence[StatementSeq]:
        return self._seqs(_UNSUPPORTED, records, reader, State.ASSERTED)

    def unasserted(self, records: Sequence[RecordSeq], reader: Reader) -> Sequence[StatementSeq]:
        return self._seqs(_UNASSERTED, records, reader, State.RETRACTED)

    def set_state(
        self, seqs: Sequence[StatementSeq], state: State, at: datetime, reason: str
    ) -> None:
        time = microseconds(at)
        self._link.add_many(_SET_STATE, [(seq, str(state), time, reason) for seq in seqs])

    def withdrawn_after(self, move: int, limit: int) -> Sequence[tuple[int, StatementSeq]]:
        rows = self._link.bare(_WITHDRAWN, move=move, limit=limit)
        return [(number, StatementSeq(seq)) for number, seq in rows]

    def ended_after(self, move: int, limit: int) -> Sequence[Ended]:
        rows = self._link.bare(_ENDED, move=move, limit=limit)
        return [Ended(n, StatementSeq(seq), State(state), why) for n, seq, state, why in rows]

    def last_move(self) -> int:
        [(number,)] = self._link.bare(_LAST_MOVE)
        return int(number)

    def last(self) -> int:
        [(number,)] = self._link.bare(_LAST)
        return int(number)

    def said_after(
        self, statement: int, reader: Reader, limit: int
    ) -> Sequence[tuple[int, EntityId]]:
        return self._entities(_SAID, statement, reader, limit)

    def moved_after(self, move: int, reader: Reader, limit: int) -> Sequence[tuple[int, EntityId]]:
        return self._entities(_MOVED, move, reader, limit)

    def of(
        self,
        entities: Sequence[EntityId],
        reader: Reader,
        *,
        properties: Sequence[str] | None = None,
        every_state: bool = False,
    ) -> Sequence[Statement]:
        sql = _OF[every_state, properties is not None]
        values = {} if properties is None else {"properties": properties}
        rows = self._link.rows(sql, entities=entities, labels=reader.labels, **values)
        return [_statement(row) for row in rows]

    def towards(self, targets: Sequence[EntityId], reader: Reader) -> Sequence[Statement]:
        rows = self._link.rows(_TOWARDS, targets=targets, labels=reader.labels)
        return [_statement(row) for row in rows]

    def by_seq(self, seqs: Sequence[StatementSeq], reader: Reader) -> Sequence[Statement]:
        rows = self._link.rows(_BY_SEQ, seqs=seqs, labels=reader.labels)
        return [_statement(row) for row in rows]

    def by_id(self, statement: StatementId, reader: Reader) -> Statement | None:
        [(last_run,)] = self._link.bare(_RUNS)
        runs = range(last_run + 1)
        found = self._link.row(_BY_ID, id=statement, runs=runs, labels=reader.labels)
        return None if found is None else _statement(found)

    def of_record(self, record: RecordSeq, reader: Reader) -> Sequence[Statement]:
        rows = self._link.rows(_OF_RECORD, record=record, labels=reader.labels)
        return [_statement(row) for row in rows]

    def sizes(self, reader: Reader) -> Mapping[LabelId, int]:
        rows = self._link.rows(_SIZES, labels=reader.labels)
        return {LabelId(label): int(count) for label, count in rows}

    def things(self, reader: Reader, at: datetime) -> Mapping[str, int]:
        rows = self._link.rows(_THINGS, labels=reader.labels, at=microseconds(at))
        return {schema: int(count) for schema, count in rows}

    def withheld(
        self, entities: Sequence[EntityId], reader: Reader, at: datetime
    ) -> frozenset[Withheld]:
        """Ask twice, so that no query, and no second lock, holds both sets of labels at once."""
        if not reader.withheld:
            return frozenset()
        time = microseconds(at)
        rows = self._link.rows(_SEEN, entities=entities, labels=reader.labels, at=time)
        seen = [entity for (entity,) in rows]
        found = self._link.rows(_WITHHELD, entities=seen, labels=reader.withheld, at=time)
        return frozenset(Withheld(name, LabelId(label)) for name, label in found)

    def _seqs(
        self, sql: str, records: Sequence[RecordSeq], reader: Reader, state: State
    ) -> list[StatementSeq]:
        rows = self._link.rows(sql, records=records, labels=reader.labels, state=str(state))
        return [StatementSeq(seq) for (seq,) in rows]

    def _entities(
        self, sql: str, after: int, reader: Reader, limit: int
    ) -> list[tuple[int, EntityId]]:
        rows = self._link.rows(sql, after=after, labels=reader.labels, limit=limit)
        return [(int(seq), EntityId(entity)) for seq, entity in rows]

    def _new_ones(self, seqs: Sequence[int]) -> list[StatementSeq | None]:
        taken = {seq for (seq,) in self._link.bare(_TAKEN, first=seqs[0], last=seqs[-1])}
        return [StatementSeq(seq) if seq in taken else None for seq in seqs]

    def _support(
        self,
        batch: StatementBatch,
        supports: Sequence[RecordSeq],
        numbers: Sequence[StatementSeq | None],
    ) -> None:
        rows = zip(batch.entities, batch.ids, supports, numbers, strict=True)
        known = [(r, entity, i, r) for entity, i, r, number in rows if number is None]
        self._link.add_many(_SUPPORT, known)


def _rows(batch: StatementBatch, seqs: Sequence[int], supports: Sequence[RecordSeq]) -> list[Row]:
    rows = zip(
        seqs,
        batch.ids,
        batch.entities,
        batch.schemas,
        batch.properties,
        batch.values,
        batch.langs,
        batch.originals,
        batch.targets,
        repeat(batch.source, len(seqs)),
        repeat(batch.label, len(seqs)),
        repeat(batch.grade, len(seqs)),
        supports,
        batch.observed_at,
        repeat(batch.recorded_at, len(seqs)),
        repeat(batch.expires_on, len(seqs)),
        strict=True,
    )
    return list(rows)


def _statement(row: Row) -> Statement:
    seq, statement, entity, schema, name, value, lang, original, target, *rest = row
    source, label, grade, record, observed_at, recorded_at, expires_on, state = rest
    return Statement(
        StatementSeq(seq),
        StatementId(statement),
        EntityId(entity),
        schema,
        name,
        value,
        lang,
        original,
        target,
        source,
        LabelId(label),
        grade,
        RecordSeq(record),
        None if observed_at is None else from_microseconds(observed_at),
        from_microseconds(recorded_at),
        from_microseconds(expires_on),
        _STATES[state],
    )
