"""The rows of the bench, and how one is run: in a process of its own, watched from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Final, TypeAlias, cast

import msgspec

from tests.bench.figures import Figure, Plan, RowResult, RowSkipped
from tests.bench.memory import watched

Measure: TypeAlias = Callable[[Plan], Iterator[Figure]]

ROW_LIMIT_S: Final = 3600
SAID: Final = 1_500
ROWS: Final = {
    "sanctions": "tests.bench.intake:sanctions",
    "ais": "tests.bench.intake:ais",
    "alert": "tests.bench.live:alert",
    "page": "tests.bench.live:page",
    "start": "tests.bench.start:start",
    "memory": "tests.bench.memory:all_files",
    "console": "tests.bench.console:console",
    "decisions": "tests.bench.sharing:decisions",
    "filtered": "tests.bench.partners:filtered",
    "nothing-new": "tests.bench.partners:nothing_new",
    "exchange": "tests.bench.sharing:exchange",
    "abroad": "tests.bench.abroad:abroad",
    "recall": "tests.bench.chain:recall",
    "search": "tests.bench.resolving:search",
    "bulk": "tests.bench.bulk_loading:bulk",
    "hard": "tests.bench.bulk_loading:hard",
    "incremental": "tests.bench.resolving:incremental",
    "store": "tests.bench.statements:store",
    "names": "tests.bench.names:names",
    "crossscript": "tests.bench.crossscript:crossscript",
    "historical": "tests.bench.quality:historical",
    "febrl": "tests.bench.quality:febrl",
}
"""Name of the row -> module and function; only the process of a row imports its module."""


def measured(row: str, plan: Plan) -> RowResult:
    """Run a row in this process; what goes wrong stands in the result."""
    module, _, name = ROWS[row].partition(":")
    try:
        measure = cast("Measure", getattr(import_module(module), name))
        return RowResult(row, figures=list(measure(plan)))
    except RowSkipped as reason:
        return RowResult(row, skipped=str(reason))
    except Exception as error:  # noqa: BLE001 - one row's failure must not hide the other rows
        traceback.print_exc()
        return RowResult(row, error=f"{type(error).__name__}: {error}")


def run_apart(row: str, plan: Plan) -> RowResult:
    """Run a row in a process of its own and watch the memory of all that it starts."""
    with tempfile.TemporaryDirectory(prefix="isthmus-bench-row-") as folder:
        answer, said = Path(folder) / "answer.json", Path(folder) / "said.txt"
        began = time.perf_counter()
        with said.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 - this interpreter, with our own arguments
                [
                    sys.executable,
                    "-m",
                    "tests.bench",
                    "--answer",
                    str(answer),
                    "--only",
                    row,
                    "--plan",
                    msgspec.json.encode(plan).decode(),
                ],
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
            with watched(process.pid) as peak:
                _wait(process)
        took = time.perf_counter() - began
        if not answer.is_file():
            last = said.read_text(errors="replace").strip()[-SAID:]
            error = f"ended with code {process.returncode}: {last or 'without a word'}"
            result = RowResult(row, error=error)
        else:
            result = msgspec.json.decode(answer.read_bytes(), type=RowResult)
    return msgspec.structs.replace(result, peak_mb=peak.megabytes, seconds=took)


def _wait(process: subprocess.Popen[bytes]) -> None:
    """Wait for a row; the session that it leads ends with it, whatever it started."""
    try:
        with suppress(subprocess.TimeoutExpired):
            process.wait(ROW_LIMIT_S)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
