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


def test_the_closed_annex_speaks_of_ships_of_the_register_whose_owner_no_list_gives():
    register = {str(r.tree["gur_id"]): r.tree for r in records("movement/vessel_register.csv")}
    closed = {
        str(r.tree["gur_id"]): r.tree["beneficial_owner"]
        for r in records("movement/vessel_register_annex.csv")
    }
    assert set(closed) < set(register)
    vessels = {vessel.imo: vessel for vessel in whole().cast.vessels}
    dated = {entry.subject.id for entry in whole().listing.dated}
    for number, owner in closed.items():
        vessel = vessels[str(register[number]["imo"])]
        assert vessel.id not in dated
        assert owner == whole().cast.company[vessel.owner].name.family


def test_radar_sees_within_its_image():
    for name in delivered():
        if "radar" in name:
            trees: list[Any] = [record.tree for record in records(name)]
            first = (trees[0]["centerLat"], trees[0]["centerLon"])
            assert all(
                distance_nm(first, (one["centerLat"], one["centerLon"])) < 200 for one in trees
            )
            assert all(0.25 < one["conf"] < 1 for one in trees)
