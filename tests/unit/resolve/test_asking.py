"""Answers: what is worth showing of what is like a question."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.model.ids import LabelId, StatementSeq
from isthmus.model.judgement import KEEP_BITS
from isthmus.model.statement import Claim
from isthmus.resolve.asking import ASKED, Asking, question
from isthmus.resolve.compare import profile
from isthmus.resolve.index import Index
from tests import make
from tests.flow.journey import model
from tests.flow.stage import ONTOLOGY

MODEL = model()
LARK = make.entity("lark")
VALUES = {
    "Vessel": {
        "name": ("Sea Lark", "Sea Larke"), "flag": ("PA", "LR"), "buildDate": ("1990",),
        "imoNumber": ("9074729", "9176187"),
    },
    "Person": {
        "name": ("Mara Lind", "Lind Marra"), "gender": ("female",), "nationality": ("NO", "SE"),
        "birthDate": ("1972-05-06",),
        "address": ("12 Harbour Street, Birch", "Birch, Harbour St. 12"),
    },
}  # fmt: skip
SAID = {
    schema: [(name, value) for name, values in of.items() for value in values]
    for schema, of in VALUES.items()
}
LABELS = st.sampled_from([1, 2])


def asking(schema: str, *values: tuple[str, str]) -> Asking:
    asked = profile(ASKED, question(schema, values), MODEL.properties())
    return Asking(asked, MODEL, ONTOLOGY)


def held(schema: str, *values: tuple[str, str], labels: tuple[int, ...] = ()) -> list[Claim]:
    under = [*labels, *[1] * len(values)]
    return [
        Claim(StatementSeq(n), LabelId(under[n - 1]), schema, *value)
        for n, value in enumerate(values, start=1)
    ]


@settings(max_examples=300)
@given(st.data(), st.sampled_from(sorted(SAID)))
def test_an_answer_is_what_reaches_its_bar_and_nothing_less(data: st.DataObject, schema: str):
    some = st.lists(st.sampled_from(SAID[schema]), min_size=1, max_size=4, unique=True)
    ours, theirs = data.draw(some), data.draw(some)
    labels = data.draw(st.tuples(*[LABELS] * len(theirs)))
    asked, claims = asking(schema, *ours), held(schema, *theirs, labels=labels)
    entity = profile(LARK, claims, MODEL.properties())
    bar = asked.bar(entity)
    assert 0 < bar <= KEEP_BITS
    like, answer = asked.likeness(entity), asked.answer(entity)
    if like is None or like.bits < bar:
        assert answer is None
    elif like.bits >= KEEP_BITS or like.comparisons[0].bits >= bar:
        assert answer == like
    else:
        assert answer is None


@pytest.mark.parametrize(
    ("values", "bar"),
    [
        ([("name", "Sea Lark")], 3),
        ([("name", "Sea Lark"), ("flag", "PA")], 3),
        ([("flag", "PA")], 1),
        ([("name", "Sea Lark"), ("imoNumber", "9074729")], KEEP_BITS),
        ([("vesselType", "Tanker")], KEEP_BITS),
    ],
)
def test_the_bar_is_what_the_most_telling_of_what_both_say_could_give(
    values: list[tuple[str, str]], bar: float
):
    known = [("name", "Sea Tern"), ("flag", "LR"), ("imoNumber", "9176187")]
    entity = profile(LARK, held("Vessel", *known), MODEL.properties())
    assert asking("Vessel", *values).bar(entity) == bar


@settings(max_examples=300)
@given(st.data(), st.sampled_from(sorted(SAID)), st.frozensets(LABELS, min_size=1))
def test_answers_of_an_index_are_the_answer_of_each_by_what_is_seen(
    data: st.DataObject, schema: str, seen: frozenset[int]
):
    some = st.lists(st.sampled_from(SAID[schema]), min_size=1, max_size=4, unique=True)
    asked, index = asking(schema, *data.draw(some)), Index(lambda _: ())
    labels = frozenset(map(LabelId, seen))
    others = data.draw(st.lists(some, max_size=4))
    each = {}
    for number, theirs in enumerate(others):
        under = data.draw(st.tuples(*[LABELS] * len(theirs)))
        index.update(make.entity(str(number)), held(schema, *theirs, labels=under))
        entity = index.profile(number, labels, MODEL.compared_as)
        answer = asked.answer(entity) if entity.values else None
        if answer is not None:
            each[number] = answer
    assert asked.answers(index, range(len(others)), labels) == each
