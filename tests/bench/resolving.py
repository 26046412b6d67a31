"""Rows of who is who: one record at a time against very many, and questions about them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Final, TypeVar

from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.batch import enqueue
from isthmus.flow.bulk_fusion import resolve_pending
from isthmus.flow.center import ADMINISTRATION, Center
from isthmus.flow.documents.screening import ScreeningQuery, ScreeningRequest
from isthmus.flow.screening import screen
from isthmus.flow.search import HOLDERS_MAX, LOOKED_AT_MAX
from isthmus.model.canonical import microseconds
from isthmus.model.ids import LabelId, RecordSeq
from isthmus.model.judgement import KEEP_BITS
from isthmus.model.label import Allowed
from isthmus.model.statement import State, StatementBatch
from isthmus.node import Node
from isthmus.ports import UnitOfWork
from isthmus.resolve.asking import ASKED, question
from isthmus.resolve.compare import compared, profile
from isthmus.resolve.entity_keys import proposing_keys
from isthmus.resolve.judge import proposed
from isthmus.resolve.promise import Hope
from isthmus.resolve.searching import Search, found_by, text_of
from tests import make
from tests.bench.figures import SEED, Figure, Plan
from tests.bench.nodes import PURPOSE, bench_folder, opened
from tests.bench.persons import Persons, Row
from tests.bench.sharing import NOW

LOT: Final = 5_000
P50_MS: Final = 0.1
P99_MS: Final = 1.0
DURABLE: Final = 5_000.0
QUESTIONS: Final = 500.0
LATE_MS: Final = 30.0
CLIENTS: Final = 4
T = TypeVar("T")
SOURCE: Final = "bench"
NOBODY: Final = -1
"""Stands for a record that has no number in the index."""
DATA: Final = "invented: persons with errors"


def incremental(plan: Plan) -> Iterator[Figure]:
    """Score single records against those held, and resolve groups until they are durable."""
    held, alone = plan.size(1_000_000, 20_000), plan.size(5_000, 500)
    groups = plan.size(20_000, 2_000)
    more = 2 * alone + groups
    rows = iter(Persons(SEED).rows(held + more)[held:])
    with bench_folder() as home:
        filled(home, held, held + more)
        with opened(home / "alder") as node:
            center = node.center
            began = time.perf_counter()
            with center.store.reading() as unit, center.index(unit):
                made = time.perf_counter() - began
            # A process that has just begun remembers no value yet.
            _alone(center, islice(rows, alone))
            took = _alone(center, islice(rows, alone))
            put(center, rows, held + 2 * alone, wait=True)
            began = time.perf_counter()
            count = resolve_pending(center)
            rate = count / (time.perf_counter() - began)
    sizes = f"{held:,} records held"
    took.sort()
    middle, late = (took[int(len(took) * share)] * 1e3 for share in (0.5, 0.99))
    name, after = "a record scored against those held", f"{sizes}, {alone:,} scored before"
    yield Figure(f"{name}, half", "ms", [middle], data=DATA, sizes=after, required=P50_MS)
    yield Figure(f"{name}, 99 of 100", "ms", [late], data=DATA, sizes=after, required=P99_MS)
    yield Figure(
        "records resolved, durable in groups",
        "records/s",
        [rate],
        data=DATA,
        sizes=f"{sizes}, {groups:,} more",
        required=DURABLE,
        at_most=False,
    )
    yield Figure("index made when a process starts", "s", [made], data=DATA, sizes=sizes)


def filled(home: Path, held: int, count: int, further: float | None = None) -> None:
    """Put the first `held` of `count` records into a node, in a process of its own.

    So what invents them is no part of what the node holds.
    """
    filling = get_context("spawn").Process(target=_fill, args=(home, held, count, further))
    filling.start()
    filling.join()
    if filling.exitcode:
        message = f"expected the records in the store, got exit code {filling.exitcode}"
        raise RuntimeError(message)


def _fill(home: Path, held: int, count: int, further: float | None) -> None:
    persons = Persons(SEED) if further is None else Persons(SEED, further)
    with opened(home / "alder") as node:
        put(node.center, persons.rows(count)[:held], 0)


def put(center: Center, rows: Iterable[Row], first: int, *, wait: bool = False) -> None:
    """Put records into the store as a bulk load would, without a file."""
    coming, number = iter(rows), first
    while lot := list(islice(coming, LOT)):
        with center.store.writing() as unit:
            label = unit.labels.intern(make.label("OFFICIAL", purposes=Allowed.of(PURPOSE)))
            batch = _batch(center, lot, label, number)
            unit.statements.add(batch, [RecordSeq(0)], State.ASSERTED)
            if wait:
                enqueue(center, unit, label, dict.fromkeys(batch.entities))
            _noted(center, unit)
            unit.commit()
        number += len(lot)


def values(row: Row) -> Iterator[tuple[str, str]]:
    """Give what a record says: (property, value)."""
    yield "name", f"{row.given} {row.surname}".strip().title()
    for name, value in (
        ("birthDate", row.born),
        ("passportNumber", row.document),
        ("postalCode", row.postcode),
        ("phone", row.phone),
    ):
        if value:
            yield name, value


def _alone(center: Center, rows: Iterable[Row]) -> list[float]:
    """Give the seconds that each record took: its keys, who shares them, and every comparison."""
    took, model = [], center.model
    with center.store.reading() as unit, center.index(unit) as index:
        labels = center.service_reader(unit, "resolver", PURPOSE).labels
        for row in rows:
            claims = question("Person", values(row))
            began = time.perf_counter()
            own: dict[str, list[LabelId]] = {}
            for key, label in proposing_keys(claims, center.ontology, center.names):
                own[key] = [label]
            holders = index.holders(own, labels, model.hub_cap, proposing=True)
            pairs = proposed({NOBODY: own}, holders, model.hub_cap).pairs
            asked = profile(ASKED, claims, model.properties())
            hope = Hope(asked, model, center.ontology, KEEP_BITS)
            for _, held in hope.within(index, [other for _, other in pairs], labels):
                compared(asked, held, model, center.ontology)
            took.append(time.perf_counter() - began)
    return took


def _batch(center: Center, rows: Sequence[Row], label: LabelId, first: int) -> StatementBatch:
    at = microseconds(NOW)
    batch = StatementBatch(SOURCE, label, "B2", at, at + 10**14)
    for number, row in enumerate(rows, start=first):
        entity = center.ids.entity(SOURCE, str(number))
        for name, value in values(row):
            batch.ids.append(center.ids.statement(SOURCE, entity, (name, value, None)))
            batch.entities.append(entity)
            batch.schemas.append("Person")
            batch.properties.append(name)
            batch.values.append(value)
            batch.langs.append(None)
            batch.originals.append(None)
            batch.targets.append(None)
            batch.records.append(0)
            batch.observed_at.append(None)
    return batch


def _noted(center: Center, unit: UnitOfWork) -> None:
    service = center.service("bench", ADMINISTRATION)
    note(center, unit, service, purpose=ADMINISTRATION, act="bench.filled")


def search(plan: Plan) -> Iterator[Figure]:
    """Ask for misspelt names in the search box's way, and screen records."""
    held, count = plan.size(1_000_000, 20_000), plan.size(2_000, 300)
    persons = Persons(SEED)
    asked = [persons.misspelt(r) for r in persons.rows(held)[:: max(1, held // count)]][:count]
    with bench_folder() as home, _node(home, held) as node:
        center = node.center
        texts = [f"{row.given} {row.surname}".strip() for row in asked]
        with center.store.reading() as unit, center.index(unit) as index:
            labels = center.service_reader(unit, "resolver", PURPOSE).labels
            how = Search(center.names, center.ontology, cap=HOLDERS_MAX, most=LOOKED_AT_MAX)
            searched = _timed(
                lambda text: found_by(index, text_of(text, center.names), labels, how), texts
            )
        actor = Actor(make.principal(purposes=[PURPOSE]), PURPOSE)
        queries = [_query(row) for row in asked]
        screened = _timed(lambda query: screen(center, actor, query), queries)
        began = time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as pool:
            shares = [queries[n::CLIENTS] for n in range(CLIENTS)]
            took = pool.map(lambda some: _timed(lambda q: screen(center, actor, q), some), shares)
            together = [one for some in took for one in some]
        rate = count / (time.perf_counter() - began)
    sizes = f"{held:,} records held, {count:,} questions"
    yield from _asked("misspelt names searched", searched, f"{sizes} one after the other")
    name = "records screened, each with its entry"
    yield from _asked(name, screened, f"{sizes} one after the other")
    yield from _asked(name, together, f"{sizes} by {CLIENTS} at a time, one core", rate)


@contextmanager
def _node(home: Path, held: int) -> Iterator[Node]:
    """Open a node that holds so many records."""
    filled(home, held, held)
    with opened(home / "alder") as node:
        yield node


def _timed(ask: Callable[[T], object], questions: Iterable[T]) -> list[float]:
    """Give the seconds that each question took."""
    took = []
    for one in questions:
        began = time.perf_counter()
        ask(one)
        took.append(time.perf_counter() - began)
    return took


def _asked(what: str, took: list[float], sizes: str, rate: float | None = None) -> Iterator[Figure]:
    late = sorted(took)[int(len(took) * 0.99)] * 1e3
    yield Figure(
        what,
        "questions/s",
        [len(took) / sum(took) if rate is None else rate],
        data=DATA,
        sizes=sizes,
        required=QUESTIONS,
        at_most=False,
    )
    yield Figure(f"{what}, 99 of 100", "ms", [late], data=DATA, sizes=sizes, required=LATE_MS)


def _query(row: Row) -> ScreeningRequest:
    properties: dict[str, list[str]] = {}
    for name, value in values(row):
        properties.setdefault(name, []).append(value)
    return ScreeningRequest(queries=[ScreeningQuery(properties=properties)])
