"""Store of follow-ups: who acted on something of which a part was taken back since."""

from __future__ import annotations

from dataclasses import replace

from isthmus.model.following import Acted, Why
from isthmus.model.ids import LabelId
from isthmus.model.judgement import Decision, Judgement
from isthmus.model.statement import State
from isthmus.ports import Store, UnitOfWork
from tests import make
from tests.contract.arrange import Ground, acting, laid, said

LATER = make.NOW + 9 * make.HOUR
PERSON = "p-mara.lind"
SKIFF = make.Claim("skiff", "name", "Night Heron")


def moved(unit: UnitOfWork, by: str = PERSON, *, hours: int = 1) -> None:
    unit.alerts.move(make.move(by=by, at=make.NOW + hours * make.HOUR))


def judged(  # one argument for each part of a judgement that tests vary
    unit: UnitOfWork,
    ground: Ground,
    *,
    hours: int = 1,
    author: str = PERSON,
    label: LabelId | None = None,
    decision: Decision = Decision.SAME,
    two: bool = False,
) -> Judgement:
    number = ground.high if label is None else label
    made = make.persons_judgement("dhow", "lark", decision, label=number, turn=hours, author=author)
    one = replace(made, needs_second=two)
    unit.judgements.add([one])
    return one


def employed(unit: UnitOfWork, name: str, level: str) -> str:
    """Give a person an account; gives his id."""
    who = make.principal(name, holds=make.clearance(level))
    unit.accounts.put(make.account(who))
    return who.id


def told(unit: UnitOfWork, who: str) -> list[tuple[Acted, Why, LabelId]]:
    return [(one.acted, one.why, one.label) for one in unit.follow_ups.of(who, 9)]


def test_whoever_moved_an_alert_is_told_once_of_each_reason(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        moved(unit)
        moved(unit, hours=2)
        moved(unit, "p-nobody")
        assert list(unit.follow_ups.tell([ground.statement], Why.RECALLED, LATER)) == [ground.low]
    with acting(store) as unit:
        [first] = unit.follow_ups.of(PERSON, 9)
        assert (first.acted, first.subject, first.why) == (
            Acted.ALERT,
            make.alert_id("dark period"),
            Why.RECALLED,
        )
        assert (first.acted_at, first.at, first.seen_at) == (
            make.NOW + 2 * make.HOUR,
            LATER,
            None,
        )
        assert not unit.follow_ups.of("p-nobody", 9)
        assert unit.follow_ups.see(PERSON, [first.seq], LATER) == 1
        assert unit.follow_ups.see(PERSON, [first.seq], LATER + make.HOUR) == 0
        assert unit.follow_ups.see("p-another", [first.seq], LATER) == 0
        [seen] = unit.follow_ups.of(PERSON, 9)
        assert seen.seen_at == LATER
    again = LATER + make.HOUR
    with acting(store) as unit:
        assert list(unit.follow_ups.tell([ground.statement], Why.RECALLED, again)) == [ground.low]
        unit.follow_ups.tell([ground.statement], Why.EXPIRED, again)
    with store.reading() as unit:
        rows = unit.follow_ups.of(PERSON, 9)
        assert [(row.why, row.at, row.seen_at) for row in rows] == [
            (Why.EXPIRED, again, None),
            (Why.RECALLED, again, None),
        ]
        assert len(unit.follow_ups.of(PERSON, 1)) == 1


def test_whoever_judged_a_pair_is_told_of_what_he_was_shown(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        [late] = said(unit, ground, SKIFF._replace(about="dhow", property="flag", value="PA"))
        judged(unit, ground)
        labels = unit.follow_ups.tell([ground.statement, late], Why.RETRACTED, LATER)
        assert list(labels) == [ground.high]
    with store.reading() as unit:
        [one] = unit.follow_ups.of(PERSON, 9)
        pair = tuple(sorted((make.entity("dhow"), make.entity("lark"))))
        assert (one.acted, (one.subject, one.other)) == (Acted.JUDGEMENT, pair)


def test_nobody_is_told_of_what_came_after_he_judged_or_of_what_he_judged_anew(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        judged(unit, ground, hours=-1)
        assert not unit.follow_ups.tell([ground.statement], Why.RECALLED, LATER)
        judged(unit, ground, hours=1)
        judged(unit, ground, hours=2, author="p-nobody")
        assert not unit.follow_ups.tell([ground.statement], Why.RECALLED, LATER)


def test_ends_are_followed_in_order_and_what_stands_again_is_none(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        [other] = said(unit, ground, SKIFF)
        for state in (State.RETRACTED, State.ASSERTED, State.RECALLED):
            unit.statements.set_state([other], state, make.NOW, f"now {state}")
    with store.reading() as unit:
        first, second = unit.statements.ended_after(0, 9)
        assert [(e.statement, e.state, e.reason) for e in (first, second)] == [
            (other, State.RETRACTED, "now retracted"),
            (other, State.RECALLED, "now recalled"),
        ]
        assert list(unit.statements.ended_after(first.move, 9)) == [second]
        assert list(unit.statements.ended_after(0, 1)) == [first]
        assert not unit.statements.ended_after(second.move, 9)


def test_what_is_noted_comes_to_who_has_an_account_and_is_unseen_again(store: Store):
    with acting(store) as unit:
        laid(unit)
        unit.follow_ups.add([make.follow_up(), make.follow_up(who="p-nobody")])
        [first] = unit.follow_ups.of(PERSON, 9)
        assert (first.acted, first.why, first.at) == (Acted.ALERT, Why.PARTED, make.NOW)
        unit.follow_ups.see(PERSON, [first.seq], LATER)
        unit.follow_ups.add([make.follow_up(at=LATER)])
        unit.follow_ups.add([make.follow_up(why=Why.CONTRADICTED)])
        unit.follow_ups.add([])
    with store.reading() as unit:
        rows = unit.follow_ups.of(PERSON, 9)
        assert [(row.why, row.at, row.seen_at) for row in rows] == [
            (Why.PARTED, LATER, None),
            (Why.CONTRADICTED, make.NOW, None),
        ]
        assert not unit.follow_ups.of("p-nobody", 9)


def test_nobody_is_told_of_what_was_under_a_label_that_his_judgement_does_not_bear(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        low, high = employed(unit, "ivo.brandt", "OFFICIAL"), employed(unit, "nils.berg", "SECRET")
        [hidden] = said(unit, ground, SKIFF._replace(about="lark"), label=ground.high)
        judged(unit, ground, author=low, label=ground.low)
        judged(unit, ground, author=high, hours=2)
        assert list(unit.follow_ups.tell([hidden], Why.RECALLED, LATER)) == [ground.high]
        assert told(unit, low) == []
        assert told(unit, high) == [(Acted.JUDGEMENT, Why.RECALLED, ground.high)]


def test_a_later_judgement_takes_his_place_for_whoever_may_see_it(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        low, high = employed(unit, "ivo.brandt", "OFFICIAL"), employed(unit, "nils.berg", "SECRET")
        judged(unit, ground, author=high, label=ground.low)
        judged(unit, ground, author=low, hours=2, label=ground.low)
        judged(unit, ground, author=PERSON, hours=3)
        unit.follow_ups.tell([ground.statement], Why.RECALLED, LATER)
        assert told(unit, low) == [(Acted.JUDGEMENT, Why.RECALLED, ground.low)]
        assert told(unit, high) == []
        assert told(unit, PERSON) == [(Acted.JUDGEMENT, Why.RECALLED, ground.high)]


def test_of_two_whose_word_counts_together_both_are_told_and_one_that_waits(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        people = [employed(unit, name, "SECRET") for name in ("one", "two", "three")]
        for hours, who in enumerate(people, start=1):
            judged(unit, ground, author=who, hours=hours, two=True)
        unit.follow_ups.tell([ground.statement], Why.EXPIRED, LATER)
        told_of_it = [(Acted.JUDGEMENT, Why.EXPIRED, ground.high)]
        assert [told(unit, who) for who in people] == [told_of_it] * 3


def test_whose_word_counted_for_himself_is_told_that_another_judged_otherwise(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        low, high = employed(unit, "ivo.brandt", "OFFICIAL"), employed(unit, "nils.berg", "SECRET")
        assert not unit.follow_ups.contradict(judged(unit, ground, author=low, label=ground.low))
        otherwise = judged(unit, ground, author=high, hours=2, decision=Decision.DIFFERENT)
        assert not unit.follow_ups.contradict(otherwise)
        undecided = judged(
            unit, ground, hours=3, label=ground.low, decision=Decision.UNDECIDED, author="p-nobody"
        )
        assert unit.follow_ups.contradict(undecided)
        told_of_it = [(Acted.JUDGEMENT, Why.CONTRADICTED, ground.low)]
        assert [told(unit, who) for who in (low, high, "p-nobody")] == [told_of_it, told_of_it, []]
    with store.reading() as unit:
        [one] = unit.follow_ups.of(low, 9)
        assert (one.acted_at, one.at) == (make.NOW + make.HOUR, make.NOW + 3 * make.HOUR)


def test_what_waits_for_a_second_person_contradicts_nobody_until_he_came(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        first, second, third, fourth = (
            employed(unit, name, "SECRET") for name in ("one", "two", "three", "four")
        )
        for hours, who in ((1, first), (2, second)):
            assert not unit.follow_ups.contradict(
                judged(unit, ground, author=who, hours=hours, two=True)
            )
        other = Decision.DIFFERENT
        waits = judged(unit, ground, author=third, hours=3, two=True, decision=other)
        assert not unit.follow_ups.contradict(waits)
        counts = judged(unit, ground, author=fourth, hours=4, two=True, decision=other)
        assert unit.follow_ups.contradict(counts)
        told_of_it = [(Acted.JUDGEMENT, Why.CONTRADICTED, ground.high)]
        assert [told(unit, who) for who in (first, second)] == [told_of_it] * 2
        assert [told(unit, who) for who in (third, fourth)] == [[], []]


def test_what_is_told_at_one_moment_stands_in_an_order_that_nothing_else_decides(store: Store):
    told_at_once = [
        replace(make.follow_up(why=why), subject=subject, other=other)
        for subject, other in ((b"b", b"y"), (b"a", b"z"), (b"a", b"x"))
        for why in (Why.RECALLED, Why.EXPIRED)
    ]
    with acting(store) as unit:
        laid(unit)
        unit.follow_ups.add(told_at_once)
        unit.follow_ups.add([make.follow_up(at=LATER)])
    with store.reading() as unit:
        first, *rest = unit.follow_ups.of(PERSON, 9)
        found = [(one.subject, one.other, one.why) for one in rest]
        assert (first.at, found) == (LATER, sorted(found))
        assert len(found) == len(told_at_once)
