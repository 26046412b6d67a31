"""Acronyms: one name is the words of the other by their first letters."""

import pytest

from isthmus.declared import map_of_names
from isthmus.identifiers.names import name_tokens
from isthmus.resolve.names import SAME_NAME, NameMaps, Names

NAMES = Names(NameMaps(map_of_names))

STAND_FOR = [
    ("IRISL", "Islamic Republic of Iran Shipping Lines"),
    ("IRGC", "Islamic Revolutionary Guard Corps"),
    ("PLF", "Palestine Liberation Front"),
    ("FARC", "Fuerzas Armadas Revolucionarias de Colombia"),
    ("NIOC", "National Iranian Oil Company"),
    ("PDVSA", "Petroleos de Venezuela SA"),
    ("BOK", "Bank of Kuwait"),
    ("ЧВК", "Частная военная компания"),
]


@pytest.mark.parametrize(("short", "long"), STAND_FOR)
@pytest.mark.parametrize("kind", ["any", "organization"])
def test_an_acronym_meets_what_it_stands_for_whether_the_kind_is_told_or_not(
    short: str, long: str, kind: str
):
    score = NAMES.similarity(short, long, kind)  # type: ignore[arg-type]
    assert score == NAMES.similarity(long, short, kind) >= SAME_NAME  # type: ignore[arg-type]


@pytest.mark.parametrize(("short", "long"), STAND_FOR)
def test_the_quick_looks_do_not_lose_it(short: str, long: str):
    for asked, other in ((short, long), (long, short)):
        assert NAMES.likeness(asked, other) >= SAME_NAME
        found = NAMES.asked(asked).likeness(other, name_tokens(other, "any"))
        assert found == NAMES.likeness(asked, other)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("JFK", "John Fitzgerald Kennedy"),
        ("MBS", "Mohammed bin Salman"),
        ("Ali", "Ahmed Latif Ibrahim"),
        ("Van", "Vakhitov Ayrat Nasimovich"),
        ("PL", "Palestine Liberation"),
        ("PLO", "Palestine Liberation Front"),
        ("PFL", "Palestine Liberation Front"),
        ("ПЛФ", "Palestine Liberation Front"),
    ],
)
def test_initials_of_persons_and_other_letters_are_none(short: str, long: str):
    assert NAMES.similarity(short, long) < SAME_NAME
    assert NAMES.similarity(short, long, "person") < SAME_NAME


def test_a_person_has_no_acronym_whatever_he_is_called():
    assert NAMES.similarity("PLF", "Palestine Liberation Front", "person") < SAME_NAME
