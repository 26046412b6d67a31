"""The whole repair: a mapping with a slip, verdicts, a mended mapping, records sent again."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from litestar.testing import TestClient

from isthmus.cli.app import run
from isthmus.flow.accounts import ensure_account
from isthmus.node import Node
from isthmus.settings import read_settings
from isthmus.web.app import create_app
from tests.flow.journey import label
from tests.web.spoilt import TRAVELLERS
from tests.web.stand import PASSWORD, Person

PURPOSE = "serious-crime"
Json = dict[str, Any]


@dataclass(frozen=True)
class Slip:
    """A part of a feed before and after it was mended, and a file for it.

    `broken`: name -> record, byte for byte, of what the slip breaks; `good`: a name that it lets
    through.
    """

    part: Json
    mended: Json
    content: bytes
    broken: dict[str, bytes]
    good: str


def mapped(key: str, schema: str, name: list[str]) -> Json:
    values = [{"to": "name", "join": name}]
    return {"key": [key], "entities": {"it": {"schema": schema, "values": values}}}


ROWS = b"1,Sea Lark\n2,Sea Wren,A\n3,Sea Tern,B\n"
VESSEL = mapped("id", "Vessel", ["name"])
TRAVELLER = mapped("surname", "Person", ["given", "surname"])
UNNAMED = {**TRAVELLER, "key": ["birth_date"]}
LATE = b"NAD+FL+++WREN:BEN'\nLOC+174+DEU'\n"

SLIPS = {
    "a column without a name": Slip(
        part={"format": "delimited", "options": {"header": ["id", "name"]}, "map": VESSEL},
        mended={
            "format": "delimited",
            "options": {"header": ["id", "name", "port"]},
            "map": VESSEL,
        },
        content=ROWS,
        broken={"Sea Wren": b"2,Sea Wren,A\n", "Sea Tern": b"3,Sea Tern,B\n"},
        good="Sea Lark",
    ),
    "a key that some do not have": Slip(
        part={"format": "paxlst", "map": UNNAMED},
        mended={"format": "paxlst", "map": TRAVELLER},
        content=(TRAVELLERS % LATE).replace(b"DTM+329:830101'\n", b""),
        broken={"BEN WREN": LATE, "CAY LATER": b"NAD+FL+++LATER:CAY'\n"},
        good="ADA EARLY",
    ),
}


def declare(home: Path, part: Json) -> None:
    """Write the feed's file as its administrator would."""
    feed = {
        "feed": "own",
        "title": "A feed of its own",
        "source": "own",
        "agency": "Harbour office",
        "kind": "stream",
        "grade": "B2",
        "retention_days": 365,
        "label": label(),
        "parts": {"list": part},
    }
    folder = home / "live" / "feeds"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "own.yaml").write_text(yaml.safe_dump(feed), "utf-8")


@contextmanager
def people(home: Path) -> Generator[tuple[Person, Person]]:
    """Start the node; give its administrator and its analyst."""
    with (
        Node(read_settings({}, home=home)) as node,
        TestClient(create_app(node), base_url="http://node.test") as client,
    ):
        names = ("admin", "analyst")
        admin, analyst = (
            Person(client, ensure_account(node.center, node.passwords, name, PASSWORD))
            for name in names
        )
        analyst.purpose = PURPOSE
        yield admin, analyst
        node.work()
        assert node.verify_audit().size > 0


def told(capsys: pytest.CaptureFixture[str], home: Path, *tokens: str) -> Json:
    """Run a command that must succeed; give the JSON that it prints."""
    capsys.readouterr()
    assert run([*tokens, "--home", str(home), "--json"]) == 0, capsys.readouterr().err
    document = json.loads(capsys.readouterr().out)
    assert isinstance(document, dict)
    return document


def traced(analyst: Person, name: str) -> list[bytes]:
    """Give the bytes of each record on which a statement of this name rests."""
    found = []
    for hit in analyst.get("/entities", q=name).json()["items"]:
        if hit["caption"] != name:
            continue
        page = analyst.get(f"/entities/{hit['id']}").json()
        for shown in page["properties"]:
            for value in shown["values"]:
                if value["value"] == name:
                    record = value["record"]["id"]
                    found.append(analyst.get(f"/records/{record}/bytes").content)
    return found


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_records_that_a_slip_broke_are_admitted_once_it_is_mended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], slip: Slip
):
    home, file = tmp_path / "home", tmp_path / "a file"
    file.write_bytes(slip.content)
    declare(home, slip.part)
    assert run(["init", "--home", str(home)]) == 0
    result = told(capsys, home, "feed", "push", "own", str(file))
    assert (result["records"], result["admitted"], result["quarantined"]) == (3, 1, 2)
    declare(home, slip.mended)

    with people(home) as (admin, analyst):
        verdicts = admin.get("/feeds/own/verdicts").json()["items"]
        assert [(one["state"], one["record_number"]) for one in verdicts] == [
            ("open", 3),
            ("open", 2),
        ]
        first = verdicts[1]["quarantined"]
        answer = admin.post(f"/quarantine/{first}/resubmit")
        assert answer.json() == {"verdicts": [], "admitted": 1}
        assert admin.post(f"/quarantine/{first}/resubmit").status_code == 409

    (left,) = [
        one for one in told(capsys, home, "feed", "verdicts", "own")["items"]
        if one["state"] == "open"
    ]  # fmt: skip
    sent = told(capsys, home, "feed", "resubmit", left["quarantined"])
    assert sent == {"verdicts": [], "admitted": 1}
    assert told(capsys, home, "feed", "push", "own", str(file))["repeated"] is True

    with people(home) as (admin, analyst):
        states = [v["state"] for v in admin.get("/feeds/own/verdicts").json()["items"]]
        assert states == ["resubmitted", "resubmitted"]
        for name, record in slip.broken.items():
            assert traced(analyst, name) == [record]
        assert len(traced(analyst, slip.good)) == 1
        feed = analyst.get("/feeds/own").json()
        assert feed["feed"]["records"] == 3
        assert [d["records"] for d in feed["deliveries"]] == [1, 1, 1]
