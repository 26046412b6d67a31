from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from isthmus.flow.accounts import CUSTODIAN, ensure_account
from isthmus.flow.center import Center
from isthmus.model.label import Allowed
from isthmus.node import Node
from isthmus.ports import AlertFilter, UnitOfWork
from isthmus.settings import Settings
from isthmus.worker import SEQUENCE_PAUSES, Worker
from tests import make
from tests.fakes import FixedClock

SECRET = make.label("SECRET", handling=["H3"], purposes=Allowed.of("border-security"))


def write(node: Node, change: Callable[[UnitOfWork], object]) -> None:
    with node.store.writing() as unit:
        change(unit)
        unit.changes.add("feed", b"register", unit.labels.intern(make.label()), make.NOW)
        unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
        unit.commit()


def raised(node: Node, name: str) -> None:
    write(
        node,
        lambda unit: unit.alerts.add(make.alert(name, label=unit.labels.intern(SECRET))),
    )


def until(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20.0
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.01)
    return found


def alarms(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.getMessage().startswith("alert.unread")]


def kept_by(node: Node) -> list[str | None]:
    with node.store.reading() as unit:
        found = unit.alerts.find(AlertFilter(), make.reader(*unit.labels.all()))
    return [alert.assigned_to for alert in found]


def test_the_watch_alarms_when_the_number_grows_and_assigns_what_nobody_may_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.WARNING, "isthmus.worker")
    with Node(Settings(home=tmp_path, custodian=CUSTODIAN)) as node:
        ensure_account(node.center, node.passwords, "duty", "a long word of passing")
        raised(node, "before the start")
        node.start(Worker(node))
        assert until(lambda: len(alarms(caplog)) == 1)
        assert alarms(caplog) == ["alert.unread count=1 with_nobody=1"]
        ensure_account(node.center, node.passwords, CUSTODIAN, "a long word of passing")
        assert until(lambda: kept_by(node) == [f"person:alder:{CUSTODIAN}"])
        raised(node, "another")
        assert until(lambda: len(alarms(caplog)) == 2)
        assert alarms(caplog)[1] == "alert.unread count=2 with_nobody=0"
        node.stop()
        assert node.verify_audit().size > 0


def test_nothing_goes_while_the_clock_cannot_be_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("isthmus.worker.KEEP_EVERY_S", 0.05)
    looked: list[int] = []
    with Node(Settings(home=tmp_path)) as node:
        clock = FixedClock()
        node.center = replace(node.center, clock=clock)
        monkeypatch.setattr(node, "keep_days", lambda: looked.append(1))
        node.start(Worker(node))
        assert until(lambda: len(looked) > 2)
        clock.advance(timedelta(hours=2))
        time.sleep(0.3)
        before = len(looked)
        time.sleep(0.3)
        node.stop()
    assert len(looked) == before


def test_who_owes_a_proof_is_reminded_from_the_start_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    reminded: list[float] = []
    with Node(Settings(home=tmp_path)) as node:
        monkeypatch.setattr(node, "remind", lambda: reminded.append(time.monotonic()))
        node.start(Worker(node))
        assert until(lambda: len(reminded) == 1)
        node.stop()
    assert len(reminded) == 1, "and not again before the hour is over"


def test_the_sequencer_pauses_for_some_times_as_long_as_it_worked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    worked: list[tuple[float, float]] = []

    with Node(Settings(home=tmp_path)) as node:

        def slowly(center: Center, _: object) -> int:
            began = time.monotonic()
            time.sleep(0.1)
            # The worker of another test may still be about to end.
            if center is node.center:
                worked.append((began, time.monotonic()))
            return 1

        monkeypatch.setattr("isthmus.worker.sequence_pending", slowly)
        node.start(Worker(node))
        assert until(lambda: len(worked) > 2)
        node.stop()
    pauses = [after[0] - before[1] for before, after in pairwise(worked)]
    assert min(pauses) >= SEQUENCE_PAUSES * 0.1
