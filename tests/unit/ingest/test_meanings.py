from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import MappingInvalid
from isthmus.formats.raw import Tree
from isthmus.ingest.meanings import compiled_meanings, plain
from isthmus.model.label import ALL, CLOSED, OPEN, Allowed, Label

TABLE: Tree = {
    "tlp:red": {"handling": "TLP:RED", "discoverable_to": []},
    "office": {
        "classification": {"national": "SECRET", "nato": "NATO SECRET"},
        "originators": "harbour-office",
        "releasable_to": ["alder"],
        "data_categories": ["identity"],
        "subject_categories": ["minor"],
        "legal_bases": ["act 4"],
        "purposes": ["border-security"],
    },
    "statement:*": {},
    "statement:*tlp*": "unknown",
    "nobody": "closed",
}
MEANINGS = compiled_meanings(TABLE, "list.means")


def test_a_marking_adds_the_fields_that_the_table_says_and_no_others():
    red = MEANINGS.of("tlp:red")
    assert red == Label(
        handling=frozenset({"TLP:RED"}),
        releasable_to=ALL,
        purposes=ALL,
        discoverable_to=Allowed.of(),
    )
    office = MEANINGS.of("office")
    assert office is not None
    assert office.classification == {("national", "SECRET"), ("nato", "NATO SECRET")}
    assert office.releasable_to == Allowed.of("alder")
    assert office.purposes == Allowed.of("border-security")
    assert office.discoverable_to == ALL
    assert office.originators == {"harbour-office"}
    assert office.legal_bases == {"act 4"}
    assert office.data_categories == {"identity"}
    assert office.subject_categories == {"minor"}


def test_case_width_blanks_and_invisible_characters_do_not_matter():
    for text in ("TLP:RED", " tlp:red\n", "ＴＬＰ：ＲＥＤ", "tlp\u200b:\u2060red", "Tlp:Red"):
        assert MEANINGS.of(text) == MEANINGS.of("tlp:red"), text


def test_a_star_stands_for_anything_and_the_longer_pattern_wins():
    assert MEANINGS.of("statement:Copyright") == OPEN
    assert MEANINGS.of("statement:") == OPEN
    assert MEANINGS.of("statement:line\nand TLP:RED") is None
    assert MEANINGS.of("a statement:") is None


def test_what_the_table_does_not_know_is_unknown_and_closed_is_closed():
    assert MEANINGS.of("tlp:unclear") is None
    assert MEANINGS.of("tlp:redd") is None
    assert MEANINGS.of("") is None
    assert MEANINGS.of("nobody") == CLOSED


@given(st.text())
def test_no_text_but_those_of_the_table_means_anything(text: str):
    known = {"tlp:red", "office", "nobody"}
    meaning = MEANINGS.of(text)
    assert (meaning is not None) == (
        plain(text) in known or (plain(text).startswith("statement:") and "tlp" not in plain(text))
    )


@given(st.text())
def test_a_plain_marking_stays_as_it_is(text: str):
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("table", "named"),
    [
        (None, "list.means"),
        ({}, "list.means"),
        (["tlp:red"], "list.means"),
        ({"red": "RED"}, "list.means.red"),
        ({"red": {"caveats": "TLP:RED"}}, "list.means.red"),
        ({"red": {"handling": [{"a": 1}]}}, "list.means.red.handling"),
        ({"red": {"classification": {"national": "NATO SECRET"}}}, "list.means.red"),
        ({"red": {"classification": "SECRET"}}, "list.means.red"),
        ({"red": {"purposes": {"a": 1}}}, "list.means.red.purposes"),
    ],
)
def test_a_slip_of_the_table_names_its_place(table: Tree, named: str):
    with pytest.raises(MappingInvalid) as caught:
        compiled_meanings(table, "list.means")
    assert named in str(caught.value)
