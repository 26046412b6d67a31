from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.model.ids import LabelId, StatementSeq
from isthmus.model.statement import Claim
from isthmus.resolve.entity_keys import proposing_keys
from isthmus.resolve.keys import MAX_KEY, name_keys, search_keys, statement_keys
from isthmus.resolve.names import Names
from tests.flow.stage import ONTOLOGY

NAMES = Names()


def found(schema: str, name: str, value: str) -> list[str]:
    return list(statement_keys(ONTOLOGY.property(schema, name), schema, value, ONTOLOGY))


def joining(schema: str, name: str, value: str) -> list[str]:
    claim = Claim(StatementSeq(1), LabelId(1), schema, name, value)
    return [key for key, _ in proposing_keys([claim], ONTOLOGY, NAMES)]


def test_an_identifier_is_found_under_its_family_and_value():
    assert found("Vessel", "imoNumber", "9074729") == ["i:imo:9074729"]
    assert joining("Vessel", "imoNumber", "9074729") == ["i:imo:9074729"]


@pytest.mark.parametrize("value", ["9074728", "IMO 9074729", "907472", ""])
def test_a_wrong_one_is_found_under_nothing(value: str):
    assert found("Vessel", "imoNumber", value) == []


@pytest.mark.parametrize(
    ("schema", "name", "value"),
    [
        ("Vessel", "mmsi", "273000001"),
        ("Vessel", "callSign", "XAAA"),
        ("Sighting", "mmsi", "273000001"),
    ],
)
def test_what_changes_hands_is_found_and_never_proposes(schema: str, name: str, value: str):
    assert len(found(schema, name, value)) == 1
    assert joining(schema, name, value) == []


def test_a_name_proposes_as_a_whole_and_is_found_by_each_token():
    keys = found("Person", "name", "Lind, Mara Elin")
    assert len(keys) == 4
    assert keys[0].startswith("n:")
    assert {key[:2] for key in keys[1:]} == {"t:"}
    proposing = joining("Person", "name", "Mara Elin LIND")
    assert proposing[:1] == keys[:1]
    assert not any(key.startswith("t:") for key in proposing)


def test_a_text_is_found_under_nothing():
    assert found("Person", "notes", "Mara Lind") == []
    assert found("Person", "birthDate", "1972-05-06") == []


def test_what_somebody_types_leads_to_what_is_kept():
    kept = found("Vessel", "imoNumber", "9074729") + found("Vessel", "name", "Sea Lark")
    assert kept[0] in search_keys("imo 9074729", NAMES)
    assert kept[1] in search_keys("lark sea", NAMES)
    assert search_keys("  ", NAMES) == []


@given(st.text(max_size=400), st.sampled_from(["any", "vessel", "person", "organization"]))
def test_any_name_gives_keys_of_bounded_length_or_none(text: str, kind: str):
    keys = name_keys(text, kind)
    assert all(2 < len(key) <= MAX_KEY for key in keys)
    assert len(set(keys)) == len(keys)
    assert all(2 < len(key) <= MAX_KEY for key in search_keys(text, NAMES))


def beside(*said: tuple[str, str], label: int = 1) -> set[str]:
    claims = [
        Claim(StatementSeq(n), LabelId(1 if name == "name" else label), "Person", name, value)
        for n, (name, value) in enumerate(said)
    ]
    return {key for key, _ in proposing_keys(claims, ONTOLOGY, NAMES) if key.startswith("b:")}


@pytest.mark.parametrize(
    ("name", "value", "least"),
    [("birthDate", "1972-05-06", 1), ("birthPlace", "Birch", 1), ("postalCode", "EH12 5AB", 0)],
)
def test_a_slip_in_each_word_of_a_name_leaves_a_key_beside_what_tells(
    name: str, value: str, least: int
):
    one = beside(("name", "Mara Lindgren"), (name, value))
    other = beside(("name", "Nara Lindqren"), (name, value))
    assert len(one) == len(other) == 2
    assert len(one & other) == least


def test_a_birth_place_is_one_in_any_case():
    one = beside(("name", "Mara Lind"), ("birthPlace", "BIRCH"))
    assert one == beside(("name", "Mara Lind"), ("birthPlace", "Birch"))


@pytest.mark.parametrize(
    "said",
    [
        ("birthDate", "1972"),
        ("birthPlace", "B"),
        ("birthPlace", "Egypt"),
        ("birthPlace", "Baghdad, Iraq"),
        ("birthPlace", "القاهرة, مصر"),
        ("position", "Mate"),
    ],
)
def test_what_tells_too_little_makes_no_key_beside_a_name(said: tuple[str, str]):
    assert beside(("name", "Mara Lind"), said) == set()


def test_what_two_labels_say_makes_no_key_together():
    assert beside(("name", "Mara Lind"), ("birthDate", "1972-05-06"), label=2) == set()
