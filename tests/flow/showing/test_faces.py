from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from isthmus.flow.showing.faces import caption_of, in_order
from isthmus.model.ids import LabelId
from isthmus.model.statement import State, Statement
from tests import make
from tests.flow.stage import ONTOLOGY
from tests.make import Claim


def said(name: str, *, source: str = "a", days_ago: int = 0, prop: str = "name") -> Statement:
    made = make.statement(Claim("dhow", prop, name), source=source)
    return replace(made, recorded_at=make.NOW - timedelta(days=days_ago))


def caption(*statements: Statement) -> str:
    ordered = in_order(statements, make.NOW)
    return caption_of(ONTOLOGY, ordered)[0]


def test_the_caption_is_the_name_that_most_sources_use():
    assert caption(said("Old", days_ago=9), said("New", source="b"), said("New", source="c")) == (
        "New"
    )


def test_one_source_that_repeats_itself_counts_once():
    twice = (said("Loud", days_ago=1), said("Loud", days_ago=2))
    assert caption(*twice, said("Older", days_ago=9)) == "Older"


def test_a_name_goes_before_an_alias_that_more_sources_use():
    aliases = [said("Alias", source=source, prop="alias") for source in ("b", "c")]
    assert caption(*aliases, said("Name")) == "Name"


def test_an_event_without_a_name_is_called_by_its_number_in_no_language():
    gap = make.statement(Claim("gap", "mmsi", "257000001", "SignalGap"))
    assert caption(gap) == "257000001"
    assert caption(make.statement(Claim("gap", "minutes", "90", "SignalGap"))) == ""


def test_the_label_of_the_caption_is_that_of_who_said_it_first():
    first, second = said("Lark", days_ago=9), said("Lark", source="b")
    marked = [replace(first, label=LabelId(7)), second]
    assert caption_of(ONTOLOGY, marked) == ("Lark", LabelId(7))


def test_what_is_past_its_retention_is_left_out():
    assert in_order([said("Lark")], make.EXPIRY) == []


@given(
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz"), st.integers(0, 5)),
        min_size=1,
        max_size=8,
        unique_by=lambda drawn: drawn[:2],
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_is_no_matter(drawn: list[tuple[str, str, int]], random: object):
    rows = [said(name, source=source, days_ago=days) for name, source, days in drawn]
    before = caption(*rows)
    random.shuffle(rows)  # type: ignore[attr-defined] # hypothesis gives no type for it
    assert caption(*rows) == before


def test_only_the_states_that_are_asked_for_come_back():
    rows = [replace(said("Lark"), state=state) for state in State]
    assert [s.state for s in in_order(rows, make.NOW)] == [State.ASSERTED]
