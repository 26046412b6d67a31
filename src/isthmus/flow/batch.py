"""One batch of a delivery: mapped and sealed outside the write, written in one unit of work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.center import Center, resolving_purposes, stage_of
from isthmus.flow.course import Broken, Course, content_label
from isthmus.flow.keeping import note_labels
from isthmus.flow.marking import (
    Arrived,
    MarkedLot,
    add_marked,
    add_records,
    known_again,
    note_figures,
    record_labels,
)
from isthmus.flow.quarantine import put_away
from isthmus.flow.succession import Came, succeed
from isthmus.flow.tightening import tighten
from isthmus.formats.raw import BrokenRecord, Fault, RawRecord, Tree, shown
from isthmus.ingest.admission import Admitted, Lot, admitted
from isthmus.ingest.mapping import Mapped
from isthmus.ingest.normalise import FieldFault
from isthmus.model.canonical import microseconds
from isthmus.model.feed import FeedKind
from isthmus.model.ids import EntityId, LabelId, RecordId, RecordSeq
from isthmus.model.record import SealedRecord
from isthmus.model.statement import State, StatementBatch
from isthmus.phrases import say
from isthmus.ports import UnitOfWork
from isthmus.resolve.keys import statement_keys

ERASED = "records-erased"
"""The fact that tells how often records of own feeds were erased."""
HOUR_MICROSECONDS = 3_600_000_000
AS_OF = "@as_of"
"""Under this name a mapping finds the as-of date of its delivery in every record."""


@dataclass(slots=True)
class Prepared:
    """A batch that waits for its write.

    `marked`: what came under labels of its own; `again`: what known records say, where their
    markings may have become stricter; `versions`: key and version of each new record, in their
    order, where one takes the place of another; `erased`: how often records had been erased when
    it was asked which are known.
    """

    known: list[RecordSeq]
    sealed: list[SealedRecord]
    admitted: Admitted
    keys: list[Sequence[str]]
    broken: list[Broken]
    marked: list[MarkedLot] = field(default_factory=list)
    again: Admitted | None = None
    versions: list[tuple[bytes, str]] = field(default_factory=list)
    erased: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What one batch brought. `held`: how long it held the write, until it was durable."""

    records: int
    new: int
    statements: int
    broken: tuple[Broken, ...]
    held: timedelta


def prepared(center: Center, course: Course, items: Sequence[RawRecord | BrokenRecord]) -> Prepared:
    """Parse, map and seal what is new among `items`; the store is only asked what it knows."""
    feed, part = course.feed.id, course.delivery.part
    raws = {center.ids.record(feed, part, i.raw): i for i in items if isinstance(i, RawRecord)}
    with center.store.reading() as unit:
        known, erased = unit.records.known(list(raws)), unit.meta.get(ERASED)
    broken = _collected(course, items)
    standing: list[RecordSeq] = []
    mapped: list[Mapped] = []
    again: list[Mapped] = []
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
                again += _again(course, tree, text)
            if course.feed.kind is FeedKind.SNAPSHOT:
                course.seen[key] = record_id
        except FieldFault as error:
            label = content_label(course, raw.tree)
            broken.append(Broken(raw.number, error.fault, [raw.raw], key, label, raw.context))
    batch = admitted(mapped, course.papers, center.ids)
    return Prepared(
        known=standing,
        sealed=_sealed(center, course, fresh),
        admitted=batch,
        keys=_keys(center, batch.statements),
        broken=broken,
        marked=_marked_lots(center, batch),
        again=admitted(again, course.papers, center.ids) if again else None,
        versions=[
            (key, one.version.at)
            for (_, key, _), one in zip(fresh, mapped, strict=True)
            if one.version is not None
        ],
        erased=erased,
    )


def write(center: Center, actor: Actor, course: Course, batch: Prepared) -> Written | None:
    """Write a prepared batch with its audit entry; durable when it returns.

    Gives None, and writes nothing, if a record that was known then may be none any more: it
    expired in between, and the batch must be prepared anew.
    """
    with center.store.writing() as unit:
        began = center.clock.now()
        if batch.known and unit.meta.get(ERASED) != batch.erased:
            return None
        labels = record_labels(unit, len(batch.sealed), course.label, batch.admitted.contents)
        seqs = add_records(unit, course.delivery, course.bucket, batch.sealed, labels)
        statements = batch.admitted.statements
        state = State.RETRACTED if course.late else State.ASSERTED
        added = unit.statements.add(statements, seqs, state)
        observations = batch.admitted.observations
        own = Arrived(course.label, labels, statements, observations, batch.keys, added)
        unit.keys.add(list(own.key_rows()))
        unit.observations.add(observations, seqs)
        came = [own]
        came += add_marked(unit, batch.marked, list(zip(seqs, labels, strict=True)), state)
        if course.feed.kind is FeedKind.SNAPSHOT:
            unit.deliveries.note_presence(course.delivery.seq, [*batch.known, *seqs])
        for one in () if course.late else came:
            enqueue(center, unit, one.label, one.touched)
        _succeed(center, unit, course, batch, seqs)
        if course.several:
            _tighten(center, unit, actor, course, batch, came)
        broken = put_away(center, unit, course, batch.broken)
        unit.tallies.add(_tallies(course, labels, broken, came))
        _keep_figures(unit, course, _figures(unit, course, batch, labels))
        new = sum(one.new for one in came)
        records = len(batch.known) + len(seqs)
        begun = tuple(one for one in batch.broken if not one.begun)
        _tell(center, unit, course, [*labels, *broken])
        note(
            center,
            unit,
            actor.principal,
            purpose=actor.purpose,
            act="records.admitted",
            objects=[course.feed.id, course.delivery.name, *(r.id.hex() for r in batch.sealed)],
            counts={"records": records, "statements": new, "quarantined": len(begun)},
        )
        unit.commit()
    return Written(records, len(seqs), new, begun, center.clock.now() - began)


def _keep_figures(
    unit: UnitOfWork, course: Course, figures: Mapping[LabelId, tuple[int, int, int]]
) -> None:
    note_figures(unit, course.delivery.seq, figures)
    note_labels(unit, course.feed, figures)


def _tell(center: Center, unit: UnitOfWork, course: Course, labels: Sequence[LabelId]) -> None:
    """Say that the feed brought something, to whoever may read it."""
    for label in dict.fromkeys(labels):
        unit.changes.add("feed", course.feed.id.encode(), label, center.clock.now())


def _succeed(
    center: Center, unit: UnitOfWork, course: Course, batch: Prepared, seqs: Sequence[RecordSeq]
) -> None:
    """Let the latest version of each record speak, and look anew at whom that touches."""
    if not batch.versions:
        return
    came = [Came(*one, seq) for one, seq in zip(batch.versions, seqs, strict=True)]
    touched = succeed(center, unit, course.feed, course.delivery.part, came)
    for label, entities in sorted(touched.items()):
        enqueue(center, unit, label, sorted(entities))


def enqueue(center: Center, unit: UnitOfWork, label: LabelId, entities: Iterable[EntityId]) -> None:
    """Put entities before the resolver of every purpose that can add something for their label."""
    waiting = list(entities)
    if not waiting:
        return
    stages = [stage_of(purpose) for purpose in resolving_purposes(center, unit, label)]
    for stage in stages or ["detect"]:
        unit.queue.put(stage, waiting)


def _check_once(course: Course, ids: tuple[RecordId, bytes], text: str) -> None:
    """Raise FieldFault for a second, different record of one key: only one can speak for it."""
    if course.feed.kind is FeedKind.SNAPSHOT and course.seen.get(ids[1], ids[0]) != ids[0]:
        expected = say("each record key once in a delivery")
        repair = say(
            "correct it at its source, or declare a key in the mapping that tells them apart"
        )
        raise FieldFault(Fault("key", expected, shown(text), repair))


def _again(course: Course, tree: dict[str, Tree], key: str) -> list[Mapped]:
    """Give what a known record says, where what marks it may stand elsewhere in its file.

    One whose marking nobody knows any more stays as it stands: not a byte of it is new.
    """
    if course.mapping.markings is None:
        return []
    try:
        return [course.mapping.map_record(tree, course.not_after, key=key)]
    except FieldFault:
        return []


def _marked_lots(center: Center, batch: Admitted) -> list[MarkedLot]:
    return [
        MarkedLot(label, lot, _keys(center, lot.statements)) for label, lot in batch.marked.items()
    ]


def _tighten(
    center: Center,
    unit: UnitOfWork,
    actor: Actor,
    course: Course,
    batch: Prepared,
    came: Sequence[Arrived],
) -> None:
    """Raise what stands under a weaker label than it came under, and look at it anew."""
    again: list[Arrived] = []
    if batch.again is not None:
        said = batch.again
        own = Lot(said.statements, said.observations)
        lots = [MarkedLot(course.feed.label, own, _keys(center, own.statements))]
        again = known_again(unit, [*lots, *_marked_lots(center, said)], course.label, said.contents)
    raised = tighten(center, unit, actor, course.feed, [*came, *again])
    for label, entities in raised.items():
        enqueue(center, unit, label, sorted(entities))


def _collected(course: Course, items: Sequence[RawRecord | BrokenRecord]) -> list[Broken]:
    """Put the pieces of each oversized record together again."""
    found: dict[int, Broken] = {}
    for item in items:
        if isinstance(item, BrokenRecord):
            label = content_label(course, None)
            first = Broken(item.number, item.fault, [], None, label, item.context)
            known = found.setdefault(item.number, first)
            known.begun = item.number in course.long
            known.continues = item.continues
            known.pieces.append(item.raw)
    return list(found.values())


def _sealed(
    center: Center, course: Course, fresh: Sequence[tuple[RecordId, bytes, RawRecord]]
) -> list[SealedRecord]:
    """Seal a batch's new records, each bound to its id."""
    center.precedence.give_way()
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
            expires_on=course.papers.expires_on,
        )
        for (record_id, key, raw), (wrapped, content) in zip(fresh, sealed, strict=True)
    ]


def _keys(center: Center, batch: StatementBatch) -> list[Sequence[str]]:
    """Give the keys of each statement of a batch."""
    center.precedence.give_way()
    ontology = center.ontology
    return [
        statement_keys(ontology.property(schema, name), schema, value, ontology)
        for schema, name, value in zip(batch.schemas, batch.properties, batch.values, strict=True)
    ]


def _figures(
    unit: UnitOfWork, course: Course, batch: Prepared, new: Sequence[LabelId]
) -> dict[LabelId, tuple[int, int, int]]:
    """Count what came under labels other than the feed's: records, new ones, quarantined ones."""
    again = () if batch.again is None else batch.again.contents.values()
    known = Counter(unit.labels.intern(label) for label in again)
    fresh = Counter(label for label in new if label != course.label)
    broken = Counter(
        unit.labels.intern(b.label) for b in batch.broken if b.number and b.label and not b.begun
    )
    return {
        label: (known[label] + fresh[label], fresh[label], broken[label])
        for label in {*known, *fresh, *broken}
    }


def _tallies(
    course: Course,
    records: Sequence[LabelId],
    broken: Sequence[LabelId],
    came: Sequence[Arrived],
) -> list[tuple[LabelId, str, str, int, int]]:
    """Count what came. `records`, `broken`: the label of each."""
    hour = microseconds(course.delivery.received_at) // HOUR_MICROSECONDS
    counted: Counter[tuple[LabelId, str, int]] = Counter()
    for kind, labels in (("records", records), ("quarantined", broken)):
        for label, count in Counter(labels).items():
            counted[label, kind, hour] = count
    for one in came:
        counted[one.label, "statements", hour] = one.new
        counted[one.label, "positions", hour] = len(one.observations)
        times = Counter(
            at // HOUR_MICROSECONDS
            for at in (*one.observations.at, *one.statements.observed_at)
            if at is not None
        )
        for observed, count in times.items():
            counted[one.label, "observed", observed] += count
    return [
        (label, course.feed.id, kind, at, count)
        for (label, kind, at), count in counted.items()
        if count
    ]
