"""Retention: what the own feeds brought goes on its day, and what is said again is held longer.

1. A statement is held until the latest day of the records that carry it; a record, until the day
   of the newest delivery in which it stood. In a list, every delivery says what stands in it; in a
   stream, only the one that brought it: an event that comes again is a repetition.
2. Nothing of this is written while a delivery is read. A day ahead of its day a record is looked
   at, and held longer if it was said again: its data key is wrapped anew, for the bucket of its
   new day, and with it goes the day of what it carries. So a list that comes every day costs one
   writing in a retention, and nothing is hidden in between. What was hidden all the same, since it
   was said again on its last day, gets a row of life with its new day, and is judged anew.
3. On its day a delivery is laid aside, before the first of its records goes: whoever delivers the
   same bytes from then on is read anew. A record that nothing says any more is erased with all
   that it alone carries. What another record carries rests on that one from then on.
4. Whatever rested on it is looked at anew; who acted on it is told (`flow.following_up`).
5. A bucket whose month is over and in which nothing lies is forgotten.

Not called while the clock cannot be trusted. What partners sent goes by `flow.expiry`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from isthmus.access.readers import keeping_reader
from isthmus.errors import IntegrityError, NotFound
from isthmus.flow.auditing import note
from isthmus.flow.batch import ERASED, enqueue
from isthmus.flow.borne import attribute_anew
from isthmus.flow.center import ADMINISTRATION, Center
from isthmus.flow.course import bucket_name
from isthmus.flow.keeping import noted_labels
from isthmus.flow.lasting import AGAIN, LATE, look_anew, touched_by
from isthmus.flow.retraction import is_aside, lay_aside, mark_due, reconcile_due, waiting
from isthmus.model.ids import EntityId, RecordSeq, StatementSeq
from isthmus.model.record import Delivery
from isthmus.model.statement import Statement
from isthmus.ports import Carrier, DueRecord, Renewal, UnitOfWork
from isthmus.resolve.keys import statement_keys

AT_ONCE: Final = 100
"""How many records one unit of work looks at: some hundred statements, some 50 ms."""
AHEAD: Final = timedelta(days=1)
_BUCKET: Final = re.compile(r".+-(\d{4})-(\d{2})")


@dataclass(slots=True)
class Kept:
    """How far was looked ahead since the node started: day and number of a record."""

    upto: tuple[datetime, RecordSeq] | None = None


@dataclass(frozen=True, slots=True)
class _Parted:
    """What becomes of the statements that dead records carried."""

    kept: list[tuple[StatementSeq, RecordSeq, datetime]]
    gone: dict[str, list[StatementSeq]]

    @property
    def numbers(self) -> list[StatementSeq]:
        """The statements that go, in order."""
        return sorted(seq for seqs in self.gone.values() for seq in seqs)


def keep_days(center: Center, kept: Kept) -> int:
    """Hold longer what was said again, and let go what was not; give how many statements went.

    Durable when it returns.
    """
    while _lay_aside_some(center):
        center.precedence.give_way()
    while _look_ahead(center, kept):
        center.precedence.give_way()
    gone: list[StatementSeq] = []
    looked = False
    while (went := _let_go_some(center)) is not None:
        looked = True
        gone += went
        center.precedence.give_way()
    if gone:
        _let_keys_go(center, gone)
    if looked:
        center.store.scrub()
        reconcile_due(center)
    _forget_buckets(center)
    return len(gone)


def _lay_aside_some(center: Center) -> bool:
    """Lay aside deliveries whose day has come; tells whether there were any."""
    with center.store.reading() as unit:
        if not unit.deliveries.over(center.clock.now(), 1):
            return False
    with center.store.writing() as unit:
        over = unit.deliveries.over(center.clock.now(), AT_ONCE)
        parts = {(one.feed, one.part) for one in over if _changes_order(center, unit, one)}
        unit.deliveries.end([one.seq for one in over])
        for one in over:
            lay_aside(unit, one.seq)
        for feed, part in sorted(parts):
            mark_due(unit, feed, part)
        _note(center, unit, "deliveries.expired", {"deliveries": len(over)})
        unit.commit()
    if parts:
        reconcile_due(center)
    return True


def _changes_order(center: Center, unit: UnitOfWork, one: Delivery) -> bool:
    """Tell whether who speaks in a list may be another without this delivery.

    What it alone held goes with its records. Only where a step from it waits for a person, or
    where an older one stays, must the whole part be looked at.
    """
    declared = center.feeds.get(one.feed)
    if declared is None or one.part not in declared.parts:
        return False
    if any(step.part == one.part for step in waiting(unit, declared.feed)):
        return True
    living = [d for d in unit.deliveries.of_part(one.feed, one.part) if not is_aside(unit, d.seq)]
    first = min(living, key=lambda d: (d.as_of, d.digest), default=one)
    return first.seq != one.seq


def _look_ahead(center: Center, kept: Kept) -> bool:
    """Hold some records longer whose day is near, and what they carry; tells whether to go on."""
    now = center.clock.now()
    with center.store.reading() as unit:
        due = unit.retention.due(now + AHEAD, kept.upto, AT_ONCE)
        found = unit.retention.carriers([one.seq for one in due])
    if any(_said_again(one, now) for one in due) or _held_longer(found):
        with center.store.writing() as unit:
            renewed = _renewed(center, unit, due)
            _note(center, unit, "records.renewed", {"records": renewed})
            unit.commit()
    if due:
        kept.upto = due[-1].expires_on, due[-1].seq
    return len(due) == AT_ONCE


def _said_again(one: DueRecord, now: datetime) -> bool:
    return one.until > max(one.expires_on, now)


def _renewed(center: Center, unit: UnitOfWork, due: Sequence[DueRecord]) -> int:
    """Hold records until the day of their newest saying, and what they carry; give how many."""
    now = center.clock.now()
    longer = [
        Renewal(one.seq, one.expires_on, one.until, *_sealed_for(center, one))
        for one in due
        if _said_again(one, now)
    ]
    unit.retention.renew(longer)
    found = unit.retention.carriers([one.seq for one in due])
    later = _held_longer(found)
    unit.retention.extend(later)
    _show_again(center, unit, found, frozenset(seq for seq, _ in later))
    return len(longer)


def _sealed_for(center: Center, one: DueRecord) -> tuple[str, bytes]:
    bucket = bucket_name(one.feed, one.until)
    if bucket == one.bucket:
        return bucket, one.wrapped
    try:
        return bucket, center.sealer.rewrap(one.wrapped, one.id, old=one.bucket, new=bucket)
    except (NotFound, IntegrityError):
        # Whoever asks for its bytes is told; what it said is held all the same.
        return one.bucket, one.wrapped


def _held_longer(found: Iterable[Carrier]) -> list[tuple[StatementSeq, datetime]]:
    """Give the statements of which a record is held longer than they are, each with that day."""
    days: dict[StatementSeq, datetime] = {}
    for one in found:
        if one.expires_on > one.held_until:
            days[one.statement] = max(one.expires_on, days.get(one.statement, one.expires_on))
    return list(days.items())


def _show_again(
    center: Center, unit: UnitOfWork, found: Iterable[Carrier], longer: Container[StatementSeq]
) -> None:
    """Tell of what is held longer and may be hidden since its day that it stands, and judge it.

    `found`: as it was carried before.
    """
    now = center.clock.now()
    late: dict[str, set[StatementSeq]] = defaultdict(set)
    for one in found:
        if one.statement in longer and one.held_until <= now + LATE:
            late[one.source].add(one.statement)
    said = _said_by(center, unit, {source: sorted(seqs) for source, seqs in late.items()})
    look_anew(center, unit, said, AGAIN)


def _let_go_some(center: Center) -> list[StatementSeq] | None:
    """Erase some of what has expired; give the statements that went, None if nothing was due."""
    with center.store.reading() as unit:
        if not unit.retention.due(center.clock.now(), None, 1):
            return None
    with center.store.writing() as unit:
        now = center.clock.now()
        due = unit.retention.due(now, None, AT_ONCE)
        longer = [one for one in due if one.until > now]
        dead = [one.seq for one in due if one.until <= now]
        renewed = _renewed(center, unit, longer) if longer else 0
        found = unit.retention.carriers(dead)
        parted = _part(found, frozenset(dead))
        going = _said_by(center, unit, parted.gone)
        unit.retention.carry(parted.kept)
        _show_again(center, unit, found, frozenset(seq for seq, _, day in parted.kept if day > now))
        numbers = parted.numbers
        unit.requests.silence(numbers)
        attribute_anew(center, unit, going)
        unit.erasure.erase(numbers, dead, now, "expired", _keys(center, going))
        if dead:
            unit.meta.put(ERASED, str(int(unit.meta.get(ERASED) or 0) + 1))
        for label, entities in sorted(touched_by(going).items()):
            enqueue(center, unit, label, sorted(entities))
        counts = {"statements": len(numbers), "records": len(dead), "renewed": renewed}
        _note(center, unit, "statements.expired", counts)
        unit.commit()
    return numbers


def _let_keys_go(center: Center, gone: Sequence[StatementSeq]) -> None:
    """Erase search keys that an older version derived otherwise, once for all that went."""
    with center.store.writing() as unit:
        unit.erasure.erase_keys(gone)
        _note(center, unit, "search_keys.erased", {"statements": len(gone)})
        unit.commit()


def _part(found: Iterable[Carrier], dead: frozenset[RecordSeq]) -> _Parted:
    """Tell what others carry, with the newest of them and the latest of their days, from the rest.

    The others may be due as well; then they are looked at in their turn. Where what it rests on
    is among them, it stays there.
    """
    by_statement: dict[StatementSeq, list[Carrier]] = defaultdict(list)
    for one in found:
        by_statement[one.statement].append(one)
    parted = _Parted([], defaultdict(list))
    for statement, carriers in by_statement.items():
        others = [one for one in carriers if one.record not in dead]
        if others:
            day = max([one.expires_on for one in others] + [others[0].held_until])
            rests_on = others[0].rests_on
            record = max(c.record for c in others) if rests_on in dead else rests_on
            parted.kept.append((statement, record, day))
        else:
            parted.gone[carriers[0].source].append(statement)
    return parted


def _said_by(
    center: Center, unit: UnitOfWork, numbers: Mapping[str, Sequence[StatementSeq]]
) -> list[Statement]:
    """Give statements of each source by their numbers, as they stand until now."""
    service = center.service("retention", ADMINISTRATION)
    found: list[Statement] = []
    for source, seqs in numbers.items():
        reader = keeping_reader(service, ADMINISTRATION, noted_labels(unit, source))
        found += unit.statements.by_seq(seqs, reader)
    return found


def _keys(center: Center, going: Sequence[Statement]) -> list[tuple[str, EntityId, StatementSeq]]:
    return [(key, one.entity, one.seq) for one in going for key in _keys_of(center, one)]


def _keys_of(center: Center, one: Statement) -> Sequence[str]:
    schema = center.ontology.schemas.get(one.schema)
    prop = None if schema is None else schema.properties.get(one.property)
    if prop is None:
        return ()
    return statement_keys(prop, one.schema, one.value, center.ontology)


def _forget_buckets(center: Center) -> None:
    """Forget the keys of buckets whose month is over, where nothing is sealed under them."""
    today = center.clock.now()
    over = [name for name in center.sealer.buckets() if _is_over(name, today)]
    if not over:
        return
    with center.store.reading() as unit:
        empty = [name for name in over if not unit.retention.holds(name)]
    if not empty:
        return
    with center.store.writing() as unit:
        _note(center, unit, "buckets.forgotten", {"buckets": len(empty)})
        unit.commit()
    for name in empty:
        center.sealer.forget(name)


def _is_over(bucket: str, now: datetime) -> bool:
    found = _BUCKET.fullmatch(bucket)
    if found is None:
        return False
    return (int(found[1]), int(found[2])) < (now.year, now.month)


def _note(center: Center, unit: UnitOfWork, act: str, counts: dict[str, int]) -> None:
    service = center.service("retention", ADMINISTRATION)
    note(center, unit, service, purpose=ADMINISTRATION, act=act, counts=counts)
