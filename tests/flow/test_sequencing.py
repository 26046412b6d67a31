from __future__ import annotations

from threading import Barrier, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.audit.entry import entry_from_bytes
from isthmus.errors import IntegrityError
from isthmus.flow.sequencing import sequence_pending
from isthmus.ports import Log
from tests import make
from tests.fakes import MemoryLog
from tests.flow.journey import Journey


def acts(journey: Journey, *names: str) -> None:
    for name in names:
        with journey.center.store.writing() as unit:
            unit.audit.add(bytes(make.audit_entry(name)), b"salt", (), make.NOW)
            unit.commit()


def logged(log: Log) -> list[str]:
    return [entry_from_bytes(entry).act for entry in log.entries(0, log.size)]


def indexed(journey: Journey) -> list[tuple[int, str]]:
    with journey.center.store.reading() as unit:
        found = unit.audit.entries(None, 1000)
    return [(index, entry_from_bytes(entry).act) for index, entry, _, _ in found[::-1]]


def test_what_is_pending_gets_its_place_in_the_order_of_the_commits():
    journey, log = Journey(), MemoryLog()
    acts(journey, "a.one", "b.two")
    assert sequence_pending(journey.center, log) == 2
    acts(journey, "c.three")
    assert sequence_pending(journey.center, log) == 1
    assert sequence_pending(journey.center, log) == 0
    assert logged(log) == ["a.one", "b.two", "c.three"]
    assert indexed(journey) == [(0, "a.one"), (1, "b.two"), (2, "c.three")]


class CrashingLog(MemoryLog):
    """A log after whose append the process dies, before the store knows of it."""

    def append(self, entries: object) -> int:
        super().append(entries)  # type: ignore[arg-type] # handed on as it came
        raise KilledError


class KilledError(Exception):
    """The process died here."""


def test_what_the_tiles_hold_and_the_store_does_not_know_is_taken_over():
    journey, log = Journey(), CrashingLog()
    acts(journey, "a.one", "b.two")
    with pytest.raises(KilledError):
        sequence_pending(journey.center, log)
    acts(journey, "c.three")
    survivor = MemoryLog()
    survivor.append(list(log.entries(0, log.size)))
    assert sequence_pending(journey.center, survivor) == 1
    assert logged(survivor) == ["a.one", "b.two", "c.three"]
    assert indexed(journey) == [(0, "a.one"), (1, "b.two"), (2, "c.three")]


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=6))
@settings(max_examples=40, deadline=None)
def test_no_crash_loses_or_doubles_an_entry(runs: list[tuple[int, bool]]):
    journey, log, count = Journey(), MemoryLog(), 0
    for pending, crash in runs:
        names = [f"act.n{count + n}" for n in range(pending)]
        count += pending
        acts(journey, *names)
        dying = CrashingLog()
        MemoryLog.append(dying, list(log.entries(0, log.size)))
        try:
            sequence_pending(journey.center, dying if crash else log)
        except KilledError:
            log.append(list(dying.entries(log.size, dying.size)))
    sequence_pending(journey.center, log)
    assert logged(log) == [f"act.n{n}" for n in range(count)]
    assert indexed(journey) == [(n, f"act.n{n}") for n in range(count)]


def test_entries_that_the_store_never_committed_are_an_alarm():
    journey, log = Journey(), MemoryLog()
    acts(journey, "a.one")
    sequence_pending(journey.center, log)
    log.append([bytes(make.audit_entry("forged.entry"))])
    acts(journey, "b.two")
    with pytest.raises(IntegrityError):
        sequence_pending(journey.center, log)
    assert indexed(journey) == [(0, "a.one")]


def test_more_in_the_tiles_than_was_ever_pending_is_an_alarm():
    journey, log = Journey(), MemoryLog()
    acts(journey, "a.one")
    with journey.center.store.reading() as unit:
        [(_, entry)] = unit.audit.pending(9)
    log.append([entry, entry])
    with pytest.raises(IntegrityError):
        sequence_pending(journey.center, log)


def test_a_log_that_is_shorter_than_the_store_knows_is_an_alarm():
    journey, log = Journey(), MemoryLog()
    acts(journey, "a.one", "b.two")
    sequence_pending(journey.center, log)
    with pytest.raises(IntegrityError):
        sequence_pending(journey.center, MemoryLog())


def test_two_that_sequence_at_once_write_each_entry_once():
    journey, log = Journey(), MemoryLog()
    names = [f"act.n{n}" for n in range(40)]
    acts(journey, *names)
    barrier = Barrier(4)

    def run() -> None:
        barrier.wait()
        sequence_pending(journey.center, log)

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert logged(log) == names
