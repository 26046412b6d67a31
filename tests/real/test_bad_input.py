"""Files that came damaged from those who wrote them, delivered to a node."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
import yaml
from litestar.testing import TestClient
from rich.console import Console

from isthmus.declared import read_declared
from isthmus.demo import Run, deliver_folder
from isthmus.flow.accounts import ensure_account
from isthmus.flow.arrival import addressed
from isthmus.flow.rereading import read_again
from isthmus.formats.raw import Fault, RawRecord
from isthmus.formats.registry import READERS
from isthmus.node import Node
from isthmus.settings import read_settings
from isthmus.web.app import create_app
from tests.flow.journey import Journey, label
from tests.web.stand import PASSWORD, Person

GTAS = "travel_customs/gtas"
EU = "sanctions/intl/eu_fsf_short_2018-07.csv"
PURPOSE = "serious-crime"
TOO_MANY = 400
"""Records of one file that are read again by themselves."""

EU_FEED = {
    "feed": "eu-fsf",
    "title": "European Union, financial sanctions",
    "source": "eu-fsf",
    "agency": "European Commission",
    "kind": "stream",
    "grade": "A2",
    "retention_days": 3650,
    "label": label(),
    "parts": {
        "list": {
            "format": "delimited",
            "options": {"delimiter": ";", "quote": ""},
            "recognise": {"name": "eu_fsf"},
            "map": {
                "key": ["Entity_logical_id", "?Naal_logical_id", "?Addr_logical_id"],
                "entities": {
                    "entry": {
                        "schema": "LegalEntity",
                        "key": ["Entity_logical_id"],
                        "values": [{"to": "name", "from": "Naal_wholename"}],
                    }
                },
            },
        }
    },
}


class Told:
    """What a node tells an analyst of its feeds."""

    def __init__(self, run: Run, analyst: Person) -> None:
        self.run = run
        self.analyst = analyst

    def verdicts(self, feed: str) -> Generator[dict[str, str]]:
        """Give all verdicts of a feed, page by page."""
        cursor: dict[str, str] = {}
        while True:
            page = self.analyst.get(f"/feeds/{feed}/verdicts", limit="200", **cursor).json()
            yield from page["items"]
            if page["next"] is None:
                return
            cursor = {"cursor": page["next"]}

    def bytes_of(self, verdict: dict[str, str]) -> bytes:
        """Give a quarantined record."""
        return self.analyst.get(f"/quarantine/{verdict['quarantined']}/bytes").content


@pytest.fixture
def home(tmp_path: Path) -> Path:
    feeds = tmp_path / "live" / "feeds"
    feeds.mkdir(parents=True)
    (feeds / "eu.yaml").write_text(yaml.safe_dump(EU_FEED), "utf-8")
    return tmp_path


@pytest.fixture
def told(home: Path) -> Generator[Told]:
    with (
        Node(read_settings({}, home=home)) as node,
        TestClient(create_app(node), base_url="http://node.test") as client,
    ):
        analyst = Person(client, ensure_account(node.center, node.passwords, "analyst", PASSWORD))
        analyst.purpose = PURPOSE
        yield Told(Run(node, Console(quiet=True)), analyst)


def test_malformed_reservations_are_named_and_the_others_admitted(real_data: Path, told: Told):
    deliver_folder(told.run, real_data / GTAS)
    contents = {path.name: path.read_bytes() for path in (real_data / GTAS).iterdir()}
    found = [*told.verdicts("passenger-records"), *told.verdicts("passenger-lists")]
    assert len(found) > 4
    for verdict in found:
        parts = ("feed", "record_number", "field", "expected", "came", "repair")
        assert all(verdict[part] for part in parts), verdict
        assert told.bytes_of(verdict) in contents[verdict["file"]]
    records = sum(receipt.records for receipt in told.run.receipts)
    assert records > 150
    assert [one["file"] for one in told.run.unmapped] == ["SOURCE.txt"]


def test_a_list_damaged_in_transcoding_is_admitted_but_for_what_is_damaged(
    real_data: Path, told: Told, tmp_path: Path
):
    folder = tmp_path / "delivered"
    folder.mkdir()
    content = (real_data / EU).read_bytes()
    (folder / Path(EU).name).write_bytes(content)
    deliver_folder(told.run, folder)
    (receipt,) = told.run.receipts
    found = [one for one in told.verdicts("eu-fsf") if one["record_number"]]
    assert receipt.delivery.quarantined == len(found)
    assert receipt.records + len(found) == 999
    assert 200 < len(found) < 300
    for verdict in found[::10]:
        assert all(verdict[part] for part in ("feed", "field", "expected", "came", "repair"))
        assert told.bytes_of(verdict) in content


@pytest.mark.parametrize("folder", ["travel_customs", "finance", "cyber", "sanctions/intl"])
def test_any_real_record_says_by_itself_what_it_said_in_its_file(
    real_data: Path, home: Path, folder: str
):
    center = Journey(*read_declared(home / "live" / "feeds").feeds.values()).center
    read = 0
    for path in sorted(one for one in (real_data / folder).rglob("*") if one.is_file()):
        with path.open("rb") as stream:
            found = addressed(center, path.name, stream)
            if found is None:
                continue
            part = found[1]
            for item in READERS[part.format](stream, part.options):
                if not isinstance(item, RawRecord) or item.number > TOO_MANY:
                    continue
                again = read_again(item.raw, part, item.context)
                assert not isinstance(again, Fault), (path.name, item.number, again)
                assert [(one.raw, one.tree) for one in again] == [(item.raw, item.tree)]
                read += 1
    assert read > 20
