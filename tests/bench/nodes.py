"""Nodes to measure: one in this process, or one served by a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

import httpx
import msgspec
import psutil

from isthmus.exercise.bulk import persons
from isthmus.exercise.cast import Person
from isthmus.flow.accounts import ensure_account
from isthmus.flow.actor import intake_actor
from isthmus.flow.arrival import addressed, parcel
from isthmus.flow.bulk_fusion import resolve_pending
from isthmus.flow.detection import detect_pending
from isthmus.flow.intake import Receipt, receive
from isthmus.flow.sequencing import sequence_pending
from isthmus.node import Node
from isthmus.settings import read_settings

COMMAND: Final = "from isthmus.cli.app import main; main()"
PASSWORD: Final = "seven slow barges turn"
PURPOSE: Final = "sanctions-enforcement"
PARTITION: Final = "exercise"
PATIENCE_S: Final = 120
LOT: Final = 10_000


@contextmanager
def bench_folder() -> Iterator[Path]:
    """Give a folder that goes when the block ends."""
    with TemporaryDirectory(prefix="isthmus-bench-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def opened(home: Path) -> Iterator[Node]:
    """Open the exercise partition of a node in this process."""
    settings = read_settings({}, home=home, partition=PARTITION, exercise=True, title="Bench")
    with Node(settings) as node:
        yield node


def deliver(node: Node, name: str, content: bytes) -> Receipt:
    """Deliver invented bytes to the feed that claims them; raises when a record breaks."""
    stream = BytesIO(content)
    found = addressed(node.center, name, stream)
    if found is None:
        message = f"expected a feed that fits {name}, got none"
        raise LookupError(message)
    actor = intake_actor(node.center, found[0].feed)
    receipt = receive(node.center, actor, found, parcel(found[1], name, stream))
    if receipt.broken:
        message = f"expected every record of {name} admitted, got {receipt.broken[0].fault}"
        raise RuntimeError(message)
    return receipt


def finish(node: Node) -> None:
    """Resolve, run the rules, and give every audit entry its place."""
    resolve_pending(node.center)
    detect_pending(node.center)
    sequence_pending(node.center, node.log)


def person_lines(seed: int, count: int, *, prefix: str = "p") -> Iterator[bytes]:
    """Give persons as FollowTheMoney lines, their keys numbered from 0 after the prefix."""
    rng = Random(seed)  # noqa: S311 - invented persons
    for number, person in enumerate(persons(rng, count)):
        yield _line(f"{prefix}{number}", "Person", _properties(person))


def vessel_line(key: str, name: str, imo: str, *, listed: bool) -> bytes:
    """Give one vessel as a FollowTheMoney line."""
    topics = {"topics": ["sanction"]} if listed else {}
    return _line(key, "Vessel", {"name": [name], "imoNumber": [imo], **topics})


def lots(lines: Iterable[bytes], size: int = LOT) -> Iterator[bytes]:
    """Put lines together into files of `size` lines."""
    waiting: list[bytes] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == size:
            yield b"".join(waiting)
            waiting.clear()
    if waiting:
        yield b"".join(waiting)


def fill(home: Path, files: Iterable[tuple[str, bytes]], accounts: Sequence[str] = ()) -> int:
    """Make a node with these files all the way through; give how many records it took."""
    with opened(home) as node:
        for name in accounts:
            ensure_account(node.center, node.passwords, name, PASSWORD)
        taken = sum(deliver(node, name, content).records for name, content in files)
        finish(node)
    return taken


def environment(**more: str) -> dict[str, str]:
    """Give this process's environment without settings of a node, and with `more`.

    Compiled code is kept, as it is wherever a node is installed.
    """
    kept = {name: text for name, text in os.environ.items() if not name.startswith("ISTHMUS_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**kept, **more}


@dataclass(slots=True)
class Served:
    """A node served by a process of its own.

    `ready_s`: from its start to the first answer; `ready_cpu_s`: what it had used of a core then.
    """

    address: str
    ready_s: float
    ready_cpu_s: float


@contextmanager
def served(home: Path) -> Iterator[Served]:
    """Serve a node on a free port of the loopback, in a process of its own."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
    settings = environment(
        ISTHMUS_HOME=str(home),
        ISTHMUS_PARTITION=PARTITION,
        ISTHMUS_EXERCISE="true",
        ISTHMUS_TITLE="Bench",
        ISTHMUS_PORT=str(port),
    )
    address, log = f"http://127.0.0.1:{port}", home / "served.txt"
    with log.open("wb") as out:
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - this interpreter, with arguments of our own
            [sys.executable, "-c", COMMAND, "up"], env=settings, stdout=out, stderr=out
        )
        try:
            _await_answer(address, process, log)
            ready_s, used = time.perf_counter() - began, psutil.Process(process.pid).cpu_times()
            yield Served(address, ready_s, used.user + used.system)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()
            process.wait()


class Caller:
    """The duty officer of a served node, signed in over one connection that is kept."""

    def __init__(self, address: str) -> None:
        self.client = httpx.Client(base_url=f"{address}/api/v1", timeout=PATIENCE_S)
        answer = self.client.post("/session", json={"name": "duty", "password": PASSWORD})
        answer.raise_for_status()
        csrf = msgspec.json.decode(answer.content, type=dict[str, object])["csrf"]
        self.client.headers.update({"Isthmus-CSRF": str(csrf), "Isthmus-Purpose": PURPOSE})

    def get(self, path: str, **query: str) -> bytes:
        """Give what stands at a path below the API; raises unless it is there."""
        answer = self.client.get(path, params=query)
        answer.raise_for_status()
        return answer.content

    def push(self, feed: str, name: str, content: bytes) -> None:
        """Deliver by push; raises when the node took fewer records than were sent."""
        answer = self.client.post(f"/feeds/{feed}/records", params={"name": name}, content=content)
        answer.raise_for_status()
        told = msgspec.json.decode(answer.content, type=_Pushed)
        if told.quarantined:
            message = f"expected every record of {name} admitted, got {told.quarantined} verdicts"
            raise RuntimeError(message)


class _Pushed(msgspec.Struct):
    quarantined: int


def _await_answer(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Ask for the session, which reads the store, until an answer comes: 401 is one."""
    ends = time.perf_counter() + PATIENCE_S
    # One client for all tries: to make one costs more than a try.
    with httpx.Client(timeout=PATIENCE_S) as client:
        while time.perf_counter() < ends and process.poll() is None:
            with suppress(httpx.TransportError):
                client.get(f"{address}/api/v1/session")
                return
            time.sleep(0.01)
    message = f"expected an answer at {address}, got none: {log.read_text()[-600:]}"
    raise RuntimeError(message)


def _properties(person: Person) -> dict[str, list[str]]:
    return {
        "name": [person.name.whole],
        "alias": [person.name.own],
        "birthDate": [person.born.isoformat()],
        "nationality": [person.nationality.lower()],
        "passportNumber": [person.passport],
    }


def _line(key: str, schema: str, properties: dict[str, list[str]]) -> bytes:
    document = {"id": key, "schema": schema, "properties": properties}
    return msgspec.json.encode(document) + b"\n"
