from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import MappingInvalid
from isthmus.model.weights import (
    LEAST_COUNT,
    USUAL_TERM_BITS,
    Frequencies,
    document_bytes,
    read_weights,
    version_of,
    written,
)

TERMS = st.sampled_from(["mara", "elin", "orla", "lind"])


def document() -> dict[str, Any]:
    levels = {"equal": {"bits": 9.96, "m": 0.9, "u": 0.001}, "different": -3}
    return {
        "version": "one",
        "hub_cap": 50,
        "schemas": {
            "Person": {
                "needed": 14.5,
                "prior": 0.0001,
                "properties": {"name": {"comparator": "name:person", "levels": levels}},
            }
        },
        "frequencies": {"Person": {"name": {"total": 1000, "counts": {"mara": 20}}}},
        "trained": {"records": 1000, "seed": 7},
    }


def test_a_document_is_read_and_written_without_a_loss():
    read = read_weights(document())
    assert read_weights(json.loads(document_bytes(written(read)))) == read
    assert read.schemas["Person"].properties["name"].levels["equal"].u == 0.001
    assert read.schemas["Person"].properties["name"].levels["different"].bits == -3


def test_equal_contents_have_one_version_and_the_order_of_kinds_stays():
    assert version_of(document()) == version_of({**document(), "version": "two"})
    assert version_of({**document(), "hub_cap": 51}) != version_of(document())
    kinds: dict[str, object] = {"Person": {}, "LegalEntity": {}}
    assert list(json.loads(document_bytes({"schemas": kinds}))["schemas"]) == list(kinds)


def test_a_rare_term_counts_as_the_floor_whatever_it_is():
    table = read_weights(document()).table("Person", "name")
    assert table.bits("mara") == table.bits("never seen") == pytest.approx(5.64, abs=0.01)
    assert Frequencies().bits("mara") == USUAL_TERM_BITS
    assert read_weights(document()).table("Vessel", "name") == Frequencies()


@given(st.dictionaries(TERMS, st.integers(LEAST_COUNT, 999)), st.lists(TERMS, min_size=1))
def test_of_some_terms_the_rarest_says_how_rare_they_are(counts: dict[str, int], terms: list[str]):
    for table in (Frequencies(1_000, counts), Frequencies()):
        assert table.most_bits(terms) == max(table.bits(term) for term in terms)


def without(document: dict[str, Any], *path: str, put: object = None) -> dict[str, Any]:
    at = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = put
    return document


PERSON = ("schemas", "Person")
LEVELS = (*PERSON, "properties", "name", "levels")


@pytest.mark.parametrize(
    ("path", "put", "said"),
    [
        (("version",), "", "version"),
        (("hub_cap",), "many", "hub_cap"),
        (("hub_cap",), True, "hub_cap"),
        (("schemas",), [], "schemas"),
        ((*PERSON, "needed"), None, "schemas.Person.needed"),
        ((*PERSON, "needed"), float("nan"), "schemas.Person.needed"),
        ((*PERSON, "prior"), 2, "schemas.Person.prior"),
        ((*PERSON, "properties"), None, "schemas.Person.properties"),
        ((*PERSON, "properties", "name", "comparator"), 3, "Person.name.comparator"),
        ((*LEVELS, "equal"), "much", "Person.name.equal"),
        ((*LEVELS, "equal"), {"bits": 3, "w": 1}, "Person.name.equal"),
        ((*LEVELS, "equal"), {"bits": 3, "m": 7}, "Person.name.equal.m"),
        (("frequencies", "Person", "name", "total"), 3, "frequencies.Person.name.total"),
        (("frequencies", "Person", "name", "counts"), {"zed": LEAST_COUNT - 1}, "Person.name"),
        (("trained",), 3, "trained"),
    ],
)
def test_a_slip_is_refused_with_where_it_stands(path: tuple[str, ...], put: object, said: str):
    with pytest.raises(MappingInvalid, match=said):
        read_weights(without(document(), *path, put=put))


def test_what_is_wrong_with_a_count_never_says_whose():
    path = ("frequencies", "Person", "name", "counts")
    with pytest.raises(MappingInvalid) as caught:
        read_weights(without(document(), *path, put={"zebedee": 1}))
    assert "zebedee" not in str(caught.value)
