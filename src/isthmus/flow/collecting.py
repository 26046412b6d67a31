"""Collections: what a reader at a purpose is told as STIX, kept up to date, and taken back.

1. A step looks at what the reader may see of the statements, rows of life, judgements and changes
   of alerts since the last one, and at what these touch; never at more than `STEP` of each.
2. Each object is written as it stands and compared, by its keyed digest, with what was told of it.
   What is new or says something else becomes an entry behind all others; what there is no more,
   for whatever reason, becomes its last version: revoked, with nothing of what it said.
3. Who reads under another clearance than before is looked after from the beginning: all that was
   told is checked, and all that is there is looked at again. A marking that rose is a change of
   what it marks, told under the label that stood before.
4. What an object says is read anew for each answer. An entry holds a name and a digest.

Times and order are those of the telling: nothing of them derives from what the reader may not see.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.center import Center
from isthmus.flow.cursors import UNBOUND
from isthmus.flow.reading import Ask, Reading, check, reading, stated_purpose
from isthmus.flow.showing.stix import Made, StixWriter, digest_of
from isthmus.model.collection import Collection, Entry, Kind
from isthmus.model.ids import AlertId, EntityId, shown_id
from isthmus.ports import UnitOfWork

STEP: Final = 500
"""How many rows of each kind one step looks at."""

_ENTITY: Final = "entity"
_TICK: Final = timedelta(microseconds=1)
_ACT: Final = "collection.extended"
_STATIC: Final = frozenset({Kind.DEFINITION, Kind.SOURCE, Kind.MARKING})


@dataclass(slots=True)
class _Touched:
    """What a step must look at."""

    entities: set[EntityId] = field(default_factory=set)
    alerts: set[AlertId] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Step:
    """What a step found. `more`: something is left to look at; `gone`: names to take out."""

    before: Collection | None
    after: Collection
    entries: Sequence[Entry]
    gone: Sequence[str]
    more: bool


def collection_id(center: Center, principal: str, purpose: str) -> bytes:
    """Name the collection of a principal at a purpose."""
    return center.ids.record_key(UNBOUND, "collection", f"{principal}\n{purpose}")


def extend(center: Center, actor: Actor) -> bool:
    """Bring the actor's collection one step forward; tells whether something is left to look at.

    Raises AccessError and PurposeRequired as every read does.
    """
    check(actor.principal, Ask(_ACT))
    with center.store.reading() as unit:
        step = next_step(reading(center, unit, actor))
    if step.entries or step.gone or step.after != step.before:
        _keep(center, actor, step)
    return step.more


def next_step(under_way: Reading) -> Step:
    """Give what the next step of a reader's collection would tell."""
    unit, reader = under_way.unit, under_way.reader
    name = collection_id(under_way.center, reader.principal.id, reader.purpose)
    before = unit.collections.get(name)
    start = _begun(under_way, before, name)
    touched = _Touched()
    after, more = _advanced(under_way, start, touched)
    if not touched.entities and not touched.alerts and before is not None:
        return Step(before, after, (), (), more)
    gone = _markings_gone(under_way, name) if start.until else ()
    entries = _compared(under_way, after, touched)
    if entries:
        after = replace(after, told=entries[-1].seq, told_at=entries[-1].added_at)
    return Step(before, after, entries, gone, more)


def objects_of(under_way: Reading, entries: Sequence[Entry]) -> dict[str, Made]:
    """Write what entries stand for as it is now, by name; what there is no more is absent."""
    writer = StixWriter(under_way)
    owners = {EntityId(e.owner) for e in entries if e.kind not in {*_STATIC, Kind.ALERT}}
    alerts = {AlertId(e.owner) for e in entries if e.kind is Kind.ALERT}
    made = [*writer.entities(owners), *writer.alerts(alerts)]
    for entry in entries:
        if entry.kind is Kind.SOURCE:
            writer.source(entry.subject.decode())
    if any(entry.kind is Kind.MARKING for entry in entries):
        writer.markings()
    return {**writer.needed, **{one.name: one for one in made}}


def _begun(under_way: Reading, before: Collection | None, name: bytes) -> Collection:
    """Give where the step begins: from the start where the reader's authority is another."""
    reader = under_way.reader
    authority = _authority(under_way)
    if before is not None and before.authority == authority:
        return before
    known = Collection(name, "", "", b"") if before is None else before
    return Collection(
        id=name,
        principal=reader.principal.id,
        purpose=reader.purpose,
        authority=authority,
        until=known.told,
        turn=known.turn,
        told=known.told,
        told_at=known.told_at,
    )


def _authority(under_way: Reading) -> bytes:
    """Name the clearance of the reader."""
    clearance = under_way.reader.principal.clearance
    categories = clearance.categories.names
    text = repr(
        (
            clearance.center,
            sorted(clearance.levels.items()),
            sorted(clearance.caveats),
            None if categories is None else sorted(categories),
        )
    )
    return under_way.center.ids.record_key(UNBOUND, "authority", text)


def _advanced(under_way: Reading, start: Collection, touched: _Touched) -> tuple[Collection, bool]:
    """Collect what changed since `start`; gives how far that went, and whether more is there."""
    unit, reader = under_way.unit, under_way.reader
    told = unit.collections.page(start.id, start.checked, (), STEP) if start.until else ()
    recheck = [entry for entry in told if entry.seq <= start.until]
    for entry in recheck:
        if entry.kind is Kind.ALERT:
            touched.alerts.add(AlertId(entry.owner))
        elif entry.kind not in _STATIC:
            touched.entities.add(EntityId(entry.owner))
    said = unit.statements.said_after(start.statement, reader, STEP)
    moved = unit.statements.moved_after(start.move, reader, STEP)
    judged = unit.judgements.page(start.judgement, STEP, reader)
    changed = unit.changes.after(start.change, reader, STEP)
    touched.entities.update(entity for _, entity in (*said, *moved))
    touched.entities.update(end for _, one in judged for end in (one.left, one.right))
    touched.alerts.update(AlertId(c.subject) for c in changed if c.kind == "alert")
    risen = [EntityId(c.subject) for c in changed if c.kind == _ENTITY]
    if risen:
        # With the marking of a statement rises that of the alerts that rest on it.
        touched.entities.update(risen)
        held = unit.collections.of_kind(start.id, Kind.ALERT)
        touched.alerts.update(AlertId(entry.owner) for entry in held if not entry.revoked)
    checking = len(recheck) == STEP
    after = replace(
        start,
        statement=_upto([seq for seq, _ in said], unit.statements.last()),
        move=_upto([seq for seq, _ in moved], unit.statements.last_move()),
        judgement=_upto([seq for seq, _ in judged], unit.judgements.last()),
        change=_upto([change.seq for change in changed], unit.changes.last()),
        checked=recheck[-1].seq if checking else 0,
        until=start.until if checking else 0,
    )
    full = any(len(rows) == STEP for rows in (said, moved, judged, changed))
    return after, checking or full


def _upto(seqs: Sequence[int], last: int) -> int:
    """Give the number up to which everything was seen: the last of all, unless the page is full."""
    return seqs[-1] if len(seqs) == STEP else last


def _compared(under_way: Reading, after: Collection, touched: _Touched) -> list[Entry]:
    """Write what was touched and compare it with what was told."""
    collections, name = under_way.unit.collections, after.id
    writer = StixWriter(under_way)
    made = writer.entities(touched.entities)
    known = _told_of(collections.around(name, sorted(touched.entities)), touched.entities)
    further = _pointing(under_way, made, known, touched.entities)
    if further:
        made += writer.entities(further)
        known += _told_of(collections.around(name, sorted(further)), further)
    made += writer.alerts(touched.alerts)
    known += [e for e in collections.around(name, sorted(touched.alerts)) if e.kind is Kind.ALERT]
    needed = list(writer.needed.values())
    standing = collections.named(name, [one.name for one in needed])
    return _news(under_way, after, [*needed, *made], [*standing, *known])


def _told_of(entries: Iterable[Entry], touched: set[EntityId]) -> list[Entry]:
    """Give the entries that the touched ones decide: their own, and judgements of either end."""
    return [
        e
        for e in entries
        if e.kind is not Kind.ALERT and (e.kind is Kind.SAME or e.owner in touched)
    ]


def _pointing(
    under_way: Reading, made: Sequence[Made], known: Sequence[Entry], touched: set[EntityId]
) -> set[EntityId]:
    """Give who names something that appeared under another name than before, or is gone."""
    before = {(e.owner, e.object) for e in known if e.kind is Kind.ENTITY and not e.revoked}
    now = {(one.owner, one.name) for one in made if one.kind is Kind.ENTITY}
    changed = sorted({EntityId(owner) for owner, _ in before ^ now})
    if not changed:
        return set()
    naming = under_way.unit.statements.towards(changed, under_way.reader)
    return {one.entity for one in naming} - touched


def _news(
    under_way: Reading, after: Collection, made: Sequence[Made], known: Sequence[Entry]
) -> list[Entry]:
    """Give an entry for each object that is new, says something else, or is no more."""
    told = {entry.object: entry for entry in known}
    current = {one.name: one for one in made}
    found: list[Entry] = []
    for one in current.values():
        digest, before = digest_of(under_way, one), told.get(one.name)
        if before is None or before.revoked or before.digest != digest:
            found.append(
                _entry(after, one, digest, under_way.at if before is None else before.created_at)
            )
    gone = [e for e in told.values() if e.object not in current and not e.revoked]
    found += [replace(entry, revoked=True, digest=b"") for entry in gone]
    # No two share a time, so that whoever asks for what came after one misses none.
    last = after.told_at
    first = under_way.at if last is None else max(under_way.at, last + _TICK)
    return [
        replace(entry, seq=after.told + number, added_at=first + (number - 1) * _TICK)
        for number, entry in enumerate(found, start=1)
    ]


def _entry(after: Collection, made: Made, digest: bytes, created_at: datetime) -> Entry:
    return Entry(
        collection=after.id,
        seq=0,
        object=made.name,
        kind=made.kind,
        subject=made.subject,
        owner=made.owner,
        other=made.other,
        added_at=created_at,
        created_at=created_at,
        digest=digest,
    )


def _markings_gone(under_way: Reading, name: bytes) -> list[str]:
    """Give the markings that were told and that the reader's labels no longer bear."""
    writer = StixWriter(under_way)
    writer.markings()
    told = under_way.unit.collections.of_kind(name, Kind.MARKING)
    return [entry.object for entry in told if entry.object not in writer.needed]


def _keep(center: Center, actor: Actor, step: Step) -> None:
    """Write a step, unless another has gone before it; the next request goes on then."""
    with center.store.writing() as unit:
        if unit.collections.get(step.after.id) != step.before:
            return
        unit.collections.add(step.entries)
        if step.gone:
            unit.collections.drop(step.after.id, step.gone)
        unit.collections.put(replace(step.after, turn=step.after.turn + 1))
        _note(center, unit, actor, step)
        unit.commit()


def _note(center: Center, unit: UnitOfWork, actor: Actor, step: Step) -> None:
    note(
        center,
        unit,
        actor.principal,
        purpose=stated_purpose(center, actor),
        act=_ACT,
        objects=(shown_id("c", step.after.id),),
        counts={
            "told": sum(not entry.revoked for entry in step.entries),
            "revoked": sum(entry.revoked for entry in step.entries),
        },
    )
