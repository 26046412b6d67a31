"""Postings against a plain set of rows."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from isthmus.resolve import postings
from isthmus.resolve.postings import Postings

KEYS = st.integers(0, 5)
HANDLES = st.integers(0, 9)
LABELS = st.integers(0, 3)
ROWS = st.tuples(KEYS, HANDLES, LABELS)
Row = tuple[int, int, int]


def played(steps: list[tuple[str, Row]]) -> tuple[Postings, set[Row]]:
    """Play steps; give the postings, and the rows that they must hold."""
    held, rows = Postings(), set[Row]()
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
        elif step == "fold":
            folded(held)
        elif step == "settle":
            held.fold(anyway=True)
        elif step == "ask":
            held.of([key], frozenset({label}), 9)
    return held, rows


@given(
    st.lists(st.tuples(st.sampled_from(["add", "remove", "fold", "extend"]), ROWS), max_size=60),
    st.frozensets(LABELS),
)
@example([(step, (0, 0, 3)) for step in ("extend", "remove", "extend")], frozenset({3}))
@settings(max_examples=100, deadline=None)
def test_whatever_is_added_removed_and_folded_what_lies_there_is_found(
    steps: list[tuple[str, tuple[int, int, int]]], labels: frozenset[int]
):
    held, rows = played(steps)
    found = held.of(range(6), labels, 99)
    assert {(k, *p) for k, some in found.items() for p in some} == {
        r for r in rows if r[2] in labels
    }
    assert all(len(set(some)) == len(some) for some in found.values())
    for most in (0, 2, 99):
        first = held.of(range(6), labels, most)
        handles = {key: {handle for handle, _ in some} for key, some in first.items()}
        assert held.handles(range(6), labels, most) == handles
    by_mark = held.holders(range(6), labels, 99)
    assert {(k, h, m) for k, some in by_mark.items() for m, of in some.items() for h in of} == {
        r for r in rows if r[2] in labels
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


def folded(held: Postings):
    rows = [(key, *posting) for key, some in held._came.items() for posting in some]
    held._came, held._came_count = {}, 0
    if rows:
        held.extend(*zip(*rows, strict=True))


def test_a_key_that_very_many_hold_gives_the_first_few_under_each_label():
    held = Postings()
    count = 50_000
    held.extend([7] * count, range(count), [n % 2 for n in range(count)])
    found = held.of([7], frozenset({1}), 3)
    assert list(found[7]) == [(1, 1), (3, 1), (5, 1), (7, 1)]
    assert held.holders([7], frozenset({1}), 3) == {7: {1: {1, 3, 5, 7}}}
    both = held.of([7], frozenset({0, 1}), 3)
    assert sorted(both[7]) == sorted([(n, n % 2) for n in range(8)])


def test_what_is_seen_of_a_large_key_does_not_depend_on_what_is_not():
    labels = [0] * 400 + [1] * 400
    alone, beside = Postings(), Postings()
    alone.extend([7] * 400, range(400, 800), [1] * 400)
    beside.extend([7] * 800, range(800), labels)
    seen = frozenset({1})
    assert alone.of([7], seen, 5) == beside.of([7], seen, 5)


def test_one_that_was_removed_from_a_large_key_is_not_given():
    held = Postings()
    held.extend([7] * 1000, range(1000), [0] * 1000)
    held.of([7], frozenset({0}), 2)
    held.remove(7, (1, 0))
    assert list(held.of([7], frozenset({0}), 2)[7]) == [(0, 0), (2, 0), (3, 0)]
    held.add(7, (1, 0))
    assert len(held) == 1000


def test_what_came_is_folded_in_once_it_has_grown():
    held = Postings()
    for n in range(postings.FOLD_LEAST):
        held.add(n % 100, (n, 0))
    assert held.fold()
    assert not held.fold()
    assert len(held) == postings.FOLD_LEAST
    assert len(held.of([5], frozenset({0}), 10**6)[5]) == postings.FOLD_LEAST // 100


def test_hashes_keep_their_order_as_numbers_without_a_sign():
    held = Postings()
    high = np.iinfo(np.uint64).max
    held.extend([int(high), 0], [1, 2], [0, 0])
    held.extend([1 << 63], [3], [0])
    assert {k: list(v) for k, v in held.of([int(high), 0, 1 << 63], frozenset({0}), 9).items()} == {
        int(high): [(1, 0)],
        0: [(2, 0)],
        1 << 63: [(3, 0)],
    }
