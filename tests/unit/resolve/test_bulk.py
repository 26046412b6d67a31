from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.model.ids import LabelId
from isthmus.resolve.bulk import MISSING, Column, levels_of, scored
from isthmus.resolve.compare import compared, profiles
from isthmus.resolve.levels import comparator
from isthmus.resolve.levels.many_names import Rules, structure_levels
from isthmus.resolve.levels.names import (
    DIFFERENT,
    EDGES,
    LEAST_LETTERS,
    NEAR,
    structure_level,
)
from tests import make
from tests.flow.journey import model
from tests.flow.stage import ONTOLOGY
from tests.make import Claim
from tests.make.people import told

MODEL = model()
RULES = Rules(LEAST_LETTERS, NEAR, EDGES, DIFFERENT)
PERSON = MODEL.schemas["Person"]


def column(values: list[str | None]) -> Column:
    known: dict[str, int] = {}
    codes = [-1 if v is None else known.setdefault(v, len(known)) for v in values]
    return Column(list(known), np.array(codes, dtype=np.int32))


def test_a_set_is_scored_as_its_pairs_are_one_by_one():
    people = told(40)
    columns = {
        "name": column([p.name for p in people]),
        "birthDate": column([p.birth for p in people]),
        "postalCode": column([p.postcode if n % 7 else None for n, p in enumerate(people)]),
    }
    left, right = np.triu_indices(len(people), 1)
    found = scored(left, right, columns, PERSON)
    every = profiles(
        [
            make.statement(Claim(f"p{n}", name, value, "Person"), seq=10 * n + k, label=LabelId(1))
            for n, p in enumerate(people)
            for k, (name, value) in enumerate(
                [("name", p.name), ("birthDate", p.birth), ("postalCode", p.postcode)], 1
            )
            if name != "postalCode" or n % 7
        ]
    )
    profile = list(every.values())
    for at in range(0, len(left), 3):
        one = compared(profile[left[at]], profile[right[at]], MODEL, ONTOLOGY)
        assert sum(c.bits for c in one) == pytest.approx(found.bits[at])
    assert len(set(found.bits.tolist())) > 10


names = st.lists(
    st.lists(
        st.sampled_from(["m", "mara", "marra", "lind", "linde", "lindqvist", "lindqwist", "1st"]),
        min_size=1,
        max_size=6,
    ).map(" ".join),
    min_size=2,
    max_size=12,
)


@given(names)
@settings(deadline=None)
def test_names_have_one_level_by_the_array_and_one_by_one(texts: list[str]):
    how = PERSON["name"]
    left, right = np.triu_indices(len(texts), 1)
    found = levels_of(how, column(list(texts)), left, right)
    prepared = [how.prepared(text) for text in texts]
    for at, level in enumerate(found.tolist()):
        assert level == how.comparator.level(prepared[left[at]], prepared[right[at]])


counts = st.integers(1, 8)


@given(counts, counts, st.integers(0, 8), st.integers(0, 8), st.integers(0, 3000))
def test_the_table_of_structures_is_one(a: int, b: int, equal: int, near: int, rarity: int):
    equal, near = min(equal, a, b), min(near, min(a, b) - min(equal, a, b))
    one = [np.array([n]) for n in (a, b, equal, near, rarity)]
    found = structure_levels(RULES, one[0], one[1], (one[2], one[3], one[4]))
    assert found[0] == structure_level(a, b, equal, near, rarity)
    assert found[0] < len(comparator("name:any").levels)


def test_a_side_without_a_value_or_with_an_empty_one_weighs_nothing():
    left, right = np.array([0, 0, 1]), np.array([1, 2, 2])
    columns = {"name": column(["Mara Lind", None, "!!!"])}
    found = scored(left, right, columns, PERSON)
    assert found.levels["name"].tolist() == [MISSING] * 3
    assert found.bits.tolist() == [0, 0, 0]
