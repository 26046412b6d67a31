"""Units take turns, share a commit, and answer for themselves alone."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from isthmus.adapters.store.sqlite.writer import GROUP_MEMBERS, OVERTAKEN_S, Writer
from isthmus.errors import StateError, UnavailableError

TABLES = """
CREATE TABLE note (text TEXT PRIMARY KEY) STRICT;
CREATE TABLE pledge (text TEXT REFERENCES note DEFERRABLE INITIALLY DEFERRED) STRICT;
"""
LONG_S = 60.0


class Bench:
    """A writer on a file, with the commits that it made and threads that want turns."""

    def __init__(self, file: Path, group_age_s: float, overtaken_s: float = OVERTAKEN_S) -> None:
        connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.executescript(TABLES)
        self.commits = 0
        connection.set_trace_callback(self._count)
        self.writer = Writer(connection, group_age_s, overtaken_s)
        self.threads = ThreadPoolExecutor(GROUP_MEMBERS * 2)
        self.file = file

    def _count(self, sql: str) -> None:
        self.commits += sql == "COMMIT"

    def note(self, text: str) -> None:
        self.writer.begin()
        self.writer.connection.execute("INSERT INTO note VALUES (?)", (text,))
        self.writer.commit()

    def break_a_promise(self) -> None:
        self.writer.begin()
        self.writer.connection.execute("INSERT INTO pledge VALUES ('never kept')")
        self.writer.commit()

    def give_up(self, text: str) -> None:
        self.writer.begin()
        self.writer.connection.execute("INSERT INTO note VALUES (?)", (text,))
        self.writer.roll_back()

    def queue(self, *acts: Callable[[], None]) -> list[Future[None]]:
        """Let each act wait for the turn, in this order."""
        waiting = []
        for number, act in enumerate(acts, start=self.writer.waiting + 1):
            waiting.append(self.threads.submit(act))
            until(lambda: self.writer.waiting == number)  # noqa: B023 - called before the next
        return waiting

    def notes(self) -> set[str]:
        with sqlite3.connect(self.file) as other:
            return {text for (text,) in other.execute("SELECT text FROM note")}


def until(true: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + 30
    while not true():
        assert time.monotonic() < give_up_at
        time.sleep(0.001)


@pytest.fixture
def bench(tmp_path: Path) -> Generator[Bench]:
    made = Bench(tmp_path / "file", LONG_S)
    yield made
    made.threads.shutdown()
    made.writer.close()


def test_one_alone_commits_at_once(bench: Bench):
    bench.note("alone")
    assert bench.commits == 1
    assert bench.notes() == {"alone"}


def test_those_who_waited_share_one_commit(bench: Bench):
    bench.writer.begin()
    others = bench.queue(*(partial(bench.note, f"{n}") for n in range(8)))
    bench.writer.commit()
    for other in others:
        other.result(timeout=30)
    assert bench.commits == 1
    assert bench.notes() == {f"{n}" for n in range(8)}


def test_a_commit_returns_only_when_the_whole_group_is_on_the_disk(bench: Bench):
    seen: list[set[str]] = []

    def look() -> None:
        bench.note("one")
        seen.append(bench.notes())

    bench.writer.begin()
    others = bench.queue(look, lambda: bench.note("two"))
    bench.writer.commit()
    for other in others:
        other.result(timeout=30)
    assert seen == [{"one", "two"}]


def test_one_that_gives_up_takes_nobody_along(bench: Bench):
    bench.writer.begin()
    others = bench.queue(
        lambda: bench.note("before"), lambda: bench.give_up("gone"), lambda: bench.note("after")
    )
    bench.writer.commit()
    for other in others:
        other.result(timeout=30)
    assert bench.notes() == {"before", "after"}


def test_a_group_of_those_who_gave_up_commits_nothing(bench: Bench):
    bench.give_up("gone")
    assert bench.commits == 0
    bench.note("next")
    assert bench.notes() == {"next"}


def test_the_last_one_may_give_up_and_the_others_are_committed(bench: Bench):
    bench.writer.begin()
    [kept, _] = bench.queue(lambda: bench.note("kept"), lambda: bench.give_up("gone"))
    bench.writer.commit()
    kept.result(timeout=30)
    assert bench.notes() == {"kept"}


def test_a_commit_that_fails_fails_everybody(bench: Bench):
    bench.writer.begin()
    others = bench.queue(lambda: bench.note("innocent"), bench.break_a_promise)
    with pytest.raises(StateError):
        bench.writer.commit()
    for other in others:
        with pytest.raises(StateError):
            other.result(timeout=30)
    assert bench.notes() == set()


def test_after_a_commit_that_failed_the_next_one_works(bench: Bench):
    with pytest.raises(StateError):
        bench.break_a_promise()
    bench.note("next")
    assert bench.notes() == {"next"}


def test_a_full_group_is_closed(bench: Bench):
    count = GROUP_MEMBERS + 10
    bench.writer.begin()
    others = bench.queue(*(partial(bench.note, f"{n}") for n in range(count)))
    bench.writer.commit()
    for other in others:
        other.result(timeout=30)
    assert bench.commits == 2
    assert len(bench.notes()) == count


def test_an_old_group_is_closed(tmp_path: Path):
    bench = Bench(tmp_path / "file", group_age_s=0.0)
    bench.writer.begin()
    others = bench.queue(*(partial(bench.note, f"{n}") for n in range(3)))
    bench.writer.commit()
    for other in others:
        other.result(timeout=30)
    assert bench.commits == 4
    bench.threads.shutdown()
    bench.writer.close()


def test_nobody_waits_for_a_slow_one_that_came_later(tmp_path: Path):
    bench = Bench(tmp_path / "file", group_age_s=0.2)
    go_on = threading.Event()

    def slow() -> None:
        bench.writer.begin()
        time.sleep(0.25)
        bench.writer.commit()
        bench.writer.begin()
        bench.writer.connection.execute("INSERT INTO note VALUES ('slow')")
        go_on.wait(timeout=30)
        bench.writer.commit()

    bulk = bench.threads.submit(slow)
    until(lambda: bench.writer.waiting == 0 and bench.writer._holder not in (None, -1))
    bench.writer.begin()
    until(lambda: bench.writer.waiting == 1)
    bench.writer.connection.execute("INSERT INTO note VALUES ('quick')")
    bench.writer.commit()
    assert bench.notes() == {"quick"}
    go_on.set()
    bulk.result(timeout=30)
    assert bench.notes() == {"quick", "slow"}
    bench.threads.shutdown()
    bench.writer.close()


def test_turns_come_in_order_of_arrival(bench: Bench):
    order: list[int] = []

    def arrive(number: int) -> None:
        bench.writer.begin()
        order.append(number)
        bench.writer.commit()

    bench.writer.begin()
    others = bench.queue(*(partial(arrive, n) for n in range(10)))
    bench.writer.commit()
    for other in others:
        other.result(timeout=30)
    assert order == list(range(10))


def order_beside_a_bulk_slice(file: Path, overtaken_s: float) -> list[str]:
    """Let a bulk slice wait for its turn, and then two that are quick; give who had it when."""
    bench, order = Bench(file, 0.05, overtaken_s), list[str]()
    again = threading.Event()

    def slow() -> None:
        bench.writer.begin()
        time.sleep(0.1)
        bench.writer.commit()
        again.wait(timeout=30)
        act("slow")

    def act(name: str) -> None:
        bench.writer.begin()
        order.append(name)
        bench.writer.commit()

    bulk = bench.threads.submit(slow)
    until(lambda: bench.writer._holder not in (None, -1))
    bench.writer.begin()
    again.set()
    until(lambda: bench.writer.waiting == 1)
    others = bench.queue(lambda: act("one"), lambda: act("two"))
    bench.writer.commit()
    for each in (bulk, *others):
        each.result(timeout=30)
    bench.threads.shutdown()
    bench.writer.close()
    return order


def test_a_bulk_slice_that_waits_is_overtaken_by_whoever_is_quick(tmp_path: Path):
    assert order_beside_a_bulk_slice(tmp_path / "file", LONG_S) == ["one", "two", "slow"]


def test_a_bulk_slice_is_overtaken_for_a_while_and_no_longer(tmp_path: Path):
    assert order_beside_a_bulk_slice(tmp_path / "file", 0.0) == ["slow", "one", "two"]


def test_a_second_turn_for_the_same_thread_is_refused(bench: Bench):
    bench.writer.begin()
    with pytest.raises(StateError, match="per thread"):
        bench.writer.begin()
    bench.writer.roll_back()


def test_a_file_that_another_process_writes_is_unavailable(tmp_path: Path):
    bench = Bench(tmp_path / "file", LONG_S)
    bench.writer.connection.execute("PRAGMA busy_timeout=10")
    other = sqlite3.connect(bench.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UnavailableError):
        bench.writer.begin()
    other.execute("ROLLBACK")
    other.close()
    bench.note("later")
    assert bench.notes() == {"later"}
    bench.threads.shutdown()
    bench.writer.close()


def test_who_comes_after_the_end_is_turned_away(tmp_path: Path):
    bench = Bench(tmp_path / "file", LONG_S)
    bench.writer.begin()
    closing, *others = bench.queue(bench.writer.close, lambda: bench.note("late"))
    bench.writer.connection.execute("INSERT INTO note VALUES ('in time')")
    bench.writer.commit()
    closing.result(timeout=30)
    for other in others:
        with pytest.raises(UnavailableError):
            other.result(timeout=30)
    with pytest.raises(UnavailableError):
        bench.writer.begin()
    assert bench.notes() == {"in time"}
    bench.threads.shutdown()
