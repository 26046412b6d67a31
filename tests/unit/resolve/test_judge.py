from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.judgement import JOIN_BITS, Comparison
from isthmus.resolve.judge import Pair, Proposed, ordered, proposed, proposing, unchanged
from tests import make

A, B, C, D = (make.entity(name) for name in ("dhow", "lark", "wren", "skiff"))
ONE = StatementSeq(1)
LOW, MID, HIGH = (LabelId(n) for n in (1, 2, 3))


def weighed(*bits: float) -> tuple[Comparison, ...]:
    names = ("name", "birthDate", "imoNumber")
    return tuple(
        make.comparison(ONE, ONE, bits=one, property=name)
        for name, one in zip(names, bits, strict=False)
    )


def pairs(found: Proposed) -> set[Pair]:
    return set(found.pairs)


def test_a_shared_key_proposes_a_pair_once_the_lesser_first():
    own = {A: {"k": [LOW]}, B: {"k": [LOW]}}
    holders = {"k": [(A, LOW), (B, LOW)]}
    assert pairs(proposed(own, holders, 5)) == {ordered(A, B)}
    assert ordered(A, B) == ordered(B, A) == tuple(sorted((A, B)))


def test_a_pair_is_proposed_under_the_labels_of_both_in_its_order():
    lesser, greater = ordered(A, B)
    holders = {"k": [(lesser, LOW), (lesser, MID), (greater, HIGH)]}
    for own in ({lesser: {"k": [LOW, MID]}}, {greater: {"k": [HIGH]}}):
        assert proposed(own, holders, 5).pairs == {(lesser, greater): {(LOW, HIGH), (MID, HIGH)}}


def test_a_key_that_too_many_hold_proposes_nothing_and_is_named():
    own = {A: {"hub": [LOW], "k": [LOW]}}
    holders = {"hub": [(A, LOW), (B, LOW), (C, LOW)], "k": [(A, LOW), (C, LOW)]}
    found = proposed(own, holders, 2)
    assert pairs(found) == {ordered(A, C)}
    assert found.hubs == ("hub",)
    # One that is held twice by the same is held by one.
    twice = {"hub": [(A, LOW), (B, LOW), (B, LOW)]}
    assert pairs(proposed({A: {"hub": [LOW]}}, twice, 2)) == {ordered(A, B)}


def test_a_key_is_a_hub_by_those_who_hold_it_under_the_two_labels_alone():
    """So nobody misses a pair, or sees one, for holders that he does not see."""
    holders = {"k": [(A, LOW), (B, LOW), *((make.entity(str(n)), HIGH) for n in range(9))]}
    found = proposed({A: {"k": [LOW]}}, holders, 2)
    assert pairs(found) == {ordered(A, B)}
    assert found.hubs == ("k",)


def test_a_key_that_nobody_holds_proposes_nothing():
    assert not proposed({A: {"k": [LOW]}}, {}, 5).pairs
    assert not proposed({A: {"k": [LOW]}}, {"k": [(A, LOW)]}, 5).pairs


named = st.sampled_from([A, B, C, D])
labels = st.sampled_from([LOW, MID, HIGH])
worlds = st.sets(st.tuples(named, labels), min_size=1)


@given(worlds, st.sets(labels), st.integers(1, 4))
def test_who_sees_some_labels_sees_what_they_alone_would_propose(
    world: set[tuple[EntityId, LabelId]], seen: set[LabelId], cap: int
):
    def of(holders: set[tuple[EntityId, LabelId]]) -> Proposed:
        own = {e: {"k": [x for o, x in holders if o == e]} for e, _ in holders}
        return proposed(own, {"k": holders}, cap)

    whole = of(world).pairs
    visible = {pair: {m for m in met if seen.issuperset(m)} for pair, met in whole.items()}
    alone = of({(e, x) for e, x in world if x in seen}).pairs
    assert {pair: met for pair, met in visible.items() if met} == alone


def test_comparisons_under_the_labels_of_a_shared_key_propose():
    one, other = (make.comparison(ONE, ONE, labels=(LOW, x)) for x in (LOW, HIGH))
    found = proposing((one, other), frozenset({(LOW, HIGH)}), None)
    assert [c.proposes for c in found] == [False, True]


def test_what_proposed_once_proposes_for_good():
    one = make.comparison(ONE, ONE, labels=(LOW, LOW))
    before = make.judgement("dhow", "lark", one)
    [now] = proposing(
        (make.comparison(ONE, ONE, labels=(LOW, LOW), bits=3.0),), frozenset(), before
    )
    assert now.proposes


def test_a_judgement_is_unchanged_when_it_says_the_same_comparisons_in_any_order():
    both = weighed(7, 5)
    said = make.judgement("dhow", "lark", *both)
    assert unchanged(said, both[::-1], said.author, JOIN_BITS)
    assert not unchanged(said, weighed(8, 5), said.author, JOIN_BITS)
    assert not unchanged(said, both, said.author, JOIN_BITS - 1)
    assert not unchanged(None, (), said.author, JOIN_BITS)


def test_a_judgement_by_other_weights_is_never_unchanged():
    said = make.judgement("dhow", "lark", *weighed(7, 5))
    assert not unchanged(said, said.comparisons, "another version", JOIN_BITS)


def test_what_another_purpose_compared_is_no_change():
    both = weighed(7, 5)
    said = make.judgement("dhow", "lark", *both)
    assert unchanged(said, both[:1], said.author, JOIN_BITS)
