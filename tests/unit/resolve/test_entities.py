"""Entities as numbers: each has one, and what has none is not found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import IntegrityError
from isthmus.model.ids import EntityId
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


def test_what_is_no_id_is_refused():
    held = Entities()
    with pytest.raises(IntegrityError):
        held.add(EntityId(b"short"))
    assert held.find(EntityId(b"short")) is None
