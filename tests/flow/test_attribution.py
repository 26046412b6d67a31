from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Literal

import pytest

from isthmus.flow.actor import Actor
from isthmus.flow.documents.entities import JudgementRequest
from isthmus.flow.fusion import fuse_pending
from isthmus.flow.retention import Kept, keep_days
from isthmus.flow.review import judge
from isthmus.formats.raw import Tree
from isthmus.model.ids import EntityId, shown_id
from isthmus.model.judgement import Attribution, Decision
from isthmus.model.label import joined
from tests import make
from tests.flow.journey import PURPOSE, Journey, day, label
from tests.flow.waters import IMO, MMSI, OTHER_IMO, OTHER_MMSI, gaps, sightings, vessel_list

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
SIGHTING = f"s1,{MMSI},{IMO},Sea Lark,2031-03-01,2031-03-31"
SAME_HULL = f"s2,{MMSI},{IMO},Sea Lark,2031-03-09,2031-03-11"
OTHER_HULL = f"s3,{MMSI},{OTHER_IMO},Sea Wren,2031-03-05,2031-03-15"
ELSEWHERE = f"s4,{OTHER_MMSI},{OTHER_IMO},Sea Wren,2031-03-01,2031-03-31"
GAP = f"g1,{MMSI},2031-03-10T17:38:59Z,2031-03-10T18:26:01Z"
AFTER = f"g2,{MMSI},2031-04-10T17:38:59Z,2031-04-10T18:26:01Z"


def sea(*deliveries: tuple[str, str], at_once: bool = False) -> Journey:
    journey = Journey(sightings(), gaps(), vessel_list())
    for feed, line in deliveries:
        journey.deliver([line], feed=feed, at=day(1))
        if not at_once:
            fuse_pending(journey.center)
    fuse_pending(journey.center)
    return journey


def standing(journey: Journey, event: str = "g1") -> list[Attribution]:
    with journey.center.store.reading() as unit:
        reader = journey.reader(unit)
        return list(unit.judgements.attributions(reader, events=[make.IDS.entity("gaps", event)]))


def holders(journey: Journey, event: str = "g1") -> list[EntityId]:
    return [found.holder for found in standing(journey, event)]


def vessel(imo: str = IMO, mmsi: str = MMSI) -> EntityId:
    return make.IDS.entity("ais", f"vessel:{mmsi}|{imo}")


def test_an_event_goes_to_whoever_was_seen_under_its_number_then():
    journey = sea(("ais", SIGHTING), ("ais", ELSEWHERE), ("gaps", GAP))
    [found] = standing(journey)
    assert found.holder == vessel()
    assert (found.property, found.value) == ("mmsi", MMSI)
    with journey.center.store.reading() as unit:
        rows = unit.statements.by_seq(found.evidence, journey.reader(unit))
    said = {(s.source, s.property, s.value) for s in rows if s.target is None}
    assert said == {
        ("gaps", "mmsi", MMSI),
        ("gaps", "startDate", "2031-03-10T17:38:59Z"),
        ("ais", "mmsi", MMSI),
        ("ais", "startDate", "2031-03-01"),
        ("ais", "endDate", "2031-03-31"),
    }
    assert [s.target for s in rows if s.target is not None] == [vessel()]


def test_it_carries_the_join_of_the_labels_that_it_rests_on():
    cleared = label(level="SECRET", originator="coast-guard")
    journey = Journey(sightings(label=cleared), gaps())
    journey.deliver([SIGHTING], feed="ais")
    journey.deliver([GAP], feed="gaps")
    fuse_pending(journey.center)
    [found] = standing(journey)
    with journey.center.store.reading() as unit:
        labels = unit.labels.all()
    feeds = journey.center.feeds.values()
    assert labels[found.label] == joined(one.feed.label for one in feeds)


def test_an_event_outside_the_time_goes_to_nobody():
    assert holders(sea(("ais", SIGHTING), ("gaps", AFTER)), "g2") == []


def test_a_day_that_ends_a_sighting_is_covered_to_its_end():
    line = f"g3,{MMSI},2031-03-31T17:38:59Z,2031-03-31T18:26:01Z"
    assert holders(sea(("ais", SIGHTING), ("gaps", line)), "g3") == [vessel()]


def test_two_candidates_mean_none():
    assert holders(sea(("ais", SIGHTING), ("ais", OTHER_HULL), ("gaps", GAP))) == []


def test_a_second_candidate_that_turns_up_later_ends_it():
    journey = sea(("ais", SIGHTING), ("gaps", GAP))
    assert holders(journey) == [vessel()]
    journey.deliver([OTHER_HULL], feed="ais")
    fuse_pending(journey.center)
    assert holders(journey) == []


def test_candidates_that_are_one_entity_count_as_one():
    anonymous = f"s5,{MMSI},,Sea Lark,2031-03-09,2031-03-11"
    assert holders(sea(("ais", SIGHTING), ("ais", SAME_HULL), ("gaps", GAP))) == [vessel()]
    # Without its IMO number nothing says that it is the same.
    assert holders(sea(("ais", SIGHTING), ("ais", anonymous), ("gaps", GAP))) == []


def test_two_candidates_that_are_later_found_to_be_one_count_as_one():
    journey = Journey(sightings(), sightings("other-ais"), gaps(), vessel_list())
    journey.deliver([f"s1,{MMSI},{IMO},Sea Lark,2031-03-01,2031-03-31"], feed="ais")
    journey.deliver([f"s2,{MMSI},,Sea Lark,2031-03-01,2031-03-31"], feed="other-ais")
    journey.deliver([GAP], feed="gaps")
    fuse_pending(journey.center)
    assert holders(journey) == []
    # A person says so, since nothing else does.
    other = make.IDS.entity("other-ais", f"vessel:{MMSI}|")
    say(journey, other, "same")
    [holder] = holders(journey)
    assert holder in {vessel(), other}
    say(journey, other, "different")
    assert holders(journey) == []


def say(journey: Journey, other: EntityId, decision: Literal["same", "different"]) -> None:
    shown = [shown_id("e", entity) for entity in (vessel(), other)]
    request = JudgementRequest(left=shown[0], right=shown[1], decision=decision, reason="one hull")
    who = make.principal(purposes=(PURPOSE,))
    judge(journey.center, Actor(who, PURPOSE), entity=shown[0], request=request)
    fuse_pending(journey.center)


@pytest.mark.parametrize("at_once", [True, False])
def test_the_order_of_arrival_changes_nothing(at_once: bool):  # noqa: FBT001 - a drawn value
    several = (("ais", SIGHTING), ("ais", SAME_HULL), ("ais", ELSEWHERE), ("gaps", GAP))
    found = {tuple(holders(sea(*o, at_once=at_once))) for o in permutations(several)}
    assert found == {(vessel(),)}
    crowded = (("ais", SIGHTING), ("ais", OTHER_HULL), ("gaps", GAP))
    assert {tuple(holders(sea(*o, at_once=at_once))) for o in permutations(crowded)} == {()}


def test_what_names_its_vessel_itself_is_not_attributed():
    journey = sea(("ais", SIGHTING), ("ais", SAME_HULL))
    with journey.center.store.reading() as unit:
        reader = journey.reader(unit)
        events = [make.IDS.entity("ais", key) for key in ("s1", "s2")]
        assert unit.judgements.attributions(reader, events=events) == []


def test_a_list_that_gives_the_number_without_a_time_holds_nothing():
    assert holders(sea(("list", f"a,Sea Lark,{IMO},{MMSI},PA"), ("gaps", GAP))) == []


def test_a_number_that_is_no_mmsi_attributes_nothing():
    wrong = SIGHTING.replace(MMSI, "12")
    assert holders(sea(("ais", wrong), ("gaps", GAP.replace(MMSI, "12")))) == []


def test_a_sighting_that_is_withdrawn_ends_what_rested_on_it():
    journey = Journey(sightings(kind="snapshot"), gaps())
    rest = [f"r{n},{OTHER_MMSI},{OTHER_IMO},Sea Wren,2030-01-01,2030-01-02" for n in range(30)]
    journey.deliver([SIGHTING, *rest], feed="ais", at=day(1))
    journey.deliver([GAP], feed="gaps")
    fuse_pending(journey.center)
    assert holders(journey) == [vessel()]
    journey.deliver(rest, feed="ais", at=day(2))
    fuse_pending(journey.center)
    assert holders(journey) == []


class TestPastTheirDay:
    """What is past its day counts for nobody, whether or not it was swept."""

    DAYS = 10

    def sea(self, *lasting: str) -> Journey:
        """Give a gap, who was seen then, and a rival: `lasting` of him is said for longer."""
        rivals = sightings("other-ais", retention_days=self.DAYS)
        journey = Journey(sightings(), rivals, gaps())
        for feed, line in (("ais", SIGHTING), ("other-ais", OTHER_HULL), ("gaps", GAP)):
            journey.deliver([line], feed=feed, at=day(1))
        fuse_pending(journey.center)
        with journey.center.store.writing() as unit:
            about = [make.IDS.entity("other-ais", "s3")]
            said = unit.statements.of(about, journey.reader(unit), properties=lasting)
            unit.retention.extend([(s.seq, s.expires_on + 400 * DAY) for s in said])
            unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
            unit.commit()
        return journey

    def looked_at(self, journey: Journey) -> list[EntityId]:
        """Attribute the gap anew; give who holds it."""
        with journey.center.store.writing() as unit:
            unit.queue.put(f"resolve:{PURPOSE}", [make.IDS.entity("gaps", "g1")])
            unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
            unit.commit()
        fuse_pending(journey.center)
        return holders(journey)

    @pytest.mark.parametrize("lasting", [(), ("mmsi",), ("mmsi", "startDate", "endDate")])
    def test_a_rival_of_whom_too_little_is_left_takes_nothing(self, lasting: tuple[str, ...]):
        journey = self.sea(*lasting)
        assert self.looked_at(journey) == []
        journey.clock.advance(self.DAYS * DAY)
        assert self.looked_at(journey) == [vessel()]

    def test_a_rival_of_whom_all_is_left_stays_one(self):
        journey = self.sea("mmsi", "startDate", "endDate", "vessel")
        journey.clock.advance(self.DAYS * DAY)
        assert self.looked_at(journey) == []

    @pytest.mark.parametrize(
        "lasting", [(), ("mmsi",), ("vessel", "startDate", "endDate"), ("mmsi", "vessel")]
    )
    def test_once_a_rival_is_swept_the_event_goes_to_the_other_at_once(
        self, lasting: tuple[str, ...]
    ):
        journey = self.sea(*lasting)
        assert holders(journey) == []
        journey.clock.advance(self.DAYS * DAY)
        keep_days(journey.center, Kept())
        fuse_pending(journey.center)
        assert holders(journey) == [vessel()]

    def test_an_event_is_given_to_nobody_by_what_is_past(self):
        journey = Journey(sightings(retention_days=self.DAYS), gaps())
        for feed, line in (("ais", SIGHTING), ("gaps", GAP)):
            journey.deliver([line], feed=feed, at=day(1))
        fuse_pending(journey.center)
        for wait, found in ((self.DAYS * DAY - SECOND, [vessel()]), (SECOND, [])):
            journey.clock.advance(wait)
            with journey.center.store.reading() as unit:
                reader = replace(journey.reader(unit), at=journey.clock.now())
                given = unit.judgements.attributions(reader, holders=[vessel()])
            assert [one.holder for one in given] == found


class TestWithheld:
    """Whoever may not see a candidate, or what was judged of candidates, learns of neither."""

    SECRET = label(level="SECRET", originator="coast-guard")

    def seas(self, *deliveries: tuple[str, str]) -> Journey:
        journey = Journey(
            sightings(), sightings("other-ais"), sightings("watch", label=self.SECRET), gaps()
        )
        for feed, line in deliveries:
            journey.deliver([line], feed=feed, at=day(1))
            fuse_pending(journey.center)
        return journey

    def of(self, journey: Journey, level: str) -> list[tuple[EntityId, str]]:
        """Give the holders of the gap for a reader up to a level, each with its own level."""
        with journey.center.store.reading() as unit:
            labels = unit.labels.all()
            who = make.principal(purposes=(PURPOSE,), holds=make.clearance(level))
            reader = journey.center.reader(unit, who, PURPOSE)
            found = unit.judgements.attributions(reader, events=[make.IDS.entity("gaps", "g1")])
        marked = ((a.holder, dict(labels[a.label].classification)["national"]) for a in found)
        return list(marked)

    def other(self, imo: str = OTHER_IMO, feed: str = "watch") -> EntityId:
        return make.IDS.entity(feed, f"vessel:{MMSI}|{imo}")

    LOW, HIGH = "OFFICIAL", "SECRET"
    RIVAL = ("watch", OTHER_HULL)
    SEEN, MISSED = ("ais", SIGHTING), ("gaps", GAP)

    @pytest.mark.parametrize("order", list(permutations((RIVAL, SEEN, MISSED))))
    def test_a_withheld_candidate_ends_nothing(self, order: tuple[tuple[str, str], ...]):
        journey = self.seas(*order)
        assert self.of(journey, self.LOW) == [(vessel(), self.LOW)]
        assert self.of(journey, self.HIGH) == []

    def test_a_withheld_sighting_that_fits_better_takes_no_place(self):
        closer = ("watch", SAME_HULL)
        journey = self.seas(self.SEEN, self.MISSED)
        before = self.of(journey, self.LOW)
        journey.deliver([closer[1]], feed="watch", at=day(2))
        fuse_pending(journey.center)
        assert self.of(journey, self.LOW) == before == [(vessel(), self.LOW)]
        assert self.of(journey, self.HIGH) == [(self.other(IMO), self.HIGH)]

    def test_a_candidate_that_he_sees_alone_holds_whatever_is_withheld(self):
        journey = self.seas(self.RIVAL, self.MISSED)
        assert self.of(journey, self.LOW) == []
        assert self.of(journey, self.HIGH) == [(self.other(), self.HIGH)]

    def test_whoever_sees_all_has_it_back_when_the_rival_goes(self):
        journey = Journey(
            sightings(), sightings("watch", kind="snapshot", label=self.SECRET), gaps()
        )
        rest = [f"r{n},{OTHER_MMSI},,Sea Wren,2030-01-01,2030-01-02" for n in range(30)]
        for feed, lines in (("ais", [SIGHTING]), ("gaps", [GAP]), ("watch", [OTHER_HULL, *rest])):
            journey.deliver(lines, feed=feed, at=day(1))
            fuse_pending(journey.center)
        assert self.of(journey, self.HIGH) == []
        journey.deliver(rest, feed="watch", at=day(2))
        fuse_pending(journey.center)
        assert self.of(journey, self.LOW) == [(vessel(), self.LOW)]
        assert [holder for holder, _ in self.of(journey, self.HIGH)] == [vessel()]

    @pytest.mark.parametrize("decision", [Decision.SAME, Decision.DIFFERENT])
    def test_a_withheld_judgement_on_candidates_counts_for_who_sees_it_alone(
        self, decision: Decision
    ):
        # Two without a number for the hull: one to whom both are known says what they are.
        second = f"s2,{MMSI},,Sea Lark,2031-03-01,2031-03-31"
        journey = self.seas(self.SEEN, ("other-ais", second), self.MISSED)
        ends = sorted((vessel(), self.other("", "other-ais")))
        if decision is Decision.DIFFERENT:
            self.judged(journey, ends, Decision.SAME, label())
        before = self.of(journey, self.LOW)
        self.judged(journey, ends, decision, self.SECRET)
        assert self.of(journey, self.LOW) == before
        seen = self.of(journey, self.HIGH)
        if decision is Decision.DIFFERENT:
            assert (len(before), seen) == (1, [])
        else:
            assert (before, [level for _, level in seen]) == ([], [self.HIGH])

    def judged(
        self, journey: Journey, ends: list[EntityId], decision: Decision, under: dict[str, Tree]
    ) -> None:
        with journey.center.store.writing() as unit:
            number = unit.labels.intern(sightings(label=under).feed.label)
            said = make.persons_judgement(decision=decision, label=number, turn=len(decision))
            unit.judgements.add([replace(said, left=ends[0], right=ends[1])])
            unit.queue.put(f"resolve:{PURPOSE}", ends)
            unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
            unit.commit()
        fuse_pending(journey.center)
