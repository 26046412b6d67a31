"""The journey of very many who wait: all pairs in sets, judgements in slices.

1. Whoever waits for the resolver of a purpose is paired set-wise and weighed set-wise, by the same
   comparators and weights as one by one (`resolve.loading`).
2. Judgements are written in slices, so that interactive acts never wait long; then those who
   waited are attributed, handed to detection and taken out of the queue, in slices too.
3. A crash in between repeats it all, and what is judged already is left as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from isthmus.flow.attribution import attribute
from isthmus.flow.auditing import note
from isthmus.flow.center import Center
from isthmus.flow.fusion import DETECT, concerned, judgement, labelled
from isthmus.flow.weighing import weighing
from isthmus.model.ids import EntityId
from isthmus.model.judgement import Judgement
from isthmus.model.principal import Reader
from isthmus.ports import UnitOfWork
from isthmus.resolve.judge import unchanged
from isthmus.resolve.loading import Load, Loaded, judged_set, prepared

AT_ONCE: Final = 1_000
"""Judgements, or entities, of one unit of work."""
WAITING_MAX: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did at one purpose."""

    purpose: str
    entities: int
    pairs: int
    judgements: int
    hubs: int


def load_pending(center: Center) -> list[LoadReport]:
    """Resolve all that waits, set-wise, for every purpose that has something waiting."""
    reports = (_load(center, purpose) for purpose in center.resolve_purposes)
    return [report for report in reports if report is not None]


def _load(center: Center, purpose: str) -> LoadReport | None:
    stage = f"resolve:{purpose}"
    with center.store.reading() as unit:
        tickets = unit.queue.peek(stage, WAITING_MAX)
        if not tickets:
            return None
        center = weighing(center, unit)
        reader = center.reader(unit, center.service("resolver", purpose), purpose)
        waiting = frozenset(entity for _, entity in tickets)
        with center.index(unit) as index:
            found = prepared(index, Load(reader.labels, waiting), center.model)
    count = _write_judgements(
        center, reader, judged_set(found, center.model, center.ontology), fresh=_fresh(center)
    )
    for start in range(0, len(tickets), AT_ONCE):
        _hand_on(center, reader, tickets[start : start + AT_ONCE])
    return LoadReport(purpose, len(tickets), found.count, count, found.pairs.hubs)


def _fresh(center: Center) -> bool:
    """Tell whether nothing was judged here yet, so that nothing can stand."""
    with center.store.reading() as unit:
        return unit.judgements.last() == 0


def _write_judgements(
    center: Center, reader: Reader, loaded: Iterator[Loaded], *, fresh: bool
) -> int:
    written = 0
    while some := list(islice(loaded, AT_ONCE)):
        center.precedence.give_way()
        with center.store.writing() as unit:
            new = some if fresh else _new(center, unit, reader, some)
            made = [judgement(center, o.pair, o.comparisons, o.needed, reader.purpose) for o in new]
            kept = labelled(unit, made)
            if not kept:
                continue
            unit.judgements.add(kept)
            unit.queue.put(DETECT, dict.fromkeys(end for j in kept for end in (j.left, j.right)))
            _note(center, unit, reader, {"judgements": len(kept)}, _ends(kept))
            unit.commit()
        written += len(kept)
    return written


def _new(
    center: Center, unit: UnitOfWork, reader: Reader, loaded: Iterable[Loaded]
) -> list[Loaded]:
    """Leave out what stands already, word for word."""
    some = list(loaded)
    ends = sorted({end for one in some for end in one.pair})
    standing = {
        (j.left, j.right): j for j in unit.judgements.around(ends, reader) if not j.by_person
    }
    version = center.model.version
    return [
        one
        for one in some
        if not unchanged(standing.get(one.pair), one.comparisons, version, one.needed)
    ]


def _hand_on(center: Center, reader: Reader, tickets: Sequence[tuple[int, EntityId]]) -> None:
    center.precedence.give_way()
    entities = list(dict.fromkeys(entity for _, entity in tickets))
    with center.store.writing() as unit:
        held = attribute(center, unit, reader, entities)
        about = concerned(center, unit, reader, entities)
        unit.queue.put(DETECT, dict.fromkeys((*about, *held)))
        unit.queue.done(f"resolve:{reader.purpose}", [ticket for ticket, _ in tickets])
        _note(center, unit, reader, {"entities": len(entities)}, entities)
        unit.commit()


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
