"""Promises: what is cheap to see is never less than what a whole comparison gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.judgement import counting
from isthmus.model.statement import Claim as Held
from isthmus.resolve.compare import Profile, compared, profiles
from isthmus.resolve.index import Index
from isthmus.resolve.promise import Hope
from tests import make
from tests.flow.journey import model
from tests.flow.stage import ONTOLOGY
from tests.make import Claim

MODEL = model()
SAID = [
    *(("Person", "name", name) for name in ("Ivan Sidorov", "Sidorov Ivan", "Iwan Sidorof")),
    *(("Person", "alias", name) for name in ("Иван Сидоров", "Мария Иванова", "Maria Example")),
    *(("Person", "fatherName", name) for name in ("Ivan Sidorov", "Petr Sidorov")),
    *(("Person", "birthDate", day) for day in ("1970-01-02", "1970-02-01", "1971-05-05")),
    *(("Person", "passportNumber", number) for number in ("N1234567", "N1234568")),
    *(("LegalEntity", "country", code) for code in ("PA", "LR")),
    ("Company", "name", "Ivan Sidorov"),
    ("Thing", "name", "Ivan Sidorov"),
    ("Vessel", "name", "Ivan Sidorov"),
    ("Vessel", "imoNumber", "9074729"),
]
CLAIMS = st.lists(st.tuples(st.sampled_from(SAID), st.sampled_from([1, 2])), min_size=1, max_size=6)


def profile(about: str, said: list[tuple[tuple[str, str, str], int]], first: int) -> Profile | None:
    rows = [
        make.statement(Claim(about, name, value, schema), seq=n, label=LabelId(label))
        for n, ((schema, name, value), label) in enumerate(said, start=first)
    ]
    return profiles(rows).get(make.entity(about))


@settings(max_examples=300)
@given(CLAIMS, CLAIMS, st.integers(0, 16))
def test_no_promise_is_denied_that_would_be_kept(
    left: list[tuple[tuple[str, str, str], int]],
    right: list[tuple[tuple[str, str, str], int]],
    least: int,
):
    ours, theirs = profile("wren", left, 1), profile("lark", right, 50)
    if ours is None or theirs is None:
        return
    found = counting(compared(ours, theirs, MODEL, ONTOLOGY))
    if sum(one.bits for one in found if one.bits > 0) >= least and found:
        assert Hope(ours, MODEL, ONTOLOGY, least).of(theirs)


@pytest.mark.parametrize(
    ("left", "right", "promised"),
    [
        (["Ivan Sidorov"], ["Sidorov, Ivan"], True),
        (["Ivan Sidorov"], ["Iwan Sidorof"], False),
        (["Mohammed Hussein"], ["محمد حسين"], False),
        (["Ivan Sidorov"], ["Иван Сидоров"], True),
        (["Maria Example", "Иван Сидоров"], ["Иван Сидоров", "Iwan Sidorof"], True),
    ],
)
def test_a_name_alone_promises_something_only_if_it_is_equal(
    left: list[str], right: list[str], *, promised: bool
):
    ours = profile("wren", [(("Person", "name", name), 1) for name in left], 1)
    theirs = profile("lark", [(("Person", "name", name), 1) for name in right], 50)
    assert ours is not None
    assert theirs is not None
    assert Hope(ours, MODEL, ONTOLOGY, 6.0).of(theirs) is promised


@settings(max_examples=300)
@given(
    CLAIMS, st.lists(CLAIMS, max_size=4), st.frozensets(st.sampled_from([1, 2])), st.integers(1, 16)
)
def test_who_is_seen_at_a_glance_is_promised_what_a_whole_look_promises(
    left: list[tuple[tuple[str, str, str], int]],
    others: list[list[tuple[tuple[str, str, str], int]]],
    seen: frozenset[int],
    least: int,
):
    ours, index = profile("wren", left, 1), Index(lambda _: ())
    if ours is None:
        return
    for number, said in enumerate(others):
        index.update(
            EntityId(bytes([number] * 16)),
            [
                Held(StatementSeq(n), LabelId(label), *what)
                for n, (what, label) in enumerate(said, start=50)
            ],
        )
    labels = frozenset(map(LabelId, seen))
    hope = Hope(ours, MODEL, ONTOLOGY, least)
    read = {n: index.profile(n, labels, MODEL.compared_as) for n in range(len(others))}
    found = dict(hope.within(index, read, labels))
    assert all(read[number].values == held.values for number, held in found.items())
    assert {n for n in found if read[n].values} == {
        n for n, held in read.items() if held.values and hope.of(held)
    }
