"""Plant a violation of every import contract in a bare house and see that each one is caught.

The house is built from the floors that pyproject.toml declares: every package exists, and none
imports another. So it also shows that the contracts hold once rooms that are still missing exist.
"""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
SETTINGS: dict[str, Any] = tomllib.loads(PYPROJECT.read_text())["tool"]["importlinter"]
CONTRACTS: dict[str, dict[str, Any]] = {c["name"]: c for c in SETTINGS["contracts"]}
FLOORS = tuple(
    tuple(room.strip(" ()") for room in floor.split("|"))
    for floor in next(c for c in CONTRACTS.values() if c["type"] == "layers")["layers"]
)
ROOMS = frozenset(next(floor for floor in FLOORS if "ingest" in floor))

FLOORS_ONLY_DOWN, NODE_CHOOSES, ADAPTERS_KNOW_NO_ROOM, DOORS_CALL_FLOWS, PURE, PORTS_ONLY, *_ = (
    CONTRACTS
)
NO_DRIVERS, NO_CYCLES = tuple(CONTRACTS)[-2:]


class Plant(NamedTuple):
    """A violation: which contract must break when `line` stands in `file`."""

    contract: str
    file: str
    line: str


class Verdict(NamedTuple):
    """What lint-imports said of a house: the contracts it broke, and all its words."""

    kept: bool
    broken: frozenset[str]
    words: str


PLANTS = (
    Plant(FLOORS_ONLY_DOWN, "model/planted.py", "import isthmus.ports"),
    Plant(FLOORS_ONLY_DOWN, "errors/planted.py", "import isthmus.model"),
    Plant(FLOORS_ONLY_DOWN, "formats/planted.py", "import isthmus.identifiers"),
    Plant(FLOORS_ONLY_DOWN, "detect/planted.py", "import isthmus.resolve"),
    Plant(FLOORS_ONLY_DOWN, "flow/planted.py", "import isthmus.adapters"),
    Plant(FLOORS_ONLY_DOWN, "settings/planted.py", "import isthmus.node"),
    Plant(FLOORS_ONLY_DOWN, "utils.py", "'''A package that chose no floor.'''"),
    Plant(
        FLOORS_ONLY_DOWN,
        "share/planted.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import isthmus.exchange",
    ),
    Plant(NODE_CHOOSES, "cli/planted.py", "import isthmus.adapters"),
    Plant(ADAPTERS_KNOW_NO_ROOM, "adapters/planted.py", "import isthmus.access"),
    Plant(DOORS_CALL_FLOWS, "web/planted.py", "import isthmus.alert"),
    Plant(PURE, "ingest/planted.py", "import pathlib"),
    Plant(PURE, "formats/planted.py", "import sqlite3"),
    Plant(PURE, "audit/planted.py", "import time"),
    Plant(PURE, "model/planted.py", "from uuid import uuid4"),
    Plant(PURE, "match/planted.py", "import secrets"),
    Plant(PURE, "ports/planted.py", "import asyncio"),
    Plant(PURE, "exercise/planted.py", "from importlib import resources"),
    Plant(PORTS_ONLY, "flow/planted.py", "import sqlalchemy"),
    Plant(PORTS_ONLY, "flow/planted.py", "import random"),
    Plant(NO_DRIVERS, "web/planted.py", "import sqlite3"),
    Plant(NO_CYCLES, "resolve/planted.py", "import isthmus.resolve.other"),
)


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Verdict]:
    """Build a house with all floors but those `without`, plant into it, and let it be judged."""

    def judged(*plants: Plant, without: Sequence[str] = ()) -> Verdict:
        house = tmp_path_factory.mktemp("house")
        build_house(house / "isthmus", without)
        for plant in plants:
            (house / "isthmus" / plant.file).write_text(f"{plant.line}\n")
        return lint(house)

    return judged


def build_house(package: Path, without: Sequence[str]) -> None:
    names = [name for floor in FLOORS for name in floor if name not in without]
    for folder in (package, *(package / name for name in names)):
        folder.mkdir()
        (folder / "__init__.py").touch()
    (package / "resolve" / "other.py").write_text("import isthmus.resolve.planted\n")
    (package / "resolve" / "planted.py").touch()


def lint(house: Path) -> Verdict:
    command = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(  # noqa: S603 - our own tool on our own files
        [command, "--config", PYPROJECT, "--no-cache", "--no-logo"],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house), "COLUMNS": "250"},
        capture_output=True,
        text=True,
        check=False,
    )
    words = run.stdout + run.stderr
    broken = frozenset(re.findall(r"^(.+) BROKEN", words, re.MULTILINE))
    return Verdict(run.returncode == 0, broken, words)


def test_a_house_whose_rooms_do_not_know_each_other_keeps_every_contract(
    judge: Callable[..., Verdict],
):
    verdict = judge()
    assert verdict.kept, verdict.words


def test_rooms_that_are_not_built_yet_break_nothing(judge: Callable[..., Verdict]):
    later = ("share", "match", "exchange", "respond", "accountability")
    verdict = judge(without=later)
    assert verdict.kept, verdict.words


@pytest.mark.parametrize("plant", PLANTS, ids=lambda p: f"{p.file}: {p.line.splitlines()[-1]}")
def test_a_planted_violation_breaks_its_contract(plant: Plant, judge: Callable[..., Verdict]):
    verdict = judge(plant)
    assert plant.contract in verdict.broken, verdict.words


def test_every_contract_has_a_plant():
    assert {plant.contract for plant in PLANTS} == set(CONTRACTS)


@pytest.mark.parametrize(
    ("contract", "key"),
    [
        (ADAPTERS_KNOW_NO_ROOM, "forbidden_modules"),
        (DOORS_CALL_FLOWS, "forbidden_modules"),
        (PURE, "source_modules"),
    ],
)
def test_a_contract_about_rooms_names_every_room(contract: str, key: str):
    named = {module.rpartition(".")[2] for module in CONTRACTS[contract][key]}
    assert named >= ROOMS


def test_everything_from_the_rooms_down_is_pure():
    floor_of_rooms = next(n for n, floor in enumerate(FLOORS) if "ingest" in floor)
    below = {name for floor in FLOORS[floor_of_rooms:] for name in floor}
    assert {module.rpartition(".")[2] for module in CONTRACTS[PURE]["source_modules"]} == below
