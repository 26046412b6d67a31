from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from isthmus.demo import NOTHING_SHARED, Options, main
from isthmus.errors import AccessError, PurposeRequired
from isthmus.flow import demonstration as module
from isthmus.flow.accounts import USUAL
from isthmus.flow.actor import Actor
from isthmus.flow.custody import check_custodian
from isthmus.flow.demonstration import demonstration
from isthmus.model.judgement import Decision
from isthmus.model.label import Clearance
from isthmus.node import Node
from isthmus.settings import read_settings
from tests import make
from tests.flow.journey import PURPOSE, Journey, day, label, shipped_rules
from tests.flow.traces import holders
from tests.flow.waters import IMO, LISTED_MMSI, MMSI, OTHER_IMO, gaps, sightings, vessel_list

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "schema/demo-document.schema.json").read_text("utf-8")
)
CLEARED = make.clearance("SECRET")
OPEN = make.clearance("OFFICIAL")
NAME = "Séa Lärkbrøck"


def officer(held: Clearance = CLEARED, purpose: str = PURPOSE) -> Actor:
    who = make.principal(roles=("duty-officer",), purposes=(PURPOSE,), holds=held)
    return Actor(who, purpose)


def sea() -> Journey:
    secret = label([PURPOSE], level="SECRET", originator="navy")
    journey = Journey(vessel_list(), sightings(), gaps(label=secret), rules=shipped_rules())
    journey.deliver([f"a,Sea Lark,{IMO},{LISTED_MMSI},PA", "b,Wren,12x,,"], feed="list", at=day(1))
    journey.deliver([f"s1,{MMSI},{IMO},Sea Lark,2031-03-01,2031-03-31", f",{MMSI},,,,"], feed="ais")
    journey.deliver([f"g1,{MMSI},2031-03-10T17:38:59Z,2031-03-10T18:26:01Z"], feed="gaps")
    journey.work()
    return journey


def errors(center: dict[str, Any]) -> list[str]:
    document = {
        "document": "isthmus-demo",
        "version": 1,
        "centers": [{**center, "unmapped": [], "seconds": {}}],
        **NOTHING_SHARED,
        "peak_memory_bytes": 0,
    }
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)]


def test_the_schema_is_one_and_refuses_what_it_does_not_name():
    Draft202012Validator.check_schema(SCHEMA)
    shown = demonstration(sea().center, officer())
    assert errors(shown) == []
    assert errors({**shown, "more": 1})
    assert errors({key: value for key, value in shown.items() if key != "alerts"})


def objects(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


def test_every_object_of_the_schema_is_closed():
    found = list(objects(SCHEMA))
    assert len(found) > 10
    assert all("additionalProperties" in one for one in found)


def test_it_shows_feeds_alerts_and_judgements_with_their_evidence():
    shown: dict[str, Any] = demonstration(sea().center, officer())
    assert (shown["principal"], shown["purpose"], shown["exercise"]) == ("mara.lind", PURPOSE, True)
    feeds = {feed["feed"]: feed for feed in shown["feeds"]}
    assert (feeds["list"]["records"], feeds["list"]["deliveries"][0]["new"]) == (2, 2)
    [verdict] = feeds["ais"]["verdicts"]
    assert (verdict["record_number"], verdict["state"]) == (2, "open")
    rules = [alert["rule"] for alert in shown["alerts"]]
    assert rules == ["dark_gap", "identity_change", "listed_and_sighted"]
    dark = shown["alerts"][0]
    assert {line["role"] for line in dark["findings"][0]["evidence"]} == {
        "listed",
        "gap",
        "judgement",
        "attribution",
    }
    assert dark["label"]["originators"] == ["harbour-office", "navy"]
    [judgement] = shown["judgements"]
    assert (judgement["joins"], judgement["by"]["kind"]) == (True, "model")
    assert {(p["property"], p["left"]) for p in judgement["properties"]} >= {("imoNumber", IMO)}


def test_who_reaches_less_is_told_less_and_not_that_there_is_more():
    shown: dict[str, Any] = demonstration(sea().center, officer(OPEN))
    assert errors(shown) == []
    assert {feed["feed"] for feed in shown["feeds"]} == {"list", "ais"}
    assert [alert["rule"] for alert in shown["alerts"]] == ["identity_change", "listed_and_sighted"]
    text = json.dumps(shown)
    assert "navy" not in text
    assert "dark_gap" not in text


def test_it_is_read_like_any_page():
    journey = sea()
    shown: dict[str, Any] = demonstration(journey.center, officer())
    [entry] = journey.entries("demonstration.read")
    assert (entry.decision, entry.purpose) == ("permit", PURPOSE)
    assert dict(entry.counts)["shown"] == len(shown["alerts"])
    with pytest.raises(PurposeRequired):
        demonstration(journey.center, officer(purpose="serious-crime"))
    nobody = make.principal(roles=("administrator",), purposes=(PURPOSE,), holds=CLEARED)
    with pytest.raises(AccessError):
        demonstration(journey.center, Actor(nobody, PURPOSE))


def test_nothing_is_left_out_however_much_there_is():
    journey = Journey(vessel_list(), sightings(), rules=shipped_rules())
    count = module.PAGE + 7
    journey.deliver([f",Nameless {n},,," for n in range(count)], feed="list", at=day(1))
    shown: dict[str, Any] = demonstration(journey.center, officer())
    numbers = [one["record_number"] for one in shown["feeds"][0]["verdicts"]]
    assert sorted(numbers) == list(range(1, count + 1))


def test_a_persons_judgement_is_shown_as_his():
    journey = sea()
    pair = sorted((make.IDS.entity("list", "a"), make.IDS.entity("list", "b")))
    with journey.center.store.writing() as unit:
        number = unit.labels.intern(journey.center.feeds["list"].feed.label)
        said = make.persons_judgement(decision=Decision.DIFFERENT, label=number)
        unit.judgements.add([replace(said, left=pair[0], right=pair[1])])
        unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
        unit.commit()
    shown: dict[str, Any] = demonstration(journey.center, officer())
    assert errors(shown) == []
    assert {j["by"]["kind"]: j["decision"] for j in shown["judgements"]} == {
        "model": "same",
        "person": "different",
    }


AIS = "MMSI,pings,first_seen,last_seen,name_ais,gur_imo,gur_vessel_type,gur_build_year,zones\n"
GAPS = (
    "MMSI,gap_start,gap_end,plat,plon,Latitude,Longitude,dt_min,dist_nm,impl_kn,receiver_suspect\n"
)
SHIP = """<record>
<Country>Atlantis</Country><EntityOrShip>{name}</EntityOrShip><ShipIMONumber>{imo}</ShipIMONumber>
<Schedule>1</Schedule><Item>{item}</Item><DateOfListing>{on}</DateOfListing>
</record>
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the centers that the demo left behind."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def told(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the demo told of a few files."""
    files = tmp_path_factory.mktemp("files")
    (files / "deep").mkdir()
    listed = SHIP.format(name=NAME, imo=IMO, item=1, on="2025-01-01")
    broken = SHIP.format(name="Sea Wren", imo=OTHER_IMO, item=2, on="someday")
    text = f'<?xml version="1.0"?>\n<data-set>\n{listed}{broken}</data-set>\n'
    (files / "list_2025-02-03.xml").write_text(text, "utf-8")
    line = f"{MMSI},7,2026-01-01 10:00:00,2026-01-31 10:00:00,LARK,{IMO},Tanker,1999,Strait\n"
    (files / "deep/seen.csv").write_text(AIS + line, "utf-8")
    gap = f"{MMSI},2026-01-10 10:00:00,2026-01-10 11:00:00,12.5,43.2,12.6,43.3,60,5,5,False\n"
    (files / "deep/gaps.csv").write_text(GAPS + gap, "utf-8")
    (files / "readme.txt").write_text("no mapping fits this", "utf-8")
    out = StringIO()
    with redirect_stdout(out):
        assert main(Options(data=files, once=True, as_json=True, keep=kept)) == 0
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


def test_the_demo_gives_the_document_of_its_schema(told: dict[str, Any]):
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(told)] == []
    center, *partners = told["centers"]
    assert [one["center"] for one in partners] == ["birch", "cedar"]
    assert [one["file"] for one in center["unmapped"]] == ["readme.txt"]
    feeds = {feed["feed"]: feed for feed in center["feeds"]}
    assert feeds["ca-sema"]["deliveries"][0]["as_of"] == "2025-02-03T00:00:00+00:00"
    assert [one["field"] for one in feeds["ca-sema"]["verdicts"]] == ["listedOn"]
    assert {alert["rule"] for alert in center["alerts"]} == {"listed_and_sighted", "dark_gap"}
    assert {"intake", "resolve", "detect", "audit", "share", "read"} <= center["seconds"].keys()


def test_the_demo_shares_under_articles_and_calls_back(told: dict[str, Any]):
    birch = told["centers"][1]
    assert {alert["rule"] for alert in birch["alerts"]} >= {"listed_and_sighted"}
    way = [(one["from"], one["to"]) for one in told["releases"]]
    assert way == [("alder", "birch"), ("birch", "cedar")]
    articles = {a for one in told["releases"] for v in one["values"] for a in v["articles"]}
    assert articles >= {"maritime-surveillance/4", "maritime-surveillance/5"}
    assert {one["why"] for one in told["refusals"]} == {"consent"}
    [recall] = told["recalls"]
    assert (recall["originator"], recall["complete"]) == ("alder", True)
    assert NAME in {one["value"] for one in recall["values"]}
    assert {(one["holder"], one["via"]) for one in recall["receipts"]} == {
        ("birch", "alder"),
        ("cedar", "birch"),
    }


def test_what_was_recalled_stands_in_no_file_of_a_holder(told: dict[str, Any], kept: Path):
    values = {one["value"] for recall in told["recalls"] for one in recall["values"]}
    assert NAME in values
    assert holders(kept, values) == {"alder"}


def test_a_kept_node_opens_again_as_the_demo_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    files = tmp_path / "files"
    files.mkdir()
    kept = tmp_path / "a kept node"
    assert main(Options(data=files, once=True, keep=kept)) == 0
    told = dict(line.split(maxsplit=1) for line in capsys.readouterr().err.splitlines() if line)
    *given, isthmus, up = shlex.split(told["again"])
    assert (isthmus, up) == ("isthmus", "up")
    environment = dict(one.split("=", 1) for one in given)
    with Node(read_settings(environment)) as node:
        check_custodian(node.center)
        with node.store.reading() as unit:
            names = {one.principal.name for one in unit.accounts.all()}
    assert set(USUAL) <= names
    assert told["password"]
