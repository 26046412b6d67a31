"""A chain of centers, each a process, over roads that can be cut; and how fast a recall comes back.

Each center has its own trust list, in which the address of a partner is a road of this process:
a relay that carries bytes to the partner's door, or refuses while it is cut.
"""

from __future__ import annotations

import base64
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Final

import httpx
import msgspec

from isthmus.flow.accounts import ensure_account
from isthmus.flow.actor import Actor
from isthmus.flow.agreements import decide_on, propose
from isthmus.flow.consenting import answer_consent, ask_consent
from isthmus.flow.documents.sharing import ConsentDecision, ConsentWish, ReleaseQuestion
from isthmus.flow.federation import Federation
from isthmus.flow.picking import foreign_entities
from isthmus.flow.sharing import release
from isthmus.flow.trusting import first_list, own_entry
from isthmus.model.ids import shown_id
from isthmus.model.label import LEVELS, Label
from isthmus.node import Node
from isthmus.settings import Settings, read_settings
from isthmus.share.document import AgreementDocument, Equivalent, Permit, Title, Validity
from tests.bench.figures import SEED, Figure, Plan
from tests.bench.nodes import (
    COMMAND,
    PASSWORD,
    PURPOSE,
    bench_folder,
    deliver,
    environment,
    finish,
    person_lines,
)

CHAIN: Final = ("alder", "birch", "cedar", "dogwood", "elm")
PARTITION: Final = "exercise"
PATIENCE_S: Final = 60.0
RECALL_S: Final = 10.0
AWAY_S: Final = 2.0
"""How long the killed node is down and the cut one is alone."""
TITLE: Final = Title(en="Chain", fr="Chaîne", ar="سلسلة")
_CHUNK: Final = 1 << 16


class Road:
    """Carries connections from a free port of the loopback to a door, unless it is cut."""

    def __init__(self, door: int) -> None:
        self.cut = False
        self._door = door
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._threads = [threading.Thread(target=self._serve, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        """End it."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._threads[0].join(PATIENCE_S)
        self._drop()
        for one in self._threads:
            one.join(PATIENCE_S)

    def sever(self) -> None:
        """Cut it: what is under way breaks, and what comes is refused."""
        self.cut = True
        self._drop()

    def mend(self) -> None:
        """Let what comes through again."""
        self.cut = False

    def _drop(self) -> None:
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self.cut:
                near.close()
                continue
            thread = threading.Thread(target=self._carry, args=(near,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _carry(self, near: socket.socket) -> None:
        with closing(near), suppress(OSError):
            far = socket.create_connection(("127.0.0.1", self._door), timeout=PATIENCE_S)
            with closing(far):
                self._open |= {near, far}
                back = threading.Thread(target=_copy, args=(far, near), daemon=True)
                back.start()
                _copy(near, far)
                back.join(PATIENCE_S)
                self._open -= {near, far}


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while chunk := source.recv(_CHUNK):
            sink.sendall(chunk)
        sink.shutdown(socket.SHUT_WR)


@dataclass(slots=True)
class Center:
    """One center: its folder, its port, and the process that serves it."""

    name: str
    settings: Settings
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve it in a process of its own; does not wait."""
        given = environment(
            ISTHMUS_HOME=str(self.settings.home),
            ISTHMUS_CENTER=self.name,
            ISTHMUS_PARTITION=PARTITION,
            ISTHMUS_EXERCISE="true",
            ISTHMUS_TITLE="Chain",
            ISTHMUS_PORT=str(self.settings.port),
        )
        log = self.settings.home / "served.txt"
        with log.open("ab") as out:
            self.process = subprocess.Popen(  # noqa: S603 - this interpreter, our own arguments
                [sys.executable, "-c", COMMAND, "up"], env=given, stdout=out, stderr=out
            )

    def kill(self) -> None:
        """End it at once, as a failure of power does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """End it in its own way."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(30)
            self.process.kill()
            self.process.wait()

    @property
    def address(self) -> str:
        """Where its door is."""
        return f"http://127.0.0.1:{self.settings.port}"

    def wait(self) -> None:
        """Wait until it answers."""
        ends = time.perf_counter() + PATIENCE_S
        while not self.answers():
            if time.perf_counter() > ends:
                raise TimeoutError(f"expected an answer of {self.name}, got none")
            time.sleep(0.05)

    def answers(self) -> bool:
        """Tell whether its door answers."""
        with suppress(httpx.HTTPError):
            return httpx.get(f"{self.address}/api/v1/session").is_error
        return False


@dataclass(slots=True)
class Chain:
    """The centers, the roads by (from, to), and what Alder released down the chain."""

    centers: dict[str, Center]
    roads: dict[tuple[str, str], Road]
    statements: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Serve every center, and wait until each answers."""
        for one in self.centers.values():
            one.start()
        self.wait_for(*self.centers)

    def wait_for(self, *names: str) -> None:
        """Wait until these answer."""
        for name in names:
            self.centers[name].wait()

    def around(self, name: str) -> list[Road]:
        """Give the roads to and from a center."""
        return [road for ends, road in self.roads.items() if name in ends]

    def holding(self) -> list[str]:
        """Give the centers in whose files one of the values stands: the disk is asked."""
        wanted = [form for value in self.values for form in _forms(value)]
        return [
            name
            for name, one in self.centers.items()
            if any(
                any(form in content for form in wanted)
                for file in one.settings.home.rglob("*")
                if file.is_file()
                for content in [file.read_bytes()]
            )
        ]


def _forms(value: str) -> list[bytes]:
    return [
        value.encode(),
        value.casefold().encode(),
        value.encode("utf-16-le"),
        value.encode().hex().encode(),
        base64.b64encode(value.encode()).rstrip(b"="),
    ]


class Officer:
    """The release officer of Alder, signed in at its door."""

    def __init__(self, center: Center) -> None:
        base = f"http://127.0.0.1:{center.settings.port}/api/v1"
        self._client = httpx.Client(base_url=base, timeout=PATIENCE_S)
        answer = self._client.post("/session", json={"name": "release", "password": PASSWORD})
        answer.raise_for_status()
        headers = {"Isthmus-CSRF": str(answer.json()["csrf"]), "Isthmus-Purpose": PURPOSE}
        self._client.headers.update(headers)

    def close(self) -> None:
        """Leave the door."""
        self._client.close()

    def recall(self, statements: Sequence[str]) -> str:
        """Call statements back; give the recall."""
        order = {"statements": list(statements), "reason": "another person"}
        answer = self._client.post("/recalls", json=order)
        answer.raise_for_status()
        return str(answer.json()["id"])

    def answered(self, recall: str) -> dict[str, bool]:
        """Give who must carry it out, and whether he has proved it."""
        answer = self._client.get(f"/recalls/{recall}")
        answer.raise_for_status()
        return {one["holder"]: one["receipt"] is not None for one in answer.json()["holders"]}

    def wait(self, recall: str, holders: Sequence[str]) -> float:
        """Wait until every holder has proved it; give the seconds."""
        began = time.perf_counter()
        while self.answered(recall) != dict.fromkeys(holders, True):
            if time.perf_counter() - began > PATIENCE_S:
                raise TimeoutError(f"expected every receipt, got {self.answered(recall)}")
            time.sleep(0.05)
        return time.perf_counter() - began


@contextmanager
def chained(folder: Path, people: int) -> Iterator[Chain]:
    """Give a chain of five that hold what Alder released, with nobody served yet."""
    with ExitStack() as open_things:
        centers = {name: Center(name, settings_of(folder, name)) for name in CHAIN}
        roads = {}
        for one, other in pairwise(CHAIN):
            for ends in ((one, other), (other, one)):
                road = Road(centers[ends[1]].settings.port)
                open_things.callback(road.close)
                roads[ends] = road
        chain = Chain(centers, roads)
        for center in centers.values():
            open_things.callback(center.stop)
        _released_down(chain, people)
        yield chain


def recalled(chain: Chain, dice: Random) -> float:
    """Call back while one node is killed and another cut off; give the seconds from when the last
    of both is back until the originator has every receipt.
    """
    chain.start()
    with closing(Officer(chain.centers["alder"])) as officer:
        return _recalled(chain, officer, dice)


def _recalled(chain: Chain, officer: Officer, dice: Random) -> float:
    for road in chain.around("dogwood"):
        road.sever()
    recall = officer.recall(chain.statements)
    # At a random moment of what Cedar does about it.
    time.sleep(dice.uniform(0.0, 0.6))
    chain.centers["cedar"].kill()
    time.sleep(AWAY_S)
    chain.centers["cedar"].start()
    chain.wait_for("cedar")
    for road in chain.around("dogwood"):
        road.mend()
    return officer.wait(recall, CHAIN[1:])


def recall(plan: Plan) -> Iterator[Figure]:
    """Call back over five nodes in a chain, one killed and one cut off."""
    dice, took = Random(SEED), []  # noqa: S311 - moments
    people = plan.size(200, 20)
    for _ in range(plan.runs):
        with bench_folder() as folder, chained(folder, people) as chain:
            took.append(recalled(chain, dice))
    yield Figure(
        "recall over five in a chain, one killed, one cut off, from when both are back",
        "s",
        took,
        data="invented: persons",
        sizes=f"{people:,} persons, every receipt at the originator",
        required=RECALL_S,
    )


def settings_of(folder: Path, name: str) -> Settings:
    """Give the settings of a center in a folder, with a free port of its own."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
    return read_settings(
        {},
        home=folder / name,
        center=name,
        partition=PARTITION,
        exercise=True,
        title="Chain",
        port=port,
    )


def _released_down(chain: Chain, people: int) -> None:
    """Have persons released from Alder to the last, with Alder's consent at each step."""
    with ExitStack() as open_things:
        nodes = {
            name: open_things.enter_context(Node(one.settings))
            for name, one in chain.centers.items()
        }
        entries = {
            name: own_entry(node.center, node.public_keys, "") for name, node in nodes.items()
        }
        leagues: dict[str, Federation] = {}
        actors = {}
        for name, node in nodes.items():
            officer = ensure_account(node.center, node.passwords, "release", PASSWORD)
            actors[name] = Actor(officer, PURPOSE)
            own = [_at(raw, chain.roads.get((name, other))) for other, raw in entries.items()]
            leagues[name] = node.pin_trust(first_list(own))
        deliver(nodes["alder"], "p.jsonl", b"".join(person_lines(SEED, people)))
        finish(nodes["alder"])
        with served_inside(nodes):
            for ends in pairwise(CHAIN):
                _agree(nodes, leagues, actors, ends)
            entities = _entities(nodes["alder"], people)
            question = ReleaseQuestion(recipient="birch", entities=entities)
            done = release(leagues["alder"], actors["alder"], question)
            left = [row for row in done.run.rows if row.becomes is not None]
            chain.statements += [row.statement for row in left]
            chain.values += [row.value for row in left if row.property == "name"]
            settle(nodes)
            for ends in pairwise(CHAIN[1:]):
                _pass_on(nodes, leagues, actors, ends)


@contextmanager
def served_inside(nodes: dict[str, Node]) -> Iterator[None]:
    """Serve the doors of these nodes from this process."""
    from isthmus.web.server import WebServer  # noqa: PLC0415 - only the setting up needs it

    servers = [WebServer(node) for node in nodes.values()]
    try:
        for server in servers:
            server.start()
        yield
    finally:
        for server in servers:
            server.stop()


def _at(entry: bytes, road: Road | None) -> bytes:
    """Give an entry of a trust list with the address of a road, or one where nobody is."""
    told = msgspec.json.decode(entry)
    told["address"] = "" if road is None else f"http://127.0.0.1:{road.port}"
    return msgspec.json.encode(told)


def settle(nodes: dict[str, Node]) -> None:
    """Let these send until nothing waits."""
    while sum(node.dispatch() for node in nodes.values()):
        pass


def _entities(node: Node, people: int) -> list[str]:
    made = (node.center.ids.entity("entity-exchange", f"ftm:p{n}") for n in range(people))
    return [shown_id("e", entity) for entity in made]


def _agree(
    nodes: dict[str, Node],
    leagues: dict[str, Federation],
    actors: dict[str, Actor],
    ends: tuple[str, str],
) -> None:
    label = nodes["alder"].center.feeds["entity-exchange"].feed.label
    agree_on(nodes, leagues, actors, pact_for(ends, label))


def pact_for(ends: tuple[str, str], label: Label) -> AgreementDocument:
    """Give an agreement under which whatever has this label, or less of it, leaves."""
    first, second = ends
    return AgreementDocument(
        agreement=f"{first}-{second}",
        version=1,
        layer="bilateral",
        title=TITLE,
        legal_instrument="Treaty on chains",
        parties=list(ends),
        valid=Validity(first=date(2020, 1, 1), before=date(2100, 1, 1)),
        equivalents=[
            Equivalent(center=one, scheme=scheme, level=level, as_scheme=scheme, as_level=level)
            for one in ends
            for scheme, _ in sorted(label.classification)
            for level in LEVELS[scheme]
        ],
        articles=[
            Permit(
                article="1",
                title=TITLE,
                actions=["release", "redistribute"],
                recipients=list(ends),
                purposes=[PURPOSE],
                data_categories=sorted(label.data_categories),
                subject_categories="any",
                legal_bases="any",
                handling=sorted(label.handling),
                ceiling=dict(label.classification),
            )
        ],
    )


def agree_on(
    nodes: dict[str, Node],
    leagues: dict[str, Federation],
    actors: dict[str, Actor],
    document: AgreementDocument,
) -> None:
    """Have an agreement of two signed by both."""
    first, second = document.parties
    kept = propose(leagues[first], actors[first], msgspec.json.encode(document))
    settle(nodes)
    decide_on(leagues[second], actors[second], kept.digest, "accept")
    settle(nodes)


def _pass_on(
    nodes: dict[str, Node],
    leagues: dict[str, Federation],
    actors: dict[str, Actor],
    ends: tuple[str, str],
) -> None:
    """Have a center pass on what it got, with the consent of Alder, who is asked through others."""
    holder, recipient = ends
    before = CHAIN[CHAIN.index(holder) - 1]
    about = foreign_entities(nodes[holder].center, actors[holder], before)
    wish = ConsentWish(recipient=recipient, entities=about, reason="chain")
    for asked in ask_consent(leagues[holder], actors[holder], wish):
        settle(nodes)
        decision = ConsentDecision(consent=asked.id, give=True, reason="agreed")
        answer_consent(leagues["alder"], actors["alder"], decision)
        settle(nodes)
    question = ReleaseQuestion(recipient=recipient, entities=about)
    release(leagues[holder], actors[holder], question)
    settle(nodes)
