"""One batch of a delivery: mapped and sealed outside the write, written in one unit of work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.center import Center, resolving_purposes
from isthmus.formats.raw import BrokenRecord, Fault, RawRecord, Tree, shown
from isthmus.ingest.admission import Admitted, Papers, admitted
from isthmus.ingest.mapping import Mapped, RecordMapping
from isthmus.ingest.normalise import FieldFault
from isthmus.model.canonical import microseconds
from isthmus.model.feed import Feed, FeedKind
from isthmus.model.ids import EntityId, LabelId, RecordId, RecordSeq, StatementSeq
from isthmus.model.record import Delivery, SealedRecord, Verdict
from isthmus.model.statement import State, StatementBatch
from isthmus.ports import UnitOfWork
from isthmus.resolve.keys import statement_keys

HOUR_MICROSECONDS = 3_600_000_000
AS_OF = "@as_of"
"""Under this name a mapping finds the as-of date of its delivery in every record."""


@dataclass(frozen=True, slots=True)
class Course:
    """What all batches of one delivery share.

    `late`: a newer one of the part was there first; `seen`: record key -> the record that has it;
    `judged`: numbers of records on which a run that was cut off gave its verdict already.
    """

    delivery: Delivery
    feed: Feed
    mapping: RecordMapping
    label: LabelId
    not_after: datetime
    late: bool = False
    seen: dict[bytes, RecordId] = field(default_factory=dict)
    judged: frozenset[int] = frozenset()

    @property
    def bucket(self) -> str:
        """The name of the bucket key: one per feed and month of expiry."""
        return f"{self.feed.id}-{self.papers.expires_on:%Y-%m}"

    @property
    def papers(self) -> Papers:
        """What every statement of the delivery carries."""
        return Papers(self.feed, self.label, self.delivery.received_at)


@dataclass(slots=True)
class Broken:
    """A record on its way to quarantine. `key`: the keyed hash of its key, if it was readable."""

    number: int
    fault: Fault
    pieces: list[bytes]
    key: bytes | None


@dataclass(slots=True)
class Prepared:
    """A batch that waits for its write."""

    known: list[RecordSeq]
    sealed: list[SealedRecord]
    admitted: Admitted
    keys: list[Sequence[str]]
    broken: list[Broken]


@dataclass(frozen=True, slots=True)
class Written:
    """What one batch brought."""

    records: int
    new: int
    statements: int
    broken: tuple[Broken, ...]


def prepared(center: Center, course: Course, items: Sequence[RawRecord | BrokenRecord]) -> Prepared:
    """Parse, map and seal what is new among `items`; the store is only asked what it knows."""
    feed, part = course.feed.id, course.delivery.part
    raws = {center.ids.record(feed, part, i.raw): i for i in items if isinstance(i, RawRecord)}
    with center.store.reading() as unit:
        known = unit.records.known(list(raws))
    broken = _collected(items)
    standing: list[RecordSeq] = []
    mapped: list[Mapped] = []
    fresh: list[tuple[RecordId, bytes, RawRecord]] = []
    as_of = course.delivery.as_of.isoformat()
    for record_id, raw in raws.items():
        center.precedence.give_way()
        key: bytes | None = None
        try:
            tree: dict[str, Tree] = {**raw.tree, AS_OF: as_of}
            text = course.mapping.record_key(tree)
            key = center.ids.record_key(feed, part, text)
            _check_once(course, (record_id, key), text)
            if record_id not in known:
                mapped.append(course.mapping.map_record(tree, course.not_after, key=text))
                fresh.append((record_id, key, raw))
            else:
                standing.append(known[record_id])
            if course.feed.kind is FeedKind.SNAPSHOT:
                course.seen[key] = record_id
        except FieldFault as error:
            broken.append(Broken(raw.number, error.fault, [raw.raw], key))
    batch = admitted(mapped, course.papers, center.ids)
    center.precedence.give_way()
    keys = _keys(center, batch.statements)
    center.precedence.give_way()
    return Prepared(standing, _sealed(center, course, fresh), batch, keys, broken)


def write(center: Center, actor: Actor, course: Course, batch: Prepared) -> Written:
    """Write a prepared batch with its audit entry; durable when it returns."""
    with center.store.writing() as unit:
        seqs = unit.records.add(course.delivery, course.bucket, course.label, batch.sealed)
        statements = batch.admitted.statements
        state = State.RETRACTED if course.late else State.ASSERTED
        added = unit.statements.add(statements, seqs, state)
        unit.keys.add(list(_key_rows(batch, added)))
        unit.observations.add(batch.admitted.observations, seqs)
        new = sum(1 for seq in added if seq is not None)
        if course.feed.kind is FeedKind.SNAPSHOT:
            unit.deliveries.note_presence(course.delivery.seq, [*batch.known, *seqs])
        if not course.late:
            enqueue(center, unit, course.label, _touched(statements, added))
        _quarantine(center, unit, course, batch.broken)
        unit.tallies.add(_tallies(course, batch, new))
        records = len(batch.known) + len(seqs)
        if seqs or batch.broken:
            unit.changes.add("feed", course.feed.id.encode(), course.label, center.clock.now())
        note(
            center,
            unit,
            actor.principal,
            purpose=actor.purpose,
            act="records.admitted",
            objects=[course.feed.id, course.delivery.name, *(r.id.hex() for r in batch.sealed)],
            counts={"records": records, "statements": new, "quarantined": len(batch.broken)},
        )
        unit.commit()
    return Written(records, len(seqs), new, tuple(batch.broken))


def enqueue(center: Center, unit: UnitOfWork, label: LabelId, entities: Iterable[EntityId]) -> None:
    """Put entities before the resolver of every purpose that can add something for their label."""
    waiting = list(entities)
    if not waiting:
        return
    stages = [f"resolve:{purpose}" for purpose in resolving_purposes(center, unit, label)]
    for stage in stages or ["detect"]:
        unit.queue.put(stage, waiting)


def _check_once(course: Course, ids: tuple[RecordId, bytes], text: str) -> None:
    """Raise FieldFault for a second, different record of one key: only one can speak for it."""
    if course.feed.kind is FeedKind.SNAPSHOT and course.seen.get(ids[1], ids[0]) != ids[0]:
        expected = "each record key once in a delivery"
        repair = "correct it at its source, or declare a key in the mapping that tells them apart"
        raise FieldFault(Fault("record key", expected, shown(text), repair))


def _collected(items: Sequence[RawRecord | BrokenRecord]) -> list[Broken]:
    """Put the pieces of each oversized record together again."""
    found: dict[int, Broken] = {}
    for item in items:
        if isinstance(item, BrokenRecord):
            known = found.setdefault(item.number, Broken(item.number, item.fault, [], None))
            known.pieces.append(item.raw)
    return list(found.values())


def _sealed(
    center: Center, course: Course, fresh: Sequence[tuple[RecordId, bytes, RawRecord]]
) -> list[SealedRecord]:
    """Seal a batch's new records, each bound to its id."""
    sealed = center.sealer.seal_many(
        course.bucket, [raw.raw for *_, raw in fresh], [record_id for record_id, *_ in fresh]
    )
    return [
        SealedRecord(
            id=record_id,
            key=key,
            number=raw.number,
            sealed=content,
            wrapped=wrapped,
            sha256=sha256(raw.raw).digest(),
            size=len(raw.raw),
        )
        for (record_id, key, raw), (wrapped, content) in zip(fresh, sealed, strict=True)
    ]


def _keys(center: Center, batch: StatementBatch) -> list[Sequence[str]]:
    """Give the keys of each statement of a batch."""
    ontology = center.ontology
    return [
        statement_keys(ontology.property(schema, name), schema, value, ontology)
        for schema, name, value in zip(batch.schemas, batch.properties, batch.values, strict=True)
    ]


def _key_rows(
    batch: Prepared, added: Sequence[StatementSeq | None]
) -> Iterable[tuple[str, EntityId, StatementSeq, LabelId]]:
    statements = batch.admitted.statements
    for entity, seq, keys in zip(statements.entities, added, batch.keys, strict=True):
        if seq is not None:
            for key in keys:
                yield key, entity, seq, statements.label


def _touched(batch: StatementBatch, added: Sequence[StatementSeq | None]) -> Iterable[EntityId]:
    return dict.fromkeys(batch.entities[i] for i, seq in enumerate(added) if seq is not None)


def _quarantine(center: Center, unit: UnitOfWork, course: Course, broken: Sequence[Broken]) -> None:
    for one in broken:
        if one.number in course.judged:
            continue
        fault = one.fault
        verdict = Verdict(
            feed=course.feed.id,
            delivery=course.delivery.seq,
            number=one.number,
            field=fault.field,
            expected=fault.expected,
            came=fault.came,
            repair=fault.repair,
        )
        pieces = [center.sealer.seal(course.bucket, piece, b"quarantine") for piece in one.pieces]
        unit.verdicts.add(verdict, pieces, center.clock.now())
    keys = [one.key for one in broken if one.key is not None]
    if keys:
        unit.deliveries.note_unread(course.delivery.seq, keys)


def _tallies(course: Course, batch: Prepared, new: int) -> list[tuple[LabelId, str, str, int, int]]:
    hour = microseconds(course.delivery.received_at) // HOUR_MICROSECONDS
    counted: Counter[tuple[str, int]] = Counter()
    counted["records", hour] = len(batch.sealed)
    counted["statements", hour] = new
    counted["quarantined", hour] = sum(1 for b in batch.broken if b.number not in course.judged)
    counted["positions", hour] = len(batch.admitted.observations)
    times: Mapping[int, int] = Counter(
        at // HOUR_MICROSECONDS
        for at in (*batch.admitted.observations.at, *batch.admitted.statements.observed_at)
        if at is not None
    )
    for observed, count in times.items():
        counted["observed", observed] += count
    return [
        (course.label, course.feed.id, kind, at, count)
        for (kind, at), count in counted.items()
        if count
    ]
