from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from isthmus.model.ids import StatementSeq
from isthmus.model.judgement import JOIN_BITS, Comparison, Decision
from isthmus.resolve.judge import (
    CONFLICT_BITS,
    decision,
    ordered,
    proposed,
    unchanged,
    worth_keeping,
)
from tests import make

A, B, C = (make.entity(name) for name in ("dhow", "lark", "wren"))
ONE = StatementSeq(1)


def weighed(*bits: float) -> tuple[Comparison, ...]:
    return tuple(make.comparison(ONE, ONE, bits=one) for one in bits)


def test_the_sum_of_the_bits_decides_unless_one_comparison_forbids():
    assert decision(weighed(7, 5), JOIN_BITS) is Decision.SAME
    assert decision(weighed(7, 4), JOIN_BITS) is Decision.UNDECIDED
    assert decision(weighed(14, -8), JOIN_BITS) is Decision.UNDECIDED
    assert decision(weighed(40, CONFLICT_BITS), JOIN_BITS) is Decision.DIFFERENT
    assert decision((), JOIN_BITS) is Decision.UNDECIDED


def test_only_what_comes_near_is_written_down():
    assert worth_keeping(weighed(7))
    assert worth_keeping(weighed(20, -40))
    assert not worth_keeping(weighed(3, 2))
    assert not worth_keeping(weighed(-40))


def test_a_shared_key_proposes_a_pair_once_the_lesser_first():
    own = {A: ["k"], B: ["k"]}
    holders = {"k": [(A, ONE), (B, ONE)]}
    assert proposed(own, holders, 5).pairs == {ordered(A, B)}
    assert ordered(A, B) == ordered(B, A) == tuple(sorted((A, B)))


def test_a_key_that_too_many_hold_proposes_nothing_and_is_named():
    own = {A: ["hub", "k"]}
    holders = {"hub": [(A, ONE), (B, ONE), (C, ONE)], "k": [(A, ONE), (C, ONE)]}
    found = proposed(own, holders, 2)
    assert found.pairs == {ordered(A, C)}
    assert found.hubs == ("hub",)
    # One that is held twice by the same is held by one.
    twice = {"hub": [(A, ONE), (B, ONE), (B, StatementSeq(2))]}
    assert proposed({A: ["hub"]}, twice, 2).pairs == {ordered(A, B)}


def test_a_key_that_nobody_holds_proposes_nothing():
    assert proposed({A: ["k"]}, {}, 5).pairs == frozenset()
    assert proposed({A: ["k"]}, {"k": [(A, ONE)]}, 5).pairs == frozenset()


def test_a_judgement_is_unchanged_when_it_holds_the_same_comparisons_in_any_order():
    both = weighed(7, 5)
    said = make.judgement("dhow", "lark", *both)
    assert unchanged(said, both[::-1], said.author)
    assert not unchanged(said, both[:1], said.author)
    assert not unchanged(said, (), said.author)
    assert not unchanged(None, (), said.author)


def test_a_judgement_by_other_weights_is_never_unchanged():
    said = make.judgement("dhow", "lark", *weighed(7, 5))
    assert not unchanged(said, said.comparisons, "another version")


@given(st.lists(st.floats(-50, 50), max_size=5), st.floats(-50, 0))
def test_what_speaks_against_never_joins(bits: list[float], against: float):
    if decision(weighed(*bits, against), JOIN_BITS) is Decision.SAME:
        assert decision(weighed(*bits), JOIN_BITS) is Decision.SAME
