"""Memory of a whole process tree, sampled from outside; and the row of all real files."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
import psutil

from tests.bench.figures import Figure, Plan, RowSkipped
from tests.bench.nodes import COMMAND, environment

EVERY_S: Final = 0.1
LIMIT_S: Final = 3600
REQUIRED_MB: Final = 700


@dataclass(slots=True)
class Peak:
    """The highest sum of resident bytes that was seen."""

    resident_bytes: int = 0

    @property
    def megabytes(self) -> float:
        return self.resident_bytes / 1e6


@contextmanager
def watched(pid: int) -> Iterator[Peak]:
    """Sample the resident memory of a process and of all its descendants while the block runs."""
    peak, ended = Peak(), threading.Event()
    thread = threading.Thread(target=_sample, args=(pid, peak, ended), daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()


def _sample(pid: int, peak: Peak, ended: threading.Event) -> None:
    while not ended.wait(EVERY_S):
        with suppress(psutil.Error):
            first = psutil.Process(pid)
            tree = [first, *first.children(recursive=True)]
            peak.resident_bytes = max(peak.resident_bytes, sum(map(_resident, tree)))


def _resident(process: psutil.Process) -> int:
    with suppress(psutil.Error):
        return int(process.memory_info().rss)
    return 0


class _Feed(msgspec.Struct):
    records: int = 0


class _Center(msgspec.Struct):
    feeds: list[_Feed]
    unmapped: list[msgspec.Raw]
    seconds: dict[str, float]


class _Document(msgspec.Struct):
    centers: list[_Center]
    peak_memory_bytes: int


def all_files(plan: Plan) -> Iterator[Figure]:
    """Load everything that has a format into one throwaway node."""
    folder = Path(plan.data, "sanctions", "un") if plan.quick else Path(plan.data)
    if not folder.is_dir():
        message = f"no folder {folder}"
        raise RowSkipped(message)
    command = [sys.executable, "-c", COMMAND, "demo", "--data", str(folder), "--once", "--json"]
    with (
        subprocess.Popen(  # noqa: S603 - this interpreter, with arguments of our own
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
        ) as process,
        watched(process.pid) as peak,
    ):
        out, err = process.communicate(timeout=LIMIT_S)
    if process.returncode:
        message = f"expected exit code 0 of the demo, got {process.returncode}: {err[-600:]!r}"
        raise RuntimeError(message)
    document = msgspec.json.decode(out, type=_Document)
    center = document.centers[0]
    records = sum(feed.records for feed in center.feeds)
    stages = ", ".join(f"{name} {took:.0f} s" for name, took in center.seconds.items())
    sizes = f"{records:,} records, {len(center.unmapped)} files without a mapping; {stages}"
    measured = {"own word": document.peak_memory_bytes / 1e6, "process tree": peak.megabytes}
    for by, megabytes in measured.items():
        yield Figure(
            name=f"peak memory of the demo, {by}",
            unit="MB",
            values=[megabytes],
            data="real: sanctions/un" if plan.quick else "real: all files",
            sizes=sizes,
            required=REQUIRED_MB,
            seed=None,
        )
