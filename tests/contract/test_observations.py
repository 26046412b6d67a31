"""ObservationStore: where what was, and when."""

from datetime import datetime, timedelta

import pytest

from isthmus.model.canonical import microseconds
from isthmus.model.statement import Observation
from isthmus.ports import Store, UnitOfWork
from tests import make
from tests.contract.arrange import Ground, acting, recorded
from tests.make import HOUR, NOW, Fix

DHOW, LARK = make.entity("dhow"), make.entity("lark")
WORLD = (-180.0, -90.0, 180.0, 90.0)
DAY = (NOW, NOW + 24 * HOUR)
MICROSECOND = timedelta(microseconds=1)


def seen(unit: UnitOfWork, ground: Ground, *fixes: Fix) -> int:
    """Add positions under `low` on the ground's record."""
    return unit.observations.add(make.positions(*fixes, label=ground.low), [ground.record])


def test_a_position_comes_back_as_it_was_put(store: Store, ground: Ground):
    fix = Fix("dhow", NOW + MICROSECOND, -0.1, 179.99999999999997, 1e-7, 359.9)
    with acting(store) as unit:
        assert seen(unit, ground, fix) == 1
    with store.reading() as unit:
        assert list(unit.observations.of([DHOW], ground.lower, 9)) == [
            Observation(
                DHOW, NOW + MICROSECOND, -0.1, 179.99999999999997, 1e-7, 359.9,
                make.SOURCE, ground.low, ground.record,
            )
        ]  # fmt: skip


def test_speed_and_course_may_be_absent_which_is_not_nought(store: Store, ground: Ground):
    with acting(store) as unit:
        seen(unit, ground, Fix(speed_kn=None, course_deg=0.0))
        seen(unit, ground, Fix(at=NOW + HOUR, speed_kn=0.0, course_deg=None))
    with store.reading() as unit:
        later, earlier = unit.observations.of([DHOW], ground.lower, 9)
    assert (earlier.speed_kn, earlier.course_deg) == (None, 0.0)
    assert (later.speed_kn, later.course_deg) == (0.0, None)


def test_the_same_position_of_a_record_is_new_once(store: Store, ground: Ground):
    with acting(store) as unit:
        assert seen(unit, ground, Fix(), Fix(), Fix(at=NOW + HOUR)) == 2
    with acting(store) as unit:
        assert seen(unit, ground, Fix(), Fix("lark")) == 1
        [other] = recorded(unit, ground, "row 2")
        assert unit.observations.add(make.positions(label=ground.low), [other]) == 1


def test_positions_name_their_records(store: Store, ground: Ground):
    with acting(store) as unit:
        records = recorded(unit, ground, "row 2", "row 3")
        batch = make.positions(Fix(record=1), Fix(at=NOW + HOUR, record=0), label=ground.low)
        assert unit.observations.add(batch, records) == 2
    with store.reading() as unit:
        found = unit.observations.of([DHOW], ground.lower, 9)
    assert [o.record for o in found] == records


def test_the_latest_come_newest_first(store: Store, ground: Ground):
    with acting(store) as unit:
        hours = [3, 0, 4, 1, 2]
        seen(unit, ground, *(Fix(at=NOW + n * HOUR) for n in hours), Fix("lark"))
    with store.reading() as unit:
        found = unit.observations.of([DHOW], ground.lower, 3)
    assert [o.at for o in found] == [NOW + n * HOUR for n in (4, 3, 2)]


def test_several_entities_share_one_list(store: Store, ground: Ground):
    with acting(store) as unit:
        seen(
            unit,
            ground,
            *(Fix(name, NOW + n * HOUR) for n, name in enumerate(["dhow", "lark"] * 3)),
        )
    with store.reading() as unit:
        found = unit.observations.of([DHOW, LARK, DHOW], ground.lower, 4)
        assert [o.entity for o in found] == [LARK, DHOW, LARK, DHOW]
        assert not unit.observations.of([], ground.lower, 4)


class TestWithin:
    def test_a_box_holds_its_edges_and_nothing_outside(self, store: Store, ground: Ground):
        inside = [(10.0, 40.0), (10.0, 41.0), (11.0, 40.0), (11.0, 41.0), (10.5, 40.5)]
        outside = [(9.999, 40.5), (11.001, 40.5), (10.5, 39.999), (10.5, 41.001), (40.5, 10.5)]
        with acting(store) as unit:
            fixes = [Fix(f"boat {n}", NOW, *at) for n, at in enumerate(inside + outside)]
            seen(unit, ground, *fixes)
        with store.reading() as unit:
            found = unit.observations.within((40.0, 10.0, 41.0, 11.0), DAY, ground.lower, 99)
        assert {(o.lat, o.lon) for o in found} == set(inside)

    @pytest.mark.parametrize(
        ("at", "inside"),
        [
            (NOW, True),
            (NOW - MICROSECOND, False),
            (NOW + 24 * HOUR - MICROSECOND, True),
            (NOW + 24 * HOUR, False),
        ],
    )
    def test_a_time_holds_its_start_but_not_its_end(
        self, store: Store, ground: Ground, at: datetime, inside: object
    ):
        with acting(store) as unit:
            seen(unit, ground, Fix(at=at))
        with store.reading() as unit:
            assert bool(unit.observations.within(WORLD, DAY, ground.lower, 9)) == inside

    def test_the_limit_keeps_the_newest(self, store: Store, ground: Ground):
        with acting(store) as unit:
            seen(unit, ground, *(Fix(f"boat {n}", NOW + n * HOUR) for n in (2, 0, 3, 1)))
        with store.reading() as unit:
            found = unit.observations.within(WORLD, DAY, ground.lower, 2)
        assert [o.at for o in found] == [NOW + 3 * HOUR, NOW + 2 * HOUR]

    def test_south_and_west_are_below_nought(self, store: Store, ground: Ground):
        with acting(store) as unit:
            seen(unit, ground, Fix("dhow", NOW, -33.5, -70.25))
        with store.reading() as unit:
            found = unit.observations.within((-71.0, -34.0, -70.0, -33.0), DAY, ground.lower, 9)
        assert [(o.lat, o.lon) for o in found] == [(-33.5, -70.25)]


def test_positions_are_tightened_with_the_records_that_brought_them(store: Store, ground: Ground):
    with acting(store) as unit:
        records = recorded(unit, ground, "row 2", "row 3", "row 4")
        now, later = Fix("dhow", NOW), Fix("dhow", NOW + HOUR, record=2)
        batch = make.positions(now, now._replace(record=1), later, label=ground.low)
        unit.observations.add(batch, records)
    with acting(store) as unit:
        steps, here = {ground.low: ground.high}, (DHOW, microseconds(NOW))
        low = (*here, ground.low, ground.low)
        assert list(unit.observations.labels_at([here, (DHOW, 7), (LARK, here[1])])) == [low]
        assert list(unit.observations.labels_at([])) == []
        assert unit.observations.tighten([here], steps) == 2
        assert unit.observations.tighten([here], steps) == 0
        high = (*here, ground.high, ground.high)
        assert list(unit.observations.labels_at([here])) == [high]
    with store.reading() as unit:
        assert [o.at for o in unit.observations.of([DHOW], ground.lower, 9)] == [NOW + HOUR]
        assert [o.at for o in unit.observations.of([DHOW], ground.higher, 9)] == [NOW, NOW]
        assert [r.seq for r in unit.records.get(records, ground.lower)] == [records[2]]
