from __future__ import annotations

from dataclasses import replace

import pytest

from isthmus.flow.showing.alerts import explained
from tests.flow.stage import RULE

SEEN = {"entity": "Sea Lark", "listed.mmsi": "257000001", "seen.mmsi": "538000002"}


def sentence(template: str, args: dict[str, str] = SEEN, lang: str = "en") -> str:
    return explained(replace(RULE, explanation={lang: template}), args)[lang]


def test_a_phrase_shows_with_what_it_names():
    said = sentence("{entity}[: listed as {listed.mmsi}, seen as {seen.mmsi}].")
    assert said == "Sea Lark: listed as 257000001, seen as 538000002."


def test_a_phrase_that_names_something_unseen_is_left_out():
    assert sentence("{entity}[: flag {listed.flag}, seen as {seen.mmsi}].") == "Sea Lark."


def test_outside_of_a_phrase_the_unseen_shows_as_such():
    assert sentence("{entity}: flag {listed.flag}.") == "Sea Lark: flag …."


@pytest.mark.parametrize("value", ["[{seen.mmsi}]", "{seen.mmsi}", "]"])
def test_a_value_with_brackets_is_only_a_value(value: str):
    assert sentence("[{entity}]", {**SEEN, "entity": value}) == value


def test_values_keep_their_direction_in_arabic():
    assert sentence("{entity} شوهد", lang="ar") == "\u2068Sea Lark\u2069 شوهد"
