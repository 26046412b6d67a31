"""Centers that are processes, killed at every step of an exchange: nothing is lost or done twice.

A story is told on real files over real doors, once without a death, and then once for each step of
each center at which it kills itself. Whoever died is started again on what it left.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator
from itertools import count
from random import Random

import pytest

from tests.flow.mortal.ground import CENTERS, laid
from tests.flow.mortal.stage import Stage, staged
from tests.flow.mortal.story import Fate

SOAK = "SOAK" in os.environ
TIMEOUT_S = 3600 if SOAK else 300
DAY_S = 86_400.0
KINDS = {
    *("commit.before", "commit.after", "append.before", "append.after", "sending.before"),
    *("sending.after", "scrub.before", "scrub.amid", "scrub.after"),
    *("file.open", "file.rename", "file.remove"),
}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stage]:
    """Where every store is a file."""
    with staged(tmp_path_factory.mktemp("mortal"), laid) as stage:
        yield stage


def sample(steps: dict[str, list[str]], center: str) -> list[int]:
    """Give the steps at which a center dies where not every step is tried: one of each kind, which
    is at any of the centers.
    """
    dice = Random(1)  # noqa: S311 - the same steps in every run; no secret
    places: dict[str, list[tuple[str, int]]] = {}
    for name in CENTERS:
        for at, kind in enumerate(steps[name]):
            places.setdefault(kind, []).append((name, at))
    chosen = {dice.choice(found) for found in places.values()}
    return sorted(at for name, at in chosen if name == center)


def test_the_story_without_a_death_has_every_kind_of_step(stage: Stage):
    kinds = {name: Counter(steps) for name, steps in stage.steps.items()}
    assert {kind for found in kinds.values() for kind in found} == KINDS
    assert kinds["birch"]["scrub.amid"] == kinds["cedar"]["scrub.amid"] == 1
    assert stage.facts["alder"]["act recall.ordered"] == 1
    assert stage.facts["birch"]["act message.removed"] == 1
    assert stage.facts["cedar"]["act message.removed"] == 1


@pytest.mark.timeout(TIMEOUT_S)
@pytest.mark.parametrize("name", CENTERS)
def test_a_process_may_be_killed_at_any_step(stage: Stage, name: str):
    steps = stage.steps[name]
    for last in count() if SOAK else sample(stage.steps, name):
        deaths = stage.check(**{name: Fate([last])}).deaths
        if last == len(steps):
            assert not deaths
            return
        assert deaths == [steps[last]], last


@pytest.mark.timeout(TIMEOUT_S)
def test_it_may_be_killed_again_while_it_takes_up_what_it_left(stage: Stage):
    dice = Random(2)  # noqa: S311 - the same steps in every run; no secret
    every = [(name, last) for name in CENTERS for last in range(len(stage.steps[name]))]
    for name, last in dice.sample(every, len(every) // 4 if SOAK else 1):
        lasts = [last, dice.randrange(8), dice.randrange(8)]
        assert stage.check(**{name: Fate(lasts)}).deaths


@pytest.mark.timeout(TIMEOUT_S)
def test_all_may_be_killed_in_one_story(stage: Stage):
    dice = Random(3)  # noqa: S311 - the same steps in every run; no secret
    for _ in range(20 if SOAK else 1):
        fates = {name: Fate(some_steps(stage, name, dice)) for name in CENTERS}
        assert stage.check(**fates).deaths, fates


def some_steps(stage: Stage, name: str, dice: Random) -> list[int]:
    return [dice.randrange(len(stage.steps[name]) // 2) for _ in range(3)]


@pytest.mark.timeout(TIMEOUT_S)
@pytest.mark.parametrize("seed", range(0, 1000, 50 if SOAK else 1000))
def test_roads_may_lose_and_double_and_bring_late(stage: Stage, seed: int):
    dice = Random(seed)  # noqa: S311 - the same story in every run; no secret
    stage.check(**{name: Fate(road=seed + at) for at, name in enumerate(CENTERS)})
    if SOAK:
        fates = {name: Fate(some_steps(stage, name, dice), road=seed) for name in CENTERS}
        assert stage.check(**fates).deaths, fates


@pytest.mark.parametrize("ahead", [1, -1] if SOAK else [1])
def test_clocks_may_be_a_day_off(stage: Stage, ahead: int):
    stage.check(alder=Fate(ahead_s=ahead * DAY_S), cedar=Fate(ahead_s=-ahead * DAY_S))
