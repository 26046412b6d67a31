"""Alerts under a label stand and fall by what is seen under that label."""

from __future__ import annotations

from dataclasses import replace

import pytest

from isthmus.access import standpoints as standpoints_of
from isthmus.flow.batch import enqueue
from isthmus.flow.detection import detect_pending
from isthmus.flow.tightening import raise_to
from isthmus.formats.raw import Tree
from isthmus.model.alert import AlertState, Move
from isthmus.model.following import Acted, FollowUp, Why
from isthmus.model.ids import AlertId, EntityId, FindingId
from isthmus.model.judgement import Decision
from isthmus.model.label import Allowed
from isthmus.model.principal import Principal
from isthmus.ports import AlertFilter
from tests import make
from tests.flow.journey import PURPOSE, Journey, day, label, shipped_rules
from tests.flow.waters import IMO, LISTED_MMSI, MMSI, OTHER_IMO, gaps, sightings, vessel_list

LISTED = f"a,Sea Lark,{IMO},{LISTED_MMSI},PA"
SEEN = f"s1,{MMSI},{IMO},Sea Lark,2031-03-01,2031-03-31"
GAP = f"g1,{MMSI},2031-03-10T17:38:59Z,2031-03-10T18:26:01Z"
LOW, HIGH = label(), label(level="SECRET", originator="navy")
ENDS = sorted((make.IDS.entity("list", "a"), make.IDS.entity("ais", f"vessel:{MMSI}|{IMO}")))
RULES = ["dark_gap", "identity_change", "listed_and_sighted"]
READER = make.principal("mara.lind", purposes=(PURPOSE,), holds=make.clearance("OFFICIAL"))
CLEARED = make.principal("nils.berg", purposes=(PURPOSE,), holds=make.clearance("SECRET"))


def sea() -> Journey:
    """Give a listed vessel that was seen under another number and went dark, all of it open."""
    feeds = (vessel_list(), sightings(), sightings("watch", label=HIGH), gaps())
    journey = Journey(*feeds, rules=shipped_rules())
    for feed, line in (("list", LISTED), ("ais", SEEN), ("gaps", GAP)):
        journey.deliver([line], feed=feed, at=day(1))
    journey.work()
    return journey


def judged(
    journey: Journey,
    decision: Decision,
    under: dict[str, Tree],
    *,
    ends: list[EntityId] = ENDS,
    turn: int = 0,
) -> None:
    """Have a person judge the two that are one, of what stands under a label."""
    judged_at_once(journey, (decision, under), ends=ends, first=turn)


def judged_at_once(
    journey: Journey,
    *words: tuple[Decision, dict[str, Tree]],
    ends: list[EntityId] = ENDS,
    first: int = 0,
) -> None:
    """Have persons judge one after the other, before the rules are evaluated."""
    with journey.center.store.writing() as unit:
        for turn, (decision, under) in enumerate(words, start=first):
            number = unit.labels.intern(gaps(label=under).feed.label)
            said = make.persons_judgement(decision=decision, label=number, turn=turn)
            unit.judgements.add([replace(said, left=ends[0], right=ends[1])])
        unit.queue.put(f"resolve:{PURPOSE}", ends)
        unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
        unit.commit()
    journey.work()


def states(journey: Journey, who: Principal) -> dict[str, list[tuple[str, int]]]:
    """Give the rules of the alerts that a person sees, each with states and findings that stand."""
    with journey.center.store.reading() as unit:
        reader = journey.center.reader(unit, who, PURPOSE)
        found = unit.alerts.find(AlertFilter(limit=100), reader)
    by_rule: dict[str, list[tuple[str, int]]] = {}
    for one in sorted(found, key=lambda alert: alert.raised_at):
        by_rule.setdefault(one.rule, []).append((one.state.value, one.findings))
    return dict(sorted(by_rule.items()))


def moved(journey: Journey, who: Principal) -> None:
    """Let a person with an account acknowledge every alert."""
    with journey.center.store.writing() as unit:
        unit.accounts.put(make.account(who))
        for alert in unit.alerts.find(AlertFilter(limit=100), journey.reader(unit)):
            move = make.move(move=Move.ACKNOWLEDGE, state=AlertState.ACKNOWLEDGED, by=who.id)
            unit.alerts.move(replace(move, alert=alert.id))
        unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
        unit.commit()


def told(journey: Journey, who: Principal) -> list[FollowUp]:
    with journey.center.store.reading() as unit:
        return list(unit.follow_ups.of(who.id, 99))


def test_a_withheld_judgement_lets_no_alert_lapse():
    journey = sea()
    before = states(journey, READER)
    assert before == {key: [("raised", 1)] for key in RULES}
    judged(journey, Decision.DIFFERENT, HIGH)
    assert states(journey, READER) == before


def test_one_that_every_reader_of_the_alert_sees_does():
    journey = sea()
    judged(journey, Decision.DIFFERENT, LOW)
    assert states(journey, READER)["listed_and_sighted"] == [("lapsed", 0)]


def test_where_it_was_there_before_the_alert_is_raised_all_the_same():
    feeds = (vessel_list(), sightings(), gaps())
    journey = Journey(*feeds, rules=shipped_rules())
    journey.deliver([LISTED], feed="list", at=day(1))
    judged(journey, Decision.DIFFERENT, HIGH)
    for feed, line in (("ais", SEEN), ("gaps", GAP)):
        journey.deliver([line], feed=feed, at=day(1))
    journey.work()
    assert states(journey, READER) == {key: [("raised", 1)] for key in RULES}


def test_a_withheld_merge_raises_nothing_for_who_may_not_see_it():
    journey = sea()
    other = f"s7,273000009,{OTHER_IMO},Sea Wren,2031-03-01,2031-03-31"
    journey.deliver([other], feed="ais", at=day(2))
    journey.work()
    before = states(journey, READER)
    wren = make.IDS.entity("ais", f"vessel:273000009|{OTHER_IMO}")
    pair = sorted((make.IDS.entity("list", "a"), wren))
    judged(journey, Decision.SAME, HIGH, ends=pair)
    assert states(journey, READER) == before
    seen = states(journey, CLEARED)
    assert sum(map(len, seen.values())) > sum(map(len, before.values()))


def test_a_withheld_candidate_for_its_holder_ends_no_alert_of_a_dark_period():
    journey = sea()
    before = states(journey, READER)
    rival = f"w1,{MMSI},{OTHER_IMO},Sea Wren,2031-03-05,2031-03-15"
    journey.deliver([rival], feed="watch", at=day(2))
    journey.work()
    assert states(journey, READER) == before
    assert len(states(journey, CLEARED)["dark_gap"]) >= 1


def test_a_withheld_event_that_is_earlier_takes_no_place():
    journey = sea()
    before = states(journey, READER)
    first = f"w1,{MMSI},{IMO},Sea Lark,2031-02-01,2031-02-28"
    journey.deliver([first], feed="watch", at=day(2))
    journey.work()
    assert states(journey, READER) == before
    assert len(states(journey, CLEARED)["listed_and_sighted"]) == 2


def test_whoever_moved_it_and_may_see_why_is_told_once_and_nobody_else():
    journey = sea()
    for who in (READER, CLEARED):
        moved(journey, who)
    judged(journey, Decision.DIFFERENT, HIGH)
    assert told(journey, READER) == []
    first = told(journey, CLEARED)
    assert {(one.acted, one.why) for one in first} == {(Acted.ALERT, Why.PARTED)}
    assert len(first) == len(RULES)
    with journey.center.store.reading() as unit:
        for one in first:
            level = dict(unit.labels.all()[one.label].classification)["national"]
            assert level == "SECRET"
    looked_at_again(journey)
    assert told(journey, CLEARED) == first


def looked_at_again(journey: Journey) -> None:
    with journey.center.store.writing() as unit:
        unit.queue.put("detect", ENDS)
        unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
        unit.commit()
    detect_pending(journey.center)


def test_whoever_moved_it_when_he_could_see_why_is_not_told_later():
    """Else the moment tells that something withheld had it looked at again."""
    journey = sea()
    judged(journey, Decision.DIFFERENT, HIGH)
    moved(journey, CLEARED)
    looked_at_again(journey)
    assert told(journey, CLEARED) == []
    judged(journey, Decision.SAME, HIGH, turn=1)
    assert told(journey, CLEARED) == []
    judged(journey, Decision.DIFFERENT, HIGH, turn=2)
    assert {(one.acted, one.why) for one in told(journey, CLEARED)} == {(Acted.ALERT, Why.PARTED)}


def test_what_a_withheld_word_joins_again_stands_for_who_sees_it_and_ends_for_the_others():
    journey = sea()
    moved(journey, READER)
    judged_at_once(journey, (Decision.DIFFERENT, LOW), (Decision.SAME, HIGH))
    assert states(journey, READER)["listed_and_sighted"] == [("acknowledged", 0)]
    assert Why.PARTED in {one.why for one in told(journey, READER)}
    seen = states(journey, CLEARED)["listed_and_sighted"]
    assert sorted(seen) == [("acknowledged", 0), ("raised", 1)]


def test_whoever_moved_one_that_ends_for_all_is_told_as_before():
    journey = sea()
    moved(journey, READER)
    judged(journey, Decision.DIFFERENT, LOW)
    assert Why.PARTED in {one.why for one in told(journey, READER)}


def test_what_another_takes_back_counts_again():
    journey = sea()
    judged(journey, Decision.DIFFERENT, LOW)
    judged(journey, Decision.SAME, HIGH, turn=1)
    assert states(journey, READER)["listed_and_sighted"] == [("lapsed", 0)]
    judged(journey, Decision.SAME, LOW, turn=2)
    assert states(journey, READER)["listed_and_sighted"] == [("raised", 1)]


def test_where_there_are_too_many_standpoints_nothing_is_lost_and_nobody_sees_more(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(standpoints_of, "LOOKED_AT_MAX", 0)
    marks = [label(originator="port", category=f"category {n}") for n in range(3)]
    feeds = (vessel_list(label=marks[0]), sightings(label=marks[1]), gaps(label=marks[2]))
    journey = Journey(*feeds, rules=shipped_rules())
    for feed, line in (("list", LISTED), ("ais", SEEN), ("gaps", GAP)):
        journey.deliver([line], feed=feed, at=day(1))
    journey.work()
    every = Allowed.of(*(f"category {n}" for n in range(3)))
    for held, seen in ((every, RULES), (Allowed.of("category 0", "category 1"), [])):
        holds = make.clearance("OFFICIAL", categories=held)
        who = make.principal("una", purposes=(PURPOSE,), holds=holds)
        assert list(states(journey, who)) == seen


def test_where_a_marking_rises_the_alert_rises_and_stays_the_same():
    journey = sea()
    moved(journey, READER)

    def rested() -> dict[AlertId, list[tuple[FindingId, bool]]]:
        with journey.center.store.reading() as unit:
            every = journey.reader(unit)
            return {
                one.id: [(f.id, f.standing) for f in unit.findings.of_alert(one.id, every)]
                for one in unit.alerts.find(AlertFilter(limit=99), every)
            }

    before = rested()
    with journey.center.store.writing() as unit:
        reader = journey.reader(unit)
        about = unit.statements.of(ENDS, reader)
        listed = [s for s in about if s.property == "imoNumber"]
        later = raise_to(journey.center, unit, listed, vessel_list(label=HIGH).feed.label)
        enqueue(journey.center, unit, later, ENDS)
        unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
        unit.commit()
    journey.work()
    assert states(journey, READER) == {}
    assert rested() == before
    assert states(journey, CLEARED) == {rule: [("acknowledged", 1)] for rule in RULES}
