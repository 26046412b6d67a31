"""The journey of very many who wait: all pairs in sets, judgements in slices.

1. Whoever waits for the resolver of a purpose is paired set-wise and weighed set-wise, by the same
   comparators and weights as one by one (`resolve.loading`).
2. Judgements are written in slices, so that interactive acts never wait long; then those who
   waited are attributed, handed to detection and taken out of the queue, in slices too.
3. Those of whom something was judged before are left to the resolver: after a crash in between it
   finds what was written, and leaves it as it stands.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final, TypeVar

from isthmus.flow.attribution import attribute
from isthmus.flow.auditing import note
from isthmus.flow.center import Center, stage_of
from isthmus.flow.fusion import (
    DETECT,
    concerned,
    fuse_pending,
    fuse_some,
    in_step,
    judgement,
    labelled,
)
from isthmus.flow.hub_keys import (
    Overturned,
    judged_before,
    keep,
    overturned,
    unknown_of_sets,
    watched,
)
from isthmus.flow.weighing import begin, weighed_by, weighing
from isthmus.model.ids import EntityId
from isthmus.model.judgement import Judgement
from isthmus.model.principal import Reader
from isthmus.ports import UnitOfWork
from isthmus.resolve.judge import By
from isthmus.resolve.loading import COMPARED, Each, Load, Loaded, judged_set, prepared

AT_ONCE: Final = 100
AT_ONCE_ALONE: Final = 1_000
"""Judgements, or entities, of one unit of work: beside whoever reads pages, and while nobody does.
"""
PAIRS: Final = 250
"""Pairs of a slice beside whoever reads pages: names of people take a tenth of a millisecond each.
"""
WAITING_MAX: Final = 10_000_000
MANY: Final = 2_000
"""So many who wait are resolved in sets: fewer are sooner done one by one."""
SIDE_BY_SIDE: Final = 2
"""Slices of pairs that are compared at a time."""
T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did at one purpose."""

    purpose: str
    entities: int
    pairs: int
    judgements: int
    hubs: int


@dataclass(frozen=True, slots=True)
class Begun:
    """When a load began: by which weights, and after which move of a statement (`in_step`)."""

    by: str
    moved: int


def resolve_pending(center: Center) -> int:
    """Resolve what waits, for every purpose, until nothing does; give how many waited."""
    taken = 0
    while some := resolve_some(center):
        taken += some
    return taken


def resolve_some(center: Center) -> int:
    """Resolve who waits now, for every purpose: many in sets, few one by one; give how many.

    Both say the same. Who comes meanwhile waits for the next round: so a long delivery is resolved
    in sets too, and detection has its turn.
    """
    return sum(_round(center, purpose) for purpose in center.resolve_purposes)


def _round(center: Center, purpose: str) -> int:
    with center.store.reading() as unit:
        waiting = unit.queue.depth(stage_of(purpose))
    report = _load(center, purpose) if waiting >= MANY else None
    loaded = 0 if report is None else report.entities
    return loaded + fuse_some(center, purpose, waiting - loaded)


def load_pending(center: Center) -> list[LoadReport]:
    """Resolve all that waits in sets, for every purpose that has something waiting.

    Those of whom something was judged before are weighed one by one: what stood must be taken back
    where it stands no more.
    """
    reports = (_load(center, purpose) for purpose in center.resolve_purposes)
    done = [report for report in reports if report is not None]
    fuse_pending(center)
    return done


def _load(center: Center, purpose: str) -> LoadReport | None:
    """Resolve in sets; None where nobody waits."""
    stage = stage_of(purpose)
    with center.store.reading() as unit:
        waiting = unit.queue.peek(stage, WAITING_MAX)
        if not waiting:
            return None
        begun = Begun(weighed_by(center, unit), unit.statements.last_move())
        center = weighing(center, unit)
        reader = center.reader(unit, center.service("resolver", purpose), purpose)
        judged = judged_before(center, unit, reader, [entity for _, entity in waiting])
        tickets = [(ticket, entity) for ticket, entity in waiting if entity not in judged]
        wanted = Load(reader.labels, frozenset(entity for _, entity in tickets))
        with center.index(unit) as index:
            with both_at_once() as both:
                found = prepared(index, wanted, center.model, center.ontology, both)
            watch = watched(center, unit, index, reader)
            seen = unknown_of_sets(watch, index, reader, found.pairs.hubs)
            hubs = overturned(center, unit, index, reader, seen)
    _keep_hubs(center, reader, hubs, wanted.waiting or ())
    with several_at_a_time(center) as each:
        pairs = partial(_at_once, center, PAIRS, COMPARED)
        loaded = judged_set(found, center.model, center.ontology, each, pairs)
        count = _write_judgements(center, reader, loaded, begun)
    for some in _slices(center, tickets):
        _hand_on(center, reader, some, begun)
    return LoadReport(purpose, len(tickets), found.count, count, len(found.pairs.hubs))


@contextmanager
def several_at_a_time(center: Center) -> Iterator[Each]:
    """Give what does work on arrays side by side, as long as the block runs.

    Arrays are counted without the interpreter's lock. Each piece gives way before it begins.
    """
    with ThreadPoolExecutor(SIDE_BY_SIDE, "isthmus-load") as pool:
        yield partial(_ahead, center, pool)


@contextmanager
def both_at_once() -> Iterator[Each]:
    """Give what does two pieces of work side by side, and gives way to nobody.

    For what is done while others wait for the index: to wait for them would keep them waiting.
    """
    with ThreadPoolExecutor(SIDE_BY_SIDE, "isthmus-load") as pool:
        yield pool.map


def _ahead(
    center: Center, pool: ThreadPoolExecutor, work: Callable[[T], U], items: Iterable[T], /
) -> Iterator[U]:
    """Do the work so far ahead of whoever takes what comes of it, and no further."""

    def done(item: T) -> U:
        center.precedence.give_way()
        return work(item)

    coming: deque[Future[U]] = deque()
    for item in items:
        coming.append(pool.submit(done, item))
        if len(coming) > SIDE_BY_SIDE:
            yield coming.popleft().result()
    while coming:
        yield coming.popleft().result()


def _keep_hubs(
    center: Center, reader: Reader, hubs: Overturned, waiting: Collection[EntityId]
) -> None:
    if not hubs.now:
        return
    with center.store.writing() as unit:
        anew = keep(unit, reader.purpose, hubs, waiting)
        _note(center, unit, reader, {"hubs": len(hubs.now), "anew": anew}, ())
        unit.commit()


def _write_judgements(
    center: Center, reader: Reader, loaded: Iterator[Loaded], begun: Begun
) -> int:
    version, purpose = center.model.version, reader.purpose
    written = 0
    given = _giving_way(center, loaded)
    while some := list(islice(given, _at_once(center, AT_ONCE, AT_ONCE_ALONE))):
        # Made before the write is taken: whoever reads a page meanwhile waits for it.
        by_model = By(version, purpose)
        made = [judgement(center, one.pair, one.comparisons, by_model) for one in some]
        center.precedence.give_way()
        with center.store.writing() as unit:
            begin(center, unit, begun.by)
            kept = labelled(unit, in_step(unit, reader, made, begun.moved))
            unit.judgements.add(kept)
            unit.queue.put(DETECT, dict.fromkeys(end for j in kept for end in (j.left, j.right)))
            _note(center, unit, reader, {"judgements": len(kept)}, _ends(kept))
            unit.commit()
        written += len(kept)
    return written


def _hand_on(
    center: Center, reader: Reader, tickets: Sequence[tuple[int, EntityId]], begun: Begun
) -> None:
    center.precedence.give_way()
    entities = list(dict.fromkeys(entity for _, entity in tickets))
    with center.store.writing() as unit:
        begin(center, unit, begun.by)
        held = attribute(center, unit, reader, entities)
        about = concerned(center, unit, reader, entities)
        unit.queue.put(DETECT, dict.fromkeys((*about, *held)))
        unit.queue.done(stage_of(reader.purpose), [ticket for ticket, _ in tickets])
        _note(center, unit, reader, {"entities": len(entities)}, entities)
        unit.commit()


def _giving_way(center: Center, items: Iterable[T]) -> Iterator[T]:
    """Give the items one by one, and way before each."""
    for item in items:
        center.precedence.give_way()
        yield item


def _slices(center: Center, items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Give the items some at a time, as many as one unit of work takes."""
    start = 0
    while start < len(items):
        some = items[start : start + _at_once(center, AT_ONCE, AT_ONCE_ALONE)]
        yield some
        start += len(some)


def _at_once(center: Center, beside: int, alone: int) -> int:
    """Give how many are taken at once beside whoever reads pages, or while nobody does."""
    return alone if center.precedence.alone() else beside


def _ends(judgements: Iterable[Judgement]) -> list[EntityId]:
    return sorted({end for j in judgements for end in (j.left, j.right)})


def _note(
    center: Center,
    unit: UnitOfWork,
    reader: Reader,
    counts: dict[str, int],
    objects: Iterable[EntityId],
) -> None:
    note(
        center,
        unit,
        reader.principal,
        purpose=reader.purpose,
        act="entities.resolved",
        objects=[entity.hex() for entity in objects],
        counts=counts,
    )
