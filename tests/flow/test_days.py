"""What is past its day is found by nobody and joins nothing, whether or not it was swept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import pytest

from isthmus.adapters.store import open_sqlite
from isthmus.flow import holding
from isthmus.flow.batch import enqueue
from isthmus.flow.documents.screening import ScreeningQuery, ScreeningRequest
from isthmus.flow.entity import entity_page
from isthmus.flow.fusion import fuse_pending
from isthmus.flow.holding import Holding
from isthmus.flow.retention import Kept, keep_days
from isthmus.flow.review_queue import review_queue
from isthmus.flow.screening import screen
from isthmus.flow.search import EntityQuery, search_entities
from isthmus.model.ids import StatementSeq
from isthmus.model.statement import State
from isthmus.ports import UnitOfWork
from isthmus.resolve.keys import statement_keys
from tests import make
from tests.flow import journey
from tests.flow.indexed import check_in_step
from tests.flow.stage import LOW, ONTOLOGY, Stage, officer, shown
from tests.flow.test_retention import DAY, DAYS, LIST, short
from tests.make import Claim

PASSPORT = "X1234567"
LATER = [timedelta(0), 2 * DAY]
"""How long after the day: on the day itself, and well after it."""
Answers: TypeAlias = dict[str, object]


@dataclass
class World:
    """Two persons of other names and one passport, which is held for a day."""

    stage: Stage
    passports: list[StatementSeq] = field(default_factory=list)

    def say_passports(self, until: datetime) -> None:
        """Say of both that they have it, in records of their own."""
        for name in ("a", "b"):
            self.say(Claim(name, "passportNumber", PASSPORT, "Person"), until)

    def say(self, claim: Claim, until: datetime) -> None:
        """Say something in a record of its own, which is held until a day."""
        self.stage.write(self._saying(claim, until))

    def _saying(self, claim: Claim, until: datetime) -> Callable[[UnitOfWork], None]:
        def change(unit: UnitOfWork) -> None:
            number, at = unit.labels.intern(LOW), self.stage.clock.now()
            record = self.stage.record(unit, number, repr(claim).encode(), at)
            batch = make.batch(claim, label=number, recorded_at=at, expires_on=until)
            [seq] = unit.statements.add(batch, [record], State.ASSERTED)
            assert seq is not None
            self.passports.append(seq)
            prop = ONTOLOGY.property(claim.schema, claim.property)
            keys = statement_keys(prop, claim.schema, claim.value, ONTOLOGY)
            about = make.entity(claim.about)
            unit.keys.add([(key, about, seq, number) for key in keys])
            enqueue(self.stage.center, unit, number, [about])

        return change

    def sweep(self) -> None:
        """Erase the passports, as the loop does on their day."""
        now = self.stage.clock.now()
        self.stage.write(lambda unit: unit.erasure.erase(self.passports, [], now, "expired"))

    def answers(self) -> Answers:
        """Ask wherever the passport could show."""
        center, who = self.stage.center, officer()

        def hits(**asked: list[str]) -> object:
            query = ScreeningQuery(properties=asked)
            [result] = screen(center, who, ScreeningRequest(queries=[query])).results
            return result.hits

        page = entity_page(center, who, shown("a"))
        return {
            "members": len(page.members),
            "judgements": page.judgements,
            "by number": search_entities(center, who, EntityQuery(q=PASSPORT)).items,
            "by name": search_entities(center, who, EntityQuery(q="Mara Lind")).items,
            "screened by number": hits(passportNumber=[PASSPORT]),
            "screened by both": hits(passportNumber=[PASSPORT], name=["Mara Lind"]),
            "queue": review_queue(center, who).pairs,
            "looked": review_queue(center, who).looked,
        }


@pytest.fixture(params=["memory", "sqlite"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    stage = Stage()
    stage.center = replace(stage.center, model=journey.model())
    if request.param == "sqlite":
        stage.store = store = open_sqlite(tmp_path)  # type: ignore[assignment]
        stage.center = replace(stage.center, store=store)
    stage.say(Claim("a", "name", "Mara Lind", "Person"))
    stage.say(Claim("b", "name", "Ivo Brandt", "Person"))
    yield World(stage)
    stage.center.store.close()


@pytest.fixture
def held(world: World) -> World:
    """The world while the passport is held, its persons judged."""
    world.say_passports(make.NOW + DAY)
    fuse_pending(world.stage.center)
    return world


def test_on_the_last_moment_before_its_day_it_is_found_and_joins(held: World):
    held.stage.clock.advance(DAY - timedelta(microseconds=1))
    before = held.answers()
    assert before["members"] == 2
    for asked in ("judgements", "by number", "screened by number", "queue"):
        assert before[asked], asked


@pytest.mark.parametrize("later", LATER)
@pytest.mark.parametrize("warm", ["index at hand", "index made then"])
def test_from_its_day_on_it_is_found_no_more_and_joins_nothing(
    held: World, later: timedelta, warm: str
):
    if warm == "index at hand":
        assert held.answers()["members"] == 2
    held.stage.clock.advance(DAY + later)
    past = held.answers()
    assert past["members"] == 1
    assert past["looked"] == 0
    for asked in ("judgements", "by number", "screened by number", "queue"):
        assert not past[asked], asked
    assert past["by name"]
    check_in_step(held.stage.center)


@pytest.mark.parametrize("later", LATER)
def test_nobody_can_tell_whether_it_was_swept(held: World, later: timedelta):
    held.answers()
    held.stage.clock.advance(DAY + later)
    past = held.answers()
    held.sweep()
    assert held.answers() == past
    held.stage.center = replace(held.stage.center, holding=Holding())
    assert held.answers() == past


def test_a_name_that_is_past_is_not_found_by_its_beginning(world: World):
    world.say(Claim("a", "alias", "Zephyrine Quist", "Person"), make.NOW + DAY)

    def found() -> int:
        return len(search_entities(world.stage.center, officer(), EntityQuery(q="Zephyr")).items)

    assert found() == 1
    world.stage.clock.advance(DAY)
    assert found() == 0


def test_what_comes_when_it_is_past_already_is_not_found(world: World):
    world.answers()
    world.say_passports(make.NOW)
    fuse_pending(world.stage.center)
    assert world.answers()["members"] == 1
    assert not world.answers()["by number"]


def test_what_a_clock_hid_that_jumped_is_there_again_when_it_is_put_back(held: World):
    before = held.answers()
    held.stage.clock.advance(400 * DAY)
    assert not search_entities(held.stage.center, officer(), EntityQuery(q=PASSPORT)).items
    held.stage.clock.advance(-400 * DAY)
    assert held.answers() == before
    check_in_step(held.stage.center)


def test_the_store_is_asked_for_days_once_on_each(held: World, monkeypatch: pytest.MonkeyPatch):
    turned: list[int] = []
    real = holding._next_day

    def asked(unit: UnitOfWork, now: int) -> int:
        turned.append(now)
        return real(unit, now)

    monkeypatch.setattr(holding, "_next_day", asked)
    for _ in range(3):
        held.answers()
    assert len(turned) <= 1
    del turned[:]
    held.stage.clock.advance(2 * DAY)
    for _ in range(3):
        held.answers()
    assert len(turned) == 1


def test_many_go_on_one_day(held: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(holding, "STEP", 1)
    held.answers()
    held.stage.clock.advance(2 * DAY)
    assert not held.answers()["by number"]
    check_in_step(held.stage.center)


def test_what_is_said_again_on_its_last_day_is_found_again_once_it_is_held_longer():
    world = journey.Journey(short())
    kept = Kept()
    world.deliver(LIST, at=journey.day(0))
    world.clock.advance((DAYS - 0.9) * DAY)
    keep_days(world.center, kept)
    world.deliver(LIST, at=journey.day(1))

    def found() -> int:
        query = EntityQuery(q="Lark")
        return len(search_entities(world.center, officer(), query).items)

    assert found() == 1
    world.clock.advance(DAY)
    assert found() == 0
    assert keep_days(world.center, kept) == 0
    assert found() == 1
    check_in_step(world.center)
    world.clock.advance(DAYS * DAY)
    assert found() == 0
    check_in_step(world.center)
