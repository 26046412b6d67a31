import json
from typing import Any

from isthmus.exercise.generator import TRUTH_FILE
from tests.unit.exercise.invented import declared, delivered, files, records


def truth() -> dict[str, Any]:
    """Give the truth as a bench would read it."""
    found: dict[str, Any] = json.loads(files()[TRUTH_FILE])
    return found


def test_each_rule_of_the_product_has_something_to_find():
    assert {one["rule"] for one in truth()["expected"]} == {rule.id for rule in declared().rules}


def test_who_is_expected_or_a_decoy_is_a_member():
    members = truth()["members"]
    assert [one for one in truth()["expected"] if one["member"] not in members] == []
    assert [one for one in truth()["decoys"] if one["member"] not in members] == []


def test_streams_are_feeds_of_the_product():
    streams = {stream for one in truth()["expected"] for stream in one["streams"]}
    assert streams <= set(declared().feeds)


def test_every_gap_of_the_truth_was_delivered():
    rows = records("movement/gaps.csv")
    delivered_gaps = {(row.tree["MMSI"], str(row.tree["gap_end"])) for row in rows}
    assert {
        (gap["mmsi"], gap["ends"].replace("T", " ").removesuffix("+00:00"))
        for gap in truth()["gaps"]
    } == delivered_gaps


def test_who_changed_was_seen_under_the_new_number():
    rows = {str(row.tree["MMSI"]): row.tree for row in records("movement/sightings.csv")}
    members = truth()["members"]
    for change in truth()["identity_changes"]:
        assert rows[change["to"]]["gur_imo"] == members[change["vessel"]]["imo"]


def test_payments_that_touch_the_listed_name_them():
    rows = {str(row.tree["id"]): row.tree for row in records("finance/transfers.csv")}
    members = truth()["members"]
    found = [payment for payment in truth()["payments"] if payment["stream"] == "transfers"]
    for payment in found:
        banks = {rows[payment["id"]][f"{side}_bank_id"] for side in ("originator", "beneficiary")}
        assert {members[member]["bank_id"] for member in payment["touches"]} <= banks
    untouched = rows.keys() - {payment["id"] for payment in found}
    listed = {members[m]["bank_id"] for p in found for m in p["touches"]}
    for key in untouched:
        assert rows[key]["originator_bank_id"] not in listed
        assert rows[key]["beneficiary_bank_id"] not in listed


def test_every_journey_of_the_truth_was_booked_under_its_passport():
    members = truth()["members"]
    booked = b"".join(files()[name] for name in delivered() if name.endswith(".pnr"))
    listed = b"".join(files()[name] for name in delivered() if name.endswith(".api"))
    for journey in truth()["journeys"]:
        passport = members[journey["person"]]["passport"].encode()
        assert passport in booked
        assert passport in listed


def test_the_ring_is_on_the_wire():
    subjects = truth()["subjects"]
    edges = {
        (str(r.tree["one"]), str(r.tree["other"])) for r in records("communications/calls.tsv")
    }
    assert {"P001", "P002"} <= set(subjects.values())
    assert {number for edge in edges for number in edge} <= set(subjects)


def test_every_delivery_goes_to_a_center():
    folders = {name.partition("/")[0] for name in delivered()}
    assert {folder for held in truth()["centers"].values() for folder in held} == folders
    assert set(truth()["centers"]) == {"alder", "birch", "cedar"}
