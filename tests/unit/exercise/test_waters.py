from itertools import pairwise

import pytest

from isthmus.exercise.passage import route
from isthmus.exercise.waters import COVERED, LEGS, POINTS, PORTS, SEAS, Box, Point
from isthmus.model.territory import ALPHA3

STEPS = 400
LAND: dict[str, Box] = {
    "Jutland": (55.20, 8.75, 56.95, 10.00),
    "northern Jutland": (57.10, 9.40, 57.45, 10.25),
    "Funen": (55.10, 10.10, 55.45, 10.65),
    "Zealand": (55.30, 11.35, 55.80, 12.15),
    "Lolland and Falster": (54.70, 11.20, 54.85, 11.95),
    "Holstein and Mecklenburg": (53.30, 9.00, 53.85, 13.50),
    "Skane": (55.50, 13.15, 56.40, 14.00),
    "Halland and Smaland": (56.75, 12.95, 57.80, 16.20),
    "Bornholm": (55.03, 14.85, 55.20, 15.05),
    "Gotland": (57.20, 18.25, 57.70, 18.65),
    "Oland": (56.45, 16.50, 56.95, 16.75),
    "Pomerania": (53.30, 14.60, 54.20, 18.30),
    "Courland": (56.50, 21.30, 57.30, 22.80),
    "Vidzeme": (57.00, 24.60, 57.80, 26.50),
    "Estonia": (58.50, 24.00, 59.25, 27.00),
    "Saaremaa": (58.30, 22.20, 58.50, 23.00),
    "Hiiumaa": (58.80, 22.40, 58.95, 22.90),
    "southern Finland": (60.45, 22.80, 61.00, 28.50),
    "southern Norway": (58.40, 6.30, 59.50, 8.00),
    "East Anglia": (52.20, 0.60, 52.85, 1.50),
    "Holland": (52.10, 4.70, 52.90, 5.00),
}
"""Boxes that hold nothing but land."""


def within(place: Point, box: Box) -> bool:
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


def along(a: Point, b: Point) -> list[Point]:
    return [
        (a[0] + (b[0] - a[0]) * n / STEPS, a[1] + (b[1] - a[1]) * n / STEPS)
        for n in range(STEPS + 1)
    ]


@pytest.mark.parametrize(("origin", "goal"), LEGS)
def test_a_leg_stays_in_named_waters_and_off_the_land(origin: str, goal: str):
    places = along(POINTS[origin], POINTS[goal])
    assert [p for p in places if not any(within(p, box) for box in SEAS.values())] == []
    assert [name for p in places for name, box in LAND.items() if within(p, box)] == []


def test_a_straight_line_across_the_land_is_found():
    across = along(POINTS["kristiansand"], POINTS["rostock"])
    assert any(within(place, box) for place in across for box in LAND.values())


def test_every_port_can_be_reached_from_every_other():
    ports = list(PORTS)
    assert [goal for goal in ports if route(ports[0], goal)[-1] != goal] == []
    assert {country for _, country, _ in PORTS.values()} <= set(ALPHA3)
    assert [code for _, country, code in PORTS.values() if code[:2] != country] == []


def test_a_route_goes_by_legs_only():
    known = {frozenset(leg) for leg in LEGS}
    assert all(frozenset(pair) in known for pair in pairwise(route("primorsk", "dover")))


def test_covered_waters_are_named():
    assert set(SEAS) >= COVERED
