"""A Reader gets rows whose label he holds, and no others, by whichever way he asks."""

import pytest

from isthmus.model.ids import LabelId
from isthmus.ports import Store
from tests import make
from tests.contract.arrange import Ground, acting
from tests.contract.methods import MARKED, Marked, methods

WAYS = pytest.mark.parametrize("marked", MARKED.values(), ids=MARKED)


def test_every_reading_of_what_a_label_marks_is_asked_here():
    assert set(MARKED) == {name for name, takes_reader in methods() if takes_reader}


@WAYS
def test_who_holds_the_label_sees_the_row(store: Store, ground: Ground, marked: Marked):
    with acting(store) as unit:
        look = marked(unit, ground, ground.high)
        assert look(unit, ground.higher)
    with store.reading() as unit:
        assert look(unit, ground.higher)
        assert look(unit, ground.both)


@WAYS
def test_a_row_under_another_label_never_comes_back(store: Store, ground: Ground, marked: Marked):
    with acting(store) as unit:
        look = marked(unit, ground, ground.high)
        assert not look(unit, ground.lower)
    with store.reading() as unit:
        assert not look(unit, ground.lower)


@WAYS
def test_who_holds_no_label_sees_nothing(store: Store, ground: Ground, marked: Marked):
    with acting(store) as unit:
        look = marked(unit, ground, ground.high)
    with store.reading() as unit:
        assert not look(unit, make.reader())


@WAYS
def test_a_reader_may_hold_thousands_of_labels(store: Store, ground: Ground, marked: Marked):
    with acting(store) as unit:
        look = marked(unit, ground, ground.high)
    others = (LabelId(number) for number in range(1000, 41_000))
    with store.reading() as unit:
        assert look(unit, make.reader(ground.high, *others))
