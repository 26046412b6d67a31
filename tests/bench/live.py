"""Rows of a served node: how soon an alert is seen, and how soon an entity's page is there.

The node is a process of its own; this one sends, listens and holds the watch.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

import httpx
import msgspec

from isthmus.exercise.bulk import position_lines, sighting_rows
from tests.bench.figures import SEED, Figure, Plan, p50_p99
from tests.bench.intake import SHIPS, START
from tests.bench.nodes import (
    PURPOSE,
    Caller,
    bench_folder,
    fill,
    lots,
    person_lines,
    served,
    vessel_line,
)

ALERT_MS: Final = (0.0, 300.0)
IDLE_MS: Final = (15.0, 60.0)
LOADED_MS: Final = (40.0, 150.0)
SENTENCES: Final = 28
SENTENCES_PER_S: Final = 10
SIGHTINGS: Final = 5
SIGHTINGS_PER_S: Final = 4
"""10 x 28 sentences and 4 x 5 sightings are 300 records a second; one sighting in 5 is listed."""
GRACE_S: Final = 20.0
STREAM_S: Final = 30.0
BULK_LOT: Final = 2_000
PAGES: Final = 50
"""So many pages of persons, and as many of vessels, are read in turn."""


@dataclass(slots=True)
class Watch:
    """The alerts that came over the stream: name of the entity -> when. `ready`: it has begun."""

    arrived: dict[str, float] = field(default_factory=dict)
    ready: threading.Event = field(default_factory=threading.Event)


class _Hit(msgspec.Struct):
    id: str


class _HitList(msgspec.Struct):
    items: list[_Hit]


class _Line(msgspec.Struct):
    properties: dict[str, list[str]]


class _Alert(msgspec.Struct):
    caption: str


class _AlertChanged(msgspec.Struct):
    alert: _Alert


def alert(plan: Plan) -> Iterator[Figure]:
    """Push small deliveries at a steady rate; see when the alerts come over the event stream."""
    seconds = plan.size(60, 5)
    header, sighted = sighted_rows(seconds * SIGHTINGS_PER_S * SIGHTINGS)
    listed = sighted[::SIGHTINGS]
    lines = [
        vessel_line(f"v{n}", name_of(row), row.split(b",")[10].decode(), listed=True)
        for n, row in enumerate(listed)
    ]
    rng = Random(SEED)  # noqa: S311 - invented ships
    total = seconds * SENTENCES_PER_S * SENTENCES
    heard = list(lots(position_lines(rng, START, SHIPS, total), SENTENCES))
    seen = [header + lot for lot in lots(sighted, SIGHTINGS)]
    with bench_folder() as home:
        fill(home, [("listed.jsonl", b"".join(lines))], accounts=["duty"])
        with served(home) as node:
            watch, accepted = Watch(), dict[str, tuple[float, float]]()
            listener = threading.Thread(target=listen, args=(node.address, watch), daemon=True)
            listener.start()
            if not watch.ready.wait(STREAM_S):
                message = "expected the event stream to begin, got nothing"
                raise RuntimeError(message)
            took = _together(
                lambda: _paced(node.address, "ais-receiver", heard, SENTENCES_PER_S),
                lambda: paced_sightings(node.address, seen, listed, accepted),
            )
            await_all(watch, set(accepted))
    waits = [
        max(0.0, watch.arrived[n] - acknowledged) * 1e3
        for n, (_, acknowledged) in accepted.items()
        if n in watch.arrived
    ]
    whole = [
        (watch.arrived[n] - sent) * 1e3 for n, (sent, _) in accepted.items() if n in watch.arrived
    ]
    if len(waits) < len(accepted):
        message = f"expected {len(accepted)} alerts over the stream, got {len(waits)}"
        raise RuntimeError(message)
    records = total + len(sighted)
    sizes = f"{records:,} records in {took:.0f} s ({records / took:,.0f}/s of 300 wanted)"
    data = "invented: AIVDM, sightings, a list"
    yield from p50_p99("accepted to alert over SSE", waits, ALERT_MS, data=data, sizes=sizes)
    yield from p50_p99("sent to alert over SSE", whole, (0.0, 0.0), data=data, sizes=sizes)


def page(plan: Plan) -> Iterator[Figure]:
    """Read pages of persons and of sighted vessels, idle and beside deliveries by push."""
    people, vessels, reads = plan.size(10_000, 500), plan.size(1_000, 100), plan.size(500, 40)
    header, sighted = sighted_rows(vessels)
    # All of it is made beforehand: making it would take the time of the watch that it disturbs.
    bulk = list(lots(person_lines(SEED + 1, plan.size(40_000, 6_000), prefix="bulk"), BULK_LOT))
    with bench_folder() as home:
        files = [("seen.csv", header + b"".join(sighted))]
        files += [(f"p{n}.jsonl", lot) for n, lot in enumerate(lots(person_lines(SEED, people)))]
        fill(home, files, accounts=["duty"])
        with served(home) as node:
            caller = Caller(node.address)
            paths = _pages(caller, people, sighted)
            for path in paths[:20]:
                caller.get(path)
            idle = _timed(caller, paths, reads)
            began = time.perf_counter()
            loaded, pushed = _timed_under_load(node.address, paths, reads, bulk)
            beside_s = time.perf_counter() - began
    sizes = f"{people:,} persons, {vessels:,} vessels with a sighting each, one connection"
    data = "invented: persons, sightings"
    yield from p50_p99("entity page, idle", idle, IDLE_MS, data=data, sizes=sizes)
    sizes += f", {pushed:,} persons pushed meanwhile ({pushed / beside_s:,.0f}/s)"
    yield from p50_p99("entity page, bulk load", loaded, LOADED_MS, data=data, sizes=sizes)


def sighted_rows(count: int) -> tuple[bytes, list[bytes]]:
    """Give the header and `count` rows of sightings in which no ship's name comes twice."""
    rows = sighting_rows(Random(SEED), START, count * 2)  # noqa: S311 - invented ships
    header = next(rows)
    found: dict[str, bytes] = {}
    for row in rows:
        found.setdefault(name_of(row), row)
    return header, list(found.values())[:count]


def name_of(row: bytes) -> str:
    """Give the name of the ship in a row of sightings."""
    return row.split(b",")[5].decode()


def listen(address: str, watch: Watch) -> None:
    """Follow the events of a node and note when each alert came, until the node ends."""
    caller = Caller(address)
    changed, event = msgspec.json.Decoder(_AlertChanged), ""
    with caller.client.stream("GET", "/events", params={"purpose": PURPOSE}) as answer:
        answer.raise_for_status()
        try:
            for line in answer.iter_lines():
                now = time.perf_counter()
                if line.startswith("event: "):
                    event = line.removeprefix("event: ")
                    watch.ready.set()
                elif line.startswith("data: ") and event == "alert":
                    name = changed.decode(line.removeprefix("data: ")).alert.caption
                    watch.arrived.setdefault(name, now)
        except httpx.TransportError:
            # The node has ended, and the stream with it.
            return


def _paced(address: str, feed: str, bodies: Sequence[bytes], per_s: int) -> None:
    caller, began = Caller(address), time.perf_counter()
    for number, body in enumerate(bodies):
        time.sleep(max(0.0, began + number / per_s - time.perf_counter()))
        caller.push(feed, f"{feed}-{number}", body)


def paced_sightings(
    address: str,
    bodies: Sequence[bytes],
    listed: Sequence[bytes],
    accepted: dict[str, tuple[float, float]],
) -> None:
    """Push files of sightings at a steady rate; note when each was sent and accepted."""
    caller, began = Caller(address), time.perf_counter()
    for number, (body, row) in enumerate(zip(bodies, listed, strict=True)):
        time.sleep(max(0.0, began + number / SIGHTINGS_PER_S - time.perf_counter()))
        sent = time.perf_counter()
        caller.push("ais-sightings", f"seen-{number}.csv", body)
        accepted[name_of(row)] = sent, time.perf_counter()


def _together(*acts: Callable[[], None]) -> float:
    """Run acts side by side and give the seconds until the last ended; their failures are ours."""
    failures: list[BaseException] = []

    def kept(act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - raised again by whoever waits
            failures.append(error)

    threads = [threading.Thread(target=kept, args=(act,), daemon=True) for act in acts]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return time.perf_counter() - began


def await_all(watch: Watch, names: set[str]) -> None:
    """Wait until an alert of each name came, or the grace is over."""
    ends = time.perf_counter() + GRACE_S
    while names - watch.arrived.keys() and time.perf_counter() < ends:
        time.sleep(0.05)


def _pages(caller: Caller, people: int, sighted: Sequence[bytes]) -> list[str]:
    """Find the pages of persons and vessels in turn, each by its name, as a person would."""
    lines = [msgspec.json.decode(line, type=_Line) for line in person_lines(SEED, people)]
    persons = [line.properties["name"][0] for line in lines[:: max(1, people // PAGES)]]
    vessels = [name_of(row) for row in sighted[:: max(1, len(sighted) // PAGES)]]
    paths = []
    for name in (name for pair in zip(persons, vessels, strict=False) for name in pair):
        found = msgspec.json.decode(caller.get("/entities", q=name), type=_HitList)
        paths += [f"/entities/{hit.id}" for hit in found.items[:1]]
    if not paths:
        message = "expected persons and vessels to be found by name, got none"
        raise RuntimeError(message)
    return paths


def _timed(
    caller: Caller, paths: Sequence[str], count: int, ended: threading.Event | None = None
) -> list[float]:
    """Give the milliseconds of each read, until `count` or the end."""
    times = []
    for number in range(count):
        if ended is not None and ended.is_set():
            break
        began = time.perf_counter()
        caller.get(paths[number % len(paths)])
        times.append((time.perf_counter() - began) * 1e3)
    return times


def _timed_under_load(
    address: str, paths: Sequence[str], reads: int, bulk: Sequence[bytes]
) -> tuple[list[float], int]:
    """Read while files of persons that are all new are pushed, one after the other.

    Gives the milliseconds of each read, and how many persons were pushed until the last.
    """
    ended, times, pushed = threading.Event(), list[float](), list[int]()

    def load() -> None:
        pusher = Caller(address)
        try:
            for number, body in enumerate(bulk):
                if ended.is_set():
                    return
                pusher.push("entity-exchange", f"bulk-{number}.jsonl", body)
                pushed.append(BULK_LOT)
        finally:
            ended.set()

    def watch() -> None:
        caller = Caller(address)
        try:
            times.extend(_timed(caller, paths, reads, ended))
        finally:
            ended.set()

    _together(load, watch)
    return times, sum(pushed)
