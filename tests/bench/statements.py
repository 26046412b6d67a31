"""The row of the store alone, as `tests.bench.store` prints it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Final

from tests.bench.figures import Figure, Plan

LIMIT_S: Final = 1800
WRITTEN: Final = re.compile(
    r"^statements\.add, 0 to ([\d,]+)\s+([\d,]+) \(([\d,]+)\) /s", re.MULTILINE
)
STORE_SEED: Final = 1


def store(plan: Plan) -> Iterator[Figure]:
    """Write statements to an empty store, slice after slice, each durable."""
    size = plan.size(200_000, 20_000)
    done = subprocess.run(  # noqa: S603 - this interpreter, with arguments of our own
        [sys.executable, "-m", "tests.bench.store", "sqlite", str(size)],
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    found = WRITTEN.search(done.stdout)
    if done.returncode or found is None:
        message = (
            f"expected figures from tests.bench.store, got: {(done.stderr or done.stdout)[-400:]}"
        )
        raise RuntimeError(message)
    count, rate, per_cpu = found.groups()
    yield Figure(
        name="store alone, statements durable",
        unit="rows/s",
        values=[float(rate.replace(",", ""))],
        data="invented: statements",
        sizes=f"0 to {count} statements, 5,000 a commit; {per_cpu} rows per CPU second",
        at_most=False,
        seed=STORE_SEED,
    )
