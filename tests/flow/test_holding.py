"""Whoever answers a question waits for the index for a while, and then says how far it is."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from isthmus.errors import UnavailableError
from isthmus.flow import holding
from isthmus.flow.search import EntityQuery, search_entities
from isthmus.flow.weighing import make_index
from tests.flow.stage import Stage, officer
from tests.make import Claim


def told(count: int = 6) -> Stage:
    stage = Stage()
    for n in range(count):
        stage.say(Claim(f"ship {n}", "name", f"Sea Lark {n}", "Vessel"))
    return stage


def found(stage: Stage) -> int:
    return len(search_entities(stage.center, officer(), EntityQuery(q="Sea Lark")).items)


def test_a_process_where_nobody_else_would_makes_it_when_it_is_asked(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(holding, "AT_ONCE", 3)
    assert found(told()) == 6


def test_where_somebody_makes_it_beside_a_question_does_not_make_a_large_one(
    monkeypatch: pytest.MonkeyPatch,
):
    stage = told()
    stage.center.holding.patience_s = 5.0
    monkeypatch.setattr(holding, "AT_ONCE", 3)
    with pytest.raises(UnavailableError, match="of which 0 % are ready"):
        found(stage)
    make_index(stage.center, lambda: None)
    assert found(stage) == 6


def test_a_small_one_is_made_at_once():
    stage = told()
    stage.center.holding.patience_s = 5.0
    assert found(stage) == 6


def test_who_waits_too_long_for_his_turn_is_told_how_far_it_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(holding, "STEP", 2)
    stage = told()
    stage.center.holding.patience_s = 0.05
    half, go_on, steps = Event(), Event(), iter(range(99))

    def between() -> None:
        if next(steps) == 2:
            half.set()
            assert go_on.wait(20)

    maker = Thread(target=make_index, args=(stage.center, between))
    maker.start()
    assert half.wait(20)
    with pytest.raises(UnavailableError, match="of which 66 % are ready"):
        found(stage)
    go_on.set()
    maker.join()
    assert found(stage) == 6


def test_a_making_that_ends_half_way_leaves_no_half_of_an_index(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(holding, "STEP", 2)
    stage = told()
    steps = iter(range(99))

    def between() -> None:
        if next(steps) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_index(stage.center, between)
    assert found(stage) == 6


def test_what_is_at_hand_is_kept_in_step(monkeypatch: pytest.MonkeyPatch):
    stage = told()
    stage.center.holding.patience_s = 5.0
    make_index(stage.center, lambda: None)
    monkeypatch.setattr(holding, "AT_ONCE", 3)
    stage.say(Claim("another", "name", "Sea Lark 9", "Vessel"))
    assert found(stage) == 7
