"""Very many at once: each comparator gives by arrays what it gives of two."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.identifiers.outcome import Identified
from isthmus.identifiers.registry import identified
from isthmus.model.ids import LabelId
from isthmus.model.weights import Frequencies
from isthmus.resolve.bulk import Column, levels_of, sheet_of, weights_of
from isthmus.resolve.compare import Compared, compared, profiles
from isthmus.resolve.levels import comparator
from isthmus.resolve.levels.comparator import MISSING
from isthmus.resolve.levels.many_names import Rules, structure_levels
from isthmus.resolve.levels.names import (
    DIFFERENT,
    EDGES,
    LEAST_LETTERS,
    MOST_TOKENS,
    NEAR,
    structure_level,
)
from isthmus.resolve.levels.numbers import PLAIN_NUMBERS
from isthmus.resolve.levels.written import written
from tests import make
from tests.flow.journey import model
from tests.flow.stage import ONTOLOGY
from tests.make import Claim
from tests.make.people import told

MODEL = model()
RULES = Rules(LEAST_LETTERS, NEAR, EDGES, DIFFERENT, MOST_TOKENS)
PERSON = MODEL.schemas["Person"]
TABLE = Frequencies(10_000, {"mara": 2_000, "lindqvist": 30, "1st": 40, "": 999})


def column(values: list[str | None]) -> Column:
    known: dict[str, int] = {}
    codes = [-1 if v is None else known.setdefault(v, len(known)) for v in values]
    return Column(list(known), np.array(codes, dtype=np.int32))


def test_a_set_is_compared_as_its_pairs_are_one_by_one():
    people = told(40)
    columns = {
        "name": column([p.name for p in people]),
        "birthDate": column([p.birth for p in people]),
        "postalCode": column([p.postcode if n % 7 else None for n, p in enumerate(people)]),
    }
    left, right = np.triu_indices(len(people), 1)
    bits = np.zeros(len(left))
    for name, found in columns.items():
        bits += weights_of(PERSON[name])[levels_of(PERSON[name], found, left, right)]
    every = profiles(
        [
            make.statement(Claim(f"p{n}", name, value, "Person"), seq=10 * n + k, label=LabelId(1))
            for n, p in enumerate(people)
            for k, (name, value) in enumerate(
                [("name", p.name), ("birthDate", p.birth), ("postalCode", p.postcode)], 1
            )
            if name != "postalCode" or n % 7
        ]
    )
    profile = list(every.values())
    for at in range(0, len(left), 3):
        one = compared(profile[left[at]], profile[right[at]], MODEL, ONTOLOGY)
        assert sum(c.bits for c in one) == pytest.approx(bits[at])
    assert len(set(bits.tolist())) > 10


TOKENS = (
    "m", "mara", "marra", "maar", "lind", "linde", "lindqvist", "lindqvits", "1st", "7", "bob",
    "robert", "dr", "gmbh", "limited", "a", "o'neil", "oneil", "محمد", "мара", "李明", "明",
    "wolfeschlegelsteinhausen", "wolfeschlegelsteinhausern", "MARA", "Lind-Quist", "\t", "é", "〇",
    "abcdefghi", "abcdefghj", "abdcefghi",
)  # fmt: skip
NAMES = st.lists(st.sampled_from(TOKENS), max_size=10).map(" ".join) | st.text(max_size=8)
YEARS = st.sampled_from(["1938", "1983", "1966", "1956", "1967", "2001", "0000"])
PARTS = st.sampled_from(["01", "10", "02", "12", "21", "11"])
DATES = (
    st.tuples(YEARS, PARTS, PARTS).map("-".join)
    | st.tuples(YEARS, PARTS).map("-".join)
    | YEARS
    | st.builds("{}-{}-{}T10:00".format, YEARS, PARTS, PARTS)
    | st.sampled_from(["", "1938-1-2", "tomorrow", "1938-01-0x", "1938_01_02"])
)
LETTERS = st.text("AB01", max_size=9)
CODES = (
    LETTERS
    | st.text("aB 0-", max_size=6)
    | st.text("AB01", min_size=12, max_size=40)
    | st.sampled_from(["АВ1234567", "АВ1234568", "AB1234567", "é1234567", "ж12", "AB123", "AB12"])
)
NUMBERS = CODES | st.sampled_from(
    ["9074729", "9610808", "1234567", "DE89370400440532013000", "GB82WEST12345698765432"]
)
TEXTS = st.lists(st.sampled_from(["main", "street", "st", "12", "Øst", "road"]), max_size=4).map(
    " ".join
)
DRAWN = {
    "date": DATES,
    "code": CODES,
    "word": TEXTS,
    "measure": st.sampled_from(["1", "1.02", "1,000", "-3", "x", "1e3", ""]),
    "text": TEXTS,
    "address": TEXTS,
    **{f"name:{kind}": NAMES for kind in ("any", "person", "organization", "vessel")},
    **{f"identifier:{family}": NUMBERS for family in (*PLAIN_NUMBERS, "imo", "iban", "callsign")},
}


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("table", [Frequencies(), TABLE], ids=["untrained", "trained"])
@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_levels_by_the_array_are_those_of_two(name: str, table: Frequencies, data: st.DataObject):
    values = data.draw(st.lists(DRAWN[name], min_size=2, max_size=14))
    how = comparator(name)
    bound = Compared(how, tuple(range(len(how.levels))), table)
    one, other = np.divmod(np.arange(len(values) ** 2), len(values))
    found = sheet_of(bound, written(values)).levels(one, other)
    prepared = [bound.prepared(value) for value in values]
    for at, level in enumerate(found.tolist()):
        ours, theirs = prepared[one[at]], prepared[other[at]]
        expected = MISSING if ours is None or theirs is None else how.level(ours, theirs)
        assert level == expected, (values[one[at]], values[other[at]])


@pytest.mark.parametrize("family", PLAIN_NUMBERS)
@given(value=st.text("ABXZ0189", max_size=25))
def test_capitals_and_digits_are_what_the_family_makes_of_them(family: str, value: str):
    plain = PLAIN_NUMBERS[family]
    fits = plain.least <= len(value) <= plain.most
    fits = fits and (not plain.digit or any(c.isdigit() for c in value))
    found = identified(family, value)
    assert (isinstance(found, Identified) and found.value == value) is fits


counts = st.integers(1, 8)


@given(counts, counts, st.integers(0, 8), st.integers(0, 8), st.integers(0, 3000))
def test_the_table_of_structures_is_one(a: int, b: int, equal: int, near: int, rarity: int):
    equal, near = min(equal, a, b), min(near, min(a, b) - min(equal, a, b))
    met = [np.array([n], np.int32) for n in (equal, near, rarity)]
    found = structure_levels(RULES, (a, b), (met[0], met[1], met[2]))
    assert found[0] == structure_level(a, b, equal, near, rarity)
    assert found[0] < len(comparator("name:any").levels)


def test_a_side_without_a_value_or_with_an_empty_one_has_no_level():
    left, right = np.array([0, 0, 1]), np.array([1, 2, 2])
    found = levels_of(PERSON["name"], column(["Mara Lind", None, "!!!"]), left, right)
    assert found.tolist() == [MISSING] * 3
    assert weights_of(PERSON["name"])[found].tolist() == [0, 0, 0]
