from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.resolve.cluster import clustered, grouped

Edge = tuple[str, str, float]


def test_what_joins_is_one_and_what_does_not_is_apart():
    assert clustered([("a", "b", 3.0), ("c", "d", 0.0)]) == [["a", "b"], ["c", "d"]]
    assert clustered([("a", "b", -1.0)]) == [["a"], ["b"]]
    assert clustered([]) == []


def test_a_chain_is_one_where_nothing_speaks_against_it():
    """Two that were never compared may still be one by a third."""
    assert clustered([("a", "b", 2.0), ("b", "c", 9.0)]) == [["a", "b", "c"]]


def test_one_chance_pair_does_not_join_two_groups_that_contradict_each_other():
    strong = [("a", "b", 20.0), ("c", "d", 20.0)]
    against = [("a", "c", -3.0), ("b", "d", -3.0)]
    assert clustered([*strong, ("b", "c", 5.0), *against]) == [["a", "b"], ["c", "d"]]
    assert clustered([*strong, ("b", "c", 6.0), *against]) == [["a", "b", "c", "d"]]


def test_what_speaks_for_two_groups_without_a_pair_that_joins_is_not_enough():
    assert clustered([("a", "b", 5.0), ("b", "c", -0.0001)]) == [["a", "b"], ["c"]]


def test_a_forbidden_pair_is_never_one_however_much_speaks_for_it():
    edges = [("a", "b", 8.0), ("b", "c", 2.0), ("a", "c", math.inf)]
    assert clustered(edges, [("c", "a")]) == [["a", "b"], ["c"]]
    assert clustered([("a", "b", math.inf)], [("a", "b"), ("x", "y")]) == [["a"], ["b"]]


def test_the_weakest_link_of_a_forbidden_chain_gives_way():
    edges = [("a", "b", 2.0), ("b", "c", 8.0), ("c", "d", 5.0)]
    assert clustered(edges, [("a", "d")]) == [["a"], ["b", "c", "d"]]


def test_a_persons_certainty_goes_first_and_outweighs():
    edges = [("a", "b", math.inf), ("b", "c", 30.0), ("a", "c", -4.0)]
    assert clustered(edges) == [["a", "b", "c"]]
    assert clustered(edges, [("a", "c")]) == [["a", "b"], ["c"]]


def test_no_group_has_more_members_than_allowed():
    chain = [(f"{n:03}", f"{n + 1:03}", 5.0) for n in range(99)]
    found = clustered(chain, most=10)
    assert max(map(len, found)) == 10
    assert sum(map(len, found)) == 100


nodes = st.sampled_from("abcdefg")
weights = st.sampled_from([-20.0, -5.0, -0.5, 0.0, 0.5, 2.0, 2.0, 8.0, math.inf])
drawn = st.lists(
    st.tuples(nodes, nodes, weights).filter(lambda edge: edge[0] < edge[1]),
    max_size=14,
    unique_by=lambda edge: edge[:2],
)
pairs = st.lists(st.tuples(nodes, nodes).filter(lambda pair: pair[0] != pair[1]), max_size=3)


@given(drawn, pairs, st.randoms(use_true_random=False))
def test_the_order_of_edges_and_of_their_ends_is_no_matter(
    edges: list[Edge], apart: list[tuple[str, str]], random: object
):
    found = clustered(edges, apart)
    turned = [
        (b, a, weight) if index % 2 else (a, b, weight)
        for index, (a, b, weight) in enumerate(edges)
    ]
    random.shuffle(turned)  # type: ignore[attr-defined] # hypothesis gives no type for it
    assert clustered(turned, [(b, a) for a, b in apart]) == found


@given(drawn, pairs)
def test_groups_are_a_partition_without_forbidden_pairs(
    edges: list[Edge], apart: list[tuple[str, str]]
):
    found = clustered(edges, apart)
    named = sorted(node for group in found for node in group)
    assert named == sorted({end for a, b, _ in edges for end in (a, b)})
    assert not any({a, b} <= set(group) for a, b in apart for group in found)


@given(drawn, pairs)
def test_it_stops_where_nothing_speaks_for_joining_any_two_groups(
    edges: list[Edge], apart: list[tuple[str, str]]
):
    for one, other in combinations(clustered(edges, apart), 2):
        between = [w for a, b, w in edges if (a in one and b in other) or (b in one and a in other)]
        barred = any((a in one and b in other) or (b in one and a in other) for a, b in apart)
        assert barred or sum(between) < 0 or not any(w >= 0 for w in between)


def reference(edges: list[Edge]) -> list[list[str]]:
    """Do the same the slow way: sum everything anew after each step."""
    groups = [{node} for node in sorted({end for a, b, _ in edges for end in (a, b)})]
    while True:
        best: tuple[float, set[str], set[str]] | None = None
        for one, other in combinations(groups, 2):
            between = [
                w for a, b, w in edges if (a in one and b in other) or (b in one and a in other)
            ]
            total = sum(between)
            if any(w >= 0 for w in between) and total >= 0 and (best is None or total > best[0]):
                best = total, one, other
        if best is None:
            return sorted(sorted(group) for group in groups)
        groups = [g for g in groups if g not in best[1:]] + [best[1] | best[2]]


@given(
    st.lists(
        st.tuples(nodes, nodes).filter(lambda edge: edge[0] < edge[1]), unique=True, max_size=12
    ),
    st.randoms(use_true_random=False),
)
def test_it_is_what_summing_anew_after_each_step_gives(ends: list[tuple[str, str]], random: object):
    # Powers of two, so that no two sums are equal and none is rounded.
    sizes = [2.0**n * (1 if n % 3 else -1) for n in range(len(ends))]
    random.shuffle(sizes)  # type: ignore[attr-defined] # hypothesis gives no type for it
    edges = [(a, b, size) for (a, b), size in zip(ends, sizes, strict=True)]
    assert clustered(edges) == reference(edges)


@pytest.mark.parametrize("shape", ["hub", "clique of many", "chain"])
def test_a_feed_that_links_everything_is_held_to_the_most(shape: str):
    many = range(3_000)
    edges = {
        "hub": [(0, n, 5.0) for n in many if n],
        "clique of many": [(a, b, 5.0) for a in many for b in range(a + 1, min(a + 20, 3_000))],
        "chain": [(n, n + 1, 5.0) for n in many[:-1]],
    }[shape]
    found = clustered(edges, most=50)
    assert max(map(len, found)) == 50
    assert sum(map(len, found)) == 3_000


SPARSE = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)).filter(lambda ends: ends[0] < ends[1]),
    max_size=60,
    unique=True,
)


@given(SPARSE, st.lists(st.integers(0, 59), max_size=8), st.randoms(use_true_random=False))
def test_groups_by_the_array_are_those_of_step_by_step(
    ends: list[tuple[int, int]], against: list[int], random: object
):
    """Whole components and those in which something speaks against a pair, many at once."""
    sizes = [2.0**n * (-1 if n in against else 1) for n in range(len(ends))]
    random.shuffle(sizes)  # type: ignore[attr-defined] # hypothesis gives no type for it
    found = grouped(41, np.array(ends, np.int64).reshape(-1, 2), np.array(sizes))
    groups: dict[int, list[int]] = {}
    for node, group in enumerate(found.tolist()):
        groups.setdefault(group, []).append(node)
    edges = [(f"{a:02}", f"{b:02}", size) for (a, b), size in zip(ends, sizes, strict=True)]
    named = sorted({end for a, b, _ in edges for end in (a, b)})
    joined = [[f"{n:02}" for n in some] for some in groups.values()]
    assert sorted(some for some in joined if some[0] in named) == reference(edges)
    assert all(group == min(some) for group, some in groups.items())
