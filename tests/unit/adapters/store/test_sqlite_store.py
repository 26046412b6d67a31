"""What the embedded store does beyond the contract: it survives a kill, and forgets for good."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest

from isthmus.adapters.store import open_sqlite
from isthmus.adapters.store.sqlite.opening import FILE
from isthmus.adapters.store.sqlite.spelling import spelled
from isthmus.adapters.store.sqlite.store import SqliteStore
from isthmus.errors import StateError, Unaudited, UnavailableError
from isthmus.ports import UnitOfWork
from tests import make
from tests.contract.arrange import acting, audit, laid

WRITES_UNTIL_KILLED = """
import os
import sys
from pathlib import Path
from threading import Thread
from isthmus.adapters.store import open_sqlite
from tests import make

store = open_sqlite(Path(sys.argv[1]))

def write(name):
    for turn in range(100_000):
        with store.writing() as unit:
            unit.meta.put(f"{name}/{turn}", "written")
            unit.meta.put(f"{name}/{turn}/second", "written")
            unit.audit.add(b"entry", bytes(16), [f"{name}/{turn}"], make.NOW)
            unit.commit()
        os.write(1, f"{name}/{turn}\\n".encode())

for name in "abc":
    Thread(target=write, args=(name,)).start()
"""


@pytest.fixture
def store(tmp_path: Path) -> Generator[SqliteStore]:
    made = open_sqlite(tmp_path)
    yield made
    made.close()


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path):
    command = [sys.executable, "-c", WRITES_UNTIL_KILLED, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own code
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(200)]
        os.kill(process.pid, signal.SIGKILL)
        acknowledged += process.stdout.read().split("\n")[:-1]
    store = open_sqlite(tmp_path)
    with store.reading() as unit:
        for name in acknowledged:
            assert unit.meta.get(name) == "written"
            assert unit.meta.get(f"{name}/second") == "written"
        entries = len(unit.audit.pending(10**6))
    assert len(acknowledged) <= entries <= len(acknowledged) + 3
    store.close()


def test_after_a_scrub_nothing_deleted_is_left_in_the_folder(store: SqliteStore, tmp_path: Path):
    secret = "a value that must vanish"
    with acting(store) as unit:
        unit.accounts.open_session(replace(make.session(), csrf=secret))
    files = [tmp_path / FILE, tmp_path / f"{FILE}-wal"]
    assert any(secret.encode() in file.read_bytes() for file in files)
    with acting(store) as unit:
        unit.accounts.end_sessions(token_hash=make.session().token_hash, before=None)
    store.scrub()
    assert not any(secret.encode() in file.read_bytes() for file in files)


def test_a_scrub_under_a_snapshot_says_that_it_could_not(store: SqliteStore):
    with store.reading() as unit:
        unit.meta.get("anything")
        with acting(store) as other:
            other.meta.put("mood", "calm")
        with pytest.raises(UnavailableError):
            store.scrub(patience_s=0.1)
    store.scrub()


def override(unit: UnitOfWork) -> None:
    with unit.savepoint():
        unit.meta.put("kept", "no")
        unit.alerts.add(make.alert("dark period"))


class TestAFailedWrite:
    def test_outside_a_savepoint_leaves_only_the_way_back(self, store: SqliteStore):
        with acting(store) as unit:
            laid(unit)
        with store.writing() as unit:
            with pytest.raises(StateError):
                unit.alerts.add(make.alert("dark period"))
            audit(unit)
            with pytest.raises(StateError, match="one that failed"):
                unit.commit()

    def test_inside_a_savepoint_is_undone_alone(self, store: SqliteStore):
        with acting(store) as unit:
            laid(unit)
        with acting(store) as unit:
            unit.meta.put("kept", "yes")
            with pytest.raises(StateError):
                override(unit)
        with store.reading() as unit:
            assert unit.meta.get("kept") == "yes"


class TestWhatNeedsNoEntry:
    def test_a_session_that_is_used_again(self, store: SqliteStore):
        with acting(store) as unit:
            unit.accounts.open_session(make.session())
        with store.writing() as unit:
            unit.accounts.open_session(make.session(expires_at=make.NOW + 2 * make.HOUR))
            unit.commit()
        with store.reading() as unit:
            session = unit.accounts.session(make.session().token_hash)
            assert session is not None
            assert session.expires_at == make.NOW + 2 * make.HOUR

    def test_sessions_that_had_ended(self, store: SqliteStore):
        with acting(store) as unit:
            unit.accounts.open_session(make.session(expires_at=make.NOW))
        with store.writing() as unit:
            unit.accounts.end_sessions(token_hash=None, before=make.NOW + make.HOUR)
            unit.commit()

    def test_not_a_session_that_changes_hands(self, store: SqliteStore):
        with acting(store) as unit:
            unit.accounts.open_session(make.session())
        with store.writing() as unit:
            unit.accounts.open_session(replace(make.session(), principal="p-2"))
            with pytest.raises(Unaudited):
                unit.commit()


def test_every_text_that_runs_is_told(tmp_path: Path):
    told: list[str] = []
    store = open_sqlite(tmp_path, trace=told.append)
    with store.reading() as unit:
        unit.meta.get("mood")
    assert any("FROM meta" in text for text in told)
    store.close()


def test_lists_become_json_and_names_stay():
    text = spelled("SELECT a FROM b WHERE c = :d AND e IN (:f[bytes]) AND g IN (:h[whole])")
    assert text.text == (
        "SELECT a FROM b WHERE c = :d AND e IN (SELECT unhex(value) FROM json_each(:f)) "
        "AND g IN (SELECT value FROM json_each(:h))"
    )
    assert text.bound({"d": 1, "f": [b"\x01\xff"], "h": frozenset({2, 1})}) == {
        "d": 1,
        "f": '["01ff"]',
        "h": "[1, 2]",
    }
