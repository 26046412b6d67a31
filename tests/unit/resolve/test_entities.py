"""Entities as numbers: each has one, and what has none is not found."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import IntegrityError
from isthmus.model.ids import EntityId
from isthmus.resolve import entities
from isthmus.resolve.entities import Entities

IDS = st.binary(min_size=16, max_size=16).map(EntityId) | st.integers(0, 40).map(
    lambda n: EntityId(bytes([n] * 16))
)


@given(st.lists(IDS, unique=True, max_size=300), st.lists(IDS, max_size=20))
def test_each_has_the_number_of_its_coming(ids: list[EntityId], others: list[EntityId]):
    held = Entities()
    assert [held.add(one) for one in ids] == list(range(len(ids)))
    assert len(held) == len(ids)
    assert [held.find(one) for one in ids] == list(range(len(ids)))
    assert [held[number] for number in range(len(ids))] == ids
    assert held.of(range(len(ids)))[::-1] == held.of(range(len(ids))[::-1]) == ids[::-1]
    assert all(held.find(one) is None for one in others if one not in ids)
    assert [bytes(row) for row in held.ids()] == ids


@given(st.lists(IDS, unique=True, min_size=1, max_size=60), st.data())
def test_of_some_the_first_are_those_with_the_least_ids(ids: list[EntityId], data: st.DataObject):
    held = Entities()
    for one in ids:
        held.add(one)
    some = data.draw(st.lists(st.sampled_from(range(len(ids))), unique=True))
    most = data.draw(st.integers(1, 9))
    least = [number for _, number in sorted((ids[number], number) for number in some)][:most]
    with pytest.MonkeyPatch.context() as patch:
        for many in (2, 1000):
            patch.setattr(entities, "_MANY", many)
            assert held.first(np.array(some, np.uint32), most).tolist() == least


def test_what_is_no_id_is_refused():
    held = Entities()
    with pytest.raises(IntegrityError):
        held.add(EntityId(b"short"))
    assert held.find(EntityId(b"short")) is None
