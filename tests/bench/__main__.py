"""The bench: one table of measured figures beside what is required.

Run: `python -m tests.bench [--quick] [--only ROW] [--data DIR] [--runs N] [--json]`. The exit code
is 1 when a row fails; a figure that misses its requirement is marked and fails nothing.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sqlite3
import sys
import timeit
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tests.bench.figures import RUNS, Figure, Plan, RowResult
from tests.bench.rows import ROWS, measured, run_apart

COLUMNS = ("ratio", "figure", "required", "measured", "spread", "memory", "seed", "data", "sizes")
RIGHT = frozenset({"ratio", "required", "measured", "spread", "memory", "seed"})
WIDTH = 200
EXIT_ENDED = 143


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the rows asked for, print the table, and give the exit code."""
    options = _options(arguments)
    if options.answer is not None:
        plan = msgspec.json.decode(options.plan, type=Plan)
        result = measured(options.only[0], plan)
        options.answer.write_bytes(msgspec.json.encode(result))
        return 0
    plan = Plan(
        quick=options.quick,
        data=str(options.data),
        runs=options.runs or (1 if options.quick else RUNS),
    )
    # Whoever ends the bench ends the row under way with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(EXIT_ENDED))
    told, load = Console(stderr=True), _load()
    results = []
    for row in options.only or ROWS:
        with told.status(f"measuring {row}"):
            results.append(run_apart(row, plan))
        told.print(f"measured {row} in {results[-1].seconds:.0f} s")
    if options.json:
        sys.stdout.write(msgspec.json.encode(results).decode() + "\n")
    else:
        _print(results, plan, load)
    return 1 if any(result.error for result in results) else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, one run")
    parser.add_argument("--only", action="append", choices=ROWS, help="this row (repeatable)")
    data = os.environ.get("ISTHMUS_REAL_DATA") or Plan().data
    parser.add_argument("--data", type=Path, default=Path(data), help="folder of real files")
    parser.add_argument("--runs", type=int, help=f"runs of what is repeated (default {RUNS})")
    parser.add_argument("--json", action="store_true", help="results as JSON, no table")
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--plan", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _print(results: Sequence[RowResult], plan: Plan, load: str) -> None:
    out = Console() if sys.stdout.isatty() else Console(width=WIDTH)
    out.print(_head(plan, load), highlight=False)
    table = Table(*COLUMNS, box=box.SIMPLE_HEAD, show_lines=False)
    for column in table.columns:
        column.justify = "right" if column.header in RIGHT else "left"
        column.overflow = "fold"
    for result in results:
        for cells in _rows(result):
            table.add_row(*cells)
    out.print(table)
    out.print(
        "ratio: how many times better than required (below 1: missed, marked !). measured: median "
        "over the runs. spread: lowest to highest run. memory: peak resident MB of the row's whole "
        "process tree. pace: seconds for two million squares and their sum, the best of five: "
        "figures of two machines compare by it.",
        highlight=False,
    )


def _head(plan: Plan, load: str) -> str:
    runs = f"{plan.runs} run{'' if plan.runs == 1 else 's'}{', quick sizes' if plan.quick else ''}"
    return (
        f"load {load} before, {_load()} after; {os.cpu_count()} cores, {platform.machine()}; "
        f"Python {platform.python_version()}; SQLite {sqlite3.sqlite_version}, WAL, "
        f"synchronous=FULL; {runs}; data {plan.data}; pace {pace_s():.2f} s"
    )


def pace_s() -> float:
    """Give the seconds that this machine takes for a fixed piece of work, the best of five.

    Figures of two machines, or of one at two hours, are compared by it.
    """
    return min(timeit.repeat("sum(n * n for n in range(2_000_000))", number=1, repeat=5))


def _load() -> str:
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def _rows(result: RowResult) -> list[tuple[str | Text, ...]]:
    if result.error or result.skipped:
        mark = Text("ERROR", style="bold red") if result.error else Text("skipped", style="yellow")
        why = Text(result.error or result.skipped or "")
        return [(mark, result.row, "", "", "", "", "", "", why)]
    return [_cells(figure, result.peak_mb) for figure in result.figures]


def _cells(figure: Figure, peak_mb: float) -> tuple[str | Text, ...]:
    ratio = figure.ratio
    missed = ratio is not None and ratio < 1
    shown = "" if ratio is None else f"{ratio:.2f}{' !' if missed else ''}"
    sign = "≤" if figure.at_most else "≥"
    low, high = min(figure.values), max(figure.values)
    return (
        Text(shown, style="bold red" if missed else "green"),
        figure.name,
        "" if figure.required is None else f"{sign} {_number(figure.required)} {figure.unit}",
        f"{_number(figure.median)} {figure.unit}",
        "1 run" if len(figure.values) == 1 else f"{_number(low)} to {_number(high)}",
        f"{peak_mb:,.0f} MB",
        "" if figure.seed is None else str(figure.seed),
        figure.data,
        Text(figure.sizes),
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.2f}"


if __name__ == "__main__":
    sys.exit(main())
