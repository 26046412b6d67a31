"""The event stream through a real server: who is told what, from where on, and how it ends."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest

from isthmus.errors import SettingsError
from isthmus.flow.following import BATCH
from isthmus.model.alert import Severity
from isthmus.model.label import Label
from isthmus.model.principal import Principal
from isthmus.ports import UnitOfWork
from isthmus.web.server import WebServer
from tests import make
from tests.flow.stage import ADMINISTRATION, HIGH, LOW
from tests.web.stand import ADMIN, ANALYST, CLEARED, PEOPLE, Person, StageNode

PATIENCE_S = 20.0
QUIET_S = 0.4


@dataclass
class Event:
    name: str = "message"
    id: str | None = None
    data: dict[str, Any] = field(default_factory=dict)


class Follower:
    """One subscriber, reading on a thread of its own."""

    def __init__(self, address: str, person: Person, last: str | None = None) -> None:
        self.events: list[Event] = []
        self.lines: list[str] = []
        self.ended = threading.Event()
        self.status = 0
        headers = person.headers() if last is None else person.headers(**{"Last-Event-ID": last})
        self._request = (f"{address}/api/v1/events", {"purpose": person.purpose}, headers)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        self.until(lambda: bool(self.events) or self.ended.is_set())

    def _read(self) -> None:
        address, query, headers = self._request
        try:
            with httpx.stream("GET", address, params=query, headers=headers, timeout=30) as answer:
                self.status = answer.status_code
                self._parse(answer.iter_lines())
        finally:
            self.ended.set()

    def _parse(self, lines: Iterator[str]) -> None:
        event = Event()
        for line in lines:
            self.lines.append(line)
            name, _, value = line.partition(": ")
            if name == "event":
                event.name = value
            elif name == "id":
                event.id = value
            elif name == "data":
                event.data = json.loads(value)
            elif not line and event.data:
                self.events.append(event)
                event = Event()

    def until(self, come: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not come():
            assert time.monotonic() < end, f"waited in vain, got {self.events}"
            time.sleep(0.002)

    def join(self) -> None:
        self._thread.join(PATIENCE_S)

    def told(self, *names: str) -> list[Event]:
        return [event for event in self.events if event.name in names]

    def alerts(self) -> list[str]:
        return [event.data["alert"]["id"] for event in self.told("alert")]


@pytest.fixture
def node() -> StageNode:
    node = StageNode()
    node.enrol(*PEOPLE)
    return node


class Running:
    """A node behind a real server, and everybody who is connected to it."""

    def __init__(self, node: StageNode) -> None:
        self.node = node
        self.server = WebServer(node, port=0)
        self.clients: list[httpx.Client] = []
        self.followers: list[Follower] = []
        self.server.start()

    def person(self, who: Principal) -> Person:
        client = httpx.Client(base_url=self.server.address)
        self.clients.append(client)
        return Person(client, who)

    def follow(self, who: Principal | Person, last: str | None = None) -> Follower:
        person = who if isinstance(who, Person) else self.person(who)
        self.followers.append(Follower(self.server.address, person, last))
        return self.followers[-1]

    def stop(self) -> None:
        self.server.stop()
        for follower in self.followers:
            follower.join()
        for client in self.clients:
            client.close()


@pytest.fixture
def running(node: StageNode) -> Generator[Running]:
    running = Running(node)
    yield running
    running.stop()


def changed(node: StageNode, kind: str, subject: bytes, label: Label = LOW) -> None:
    def change(unit: UnitOfWork) -> None:
        unit.changes.add(kind, subject, unit.labels.intern(label), make.NOW)

    node.stage.write(change)


def alarm(
    node: StageNode, name: str, label: Label = LOW, severity: Severity = Severity.HIGH
) -> str:
    shown = node.stage.alarm(name, label=label, severity=severity)
    changed(node, "alert", make.alert_id(name), label)
    return shown


def test_a_subscriber_is_greeted_and_told_of_an_alert(node: StageNode, running: Running):
    follower = running.follow(ANALYST)
    assert follower.lines[0] == "retry: 2000"
    assert follower.events[0].name == "hello"
    alert = alarm(node, "dark period", severity=Severity.CRITICAL)
    follower.until(lambda: bool(follower.told("counts")))
    (event,) = follower.told("alert")
    assert event.data["alert"]["id"] == alert
    assert set(event.data["labels"]) == {event.data["alert"]["label"]}
    assert follower.told("counts")[0].data["critical"] == 1


def test_a_subscriber_is_told_of_a_feed(node: StageNode, running: Running):
    follower = running.follow(ANALYST)
    changed(node, "feed", make.FEED.encode())
    follower.until(lambda: bool(follower.told("feed")))
    assert follower.told("feed")[0].data["id"] == make.FEED
    follower.until(lambda: bool(follower.told("counts")))
    assert follower.told("counts")[0].data["newest_record_at"] == "2031-05-04T12:00:00Z"


def test_the_age_of_the_newest_record_is_known_from_the_start(node: StageNode, running: Running):
    node.stage.say(make.Claim("dhow", "name", "Sea Lark"), at=make.NOW - make.HOUR)
    node.stage.say(make.Claim("lark", "name", "Sea Wren"), label=HIGH)
    follower = running.follow(ANALYST)
    alarm(node, "dark period")
    follower.until(lambda: bool(follower.told("counts")))
    assert follower.told("counts")[0].data["newest_record_at"] == "2031-05-04T11:00:00Z"


def test_what_is_not_to_be_seen_sends_not_one_byte(node: StageNode, running: Running):
    low = running.follow(ANALYST)
    high = running.follow(CLEARED)
    sent = len(low.lines)
    hidden = alarm(node, "secret meeting", HIGH)
    high.until(lambda: hidden in high.alerts())
    time.sleep(QUIET_S)
    assert low.lines[sent:] == []
    shown = alarm(node, "dark period")
    low.until(lambda: bool(low.told("counts")))
    assert low.alerts() == [shown]
    assert low.told("counts")[0].data["open_alerts"] == 1


def test_a_new_label_is_decided_on_while_the_stream_is_open(node: StageNode, running: Running):
    follower = running.follow(ANALYST)
    fresh = make.label("OFFICIAL", data_categories=("travel",), originators=("border-guard",))
    hidden = make.label("TOP SECRET", originators=("border-guard",))
    alarm(node, "hidden", hidden)
    shown = alarm(node, "fresh", fresh)
    follower.until(lambda: bool(follower.alerts()))
    assert follower.alerts() == [shown]


def test_an_administrator_is_greeted_and_told_of_no_alert(node: StageNode, running: Running):
    follower = running.follow(ADMIN)
    alarm(node, "dark period")
    time.sleep(QUIET_S)
    assert [event.name for event in follower.events] == ["hello"]


def test_a_subscriber_goes_on_where_it_ended(node: StageNode, running: Running):
    who = running.person(ANALYST)
    first = running.follow(who)
    one = alarm(node, "one")
    first.until(lambda: bool(first.told("counts")))
    last = first.told("alert")[0].id
    alarm(node, "hidden", HIGH)
    two, three = alarm(node, "two"), alarm(node, "three")
    again = running.follow(who, last)
    again.until(lambda: len(again.alerts()) == 2)
    assert again.alerts() == [two, three]
    assert one not in again.alerts()


def test_a_long_absence_is_told_in_full(node: StageNode, running: Running):
    who = running.person(ANALYST)
    first = running.follow(who)
    alarm(node, "one")
    first.until(lambda: bool(first.told("alert")))
    names = [f"feed {number}".encode() for number in range(2 * BATCH + 10)]

    def change(unit: UnitOfWork) -> None:
        label = unit.labels.intern(LOW)
        for name in names:
            unit.changes.add("feed", name, label, make.NOW)

    node.stage.write(change)
    again = running.follow(who, first.told("alert")[0].id)
    again.until(lambda: len(again.told("feed")) == len(names))
    assert [event.data["id"].encode() for event in again.told("feed")] == names


def test_an_id_says_nothing_and_is_ones_own(node: StageNode, running: Running):
    mara, nils = running.person(ANALYST), running.person(CLEARED)
    low, high = running.follow(mara), running.follow(nils)
    for name in ("one", "two", "three"):
        alarm(node, name)
        low.until(lambda: len(low.told("counts")) == len(high.told("counts")) > 0)
    low.until(lambda: len(low.alerts()) == len(high.alerts()) == 3)
    own = [event.id for event in low.told("alert")]
    others = [event.id for event in high.told("alert")]
    assert not set(own) & set(others)
    assert len({len(mark or "") for mark in own + others}) == 1
    foreign = running.follow(mara, others[0])
    alarm(node, "four")
    foreign.until(lambda: bool(foreign.alerts()))
    assert len(foreign.alerts()) == 1


@pytest.mark.parametrize("mark", ["made-up", "", "AAAA", "0"])
def test_an_id_that_nobody_gave_begins_now(node: StageNode, running: Running, mark: str):
    alarm(node, "before")
    follower = running.follow(ANALYST, mark)
    shown = alarm(node, "after")
    follower.until(lambda: bool(follower.alerts()))
    assert follower.alerts() == [shown]


def test_subscription_and_batches_are_in_the_log(node: StageNode, running: Running):
    follower = running.follow(ANALYST)
    alarm(node, "hidden", HIGH)
    alarm(node, "dark period")
    follower.until(lambda: bool(follower.told("counts")))
    assert len(node.stage.entries("events.subscribe")) == 1
    (sent,) = node.stage.entries("events.sent")
    assert (sent.principal, sent.purpose, dict(sent.counts)) == (
        ANALYST.id,
        make.PURPOSE,
        {"shown": 1},
    )


def test_a_stream_needs_session_and_purpose(running: Running):
    bare = httpx.get(f"{running.server.address}/api/v1/events", params={"purpose": make.PURPOSE})
    assert bare.status_code == 401
    who = running.person(ANALYST)
    wrong = who.client.get(
        "/api/v1/events",
        params={"purpose": ADMINISTRATION},
        headers={"Cookie": who.headers()["Cookie"]},
    )
    assert wrong.status_code == 403


def test_a_stream_ends_when_its_person_signs_out(running: Running):
    who = running.person(ANALYST)
    follower = running.follow(who)
    assert who.client.delete("/api/v1/session", headers=who.headers()).status_code == 204
    follower.until(follower.ended.is_set)


def test_a_stream_ends_with_its_session(node: StageNode, running: Running):
    follower = running.follow(ANALYST)
    node.stage.clock.advance(timedelta(hours=9))
    changed(node, "feed", make.FEED.encode())
    follower.until(follower.ended.is_set)
    assert follower.told("feed") == []


def test_one_person_holds_only_so_many_streams(running: Running):
    who = running.person(ANALYST)
    followers = [running.follow(who) for _ in range(8)]
    assert [one.status for one in followers] == [200] * 8
    assert running.follow(who).status == 503


def test_open_streams_do_not_hold_up_the_end(running: Running):
    followers = [running.follow(ANALYST) for _ in range(3)]
    began = time.monotonic()
    running.server.stop()
    assert time.monotonic() - began < 5
    for follower in followers:
        follower.until(follower.ended.is_set)


def test_from_commit_to_the_reader_takes_a_moment(node: StageNode, running: Running):
    follower = running.follow(ANALYST)
    waits_s = []
    for number in range(15):
        node.stage.alarm(f"alert {number}")
        began = time.perf_counter()
        changed(node, "alert", make.alert_id(f"alert {number}"))
        follower.until(partial(_has, follower, number + 1))
        waits_s.append(time.perf_counter() - began)
        time.sleep(0.01)
    assert sorted(waits_s)[len(waits_s) // 2] < 0.1


def test_a_port_that_is_taken_is_said_so(node: StageNode, running: Running):
    taken = int(running.server.address.rpartition(":")[2])
    second = WebServer(node, port=taken)
    with pytest.raises(SettingsError, match=str(taken)):
        second.start()
    second.stop()


def _has(follower: Follower, alerts: int) -> bool:
    return len(follower.alerts()) >= alerts
