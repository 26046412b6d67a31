"""The story that is told while a center dies: a release, what is passed on of it, and a recall.

Alder releases to Birch; Birch asks for consent, and passes it on to Cedar; Alder calls it back.
Whoever dies is started again on what it left behind. An act of a person that was not acknowledged
is done again, after a look at whether it was done.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from tests.flow.mortal.center import Order, Said
from tests.flow.mortal.ground import CENTERS, VALUES, Ground

ROOT: Final = Path(__file__).parents[3]
TRIES: Final = 40


class DiedError(Exception):
    """The process died. `at`: its step; empty where it died of something else."""

    def __init__(self, center: str, at: str) -> None:
        super().__init__(f"{center} died at {at}")
        self.center, self.at = center, at


class Nursery:
    """The process that forks those of one center, which die one after the other."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.alive = 0
        self._errors = (folder / f"{name}.txt").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.flow.mortal.center"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )

    def close(self) -> None:
        """End it, and whoever lives in it."""
        self._process.kill()
        self._process.communicate()
        self._errors.close()

    def bear(self, order: Order) -> None:
        """Have a process open its node, and do not wait for it."""
        self._write(msgspec.json.encode(order).decode())

    def ready(self) -> None:
        """Wait until its door is open; raises DiedError if it dies before."""
        self._heard("ready")

    def told(self, act: str) -> Said:
        """Have it do something; raises DiedError if it dies of it."""
        self._write(act)
        return msgspec.json.decode(self._heard("said"), type=Said)

    def end(self) -> None:
        """Kill whoever lives in it, as a failure of power does."""
        if self.alive:
            os.kill(self.alive, signal.SIGKILL)
            with suppress(DiedError):
                self._heard("nothing more")

    def _heard(self, wanted: str) -> str:
        assert self._process.stdout is not None
        step = ""
        for line in self._process.stdout:
            word, _, rest = line.strip().partition(" ")
            if word == wanted:
                return rest
            if word == "process":
                self.alive = int(rest)
            if word == "dying":
                step = rest
            if word == "ended":
                self.alive = 0
                assert rest == "-9", f"{self.name} ended with {rest}"
                raise DiedError(self.name, step)
        raise RuntimeError(f"expected the processes of {self.name} to go on, got their end")

    def _write(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a center. `lasts`: the steps at which it dies, life after life.

    `road`: the seed of a bad one; `ahead_s`: how much its clock is ahead.
    """

    lasts: Sequence[int] = ()
    road: int | None = None
    ahead_s: float = 0.0


@dataclass
class Story:
    """One telling of it, on folders of its own.

    `lives`: how many each center had; `steps`: those of its last one; `deaths`: the steps at which
    somebody died.
    """

    ground: Ground
    nurseries: dict[str, Nursery]
    fates: Mapping[str, Fate]
    lives: Counter[str] = field(default_factory=Counter)
    steps: dict[str, list[str]] = field(default_factory=dict)
    deaths: list[str] = field(default_factory=list)

    def tell(self) -> None:
        """Tell it to its end, and check on the way that each center holds what it may."""
        for name in CENTERS:
            self._bear(name)
        for name in CENTERS:
            self._ready(name)
        self._does("alder", "release")
        self._does("birch", "ask")
        self._does("alder", "consent")
        self._does("birch", "pass on")
        for name in CENTERS:
            assert self._told(name, "tell").held == sorted(VALUES), name
            assert self.ground.holds(name), name
        self._does("alder", "recall")
        for name in CENTERS:
            said = self._told(name, "tell")
            assert said.held == ([] if name != "alder" else sorted(VALUES)), name
            self.steps[name] = said.steps
        assert self._told("alder", "tell").answered == ["birch", "cedar"]

    def _does(self, name: str, act: str) -> None:
        """Have a person's act done, and send until nobody owes anybody an answer."""
        self._told(name, act)
        for _ in range(TRIES):
            said = [self._told(one, "send") for one in CENTERS]
            if not any(one.waiting or one.done for one in said):
                return
        raise AssertionError(f"expected the sending after {act} to end, it goes on")

    def _told(self, name: str, act: str) -> Said:
        while True:
            try:
                return self.nurseries[name].told(act)
            except DiedError as death:
                self._revive(death)

    def _revive(self, death: DiedError) -> None:
        self.deaths.append(death.at)
        if death.center != "alder":
            self._proved_means_gone()
        self._bear(death.center)
        self._ready(death.center)
        self._proved_means_gone()

    def _bear(self, name: str) -> None:
        fate, life = self.fates.get(name, Fate()), self.lives[name]
        self.lives[name] += 1
        order = self.ground.order(name)
        order.last = fate.lasts[life] if life < len(fate.lasts) else None
        order.road = None if fate.road is None else fate.road + life
        order.ahead_s = fate.ahead_s
        self.nurseries[name].bear(order)

    def _ready(self, name: str) -> None:
        try:
            self.nurseries[name].ready()
        except DiedError as death:
            self.deaths.append(death.at)
            self._bear(name)
            self._ready(name)

    def _proved_means_gone(self) -> None:
        """Protocol R3: whoever's receipt Alder has keeps no byte of what was recalled."""
        if self.nurseries["alder"].alive:
            for name in self._told("alder", "tell").answered:
                assert not self.ground.holds(name), name
