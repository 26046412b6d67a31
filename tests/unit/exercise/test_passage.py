from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.exercise.passage import bearing, distance_nm, passage
from isthmus.exercise.waters import POINTS, PORTS

AT = datetime(2031, 1, 1, tzinfo=UTC)
ports = st.sampled_from(list(PORTS))


def test_a_degree_of_latitude_is_sixty_miles():
    assert distance_nm((55.0, 12.0), (56.0, 12.0)) == pytest.approx(60)
    assert bearing((55.0, 12.0), (56.0, 12.0)) == 0
    assert bearing((55.0, 12.0), (55.0, 11.0)) == pytest.approx(270)


@given(ports, ports, st.floats(5, 20))
def test_a_passage_begins_and_ends_at_its_ports(origin: str, goal: str, speed: float):
    if origin == goal:
        return
    way = passage(origin, goal, AT, speed)
    first, last = way.fix(way.begins), way.fix(way.ends)
    assert first is not None
    assert (first.lat, first.lon) == pytest.approx(POINTS[origin])
    assert last is not None
    assert (last.lat, last.lon) == pytest.approx(POINTS[goal], abs=1e-6)
    assert way.fix(way.begins - timedelta(seconds=1)) is None
    assert way.fix(way.ends + timedelta(seconds=1)) is None


@given(st.floats(0.01, 0.99), st.integers(10, 600))
def test_nobody_sails_faster_than_her_speed(share: float, minutes: int):
    way = passage("gdansk", "gothenburg", AT, 12.0)
    at = way.begins + (way.ends - way.begins) * share
    before, after = way.fix(at), way.fix(min(at + timedelta(minutes=minutes), way.ends))
    assert before is not None
    assert after is not None
    straight = distance_nm((before.lat, before.lon), (after.lat, after.lon))
    assert straight <= 12.0 * (after.at - before.at).total_seconds() / 3600 * 1.01


def test_a_hold_keeps_her_in_place_and_delays_her():
    plain = passage("gdansk", "gothenburg", AT, 12.0)
    held = replace(plain, hold_at_nm=100.0, hold=timedelta(hours=5))
    begins = held.moment_at(100.0)
    first, last = held.fix(begins), held.fix(begins + timedelta(hours=5))
    assert first is not None
    assert last is not None
    assert (first.lat, first.lon) == pytest.approx((last.lat, last.lon))
    assert held.ends - plain.ends == timedelta(hours=5)
    assert held.moment_at(120.0) - plain.moment_at(120.0) == timedelta(hours=5)


def test_a_deep_way_goes_through_the_great_belt():
    through = passage("gdansk", "gothenburg", AT, 12.0, via="great-belt")
    assert POINTS["great-belt"] in through.way
    assert POINTS["drogden"] not in through.way
