"""Rows of intake: records per second from bytes to durable, resolved, and looked at by the rules.

Each run has a node of its own, in this process, on an empty store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Final

from rich.console import Console

from isthmus.demo import Run, deliver_folder
from isthmus.demo import finish as finish_run
from isthmus.exercise.bulk import position_lines, sighting_rows
from isthmus.node import Node
from tests.bench.figures import SEED, Figure, Plan, RowSkipped
from tests.bench.nodes import bench_folder, deliver, finish, lots, opened

SANCTIONS_PER_S: Final = 2_000
AIS_PER_S: Final = 5_000
START: Final = datetime(2025, 5, 1, tzinfo=UTC)
SHIPS: Final = 400
SIGHTED_SHARE: Final = 0.05
INTERLEAVED: Final = 4


def sanctions(plan: Plan) -> Iterator[Figure]:
    """Load every sanctions list."""
    folder = Path(plan.data) / "sanctions"
    if not folder.is_dir():
        message = f"no folder {folder}"
        raise RowSkipped(message)
    sizes: list[str] = []

    def loaded(node: Node) -> int:
        run = Run(node, Console(quiet=True))
        deliver_folder(run, folder / "un" if plan.quick else folder)
        finish_run(run)
        new = sum(receipt.new for receipt in run.receipts)
        read = sum(receipt.records for receipt in run.receipts)
        stages = ", ".join(f"{name} {took:.1f} s" for name, took in run.seconds.items())
        sizes.append(f"{read:,} read, {new:,} new, {len(run.receipts)} files; {stages}")
        return read

    rates, on_cpu = _rates(plan, loaded)
    yield Figure(
        name="sanctions, all the way",
        unit="records/s",
        values=rates,
        data="real: sanctions/un" if plan.quick else "real: sanctions",
        sizes=f"{sizes[0]}; {on_cpu}",
        required=SANCTIONS_PER_S,
        at_most=False,
        seed=None,
    )


def ais(plan: Plan) -> Iterator[Figure]:
    """Load positions as sentences and sightings as rows, file after file in turn."""
    count = plan.size(40_000, 4_000)
    files = ais_files(count)

    def loaded(node: Node) -> int:
        read = sum(deliver(node, name, content).records for name, content in files)
        finish(node)
        return read

    rates, on_cpu = _rates(plan, loaded)
    sighted = int(count * SIGHTED_SHARE)
    yield Figure(
        name="AIS, all the way",
        unit="records/s",
        values=rates,
        data="invented: AIVDM, sightings",
        sizes=f"{count - sighted:,} positions of {SHIPS} ships, {sighted:,} sightings; {on_cpu}",
        required=AIS_PER_S,
        at_most=False,
    )


def ais_files(count: int) -> list[tuple[str, bytes]]:
    """Give the files of `count` records: sentences and sightings in turn."""
    rng = Random(SEED)  # noqa: S311 - invented ships
    sighted = int(count * SIGHTED_SHARE)
    lines = list(position_lines(rng, START, SHIPS, count - sighted))
    header, *rows = sighting_rows(rng, START, sighted)
    files = []
    sentences = lots(lines, -(-len(lines) // INTERLEAVED))
    sightings = lots(rows, -(-len(rows) // INTERLEAVED))
    for number, (heard, seen) in enumerate(zip(sentences, sightings, strict=True)):
        files += [(f"heard-{number}.nmea", heard), (f"seen-{number}.csv", header + seen)]
    return files


def _rates(plan: Plan, loaded: Callable[[Node], int]) -> tuple[list[float], str]:
    """Give records per second of each run, and the median per second of CPU in words."""
    rates, per_cpu = [], []
    for _ in range(plan.runs):
        with bench_folder() as home, opened(home) as node:
            began, began_cpu = perf_counter(), process_time()
            count = loaded(node)
            if not count:
                message = "expected records, got none"
                raise RuntimeError(message)
            rates.append(count / (perf_counter() - began))
            per_cpu.append(count / (process_time() - began_cpu))
    return rates, f"{sorted(per_cpu)[len(per_cpu) // 2]:,.0f} records per CPU second"
