"""The index: what is given under labels rests on claims under those labels alone."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.statement import Claim
from isthmus.resolve.entity_keys import Keyed
from isthmus.resolve.index import Index
from tests.make.holders import holders_of

SEQS, LABELS = st.integers(0, 12), st.integers(0, 3).map(LabelId)
VALUES = st.sampled_from(["ada", "bo", "cy"])


def keyed(claims: Sequence[Claim]):
    """Each value is a key; two values of one entity under one label are a key together."""
    for claim in claims:
        yield Keyed(claim.value, claim.label, proposes=True)
    for a in claims:
        for b in claims:
            if a.value < b.value and a.label == b.label:
                yield Keyed(f"{a.value}+{b.value}", a.label, a.seq % 2 == 0)


def entity(number: int):
    return EntityId(bytes([number] * 16))


def claim(seq: int, label: int, value: str):
    return Claim(StatementSeq(seq), LabelId(label), "Person", "name", value)


def labels(*numbers: int):
    return frozenset(map(LabelId, numbers))


Step = tuple[bool, int, int, str]
STEPS = st.lists(st.tuples(st.booleans(), SEQS, LABELS, VALUES), max_size=40)
KEYS = ["ada", "bo", "cy", "ada+bo", "ada+cy", "bo+cy"]


def after(steps: list[Step], seen: frozenset[LabelId]):
    """Two indexes: of all that was said, and of what is under `seen` alone."""
    said = {}
    whole, part = Index(keyed), Index(keyed)
    for asserted, seq, label, value in steps:
        one = entity(seq % 4)
        if asserted:
            said[seq] = claim(seq, label, value)
            whole.update(one, [said[seq]])
        else:
            said.pop(seq, None)
            whole.update(one, [], {StatementSeq(seq)})
    for seq, one in said.items():
        if one.label in seen:
            part.update(entity(seq % 4), [one])
    return whole, part


@given(STEPS, st.frozensets(LABELS, max_size=3))
@settings(max_examples=100, deadline=None)
def test_who_sees_some_labels_gets_what_an_index_of_those_alone_gives(
    steps: list[Step], seen: frozenset[LabelId]
):
    whole, part = after(steps, seen)
    for number in range(4):
        ours, theirs = (sorted(index.claims(entity(number), seen)) for index in (whole, part))
        assert ours == theirs
    found = [holders_of(index, KEYS, seen, 99) for index in (whole, part)]
    assert found[0] == found[1]


@pytest.mark.parametrize("count", [20, 300])
def test_of_too_many_those_with_the_least_ids_are_given_whoever_came_first(count: int):
    """Who came first may be told by what is said of him under a label that is withheld."""
    ids = [EntityId(number.to_bytes(2) * 8) for number in range(count)]
    for order in (ids, ids[::-1]):
        index = Index(keyed)
        for at, one in enumerate(order):
            index.update(one, [claim(at, 0, "ada"), claim(count + at, 1, "ada")])
            if at == count // 2:
                index.fold()
        for under in (labels(0), labels(0, 1)):
            [found] = index.numbers(["ada"], under, 9).values()
            assert sorted(index.entities(found)) == ids[:10]


def test_a_claim_under_another_number_of_its_label_takes_its_own_place():
    index = Index(keyed)
    index.update(entity(1), [claim(1, 0, "ada")])
    index.update(entity(1), [claim(1, 2, "ada")])
    assert not index.holders(["ada"], labels(0), 9)
    assert holders_of(index, ["ada"], labels(2), 9) == {"ada": {(entity(1), LabelId(2))}}


def test_what_was_taken_away_is_gone_and_an_unknown_entity_is_empty():
    index = Index(keyed)
    index.update(entity(1), [], {StatementSeq(9)})
    assert len(index) == 0
    index.update(entity(1), [claim(1, 0, "ada")])
    index.update(entity(1), [], {StatementSeq(1)})
    assert index.claims(entity(1), labels(0)) == []
    assert index.claims(entity(2), labels(0)) == []
    assert not index.holders(["ada"], labels(0), 9)


def test_a_value_that_was_taken_away_is_in_memory_no_more():
    index = Index(keyed)
    index.update(entity(1), [claim(1, 0, "Mara Lind"), claim(2, 0, "bo")])
    index.update(entity(2), [claim(3, 2, "cy")])
    index.update(entity(1), [], {StatementSeq(1)})
    assert b"Mara" not in index.rows(labels(0, 2), {"name"}).texts
    assert [one.value for one in index.claims(entity(1), labels(0))] == ["bo"]
    index.update(entity(1), [claim(2, 2, "ada")])
    assert b"bo" not in index.rows(labels(0, 2), {"name"}).texts


def test_columns_hold_what_is_seen_under_labels():
    index = Index(keyed)
    index.update(entity(1), [claim(1, 0, "ada"), claim(2, 2, "bo")])
    index.update(entity(2), [claim(3, 1, "cy")])
    rows = index.rows(labels(0, 1), {"name"})
    assert (rows.entities.tolist(), rows.seqs.tolist()) == ([0, 1], [1, 3])
    assert index.rows(labels(0, 1, 2), {"flag"}).seqs.tolist() == []
    assert [bytes(one) for one in index.ids()] == [entity(1), entity(2)]


@given(STEPS, st.frozensets(LABELS, max_size=3))
@settings(max_examples=50, deadline=None)
def test_an_index_that_lies_in_order_gives_the_same(steps: list[Step], seen: frozenset[LabelId]):
    index, _ = after(steps, seen)
    before = holders_of(index, KEYS, seen, 99)
    claims = [index.claims(entity(number), seen) for number in range(4)]
    index.fold()
    assert holders_of(index, KEYS, seen, 99) == before
    assert [index.claims(entity(number), seen) for number in range(4)] == claims
