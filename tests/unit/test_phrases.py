"""Phrases: words and what they were given, kept apart until somebody reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.phrases import Phrase, Said, choice, decoded, encoded, say

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PHRASES = st.recursive(
    TEXTS,
    lambda inner: st.builds(
        Phrase, TEXTS, st.dictionaries(TEXTS, inner, max_size=3).map(lambda d: tuple(d.items()))
    ),
    max_leaves=6,
)


@given(said=PHRASES)
def test_what_is_encoded_comes_back(said: Said):
    assert decoded(encoded(said)) == said


@pytest.mark.parametrize("text", ["1", "null", "[1,{}]", '["a"]', '["a",[]]', '["a",{"b":3}]', "x"])
def test_anything_else_is_no_phrase(text: str):
    with pytest.raises(ValueError, match=r"phrase|Expecting"):
        decoded(text)


def test_what_was_given_is_not_read_for_places():
    said = say("{a} and {b}", a="{b}", b="{a}")
    assert str(said) == "{b} and {a}"


def test_a_place_that_nothing_was_given_for_stays():
    assert str(Phrase("{a} of {b}", (("b", "2"),))) == "{a} of 2"


def test_a_phrase_within_a_phrase_is_translated_too():
    table = {"{what} of {n}": "{n} : {what}", "a row": "une ligne"}
    said = say("{what} of {n}", what=say("a row"), n=3)
    assert said.put(lambda words: table.get(words, words)) == "3 : une ligne"


def test_what_was_given_as_a_text_is_never_translated():
    said = say("got {came}", came="a row")
    assert said.put(lambda words: words.replace("a row", "une ligne")) == "got a row"


def test_alternatives_are_one_phrase():
    assert str(choice(["d", "e", say("a row")])) == "d or e or a row"
    assert choice(["d"]) == Phrase("d")
