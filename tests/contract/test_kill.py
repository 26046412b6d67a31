"""Acknowledged means durable: a process that is killed loses nothing that it acknowledged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from isthmus.adapters.store import open_postgres, open_sqlite
from isthmus.ports import Store
from tests.contract.postgres import server
from tests.contract.writer import THREADS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("acknowledged", [1, 40, 150])
def test_what_was_acknowledged_before_the_kill_is_there_and_whole(
    tmp_path: Path, acknowledged: int
):
    folder = tmp_path / "store"
    names = written_until_killed(str(folder), acknowledged=acknowledged)
    check(open_sqlite(folder), names, acknowledged)


@pytest.mark.parametrize("acknowledged", [1, 60])
def test_so_it_is_on_postgresql(acknowledged: int):
    where = server(), f"killed{acknowledged}"
    names = written_until_killed(*where, acknowledged=acknowledged)
    check(open_postgres(*where), names, acknowledged)


def check(store: Store, names: list[str], acknowledged: int) -> None:
    """Find all that was acknowledged, whole, and no more than was under way."""
    assert len(names) >= acknowledged
    with store.reading() as unit:
        for name in names:
            assert unit.meta.get(f"{name}/one") == unit.meta.get(f"{name}/two") == name
        kept = len(unit.audit.pending(10**6))
        # A unit may be durable whose acknowledgement was still on its way, one per thread.
        assert len(names) <= kept <= len(names) + THREADS
        for thread in range(THREADS):
            turns = [name for name in names if name.startswith(f"{thread}/")]
            after = f"{thread}/{len(turns)}"
            assert unit.meta.get(f"{after}/one") == unit.meta.get(f"{after}/two")
            assert unit.meta.get(f"{thread}/{len(turns) + 1}/one") is None
    store.close()


def written_until_killed(*where: str, acknowledged: int) -> list[str]:
    """Let a process write, kill it after so many acknowledgements, give all that it made."""
    with subprocess.Popen(  # noqa: S603 - our own module on our own store
        [sys.executable, "-m", "tests.contract.writer", *where],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        names = [process.stdout.readline() for _ in range(acknowledged)]
        process.kill()
        names += process.stdout.readlines()
    return [name.strip() for name in names if name.endswith("\n")]
