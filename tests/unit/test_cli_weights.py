"""Commands of the resolver on a node: weights from proposal to approval, the queue, the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from isthmus.cli.app import run
from isthmus.formats.raw import MAX_RECORD_BYTES
from isthmus.model.ids import shown_id
from tests import make
from tests.unit.test_cli import FEED, PASSWORD, refused, told

RECORDS = b"""{"id": "p1", "name": "Sea Lark", "imo": "9074729"}
{"id": "p2", "name": "Sea Lark", "imo": "9074729"}
"""
WITH_IMO = FEED.replace(
    "{to: name, from: name}", "{to: name, from: name}\n            - {to: imoNumber, from: imo}"
).replace("purposes: [maritime-security]", "purposes: all")
LONG = b"a" * (MAX_RECORD_BYTES + 1)
REASON = ("--reason", "as agreed")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a node with one feed of ships, two of which are one, and two analysts."""
    home = tmp_path_factory.mktemp("weighed")
    secret = home / "secret.txt"
    secret.write_text(PASSWORD + "\n", "utf-8")
    feeds = home / "live" / "feeds"
    feeds.mkdir(parents=True)
    feeds.joinpath("pilot-log.yaml").write_text(WITH_IMO, "utf-8")
    (home / "pilot.jsonl").write_bytes(RECORDS)
    assert run(["init", "--home", str(home)]) == 0
    add = ["account", "add", "--home", str(home), "--new-password", str(secret)]
    for name in ("mara", "olga"):
        assert run([*add, name, "--role", "analyst", "--may", "maritime-security"]) == 0
    assert run(["ingest", str(home / "pilot.jsonl"), "--home", str(home)]) == 0
    return home


def shown(capsys: pytest.CaptureFixture[str], home: Path, *tokens: str, by: str) -> dict[str, Any]:
    document = told(capsys, home, "resolve", *tokens, by=by)
    assert isinstance(document, dict)
    return document


def test_weights_go_from_a_file_into_force_and_back(home: Path, capsys: pytest.CaptureFixture[str]):
    first = shown(capsys, home, "weights", "list", by="")["version"]
    capsys.readouterr()
    assert run(["resolve", "weights", "document", first, "--home", str(home)]) == 0
    document = json.loads(capsys.readouterr().out)
    document["version" if "version" in document else "model"] = "by-hand-2"
    file = home / "weights.json"
    file.write_text(json.dumps({**document, "hub_cap": 7}), "utf-8")
    proposed = shown(capsys, home, "weights", "propose", str(file), *REASON, by="mara")
    assert proposed["state"] == "proposed"
    review = shown(capsys, home, "weights", "show", "by-hand-2", by="olga")
    assert [(c["level"], c["after"]) for c in review["changes"]] == [("hub_cap", 7)]
    assert review["effect"]["pairs"] == 1
    who = ["--as", "mara", "--password-file", str(home / "secret.txt"), "--home", str(home)]
    code, problem = refused(capsys, "resolve", "weights", "approve", "by-hand-2", *REASON, *who)
    assert (code, int(problem["status"])) == (1, 403)
    active = shown(capsys, home, "weights", "approve", "by-hand-2", *REASON, by="olga")
    assert (active["state"], len(active["signature"])) == ("active", 128)
    again = ("weights", "propose", "--version", first, *REASON)
    assert shown(capsys, home, *again, by="olga")["state"] == "proposed"
    declined = shown(capsys, home, "weights", "decline", first, *REASON, by="mara")
    assert declined["state"] == "declined"


def test_a_pair_is_asked_about_explained_and_replayed(
    home: Path, capsys: pytest.CaptureFixture[str]
):
    [pair] = shown(capsys, home, "queue", by="mara")["pairs"]
    ends = [pair["judgement"][side]["source_entity"] for side in ("left", "right")]
    replays = told(capsys, home, "resolve", "replay", *ends, by="mara")
    assert isinstance(replays, list)
    assert {r["kept"] == r["again"] > 0 for r in replays} == {True}
    labels = home / "labels.csv"
    labels.write_text(f"left,right,same\n{','.join(ends)},same\n", "utf-8")
    page = home / "report.html"
    options = ("--out", str(page), "--labels", str(labels), "--pair", ",".join(ends))
    report = shown(capsys, home, "report", *options, by="mara")
    assert [(one["source"], one["cases"], one["whole"]) for one in report["sets"]] == [
        ("persons", 0, None),
        ("labels", 1, None),
    ]
    assert "Sea Lark" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"left,right\na,b\n", "columns left, right and same"),
        (b"left,right,same\na,b,perhaps\n", "line 2"),
        (b"left,right,same\na,b\n", "line 2"),
        (b"", "columns left, right and same"),
        (b"left,right,same\n\xff,b,same\n", "UTF-8"),
        (b"left,right,same\na,b,same\n" + LONG + b",b,same\n", "line 3"),
        (LONG, "line 1"),
        (None, "that can be read"),
    ],
)
def test_a_set_that_cannot_be_read_says_where(
    home: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, words: str
):
    labels = home / "wrong.csv"
    labels.unlink(missing_ok=True)
    if content is not None:
        labels.write_bytes(content)
    who = ["--as", "mara", "--password-file", str(home / "secret.txt"), "--home", str(home)]
    code, problem = refused(capsys, "resolve", "report", "--labels", str(labels), *who)
    assert code == 1
    assert words in str(problem)


@pytest.mark.parametrize("place", ["no-folder/report.html", "live"])
def test_a_report_that_cannot_be_written_is_refused_at_once(
    home: Path, capsys: pytest.CaptureFixture[str], place: str
):
    # Nobody was asked who he is.
    code, problem = refused(
        capsys, "resolve", "report", "--out", str(home / place), "--home", str(home)
    )
    assert (code, problem["code"]) == (1, "input.invalid")
    assert "can be written" in str(problem)


def test_a_file_or_a_version_is_proposed_and_not_both(
    home: Path, capsys: pytest.CaptureFixture[str]
):
    for tokens in ((), ("weights.json", "--version", "first")):
        code, problem = refused(
            capsys, "resolve", "weights", "propose", *tokens, *REASON, "--home", str(home)
        )
        assert (code, "a file or a version" in str(problem)) == (1, True)


def test_the_commands_speak_the_language_that_is_asked_for(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    who = ["--home", str(home), "--as", "mara", "--password-file", str(home / "secret.txt")]

    def told_by(*tokens: str) -> str:
        capsys.readouterr()
        code = run(["resolve", *tokens, *who])
        said = capsys.readouterr()
        assert code == 0 or said.err, said
        return " ".join((said.out + said.err).split())

    assert "in force" in told_by("weights", "list")
    assert "en vigueur" in told_by("weights", "list", "--lang", "fr")
    assert "paires à juger" in told_by("queue", "--language=fr")
    page = home / "report.html"
    assert "الأزواج" in told_by("report", "--out", str(page), "--lang", "ar")
    assert page.read_text("utf-8").startswith('<!doctype html><html lang="ar" dir="rtl">')
    monkeypatch.setenv("ISTHMUS_LANGUAGE", "fr")
    ends = [shown_id("e", make.entity(name)) for name in ("one", "other")]
    assert "jugements des modèles : aucun" in told_by("replay", *ends)
    assert "erreur" in told_by("weights", "show", "none")
    assert "poids de ce nœud" in told_by("weights", "show", "none")
    assert "error" in told_by("weights", "show", "none", "--lang", "en")
