from typing import Any

from isthmus.exercise.passage import distance_nm
from tests.unit.exercise.invented import delivered, records, whole


def test_the_register_knows_former_numbers_and_names():
    rows: dict[str, Any] = {
        str(record.tree["imo"]): record.tree for record in records("movement/vessel_register.csv")
    }
    for vessel in whole().cast.vessels:
        if vessel.imo in rows and len(vessel.identities) > 1:
            assert rows[vessel.imo]["mmsi_current"] == vessel.last.mmsi
            assert rows[vessel.imo]["mmsi_legacy"] == vessel.first.mmsi


def test_radar_sees_within_its_image():
    for name in delivered():
        if "radar" in name:
            trees: list[Any] = [record.tree for record in records(name)]
            first = (trees[0]["centerLat"], trees[0]["centerLon"])
            assert all(
                distance_nm(first, (one["centerLat"], one["centerLon"])) < 200 for one in trees
            )
            assert all(0.25 < one["conf"] < 1 for one in trees)
