"""The row of a node's start, from the process's beginning to its first answer over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.bench.figures import SEED, Figure, Plan
from tests.bench.nodes import bench_folder, fill, lots, person_lines, served

REQUIRED_S: Final = 2.0


def start(plan: Plan) -> Iterator[Figure]:
    """Start a node again and again on one store; its files are in the system's cache."""
    count = plan.size(100_000, 2_000)
    lines = lots(person_lines(SEED, count))
    with bench_folder() as home:
        taken = fill(home, ((f"persons-{n}.jsonl", lot) for n, lot in enumerate(lines)))
        size = sum(file.stat().st_size for file in home.rglob("*") if file.is_file())
        values, cpu_s = [], 0.0
        for _ in range(plan.runs):
            with served(home) as node:
                values.append(node.ready_s)
                cpu_s = node.ready_cpu_s
    yield Figure(
        name="node start to first answer",
        unit="s",
        values=values,
        data="invented: persons as FtM lines",
        sizes=f"{taken:,} entities, {size / 1e6:,.0f} MB on disk, warm file cache; "
        f"{cpu_s:.1f} CPU seconds",
        required=REQUIRED_S,
    )
