"""The command that trains: a node of its own, Splink itself, a file that can be read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from isthmus.cli.app import run
from isthmus.resolve.compare import read_model
from tests.flow.journey import model
from tests.make.people import told

FEED = """
feed: town-register
title: Town register
source: town-register
agency: Town hall
kind: stream
grade: B2
retention_days: 365
categories: [identity]
label:
  classification: {national: OFFICIAL}
  originators: [town-hall]
  releasable_to: all
  data_categories: [identity]
  legal_bases: ["Register act, article 2"]
  purposes: all
  discoverable_to: all
parts:
  people:
    format: jsonl
    recognise: {keys: [id, name, birth], name: people}
    map:
      key: [id]
      entities:
        who:
          schema: Person
          values:
            - {to: name, from: name}
            - {to: birthDate, from: birth, on_fault: keep}
            - {to: postalCode, from: code}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("training") / "alder"
    assert run(["init", "--home", str(home)]) == 0
    [partition] = [path for path in home.iterdir() if path.is_dir()]
    (partition / "feeds").mkdir(exist_ok=True)
    (partition / "feeds" / "town-register.yaml").write_text(FEED, encoding="utf-8")
    people = [
        {"id": f"p{n}", "name": p.name, "birth": p.birth, "code": p.postcode}
        for n, p in enumerate(told(120))
    ]
    file = home.parent / "people.jsonl"
    file.write_text("".join(json.dumps(p) + "\n" for p in people), encoding="utf-8")
    assert run(["ingest", str(file), "--home", str(home)]) == 0
    return home


def test_a_node_writes_weights_of_its_own_for_review(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "weights.json"
    capsys.readouterr()
    tokens = ["resolve", "train", "--schema", "Person", "--out", str(out), "--home", str(home)]
    assert run([*tokens, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    found = read_model(json.loads(out.read_bytes()))
    assert said["version"] == found.version
    assert said["trained"]["Person"]["records"] == 200  # of 299, by the first digit
    assert found.weights.trained["Person"]["splink"].startswith("5.")  # type: ignore[index] # read back as plain JSON
    # A person is compared as one, though he is a legal entity too.
    assert list(found.schemas) == list(model().schemas)
    born = found.weights.schemas["Person"].properties["birthDate"].levels
    assert born["equal"].bits > 5
    assert born["different"].bits < 0


def test_too_few_records_are_said_and_nothing_is_written(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "weights.json"
    tokens = ["resolve", "train", "--schema", "Vessel", "--out", str(out), "--home", str(home)]
    assert run(tokens) != 0
    assert "at least 200 records" in capsys.readouterr().err
    assert not out.exists()


def test_a_file_that_cannot_be_written_is_refused_before_anything_is_trained(
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    def never(*_: object) -> None:
        pytest.fail("it was trained")

    monkeypatch.setattr("isthmus.cli.training.train_weights", never)
    for out in (tmp_path / "no-folder" / "weights.json", tmp_path):
        assert run(["resolve", "train", "--out", str(out), "--home", str(home)]) == 1
        assert "can be written" in capsys.readouterr().err
