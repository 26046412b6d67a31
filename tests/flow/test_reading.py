from __future__ import annotations

import pytest

from isthmus.errors import AccessError, InputError, NotFound, PurposeRequired
from isthmus.flow.acting import act
from isthmus.flow.actor import Actor
from isthmus.flow.documents.entities import JudgementRequest
from isthmus.flow.entity import entity_page
from isthmus.flow.reading import UNSTATED, Answer, Ask, Reading, named, read
from isthmus.flow.review import judge
from tests import make
from tests.flow.stage import Stage, officer, shown
from tests.make import Claim

ASK = Ask("entity.read", ("e-asked",))


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.say(Claim("dhow", "name", "Sea Lark"))
    return stage


def test_a_document_comes_back_only_after_its_entry_is_there(stage: Stage):
    seen: list[int] = []

    def fetch(_: Reading) -> Answer[str]:
        seen.append(len(stage.entries()))
        return "document", ["e-shown"]

    assert read(stage.center, officer(), ASK, fetch) == "document"
    assert seen == [0]
    [entry] = stage.entries()
    assert (entry.act, entry.decision, entry.purpose) == ("entity.read", "permit", make.PURPOSE)
    assert dict(entry.counts) == {"shown": 1}


def test_a_read_whose_entry_cannot_be_written_gives_nothing(stage: Stage):
    with stage.store.writing(), pytest.raises(Exception, match="one writing unit"):
        read(stage.center, officer(), ASK, lambda _: ("document", []))
    assert stage.entries() == []


@pytest.mark.parametrize("role", ["overseer", "administrator", "contributor", "nobody"])
def test_who_has_no_right_to_read_is_refused_and_that_is_noted(stage: Stage, role: str):
    with pytest.raises(AccessError):
        entity_page(stage.center, officer(role), shown("dhow"))
    [entry] = stage.entries("entity.read")
    assert (entry.decision, dict(entry.counts)) == ("refuse", {"shown": 0})


@pytest.mark.parametrize("purpose", ["", "curiosity", "\ud800"])
def test_a_purpose_that_is_not_held_is_refused_and_not_repeated(stage: Stage, purpose: str):
    with pytest.raises(PurposeRequired):
        entity_page(stage.center, Actor(make.principal(), purpose), shown("dhow"))
    [entry] = stage.entries()
    assert (entry.decision, entry.purpose) == ("refuse", UNSTATED)


def test_what_is_not_found_is_noted_as_well(stage: Stage):
    with pytest.raises(NotFound):
        entity_page(stage.center, officer(), "e-\udcff\0nothing")
    [entry] = stage.entries("entity.read")
    assert (entry.decision, dict(entry.counts)) == ("permit", {"shown": 0})


def test_a_service_principal_reads_no_page(stage: Stage):
    service = stage.center.service("rules", make.PURPOSE)
    with pytest.raises(AccessError):
        entity_page(stage.center, Actor(service, make.PURPOSE), shown("dhow"))


def test_an_act_and_its_entry_are_one(stage: Stage):
    def change(reading: Reading) -> Answer[None]:
        reading.unit.meta.put("fact", "new")
        return None, ["fact"]

    act(stage.center, officer(), Ask("meta.put"), change)
    [entry] = stage.entries("meta.put")
    assert entry.decision == "permit"
    with stage.store.reading() as unit:
        assert unit.meta.get("fact") == "new"


def test_of_an_act_that_fails_only_the_refusal_stays(stage: Stage):
    def change(reading: Reading) -> Answer[None]:
        reading.unit.meta.put("fact", "new")
        raise InputError("expected something else")

    with pytest.raises(InputError):
        act(stage.center, officer(), Ask("meta.put"), change)
    [entry] = stage.entries("meta.put")
    assert entry.decision == "refuse"
    with stage.store.reading() as unit:
        assert unit.meta.get("fact") is None


def test_a_refused_act_is_noted(stage: Stage):
    request = JudgementRequest(left="e-a", right="e-b", decision="same", reason="so")
    with pytest.raises(AccessError):
        judge(stage.center, officer("duty-officer"), entity="e-a", request=request)
    [entry] = stage.entries("entity.judge")
    assert entry.decision == "refuse"


def test_what_was_asked_for_may_be_any_text():
    assert named("a", "a\0b", "\ud800", "x" * 900, "a") == ("a", "a?b", "?", "x" * 500)
