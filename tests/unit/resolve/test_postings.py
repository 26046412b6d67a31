"""Postings against a plain set of rows."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from isthmus.resolve import crowds, postings
from isthmus.resolve.postings import Postings

KEYS = st.integers(0, 5)
HANDLES = st.integers(0, 9)
LABELS = st.integers(0, 3)
ROWS = st.tuples(KEYS, HANDLES, LABELS)
Row = tuple[int, int, int]


def last_first(handles: NDArray[np.uint32], most: int) -> NDArray[np.uint32]:
    """Give those that came last: an order that is not that of coming."""
    return np.sort(handles)[::-1][:most]


def played(steps: list[tuple[str, Row]]) -> tuple[Postings, set[Row]]:
    """Play steps; give the postings, and the rows that they must hold."""
    held, rows = Postings(last_first), set[Row]()
    for step, row in steps:
        key, handle, label = row
        if step == "add" and row not in rows:
            held.add(key, (handle, label))
            rows.add(row)
        elif step == "remove" and row in rows:
            held.remove(key, (handle, label))
            rows.remove(row)
        elif step == "extend" and row not in rows:
            held.extend([key], [handle], [label])
            rows.add(row)
        elif step == "settle":
            held.fold(anyway=True)
        elif step == "ask":
            held.handles([key], frozenset({label}), 1)
    return held, rows


STEPS = st.sampled_from(["add", "add", "remove", "settle", "extend", "ask"])


@pytest.mark.parametrize("large", [postings.LARGE, 2])
@given(steps=st.lists(st.tuples(STEPS, ROWS), max_size=90), labels=st.frozensets(LABELS))
@example(
    steps=[(step, (0, 0, 3)) for step in ("extend", "remove", "extend")], labels=frozenset({3})
)
@settings(max_examples=100, deadline=None)
def test_whatever_is_added_removed_and_folded_what_lies_there_is_found(
    large: int, steps: list[tuple[str, Row]], labels: frozenset[int]
):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "LARGE", large)
        patch.setattr(crowds, "KEPT", 4)
        held, rows = played(steps)
        assert len(held) == len(rows)
        for most in (0, 2, 99, 1):
            seen: dict[int, dict[int, set[int]]] = {}
            for key, handle, label in rows:
                if label in labels:
                    seen.setdefault(key, {}).setdefault(label, set()).add(handle)
            by_mark = held.holders(range(6), labels, most)
            assert by_mark.keys() == seen.keys()
            for key, under in seen.items():
                assert by_mark[key].keys() == under.keys()
                for label, every in under.items():
                    assert by_mark[key][label] <= every
                    assert len(by_mark[key][label]) == min(len(every), most + 1)
            assert held.handles(range(6), labels, most) == {
                key: {h for every in under.values() for h in sorted(every)[-most - 1 :]}
                for key, under in seen.items()
            }


@given(
    st.lists(st.tuples(st.sampled_from(["add", "remove", "settle", "ask"]), ROWS), max_size=60),
    st.frozensets(LABELS),
    st.frozensets(HANDLES),
)
@settings(max_examples=100, deadline=None)
def test_who_shares_a_key_with_some_is_given_in_the_order_of_keys(
    steps: list[tuple[str, tuple[int, int, int]]], labels: frozenset[int], some: frozenset[int]
):
    held, rows = played(steps)
    columns = held.sharing(np.array(sorted(some), np.int64), labels)
    found = [*zip(*(column.tolist() for column in columns), strict=True)]
    seen = {row for row in rows if row[2] in labels}
    shared = {key for key, handle, _ in seen if handle in some}
    assert [key for key, *_ in found] == sorted(key for key, *_ in found)
    assert sorted(found) == sorted(row for row in seen if row[0] in shared)


def test_a_key_that_very_many_hold_gives_the_first_few_under_each_label():
    held = Postings(last_first)
    count = 50_000
    held.extend([7] * count, range(count), [n % 2 for n in range(count)])
    assert held.handles([7], frozenset({1}), 3) == {7: {49_999, 49_997, 49_995, 49_993}}
    assert held.holders([7], frozenset({1}), 3) == {7: {1: {49_999, 49_997, 49_995, 49_993}}}
    assert held.handles([7], frozenset({0, 1}), 3) == {7: {*range(count - 8, count)}}


@pytest.mark.parametrize("fold", [False, True])
@pytest.mark.parametrize("count", [100, 400])
def test_which_are_given_depends_neither_on_the_order_of_coming_nor_on_what_is_withheld(
    count: int, *, fold: bool
):
    seen = frozenset({1})
    found = []
    for order, others in ((range(count), 0), (range(count)[::-1], count)):
        held = Postings(last_first)
        for n in range(others):
            held.add(7, (n, 0))
        for n in order:
            held.add(7, (n, 1))
        if fold:
            held.fold(anyway=True)
        found.append(held.handles([7], seen, 5))
    assert found == [{7: {*range(count - 6, count)}}] * 2


def test_one_that_was_removed_from_a_large_key_is_not_given():
    held = Postings(last_first)
    held.extend([7] * 1000, range(1000), [0] * 1000)
    held.handles([7], frozenset({0}), 2)
    held.remove(7, (998, 0))
    assert held.handles([7], frozenset({0}), 2) == {7: {999, 997, 996}}
    held.add(7, (998, 0))
    assert held.handles([7], frozenset({0}), 2) == {7: {999, 998, 997}}
    assert len(held) == 1000


@pytest.mark.parametrize("fold", [False, True])
def test_a_crowd_of_which_nearly_all_went_gives_who_is_left(*, fold: bool):
    held, every = Postings(last_first), 3000
    for n in range(every):
        held.add(7, (n, n % 2))
    if fold:
        held.fold(anyway=True)
    for n in reversed(range(4, every)):
        held.remove(7, (n, n % 2))
        if n % 97 == 0:
            assert held.handles([7], frozenset({0, 1}), 1) == {7: {*range(n - 4, n)}}
    assert held.handles([7], frozenset({0, 1}), 9) == {7: {0, 1, 2, 3}}


def test_of_how_many_a_crowd_is_a_question_looks_at_as_few():
    """Else whoever adds holders to one key slows every question that has it."""
    looked: list[int] = []

    def first(handles: NDArray[np.uint32], most: int) -> NDArray[np.uint32]:
        looked.append(len(handles))
        return last_first(handles, most)

    held = Postings(first)
    for n in range(20_000):
        held.add(7, (n, 0))
    seen = frozenset({0})
    held.handles([7], seen, 50)
    looked.clear()
    for n in range(20_000, 20_100):
        held.add(7, (n, 0))
        assert len(held.holders([7], seen, 50)[7][0]) == 51
        assert held.handles([7], seen, 50) == {7: {*range(n - 50, n + 1)}}
    for n in range(19_000):
        held.remove(7, (n, 0))
        held.handles([7], seen, 50)
    assert max(looked) <= crowds.KEPT + 1


def test_what_went_is_written_out_once_it_has_grown():
    held = Postings(last_first)
    count = 2 * postings.FOLD_LEAST
    held.extend(range(count), range(count), [0] * count)
    for n in range(postings.FOLD_LEAST):
        assert not held.fold()
        held.remove(n, (n, 0))
    assert len(held) == count - postings.FOLD_LEAST
    assert held.fold()
    assert not held.fold()
    assert len(held) == len(held.sorted_under(frozenset({0}))[0]) == count - postings.FOLD_LEAST


def test_what_came_is_folded_in_once_it_has_grown():
    held = Postings(last_first)
    for n in range(postings.FOLD_LEAST):
        held.add(n % 100, (n, 0))
    assert held.fold()
    assert not held.fold()
    assert len(held) == postings.FOLD_LEAST
    assert len(held.handles([5], frozenset({0}), 10**6)[5]) == postings.FOLD_LEAST // 100


def test_hashes_keep_their_order_as_numbers_without_a_sign():
    held = Postings(last_first)
    high = np.iinfo(np.uint64).max
    held.extend([int(high), 0], [1, 2], [0, 0])
    held.extend([1 << 63], [3], [0])
    assert held.handles([int(high), 0, 1 << 63], frozenset({0}), 9) == {
        int(high): {1},
        0: {2},
        1 << 63: {3},
    }
