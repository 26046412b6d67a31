from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from isthmus.model.ids import LabelId, StatementSeq
from isthmus.model.judgement import (
    CONFLICT_BITS,
    KEEP_BITS,
    TOGETHER,
    WIDELY,
    Comparison,
    Decision,
    Judgement,
    as_seen,
    counting,
    decided,
    is_ample,
    is_shown,
    is_told,
    of_persons,
    pull_bits,
    spread,
    sufficient,
    weight_bits,
    worth_keeping,
)
from tests import make

LOW, HIGH = LabelId(1), LabelId(2)
EVERYBODY = frozenset({LOW, HIGH})


def bits(name: str, weight: float, left: LabelId = LOW, right: LabelId = LOW) -> Comparison:
    return make.comparison(
        StatementSeq(1), StatementSeq(2), labels=(left, right), bits=weight, property=name
    )


def weighed(*weights: float) -> list[Comparison]:
    return [bits(f"property {n}", weight) for n, weight in enumerate(weights)]


def test_of_a_property_the_most_counts_and_properties_add_up():
    every = [bits("name", 7), bits("name", -8, LOW, HIGH), bits("imo", -40), bits("imo", 20, HIGH)]
    assert [(c.property, c.bits) for c in counting(every)] == [("imo", 20), ("name", 7)]
    assert weight_bits(every) == 27


def test_a_property_of_which_the_most_is_nothing_is_left_out():
    assert counting([bits("born", 0), bits("born", -8, HIGH)]) == ()


@pytest.mark.parametrize(
    ("weights", "decision"),
    [
        ((7, 5), Decision.SAME),
        ((7, 4), Decision.UNDECIDED),
        ((14, -8), Decision.UNDECIDED),
        ((40, CONFLICT_BITS), Decision.DIFFERENT),
        ((), Decision.UNDECIDED),
    ],
)
def test_the_sum_decides_unless_a_property_forbids(weights: tuple[float, ...], decision: Decision):
    assert decided(weighed(*weights)) is decision


def test_a_conflict_that_an_equal_pair_outweighs_forbids_nothing():
    """Whoever sees one shared passport does not mind a second that differs."""
    assert decided([bits("imo", -40), bits("imo", 20, HIGH)]) is Decision.SAME


def test_the_model_says_how_much_is_needed():
    assert not make.judgement("dhow", "lark", *weighed(9)).joins
    less = [structs.replace(one, needed=8.5) for one in weighed(9, -40)]
    assert make.judgement("dhow", "lark", less[0]).joins
    assert not make.judgement("dhow", "lark", *less).joins


def test_of_what_the_kinds_under_several_labels_need_the_most_counts():
    low, high = bits("name", 9), bits("country", 3, HIGH)
    judged = make.judgement(
        "dhow", "lark", structs.replace(low, needed=8), structs.replace(high, needed=13)
    )
    assert (judged.needed, judged.joins) == (13, False)
    assert replace(judged, comparisons=judged.comparisons[:1]).joins
    assert pull_bits(judged.comparisons) == 0
    assert [one.bits for one in sufficient(judged)] == [9, 3]


def test_only_what_comes_near_is_worth_keeping():
    assert worth_keeping(weighed(7))
    assert worth_keeping(weighed(20, -40))
    assert not worth_keeping(weighed(3, 2))
    assert not worth_keeping(weighed(-40))
    assert not worth_keeping([bits("name", 3), bits("name", 3, HIGH)])


@pytest.mark.parametrize(
    ("weights", "pull"),
    [((14,), 2), ((12,), 0), ((9,), 0), ((9, -2), -2), ((2, -40), -40), ((-4,), -4), ((), 0)],
)
def test_what_is_beyond_pulls_together_and_what_differs_apart(
    weights: tuple[float, ...], pull: float
):
    assert pull_bits(weighed(*weights)) == pull


def test_the_fewest_suffice_the_strongest_first():
    judged = make.judgement("dhow", "lark", *weighed(3, 9, 5, -2))
    assert [c.bits for c in sufficient(judged)] == [9, 5]


def test_what_one_purpose_found_adds_to_what_another_did():
    one = make.judgement("dhow", "lark", bits("name", 7), purpose="one", label=LOW)
    two = make.judgement("dhow", "lark", bits("imo", 20, HIGH), purpose="two", label=HIGH)
    seen = as_seen([one, two], EVERYBODY)
    assert (seen.bits, seen.decision, seen.purpose) == (27, Decision.SAME, "two")


def test_of_two_that_a_risen_label_brought_together_the_best_counts():
    one = make.judgement("dhow", "lark", bits("name", 7), bits("name", -8), label=LOW)
    assert as_seen([one], EVERYBODY).comparisons == (bits("name", 7),)


drawn = st.lists(
    st.tuples(
        st.sampled_from(["name", "born", "imo"]),
        st.sampled_from([LOW, HIGH]),
        st.sampled_from([LOW, HIGH]),
        st.sampled_from([-40.0, -8.0, 0.0, 3.0, 7.0, 14.0]),
        st.booleans(),
    ),
    max_size=9,
    unique_by=lambda one: one[:3],
)


def made(rows: list[tuple[str, LabelId, LabelId, float, bool]]) -> list[Comparison]:
    return [structs.replace(bits(name, b, x, y), proposes=met) for name, x, y, b, met in rows]


@given(drawn, st.randoms(use_true_random=False))
def test_the_order_of_comparisons_is_no_matter(
    rows: list[tuple[str, LabelId, LabelId, float, bool]], random: object
):
    every = made(rows)
    before = counting(every), weight_bits(every), decided(every)
    random.shuffle(every)  # type: ignore[attr-defined] # hypothesis gives no type for it
    assert (counting(every), weight_bits(every), decided(every)) == before


@given(drawn, drawn)
def test_who_sees_more_weighs_each_property_no_less(
    rows: list[tuple[str, LabelId, LabelId, float, bool]],
    more: list[tuple[str, LabelId, LabelId, float, bool]],
):
    few = {c.property: c.bits for c in counting(made(rows)) if c.bits > 0}
    many = {c.property: c.bits for c in counting(made(rows + more))}
    assert all(many.get(name, 0) >= weight for name, weight in few.items())


@given(drawn)
def test_what_is_shown_is_proposed_and_worth_keeping(
    rows: list[tuple[str, LabelId, LabelId, float, bool]],
):
    every = made(rows)
    support = sum(c.bits for c in counting(every) if c.bits > 0)
    assert is_shown(every) == (support >= KEEP_BITS and any(c.proposes for c in every))


def test_what_is_seen_of_a_part_tells_nothing_of_the_rest():
    low = bits("name", 7)
    part = make.judgement("dhow", "lark", low, label=HIGH)
    seen = as_seen([replace(part, reason="two passports")], frozenset({LOW}))
    assert (seen.label, seen.reason) == (LOW, None)


NAME, BORN, IMO = bits("name", 7), bits("born", 7), bits("imo", 20, HIGH)


@pytest.mark.parametrize(
    ("said", "author", "told"),
    [
        ((NAME, BORN), "model-1", True),
        ((NAME,), "model-1", True),
        ((NAME, BORN), "model-2", True),
        ((NAME,), "model-2", False),
        ((NAME, BORN, IMO), "model-1", False),
        ((NAME, bits("born", 3)), "model-1", False),
        ((NAME, bits("born", 7, HIGH)), "model-1", False),
        ((BORN, IMO), "model-1", False),
    ],
)
def test_a_part_is_told_where_another_said_just_that_or_that_and_more(
    said: tuple[Comparison, ...], author: str, *, told: bool
):
    before = [make.judgement("dhow", "lark", *one) for one in ((NAME, BORN), (IMO,))]
    part = make.judgement("dhow", "lark", *said, author=author, purpose="other", turn=1)
    assert is_told(part, before) is told
    assert not is_told(part, [])


def pairs(counts: list[int]) -> list[Judgement]:
    """Give pairs in order, of each left end so many."""
    some = make.judgement("dhow", "lark", NAME)
    every = [
        replace(some, left=make.entity(f"left {n}"), right=make.entity(f"right {m}"))
        for n, of in enumerate(counts)
        for m in range(of)
    ]
    return sorted(every, key=lambda j: (j.left, j.right))


def test_of_one_left_end_a_sample_holds_few_unless_there_are_too_few_others():
    crowd = pairs([3 * TOGETHER, 1, 1])
    lefts = Counter(j.left for j in spread(crowd, TOGETHER + 2))
    assert lefts == {make.entity(f"left {n}"): of for n, of in enumerate((TOGETHER, 1, 1))}
    assert len(spread(crowd, 99)) == len(crowd)
    assert spread(pairs([3 * TOGETHER]), 12) == pairs([3 * TOGETHER])[:12]


@given(st.lists(st.integers(1, 3 * TOGETHER), max_size=6), st.integers(1, 20), st.data())
def test_a_sample_rests_on_no_more_than_what_is_ample(
    counts: list[int], limit: int, data: st.DataObject
):
    every = pairs(counts)
    looked = next(
        (n for n in range(len(every)) if is_ample((j.left for j in every[:n]), limit)), len(every)
    )
    assert looked <= WIDELY * limit
    more = data.draw(st.integers(looked, len(every)))
    assert spread(every[:more], limit) == spread(every, limit)
    assert len(spread(every, limit)) == min(limit, len(every))


def person(author: str, decision: Decision, *, demands: bool = True) -> Judgement:
    made = make.persons_judgement(decision=decision, author=author)
    return replace(made, needs_second=demands)


SAME, OTHER = Decision.SAME, Decision.DIFFERENT


@pytest.mark.parametrize(
    ("said", "counts", "waits"),
    [
        ([], None, None),
        ([person("a", SAME, demands=False)], 0, None),
        ([person("a", SAME)], None, 0),
        ([person("a", SAME), person("a", SAME)], None, 1),
        ([person("a", SAME), person("b", SAME)], 1, None),
        ([person("a", SAME), person("b", OTHER)], None, 1),
        ([person("a", SAME), person("b", OTHER), person("a", OTHER)], 2, None),
        ([person("a", SAME), person("b", SAME), person("a", OTHER)], 1, 2),
        ([person("a", SAME), person("b", SAME, demands=False)], 1, None),
        ([person("a", SAME), person("b", SAME), person("c", SAME)], 1, 2),
    ],
)
def test_two_persons_in_turn_make_a_judgement_count(
    said: list[Judgement], counts: int | None, waits: int | None
):
    expected = tuple(None if n is None else said[n] for n in (counts, waits))
    found = of_persons(said)
    assert all(one is other for one, other in zip(found, expected, strict=True))
