"""Pairing by arrays gives the pairs that the rule for one record gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from isthmus.model.ids import EntityId, LabelId
from isthmus.resolve.judge import proposed
from isthmus.resolve.pairing import Held, Pairs, paired

HOLDERS = st.frozensets(st.tuples(st.integers(0, 9), st.integers(1, 3)), max_size=12)
WORLDS = st.lists(HOLDERS, max_size=8)
World = list[frozenset[tuple[int, int]]]


def entity(number: int) -> EntityId:
    return EntityId(bytes([number] * 16))


def held(world: World) -> Held:
    rows = [(key, *one) for key, some in enumerate(world) for one in sorted(some)]
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    keys, handles, labels = columns
    return Held(keys.astype(np.uint64), handles.astype(np.uint32), labels.astype(np.uint32))


def found(pairs: Pairs) -> list[tuple[int, int, int, int]]:
    columns = (pairs.left, pairs.right, pairs.left_labels, pairs.right_labels)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def expected(world: World, cap: int) -> set[tuple[int, int, int, int]]:
    own: dict[EntityId, dict[str, set[LabelId]]] = {}
    for key, some in enumerate(world):
        for number, label in some:
            own.setdefault(entity(number), {}).setdefault(str(key), set()).add(LabelId(label))
    holders: dict[str, dict[LabelId, set[EntityId]]] = {}
    for key, some in enumerate(world):
        for number, label in some:
            under = holders.setdefault(str(key), {})
            under.setdefault(LabelId(label), set()).add(entity(number))
    pairs = proposed(own, holders, cap).pairs
    return {(a[0], b[0], ours, theirs) for (a, b), met in pairs.items() for ours, theirs in met}


@given(WORLDS, st.integers(1, 6))
def test_pairs_under_several_labels_are_those_of_one_by_one(world: World, cap: int):
    pairs = found(paired(held(world), cap))
    assert set(pairs) == expected(world, cap)
    assert len(set(pairs)) == len(pairs)


@given(st.lists(st.frozensets(st.integers(0, 9), max_size=10), max_size=8), st.integers(1, 6))
def test_pairs_under_one_label_are_those_of_one_by_one(keys: list[frozenset[int]], cap: int):
    world = [frozenset((number, 3) for number in some) for some in keys]
    pairs = paired(held(world), cap)
    assert set(found(pairs)) == expected(world, cap)
    assert len(set(found(pairs))) == len(pairs.left)
    assert [hub.key for hub in pairs.hubs] == [n for n, s in enumerate(keys) if len(s) > cap]


def test_nothing_held_proposes_nothing():
    assert found(paired(held([]), 5)) == []
