"""Whoever acted on what is no more is told, sees it where he may, and says that he saw it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from isthmus.errors import InputError
from isthmus.flow.actor import Actor
from isthmus.flow.documents.entities import JudgementRequest
from isthmus.flow.documents.following import Seen
from isthmus.flow.following import Subscription, news
from isthmus.flow.following_up import BATCH, follow_up, follow_ups, see
from isthmus.flow.review import judge
from isthmus.model.ids import StatementSeq
from isthmus.model.judgement import Decision
from isthmus.model.label import SECOND_PERSON, Allowed
from isthmus.model.statement import State
from isthmus.ports import UnitOfWork
from tests import make
from tests.flow.stage import HIGH, LOW, Stage, officer, shown
from tests.make import Claim

MARA = officer()
CLEARED = officer(level="SECRET")


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.account(MARA.principal)
    stage.clock.advance(9 * make.HOUR)
    return stage


def acted(stage: Stage) -> StatementSeq:
    """Let Mara move an alert about the dhow; gives the statement that it rests on."""
    [seq] = stage.say(Claim("dhow", "name", "Sea Lark"))
    stage.alarm("dark", seq)
    stage.write(lambda unit: unit.alerts.move(make.move(alert="dark")))
    return seq


def end(stage: Stage, *seqs: StatementSeq, state: State = State.RECALLED) -> None:
    stage.write(lambda unit: unit.statements.set_state(list(seqs), state, make.NOW, state.value))


def test_whoever_moved_an_alert_is_told_and_says_that_he_saw_it(stage: Stage):
    seq = acted(stage)
    follow_up(stage.center)
    assert follow_ups(stage.center, MARA).follow_ups == []
    end(stage, seq)
    assert follow_up(stage.center) == 1
    found = follow_ups(stage.center, MARA)
    [one] = found.follow_ups
    assert one.alert is not None
    assert (one.acted, one.why, one.seen, found.unseen) == ("alert", "recalled", False, 1)
    assert one.acted_at == make.NOW + make.HOUR
    after = see(stage.center, MARA, Seen(ids=[one.id]))
    assert (after.follow_ups[0].seen, after.unseen) == (True, 0)
    assert follow_up(stage.center) == 0
    acts = [e.act for e in stage.entries()]
    assert acts.count("follow_up.seen") == 1
    assert acts.count("follow_up.told") == 1


def test_what_is_erased_says_why_it_was(stage: Stage):
    seq = acted(stage)
    stage.write(lambda unit: unit.erasure.erase([seq], [], make.NOW, "expired"))
    follow_up(stage.center)
    assert [one.why for one in follow_ups(stage.center, MARA).follow_ups] == ["expired"]


def test_another_who_did_nothing_is_told_nothing(stage: Stage):
    seq = acted(stage)
    other = officer(name="nils.berg")
    stage.account(other.principal)
    end(stage, seq)
    follow_up(stage.center)
    assert follow_ups(stage.center, other).follow_ups == []


def test_whoever_joined_two_is_told_even_where_nothing_of_them_is_left(stage: Stage):
    [a] = stage.say(Claim("dhow", "name", "Sea Lark"))
    [b] = stage.say(Claim("lark", "name", "MV Sea Lark"))
    stage.persons("dhow", "lark", Decision.SAME, turn=1)
    end(stage, b)
    follow_up(stage.center)
    [one] = follow_ups(stage.center, MARA).follow_ups
    assert (one.acted, one.alert) == ("judgement", None)
    assert shown("dhow") in {entity.id for entity in one.entities}
    end(stage, a)
    follow_up(stage.center)
    [again] = follow_ups(stage.center, MARA).follow_ups
    assert again.entities == []


def test_of_what_he_may_see_nowhere_any_more_he_learns_that_it_was(stage: Stage):
    seq = acted(stage)

    def rise(unit: UnitOfWork) -> None:
        low = unit.labels.intern(LOW)
        unit.labels.tighten([seq], {low: unit.labels.intern(HIGH)}, [low])

    stage.write(rise)
    end(stage, seq)
    follow_up(stage.center)
    [one] = follow_ups(stage.center, MARA).follow_ups
    assert (one.alert, one.entities, one.acted) == (None, [], "alert")
    [full] = follow_ups(stage.center, CLEARED).follow_ups
    assert full.alert is not None


def test_what_belongs_to_another_purpose_is_counted_and_not_shown(stage: Stage):
    [seq] = stage.say(Claim("dhow", "name", "Sea Lark"), label=replace(LOW))
    narrow = make.label("OFFICIAL", purposes=Allowed.of("another"))
    stage.alarm("dark", seq, label=narrow)
    stage.write(lambda unit: unit.alerts.move(make.move(alert="dark")))
    end(stage, seq)
    follow_up(stage.center)
    who = replace(MARA.principal, purposes=(make.PURPOSE, "another"))
    found = follow_ups(stage.center, replace(MARA, principal=who))
    assert (found.follow_ups, found.unseen, found.elsewhere) == ([], 0, 1)
    there = follow_ups(stage.center, replace(MARA, principal=who, purpose="another"))
    assert (len(there.follow_ups), there.unseen, there.elsewhere) == (1, 1, 0)


def test_a_mark_of_somebody_else_is_none(stage: Stage):
    seq = acted(stage)
    end(stage, seq)
    follow_up(stage.center)
    [one] = follow_ups(stage.center, MARA).follow_ups
    other = officer(name="nils.berg")
    with pytest.raises(InputError):
        see(stage.center, other, Seen(ids=[one.id]))
    with pytest.raises(InputError):
        see(stage.center, MARA, Seen(ids=["made up"]))


def test_the_one_who_acted_hears_of_it_at_once_and_no_other(stage: Stage):
    seq = acted(stage)
    follow_up(stage.center)
    other = officer(name="nils.berg")
    with stage.store.reading() as unit:
        last = unit.changes.last()
    end(stage, seq)
    follow_up(stage.center)
    mine, _ = news(stage.center, Subscription(MARA, last))
    theirs, _ = news(stage.center, Subscription(other, last))
    assert [told.event for told in mine if told.event == "follow-up"] == ["follow-up"]
    assert [told for told in theirs if told.event == "follow-up"] == []


def test_many_ends_are_looked_at_batch_by_batch(stage: Stage):
    seq = acted(stage)
    for _ in range(2):
        end(stage, *[seq] * BATCH)
    assert follow_up(stage.center) == 2 * BATCH
    assert len(follow_ups(stage.center, MARA).follow_ups) == 1


def judged(stage: Stage, by: Actor, decision: str = "same") -> None:
    """Let a person judge the dhow and the lark, by what he is shown of them."""
    request = JudgementRequest(
        left=shown("lark"),
        right=shown("dhow"),
        decision=decision,  # type: ignore[arg-type] # a test says it as a text
        reason="one crew",
    )
    judge(stage.center, by, entity=shown("dhow"), request=request)
    stage.clock.advance(make.HOUR)


def why(stage: Stage, who: Actor) -> list[tuple[str, str]]:
    return [(one.acted, one.why) for one in follow_ups(stage.center, who).follow_ups]


@pytest.mark.parametrize("state", [State.RECALLED, State.RETRACTED])
def test_nobody_is_told_of_the_end_of_what_he_was_never_shown(stage: Stage, state: State):
    cleared = officer(level="SECRET", name="nils.berg")
    stage.account(cleared.principal)
    stage.say(Claim("dhow", "name", "Sea Lark"), Claim("lark", "name", "MV Sea Lark"))
    hidden = stage.say(Claim("lark", "imoNumber", "9074729"), label=HIGH)
    judged(stage, cleared)
    judged(stage, MARA)
    end(stage, *hidden, state=state)
    follow_up(stage.center)
    assert why(stage, MARA) == []
    assert follow_ups(stage.center, MARA).elsewhere == 0


def test_whoever_was_shown_it_is_told(stage: Stage):
    cleared = officer(level="SECRET", name="nils.berg")
    stage.account(cleared.principal)
    stage.say(Claim("dhow", "name", "Sea Lark"), Claim("lark", "name", "MV Sea Lark"))
    hidden = stage.say(Claim("lark", "imoNumber", "9074729"), label=HIGH)
    judged(stage, MARA)
    judged(stage, cleared)
    end(stage, *hidden)
    follow_up(stage.center)
    assert why(stage, cleared) == [("judgement", "recalled")]
    assert why(stage, MARA) == []


@pytest.mark.parametrize("decision", ["same", "different"])
def test_a_later_judgement_that_he_may_not_see_takes_no_word_of_it_from_him(
    stage: Stage, decision: str
):
    cleared = officer(level="SECRET", name="nils.berg")
    stage.account(cleared.principal)
    [_, seq] = stage.say(Claim("dhow", "name", "Sea Lark"), Claim("lark", "name", "MV Sea Lark"))
    stage.say(Claim("lark", "imoNumber", "9074729"), label=HIGH)
    judged(stage, MARA)
    judged(stage, cleared, decision)
    end(stage, seq)
    follow_up(stage.center)
    for who in (MARA, cleared):
        assert why(stage, who) == [("judgement", "recalled")]


def test_a_later_judgement_that_he_sees_has_taken_his_place(stage: Stage):
    other = officer(name="ivo.brandt")
    stage.account(other.principal)
    [_, seq] = stage.say(Claim("dhow", "name", "Sea Lark"), Claim("lark", "name", "MV Sea Lark"))
    for who in (MARA, other):
        judged(stage, who)
    end(stage, seq)
    follow_up(stage.center)
    assert (why(stage, MARA), why(stage, other)) == ([], [("judgement", "recalled")])


def test_what_outranks_him_at_one_of_his_purposes_alone_outranks_him_not_at_the_other(
    stage: Stage,
):
    [_, seq] = stage.say(Claim("dhow", "name", "Sea Lark"), Claim("lark", "name", "MV Sea Lark"))
    who = replace(MARA, principal=replace(MARA.principal, purposes=(make.PURPOSE, "another")))
    stage.account(who.principal)
    judged(stage, who)
    elsewhere = make.label("OFFICIAL", purposes=Allowed.of("another"))

    def later(unit: UnitOfWork) -> None:
        number = unit.labels.intern(elsewhere)
        made = make.persons_judgement("dhow", "lark", label=number, author="p-ivo.brandt", turn=20)
        unit.judgements.add([made])

    stage.write(later)
    end(stage, seq)
    follow_up(stage.center)
    assert why(stage, who) == [("judgement", "recalled")]


def two_persons(stage: Stage, *names: str) -> tuple[list[Actor], StatementSeq]:
    """Give persons who may judge, two by two, what is said under two persons' eyes; and of whom."""
    handled = replace(LOW, handling=frozenset({SECOND_PERSON}))
    held = make.clearance("OFFICIAL", caveats=(SECOND_PERSON,))
    people = [Actor(make.principal(name, holds=held), make.PURPOSE) for name in names]
    for who in people:
        stage.account(who.principal)
    claims = Claim("dhow", "name", "Sea Lark"), Claim("lark", "name", "MV Sea Lark")
    [_, seq] = stage.say(*claims, label=handled)
    return people, seq


def test_of_two_persons_whose_word_counted_together_both_are_told(stage: Stage):
    people, seq = two_persons(stage, "p.one", "p.two", "p.three")
    for who, decision in zip(people, ("same", "same", "different"), strict=True):
        judged(stage, who, decision)
    end(stage, seq)
    follow_up(stage.center)
    # The third waits for a second person; what he was shown is no more all the same.
    assert [why(stage, who) for who in people] == [[("judgement", "recalled")]] * 3


def test_when_two_others_judge_otherwise_both_are_told_once_these_count(stage: Stage):
    people, _ = two_persons(stage, "p.one", "p.two", "p.three", "p.four")
    for who, decision in zip(people[:3], ("same", "same", "different"), strict=True):
        judged(stage, who, decision)
    assert [why(stage, who) for who in people] == [[]] * 4
    judged(stage, people[3], "different")
    told = [("judgement", "contradicted")]
    assert [why(stage, who) for who in people] == [told, told, [], []]


def test_who_changed_his_mind_and_signs_the_other_word_first_is_told_of_nothing(stage: Stage):
    people, _ = two_persons(stage, "p.one", "p.two", "p.three")
    for n, decision in ((0, "same"), (1, "same"), (0, "different"), (2, "different")):
        judged(stage, people[n], decision)
    assert [why(stage, who) for who in people] == [[], [("judgement", "contradicted")], []]
