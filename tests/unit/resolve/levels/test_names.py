from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.model.weights import Frequencies
from isthmus.resolve.levels import comparator
from isthmus.resolve.levels.names import MOST_TOKENS

PERSON = comparator("name:person")
NONE = Frequencies()
COUNTED = Frequencies(1_000_000, {"john": 50_000, "smith": 20_000, "lark": 30})


def level(a: str, b: str, table: Frequencies = NONE) -> str:
    left, right = PERSON.prepare(a, table), PERSON.prepare(b, table)
    return PERSON.levels[PERSON.level(left, right)]


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ("Mara Lind", "LIND, Mara", "equal_rare"),
        ("Dr Mara Lind", "Mara Lind", "equal_rare"),
        ("Mara Lind", "Mara Lynde", "part_common"),
        ("Margarete Lindqvist", "Margaret Lindqvist", "spelled_rare"),
        ("M Lindqvist", "Mara Lindqvist", "spelled_rare"),
        ("Mara Lindqvist", "Mara Elin Lindqvist", "within_rare"),
        ("Mara Elin Lindqvist", "Mara Lindqvist Berg", "part_rare"),
        ("Bobby Lindqvist", "Robert Lindqvist", "spelled_rare"),
        ("Yusuf Lindqvist", "Josef Lindqvist", "spelled_rare"),
        ("Lindqvist", "Lindqvist", "equal_one"),
        ("Lindqvist", "Lindqwist", "spelled_one"),
        ("Lindqvist", "Mara Lindqvist", "within_one"),
        ("Mara Lind", "Tom Berg", "different"),
        ("Ann Lee", "Anna Li", "part_common"),
        ("Kim Lee", "Tim Li", "different"),
        ("Мара Линд", "Mara Lind", "equal_rare"),
        ("محمد حسن", "Mohammed Hassan", "spelled_rare"),
        ("عمر خالد", "Mohammed Hassan", "different"),
        ("习近平", "Xi Jinping", "spelled_rare"),
    ],
)
def test_how_two_names_lie_to_each_other(a: str, b: str, found: str):
    assert level(a, b) == level(b, a) == found


def test_what_many_bear_says_less():
    assert level("John Smith", "Smith John", COUNTED) == "equal_common"
    assert level("John Lark", "Lark John", COUNTED) == "equal_rare"
    assert level("Lark Wren", "Wren Lark", COUNTED) == "equal_rare"


@given(st.text(max_size=60), st.text(max_size=60))
def test_who_stands_left_makes_no_difference(a: str, b: str):
    left, right = PERSON.prepare(a, NONE), PERSON.prepare(b, NONE)
    if left is not None and right is not None:
        assert PERSON.level(left, right) == PERSON.level(right, left)


names = st.lists(
    st.sampled_from(["m", "mara", "marra", "lind", "linde", "lindq", "elin"]), max_size=5
)


@given(names, names)
def test_no_order_of_words_changes_a_level(a: list[str], b: list[str]):
    if a and b:
        forward = level(" ".join(a), " ".join(b))
        assert forward == level(" ".join(reversed(b)), " ".join(sorted(a)))


@pytest.mark.parametrize("text", ["", "  ", "!!!", "\u200f", "\u0301"])
def test_what_is_no_name_says_nothing(text: str):
    assert PERSON.prepare(text, NONE) is None


def test_a_name_without_end_is_compared_by_its_first_tokens():
    found = PERSON.prepare("Mara Lind " + " ".join(f"w{n}" for n in range(3_000)), NONE)
    assert found is not None
    assert len(found.tokens) == MOST_TOKENS


NAMED = st.sampled_from(
    ["Mara Lind", "lind, mara", "O'Neil Ann", "oneil ann", "Ann O Neil", "LIND"]
)
SPELLED = st.text("maraLIND'`. -\x01é李", max_size=12)


@pytest.mark.parametrize("kind", ["any", "person", "organization", "vessel"])
@given(a=NAMED | SPELLED, b=NAMED | SPELLED)
def test_what_tells_equal_names_apart_says_what_the_level_does(kind: str, a: str, b: str):
    how = comparator(f"name:{kind}")
    assert how.equals is not None
    is_equal, left, right = how.equals(a), how.prepare(a, NONE), how.prepare(b, NONE)
    assert (is_equal is None) is (left is None)
    if is_equal is not None and right is not None:
        found = how.level(left, right)
        assert is_equal(b) is how.levels[found].startswith("equal")
        assert not is_equal(b) or found == how.level(left, left)
