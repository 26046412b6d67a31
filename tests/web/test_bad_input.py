"""Bad input, from its delivery to a running node to what a person is told about it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from litestar.testing import TestClient
from rich.console import Console

from isthmus.arrivals import Arrivals
from isthmus.cli.app import run
from isthmus.demo import Run, deliver_folder
from isthmus.flow.accounts import ensure_account
from isthmus.model.ontology import LANGUAGES
from isthmus.node import Node
from isthmus.settings import read_settings
from isthmus.web.app import create_app
from tests.site import opened_site
from tests.web.spoilt import REFUSED, SPOILT, VESSELS, Spoilt, persons
from tests.web.stand import PASSWORD, Person

PURPOSE = "serious-crime"
LINE_BYTES = 200 << 20
MEMORY_BYTES = 320 << 20
"""What the whole process may take meanwhile; a line of 400 MB takes no more."""

LONGEST_S = 120
"""For a machine that does other things as well; alone it takes a tenth of it."""
ROOT = Path(__file__).parents[2]

Json = dict[str, Any]


class Stand:
    """A node on its own store, behind its application, and an analyst and an administrator."""

    def __init__(self, node: Node, client: httpx.Client) -> None:
        self.node = node
        people = {name: ensure_account(node.center, node.passwords, name, PASSWORD)
                  for name in ("analyst", "admin")}  # fmt: skip
        self.analyst, self.admin = (Person(client, who) for who in people.values())
        self.analyst.purpose = PURPOSE

    def verdicts(self, feed: str, file: str) -> list[Json]:
        """Give the verdicts on one file, as the analyst reads them."""
        answer = self.analyst.get(f"/feeds/{feed}/verdicts", limit="200")
        assert answer.status_code == 200, answer.text
        return [one for one in answer.json()["items"] if one["file"] == file]

    def delivery(self, feed: str, file: str) -> Json:
        """Give the delivery of one file."""
        found = self.analyst.get(f"/feeds/{feed}").json()["deliveries"]
        (delivery,) = [one for one in found if one["file"] == file]
        return dict(delivery)

    def knows(self, name: str) -> bool:
        """Tell whether anything of this name is found."""
        found = self.analyst.get("/entities", q=name).json()["items"]
        return any(hit["caption"] == name for hit in found)


@contextmanager
def standing(home: Path) -> Generator[Stand]:
    """Open a node and its doors."""
    with (
        Node(read_settings({}, home=home)) as node,
        TestClient(create_app(node), base_url="http://node.test") as client,
    ):
        yield Stand(node, client)


@pytest.fixture
def stand(tmp_path: Path) -> Generator[Stand]:
    with standing(tmp_path / "home") as stand:
        yield stand


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stand]:
    """A node to which a folder of all that is spoilt was delivered, with one good file behind."""
    folder = tmp_path_factory.mktemp("delivered")
    for one in SPOILT:
        (folder / one.name).write_bytes(one.content)
    (folder / "zz good.csv").write_bytes(VESSELS + b"good-1,,,,Heron Good,2011,FI\n")
    (folder / "empty.csv").write_bytes(b"")
    (folder / "leads nowhere.csv").symlink_to(folder / "nothing")
    with standing(tmp_path_factory.mktemp("home")) as stand:
        run = Run(stand.node, Console(quiet=True))
        deliver_folder(run, folder)
        stand.node.work()
        stand.unmapped = {one["file"]: one["reason"] for one in run.unmapped}  # type: ignore[attr-defined]
        yield stand


@pytest.mark.parametrize("spoilt", SPOILT, ids=lambda one: one.name)
def test_a_verdict_names_feed_record_field_what_was_expected_what_came_and_the_repair(
    loaded: Stand, spoilt: Spoilt
):
    found = loaded.verdicts(spoilt.feed, spoilt.name)
    (verdict,) = [one for one in found if one["record_number"] is not None]
    assert all(verdict[key] for key in ("feed", "field", "expected", "came", "repair"))
    assert (verdict["feed"], verdict["record_number"]) == (spoilt.feed, spoilt.number)
    assert verdict["field"]["en"] == spoilt.field
    assert spoilt.expected in verdict["expected"]["en"]
    assert spoilt.came in verdict["came"]["en"]
    assert spoilt.repair in verdict["repair"]["en"]
    # In a sentence of its own in each language; what came may be the sender's own words.
    assert all(len(set(verdict[key].values())) == len(LANGUAGES) for key in ("expected", "repair"))


@pytest.mark.parametrize("spoilt", SPOILT, ids=lambda one: one.name)
def test_the_record_lies_in_quarantine_byte_for_byte(loaded: Stand, spoilt: Spoilt):
    found = loaded.verdicts(spoilt.feed, spoilt.name)
    (item,) = [one["quarantined"] for one in found if one["quarantined"]]
    answer = loaded.analyst.get(f"/quarantine/{item}/bytes")
    assert answer.content == spoilt.raw
    assert loaded.admin.get(f"/quarantine/{item}/bytes").status_code == 404


@pytest.mark.parametrize("spoilt", SPOILT, ids=lambda one: one.name)
def test_what_stands_before_and_behind_it_is_admitted(loaded: Stand, spoilt: Spoilt):
    delivery = loaded.delivery(spoilt.feed, spoilt.name)
    assert delivery["records"] == (len(spoilt.good) or 2)
    assert delivery["quarantined"] == 1
    assert delivery["complete"] is spoilt.whole
    for name in spoilt.good:
        assert loaded.knows(name), name


def test_a_file_that_breaks_off_has_a_verdict_of_its_own_that_points_to_its_record(loaded: Stand):
    found = loaded.verdicts("un-sc", "truncated.xml")
    (whole,) = [one for one in found if one["record_number"] is None]
    assert whole["field"]["en"] == "the whole delivery"
    assert "record 2" in whole["came"]["en"]
    assert "deliver the whole file" in whole["repair"]["en"]
    assert whole["quarantined"] is None


def test_what_fits_no_feed_is_listed_with_the_reason_and_stops_nothing(loaded: Stand):
    listed = loaded.admin.get("/unmapped").json()["items"]
    assert {one["file"]: one["reason"] for one in listed} == {"empty.csv": "an empty file"}
    assert loaded.unmapped == {  # type: ignore[attr-defined]
        "empty.csv": "an empty file",
        "leads nowhere.csv": "no plain file",
    }
    assert loaded.knows("Heron Good")


def test_all_of_this_is_in_a_log_that_verifies(loaded: Stand):
    assert loaded.node.verify_audit().size > 0


@pytest.mark.parametrize("name", REFUSED)
def test_entities_are_neither_expanded_nor_fetched_and_the_verdict_says_so(stand: Stand, name: str):
    with opened_site() as site:
        content = REFUSED[name].replace(b"{address}", site.url("/evil.dtd").encode())
        began = time.monotonic()
        answer = stand.admin.post("/feeds/un-sc/records", content, name=name)
        assert time.monotonic() - began < 5
        assert site.asked == []
    result = answer.json()
    assert (result["complete"], result["records"], result["admitted"]) == (False, 0, 0)
    (verdict,) = result["verdicts"]
    assert (verdict["feed"], verdict["field"]["en"]) == ("un-sc", "the whole delivery")
    assert verdict["expected"]["en"] == "XML without entity declarations and external parts"
    assert "DOCTYPE" in verdict["came"]["en"]
    assert "without its DOCTYPE" in verdict["repair"]["en"]
    mended = persons(8, ("81", "Ada Mended"))
    assert stand.admin.post("/feeds/un-sc/records", mended, name="mended.xml").json()["admitted"]
    assert stand.knows("Ada Mended")


def test_an_empty_file_that_is_pushed_to_a_feed_gets_a_verdict(stand: Stand):
    result = stand.admin.post("/feeds/vessel-register/records", b"", name="empty.csv").json()
    (verdict,) = result["verdicts"]
    assert (result["complete"], verdict["came"]["en"]) == (False, "an empty file")
    assert all(verdict[key] for key in ("feed", "field", "expected", "repair"))


def test_a_line_of_200_mb_takes_little_memory_and_lies_in_quarantine_byte_for_byte(
    tmp_path: Path,
):
    folder = tmp_path / "delivered"
    folder.mkdir()
    with (folder / "line.csv").open("wb") as file:
        file.write(VESSELS + b"line-1,,,,Lark Before,2011,FI\n")
        for at in range(LINE_BYTES >> 20):
            file.write(bytes([97 + at % 26]) * (1 << 20))
        file.write(b"\nline-3,,,,Tern Behind,2011,FI\n")
    began = time.monotonic()
    module = ["-m", "tests.web.long_line"]
    command = [sys.executable, *module, str(tmp_path / "home"), str(folder)]
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT)  # noqa: S603 - our own module
    assert done.returncode == 0, done.stderr.decode()
    told = json.loads(done.stdout)
    assert time.monotonic() - began < LONGEST_S
    assert told["records"] == 2
    assert told["verdict"]["number"] == 2
    assert "a row of at most 8 MiB" in told["verdict"]["expected"]
    assert told["peak_bytes"] < MEMORY_BYTES, told
    assert told["same"], "the line in quarantine is the line that came"
    assert told["behind"] == ["Lark Before", "Tern Behind"]


def until(true: Callable[[], bool], within_s: float = 30.0) -> bool:
    end = time.monotonic() + within_s
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def test_folders_empty_files_and_a_vanished_server_get_verdicts_while_the_node_runs(tmp_path: Path):
    drop, live = tmp_path / "drop", tmp_path / "home" / "live"
    drop.mkdir()
    live.mkdir(parents=True)
    with opened_site() as site:
        gone = site.url("/list.xml")
    sources = [
        {"feed": "vessel-register", "folder": str(drop), "every_s": 0.05},
        {"feed": "un-sc", "url": gone, "every_s": 0.05},
    ]
    (live / "sources.yaml").write_text(yaml.safe_dump({"sources": sources}))
    (drop / "a folder").mkdir()
    (drop / "a folder" / "inside.csv").write_bytes(VESSELS)
    (drop / "empty.csv").write_bytes(b"")
    (drop / "link.csv").symlink_to(tmp_path / "home")
    (drop / "good.csv").write_bytes(VESSELS + b"good-1,,,,Heron Good,2011,FI\n")
    with standing(tmp_path / "home") as stand:
        stand.node.start(Arrivals(stand.node))
        assert until(lambda: len(list((drop / "failed").glob("*"))) == 3)
        assert until((drop / "done" / "good.csv").exists)
        assert until(lambda: bool(stand.verdicts("un-sc", gone)))
        wanted = {"a folder": "a folder", "empty.csv": "an empty file", "link.csv": "a link"}
        for file, came in wanted.items():
            (verdict,) = stand.verdicts("vessel-register", file)
            assert verdict["came"]["en"] == came
            assert all(verdict[key] for key in ("feed", "field", "expected", "repair"))
        (verdict,) = stand.verdicts("un-sc", gone)
        assert verdict["field"]["en"] == gone
        assert all(verdict[key] for key in ("expected", "came", "repair"))
        assert stand.knows("Heron Good")
        assert stand.analyst.get("/feeds/un-sc").json()["feed"]["state"] == "failing"


def test_a_command_names_what_it_could_not_take_in_and_takes_in_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("ISTHMUS_HOME", str(tmp_path / "home"))
    files = {one.name: tmp_path / one.name for one in SPOILT}
    for one in SPOILT:
        files[one.name].write_bytes(one.content)
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "a folder").mkdir()
    (tmp_path / "strange.bin").write_bytes(b"\0\1\2")
    more = [tmp_path / name for name in ("a folder", "empty.csv", "none.csv", "strange.bin")]
    assert run(["init"]) == 0
    capsys.readouterr()
    assert run(["ingest", *map(str, [*more, *files.values()])]) == 1
    told = " ".join(capsys.readouterr().out.split())
    for what in ("a folder: name the files in it", "an empty file", "no such file", "no mapping"):
        assert what in told
    assert "`isthmus feed push FEED FILE`" in told
    assert "cut off" in told
    for one in SPOILT:
        assert f"record {one.name}, record {one.number}" in told
        assert f"field {one.field}" in told
        assert str(one.came) in told
        assert str(one.repair) in told


def test_a_command_that_takes_in_a_file_with_a_broken_record_has_done_what_it_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("ISTHMUS_HOME", str(tmp_path / "home"))
    file = tmp_path / "vessels.csv"
    file.write_bytes(VESSELS + b"1,,,,Lark,2011,FI\n,,,,Wren,2011,FI\n")
    assert run(["init"]) == 0
    assert run(["ingest", str(file)]) == 0
    assert run(["ingest", str(file)]) == 0
    assert "came before" in capsys.readouterr().out
    cut = tmp_path / "cut.xml"
    cut.write_bytes(persons(1, ("1", "Ada"))[:-20])
    assert run(["feed", "push", "un-sc", str(cut)]) == 1
