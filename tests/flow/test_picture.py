from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import AccessError, InputError
from isthmus.flow.actor import Actor
from isthmus.flow.documents.picture import Feature, LineGeometry, PointGeometry, Unreadable
from isthmus.flow.picture import MapQuery, TimelineQuery, map_features, operations, timeline
from isthmus.flow.showing.features import Window
from isthmus.model.alert import Severity
from tests import make
from tests.flow.stage import HIGH, Stage, officer, shown
from tests.make import Claim, Fix


@pytest.fixture
def stage() -> Stage:
    return Stage()


def features(stage: Stage, **query: object) -> list[Feature]:
    return map_features(stage.center, officer(), MapQuery(**query)).features  # type: ignore[arg-type] # each test states one


def test_figures_count_what_the_reader_sees(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    stage.say(Claim("dhow", "name", "Yesterday"), at=make.NOW - timedelta(days=1))
    stage.say(Claim("ghost", "name", "Hidden"), label=HIGH)
    stage.alarm("one", severity=Severity.CRITICAL)
    stage.alarm("two")
    stage.alarm("secret", label=HIGH, severity=Severity.CRITICAL)
    found = operations(stage.center, officer())
    assert (found.critical, found.open_alerts) == (1, 2)
    assert (found.records_today, found.statements) == (1, 2)
    assert (found.feeds.total, found.newest_record_at) == (1, make.NOW)
    assert found.unreadable is None


@pytest.mark.parametrize(("role", "feeds"), [("data-protection-officer", 0), ("administrator", 1)])
def test_who_only_watches_sees_no_figure_of_what_is_known(stage: Stage, role: str, feeds: int):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    stage.alarm("one")
    found = operations(stage.center, officer(role))
    assert (found.open_alerts, found.statements, found.feeds.total) == (0, 0, feeds)
    assert found.unreadable == Unreadable(with_custodian=0, with_nobody=1, custodian=None)


def test_who_may_neither_read_nor_watch_is_refused(stage: Stage):
    with pytest.raises(AccessError):
        operations(stage.center, Actor(make.principal(roles=("overseer",)), make.PURPOSE))


def test_an_alert_stands_on_the_map_at_its_place(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    alert = stage.alarm("dark period")
    [found] = features(stage, layers=("alerts",))
    assert (found.alert, found.entity, found.caption) == (alert, shown("dhow"), "Sea Lark")
    assert found.geometry == PointGeometry(coordinates=(43.25, 12.5))
    assert features(stage, box=(0.0, 0.0, 1.0, 1.0)) == []


def gap(stage: Stage) -> None:
    stage.say(Claim("dhow", "name", "Sea Lark"))
    seqs = stage.say(
        *(
            Claim("gap", name, value, "SignalGap")
            for name, value in {
                "mmsi": "257000001",
                "startDate": "2031-05-03T10:00:00Z",
                "endDate": "2031-05-03T18:00:00Z",
                "startLatitude": "12.0",
                "startLongitude": "43.0",
                "latitude": "12.5",
                "longitude": "43.5",
            }.items()
        )
    )
    stage.attribute("gap", "dhow", seqs[0])


def test_a_gap_is_a_line_that_leads_to_its_holder(stage: Stage):
    gap(stage)
    [found] = features(stage, layers=("gaps",))
    assert (found.kind, found.entity, found.caption) == ("gap", shown("dhow"), "Sea Lark")
    assert found.geometry == LineGeometry(coordinates=[(43.0, 12.0), (43.5, 12.5)])
    assert features(stage, layers=("sightings",)) == []


def test_events_outside_the_span_are_left_out(stage: Stage):
    gap(stage)
    day = timedelta(days=1)
    assert features(stage, first=make.NOW - day / 2, last=make.NOW) == []
    assert len(features(stage, first=make.NOW - day, last=make.NOW)) == 1


def test_positions_make_a_point_and_a_track(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    stage.seen(*(Fix("dhow", make.NOW - n * make.HOUR, lat=12.0 + n / 10) for n in (1, 2, 3)))
    found = {f.kind: f for f in features(stage, layers=("positions",))}
    assert found["position"].geometry == PointGeometry(coordinates=(43.25, 12.1))
    line = found["track"].geometry
    assert isinstance(line, LineGeometry)
    assert [lat for _, lat in line.coordinates] == [12.3, 12.2, 12.1]


def test_a_track_is_cut_at_the_antimeridian(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    lons = (179.0, 179.9, -179.9, -179.0)
    fixes = [Fix("dhow", make.NOW - (5 - n) * make.HOUR, lon=lon) for n, lon in enumerate(lons)]
    stage.seen(*fixes)
    found = features(stage, layers=("positions",))
    assert [f.kind for f in found].count("track") == 2
    over = features(stage, layers=("positions",), box=(178.0, 0.0, -178.0, 80.0))
    assert [f.kind for f in over].count("track") == 2


def test_too_many_features_are_cut_and_that_is_said(stage: Stage):
    for n in range(220):
        stage.say(Claim(f"ship {n}", "name", f"Ship {n}"))
    stage.seen(*(Fix(f"ship {n}", make.NOW - make.HOUR) for n in range(220)))
    found = map_features(stage.center, officer(), MapQuery(layers=("positions",)))
    assert (len(found.features), found.truncated) == (200, True)


@pytest.mark.parametrize(
    "query",
    [
        MapQuery(layers=("secrets",)),
        MapQuery(box=(0.0, 5.0, 0.0, -5.0)),
        MapQuery(box=(0.0, float("nan"), 0.0, 5.0)),
        MapQuery(first=make.NOW, last=make.NOW),
        MapQuery(first=make.NOW.replace(tzinfo=None)),
    ],
)
def test_a_query_that_makes_no_sense_is_refused(stage: Stage, query: MapQuery):
    with pytest.raises(InputError):
        map_features(stage.center, officer(), query)


@given(st.floats(-180, 180), st.floats(-180, 180), st.floats(-180, 180))
def test_a_box_over_the_antimeridian_holds_what_its_halves_hold(w: float, e: float, lon: float):
    window = Window((w, -10.0, e, 10.0), make.NOW, make.NOW)
    inside = w <= lon <= e if w <= e else lon >= w or lon <= e
    assert window.holds(0.0, lon) == inside


def test_the_timeline_counts_records_per_category_and_alerts_per_severity(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"), at=make.NOW - 5 * make.HOUR)
    stage.alarm("one", raised_at=make.NOW - 2 * make.HOUR)
    stage.alarm("old", raised_at=make.NOW - 200 * make.HOUR)
    query = TimelineQuery(first=make.NOW - 8 * make.HOUR, last=make.NOW, bins=4)
    found = timeline(stage.center, officer(), query)
    assert found.bin_s == 7200
    assert [(lane.category, lane.counts) for lane in found.lanes] == [("identity", [0, 1, 0, 0])]
    assert {lane.severity: lane.counts for lane in found.alerts}["high"] == [0, 0, 0, 1]


@given(st.integers(1, 10**7), st.integers(-5, 900))
def test_a_timeline_has_at_most_as_many_bins_as_asked_and_covers_its_span(span_s: int, bins: int):
    query = TimelineQuery(make.NOW - timedelta(seconds=span_s), make.NOW, bins)
    found = timeline(Stage().center, officer(), query)
    counts = found.alerts[0].counts
    assert len(counts) <= min(max(bins, 1), 500)
    assert len(counts) * found.bin_s >= span_s
