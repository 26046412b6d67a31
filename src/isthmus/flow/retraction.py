"""Snapshot feeds after a delivery: who speaks now, what is retracted, what waits for a person.

`ingest.snapshot` decides from all deliveries together; this flow writes the difference in slices,
new speakers first, so that a value that moved between records is never retracted in between. What
stands without a record that speaks is looked for among all records of the part, not only among
those of the last step: so a crash leaves nothing behind. It leaves the part marked as due, and
`reconcile_due` takes it up again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeVar

from isthmus.access.roles import Capability, require
from isthmus.errors import NotFound
from isthmus.flow.actor import Actor, intake_actor
from isthmus.flow.auditing import note
from isthmus.flow.batch import enqueue
from isthmus.flow.center import Center
from isthmus.flow.keeping import keeper
from isthmus.flow.succession import by_label
from isthmus.ingest.snapshot import Difference, Snapshot, Span, differences, speaking
from isthmus.model.feed import Feed, FeedKind
from isthmus.model.ids import DeliverySeq, RecordSeq, StatementSeq
from isthmus.model.principal import Reader
from isthmus.model.record import DeliveryState
from isthmus.model.statement import State
from isthmus.phrases import say
from isthmus.ports import HeldStep, UnitOfWork

SLICE_RECORDS: Final = 500
T = TypeVar("T")
_DUE: Final = "reconcile"
_ASIDE: Final = "aside"


def lay_aside(unit: UnitOfWork, delivery: DeliverySeq) -> None:
    """Note that a delivery says nothing about what its part holds.

    Records that are sent again count in the delivery that they came in; a poll that failed brought
    nothing; what has expired is said no more.
    """
    unit.meta.put(f"{_ASIDE}:{delivery}", "aside")


def is_aside(unit: UnitOfWork, delivery: DeliverySeq) -> bool:
    """Tell whether a delivery was laid aside."""
    return unit.meta.get(f"{_ASIDE}:{delivery}") is not None


def mark_due(unit: UnitOfWork, feed: str, part: str) -> None:
    """Note, in the unit that closes a delivery, that its part must be reconciled."""
    unit.meta.put(f"{_DUE}:{feed}:{part}", "due")


def reconcile_due(center: Center) -> None:
    """Reconcile every part that a crash left due."""
    with center.store.reading() as unit:
        due = [
            (declared.feed, part)
            for declared in center.feeds.values()
            for part in declared.parts
            if unit.meta.get(f"{_DUE}:{declared.feed.id}:{part}") == "due"
        ]
    for feed, part in due:
        reconcile(center, feed, part)


def reconcile(center: Center, feed: Feed, part: str) -> None:
    """Bring the statements of a part in line with who speaks after all its deliveries."""
    with center.store.reading() as unit:
        before = unit.deliveries.current(feed.id, part)
        history = _history(unit, feed.id, part)
        result = speaking(history, _decisions(unit, feed.id, part))
    now = result.current
    added = {key: record for key, record in now.items() if before.get(key) != record}
    gone = [key for key in before if key not in now]
    for keys in _slices(list(added)):
        _speak(center, feed, part, {key: added[key] for key in keys})
    for keys in _slices(gone):
        _fall_silent(center, feed, part, [before[key] for key in keys], keys)
    silent = {record for one in history for record in one.present.values()} - {*now.values()}
    for records in _slices(sorted(silent)):
        if _stand_alone(center, feed, records):
            _fall_silent(center, feed, part, records, ())
    with center.store.writing() as unit:
        held = [
            [*(at.isoformat() for at in step.span), step.vanished, step.of] for step in result.held
        ]
        unit.meta.put(_held(feed.id, part), json.dumps(held))
        unit.meta.put(_steps(feed.id, part), _written(unit, feed, part, differences(history)))
        unit.meta.put(f"{_DUE}:{feed.id}:{part}", "done")
        _note(center, unit, intake_actor(center, feed), "part.reconciled", (feed.id, part, 0))
        unit.commit()


def waiting(unit: UnitOfWork, feed: Feed) -> Sequence[HeldStep]:
    """Give the steps of a feed whose vanishing waits for a person, as last reconciled."""
    found = []
    for part in feed.parts if feed.kind is FeedKind.SNAPSHOT else ():
        for earlier, later, vanished, of in json.loads(unit.meta.get(_held(feed.id, part)) or "[]"):
            span = datetime.fromisoformat(earlier), datetime.fromisoformat(later)
            found.append(HeldStep(feed.id, part, *span, vanished=vanished, of=of))
    return found


def differences_of(unit: UnitOfWork, feed: Feed) -> Mapping[DeliverySeq, Difference]:
    """Give what each delivery of a feed said otherwise than the one before, as last reconciled."""
    found: dict[DeliverySeq, Difference] = {}
    for part in feed.parts if feed.kind is FeedKind.SNAPSHOT else ():
        kept = json.loads(unit.meta.get(_steps(feed.id, part)) or "{}")
        found |= {DeliverySeq(int(seq)): Difference(*counts) for seq, counts in kept.items()}
    return found


def decide(center: Center, actor: Actor, step: HeldStep, *, release: bool, reason: str) -> None:
    """Keep a person's decision about a held step, and carry it out.

    Raises NotFound when no such step waits.
    """
    require(actor.principal, Capability.DECIDE_RETRACTION)
    feed = center.feeds[step.feed].feed
    with center.store.writing() as unit:
        found = [s for s in waiting(unit, feed) if _span(s) == _span(step)]
        if not found:
            message = say(
                "expected a waiting step of {feed} {part}, got {earlier}",
                feed=step.feed,
                part=step.part,
                earlier=f"{step.earlier:%F}",
            )
            raise NotFound(message)
        decided = replace(
            found[0],
            release=release,
            by=actor.principal.id,
            reason=reason,
            at=center.clock.now(),
        )
        unit.deliveries.decide(decided)
        mark_due(unit, step.feed, step.part)
        note(
            center,
            unit,
            actor.principal,
            purpose=actor.purpose,
            act="retraction.released" if release else "retraction.rejected",
            objects=[step.feed, step.part, step.earlier.isoformat(), step.later.isoformat()],
        )
        unit.commit()
    reconcile(center, feed, step.part)


def _held(feed: str, part: str) -> str:
    return f"held:{feed}:{part}"


def _steps(feed: str, part: str) -> str:
    return f"steps:{feed}:{part}"


def _written(
    unit: UnitOfWork, feed: Feed, part: str, found: Mapping[tuple[datetime, bytes], Difference]
) -> str:
    named = (
        (d.seq, found.get((d.as_of, d.digest))) for d in unit.deliveries.of_part(feed.id, part)
    )
    return json.dumps(
        {str(seq): (step.added, step.changed, step.vanished) for seq, step in named if step}
    )


def _span(step: HeldStep) -> tuple[str, object, object]:
    return step.part, step.earlier, step.later


def _decisions(unit: UnitOfWork, feed: str, part: str) -> dict[Span, bool]:
    return {
        (d.earlier, d.later): d.release
        for d in unit.deliveries.decisions(feed, part)
        if d.release is not None
    }


def _history(unit: UnitOfWork, feed: str, part: str) -> list[Snapshot]:
    """Give what each delivery held; one that broke off holds what it brought until then."""
    return [
        Snapshot(
            as_of=delivery.as_of,
            digest=delivery.digest,
            complete=delivery.state is DeliveryState.COMPLETE,
            present=unit.deliveries.presence(delivery.seq),
            unread=unit.deliveries.unread(delivery.seq),
            keyless=delivery.keyless,
        )
        for delivery in unit.deliveries.of_part(feed, part)
        if not is_aside(unit, delivery.seq)
    ]


def _speak(center: Center, feed: Feed, part: str, now: dict[bytes, RecordSeq]) -> None:
    actor = intake_actor(center, feed)
    with center.store.writing() as unit:
        reader = keeper(center, unit, feed)
        unit.deliveries.set_current(feed.id, part, now, ())
        again = unit.statements.unasserted(list(now.values()), reader)
        unit.statements.set_state(again, State.ASSERTED, center.clock.now(), "delivered")
        _requeue(center, unit, again, reader)
        _note(center, unit, actor, "statements.asserted", (feed.id, part, len(again)))
        unit.commit()


def _fall_silent(
    center: Center, feed: Feed, part: str, records: Sequence[RecordSeq], gone: Iterable[bytes]
) -> None:
    actor = intake_actor(center, feed)
    with center.store.writing() as unit:
        reader = keeper(center, unit, feed)
        unit.deliveries.set_current(feed.id, part, {}, gone)
        out = unit.statements.unsupported(records, reader)
        unit.statements.set_state(out, State.RETRACTED, center.clock.now(), "vanished")
        _requeue(center, unit, out, reader)
        _note(center, unit, actor, "statements.retracted", (feed.id, part, len(out)))
        unit.commit()


def _stand_alone(center: Center, feed: Feed, records: Sequence[RecordSeq]) -> bool:
    """Tell whether something stands on these records alone; most have fallen silent long ago."""
    with center.store.reading() as unit:
        return bool(unit.statements.unsupported(records, keeper(center, unit, feed)))


def _requeue(
    center: Center, unit: UnitOfWork, seqs: Sequence[StatementSeq], reader: Reader
) -> None:
    for label, entities in sorted(by_label(unit, seqs, reader).items()):
        enqueue(center, unit, label, sorted(entities))


def _note(
    center: Center, unit: UnitOfWork, actor: Actor, act: str, what: tuple[str, str, int]
) -> None:
    feed, part, count = what
    note(
        center,
        unit,
        actor.principal,
        purpose=actor.purpose,
        act=act,
        objects=[feed, part],
        counts={"statements": count},
    )


def _slices(items: Sequence[T]) -> Iterable[Sequence[T]]:
    return (items[at : at + SLICE_RECORDS] for at in range(0, len(items), SLICE_RECORDS))
