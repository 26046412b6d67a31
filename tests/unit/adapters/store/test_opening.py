"""A folder opens quickly, grows to this version, and is refused when it is of a newer one."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import create_engine

from isthmus.adapters.store import open_postgres, open_sqlite
from isthmus.adapters.store.migration import migrate
from isthmus.adapters.store.sqlite.opening import FILE
from isthmus.adapters.store.version import FOUND, HEAD
from isthmus.errors import IntegrityError, SettingsError, StateError, UnavailableError
from tests import make
from tests.contract.arrange import acting, laid

SECOND = 1.0


def test_a_new_folder_becomes_an_empty_store_for_its_owner_alone(tmp_path: Path):
    folder = tmp_path / "node" / "live"
    open_sqlite(folder).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_may_have_any_name(tmp_path: Path):
    folder = tmp_path / "100% of Ünïcode's ?a=b#c"
    open_sqlite(folder).close()
    assert (folder / FILE).exists()


def test_a_folder_that_a_newer_version_wrote_is_refused(tmp_path: Path):
    open_sqlite(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'v9999_pre_future'")
        connection.commit()
    with pytest.raises(SettingsError, match="v9999_pre_future") as refused:
        open_sqlite(tmp_path)
    assert "newer" in str(refused.value.repair)


def test_a_folder_of_the_first_version_grows_to_this_one(tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / FILE}")
    with engine.connect() as connection:
        migrate(connection, "v0001_pre_arrived")
    engine.dispose()
    store = open_sqlite(tmp_path)
    with acting(store) as unit:
        laid(unit)
    store.close()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute(FOUND).fetchall() == [(HEAD,)]


def test_a_migration_that_fails_changes_nothing(tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("CREATE TABLE finding (in_the_way TEXT)")
    with pytest.raises(UnavailableError, match="finding"):
        open_sqlite(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("finding",)]


def test_a_file_that_is_no_store_is_refused_and_left_as_it_is(tmp_path: Path):
    content = b"not a database, but long enough to have a header of its own" * 100
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(IntegrityError):
        open_sqlite(tmp_path)
    assert (tmp_path / FILE).read_bytes() == content


def test_two_that_open_a_new_folder_at_once_make_one_store(tmp_path: Path):
    code = f"""
from pathlib import Path
from isthmus.adapters.store import open_sqlite
open_sqlite(Path({str(tmp_path / "shared")!r})).close()
"""
    both = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]  # noqa: S603 - our own code
    assert [one.wait(timeout=60) for one in both] == [0, 0]
    open_sqlite(tmp_path / "shared").close()


def test_a_store_of_a_hundred_thousand_entities_opens_within_a_second(tmp_path: Path):
    open_sqlite(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
            INSERT INTO statement SELECT i, randomblob(16), randomblob(16), 'Vessel', 'name',
              'value ' || i, NULL, NULL, NULL, 'source', 1, 'B2', 1, NULL, 0, 0 FROM n"""
        )
        connection.commit()
    began = perf_counter()
    store = open_sqlite(tmp_path)
    with store.reading() as unit:
        assert not unit.statements.of([make.entity("dhow")], make.reader())
    assert perf_counter() - began < SECOND
    store.close()


def test_a_start_loads_neither_alembic_nor_sqlalchemy_nor_psycopg(tmp_path: Path):
    open_sqlite(tmp_path).close()
    code = f"""
import sys
from pathlib import Path
from isthmus.adapters.store import open_sqlite
open_sqlite(Path({str(tmp_path)!r})).close()
print({{"alembic", "sqlalchemy", "psycopg"}} & set(sys.modules) or "none")
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert run.stdout.strip() == "none"


def test_connections_are_durable_and_forget_what_was_deleted(tmp_path: Path):
    store = open_sqlite(tmp_path)
    with store.reading():
        pass
    for connection in (store._writer.connection, store._readers._kept[0]):
        for pragma, value in (
            ("journal_mode", "wal"),
            ("synchronous", 2),
            ("secure_delete", 1),
            ("foreign_keys", 1),
        ):
            assert connection.execute(f"PRAGMA {pragma}").fetchall() == [(value,)]
    store.close()


def test_a_closed_store_is_unavailable(tmp_path: Path):
    store = open_sqlite(tmp_path)
    store.close()
    store.close()
    with pytest.raises(UnavailableError), store.reading():
        pass
    with pytest.raises(UnavailableError), store.writing():
        pass


def test_a_unit_inside_a_unit_of_the_same_thread_is_refused_instead_of_hanging(tmp_path: Path):
    store = open_sqlite(tmp_path)
    with store.writing(), pytest.raises(StateError), store.writing():
        pass
    store.close()


@pytest.mark.parametrize("partition", ["", "Live", "a-b", 'a"; DROP SCHEMA x', "x" * 64, "1a"])
def test_a_partition_needs_a_plain_name(partition: str):
    with pytest.raises(SettingsError):
        open_postgres("host=127.0.0.1 port=1", partition)


def test_a_server_that_does_not_answer_is_unavailable():
    with pytest.raises(UnavailableError):
        open_postgres("host=127.0.0.1 port=1", "live")
