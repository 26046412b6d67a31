"""What the real lists and the real ships say together: counted apart, straight from the files."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from hashlib import sha256
from pathlib import Path

from isthmus.flow.retraction import differences_of
from isthmus.identifiers.names import fingerprint
from isthmus.ingest.snapshot import Difference
from tests.real.loading import CANADA, OFAC, SHIPS, Json, Loaded, evidence, values

HULL = "9610808"
LATER = date(2022, 2, 26)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def canadian(folder: Path) -> set[str]:
    text = (folder / CANADA).read_text("utf-8")
    return set(re.findall(r"<ShipIMONumber>\s*(\d{7})\s*</ShipIMONumber>", text))


def sighted(folder: Path) -> set[str]:
    return {row["gur_imo"] for row in rows(folder / SHIPS / "detected_vessels_q1_2026.csv")}


def test_the_feeds_take_in_what_the_files_hold(ships: Loaded):
    feeds = {feed["feed"]: feed for feed in ships.document["feeds"]}
    assert feeds["ca-sema"]["records"] == 4759
    assert feeds["ais-sightings"]["records"] == 255
    assert feeds["ais-gaps"]["records"] == 46
    assert feeds["vessel-register"]["records"] + feeds["vessel-register"]["quarantined"] == 1414
    deliveries = {one["file"].split("/")[-1]: one for one in feeds["us-ofac"]["deliveries"]}
    assert {name: one["records"] for name, one in deliveries.items()} == {
        "add_2024-01.csv": 18990,
        "alt_2024-01.csv": 17091,
        "sdn_2022-02-23.csv": 9121,
        "sdn_2022-02-26.csv": 9218,
        "sdn_2024-01-11.csv": 13827,
        "sdn_2024-05-03.csv": 14965,
    }
    assert {one["state"] for one in deliveries.values()} == {"complete"}


def test_what_has_no_key_is_quarantined_with_a_verdict_that_names_it(ships: Loaded):
    [register] = [f for f in ships.document["feeds"] if f["feed"] == "vessel-register"]
    found = rows(ships.folder / SHIPS / "gur_vessels_master.csv")
    without = {number for number, row in enumerate(found, start=1) if not row["gur_id"]}
    assert {verdict["record_number"] for verdict in register["verdicts"]} == without
    assert {verdict["field"] for verdict in register["verdicts"]} == {"key"}


def test_between_two_dates_the_list_grew_by_97_and_edited_6(ships: Loaded):
    found = {}
    with ships.node.store.reading() as unit:
        for one in unit.deliveries.of_part("us-ofac", "sdn"):
            found[f"{one.as_of:%Y-%m-%d}"] = unit.deliveries.presence(one.seq)
    before, after = found["2022-02-23"], found["2022-02-26"]
    assert len(after.keys() - before.keys()) == 97
    assert len(before.keys() - after.keys()) == 0
    assert sum(before[key] != after[key] for key in before) == 6
    [feed] = [one.feed for one in ships.node.center.feeds.values() if one.feed.id == "us-ofac"]
    with ships.node.store.reading() as unit:
        said = differences_of(unit, feed)
        seqs = {d.seq for d in unit.deliveries.of_feed(feed.id) if d.as_of.date() == LATER}
    assert [said[seq] for seq in seqs] == [Difference(added=97, changed=6, vanished=0)]


def test_every_canadian_ship_that_was_seen_is_found_with_both_records(ships: Loaded):
    wanted = canadian(ships.folder) & sighted(ships.folder)
    assert len(wanted) == 37
    found: dict[str, list[Json]] = {}
    for alert in ships.alerts("listed_and_sighted"):
        for imo in values(alert, "imoNumber", "ca-sema"):
            found.setdefault(imo, []).append(alert)
    assert found.keys() == wanted
    for imo, alerts in found.items():
        [alert] = alerts
        assert alert["state"] == "raised"
        files = {line["file"] for line in evidence(alert)}
        assert files == {CANADA, f"{SHIPS}/detected_vessels_q1_2026.csv"}
        assert values(alert, "imoNumber", "ais-sightings") == {imo}
        records = {(line["file"], line["record_number"]) for line in evidence(alert)}
        assert len(records) == len({r for f, r in records if f == CANADA}) + len(
            {r for f, r in records if f != CANADA}
        )


def test_one_hull_is_told_together_from_its_list_to_its_dark_period(ships: Loaded):
    mine = [alert for alert in ships.document["alerts"] if HULL in values(alert, "imoNumber")]
    assert {alert["rule"] for alert in mine} >= {
        "listed_and_sighted",
        "identity_change",
        "dark_gap",
    }
    lines = [line for alert in mine for line in evidence(alert)]
    assert {line["source"] for line in lines} >= {
        "ca-sema",
        "us-ofac",
        "ais-sightings",
        "ais-gaps",
    }
    said = {(line["source"], line["property"], line["value"]) for line in lines}
    assert ("us-ofac", "mmsi", "352003372") in said
    assert ("us-ofac", "flag", "PA") in said
    assert ("ais-sightings", "mmsi", "273253130") in said
    assert ("ais-gaps", "mmsi", "273253130") in said
    starts = {v for source, name, v in said if (source, name) == ("ais-gaps", "startDate")}
    assert any(start.startswith("2026-03-10T17:38:59") for start in starts)


def test_a_hull_that_changed_number_and_flag_is_found_with_the_list_and_the_sighting(
    ships: Loaded,
):
    [alert] = [a for a in ships.alerts("identity_change") if HULL in values(a, "imoNumber")]
    assert {line["source"] for line in evidence(alert)} == {"us-ofac", "ais-sightings"}
    assert values(alert, "mmsi", "us-ofac") == {"352003372"}
    assert values(alert, "mmsi", "ais-sightings") == {"273253130"}
    assert alert["severity"] == "critical"


def test_no_alert_says_more_than_its_label(ships: Loaded):
    for alert in ships.document["alerts"]:
        assert all(finding["label"] == alert["label"] for finding in alert["findings"])
        originators = set(alert["label"]["originators"])
        sources = {line["source"] for line in evidence(alert)}
        assert len(originators) >= 1
        assert ("us-treasury" in originators) == ("us-ofac" in sources)
        assert ("ca-gac" in originators) == ("ca-sema" in sources)


def test_vessels_are_never_joined_by_name_alone(ships: Loaded):
    joined = [
        judgement
        for judgement in ships.document["judgements"]
        if judgement["joins"] and judgement["left"]["schema"] == "Vessel"
    ]
    assert joined
    for judgement in joined:
        imo = [p for p in judgement["properties"] if p["property"] == "imoNumber"]
        assert [one["left"] for one in imo] == [one["right"] for one in imo] != []


def test_ships_that_share_a_name_and_no_number_stay_apart(ships: Loaded):
    names: Counter[str] = Counter()
    for row in rows(ships.folder / SHIPS / "gur_vessels_master.csv"):
        names[fingerprint(row["name"], "vessel")] += 1
    assert any(count > 1 for count in names.values())
    for judgement in ships.document["judgements"]:
        numbers = [end.get("imoNumber") for end in (judgement["left"], judgement["right"])]
        if judgement["joins"] and judgement["left"]["schema"] == "Vessel":
            assert numbers[0] == numbers[1]


def exact(folder: Path, file: str) -> list[bytes]:
    """Cut a file into its records, by other means than the product's."""
    raw = (folder / file).read_bytes()
    if file.endswith(".xml"):
        return re.findall(rb"<record>.*?</record>", raw, re.DOTALL)
    lines = [line for line in raw.splitlines(keepends=True) if line.strip(b"\r\n\x1a")]
    named = lines[0].startswith((b"gur_id,", b"MMSI,", b"Timestamp,"))
    assert not any(line.count(b'"') % 2 for line in lines)
    return lines[1:] if named else lines


def test_every_evidence_is_the_very_bytes_of_its_record(ships: Loaded):
    cut: dict[str, list[bytes]] = {}
    checked = set()
    for line in ships.evidence():
        file, number = line["file"], line["record_number"]
        if file not in cut:
            cut[file] = exact(ships.folder, file)
        assert sha256(cut[file][number - 1]).hexdigest() == line["record_sha256"]
        checked.add((file, number))
    assert len(checked) > 100
    assert {file for file, _ in checked} >= {CANADA, f"{OFAC}/sdn_2024-05-03.csv"}


def test_the_log_of_it_all_proves_itself(ships: Loaded):
    report = ships.node.verify_audit()
    assert report.size > 100
    assert report.signed


def test_an_address_without_a_name_or_a_number_joins_no_two(ships: Loaded):
    near = 0
    for judgement in ships.document["judgements"]:
        bits = {one["property"]: one["bits"] for one in judgement["properties"]}
        others = bits.keys() - {"address", "country"}
        if bits.get("address", 0) > 0 and all(bits[name] <= 0 for name in others):
            near += 1
            assert not judgement["joins"]
    assert near > 50
