from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pyais import decode

from isthmus.exercise.files.aivdm import line, position_payload
from isthmus.exercise.passage import Fix
from tests.unit.exercise.invented import records, whole

AT = datetime(2031, 3, 1, 12, 0, 42, tzinfo=UTC)


@given(
    st.floats(-89.9, 89.9),
    st.floats(-179.9, 179.9),
    st.floats(0, 60),
    st.floats(0, 359.9),
    st.integers(200_000_000, 799_999_999),
)
def test_a_position_reads_back_as_it_was_written(
    lat: float, lon: float, speed: float, course: float, mmsi: int
):
    sentence = line(position_payload(str(mmsi), Fix(AT, lat, lon, speed, course)), AT)
    found: dict[str, Any] = decode(sentence.strip().rpartition(b"\\")[2]).asdict()
    assert found["mmsi"] == mmsi
    assert abs(found["lat"] - lat) < 1e-5
    assert abs(found["lon"] - lon) < 1e-5
    assert abs(found["speed"] - speed) <= 0.05 + 1e-9
    assert abs(found["course"] - course) <= 0.05 + 1e-9 or found["course"] == 0
    assert found["second"] == 42


def test_static_data_names_the_hull_behind_each_number():
    statics = {
        str(record.tree["mmsi"]): record.tree
        for record in records("movement/receiver.aivdm")
        if record.tree["type"] == 5
    }
    vessels = {vessel.id: vessel for vessel in whole().cast.vessels}
    for report in whole().movement.reports:
        vessel, said = vessels[report.vessel], statics[report.mmsi]
        assert said["imo"] == vessel.imo
        assert said["name"] == vessel.identity(report.fix.at).name
        assert said["callsign"] == vessel.identity(report.fix.at).callsign
    assert set(statics) == {report.mmsi for report in whole().movement.reports}


def test_positions_come_in_the_order_of_time():
    times = [str(record.tree["time"]) for record in records("movement/receiver.aivdm")]
    assert times == sorted(times)
