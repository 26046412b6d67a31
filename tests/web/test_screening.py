"""Screening over HTTP: a few queries as JSON, a list as a table, and whatever is neither."""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Mapping
from dataclasses import replace
from time import perf_counter
from typing import Any, Final

import httpx
import pytest

from isthmus.adapters.precedence import ThreadPrecedence
from isthmus.flow.screening import QUERIES_MAX
from isthmus.model.ontology import LANGUAGES
from isthmus.resolve.compare import read_model
from isthmus.web.screening import LIST_BYTES_MAX
from tests.flow.journey import document
from tests.flow.stage import HIGH, LOW, RESOURCES, shown
from tests.make import Claim
from tests.web.stand import ANALYST, CLEARED, PEOPLE, Person, StageNode, opened

LISTS: Final = "/screening/lists"
SECRET_PASSPORT: Final = "Z7654321"


@pytest.fixture(scope="module")
def node() -> StageNode:
    node = StageNode()
    stage = node.stage
    stage.center = replace(stage.center, model=read_model(document(RESOURCES / "weights.yaml")))
    node.enrol(*PEOPLE)
    for key, name, born, passport, label in (
        ("mara", "Mara Elin Lind", "1972-05-06", "X1234567", LOW),
        ("hidden", "Tove Aas Brun", "1966-01-30", SECRET_PASSPORT, HIGH),
    ):
        stage.say(
            Claim(key, "name", name, "Person"),
            Claim(key, "birthDate", born, "Person"),
            Claim(key, "passportNumber", passport, "Person"),
            label=label,
        )
    return node


@pytest.fixture(scope="module")
def client(node: StageNode) -> Generator[httpx.Client]:
    with opened(node) as client:
        yield client


@pytest.fixture(scope="module")
def analyst(client: httpx.Client) -> Person:
    return Person(client, ANALYST)


def query(schema: str = "Person", **values: str) -> dict[str, Any]:
    return {"schema": schema, "properties": {name: [value] for name, value in values.items()}}


def screened(person: Person, *queries: Mapping[str, Any]) -> dict[str, Any]:
    answer = person.post("/screening", {"queries": [*queries]})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def table(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


MARA: Final = {"name": "Lind, Mara Elin", "birthDate": "1972-05-06", "passportNumber": "x 1234567"}
TOVE: Final = {"name": "Tove Aas Brun", "birthDate": "1966-01-30"}


def test_whoever_asks_a_few_does_not_give_way_to_himself(node: StageNode):
    center, long_s = node.stage.center, 20.0
    node.stage.center = replace(center, precedence=ThreadPrecedence(wait_s=long_s))
    try:
        with opened(node) as client:
            began = perf_counter()
            screened(Person(client, ANALYST), query(**MARA))
            assert perf_counter() - began < long_s / 2
    finally:
        node.stage.center = center


def test_a_hit_has_its_strength_and_the_bits_and_label_of_each_property(analyst: Person):
    answer = screened(analyst, query(**MARA), query(name="Nobody Known"))
    found, none = answer["results"]
    [hit] = found["hits"]
    assert (hit["id"], hit["strength"], hit["shared"]) == (shown("mara"), "strong", ["X1234567"])
    assert {one["property"] for one in hit["compared"]} == set(MARA)
    for one in hit["compared"]:
        assert {*one["title"]} == {*LANGUAGES}
        assert answer["labels"][one["label"]]["text"].startswith("OFFICIAL")
    assert none["hits"] == []


def test_a_query_of_which_nothing_is_asked_is_no_query_without_a_hit(analyst: Person):
    nothing, nobody = screened(analyst, query(eyes="blue"), query(name="Nobody Known"))["results"]
    assert (nothing["asked"], nothing["hits"], nobody["hits"]) == (0, [], [])
    assert set(nothing["refused"]) == set(LANGUAGES)
    assert nobody["refused"] is None


def test_what_is_left_out_is_said_in_every_language_of_the_console(analyst: Person):
    [result] = screened(analyst, query(name="Mara Elin Lind", birthDate="soon", mmsi="1"))[
        "results"
    ]
    assert [one["property"] for one in result["left_out"]] == ["birthDate", "mmsi"]
    for one in result["left_out"]:
        assert len({one["reason"][lang] for lang in LANGUAGES}) == len(LANGUAGES)


def test_a_reader_without_the_label_gets_nothing_of_it_by_either_door(
    client: httpx.Client, analyst: Person
):
    one = query(**TOVE, passportNumber=SECRET_PASSPORT)
    other = query(name="No One At All", birthDate="1950-02-03", passportNumber="Q0000001")
    nothing = screened(analyst, {**one, "id": "a"}, {**other, "id": "a"})
    known, unknown = nothing["results"]
    assert known == unknown
    assert nothing["labels"] == {}
    rows = f"name,passportNumber\nTove Aas Brun,{SECRET_PASSPORT}\n".encode()
    [row] = table(analyst.post(LISTS, rows))
    assert (row["hits"], row["strength"], row["label"]) == ("0", "none", "")
    cleared = Person(client, CLEARED)
    assert [hit["id"] for hit in screened(cleared, one)["results"][0]["hits"]] == [shown("hidden")]
    [seen] = table(cleared.post(LISTS, rows))
    assert seen["entity"] == shown("hidden")
    assert seen["label"].startswith("SECRET")


def test_a_list_comes_back_as_a_table_of_hits_for_the_kind_that_was_asked(analyst: Person):
    rows = b"\xef\xbb\xbfid;Nom;Date de naissance\nm;Mara Elin Lind;1972-05-06\n"
    [row] = table(analyst.post(LISTS, rows))
    assert (row["id"], row["entity"]) == ("m", shown("mara"))
    [other] = table(analyst.post(LISTS, rows, schema="Vessel"))
    assert other["left_out"] == "birthDate: Vessel has no such property"
    [french] = table(analyst.post(LISTS, rows, schema="Vessel", language="fr"))
    assert french["left_out"] == "birthDate: Vessel n'a pas cette propriété"


def test_a_row_that_cannot_be_asked_for_is_refused_in_its_place_and_in_the_askers_language(
    analyst: Person,
):
    rows = (
        b"id,type,name,birthDate\n"
        b"a,Wizard,Mara Elin Lind,\n"
        b"b,Person,Mara Elin Lind,1972-05-06\n"
        b'c,Person,"Mara" Lind,1972-05-06\n'
        b"d,Person,Lind, Mara Elin,1972-05-06\n"
        b"e,Person,,soon\n"
        b"f,Person,Mara Elin Lind,1972-05-06\n"
    )
    for language, said in (
        ("en", "expected a kind of thing"),
        ("fr", "un genre d'objet connu"),
        ("ar", "كان المتوقع نوع شيء"),
        ("xx", "expected a kind of thing"),
    ):
        found = {row["row"]: row for row in table(analyst.post(LISTS, rows, language=language))}
        assert [row["strength"] for row in found.values()] == [
            "refused",
            "strong",
            "refused",
            "refused",
            "refused",
            "strong",
        ]
        assert [row["id"] for row in found.values()] == ["a", "b", "", "d", "e", "f"]
        assert found["1"]["refused"].startswith(said)
        assert {row for row, cells in found.items() if not cells["refused"]} == {"2", "6"}
        assert {found[row]["hits"] for row in "1345"} == {""}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 422),
        (b"\xff\xfe", 422),
        (b"[]", 422),
        (b"{}", 422),
        (b'{"queries": [{}]}', 422),
        (b'{"queries": [{"properties": {"name": "Mara"}}]}', 422),
        (b'{"queries": [{"properties": {}, "wizard": 1}]}', 422),
        (b'{"queries": [{"properties": {}, "schema": "Wizard"}]}', 422),
        (b'{"queries": [{"properties": {}, "schema": "Payment"}]}', 422),
        (b'{"queries": [], "limit": "many"}', 422),
        (b'{"queries": [' + b'{"properties": {}},' * QUERIES_MAX + b'{"properties": {}}]}', 422),
        (b"[" * 100_000, 422),
    ],
    ids=lambda value: value[:48].decode("ascii", "replace") if isinstance(value, bytes) else None,
)
def test_a_body_that_is_no_request_is_refused_in_words(analyst: Person, body: bytes, status: int):
    refused(analyst.post("/screening", body), status)


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 422, "got nothing"),
        (b"\n\n", 422, "header"),
        (b"shade,size\nred,1\n", 422, "names a property"),
        (b"name\n\xff\xfe\n", 422, "UTF-8"),
        ("name\nMara\n".encode("utf-16"), 422, "UTF-8"),
        (b'name\n"Mara\n', 422, "breaks in line"),
        (b"name\x00\nMara\n", 200, ""),
        (b"name\n" + b"a" * LIST_BYTES_MAX, 413, "smaller body"),
    ],
    ids=["nothing", "blank", "unknown", "bytes", "utf-16", "quote", "null", "large"],
)
def test_a_list_that_is_no_table_is_refused_in_words(
    analyst: Person, body: bytes, status: int, said: str
):
    answer = analyst.post(LISTS, body)
    if status == 200:
        assert table(answer) != []
        return
    problem = refused(answer, status)
    assert said in problem["detail"]


def refused(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    problem = dict(answer.json())
    assert {*problem["detail_text"]} == {*LANGUAGES}
    assert problem["code"]
    return problem


@pytest.mark.parametrize("limit", ["0", "-1", "9999999"])
def test_any_limit_is_brought_into_its_range(analyst: Person, limit: str):
    assert table(analyst.post(LISTS, b"name\nMara Elin Lind\n", limit=limit)) != []


def test_the_kind_of_the_address_must_be_one(analyst: Person):
    assert "kind of thing" in refused(analyst.post(LISTS, b"name\nM\n", schema="No"), 422)["detail"]
