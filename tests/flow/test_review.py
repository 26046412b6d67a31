from __future__ import annotations

from dataclasses import replace

import pytest

from isthmus.errors import AccessError, InputError, NotFound
from isthmus.flow.actor import Actor
from isthmus.flow.documents.entities import EntityPage, JudgementRequest
from isthmus.flow.entity import entity_page
from isthmus.flow.following_up import follow_ups
from isthmus.flow.review import judge
from isthmus.model.label import SECOND_PERSON
from tests import make
from tests.flow.stage import HIGH, LOW, Stage, officer, shown
from tests.make import Claim

TWO = frozenset({SECOND_PERSON})


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.say(Claim("dhow", "name", "Sea Lark"))
    stage.say(Claim("lark", "name", "MV Sea Lark"))
    return stage


def judged(
    stage: Stage,
    decision: str,
    *,
    level: str = "OFFICIAL",
    reason: str = "one crew",
    to: str = "",
    by: Actor | None = None,
) -> EntityPage:
    request = JudgementRequest(
        left=shown("lark"),
        right=to or shown("dhow"),
        decision=decision,  # type: ignore[arg-type] # a test may say what no type allows
        reason=reason,
    )
    return judge(stage.center, by or officer(level=level), entity=shown("dhow"), request=request)


def test_a_person_joins_two_source_entities(stage: Stage):
    found = judged(stage, "same")
    assert len(found.members) == 2
    [judgement] = found.judgements
    assert (judgement.by.kind, judgement.reason, judgement.decision) == (
        "person",
        "one crew",
        "same",
    )


def test_one_more_judgement_takes_it_back(stage: Stage):
    judged(stage, "same")
    assert len(judged(stage, "different").members) == 1
    judged(stage, "same")
    assert len(judged(stage, "undecided").members) == 1


def test_a_judgement_outranks_the_model(stage: Stage):
    with stage.store.reading() as unit:
        entities = [make.entity("dhow"), make.entity("lark")]
        rows = unit.statements.of(entities, make.reader(*unit.labels.all()))
    seqs = {s.entity: s.seq for s in rows}
    pair = (seqs[make.entity("dhow")], seqs[make.entity("lark")], 40.0, LOW)
    stage.compare("dhow", "lark", pair)
    assert len(entity_page(stage.center, officer(), shown("dhow")).members) == 2
    assert len(judged(stage, "different").members) == 1


def test_it_carries_the_join_of_what_was_shown(stage: Stage):
    stage.say(Claim("lark", "alias", "Hidden"), label=HIGH)
    judged(stage, "same", level="SECRET")
    with stage.store.reading() as unit:
        labels = unit.labels.all()
        [kept] = unit.judgements.around([make.entity("dhow")], make.reader(*labels))
    assert labels[kept.label] == LOW.join(HIGH)
    low = entity_page(stage.center, officer(), shown("dhow"))
    assert (len(low.members), low.judgements) == (1, [])


def test_both_wait_for_detection_again(stage: Stage):
    judged(stage, "same")
    with stage.store.reading() as unit:
        waiting = {entity for _, entity in unit.queue.peek("detect", 9)}
    assert waiting == {make.entity("dhow"), make.entity("lark")}


def test_who_may_not_judge_is_refused(stage: Stage):
    request = JudgementRequest(left=shown("lark"), right=shown("dhow"), decision="same", reason="x")
    with pytest.raises(AccessError):
        judge(stage.center, officer("duty-officer"), entity=shown("dhow"), request=request)


def test_nobody_judges_what_he_does_not_see(stage: Stage):
    stage.say(Claim("ghost", "name", "Hidden"), label=HIGH)
    for name in ("ghost", "nobody"):
        with pytest.raises(NotFound):
            judged(stage, "same", to=shown(name))
    assert [dict(e.counts) for e in stage.entries("entity.judge")] == [{"shown": 0}] * 2


@pytest.mark.parametrize(
    ("decision", "reason", "to"),
    [("same", " ", ""), ("maybe", "so", ""), ("same", "so", shown("lark"))],
)
def test_a_judgement_without_reason_decision_or_pair_is_refused(
    stage: Stage, decision: str, reason: str, to: str
):
    with pytest.raises(InputError):
        judged(stage, decision, reason=reason, to=to)


def cleared(name: str) -> Actor:
    held = make.clearance(caveats=[SECOND_PERSON])
    return Actor(make.principal(name, holds=held), make.PURPOSE)


def test_where_the_label_demands_it_a_second_person_must_judge_the_same(stage: Stage):
    stage.say(Claim("lark", "alias", "Larkspur"), label=replace(LOW, handling=TWO))
    mara, ivo = cleared("mara.lind"), cleared("ivo.brandt")
    for _ in range(2):
        found = judged(stage, "same", by=mara)
        assert (len(found.members), [j.waits for j in found.judgements]) == (1, [True])
    with stage.store.reading() as unit:
        assert not unit.queue.peek("detect", 9)
    found = judged(stage, "same", by=ivo)
    assert (len(found.members), [j.waits for j in found.judgements]) == (2, [False])
    assert entity_page(stage.center, officer(), shown("dhow")).judgements == []
    assert len(stage.entries("entity.judge")) == 3


def test_whoever_judged_otherwise_before_is_told(stage: Stage):
    mara, ivo = officer(), officer(name="ivo.brandt")
    for who in (mara, ivo):
        stage.account(who.principal)
    judged(stage, "same", by=mara)
    judged(stage, "same", by=ivo)
    assert follow_ups(stage.center, mara).follow_ups == []
    judged(stage, "different", by=mara)
    [told] = follow_ups(stage.center, ivo).follow_ups
    assert (told.acted, told.why, len(told.entities)) == ("judgement", "contradicted", 2)
    assert follow_ups(stage.center, mara).follow_ups == []


def test_who_may_not_see_that_another_judged_otherwise_is_not_told(stage: Stage):
    mara, ivo = officer(), officer(level="SECRET", name="ivo.brandt")
    stage.account(mara.principal)
    judged(stage, "same", by=mara)
    stage.say(Claim("lark", "alias", "Hidden"), label=HIGH)
    judged(stage, "different", by=ivo)
    found = follow_ups(stage.center, mara)
    assert (found.follow_ups, found.elsewhere) == ([], 0)
    assert len(entity_page(stage.center, mara, shown("dhow")).members) == 2


def test_whoever_sees_more_is_told_that_one_who_sees_less_judged_otherwise(stage: Stage):
    cleared = officer(level="SECRET", name="nils.berg")
    stage.account(cleared.principal)
    stage.say(Claim("lark", "alias", "Hidden"), label=HIGH)
    judged(stage, "same", by=cleared)
    judged(stage, "different")
    assert len(entity_page(stage.center, cleared, shown("dhow")).members) == 1
    [told] = follow_ups(stage.center, cleared).follow_ups
    assert (told.acted, told.why, len(told.entities)) == ("judgement", "contradicted", 2)


def test_whose_word_counted_for_himself_is_told_though_another_counted_for_others(stage: Stage):
    mara, ivo, nils = officer(), officer(name="ivo.brandt"), officer(level="SECRET", name="nils")
    for who in (mara, ivo, nils):
        stage.account(who.principal)
    judged(stage, "same", by=mara)
    stage.say(Claim("lark", "alias", "Hidden"), label=HIGH)
    judged(stage, "different", by=nils)
    judged(stage, "undecided", by=ivo)
    for who in (mara, nils):
        assert [one.why for one in follow_ups(stage.center, who).follow_ups] == ["contradicted"]
