"""Searching: who is looked at, and what of him."""

from __future__ import annotations

from functools import partial

import pytest

from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.statement import Claim
from isthmus.resolve.asking import candidates, question, question_keys
from isthmus.resolve.entity_keys import entity_keys
from isthmus.resolve.index import Index
from isthmus.resolve.names import Names
from isthmus.resolve.searching import Search, found_by, text_of
from tests import make
from tests.flow.stage import ONTOLOGY

NAMES = Names()
LABELS = frozenset({LabelId(1)})


def index(*said: tuple[str, str, str, str]) -> Index:
    """Give an index of (entity, schema, property, value), all under one label."""
    held = Index(partial(entity_keys, ontology=ONTOLOGY, names=NAMES))
    for seq, (about, schema, name, value) in enumerate(said, start=1):
        claim = Claim(StatementSeq(seq), LabelId(1), schema, name, value)
        held.update(make.entity(about), [claim])
    return held


def found(held: Index, text: str, **how: int) -> dict[EntityId, str]:
    """Give who is found by a text, and how he met it."""
    search = Search(NAMES, ONTOLOGY, **{"cap": 9, "most": 9} | how)
    met = found_by(held, text_of(text, NAMES), LABELS, search)
    return {one.entity: one.meetings[0].matched for one in met}


@pytest.mark.parametrize("cap", [1, 9])
def test_an_identifier_is_met_however_many_hold_it(cap: int):
    held = index(
        *((f"ship {n}", "Vessel", "imoNumber", "9074729") for n in range(3)),
        ("ship 0", "Vessel", "name", "9074729"),
    )
    assert found(held, "9074729", cap=cap)[make.entity("ship 0")] == "identifier"


def test_a_slip_in_each_of_two_words_is_found():
    held = index(("ivan", "Person", "name", "Ivan Sidorov"))
    assert found(held, "Ivsn Sidkorov") == {make.entity("ivan"): "like"}
    assert found(held, "Sidkorov Ivsn") == {make.entity("ivan"): "like"}


def test_who_shares_a_single_word_that_sounds_alike_comes_after_who_shares_more():
    held = index(
        ("one", "Organization", "name", "Romashka"),
        *((f"{n}", "Person", "name", "Romashka Sidorov") for n in range(20)),
    )
    assert list(found(held, "Romaska Sidorof", cap=99, most=99, close=1).values()) == ["like"]


def test_kinds_of_keys_tell_more_or_less_and_the_telling_ones_are_given():
    held = index(("a", "Person", "name", "Mara Lind"), ("b", "Person", "name", "Mara Lindt"))
    keys = ["t:mara", "t:lind", "nk:flnt", "np:l+lnt"]
    first, second = candidates(held, keys, LABELS, cap=9, most=9)
    assert (first.entity, first.keys) == (make.entity("a"), ("t:lind", "t:mara"))
    assert (second.entity, second.keys, second.rarity) == (make.entity("b"), ("t:mara",), 0.5)
    weighed = candidates(held, keys, LABELS, cap=9, most=9, telling={"t:": 3.0})
    assert [one.rarity for one in weighed] == [4.5, 1.5]


def ranked(held: Index, text: str) -> list[tuple[str, str]]:
    """Give the names of who is found by a text, best first, and how the text met them."""
    search = Search(NAMES, ONTOLOGY, cap=9, most=9)
    best = [one.meetings[0] for one in found_by(held, text_of(text, NAMES), LABELS, search)]
    return [(one.claim.value, one.matched) for one in best]


def test_a_word_that_is_there_goes_before_a_name_that_is_only_like_it():
    held = index(
        ("ship", "Vessel", "name", "Sedirov"),
        ("ivan", "Person", "name", "SIDOROV, Ivan Petrovich"),
    )
    assert ranked(held, "Sidorov") == [("SIDOROV, Ivan Petrovich", "words"), ("Sedirov", "like")]


def test_all_words_spelled_otherwise_go_before_a_name_that_lacks_one():
    held = index(
        ("less", "Person", "name", "Ivan Sidorov"),
        ("more", "Person", "name", "Iwan Petrovich Sidorof"),
    )
    assert ranked(held, "Ivan Petrovich Sidorov") == [
        ("Iwan Petrovich Sidorof", "like"),
        ("Ivan Sidorov", "like"),
    ]


def test_all_words_in_a_name_like_it_go_before_all_words_in_any():
    held = index(
        ("long", "Person", "name", "Aaron Mara Elin Deborah Esther Naomi Lind"),
        ("near", "Person", "name", "Mara Elin Lind"),
        ("same", "Person", "name", "Lind Mara"),
    )
    assert [how for _, how in ranked(held, "Mara Lind")] == ["name", "words", "words"]
    assert ranked(held, "Mara Lind")[1][0] == "Mara Elin Lind"


def test_a_word_is_not_found_in_names_that_have_only_its_consonants():
    held = index(("aref", "Person", "name", "Alavere Nafi"))
    assert found(held, "Lavrenof") == {}


@pytest.mark.parametrize("asked", ["Sidorof", "Sidorow", "Сидоров", "Sidoroff"])
@pytest.mark.parametrize("close", [0, 1])
def test_a_misspelt_surname_alone_finds_who_bears_it(asked: str, close: int):
    held = index(
        *((f"{n}", "Person", "name", f"SEDERIF, Mara {n}") for n in range(5)),
        ("ivan", "Person", "name", "SIDOROV, Ivan Petrovich"),
        ("ship", "Vessel", "name", "Kirill Sidorov"),
    )
    met = found(held, asked, close=close)
    how = "words" if asked == "Сидоров" else "spelled"
    assert met == dict.fromkeys([make.entity("ivan"), make.entity("ship")], how)


def test_a_word_that_is_more_alike_goes_before_a_whole_name_that_is_less_so():
    held = index(
        ("ship", "Vessel", "name", "Sedirov"),
        ("ivan", "Person", "name", "SIDOROV, Ivan Petrovich"),
    )
    assert ranked(held, "Siddorov") == [("SIDOROV, Ivan Petrovich", "spelled"), ("Sedirov", "like")]


def test_of_words_that_sound_alike_the_one_spelled_most_alike_goes_first():
    held = index(
        ("a", "Person", "name", "Anna SIDOROVNA"),
        ("b", "Person", "name", "Boris SIDOROV"),
    )
    assert [name for name, _ in ranked(held, "Sidorow")] == ["Boris SIDOROV"]
    held = index(
        ("a", "Person", "name", "Anna SIDORAWA"),
        ("b", "Person", "name", "Boris SIDOROV"),
    )
    assert [name for name, _ in ranked(held, "Sidorow")] == ["Boris SIDOROV", "Anna SIDORAWA"]


def test_a_question_that_is_screened_does_not_ask_for_single_words():
    claims = question("Person", [("name", "Ivan Sidorov")])
    keys = question_keys(claims, ONTOLOGY, NAMES)
    assert keys
    assert not [key for key in keys if key.startswith(("t:", "nw:"))]
