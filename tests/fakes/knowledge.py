"""Statements, keys, judgements and positions in memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter, itemgetter

import msgspec

from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.ids import EntityId, LabelId, RecordSeq, StatementId, StatementSeq
from isthmus.model.judgement import (
    Attribution,
    Judgement,
    as_seen,
    in_pairs,
    is_shown,
    is_told,
    of_persons,
    spread,
)
from isthmus.model.principal import Reader
from isthmus.model.statement import (
    Ended,
    Observation,
    ObservationBatch,
    State,
    Statement,
    StatementBatch,
    Withheld,
)
from tests.fakes.tables import Part, in_utc


class MemoryStatements(Part):
    """StatementStore."""

    __slots__ = ()

    def add(
        self, batch: StatementBatch, records: Sequence[RecordSeq], state: State
    ) -> Sequence[StatementSeq | None]:
        self._changing(batch)
        return [self._added(batch, i, records[batch.records[i]], state) for i in range(len(batch))]

    def unsupported(self, records: Sequence[RecordSeq], reader: Reader) -> Sequence[StatementSeq]:
        speaking = self._tables.speaking()
        return [
            s.seq
            for s in self._supported(records, reader, State.ASSERTED)
            if not self._tables.supports[s.seq] & speaking
        ]

    def unasserted(self, records: Sequence[RecordSeq], reader: Reader) -> Sequence[StatementSeq]:
        return [s.seq for s in self._supported(records, reader, State.RETRACTED)]

    def set_state(
        self, seqs: Sequence[StatementSeq], state: State, at: datetime, reason: str
    ) -> None:
        tables = self._changing(reason)
        for seq in seqs:
            tables.life.append((seq, state, at, reason))
            tables.statements[seq] = msgspec.structs.replace(tables.statements[seq], state=state)

    def withdrawn_after(self, move: int, limit: int) -> Sequence[tuple[int, StatementSeq]]:
        life = self._tables.life
        last = {seq: number for number, (seq, *_) in enumerate(life, start=1)}
        back = {State.RETRACTED, State.CORRECTED}
        found = [
            (number, seq)
            for number, (seq, state, *_) in enumerate(life, start=1)
            if number > move and state in back and last[seq] == number
        ]
        return found[:limit]

    def ended_after(self, move: int, limit: int) -> Sequence[Ended]:
        rows = enumerate(self._tables.life, start=1)
        ended = [Ended(n, seq, state, why) for n, (seq, state, _, why) in rows if n > move]
        return [one for one in ended if one.state is not State.ASSERTED][:limit]

    def last_move(self) -> int:
        return len(self._tables.life)

    def last(self) -> int:
        return max(self._tables.statements, default=0)

    def said_after(
        self, statement: int, reader: Reader, limit: int
    ) -> Sequence[tuple[int, EntityId]]:
        rows = sorted(self._tables.statements.items())
        seen = [(seq, s.entity) for seq, s in rows if s.label in reader.labels]
        return [row for row in seen if row[0] > statement][:limit]

    def moved_after(self, move: int, reader: Reader, limit: int) -> Sequence[tuple[int, EntityId]]:
        told = self._tables.statements
        moves = [(n, told[seq]) for n, (seq, *_) in enumerate(self._tables.life, start=1)]
        return [(n, s.entity) for n, s in moves if n > move and s.label in reader.labels][:limit]

    def of(
        self,
        entities: Sequence[EntityId],
        reader: Reader,
        *,
        properties: Sequence[str] | None = None,
        every_state: bool = False,
    ) -> Sequence[Statement]:
        seqs = _chained(self._tables.statements_of.get(entity, ()) for entity in entities)
        return [
            s
            for s in self.by_seq(seqs, reader)
            if (every_state or s.state is State.ASSERTED)
            and (properties is None or s.property in properties)
        ]

    def towards(self, targets: Sequence[EntityId], reader: Reader) -> Sequence[Statement]:
        seqs = _chained(self._tables.statements_towards.get(target, ()) for target in targets)
        return [s for s in self.by_seq(seqs, reader) if s.state is State.ASSERTED]

    def by_seq(self, seqs: Sequence[StatementSeq], reader: Reader) -> Sequence[Statement]:
        found = (self._tables.statements.get(seq) for seq in dict.fromkeys(seqs))
        return [s for s in found if s and s.label in reader.labels]

    def by_id(self, statement: StatementId, reader: Reader) -> Statement | None:
        seq = self._tables.statement_ids.get(statement)
        found = self.by_seq([] if seq is None else [seq], reader)
        return found[0] if found else None

    def of_record(self, record: RecordSeq, reader: Reader) -> Sequence[Statement]:
        return self.by_seq(self._tables.supported.get(record, ()), reader)

    def sizes(self, reader: Reader) -> Mapping[LabelId, int]:
        return Counter(
            s.label for s in self._tables.statements.values() if s.label in reader.labels
        )

    def things(self, reader: Reader, at: datetime) -> Mapping[str, int]:
        found: dict[str, set[EntityId]] = defaultdict(set)
        for s in self._tables.statements.values():
            if s.label in reader.labels and s.state is State.ASSERTED and s.expires_on > at:
                found[s.schema].add(s.entity)
        return {schema: len(entities) for schema, entities in found.items()}

    def withheld(
        self, entities: Sequence[EntityId], reader: Reader, at: datetime
    ) -> frozenset[Withheld]:
        seen = {s.entity for s in self.of(entities, reader) if s.expires_on > at}
        seqs = _chained(self._tables.statements_of.get(entity, ()) for entity in seen)
        rows = (self._tables.statements[seq] for seq in seqs)
        return frozenset(
            Withheld(s.property, s.label)
            for s in rows
            if s.label in reader.withheld and s.state is State.ASSERTED and s.expires_on > at
        )

    def _supported(
        self, records: Sequence[RecordSeq], reader: Reader, state: State
    ) -> list[Statement]:
        seqs = _chained(self._tables.supported.get(record, ()) for record in records)
        return [s for s in self.by_seq(seqs, reader) if s.state is state]

    def _added(
        self, batch: StatementBatch, i: int, record: RecordSeq, state: State
    ) -> StatementSeq | None:
        tables = self._tables
        known = tables.statement_ids.get(batch.ids[i])
        if known is not None:
            self._support(known, record)
            return None
        seq = StatementSeq(tables.number("statements"))
        row = _row(batch, i, seq, record)
        tables.statements[seq] = row
        tables.statement_ids[row.id] = seq
        tables.statements_of[row.entity] = (*tables.statements_of.get(row.entity, ()), seq)
        if row.target is not None:
            there = tables.statements_towards.get(row.target, ())
            tables.statements_towards[row.target] = (*there, seq)
        self._support(seq, record)
        if state is not State.ASSERTED:
            self.set_state([seq], state, row.recorded_at, "entered as history")
        return seq

    def _support(self, seq: StatementSeq, record: RecordSeq) -> None:
        before = self._tables.supports.get(seq, frozenset())
        if record not in before:
            self._tables.supports[seq] = before | {record}
            held = self._tables.supported.get(record, ())
            self._tables.supported[record] = (*held, seq)


class MemoryKeys(Part):
    """KeyStore."""

    __slots__ = ()

    def add(self, rows: Sequence[tuple[str, EntityId, StatementSeq, LabelId]]) -> None:
        keys = self._changing(rows).keys
        for key, entity, statement, label in rows:
            keys[key] = {(entity, statement): label, **keys.get(key, {})}

    def relabel(self, rows: Sequence[tuple[str, EntityId, StatementSeq, LabelId]]) -> None:
        keys = self._changing(rows).keys
        for key, entity, statement, label in rows:
            if (entity, statement) in keys.get(key, {}):
                keys[key] = {**keys[key], (entity, statement): label}

    def holders(
        self, keys: Sequence[str], reader: Reader, cap: int
    ) -> Mapping[str, Sequence[tuple[EntityId, StatementSeq]]]:
        found = {key: self._holders(key, reader)[: cap + 1] for key in keys}
        return {key: holders for key, holders in found.items() if holders}

    def starting(self, prefix: str, reader: Reader, limit: int) -> Sequence[tuple[str, EntityId]]:
        keys = sorted(key for key in self._tables.keys if key.startswith(prefix))
        pairs = ((key, entity) for key in keys for entity, _ in self._holders(key, reader))
        return list(dict.fromkeys(pairs))[:limit]

    def add_hubs(self, purpose: str, rows: Sequence[tuple[str, tuple[LabelId, LabelId]]]) -> None:
        tables = self._changing(rows)
        for key, labels in rows:
            tables.hubs[tables.number("hubs")] = purpose, key, labels

    def take_hubs(self, purpose: str, keys: Sequence[str]) -> None:
        hubs = self._changing(keys).hubs
        for number in [n for n, row in hubs.items() if row[0] == purpose and row[1] in keys]:
            del hubs[number]

    def hubs_after(
        self, purpose: str, seq: int, reader: Reader
    ) -> Sequence[tuple[int, str, tuple[LabelId, LabelId]]]:
        return [
            (number, key, labels)
            for number, (at, key, labels) in self._tables.hubs.items()
            if number > seq and at == purpose and reader.labels.issuperset(labels)
        ]

    def _holders(self, key: str, reader: Reader) -> list[tuple[EntityId, StatementSeq]]:
        return [
            (entity, statement)
            for (entity, statement), label in self._tables.keys.get(key, {}).items()
            if label in reader.labels and self._tables.stands(statement, reader.at)
        ]


class MemoryJudgements(Part):
    """JudgementStore."""

    __slots__ = ()

    def add(self, judgements: Sequence[Judgement]) -> None:
        self._changing(judgements).judgements.extend(map(in_utc, judgements))

    def around(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Judgement]:
        ends = frozenset(entities)
        return [
            judgement
            for _, judgement in self._counting(reader)
            if not ends.isdisjoint((judgement.left, judgement.right))
        ]

    def parts(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Judgement]:
        ends = frozenset(entities)
        every = (row for rows in self._parts(reader).values() for row in rows)
        return [
            part
            for _, part in sorted(every, key=itemgetter(0))
            if part.comparisons and not ends.isdisjoint((part.left, part.right))
        ]

    def outgrown(
        self, entities: Sequence[EntityId], purpose: str, within: Collection[LabelId]
    ) -> Sequence[Judgement]:
        ends = frozenset(entities)
        latest = {
            (judgement.left, judgement.right): judgement
            for judgement in self._tables.judgements
            if not judgement.by_person and judgement.purpose == purpose
        }
        return [
            replace(judgement, comparisons=())
            for judgement in sorted(latest.values(), key=self._tables.judgements.index)
            if not ends.isdisjoint((judgement.left, judgement.right))
            and any(not {c.left_label, c.right_label} <= set(within) for c in judgement.comparisons)
        ]

    def waiting(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Judgement]:
        ends = frozenset(entities)
        each = (of_persons(judged.values())[1] for judged in self._by_persons(reader).values())
        return [w for w in each if w is not None and not ends.isdisjoint((w.left, w.right))]

    def page(self, after: int, limit: int, reader: Reader) -> Sequence[tuple[int, Judgement]]:
        return [row for row in self._counting(reader) if row[0] > after][:limit]

    def sampled(self, limit: int, reader: Reader) -> Sequence[Judgement]:
        models = (j for _, j in self._counting(reader) if not j.by_person)
        return spread(sorted(models, key=attrgetter("left", "right")), limit)

    def of_persons(self, limit: int, reader: Reader) -> Sequence[Judgement]:
        persons = [j for _, j in self._counting(reader) if j.by_person]
        return persons[::-1][:limit]

    def last(self) -> int:
        return len(self._tables.judgements)

    def history(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Judgement]:
        ends = frozenset(entities)
        before: dict[tuple[EntityId, EntityId], dict[str, Judgement]] = defaultdict(dict)
        found = []
        for judgement in self._tables.judgements:
            if not ends.issuperset((judgement.left, judgement.right)):
                continue
            if judgement.by_person:
                found += [judgement] if judgement.label in reader.labels else []
                continue
            held = self._held(judgement, reader, asserted=False)
            said = before[judgement.left, judgement.right]
            if is_shown(held.comparisons) and not is_told(held, said.values()):
                said[held.purpose] = held
                found.append(as_seen([held], reader.labels))
        return in_pairs(found)

    def attribute(self, attributions: Sequence[Attribution], at: datetime) -> None:  # noqa: ARG002 - rows of a real store carry the time
        tables = self._changing(attributions)
        for attribution in attributions:
            tables.attributions[tables.number("attribution")] = in_utc(attribution)

    def attributions(
        self,
        reader: Reader,
        *,
        events: Sequence[EntityId] = (),
        holders: Sequence[EntityId] = (),
    ) -> Sequence[Attribution]:
        seen = [r for r in self._tables.attributions.values() if r.label in reader.labels]
        latest = {(row.event, row.property): row for row in seen}
        return [
            row
            for row in seen
            if row.standing
            and row.value
            and row is latest[row.event, row.property]
            and self._is_held(row, reader)
            and (row.event in events or row.holder in holders)
        ]

    def attributed(
        self,
        reader: Reader,
        *,
        events: Sequence[EntityId] = (),
        holders: Sequence[EntityId] = (),
    ) -> Sequence[Attribution]:
        return [
            row
            for row in self._tables.attributions.values()
            if row.label in reader.labels and (row.event in events or row.holder in holders)
        ]

    def _is_held(self, row: Attribution, reader: Reader) -> bool:
        """Tell whether nothing is past its day that an attribution rests on."""
        said = [self._tables.statements[seq] for seq in row.evidence]
        at = reader.at
        return at is None or all(s.label in reader.labels and s.expires_on > at for s in said)

    def _counting(self, reader: Reader) -> list[tuple[int, Judgement]]:
        found: list[tuple[int, Judgement]] = []
        for judged in self._by_persons(reader).values():
            counts, _ = of_persons(judged.values())
            found += [(number, one) for number, one in judged.items() if one is counts]
        for every in self._parts(reader).values():
            shown = [row for row in every if is_shown(row[1].comparisons)]
            if shown:
                whole = as_seen([part for _, part in shown], reader.labels)
                found.append((shown[-1][0], whole))
        return sorted(found, key=itemgetter(0))

    def _by_persons(
        self, reader: Reader
    ) -> Mapping[tuple[EntityId, EntityId], dict[int, Judgement]]:
        """Give persons' judgements of each pair, numbered, oldest first."""
        persons: dict[tuple[EntityId, EntityId], dict[int, Judgement]] = defaultdict(dict)
        for number, judgement in enumerate(self._tables.judgements, start=1):
            # A person's judgement that the reader may not see leaves his earlier one counting:
            # otherwise its disappearance would tell of the withheld one.
            if judgement.by_person and judgement.label in reader.labels:
                persons[judgement.left, judgement.right][number] = judgement
        return persons

    def _parts(
        self, reader: Reader
    ) -> Mapping[tuple[EntityId, EntityId], list[tuple[int, Judgement]]]:
        """Give of each pair what counts of the model's, per purpose, numbered, oldest first."""
        parts: dict[tuple[EntityId, EntityId], dict[str, tuple[int, Judgement]]] = defaultdict(dict)
        for number, judgement in enumerate(self._tables.judgements, start=1):
            if not judgement.by_person:
                of_pair = parts[judgement.left, judgement.right]
                of_pair[judgement.purpose] = number, judgement
        return {
            pair: [
                (number, self._held(judgement, reader, asserted=True))
                for number, judgement in sorted(of_pair.values(), key=itemgetter(0))
            ]
            for pair, of_pair in parts.items()
        }

    def _held(self, judgement: Judgement, reader: Reader, *, asserted: bool) -> Judgement:
        """Give a judgement with the comparisons that the reader sees of it."""
        tables = self._tables
        comparisons = tuple(
            c
            for c in judgement.comparisons
            if {c.left_label, c.right_label} <= reader.labels
            and (
                not asserted
                or (tables.stands(c.left, reader.at) and tables.stands(c.right, reader.at))
            )
        )
        return replace(judgement, comparisons=comparisons)


class MemoryObservations(Part):
    """ObservationStore."""

    __slots__ = ()

    def add(self, batch: ObservationBatch, records: Sequence[RecordSeq]) -> int:
        held = self._changing(batch).observations
        before = len(held)
        for i in range(len(batch)):
            row = _position(batch, i, records[batch.records[i]])
            held.setdefault((row.entity, row.at, row.record), row)
        return len(held) - before

    def labels_at(
        self, places: Sequence[tuple[EntityId, int]]
    ) -> Sequence[tuple[EntityId, int, LabelId, LabelId]]:
        wanted = frozenset(places)
        records = self._tables.records
        found = (
            (o.entity, microseconds(o.at), o.label, records[o.record].label)
            for o in self._tables.observations.values()
        )
        return list(dict.fromkeys(row for row in found if row[:2] in wanted))

    def tighten(
        self, places: Sequence[tuple[EntityId, int]], steps: Mapping[LabelId, LabelId]
    ) -> int:
        tables, wanted, risen = self._changing(), frozenset(places), 0
        for key, row in list(tables.observations.items()):
            if (row.entity, microseconds(row.at)) in wanted:
                record = tables.records[row.record]
                later = steps.get(record.label, record.label)
                tables.records[row.record] = replace(record, label=later)
                risen += row.label in steps
                tables.observations[key] = msgspec.structs.replace(
                    row, label=steps.get(row.label, row.label)
                )
        return risen

    def of(self, entities: Sequence[EntityId], reader: Reader, limit: int) -> Sequence[Observation]:
        wanted = frozenset(entities)
        return _newest((o for o in self._seen(reader) if o.entity in wanted), limit)

    def within(
        self,
        box: tuple[float, float, float, float],
        between: tuple[datetime, datetime],
        reader: Reader,
        limit: int,
    ) -> Sequence[Observation]:
        west, south, east, north = box
        first, last = between
        inside = (
            o
            for o in self._seen(reader)
            if west <= o.lon <= east and south <= o.lat <= north and first <= o.at < last
        )
        return _newest(inside, limit)

    def _seen(self, reader: Reader) -> Iterable[Observation]:
        return (o for o in self._tables.observations.values() if o.label in reader.labels)


def _newest(rows: Iterable[Observation], limit: int) -> list[Observation]:
    return sorted(rows, key=lambda o: o.at, reverse=True)[:limit]


def _chained(parts: Iterable[tuple[StatementSeq, ...]]) -> list[StatementSeq]:
    return [seq for part in parts for seq in part]


def _row(batch: StatementBatch, i: int, seq: StatementSeq, record: RecordSeq) -> Statement:
    observed = batch.observed_at[i]
    return Statement(
        seq=seq,
        id=batch.ids[i],
        entity=batch.entities[i],
        schema=batch.schemas[i],
        property=batch.properties[i],
        value=batch.values[i],
        lang=batch.langs[i],
        original=batch.originals[i],
        target=batch.targets[i],
        source=batch.source,
        label=batch.label,
        grade=batch.grade,
        record=record,
        observed_at=None if observed is None else from_microseconds(observed),
        recorded_at=from_microseconds(batch.recorded_at),
        expires_on=from_microseconds(batch.expires_on),
    )


def _position(batch: ObservationBatch, i: int, record: RecordSeq) -> Observation:
    return Observation(
        entity=batch.entities[i],
        at=from_microseconds(batch.at[i]),
        lat=batch.lats[i],
        lon=batch.lons[i],
        speed_kn=batch.speeds_kn[i],
        course_deg=batch.courses_deg[i],
        source=batch.source,
        label=batch.label,
        record=record,
    )
