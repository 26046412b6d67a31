"""Figures of the store: rows per second durable, latency of reads, waiting under load.

Run: `python -m tests.bench.store [sqlite|postgres]`. Invented rows from seed 1; every slice is one
unit of work with its audit entry, committed with synchronous=FULL.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from isthmus.model.canonical import from_microseconds
from isthmus.model.ids import EntityId, LabelId, RecordId, RecordSeq, StatementId, StatementSeq
from isthmus.model.record import Delivery, SealedRecord
from isthmus.model.statement import ObservationBatch, State, StatementBatch
from isthmus.ports import Store, UnitOfWork
from tests import make
from tests.contract.stores import MAKERS

SEED = random.Random(1)  # noqa: S311 - invented rows, no secret
SLICE = 500
HOUR_US = 3_600_000_000
PROPERTIES = (
    "name", "alias", "flag", "owner", "imoNumber", "mmsi", "callSign", "type", "buildDate", "notes"
)  # fmt: skip


def sixteen() -> bytes:
    return SEED.randbytes(16)


def statements(record_count: int, entities: list[bytes]) -> StatementBatch:
    """Give what `record_count` records say: each ten things about one entity."""
    batch = StatementBatch("harbour-master", LabelId(1), "B2", 0, HOUR_US)
    for record in range(record_count):
        entity = EntityId(SEED.choice(entities))
        for name in PROPERTIES:
            batch.ids.append(StatementId(sixteen()))
            batch.entities.append(entity)
            batch.schemas.append("Vessel")
            batch.properties.append(name)
            batch.values.append(f"value {SEED.randrange(10**9)}")
            batch.langs.append(None)
            batch.originals.append(None)
            batch.targets.append(EntityId(SEED.choice(entities)) if name == "owner" else None)
            batch.records.append(record)
            batch.observed_at.append(SEED.randrange(HOUR_US))
    return batch


def positions(count: int, records: int, entities: list[bytes], since: int) -> ObservationBatch:
    batch = ObservationBatch("ais", LabelId(1), "B2", 0, HOUR_US)
    for i in range(count):
        batch.entities.append(EntityId(SEED.choice(entities)))
        batch.at.append(since + i * 1000)
        batch.lats.append(SEED.uniform(30, 60))
        batch.lons.append(SEED.uniform(-10, 30))
        batch.cells.append(SEED.randrange(2**62))
        batch.speeds_kn.append(12.5)
        batch.courses_deg.append(180.0)
        batch.records.append(i % records)
    return batch


def records(count: int) -> list[SealedRecord]:
    return [
        SealedRecord(
            RecordId(sixteen()), sixteen(), i, SEED.randbytes(220), SEED.randbytes(60),
            SEED.randbytes(32), 200,
        )
        for i in range(count)
    ]  # fmt: skip


def audited(unit: UnitOfWork) -> None:
    unit.audit.add(bytes(make.audit_entry()), bytes(16), ["x"], make.NOW)
    unit.commit()


def rate(name: str, count: int, seconds: float) -> None:
    print(f"{name:<44}{count / seconds:>10.0f} rows/s", flush=True)


def timed_slices(
    store: Store, slices: Iterator[tuple[int, Callable[[UnitOfWork], object]]]
) -> tuple[int, float, list[float]]:
    total, times = 0, []
    for count, act in slices:
        began = perf_counter()
        with store.writing() as unit:
            act(unit)
            audited(unit)
        times.append(perf_counter() - began)
        total += count
    return total, sum(times), times


def bench_statements(store: Store, entities: list[bytes], size: int) -> None:
    numbers = [RecordSeq(n) for n in range(1, SLICE + 1)]

    def slices(count: int) -> Iterator[tuple[int, Callable[[UnitOfWork], object]]]:
        for _ in range(count // (SLICE * 10)):
            batch = statements(SLICE, entities)
            yield len(batch), lambda u, b=batch: u.statements.add(b, numbers, State.ASSERTED)

    total, seconds, _ = timed_slices(store, slices(size))
    rate(f"statements.add, 0 to {size}", total, seconds)
    total, seconds, times = timed_slices(store, slices(100_000))
    rate(f"statements.add on {size} ({SLICE} records a slice)", total, seconds)
    print(f"{'  slice ms median / max':<44}{statistics.median(times) * 1e3:>10.1f} / {max(times) * 1e3:.1f}")  # fmt: skip
    batch = statements(SLICE, entities)
    again = replace(batch, records=[(r + 1) % SLICE for r in batch.records])
    timed_slices(store, iter([(1, lambda u: u.statements.add(batch, numbers, State.ASSERTED))]))
    known = lambda u: u.statements.add(again, numbers, State.ASSERTED)  # noqa: E731 - a slice is a call
    total, seconds, _ = timed_slices(store, iter([(len(again), known)]))
    rate("statements.add, all known, new support", total, seconds)


def bench_records(store: Store, delivery: Delivery, entities: list[bytes]) -> None:
    def slices() -> Iterator[tuple[int, Callable[[UnitOfWork], object]]]:
        for turn in range(100):
            lot = records(SLICE)
            batch = positions(SLICE, SLICE, entities, turn * SLICE * 1000)

            def act(
                unit: UnitOfWork,
                lot: list[SealedRecord] = lot,
                batch: ObservationBatch = batch,
            ) -> None:
                assert not unit.records.known([r.id for r in lot])
                seqs = unit.records.add(delivery, "2025-06", LabelId(1), lot)
                unit.deliveries.note_presence(delivery.seq, seqs)
                unit.observations.add(batch, seqs)
                unit.tallies.add([(LabelId(1), "ais", "record", 7, SLICE)])

            yield SLICE, act

    total, seconds, _ = timed_slices(store, slices())
    rate("known + records + presence + observations", total, seconds)


def bench_keys(store: Store, entities: list[bytes]) -> None:
    def slices() -> Iterator[tuple[int, Callable[[UnitOfWork], object]]]:
        for turn in range(100):
            rows = [
                (
                    f"n:{SEED.randrange(10**6):x}",
                    EntityId(SEED.choice(entities)),
                    StatementSeq(turn * SLICE + i + 1),
                    LabelId(1),
                )
                for i in range(SLICE)
            ]
            yield SLICE, lambda u, r=rows: u.keys.add(r)

    total, seconds, _ = timed_slices(store, slices())
    rate("keys.add", total, seconds)

    def puts() -> Iterator[tuple[int, Callable[[UnitOfWork], object]]]:
        for _ in range(40):
            lot = [EntityId(e) for e in SEED.sample(entities, SLICE)]
            yield SLICE, lambda u, r=lot: u.queue.put("resolve", r)

    total, seconds, _ = timed_slices(store, puts())
    rate("queue.put", total, seconds)


def bench_reads(store: Store, entities: list[bytes]) -> None:
    reader = make.reader(*(LabelId(n) for n in range(1, 51)))

    def timed(name: str, act: Callable[[UnitOfWork], object], turns: int = 1000) -> None:
        times = []
        with store.reading() as unit:
            for _ in range(turns):
                began = perf_counter()
                act(unit)
                times.append(perf_counter() - began)
        print(f"{name:<44}{statistics.median(times) * 1e6:>10.0f} µs median")

    timed("statements.of one entity, 50 labels",
          lambda u: u.statements.of([EntityId(SEED.choice(entities))], reader))  # fmt: skip
    many = [EntityId(e) for e in SEED.sample(entities, 100)]
    timed("statements.of 100 entities", lambda u: u.statements.of(many, reader), 50)
    timed("keys.holders of 10 keys",
          lambda u: u.keys.holders([f"n:{SEED.randrange(10**6):x}" for _ in range(10)], reader, 20))  # fmt: skip
    timed("judgements.around 100 entities", lambda u: u.judgements.around(many, reader), 50)
    timed("observations.of one entity, 100",
          lambda u: u.observations.of([EntityId(SEED.choice(entities))], reader, 100))  # fmt: skip
    box, between = (0.0, 40.0, 5.0, 45.0), (from_microseconds(0), make.NOW)
    timed("observations.within a box, 500",
          lambda u: u.observations.within(box, between, reader, 500), 20)  # fmt: skip


def bench_waiting(store: Store, entities: list[bytes]) -> None:
    """Measure a short act's whole time while one thread loads in bulk, then four short ones."""
    stop = threading.Event()

    def bulk() -> None:
        numbers = [RecordSeq(n) for n in range(1, 101)]
        while not stop.is_set():
            batch = statements(100, entities)
            with store.writing() as unit:
                unit.statements.add(batch, numbers, State.ASSERTED)
                audited(unit)

    def short(times: list[float], turns: int) -> None:
        for _ in range(turns):
            began = perf_counter()
            with store.writing() as unit:
                audited(unit)
            times.append(perf_counter() - began)

    thread = threading.Thread(target=bulk)
    thread.start()
    times: list[float] = []
    short(times, 200)
    stop.set()
    thread.join()
    times.sort()
    print(f"{'short act under bulk load, ms p50 / p99':<44}{times[100] * 1e3:>10.1f} / {times[197] * 1e3:.1f}")  # fmt: skip
    for writers in (1, 8, 32):
        all_times: list[float] = []
        threads = [threading.Thread(target=short, args=(all_times, 100)) for _ in range(writers)]
        began = perf_counter()
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        rate(f"durable short acts, {writers} threads", writers * 100, perf_counter() - began)


def main() -> None:
    which = sys.argv[1] if len(sys.argv) > 1 else "sqlite"
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 500_000
    entities = [sixteen() for _ in range(100_000)]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        opening = stack.enter_context(MAKERS[which](folder))
        store = opening()
        with store.writing() as unit:
            delivery = make.delivery()
            delivery = replace(delivery, seq=unit.deliveries.open(delivery))
            audited(unit)
        bench_statements(store, entities, size)
        bench_records(store, delivery, entities)
        bench_keys(store, entities)
        bench_reads(store, entities)
        bench_waiting(store, entities)
        store.close()
        began = perf_counter()
        opening().close()
        print(f"{'open again, ms':<44}{(perf_counter() - began) * 1e3:>10.1f}")
        size_bytes = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
        print(f"{'size of the folder, MB':<44}{size_bytes / 1e6:>10.0f}")


if __name__ == "__main__":
    main()
