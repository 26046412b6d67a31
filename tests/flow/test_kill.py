"""Kill a node at any moment: nothing acknowledged is lost, nothing happens twice.

Each round kills a process that loads a folder, at a random moment of one stage. Four rounds in a
row, one per stage, fall on one node; then the folder is delivered to its end and the node is
compared with one that nothing disturbed. Five nodes are killed, and more where a machine that was
busy in between let a stage end before its kill.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from shutil import copytree

import msgspec
import pytest

from isthmus.node import Node
from isthmus.settings import Settings
from tests.flow.cargo import write_cargo
from tests.flow.loading import STAGES, Order

ROOT = Path(__file__).parents[2]
NODES = 5
NODES_MAX = 12
ATTEMPTS = frozenset({"audit", "change", "sqlite_sequence", "tally"})
"""Tables that tell of attempts and of their hours, and so of a run that was repeated."""

RECORDS = "SELECT lower(hex(id)) FROM record"
QUARANTINED = (
    "SELECT d.name, v.record_number, v.field, v.came, v.state"
    " FROM verdict v JOIN delivery d ON d.seq = v.delivery"
)
FACTS = (
    RECORDS,
    QUARANTINED,
    "SELECT hex(id), hex(source), property, value FROM statement",
    "SELECT hex(s.id), t.state FROM statement_state t JOIN statement s ON s.seq = t.statement",
    "SELECT hex(left_entity), hex(right_entity), decision FROM judgement",
    "SELECT hex(event), hex(holder), property, standing FROM attribution",
    "SELECT hex(id), rule FROM finding",
    "SELECT hex(id), rule, state FROM alert",
    "SELECT feed, kind, label, count FROM tally_total",
    "SELECT part, name, state, records, quarantined, keyless FROM delivery",
)
Rows = list[tuple[object, ...]]
Contents = dict[str, int | Rows]


class Loader:
    """The process that forks those which load and are killed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, node: Path, cargo: Path, *, until: str = "", wait_s: float = 0.0) -> Run:
        """Load; kill it `wait_s` after stage `until` began, or let it end."""
        run = Run()
        home, acknowledged = str(node / "home"), str(node / "acknowledged")
        order = Order(home, str(cargo), acknowledged, hold=bool(until))
        self._say(msgspec.json.encode(order).decode())
        number = 0
        for word, value in self._heard():
            if word == "process":
                number = int(value)
            elif word == "ended":
                run.code = int(value)
                return run
            else:
                run.began[value] = time.perf_counter()
            if value == until and word == "stage":
                time.sleep(wait_s)
                os.kill(number, signal.SIGKILL)
        pytest.fail("the loading process is gone")

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _heard(self) -> Iterator[tuple[str, str]]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            word, _, value = line.strip().partition(" ")
            yield word, value or word


@dataclass
class Run:
    """One loading process: when each stage began, and its exit code."""

    began: dict[str, float] = field(default_factory=dict)
    code: int = 0

    def seconds(self, stage: str) -> float:
        """Give how long a stage lasted, in a run that was not killed."""
        following = (*STAGES, "done")[STAGES.index(stage) + 1]
        return self.began[following] - self.began[stage]


@dataclass
class Shown:
    """What became of one node. `killed`: the stage of each kill."""

    killed: list[str]
    acknowledged: list[str]
    contents: Contents


@pytest.fixture(scope="module")
def loader() -> Generator[Loader]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.flow.loading"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Loader(process)
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture(scope="module")
def shown(loader: Loader, tmp_path_factory: pytest.TempPathFactory) -> tuple[Contents, list[Shown]]:
    """Give what an undisturbed node holds, and what became of the nodes that were killed."""
    place = tmp_path_factory.mktemp("kill")
    write_cargo(place / "cargo")
    # All nodes have one id key, so that they give one record the same id.
    Node(Settings(home=place / "empty")).close()
    undisturbed = fresh(place, "undisturbed")
    usual = loader.run(undisturbed, place / "cargo")
    assert usual.code == 0
    random = Random(20_310_504)  # noqa: S311 - the same moments in every run; no secret
    nodes: list[Shown] = []
    met: set[str] = set()
    while len(nodes) < NODES or (not met.issuperset(STAGES) and len(nodes) < NODES_MAX):
        number = len(nodes)
        node = fresh(place, f"node-{number}")
        killed = []
        for stage in STAGES:
            share = random.uniform(0.0, 0.8 if number < NODES else 0.2)
            wait_s = share * usual.seconds(stage)
            run = loader.run(node, place / "cargo", until=stage, wait_s=wait_s)
            assert run.code == -signal.SIGKILL
            killed.append(list(run.began)[-1])
        assert loader.run(node, place / "cargo").code == 0
        acknowledged = (node / "acknowledged").read_text().splitlines()
        nodes.append(Shown(killed, acknowledged, contents(node)))
        met.update(killed)
    return contents(undisturbed), nodes


def fresh(place: Path, name: str) -> Path:
    copytree(place / "empty", place / name / "home")
    return place / name


def contents(node: Path) -> Contents:
    """Give how much every table holds, and the facts; the audit log is verified as well."""
    with Node(Settings(home=node / "home")) as opened:
        opened.verify_audit()
    store = sqlite3.connect(node / "home" / "live" / "store.sqlite")
    try:
        tables = store.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        counts: Contents = {
            name: store.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - its own tables
            for (name,) in tables
            if name not in ATTEMPTS
        }
        facts = {fact: sorted(store.execute(fact).fetchall()) for fact in FACTS}
    finally:
        store.close()
    return {**counts, **facts}


def test_the_undisturbed_node_has_something_to_lose(shown: tuple[Contents, list[Shown]]):
    expected, _ = shown
    for name in ("record", "statement", "verdict", "judgement", "attribution", "finding", "alert"):
        assert expected[name], name
    assert expected["queue"] == 0


def test_every_stage_was_killed(shown: tuple[Contents, list[Shown]]):
    kills = Counter(stage for node in shown[1] for stage in node.killed)
    assert kills.total() >= NODES * len(STAGES)
    assert set(STAGES) <= set(kills), kills


def test_nothing_acknowledged_is_lost(shown: tuple[Contents, list[Shown]]):
    for node in shown[1]:
        kept = {str(row[0]) for row in rows(node.contents, RECORDS)}
        broken = {(str(row[0]), str(row[1])) for row in rows(node.contents, QUARANTINED)}
        for line in node.acknowledged:
            file, number, record = line.split("\t")
            assert record in kept or (file, number) in broken, line
        assert len(node.acknowledged) >= len(kept) + len(broken)


def rows(found: Contents, fact: str) -> Rows:
    kept = found[fact]
    assert isinstance(kept, list)
    return kept


def test_nothing_happens_twice_and_nothing_is_missing(shown: tuple[Contents, list[Shown]]):
    expected, nodes = shown
    for number, node in enumerate(nodes):
        differing = {
            name: (expected[name], found)
            for name, found in node.contents.items()
            if found != expected[name]
        }
        assert not differing, (number, node.killed, differing)
