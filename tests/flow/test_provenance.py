from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import IntegrityError, NotFound
from isthmus.flow.entity import entity_page
from isthmus.flow.provenance import TEXT_MAX, media_type, record_bytes, record_page, text_of
from isthmus.model.statement import State
from tests import make
from tests.flow.stage import BUCKET, HIGH, Stage, officer, record_id, shown
from tests.make import Claim

RAW = b"9074729;Sea Lark;PA\n"


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.say(Claim("dhow", "name", "Sea Lark"), Claim("dhow", "flag", "PA"), raw=RAW)
    return stage


def test_a_value_leads_to_its_record_and_to_the_bytes_delivered(stage: Stage):
    page = entity_page(stage.center, officer(), shown("dhow"))
    ref = page.properties[0].values[0].record
    assert ref is not None
    found = record_page(stage.center, officer(), ref.id)
    assert (found.text, found.sha256, found.size) == (RAW.decode(), ref.sha256, len(RAW))
    assert [s.value for s in found.statements if s.property == "name"] == ["Sea Lark"]
    assert record_bytes(stage.center, officer(), ref.id).content == RAW
    assert [e.act for e in stage.entries()] == ["entity.read", "record.read", "record.download"]


def test_a_record_shows_only_the_statements_that_the_reader_sees(stage: Stage):
    [late] = stage.say(Claim("dhow", "alias", "Gone"), raw=RAW)
    stage.write(lambda unit: unit.statements.set_state([late], State.RECALLED, make.NOW, "so"))
    found = record_page(stage.center, officer(), record_id(RAW))
    assert {s.value for s in found.statements} == {"Sea Lark", "PA"}


@pytest.mark.parametrize("read", [record_page, record_bytes])
def test_a_withheld_record_is_not_there(stage: Stage, read: object):
    stage.say(Claim("ghost", "name", "Hidden"), label=HIGH, raw=b"secret")
    name = record_id(b"secret", "patrol-reports")
    with pytest.raises(NotFound):
        read(stage.center, officer(), name)  # type: ignore[operator] # both are reads
    assert record_bytes(stage.center, officer(level="SECRET"), name).content == b"secret"


def test_a_record_whose_key_was_erased_is_gone(stage: Stage):
    stage.sealer.forget(BUCKET)
    with pytest.raises(NotFound):
        record_bytes(stage.center, officer(), record_id(RAW))


def test_bytes_that_are_not_those_delivered_are_not_shown(stage: Stage):
    def swap(unit: object) -> None:
        other = b"another record"
        sealed = stage.sealer.seal(BUCKET, other, make.IDS.record(make.FEED, "vessels", b"id"))
        row = make.sealed()
        changed = type(row)(
            id=make.IDS.record(make.FEED, "vessels", b"id"),
            key=row.key,
            number=1,
            sealed=sealed[1],
            wrapped=sealed[0],
            sha256=row.sha256,
            size=1,
        )
        label = unit.labels.intern(make.label("OFFICIAL"))  # type: ignore[attr-defined] # a unit
        unit.records.add(make.delivery(), BUCKET, label, [changed])  # type: ignore[attr-defined] # a unit

    stage.write(swap)
    with pytest.raises(IntegrityError):
        record_bytes(stage.center, officer(), record_id(b"id"))
    assert [e.decision for e in stage.entries("record.download")] == ["refuse"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xef\xbb\xbf <a/>", "application/xml"),
        (b'{"a": 1}', "application/json"),
        (b"[1]", "application/json"),
        (b"a;b", "text/plain; charset=utf-8"),
        (b"<script>", "application/xml"),
        (b"\xff\xd8", "application/octet-stream"),
        (b"a\0b", "application/octet-stream"),
        (b"", "text/plain; charset=utf-8"),
    ],
)
def test_the_media_type_is_one_that_no_browser_runs(content: bytes, expected: str):
    assert media_type(content) == expected


@given(st.text(alphabet=st.characters(exclude_characters="\0\ufeff", codec="utf-8"), max_size=50))
def test_what_is_utf_8_is_shown_as_text(text: str):
    assert text_of(text.encode()) == text


def test_a_long_text_is_cut_between_characters():
    text = "x" + "é" * TEXT_MAX
    shown_text = text_of(text.encode())
    assert shown_text is not None
    assert text.startswith(shown_text)
    assert TEXT_MAX - 2 < len(shown_text.encode()) <= TEXT_MAX
