from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.model.ids import LabelId, StatementSeq
from isthmus.model.release import HIDDEN
from isthmus.model.statement import Claim
from isthmus.model.weights import Frequencies
from isthmus.resolve.addresses import MOST_WORDS
from isthmus.resolve.addresses import read_address as read
from isthmus.resolve.entity_keys import Keyed, entity_keys, indexed, proposing_keys
from isthmus.resolve.keys import MAX_KEY, search_keys
from isthmus.resolve.levels.texts import ADDRESSES
from isthmus.resolve.names import Names
from tests.flow.stage import ONTOLOGY

NAMES = Names()
ONE, OTHER = LabelId(1), LabelId(2)
BAKER = "221b Baker Street, London NW1 6XE, United Kingdom"


def says(schema: str, name: str, value: str, label: LabelId = ONE) -> Claim:
    return Claim(StatementSeq(1), label, schema, name, value)


def keys(*claims: Claim) -> set[Keyed]:
    return set(entity_keys(claims, ONTOLOGY, NAMES))


def proposing(*claims: Claim) -> set[tuple[str, LabelId]]:
    return set(proposing_keys(claims, ONTOLOGY, NAMES))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BAKER, "NW1 6XE United Kingdom, London, Baker St. 221B"),
        ("Hauptstraße 5, 10115 Berlin", "Hauptstr. 5, Berlin 10115"),
        ("ул. Ленина 5, Москва", "Ulitsa Lenina 5, Moskva"),
        ("P.O. Box 1818, Tehran", "PO BOX 1818 Tehran"),
        ("P O Box 1818, Tehran", "PO BOX 1818 Tehran"),
        ("Calle 7 Nº 45-25, Cáli", "calle 7 no 45 25 cali"),
        ("12 North Harbour Road, Birch", "12 N Harbour Rd, Birch"),
    ],
)
def test_short_forms_word_order_and_script_are_no_matter(one: str, other: str):
    assert read(one).whole == read(other).whole


@pytest.mark.parametrize(
    ("value", "tells"),
    [
        (BAKER, True),
        ("12 Harbour Street", True),
        ("Kurfürstendamm 12, Berlin", True),
        ("Hauptstr. 5", True),
        ("Hauptstr. 5, Berlin", True),
        ("PO Box 1818, Tehran", True),
        ("75002 Paris, France", False),
        ("1011 AB Amsterdam", False),
        ("New York 10001, United States", False),
        ("Tehran, Iran", False),
        ("Harbour Street, Birch", False),
        ("12 Street", False),
        ("12", False),
        ("", False),
        ("12, United Arab Emirates", False),
    ],
)
def test_an_address_tells_enough_with_a_number_and_a_street(value: str, *, tells: bool):
    assert read(value).tells is tells


SPELLED = (
    "Baker", "Street", "St", "st.", "Road", "rd", "12", "221b", "NW1", "Paris", "P.O.", "Box",
    "Hauptstraße", "Hauptstr", "Ленина", "Lenina", "上海", ",", "-",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(SPELLED), max_size=12)


@given(WORDS, WORDS)
def test_two_have_one_key_if_and_only_if_they_compare_as_equal(one: list[str], other: list[str]):
    left, right = " ".join(one), " ".join(other)
    ours, theirs = (ADDRESSES.prepare(value, Frequencies()) for value in (left, right))
    if ours is None or theirs is None:
        assert "" in {read(left).whole, read(right).whole}
        return
    equal = ADDRESSES.levels[ADDRESSES.level(ours, theirs)].startswith("equal")
    assert equal is (read(left).key == read(right).key)


@given(st.text(max_size=400))
def test_any_text_gives_few_keys_of_bounded_length(text: str):
    found = keys(says("Address", "full", text))
    assert len(found) <= 7
    assert all(2 < len(one.key) <= MAX_KEY for one in found)
    assert len(read(text).words) <= MOST_WORDS


def test_an_address_that_is_a_thing_proposes_by_itself():
    assert proposing(says("Address", "full", BAKER)) == {(read(BAKER).key, ONE)}
    assert proposing(says("Address", "full", "Tehran, Iran")) == set()
    assert proposing(says("Address", "full", f"{HIDDEN * 3} Street, London")) == set()


def test_a_street_proposes_with_each_town_under_its_label_and_alone_where_no_town_is_said():
    street, town = says("Address", "street", "12 Harbour St"), says("Address", "city", "Birch")
    code = says("Address", "postalCode", "1011")
    assert proposing(street) == {("a:12 harbour st", ONE)}
    assert proposing(street, town) == {("a:12 birch harbour st", ONE)}
    assert proposing(street, town, code) == {
        ("a:12 birch harbour st", ONE),
        ("a:1011 12 harbour st", ONE),
    }
    elsewhere = says("Address", "city", "Birch", OTHER)
    assert proposing(street, elsewhere) == {("a:12 harbour st", ONE)}
    assert proposing(town) == set()


def test_where_somebody_is_proposes_beside_a_word_of_his_name_under_one_label():
    name, at = says("Person", "name", "Lind, Mara"), says("Person", "address", BAKER)
    alone = proposing(name)
    assert proposing(at) == set()
    whole = read(BAKER).whole
    assert proposing(name, at) - alone == {
        (f"b:{w}:{whole}"[:MAX_KEY], ONE) for w in ("lind", "mara")
    }
    assert proposing(name, says("Person", "address", BAKER, OTHER)) == alone
    assert proposing(name, says("Person", "address", "London, United Kingdom")) == alone


def test_of_a_firm_the_first_word_alone_is_looked_at_beside_its_address():
    name = says("Company", "name", "Bushehr Shipping Limited")
    found = proposing(name, says("Company", "address", BAKER)) - proposing(name)
    assert found == {(f"b:bushehr:{read(BAKER).whole}", ONE)}


def test_an_address_is_found_as_a_whole_and_by_a_number_beside_a_name():
    found = keys(says("Thing", "address", BAKER))
    assert not any(one.proposes for one in found)
    assert {one.key for one in found} == {
        read(BAKER).key, "ah:221b:baker", "ah:221b:london", "ah:nw1:baker", "ah:nw1:london",
    }  # fmt: skip
    assert read(BAKER).key in search_keys("london baker st. 221b nw1 6xe united kingdom", NAMES)
    assert "ah:221b:baker" in search_keys("221B Baker Street", NAMES)


def test_who_has_no_address_has_no_key_of_one():
    person = [
        says("Person", "name", "Mara Lind"),
        says("Person", "birthDate", "1972-05-06"),
        says("Person", "passportNumber", "X1234567"),
    ]
    assert not any(one.key.startswith(("a:", "ah:")) for one in keys(*person))


def test_what_has_keys_is_held():
    assert {"address", "full", "street", "city", "postalCode", "birthDate"} <= indexed(ONTOLOGY)
    assert "notes" not in indexed(ONTOLOGY)
