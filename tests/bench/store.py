"""Figures of the store: rows per second durable, latency of reads, waiting under load.

Run: `python -m tests.bench.store [sqlite|postgres] [statements to begin with]`. Invented rows of
seed 1. Each slice is one unit of work with its audit entry, committed; SQLite syncs, the PostgreSQL
of the tests does not. Figures are per
second of wall time, and in brackets per second of this process's CPU time.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from importlib import import_module
from itertools import repeat
from pathlib import Path
from time import perf_counter, process_time
from typing import Final, TypeAlias

from isthmus.adapters.store import open_sqlite
from isthmus.model.canonical import from_microseconds
from isthmus.model.ids import EntityId, LabelId, RecordId, RecordSeq, StatementId, StatementSeq
from isthmus.model.record import Delivery, SealedRecord
from isthmus.model.statement import ObservationBatch, State, StatementBatch
from isthmus.ports import Store, UnitOfWork
from tests import make
from tests.contract.stores import Opening

Act: TypeAlias = Callable[[UnitOfWork], object]

SEED: Final = random.Random(1)  # noqa: S311 - invented rows, no secret
SLICE: Final = 500
"""Records in a slice."""
HOUR_US: Final = 3_600_000_000
LABEL: Final = LabelId(1)
PROPERTIES: Final = "name alias flag owner imoNumber mmsi callSign type buildDate notes".split()  # noqa: SIM905 - ten words
NUMBERS: Final = [RecordSeq(n) for n in range(1, SLICE + 1)]


def ids(count: int) -> list[bytes]:
    return [SEED.randbytes(16) for _ in range(count)]


def statements(record_count: int, entities: list[bytes]) -> StatementBatch:
    """Give what `record_count` records say: each ten things about one entity."""
    count = record_count * len(PROPERTIES)
    about = [EntityId(SEED.choice(entities)) for _ in range(record_count)]
    return StatementBatch(
        source="harbour-master",
        label=LABEL,
        grade="B2",
        recorded_at=0,
        expires_on=HOUR_US,
        ids=[StatementId(i) for i in ids(count)],
        entities=[entity for entity in about for _ in PROPERTIES],
        schemas=["Vessel"] * count,
        properties=PROPERTIES * record_count,
        values=[f"value {SEED.randrange(10**9)}" for _ in range(count)],
        langs=[None] * count,
        originals=[None] * count,
        targets=[
            EntityId(SEED.choice(entities)) if name == "owner" else None
            for name in PROPERTIES * record_count
        ],
        records=[n for n in range(record_count) for _ in PROPERTIES],
        observed_at=[SEED.randrange(HOUR_US) for _ in range(count)],
    )


def positions(turn: int, entities: list[bytes]) -> ObservationBatch:
    return ObservationBatch(
        source="ais",
        label=LABEL,
        grade="B2",
        recorded_at=0,
        expires_on=HOUR_US,
        entities=[EntityId(SEED.choice(entities)) for _ in range(SLICE)],
        at=[(turn * SLICE + n) * 1000 for n in range(SLICE)],
        lats=[SEED.uniform(30, 60) for _ in range(SLICE)],
        lons=[SEED.uniform(-10, 30) for _ in range(SLICE)],
        cells=[SEED.randrange(2**62) for _ in range(SLICE)],
        speeds_kn=[12.5] * SLICE,
        courses_deg=[180.0] * SLICE,
        records=list(range(SLICE)),
    )


def records() -> list[SealedRecord]:
    body, key, digest = SEED.randbytes(220), SEED.randbytes(60), SEED.randbytes(32)
    return [
        SealedRecord(RecordId(record), record, n, body, key, digest, 200)
        for n, record in enumerate(ids(SLICE))
    ]


def said(batch: StatementBatch) -> Act:
    return lambda unit: unit.statements.add(batch, NUMBERS, State.ASSERTED)


def take_in(
    unit: UnitOfWork, delivery: Delivery, lot: list[SealedRecord], seen: ObservationBatch
) -> None:
    unit.records.known([record.id for record in lot])
    unit.observations.add(seen, unit.records.add(delivery, "2031-05", LABEL, lot))
    unit.tallies.add([(LABEL, "ais", "record", 7, SLICE)])


def audited(unit: UnitOfWork) -> None:
    unit.audit.add(bytes(make.audit_entry()), bytes(16), ["x"], make.NOW)
    unit.commit()


def line(name: str, figure: str) -> None:
    sys.stdout.write(f"{name:<50}{figure:>24}\n")
    sys.stdout.flush()


def measure(store: Store, name: str, rows: int, acts: Iterable[Act]) -> None:
    """Commit each act by itself; `rows` in each. Making the rows is not measured."""
    walls, cpu = [], 0.0
    for act in acts:
        began, began_cpu = perf_counter(), process_time()
        with store.writing() as unit:
            act(unit)
            audited(unit)
        walls.append(perf_counter() - began)
        cpu += process_time() - began_cpu
    total = rows * len(walls)
    line(name, f"{total / sum(walls):,.0f} ({total / cpu:,.0f}) /s")
    line("  a slice, median and longest", f"{median_ms(walls)} {max(walls) * 1e3:.1f} ms")


def median_ms(times: list[float]) -> str:
    return f"{statistics.median(times) * 1e3:.2f}"


def bench_writes(store: Store, delivery: Delivery, entities: list[bytes], size: int) -> None:
    rows = SLICE * len(PROPERTIES)
    load = (said(statements(SLICE, entities)) for _ in range(size // rows))
    measure(store, f"statements.add, 0 to {size:,}", rows, load)
    more = (said(statements(SLICE, entities)) for _ in range(20))
    measure(store, f"statements.add on {size:,}", rows, more)
    again = statements(SLICE, entities)
    measure(store, "statements.add, new", rows, [said(again)])
    support = replace(again, records=[(n + 1) % SLICE for n in again.records])
    measure(store, "statements.add, known, further support", rows, [said(support)])
    vessels = entities[:20_000]
    lots = (partial(take_in, delivery=delivery, lot=records(), seen=positions(turn, vessels))
            for turn in range(100))  # fmt: skip
    measure(store, "records.known, add; observations.add", SLICE, lots)
    keys = (partial(add_keys, turn=turn, entities=entities) for turn in range(100))
    measure(store, "keys.add", SLICE, keys)
    puts = (partial(put, lot=SEED.sample(entities, SLICE)) for _ in range(40))
    measure(store, "queue.put", SLICE, puts)


def add_keys(unit: UnitOfWork, turn: int, entities: list[bytes]) -> None:
    numbers = map(StatementSeq, range(turn * SLICE + 1, (turn + 1) * SLICE + 1))
    keys = (f"n:{SEED.randrange(10**6):x}" for _ in range(SLICE))
    holders = (EntityId(SEED.choice(entities)) for _ in range(SLICE))
    unit.keys.add(list(zip(keys, holders, numbers, repeat(LABEL))))


def put(unit: UnitOfWork, lot: list[bytes]) -> None:
    unit.queue.put("resolve", map(EntityId, lot))


def bench_reads(store: Store, entities: list[bytes]) -> None:
    reader = make.reader(*(LabelId(n) for n in range(1, 51)))
    one = partial(SEED.choice, [[EntityId(entity)] for entity in entities[:20_000]])
    many = [EntityId(entity) for entity in entities[:100]]
    keys = [f"n:{n:x}" for n in range(0, 10**6, 10**4)]
    box, between = (0.0, 40.0, 5.0, 45.0), (from_microseconds(0), make.NOW)
    reads: dict[str, Act] = {
        "statements.of an entity": lambda u: u.statements.of(one(), reader),
        "statements.of 100 entities": lambda u: u.statements.of(many, reader),
        "keys.holders of 100 keys": lambda u: u.keys.holders(keys, reader, 20),
        "judgements.around 100 entities": lambda u: u.judgements.around(many, reader),
        "observations.of an entity": lambda u: u.observations.of(one(), reader, 100),
        "observations.within a box": lambda u: u.observations.within(box, between, reader, 500),
    }
    for name, act in reads.items():
        times = []
        with store.reading() as unit:
            for _ in range(100):
                began = perf_counter()
                act(unit)
                times.append(perf_counter() - began)
        line(f"{name}, 50 labels", f"{median_ms(times)} ms")


def acts(store: Store, turns: int, times: list[float]) -> None:
    for _ in range(turns):
        began = perf_counter()
        with store.writing() as unit:
            audited(unit)
        times.append(perf_counter() - began)


def load(store: Store, entities: list[bytes], stop: threading.Event) -> None:
    while not stop.is_set():
        act = said(statements(100, entities))
        with store.writing() as unit:
            act(unit)
            audited(unit)


def bench_waiting(store: Store, entities: list[bytes]) -> None:
    """Measure short acts beside a bulk load, then many at once."""
    stop, times = threading.Event(), list[float]()
    bulk = threading.Thread(target=load, args=(store, entities, stop))
    bulk.start()
    acts(store, 200, times)
    stop.set()
    bulk.join()
    times.sort()
    line("short act beside a bulk load, p50, p99", f"{median_ms(times)} {times[197] * 1e3:.1f} ms")
    for count in (1, 8, 32):
        threads = [threading.Thread(target=acts, args=(store, 100, [])) for _ in range(count)]
        began = perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        rate = count * 100 / (perf_counter() - began)
        line(f"durable short acts, {count} threads", f"{rate:,.0f} /s")


def opening(which: str, folder: Path) -> AbstractContextManager[Opening]:
    if which == "sqlite":
        return nullcontext(lambda: open_sqlite(folder))
    made: AbstractContextManager[Opening] = import_module("tests.contract.postgres").opened(folder)
    return made


def main(which: str = "sqlite", size: str = "500000") -> None:
    """Print the table of one store."""
    entities = ids(100_000)
    with tempfile.TemporaryDirectory() as name, opening(which, Path(name)) as open_store:
        store = open_store()
        with store.writing() as unit:
            delivery = replace(make.delivery(), seq=unit.deliveries.open(make.delivery()))
            audited(unit)
        bench_writes(store, delivery, entities, int(size))
        bench_reads(store, entities)
        bench_waiting(store, entities)
        store.close()
        began = perf_counter()
        open_store().close()
        line("open again", f"{(perf_counter() - began) * 1e3:.1f} ms")
        files = (file for file in Path(name).rglob("*") if file.is_file())
        line("size of the folder", f"{sum(file.stat().st_size for file in files) / 1e6:,.0f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
