from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.resolve.attribute import Bearing, Holding, attributed
from tests import make
from tests.flow.journey import day

ONE = frozenset({LabelId(1)})


def holding(name: str, start: int, end: int) -> Holding:
    return Holding(make.entity(name), day(start), day(end), (StatementSeq(1),), ONE)


def bearing(at: datetime) -> Bearing:
    return Bearing(make.entity("gap"), at, (StatementSeq(2),), ONE)


def holder(at: int, *holdings: Holding, one_of: dict[EntityId, EntityId] | None = None):
    [found] = attributed([bearing(day(at))], holdings, one_of or {})
    return found.holding


def test_the_one_that_held_it_then_is_found():
    lark = holding("lark", 1, 9)
    assert holder(5, lark, holding("wren", 10, 20)) == lark
    assert holder(1, lark) == holder(9, lark) == lark
    assert holder(10, lark) is None
    assert holder(5) is None


def test_two_that_held_it_mean_none():
    assert holder(5, holding("lark", 1, 9), holding("wren", 5, 6)) is None


def test_two_of_one_cluster_count_as_one_and_the_closest_in_time_is_named():
    long, short = holding("lark", 1, 9), holding("wren", 4, 6)
    same = {long.holder: make.entity("lark"), short.holder: make.entity("lark")}
    assert holder(5, long, short, one_of=same) == short


spans = st.tuples(st.sampled_from(["lark", "wren"]), st.integers(0, 9), st.integers(0, 9))


@given(st.lists(spans, max_size=5), st.integers(0, 9))
def test_no_order_changes_who_is_found(given_spans: list[tuple[str, int, int]], at: int):
    holdings = [holding(name, *sorted(ends)) for name, *ends in given_spans]
    found = holder(at, *holdings)
    assert holder(at, *holdings[::-1]) == found
    covering = {h.holder for h in holdings if h.start <= day(at) <= h.end}
    assert (found is None) == (len(covering) != 1)
