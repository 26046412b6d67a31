"""What PostgreSQL does beyond the contract: the second lock, and losing against others."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from isthmus.adapters.store import open_postgres
from isthmus.adapters.store.link import Row
from isthmus.adapters.store.postgres.connection import retried
from isthmus.adapters.store.postgres.link import PostgresLink
from isthmus.adapters.store.postgres.spelling import ours, spelled, staged
from isthmus.adapters.store.postgres.store import PostgresStore
from isthmus.adapters.store.statements import Statements
from isthmus.errors import IntegrityError, SettingsError, StateError, UnavailableError
from isthmus.model.statement import State, Withheld
from isthmus.ports import Store
from tests import make
from tests.contract.arrange import Ground, acting, fail, failing, laid, said
from tests.contract.postgres import opened, server


@pytest.fixture
def store(tmp_path: Path) -> Generator[Store]:
    with opened(tmp_path) as open_store:
        made = open_store()
        yield made
        made.close()


@pytest.fixture
def link(store: Store) -> Generator[PostgresLink]:
    """Give a link to the store, as a sub-store has it."""
    assert isinstance(store, PostgresStore)
    connection = store._connections.take()
    connection.execute("BEGIN")
    yield PostgresLink(connection, writable=False)
    connection.close()


def laid_in(store: Store) -> Ground:
    with acting(store) as unit:
        return laid(unit)


PLANTED = "SELECT value FROM statement"


def test_a_query_that_forgot_its_predicate_and_its_reader_gets_nothing(
    store: Store, link: PostgresLink
):
    laid_in(store)
    assert link.rows(PLANTED) == []
    assert len(link.bare(PLANTED)) == 1


def test_a_query_that_forgot_its_predicate_gets_only_what_its_reader_may_see(
    store: Store, link: PostgresLink
):
    ground = laid_in(store)
    assert link.rows(PLANTED, labels=ground.higher.labels) == []
    assert len(link.rows(PLANTED, labels=ground.lower.labels)) == 1
    assert link.rows(PLANTED, labels=make.reader().labels) == []


def test_the_second_lock_closes_again_after_a_savepoint_was_rolled_back(
    store: Store, link: PostgresLink
):
    ground = laid_in(store)
    with failing(), link.savepoint():
        assert len(link.bare(PLANTED)) == 1
        fail()
    assert link.rows(PLANTED, labels=ground.higher.labels) == []


def test_what_is_withheld_is_read_with_the_second_lock_open_for_nothing_else(
    store: Store, link: PostgresLink
):
    ground = laid_in(store)
    with acting(store) as unit:
        said(unit, ground, make.Claim("dhow", "flag", "xx"), label=ground.high)
        third = unit.labels.intern(make.label("TOP SECRET"))
        said(unit, ground, make.Claim("dhow", "owner", "Zephyr"), label=third)
    reader = make.reader(ground.low, withheld=[ground.high])
    opened_for: list[str] = []

    class Watched(PostgresLink):
        def rows(self, sql: str, **values: object) -> list[Row]:
            found = super().rows(sql, **values)
            [(now,)] = self._open().execute("SELECT current_setting('isthmus.labels')")
            opened_for.append(str(now))
            return found

    watched = Watched(link._open(), writable=False)
    found = Statements(watched).withheld([make.entity("dhow")], reader, make.NOW)
    assert found == {Withheld("flag", ground.high)}
    assert opened_for == [str(ground.low), str(ground.high)]
    # And where the query forgets its predicate, the lock still keeps the third label shut.
    assert len(link.rows(PLANTED, labels=reader.withheld)) == 1
    assert len(link.rows(PLANTED, labels=reader.labels)) == 1


def test_many_rows_and_few_take_different_ways_to_the_same_end(store: Store):
    ground = laid_in(store)
    few = make.batch(make.Claim("few"), label=ground.low)
    many = make.batch(*(make.Claim(f"{n}", value=f"{n}") for n in range(300)), label=ground.low)
    with acting(store) as unit:
        for batch in (few, many):
            first = unit.statements.add(batch, [ground.record], State.ASSERTED)
            again = unit.statements.add(batch, [ground.record], State.ASSERTED)
            assert None not in first
            assert set(again) == {None}
    with store.reading() as unit:
        rows = unit.statements.of([make.entity(f"{n}") for n in range(300)], ground.lower)
        assert sorted(s.value for s in rows) == sorted(f"{n}" for n in range(300))


def test_a_partition_that_a_newer_version_wrote_is_refused():
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS newer CASCADE")
        open_postgres(server(), "newer").close()
        connection.execute("UPDATE newer.alembic_version SET version_num = 'v9999_pre_future'")
        with pytest.raises(SettingsError, match="v9999"):
            open_postgres(server(), "newer")
        connection.execute("DROP SCHEMA newer CASCADE")


OPENS = """
import sys
from isthmus.adapters.store import open_postgres
from isthmus.adapters.store.link import Row
open_postgres(sys.argv[1], "shared").close()
"""


def test_processes_that_open_a_new_partition_at_once_make_one_store():
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS shared CASCADE")
        command = [sys.executable, "-c", OPENS, server()]
        several = [subprocess.Popen(command) for _ in range(3)]  # noqa: S603 - our own code
        assert [one.wait(timeout=120) for one in several] == [0, 0, 0]
        store = open_postgres(server(), "shared")
        with acting(store) as unit:
            laid(unit)
        store.close()
        connection.execute("DROP SCHEMA shared CASCADE")


def test_what_loses_against_another_transaction_is_done_again():
    turns = iter([errors.SerializationFailure(), errors.DeadlockDetected(), None])

    def act() -> str:
        lost = next(turns)
        if lost is not None:
            raise lost
        return "done"

    assert retried(act) == "done"


def test_what_loses_every_time_says_so():
    def act() -> None:
        raise errors.SerializationFailure

    with pytest.raises(errors.SerializationFailure):
        retried(act)


def test_errors_say_whose_fault_it_is_and_quote_no_values():
    assert isinstance(ours(errors.UniqueViolation("Key (name)=(secret)")), StateError)
    assert "secret" not in str(ours(errors.UniqueViolation("Key (name)=(secret)")))
    assert isinstance(ours(errors.SerializationFailure()), UnavailableError)
    assert isinstance(ours(errors.DeadlockDetected()), UnavailableError)
    assert isinstance(ours(errors.LockNotAvailable()), UnavailableError)
    assert isinstance(ours(errors.UndefinedTable()), IntegrityError)


def test_lists_become_arrays_and_names_become_psycopgs():
    text = spelled("SELECT a FROM b WHERE c = :d AND e IN (:f[bytes]) AND g IN (:h[whole])")
    assert text.text == (
        b"SELECT a FROM b WHERE c = %(d)s AND e = ANY(%(f)s::bytea[]) AND g = ANY(%(h)s::bigint[])"
    )
    assert text.lists == {"f", "h"}


def test_an_upsert_is_never_staged():
    assert staged("INSERT INTO a (b, c) VALUES (?, ?) ON CONFLICT DO NOTHING") is not None
    assert staged("INSERT INTO a (b) VALUES (?) ON CONFLICT (b) DO UPDATE SET b = 1") is None
    assert staged("DELETE FROM a WHERE b = ?") is None
