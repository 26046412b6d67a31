"""Standpoints: the closed sets of labels from which readers look."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.access.standpoints import (
    LOOKED_AT_MAX,
    STANDPOINTS_MAX,
    covers,
    standing_at,
    standpoints,
)
from isthmus.model.ids import LabelId
from isthmus.model.label import Allowed, Label
from tests import make


def known(*labels: Label) -> dict[LabelId, Label]:
    return {LabelId(number): label for number, label in enumerate(labels, start=1)}


def sees(labels: dict[LabelId, Label]) -> list[set[int]]:
    return [set(one.sees) for one in standpoints(labels, labels)]


def of(*categories: str, level: str = "OFFICIAL") -> Label:
    return make.label(level, data_categories=categories)


def test_levels_above_one_another_are_one_standpoint_each():
    assert sees(known(of(), of(level="SECRET"), of(level="CONFIDENTIAL"))) == [
        {1},
        {1, 3},
        {1, 2, 3},
    ]


def test_labels_of_which_neither_covers_the_other_are_seen_alone_and_together():
    assert sees(known(of("a"), of("b"))) == [{1}, {2}, {1, 2}]


def test_what_keeps_nobody_from_a_value_parts_no_standpoints():
    other = replace(of(), originators=frozenset({"another"}), legal_bases=frozenset({"an act"}))
    assert sees(known(of(), other)) == [{1, 2}]


def test_where_nothing_was_met_there_is_no_standpoint():
    assert standpoints((), known(of())) == ()


def test_of_very_many_the_narrowest_count_and_the_one_that_sees_all():
    labels = known(*(of(f"category {n}") for n in range(12)))
    found = standpoints(labels, labels)
    assert len(found) == STANDPOINTS_MAX
    assert found[-1].sees == labels.keys()
    assert {len(one.sees) for one in found[:12]} == {1}


@pytest.mark.parametrize(("size", "count"), [(1, 7), (LOOKED_AT_MAX // 4, 4), (LOOKED_AT_MAX, 2)])
def test_the_more_is_looked_at_the_fewer_standpoints_there_are(size: int, count: int):
    labels = known(of("a"), of("b"), of("c"))
    found = standpoints(labels, labels, size=size)
    assert len(found) == count
    assert found[-1].sees == labels.keys()


LABELS = st.builds(
    lambda level, categories, purposes: make.label(
        level, data_categories=categories, purposes=Allowed.of(make.PURPOSE, *purposes)
    ),
    st.sampled_from(["OFFICIAL", "CONFIDENTIAL", "SECRET"]),
    st.sets(st.sampled_from("abc")).map(tuple),
    st.sets(st.sampled_from(["x", "y"])),
)


@given(st.lists(LABELS, min_size=1, max_size=5), st.sampled_from(["OFFICIAL", "SECRET"]), st.data())
def test_whatever_a_reader_sees_of_some_labels_is_a_standpoint(
    every: list[Label], level: str, data: st.DataObject
):
    labels = known(*every)
    held = data.draw(st.sets(st.sampled_from("abc")))
    clearance = make.clearance(level, categories=Allowed.of(*held))
    seen = {n for n, label in labels.items() if label.permits(clearance, make.PURPOSE)}
    found = standpoints(labels, labels)
    assert not seen or seen in [set(one.sees) for one in found]
    for one in found:
        if one.label.permits(clearance, make.PURPOSE):
            assert one.sees <= seen
    assert len({one.sees for one in found}) == len(found)


def test_a_reader_at_a_standpoint_sees_what_it_covers_of_his_labels():
    labels = known(of("a"), of("b"), of("a", "b"), of("c"))
    whole = make.reader(*labels)
    for one in standpoints({LabelId(1), LabelId(2)}, labels):
        assert standing_at(whole, one.label, labels).labels == (
            one.sees if len(one.sees) == 1 else frozenset({LabelId(1), LabelId(2), LabelId(3)})
        )
    assert covers(labels[LabelId(3)], labels[LabelId(1)])
    assert not covers(labels[LabelId(1)], labels[LabelId(3)])
    assert not covers(labels[LabelId(1)], labels[LabelId(4)])
