"""Hubs: under which labels a key is one, what that changes, and what watches it."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from isthmus.model.ids import LabelId
from isthmus.resolve.hubs import NONE, Turned, Watch, capped, is_capped, turned
from isthmus.resolve.judge import proposed
from isthmus.resolve.postings import hashed

LOW, MID, HIGH = (LabelId(n) for n in (1, 2, 3))
CAP = 2
HOLDERS = st.dictionaries(
    st.sampled_from([LOW, MID, HIGH]), st.frozensets(st.integers(0, 5), min_size=1)
)


def test_where_a_label_alone_makes_a_hub_no_other_pair_is_named():
    assert capped({LOW: {1, 2, 3}, MID: {1}, HIGH: {4, 5}}, CAP) == {(LOW, LOW), (MID, HIGH)}
    assert capped({LOW: {1, 2}, MID: {1, 2}}, CAP) == NONE


@given(HOLDERS, st.integers(1, 4))
def test_a_hub_is_what_proposes_nothing(under: dict[LabelId, frozenset[int]], cap: int):
    hub = capped(under, cap)
    own = {n: {"k": [x for x, some in under.items() if n in some]} for n in range(6)}
    found = proposed(own, {"k": under}, cap)
    barred = {pair for pair in product(under, under) if is_capped(hub, *pair)}
    assert found.hubs.get("k", set()) == barred
    met = {labels for pair in found.pairs.values() for labels in pair}
    assert not any(is_capped(hub, *labels) for labels in met)


@given(HOLDERS, HOLDERS, st.integers(1, 4))
def test_each_pair_that_is_proposed_otherwise_has_an_end_that_is_judged_anew(
    earlier: dict[LabelId, frozenset[int]], under: dict[LabelId, frozenset[int]], cap: int
):
    was, now = capped(earlier, cap), capped(under, cap)
    found = turned(was, now, under)
    for one, other in product(under, under):
        before, after = is_capped(was, one, other), is_capped(now, one, other)
        if before and not after:
            assert not found.freed.isdisjoint((one, other))
        elif after and not before:
            assert not found.barred.isdisjoint((one, other))


def test_nobody_is_judged_anew_for_what_did_not_change():
    under = {LOW: {1, 2, 3}, MID: {4}}
    assert turned(capped(under, CAP), capped(under, CAP), under) == Turned()
    assert turned(NONE, capped(under, CAP), under) == Turned(barred=frozenset({LOW}))
    assert turned(frozenset({(LOW, MID)}), NONE, {LOW: {1, 2}, MID: {4}}) == Turned(
        freed=frozenset({MID})
    )


def watching(*keys: str) -> Watch:
    watch = Watch()
    for place, key in enumerate(keys, start=1):
        watch.learn(place, key, (LOW, LOW))
    return watch


def test_what_nobody_watched_before_is_looked_at_once():
    watch = watching("a", "b")
    assert watch.doubtful() == {"a", "b"}
    watch.stands("a")
    assert watch.doubtful() == {"b"}
    assert watch.place == 2


def test_a_hub_that_somebody_holds_no_more_is_in_doubt_and_no_other_key():
    watch = watching("a", "b")
    watch.stands("a")
    watch.stands("b")
    watch.doubt(hashed("b"))
    watch.doubt(hashed("c"))
    assert watch.doubtful() == {"b"}


def test_a_watch_that_follows_anew_keeps_its_doubts_and_doubts_what_it_did_not_know():
    watch = watching("a", "b", "c")
    for key in "abc":
        watch.stands(key)
    watch.doubt(hashed("b"))
    watch.follow_anew("1")
    assert watch.name(hashed("a")) is None
    for place, (key, labels) in enumerate(
        [("a", (LOW, LOW)), ("b", (LOW, LOW)), ("d", (LOW, MID))], start=1
    ):
        watch.learn(place, key, labels)
    assert watch.doubtful() == {"b", "d"}
    assert watch.capped("c") == NONE
    assert watch.capped("d") == {(LOW, MID)}
    assert watch.name(hashed("d")) == "d"


def test_another_cap_has_every_key_looked_at():
    watch = watching("a", "b")
    watch.stands("a")
    watch.doubt_all(7)
    assert watch.doubtful() == {"a", "b"}
    assert watch.cap == 7


def test_a_key_is_known_under_what_its_labels_imply():
    watch = watching("a")
    assert watch.knows("a", [(LOW, LOW), (HIGH, LOW)])
    assert not watch.knows("a", [(LOW, LOW), (MID, HIGH)])
    assert not watch.knows("b", [(LOW, LOW)])
