"""Commands: they teach, they do what the API does, and their failures say what to do."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from cyclopts import App

from isthmus.cli.app import app, run
from isthmus.cli.operations import OF_THE_FOLDER, OPERATIONS
from isthmus.web.app import create_app
from tests import make
from tests.web.stand import StageNode

PASSWORD = "four quiet herons wade"
SECRET = ("--level", "SECRET")
DATA = b'{"id": "p1", "name": "Sea Lark"}\n'
FEED = """
feed: pilot-log
title: Pilot log
source: pilot-log
agency: Harbour office
kind: stream
grade: B2
retention_days: 365
categories: [movement]
label:
  classification: {national: OFFICIAL}
  originators: [harbour-office]
  releasable_to: all
  data_categories: [movement]
  legal_bases: ["Harbour act, article 4"]
  purposes: [maritime-security]
  discoverable_to: all
parts:
  log:
    format: jsonl
    recognise: {keys: [id, name], name: pilot}
    map:
      key: [id]
      entities:
        ship:
          schema: Vessel
          values:
            - {to: name, from: name}
"""
CLOSED = (
    FEED.replace("feed: pilot-log", "feed: pilot-notes")
    .replace("title: Pilot log", "title: Pilot notes")
    .replace("national: OFFICIAL", "national: SECRET")
    .replace("discoverable_to: all", "discoverable_to: [alder]")
    .replace("keys: [id, name], name: pilot", "keys: [id, owner], name: notes")
    .replace("{to: name, from: name}", "{to: owner, from: owner}")
)
"""A closed part of the same source, which tells more of the same ships."""


def commands(of: App, path: str = "") -> Iterator[tuple[str, App]]:
    for name in of:
        if name.startswith("-"):
            continue
        own = of[name]
        found = list(commands(own, f"{path}{name} "))
        yield from found or [(f"{path}{name}", own)]


COMMANDS = dict(commands(app))


def test_every_operation_of_the_api_has_a_command_and_every_command_its_operation():
    described = create_app(StageNode()).openapi_schema.to_schema()["paths"]
    operations = {one["operationId"] for path in described.values() for one in path.values()}
    assert {name for names in OPERATIONS.values() for name in names} == operations
    assert set(OPERATIONS) | OF_THE_FOLDER == set(COMMANDS)
    assert not set(OPERATIONS) & OF_THE_FOLDER


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_teaches_by_an_example(name: str, capsys: pytest.CaptureFixture[str]):
    assert run([*name.split(), "--help"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "For example:" in told
    assert f"isthmus {name}" in told


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("node")
    secret = home / "secret.txt"
    secret.write_text(f"{PASSWORD}\nnot this line\n")
    feeds = home / "live" / "feeds"
    feeds.mkdir(parents=True)
    (feeds / "pilot.yaml").write_text(FEED)
    (feeds / "notes.yaml").write_text(CLOSED)
    (home / "pilot.jsonl").write_bytes(DATA)
    assert run(["init", "--home", str(home)]) == 0
    add = ["account", "add", "--home", str(home), "--new-password", str(secret)]
    assert run([*add, "mara", "--role", "analyst", "--may", "maritime-security"]) == 0
    assert run([*add, "olga", "--role", "analyst", "--may", "maritime-security", *SECRET]) == 0
    assert run([*add, "pia", "--role", "overseer", "--may", "oversight"]) == 0
    return home


def told(capsys: pytest.CaptureFixture[str], home: Path, *tokens: str, by: str = "") -> object:
    """Run a command that must succeed; give the JSON that it prints."""
    who = ["--as", by, "--password-file", str(home / "secret.txt")] if by else []
    capsys.readouterr()
    assert run([*tokens, "--home", str(home), "--json", *who]) == 0, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *tokens: str) -> tuple[int, dict[str, str]]:
    """Run a command that must fail; give its exit code and the problem that it prints."""
    capsys.readouterr()
    code = run([*tokens, "--json"])
    problem = json.loads(capsys.readouterr().err)
    assert isinstance(problem, dict)
    return code, problem


def test_a_delivered_file_can_be_found_and_traced(home: Path, capsys: pytest.CaptureFixture[str]):
    (delivered,) = as_list(told(capsys, home, "ingest", str(home / "pilot.jsonl")))
    assert (delivered["feed"], delivered["result"]["admitted"]) == ("pilot-log", 1)
    hits = as_dict(told(capsys, home, "search", "sea lark", by="mara"))["items"]
    assert [hit["caption"] for hit in hits] == ["Sea Lark"]
    page = as_dict(told(capsys, home, "entity", hits[0]["id"], by="mara"))
    record = page["properties"][0]["values"][0]["record"]["id"]
    shown = as_dict(told(capsys, home, "record", "show", record, by="mara"))
    assert shown["text"].strip() == DATA.decode().strip()
    run([
        *("record", "bytes", record, "--to", str(home / "out"), "--home", str(home)),
        *("--as", "mara", "--password-file", str(home / "secret.txt")),
    ])  # fmt: skip
    assert (home / "out").read_bytes().strip() == DATA.strip()


def test_a_list_is_screened_from_a_file_and_from_standard_input(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    rows = "id,name,berth\na,Mara Elin Lind,3\n"
    (home / "crew.csv").write_text(rows, "utf-8")
    who = ["--home", str(home), "--as", "mara", "--password-file", str(home / "secret.txt")]
    capsys.readouterr()
    assert run(["screen", str(home / "crew.csv"), *who]) == 0
    from_file = capsys.readouterr().out
    [row] = csv.DictReader(io.StringIO(from_file, newline=""))
    assert (row["id"], row["strength"]) == ("a", "none")
    assert row["left_out"] == "berth: Person has no such property"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(rows.encode())))
    assert run(["screen", "-", *who]) == 0
    assert capsys.readouterr().out == from_file


def test_a_row_that_is_bad_is_told_in_its_place_in_the_language_that_was_asked_for(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    (home / "crew.csv").write_text("type,name\nWizard,Mara\nPerson,Mara Elin Lind\n", "utf-8")
    who = ["--home", str(home), "--as", "mara", "--password-file", str(home / "secret.txt")]

    def refused_row(*more: str) -> str:
        capsys.readouterr()
        assert run(["screen", str(home / "crew.csv"), *who, *more]) == 0
        rows = csv.DictReader(io.StringIO(capsys.readouterr().out, newline=""))
        wizard, mara = rows
        assert (wizard["strength"], mara["strength"]) == ("refused", "none")
        return wizard["refused"]

    assert refused_row().startswith("expected a kind of thing")
    french = refused_row("--lang", "fr")
    assert french.startswith("un genre d'objet connu")
    monkeypatch.setenv("ISTHMUS_LANGUAGE", "ar")
    assert refused_row().startswith("كان المتوقع")
    assert refused_row("--language", "fr") == french


@pytest.mark.parametrize("raw", [None, b"name\n\xff\n", b"shade\nred\n", b""])
def test_a_list_that_is_none_is_refused_with_what_to_do(
    home: Path, capsys: pytest.CaptureFixture[str], raw: bytes | None
):
    table = home / "broken.csv"
    table.unlink(missing_ok=True)
    if raw is not None:
        table.write_bytes(raw)
    who = ["--home", str(home), "--as", "mara", "--password-file", str(home / "secret.txt")]
    code, problem = refused(capsys, "screen", str(table), *who)
    assert (code, problem["code"]) == (1, "input.invalid")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("limit", ["0", "-3"])
def test_a_limit_of_no_hits_is_refused(home: Path, capsys: pytest.CaptureFixture[str], limit: str):
    code, problem = refused(capsys, "screen", "-", "--limit", limit, "--home", str(home))
    assert (code, problem["code"]) == (1, "input.invalid")
    assert "limit of 1 or more" in problem["detail"]


def test_what_is_withheld_is_said_with_whom_to_ask_and_without_its_value(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    notes = home / "notes.jsonl"
    notes.write_text('{"id": "p1", "owner": "Zephyr Holdings"}\n')
    for delivered in (home / "pilot.jsonl", notes):
        told(capsys, home, "ingest", str(delivered))
    [hit] = as_dict(told(capsys, home, "search", "sea lark", by="mara"))["items"]
    monkeypatch.setenv("ISTHMUS_PASSWORD", PASSWORD)
    read = {}
    for name in ("mara", "olga"):
        assert run(["entity", hit["id"], "--as", name, "--home", str(home)]) == 0
        read[name] = capsys.readouterr().out
    assert "withheld" in read["mara"]
    assert re.search(r"owner\W+harbour-office\W+Harbour act, article 4", read["mara"])
    assert "Zephyr" not in read["mara"]
    assert "withheld" not in read["olga"]
    assert "Zephyr Holdings" in read["olga"]
    assert "Zephyr" not in json.dumps(told(capsys, home, "entity", hit["id"], by="mara"))


def test_a_command_leaves_the_entries_that_the_console_leaves(
    home: Path, capsys: pytest.CaptureFixture[str]
):
    told(capsys, home, "alerts", "list", by="mara")
    entries = as_dict(told(capsys, home, "audit", "entries", by="pia"))["items"]
    acts = [(entry["principal"], entry["act"]) for entry in entries]
    person = "person:alder:mara"
    at = acts.index((person, "alert.list"))
    assert (person, "sign_in.permitted") in acts[at:]
    assert (person, "sign_out.permitted") in acts[:at]


def test_the_log_of_all_this_verifies(home: Path, capsys: pytest.CaptureFixture[str]):
    verified = as_dict(told(capsys, home, "audit", "verify"))
    assert verified["ok"] is True
    assert verified["size"] > 0


def test_a_file_that_fits_no_feed_is_named(home: Path, capsys: pytest.CaptureFixture[str]):
    stray = home / "stray.bin"
    stray.write_bytes(b"\x00\x01 what is thi")
    capsys.readouterr()
    assert run(["ingest", str(stray), "--home", str(home)]) == 1
    assert "no mapping" in capsys.readouterr().out
    listed = as_dict(told(capsys, home, "feed", "unmapped"))["items"]
    assert [(one["file"], one["size"]) for one in listed] == [(str(stray), 14)]


def test_the_operator_of_the_folder_reads_no_data(home: Path, capsys: pytest.CaptureFixture[str]):
    code, problem = refused(capsys, "search", "sea", "--home", str(home))
    assert (code, problem["code"]) == (1, "access.denied")
    assert "--as" in problem["repair"]


def test_a_wrong_password_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ISTHMUS_PASSWORD", "a wrong one")
    code, problem = refused(capsys, "whoami", "--as", "mara", "--home", str(home))
    assert (code, problem["code"]) == (1, "access.sign_in_refused")


@pytest.mark.parametrize(
    ("tokens", "code", "problem"),
    [
        (("feed", "list", "--home", "nowhere"), 2, "settings.invalid"),
        (("feed", "show", "unknown"), 1, "input.unknown"),
        (("feed", "resubmit", "made-up"), 1, "input.unknown"),
        (("feed", "discard", "made-up", "--reason", "a test"), 1, "input.unknown"),
        (("account", "add", "x", "--role", "spy"), 1, "input.invalid"),
        (("account", "password", "nobody"), 1, "input.unknown"),
        (("feed", "push", "pilot-log", "no-such-file"), 3, "unavailable"),
        (("whoami",), 1, "access.sign_in"),
        (("events",), 1, "access.sign_in"),
    ],
)
def test_a_failure_says_whose_it_is_and_how_to_repair_it(
    home: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tokens: tuple[str, ...],
    code: int,
    problem: str,
):
    monkeypatch.setenv("ISTHMUS_HOME", str(home))
    monkeypatch.setenv("ISTHMUS_PASSWORD", PASSWORD)
    found, told = refused(capsys, *tokens)
    assert (found, told["code"]) == (code, problem)
    assert told["repair"]


@pytest.mark.parametrize(
    "tokens",
    [["alerts", "mvoe"], ["alerts", "move", "a-x", "explode"], ["search", "--unknown"], ["entity"]],
)
def test_a_wrong_command_line_has_its_own_code(
    tokens: list[str], capsys: pytest.CaptureFixture[str]
):
    assert run(tokens) == 2
    assert capsys.readouterr().err


def test_a_node_that_another_process_runs_is_left_alone(
    home: Path, capsys: pytest.CaptureFixture[str]
):
    from isthmus.node import Node  # noqa: PLC0415 - only this test holds a node open itself
    from isthmus.settings import Settings  # noqa: PLC0415 - as above

    with Node(Settings(home=home)):
        code, problem = refused(capsys, "feed", "list", "--home", str(home))
    assert code in {1, 3}
    assert problem["repair"]


def test_the_custodian_is_shown_what_nobody_on_duty_may_read_and_the_operator_the_number(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    from isthmus.flow.custody import watch  # noqa: PLC0415 - only this test works on a node itself
    from isthmus.node import Node  # noqa: PLC0415 - as above
    from isthmus.settings import read_settings  # noqa: PLC0415 - as above

    monkeypatch.setenv("ISTHMUS_PASSWORD", PASSWORD)
    monkeypatch.setenv("ISTHMUS_CUSTODIAN", "carla")
    own = ["--role", "custodian", "--may", make.PURPOSE, "--level", "TOP SECRET"]
    assert run(["account", "add", "carla", *own, "--home", str(home)]) == 0
    with Node(read_settings(home=home)) as node:
        with node.store.writing() as unit:
            unit.alerts.add(make.alert(label=unit.labels.intern(make.label("TOP SECRET"))))
            unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
            unit.commit()
        watch(node.center)
    figures = as_dict(told(capsys, home, "operations"))
    number = {"with_custodian": 1, "with_nobody": 0, "custodian": "carla"}
    assert figures["unreadable"] == number
    assert as_dict(told(capsys, home, "operations", by="mara"))["unreadable"] is None
    mine = as_dict(told(capsys, home, "alerts", "list", "--assigned", "me", by="carla"))
    [alert] = mine["items"]
    assert alert["assigned_to"] == {"name": "carla", "you": True}
    assert as_dict(told(capsys, home, "alerts", "list", by="mara"))["items"] == []
    who = ["--as", "carla", "--home", str(home)]
    for tokens, words in [
        (["operations", "--home", str(home)], "nobody on duty may read"),
        (["alerts", "list", *who], "you"),
        (["alerts", "show", alert["id"], *who], "assigned to"),
    ]:
        capsys.readouterr()
        assert run(tokens) == 0
        assert words in capsys.readouterr().out


def test_a_node_whose_custodian_is_nobody_does_not_go_up(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ISTHMUS_CUSTODIAN", "nobody")
    monkeypatch.setenv("ISTHMUS_HOME", str(home))
    capsys.readouterr()
    assert run(["up"]) == 2
    shown = capsys.readouterr().err
    assert "nobody" in shown
    assert "--role custodian" in shown


def test_a_missing_purpose_is_asked_for_by_name(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ISTHMUS_PASSWORD", PASSWORD)
    roles = ["--role", "analyst", "--may", "maritime-security", "--may", "border-security"]
    assert run(["account", "add", "nils", *roles, "--home", str(home)]) == 0
    code, problem = refused(capsys, "alerts", "list", "--as", "nils", "--home", str(home))
    assert (code, problem["code"]) == (1, "access.purpose")
    assert "border-security" in problem["repair"]


def as_dict(document: object) -> dict[str, Any]:
    assert isinstance(document, dict)
    return document


def as_list(document: object) -> list[Any]:
    assert isinstance(document, list)
    return document


def test_names_are_scored_line_by_line_without_a_node(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    lines = "Ivan Sidorov\tSidorov, Ivan\nIvan Sidorov\tMaria Example\n"
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(lines.encode())))
    assert run(["names", "score"]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[0] == "1.000000"
    assert 0 <= float(told.out.splitlines()[1]) < 0.5
    assert told.err == ""


def test_each_line_is_scored_before_the_next_one_has_come(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    came = [b"Ivan\tIvan\n", b"Mara\tMara\nIvan\t", b"Ivan\r\none", b" name\nOla\tOla"]
    told: list[str] = []

    class Asker(BytesIO):
        """Sends the next piece when it is asked for one, and looks what was answered before."""

        def read1(self, _: int | None = -1) -> bytes:
            told.append(capsys.readouterr().out)
            return came.pop(0) if came else b""

    monkeypatch.setattr("sys.stdin", TextIOWrapper(Asker()))
    assert run(["names", "score"]) == 1
    last = capsys.readouterr()
    one, zero = "1.000000\n", "0.000000\n"
    assert [*told, last.out] == ["", one, one, one, zero, one]
    assert last.err == ""


def test_the_lines_of_a_file_have_their_numbers_however_they_are_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    lines = b"Ivan\tIvan\n" * 20_000 + b"one name\n\n" + b"Ivan\tIvan\n" * 20_000
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(lines)))
    assert run(["names", "score"]) == 1
    told = capsys.readouterr()
    assert told.out.split() == ["1.000000"] * 20_000 + ["0.000000"] * 2 + ["1.000000"] * 20_000
    numbers = [line.partition(":")[0] for line in told.err.splitlines()]
    assert numbers == ["line 20001", "line 20002"]


def test_a_line_without_two_names_is_told_by_its_number(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    lines = b"one name\nIvan\tIvan\n\xff\tIvan\n"
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(lines)))
    assert run(["names", "score", "--kind", "person"]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == ["0.000000", "1.000000", "0.000000"]
    assert [line.partition(":")[0] for line in told.err.splitlines()] == ["line 1", "line 3"]
