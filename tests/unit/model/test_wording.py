"""Wording: phrases in the languages of the console."""

from __future__ import annotations

from typing import Any

import pytest

from isthmus.errors import MappingInvalid
from isthmus.model.wording import Wording, read_wording
from isthmus.phrases import say

ROW = {"en": "a row", "fr": "une ligne", "ar": "صف"}
MOST = {"en": "{what} of {n}", "fr": "{n} de {what}", "ar": "{n} من {what}"}


def test_a_phrase_is_given_in_every_language():
    wording = read_wording({"phrases": [MOST], "borrowed": [ROW]})
    assert wording.texts(say("{what} of {n}", what=say("a row"), n=2)) == {
        "en": "a row of 2",
        "fr": "2 de une ligne",
        "ar": "2 من صف",
    }


def test_a_text_of_no_language_is_the_same_in_each():
    assert wording_of(ROW).texts("a row") == {"en": "a row", "fr": "a row", "ar": "a row"}


def test_a_phrase_that_nobody_translated_stays_english():
    assert set(Wording().texts(say("a row")).values()) == {"a row"}


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"phrases": [ROW]},
        {"phrases": [{"en": "a", "fr": "b"}], "borrowed": []},
        {"phrases": ["a"], "borrowed": []},
        {"phrases": [{**ROW, "ar": ""}], "borrowed": []},
    ],
)
def test_anything_else_is_refused(document: dict[str, Any]):
    with pytest.raises(MappingInvalid):
        read_wording(document)


def wording_of(*phrases: dict[str, str]) -> Wording:
    return read_wording({"phrases": list(phrases), "borrowed": []})
