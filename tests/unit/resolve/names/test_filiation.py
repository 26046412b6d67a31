from __future__ import annotations

import pytest

from isthmus.identifiers.names import name_tokens
from isthmus.resolve.names import Names
from isthmus.resolve.names.filiation import turned
from isthmus.resolve.names.prepared import prepared_name
from isthmus.resolve.names.scoring import SAME_NAME

TURNED = [
    ("Salman bin Muhammad al-Rawi", "Muhammad bin Salman al-Rawi"),
    ("Abdullah ibn Omar", "Umar ibn Abdallah"),
    ("Ahmad bin Abd al-Rahman", "Abd al-Rahman bin Ahmad"),
    ("سلمان بن محمد", "محمد بن سلمان"),
    ("AHMAD BIN HASAN AL-UBAIDI", "hasan bin ahmad al ubaidi"),
]
NOT_TURNED = [
    ("Salman bin Muhammad al-Rawi", "Al-Rawi, Salman bin Muhammad"),
    ("Salman bin Muhammad", "Muhammad Salman"),
    ("Ahmad bin Ahmad", "Ahmed bin Ahmed"),
    ("Salman bin Muhammad bin Salman", "Salman bin Muhammad"),
    ("Ben Carson", "Carson Ben"),
    ("Salman bin", "bin Salman"),
]


@pytest.mark.parametrize(("one", "other"), TURNED)
def test_a_father_and_his_son_are_two(one: str, other: str):
    for left, right in ((one, other), (other, one)):
        assert turned(prepared_name(left, "person"), prepared_name(right, "person"))
        for kind in ("person", "any"):
            assert 0.3 < Names().similarity(left, right, kind) < SAME_NAME
            assert Names().likeness(left, right, kind) == 0.0


@pytest.mark.parametrize(("one", "other"), NOT_TURNED)
def test_what_says_nothing_of_father_and_son_changes_nothing(one: str, other: str):
    for left, right in ((one, other), (other, one)):
        assert not turned(prepared_name(left, "person"), prepared_name(right, "person"))


GENERATIONS = [
    ("John Smith Jr.", "John Smith Sr."),
    ("SMITH JNR, JOHN", "John Smith, Senior"),
    ("John Smith II", "John Smith III"),
    ("Dr. Juan García III", "Juan García IV"),
]
ONE_GENERATION = [
    ("John Smith Jr.", "John Smith"),
    ("John Smith, Junior", "Smith Jr., John"),
    ("Junior Smith", "Smith, Junior"),
    ("Junior dos Santos", "dos Santos, Junior"),
    ("Senior Smith", "Smith Senior"),
]


@pytest.mark.parametrize(("one", "other"), GENERATIONS)
def test_two_generations_of_one_name_are_two(one: str, other: str):
    for left, right in ((one, other), (other, one)):
        for kind in ("person", "any"):
            assert 0.3 < Names().similarity(left, right, kind) < SAME_NAME
            assert Names().likeness(left, right, kind) == 0.0
            assert Names().asked(left, kind).likeness(right, name_tokens(right, kind)) == 0.0


@pytest.mark.parametrize(("one", "other"), ONE_GENERATION)
def test_one_generation_or_none_that_is_said_changes_nothing(one: str, other: str):
    for left, right in ((one, other), (other, one)):
        assert Names().similarity(left, right, "person") > 0.85


def test_other_orders_of_one_name_stay_one():
    assert Names().similarity("Al-Rawi, Salman bin Muhammad", "Salman bin Muhammad al-Rawi") > 0.95
