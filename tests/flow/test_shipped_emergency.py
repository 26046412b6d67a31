"""The emergency agreement that is shipped: movements leave while one is declared, and no more."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from importlib import resources

import pytest

from isthmus.flow.actor import Actor
from isthmus.flow.agreements import decide_on, propose
from isthmus.flow.documents.sharing import ReleaseQuestion
from isthmus.flow.sharing import release
from isthmus.model.message import Kind
from isthmus.model.principal import Purpose
from tests import make
from tests.flow.declaring import ended, holding, names
from tests.flow.league import League, officer
from tests.flow.stage import LOW
from tests.flow.stage import shown as shown_entity
from tests.make import Claim

SHIPPED = (
    resources.files("isthmus") / "resources/agreements/emergency-assistance.json"
).read_bytes()
PURPOSE = "maritime-security"
MOVEMENT = replace(LOW, data_categories=frozenset({"movement"}), subject_categories=frozenset())


@pytest.fixture
def league() -> League:
    league = League()
    for name, stage in league.stages.items():
        purposes = {p: Purpose(p, {"en": p}) for p in (PURPOSE, "civil-protection")}
        stage.center = replace(stage.center, purposes={**stage.center.purposes, **purposes})
        league.federations[name] = replace(league.federations[name], center=stage.center)
    moved(league, "latitude", "54.123")
    return league


def agreed(league: League) -> str:
    """Have all three sign it byte for byte; give its digest."""
    kept = propose(league.federations["alder"], officer("alder"), SHIPPED)
    league.settle()
    for name in ("birch", "cedar"):
        decide_on(league.federations[name], officer(name), kept.digest, "accept")
        league.settle()
    return kept.digest


def moved(league: League, name: str, value: str) -> None:
    """Let Alder learn where something was seen."""
    league.stages["alder"].say(Claim("gale", name, value, "Sighting"), label=MOVEMENT)


def left(league: League) -> int:
    """Release to Birch what of it may leave; give how many values that were."""
    mine = officer("alder")
    who = Actor(replace(mine.principal, purposes=(PURPOSE,)), PURPOSE)
    question = ReleaseQuestion(recipient="birch", entities=[shown_entity("gale")])
    done = release(league.federations["alder"], who, question)
    league.settle()
    return done.run.leaving


def test_one_of_its_articles_holds_in_an_emergency():
    articles = [one["article"] for one in json.loads(SHIPPED)["articles"] if one.get("emergency")]
    assert articles == ["5"]


def test_movements_leave_in_a_declared_emergency_alone(league: League):
    digest = agreed(league)
    assert left(league) == 0
    held = holding(league, digest)
    assert left(league) == 1
    assert names(league, "birch") == {"54.1"}
    with league.stages["birch"].store.reading() as unit:
        [came] = unit.releases.came_from("alder")
    assert came.articles == ("5",)
    assert came.expires_on <= make.NOW + timedelta(days=30)
    moved(league, "longitude", "10.456")
    ended(league, held)
    assert left(league) == 0
    assert names(league, "birch") == {"54.1"}
    with league.stages["birch"].store.reading() as unit:
        kinds = [unit.mail.taken("alder", n) for n in range(1, unit.mail.last_taken("alder") + 1)]
    assert [one.kind for one in kinds if one][-3:] == [
        Kind.EMERGENCY,
        Kind.RELEASE,
        Kind.EMERGENCY,
    ]
