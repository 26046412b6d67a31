from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.judgement import JOIN_BITS, Comparison, Judgement
from isthmus.resolve.judge import By, Pair, Proposed, is_news, ordered, proposed, proposing
from tests import make
from tests.flow.journey import model

A, B, C, D = (make.entity(name) for name in ("dhow", "lark", "wren", "skiff"))
ONE = StatementSeq(1)
MODEL = model()
LOW, MID, HIGH = (LabelId(n) for n in (1, 2, 3))


def weighed(*bits: float) -> tuple[Comparison, ...]:
    names = ("name", "birthDate", "imoNumber")
    return tuple(
        make.comparison(ONE, ONE, bits=one, property=name)
        for name, one in zip(names, bits, strict=False)
    )


def pairs(found: Proposed[EntityId]) -> set[Pair]:
    return set(found.pairs)


def by_label(holders: set[tuple[EntityId, LabelId]]) -> dict[LabelId, set[EntityId]]:
    return {label: {e for e, x in holders if x == label} for _, label in holders}


def test_a_shared_key_proposes_a_pair_once_the_lesser_first():
    own = {A: {"k": [LOW]}, B: {"k": [LOW]}}
    holders = {"k": {LOW: {A, B}}}
    assert pairs(proposed(own, holders, 5)) == {ordered(A, B)}
    assert ordered(A, B) == ordered(B, A) == tuple(sorted((A, B)))


def test_a_pair_is_proposed_under_the_labels_of_both_in_its_order():
    lesser, greater = ordered(A, B)
    holders = {"k": {LOW: {lesser}, MID: {lesser}, HIGH: {greater}}}
    for own in ({lesser: {"k": [LOW, MID]}}, {greater: {"k": [HIGH]}}):
        assert proposed(own, holders, 5).pairs == {(lesser, greater): {(LOW, HIGH), (MID, HIGH)}}


def test_a_key_that_too_many_hold_proposes_nothing_and_is_named():
    own = {A: {"hub": [LOW], "k": [LOW]}}
    holders = {"hub": {LOW: {A, B, C}}, "k": {LOW: {A, C}}}
    found = proposed(own, holders, 2)
    assert pairs(found) == {ordered(A, C)}
    assert found.hubs == {"hub": {(LOW, LOW)}}
    # One who holds it under two labels is one.
    twice = {"hub": {LOW: {A, B}, MID: {A, B}}}
    assert pairs(proposed({A: {"hub": [LOW, MID]}}, twice, 2)) == {ordered(A, B)}


def test_a_key_is_a_hub_by_those_who_hold_it_under_the_two_labels_alone():
    """So nobody misses a pair, or sees one, for holders that he does not see."""
    holders = {"k": {LOW: {A, B}, HIGH: {make.entity(str(n)) for n in range(9)}}}
    found = proposed({A: {"k": [LOW]}}, holders, 2)
    assert pairs(found) == {ordered(A, B)}
    assert found.hubs == {"k": {(LOW, HIGH)}}


def test_a_key_that_nobody_holds_proposes_nothing():
    assert not proposed({A: {"k": [LOW]}}, {}, 5).pairs
    assert not proposed({A: {"k": [LOW]}}, {"k": {LOW: {A}}}, 5).pairs


named = st.sampled_from([A, B, C, D])
labels = st.sampled_from([LOW, MID, HIGH])
worlds = st.sets(st.tuples(named, labels), min_size=1)


@given(worlds, st.sets(labels), st.integers(1, 4))
def test_who_sees_some_labels_sees_what_they_alone_would_propose(
    world: set[tuple[EntityId, LabelId]], seen: set[LabelId], cap: int
):
    def of(holders: set[tuple[EntityId, LabelId]]) -> Proposed[EntityId]:
        own = {e: {"k": [x for o, x in holders if o == e]} for e, _ in holders}
        return proposed(own, {"k": by_label(holders)}, cap)

    whole = of(world).pairs
    visible = {pair: {m for m in met if seen.issuperset(m)} for pair, met in whole.items()}
    alone = of({(e, x) for e, x in world if x in seen}).pairs
    assert {pair: met for pair, met in visible.items() if met} == alone


def test_comparisons_under_the_labels_of_a_shared_key_propose():
    one, other = (make.comparison(ONE, ONE, labels=(LOW, x)) for x in (LOW, HIGH))
    found = proposing((one, other), frozenset({(LOW, HIGH)}))
    assert [c.proposes for c in found] == [False, True]


def test_what_proposed_before_and_does_no_more_proposes_no_more():
    one = structs.replace(make.comparison(ONE, ONE, labels=(LOW, LOW)), proposes=True)
    assert [c.proposes for c in proposing([one], frozenset())] == [False]


def says(*comparisons: Comparison, purpose: str = "one", author: str = MODEL.version) -> Judgement:
    return make.judgement("dhow", "lark", *comparisons, purpose=purpose, author=author)


def is_new(comparisons: Sequence[Comparison], *standing: Judgement) -> bool:
    return is_news(comparisons, standing, By(MODEL.version, "one"))


def test_what_is_said_already_in_any_order_is_no_news():
    both = weighed(7, 5)
    assert not is_new(both[::-1], says(*both))
    assert is_new(both[:1], says(*both))
    assert is_new(weighed(8, 5), says(*both))


def test_another_model_or_other_needed_bits_are_news():
    both = weighed(7, 5)
    assert is_new(both, says(*both, author="model-0"))
    assert is_new(both, says(*(structs.replace(one, needed=JOIN_BITS + 1) for one in both)))


def test_what_one_other_purpose_says_is_no_news_and_what_two_say_is():
    both = weighed(7, 6)
    assert not is_new(both, says(*both, purpose="two"))
    assert not is_new(both[:1], says(*both, purpose="two"))
    apart = [says(one, purpose=name) for one, name in zip(both, ("two", "three"), strict=True)]
    assert is_new(both, *apart)


def test_what_is_weak_is_news_only_where_it_takes_something_back():
    assert not is_new(weighed(3))
    assert is_new(weighed(3), says(*weighed(7)))
    assert not is_new(weighed(3), says(*weighed(7), purpose="two"))
