from datetime import datetime, timedelta

import pytest

from isthmus.exercise.expected import decoys, expected
from isthmus.exercise.passage import distance_nm, fix_in
from isthmus.exercise.roles import VESSEL_ROLES
from isthmus.exercise.scale import Scale
from isthmus.exercise.story import Story, story
from isthmus.exercise.waters import LEGS, POINTS, Point
from tests.unit.exercise.invented import LEAST, START, seeded, whole

SCATTER_NM = 0.25


def off_leg_nm(place: Point, a: Point, b: Point) -> float:
    """Give how far a place lies off a leg."""
    north, east = b[0] - a[0], b[1] - a[1]
    share = ((place[0] - a[0]) * north + (place[1] - a[1]) * east) / (north**2 + east**2)
    share = min(max(share, 0.0), 1.0)
    return distance_nm(place, (a[0] + north * share, a[1] + east * share))


def test_every_report_lies_in_a_fairway():
    for report in whole().movement.reports:
        place = (report.fix.lat, report.fix.lon)
        off = min(off_leg_nm(place, POINTS[a], POINTS[b]) for a, b in LEGS)
        assert off < SCATTER_NM


def test_a_report_bears_the_number_of_its_moment():
    vessels = {vessel.id: vessel for vessel in whole().cast.vessels}
    for report in whole().movement.reports:
        assert report.mmsi == vessels[report.vessel].identity(report.fix.at).mmsi


def test_nobody_reports_during_a_gap_nor_after_the_end():
    movement = whole().movement
    for gap in movement.gaps:
        during = [
            report
            for report in movement.reports
            if report.vessel == gap.vessel and gap.before.at < report.fix.at < gap.after.at
        ]
        assert during == []
    assert all(report.fix.at <= whole().ends for report in movement.reports)
    assert all(row.last <= whole().ends for row in movement.heard)


def test_a_gap_lies_within_what_was_heard_of_its_number():
    heard = {(row.vessel, row.mmsi): row for row in whole().movement.heard}
    for gap in whole().movement.gaps:
        row = heard[gap.vessel, gap.mmsi]
        assert row.first <= gap.before.at <= row.last


def test_no_two_ships_bear_one_number_at_one_time():
    by_mmsi: dict[str, list[tuple[datetime, datetime]]] = {}
    for row in whole().movement.heard:
        by_mmsi.setdefault(row.mmsi, []).append((row.first, row.last))
    shared = [sorted(spans) for spans in by_mmsi.values() if len(spans) > 1]
    assert len(shared) == 1
    assert all(before[1] < after[0] for spans in shared for before, after in [spans])


def test_those_who_meet_lie_side_by_side():
    (meeting,) = whole().movement.meetings
    ways = whole().movement.passages
    at = meeting.begins + timedelta(hours=1)
    fixes = [fix_in(ways[vessel], at) for vessel in meeting.vessels]
    places = [(fix.lat, fix.lon) for fix in fixes if fix is not None]
    assert len(places) == 2
    assert distance_nm(*places) < 1.0


def test_radar_sees_whom_nobody_hears():
    gaps = whole().movement.gaps
    for scene in whole().movement.scenes:
        dark = {gap.vessel for gap in gaps if gap.before.at < scene.at < gap.after.at}
        assert dark & {detection.vessel for detection in scene.detections}


def test_a_changed_ship_keeps_her_hull_and_takes_another_flag():
    for at in VESSEL_ROLES["changed"]:
        vessel = whole().cast.vessels[at]
        assert vessel.first.mmsi != vessel.last.mmsi
        assert vessel.first.flag != vessel.last.flag


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("scale", [LEAST, Scale(positions=300)])
def test_every_seed_tells_the_whole_story(seed: int, scale: Scale):
    made = story(seeded(seed), START, scale)
    assert counted(made) == {
        "listed_and_sighted": 15,
        "identity_change": 3,
        "dark_gap": 5,
        "newly_listed_known": 5,
        "transfer_touches_listed": 10,
    }
    assert {one.member for one in decoys(made)}.isdisjoint(one.member for one in expected(made))


def counted(made: Story) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in expected(made):
        found[one.rule] = found.get(one.rule, 0) + 1
    return found
