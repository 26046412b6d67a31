from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.identifiers.registry import IDENTIFIERS
from isthmus.model.weights import Frequencies
from isthmus.resolve.levels import comparator

NONE = Frequencies()


def level(how: str, a: str, b: str, table: Frequencies = NONE) -> str | None:
    found = comparator(how)
    left, right = found.prepare(a, table), found.prepare(b, table)
    if left is None or right is None:
        return None
    assert found.level(left, right) == found.level(right, left)
    return found.levels[found.level(left, right)]


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ("1972-05-06", "1972-05-06", "equal"),
        ("1972-01-01", "1972-01-01", "equal_round"),
        ("1972-05-06", "1972-05-06T00:00:00Z", "equal"),
        ("1972-05-06", "1972-06-05", "swapped"),
        ("1972-05-06", "1972-05-08", "slip"),
        ("1972-05-16", "1972-05-61", "slip"),
        ("1972-05-06", "1972-05", "agrees"),
        ("1972", "1972-05-06", "agrees"),
        ("1972", "1972", "agrees"),
        ("1972-05-06", "1972-11-17", "same_year"),
        ("1972", "1973", "near_year"),
        ("1983-05-06", "1938-11-17", "decade_slip"),
        ("1972", "1990", "different"),
        ("1972", "circa 1972", None),
    ],
)
def test_dates_with_their_uncertainty(a: str, b: str, found: str | None):
    assert level("date", a, b) == found


@pytest.mark.parametrize(
    ("family", "a", "b", "found"),
    [
        ("imo", "9074729", "9074729", "equal"),
        ("imo", "9074729", "IMO 9074729", "equal"),
        ("imo", "9074728", "9074728", "equal_unchecked"),
        ("imo", "9074729", "9176187", "different"),
        # A wrong check digit is a slip of the number that it is nearly, and no number of its own.
        ("imo", "9074728", "9074729", "slip"),
        ("imo", "9074728", "9176187", "unclear"),
        ("passport", "X1234567", "X1234576", "slip"),
        ("passport", "X1234567", "Y7654321", "different"),
        ("passport", "X123", "X124", "different"),
        ("iban", "DE89370400440532013000", "DE89370400440532013000", "equal"),
        ("iban", "DE89370400440532013001", "DE89370400440532013000", "slip"),
        ("email", "a@example.org", "b@example.org", "different"),
    ],
)
def test_identifiers_with_and_without_check_digits(family: str, a: str, b: str, found: str):
    assert level(f"identifier:{family}", a, b) == found


@pytest.mark.parametrize(
    ("how", "a", "b", "found"),
    [
        ("code", "SW1A 2BJ", "sw1a2bj", "equal"),
        ("code", "SW1A 2BJ", "SW1A 2BK", "slip"),
        ("code", "SW1A 2BJ", "SW1A 4XY", "area"),
        ("code", "SW1A 2BJ", "N16 4XY", "different"),
        ("word", "PA", "pa", "equal"),
        ("word", "PA", "LR", "different"),
        ("measure", "10,000", "10000", "equal"),
        ("measure", "10000", "10200", "near"),
        ("measure", "10000", "20000", "different"),
        ("measure", "10000", "unknown", None),
        ("address", "12 Harbour Street, Birch", "12 harbour st birch", "equal_rare"),
        ("text", "Bristol, City of", "bristol", "within"),
        ("text", "West Devon", "East Devon", "part"),
        ("text", "Westminster", "Westminister", "near"),
        ("text", "Devon", "Kent", "different"),
    ],
)
def test_codes_words_measures_and_texts(how: str, a: str, b: str, found: str | None):
    assert level(how, a, b) == found


def test_a_text_that_many_bear_says_less():
    counted = Frequencies(1_000, {"politician": 400, "liturgist": 20})
    assert level("text", "Politician", "politician", counted) == "equal_common"
    assert level("text", "Liturgist", "liturgist", counted) == "equal"


def test_an_address_is_as_rare_as_its_rarest_word():
    counted = Frequencies(100_000, {"st": 60_000, "1": 9_000, "harbour": 4_000, "birch": 500})
    assert level("address", "1 Harbour Street", "1, Harbour St", counted) == "equal_common"
    assert level("address", "1 Harbour St Birch", "Birch, Harbour St 1", counted) == "equal"
    assert level("address", "1 Larkspur St", "1 Larkspur St", counted) == "equal_rare"


DATES = ["1972-05-06", "1972-06-05", "1973-05-06", "1963-05-06", "1962-50-06", "1974-15-06"]
DATES += [
    "1982-05-06",
    "1938-11-17",
    "1972",
    "1972-05",
    "1990 early",
    "1972-05-06T01:00",
    "19x2-05-07",
]
NUMBERS = [
    "X1234567",
    "X1234576",
    "Y7654321",
    "1X234567",
    "X123456",
    "XX1234567",
    "x1234568",
    "12 34",
]
NUMBERS += [
    "1234",
    "1324",
    "3124",
    "1243",
    "5234",
    "4321",
    "12345",
    "SW1A 2BJ",
    "sw1a2bk",
    "",
    "-",
    "X12",
]
VALUES = {"date": st.sampled_from(DATES), "code": st.sampled_from(NUMBERS)}
DIGITS = st.text("0123456789", min_size=3, max_size=7) | st.text("1aA -", max_size=8)
GAINS = st.lists(st.sampled_from([0.0, 0.0, 1.0, 2.5]), min_size=10, max_size=10)
BESIDE = ("date", "code", *(f"identifier:{family}" for family in IDENTIFIERS))


@pytest.mark.parametrize("how", [how for how in BESIDE if comparator(how).beside is not None])
@given(data=st.data(), gains=GAINS)
def test_a_look_from_beside_never_gives_less_than_the_level(
    how: str, data: st.DataObject, gains: list[float]
):
    found, usual = comparator(how), VALUES.get(how, st.sampled_from(NUMBERS))
    a, b = (data.draw(usual | DIGITS | st.text(max_size=12)) for _ in "ab")
    gains = gains[: len(found.levels)]
    gain = None if found.beside is None else found.beside(a, gains)
    name = level(how, a, b)
    if gain is not None and name is not None:
        told = {gains[found.levels.index(name)]}
        if name in {"unclear", "different"} and how.startswith("identifier:"):
            told.add(max(gains[3], gains[4]))
        assert gain(b) in told
        assert gain(b) >= gains[found.levels.index(name)]


EVERY = ("date", "code", "word", "measure", "text", "address", "name:any", "name:vessel")


@pytest.mark.parametrize("how", [*EVERY, *(f"identifier:{family}" for family in IDENTIFIERS)])
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_give_the_same_level_either_way_or_none(how: str, a: str, b: str):
    level(how, a, b)
    assert (
        level(how, a, a) in {None, comparator(how).levels[0], "equal"}
        or "equal" in str(level(how, a, a))
        or level(how, a, a) == "agrees"
    )
