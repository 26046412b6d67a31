from __future__ import annotations

from math import log2

import numpy as np
import pytest

from isthmus.model.weights import LEAST_COUNT, LevelWeight, PropertyWeights, SchemaWeights
from isthmus.ports.training import Estimates, LevelShare, TrainingPlan
from isthmus.resolve.bulk import Column
from isthmus.resolve.compare import profiles
from isthmus.resolve.levels.comparator import MISSING
from isthmus.resolve.training import (
    MOST_AGAINST,
    MOST_FOR,
    columns_of,
    counted,
    equal_pairs,
    trained,
    training_columns,
    training_plan,
)
from tests import make
from tests.flow.journey import model
from tests.make import Claim
from tests.make.people import told

SHIPPED = model().weights.schemas
PLAN = TrainingPlan(seed=1, rules=[], recall=0.5, blocks=[("name",)], pairs=1_000_000)


def column(*values: str | None) -> Column:
    known: dict[str, int] = {}
    codes = [-1 if v is None else known.setdefault(v, len(known)) for v in values]
    return Column(list(known), np.array(codes, dtype=np.int32))


def weights(prior: float, **shares: LevelShare) -> dict[str, LevelWeight]:
    """Give the levels of an IMO number as trained; a level that is not named was never seen."""
    names = ("equal", "equal_unchecked", "slip", "unclear", "different")
    found = [shares.get(name, LevelShare(None, None)) for name in names]
    estimates = Estimates(prior, {"imoNumber": found}, {})
    schema = trained(SHIPPED["Vessel"], estimates, PLAN)
    return dict(schema.properties["imoNumber"].levels)


def test_bits_are_the_odds_of_a_level_without_the_pairs_that_are_one():
    equal = weights(0.001, equal=LevelShare(0.5, 0.0015))["equal"]
    assert equal.u is not None
    assert equal.u == pytest.approx(0.001, rel=0.01)
    assert equal.bits == pytest.approx(log2(0.5 / equal.u), abs=0.01)


def test_what_random_pairs_show_only_because_they_are_one_is_as_rare_as_three_of_them():
    equal = weights(0.001, equal=LevelShare(0.5, 0.0005))["equal"]
    assert equal.u == pytest.approx(3e-6)


def test_no_level_weighs_without_bound():
    found = weights(1e-9, equal=LevelShare(1.0, 1e-12), slip=LevelShare(None, 0.9))
    assert found["equal"].bits <= MOST_FOR
    assert found["slip"].bits == MOST_AGAINST


def test_what_forbids_and_what_was_never_seen_stays_as_a_person_set_it():
    found = weights(0.001, different=LevelShare(0.4, 0.5))
    before = SHIPPED["Vessel"].properties["imoNumber"].levels
    assert found["different"] == before["different"]
    assert found["different"].bits <= -20
    assert found["equal_unchecked"] == before["equal_unchecked"]


def test_needed_is_what_makes_a_pair_as_likely_one_as_not():
    schema = trained(SchemaWeights(12, None, {}), Estimates(1 / 1025, {}, {}), PLAN)
    assert schema.needed == pytest.approx(10)
    assert schema.prior == pytest.approx(1 / 1025, rel=1e-5)


def test_a_record_has_of_each_property_its_first_value():
    said = [("alias", "Mara", 3), ("name", "Mara Lind", 2), ("birthDate", "1972-05-06", 4)]
    rows = [make.statement(Claim("one", n, v, "Person"), seq=seq) for n, v, seq in said]
    rows.append(make.statement(Claim("two", "birthDate", "1972-05-06", "Person"), seq=9))
    found = columns_of(profiles(rows).values(), ["name", "birthDate", "email"])
    assert list(found) == ["name", "birthDate"]
    assert found["name"].values == ["Mara Lind"]
    assert found["name"].codes.tolist() == [0, -1]
    assert found["birthDate"].codes.tolist() == [0, 0]


def test_terms_are_counted_by_records_and_rare_ones_left_out():
    how = PropertyWeights("name:person", {})
    names = ["Mara Lind"] * LEAST_COUNT + ["Mara Holm"] * (LEAST_COUNT - 1)
    found = counted(column(*names, None), how)
    assert found is not None
    assert found.total == 2 * LEAST_COUNT - 1
    assert dict(found.counts) == {"lind": LEAST_COUNT, "mara": 2 * LEAST_COUNT - 1}
    assert counted(column("Mara"), how) is None
    assert counted(column(*names), PropertyWeights("date", {})) is None


def test_a_thing_counts_once_however_many_records_tell_of_it_and_in_all_their_words():
    how = PropertyWeights("name:person", {})
    names = ["Mara Lind", "Mara Holm", "Elin Holm", "Elin Holm"] * LEAST_COUNT
    things = np.repeat(np.arange(LEAST_COUNT), 4)
    found = counted(column(*names, None), how, np.array([*things, 0]))
    assert found is not None
    assert found.total == LEAST_COUNT
    assert dict(found.counts) == dict.fromkeys(("elin", "holm", "lind", "mara"), LEAST_COUNT)
    assert counted(column(*names), how, things // 2) is None


def test_of_an_address_words_are_counted_and_of_another_text_the_whole():
    said = column(*["Safehouse Kestrel, 7 Larkspur Alley"] * LEAST_COUNT)
    found = counted(said, PropertyWeights("address", {}))
    assert found is not None
    assert sorted(found.counts) == ["7", "alley", "kestrel", "larkspur", "safehouse"]
    found = counted(column(*["New York"] * LEAST_COUNT), PropertyWeights("text", {}))
    assert found is not None
    assert sorted(found.counts) == ["new york"]


def test_a_plan_blocks_on_what_is_selective_and_needs_two_of_it():
    people = told(120)
    columns = {
        "name": column(*(p.name for p in people)),
        "birthDate": column(*(p.birth for p in people)),
        "email": column(*(f"p{n}@example.org" for n in range(len(people)))),
    }
    plan = training_plan(columns, 7)
    assert plan is not None
    assert plan.blocks == [("name",), ("birthDate",)]
    assert plan.rules == [("name", "birthDate")]
    assert training_plan({"name": columns["name"]}, 7) is None
    assert equal_pairs(columns["email"].codes) == 0


def test_the_trainer_sees_the_levels_of_the_comparators_by_code():
    columns = {"birthDate": column("1972-05-06", "1972-06-05", "unknown")}
    [found] = training_columns(columns, model().schemas["Person"])
    left, right = np.array([0, 0, 0], np.int32), np.array([0, 1, 2], np.int32)
    levels = found.compare(left, right).tolist()
    assert [found.levels[n] for n in levels[:2]] == ["equal", "swapped"]
    assert levels[2] == MISSING
