"""Texts that not every store can hold are refused wherever they stand."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.adapters.store.link import check_storable, document
from isthmus.errors import InputError
from isthmus.model.label import Label
from tests import make

STORABLE = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
ANYTHING = st.one_of(st.none(), st.integers(), st.floats(), st.binary(), STORABLE)


@given(values=st.lists(ANYTHING))
def test_other_values_pass(values: list[object]):
    check_storable(values)


@given(before=STORABLE, after=STORABLE, bad=st.sampled_from(["\0", "\ud800", "\udfff"]))
def test_one_bad_character_anywhere_is_refused(before: str, after: str, bad: str):
    with pytest.raises(InputError):
        check_storable(["fine", None, 7, before + bad + after])


def test_halves_of_a_pair_in_two_texts_are_refused_though_they_would_fit_together():
    with pytest.raises(InputError):
        check_storable(["\ud83d", "\udea2"])


@pytest.mark.parametrize("bad", ["\0", "a\0b", "\ud800"])
def test_a_document_hides_none(bad: str):
    with pytest.raises(InputError):
        document(Label(handling=frozenset({bad})))
    with pytest.raises(InputError):
        document({"a": [{bad: 1}]})


def test_a_document_may_spell_an_escape():
    assert document(["\\u0000"]) == r'["\\u0000"]'


@given(names=st.frozensets(STORABLE, max_size=5))
def test_equal_labels_are_one_document_and_come_back(names: frozenset[str]):
    label = Label(handling=names, legal_bases=frozenset(sorted(names, reverse=True)))
    assert document(label) == document(msgspec.json.decode(document(label), type=Label))
    assert msgspec.json.decode(document(label), type=Label) == label


def test_labels_that_differ_in_all_or_nobody_are_two_documents():
    assert document(make.label("SECRET", handling=["H1"])) != document(make.label("SECRET"))
