"""What any trainer must find in records whose truth is known; the trainer does not see it."""

from __future__ import annotations

import numpy as np
import pytest

from isthmus.adapters.splink_trainer import SplinkTrainer
from isthmus.errors import TrainingImpossible
from isthmus.ports.training import Trainer, TrainingPlan
from isthmus.resolve.bulk import Column
from isthmus.resolve.training import training_columns
from tests.fakes.training import CountingTrainer
from tests.flow.journey import model
from tests.make.people import Told, told

PERSON = model().schemas["Person"]
PLAN = TrainingPlan(
    seed=7,
    rules=[("name", "birthDate"), ("birthDate", "postalCode")],
    recall=0.8,
    blocks=[("birthDate",), ("name",), ("postalCode",)],
    pairs=50_000,
)


@pytest.fixture(params=[SplinkTrainer, CountingTrainer], ids=["splink", "counting"])
def trainer(request: pytest.FixtureRequest) -> Trainer:
    found: Trainer = request.param()
    return found


def column(values: list[str]) -> Column:
    known: dict[str, int] = {}
    codes = [known.setdefault(v, len(known)) for v in values]
    return Column(list(known), np.array(codes, dtype=np.int32))


def columns(people: list[Told]):
    found = {
        "name": column([p.name for p in people]),
        "birthDate": column([p.birth for p in people]),
        "postalCode": column([p.postcode for p in people]),
    }
    return training_columns(found, PERSON)


def test_what_speaks_for_one_weighs_more_and_what_speaks_against_less(trainer: Trainer):
    people = told(120)
    found = trainer.train(columns(people), PLAN)
    assert 0.001 < found.prior < 0.05
    for name, for_one, against in (
        ("name", "equal", "different"),
        ("birthDate", "equal", "different"),
        ("postalCode", "equal", "different"),
    ):
        levels = PERSON[name].comparator.levels
        assert len(found.shares[name]) == len(levels)
        equal = max(
            (s.m or 0) / s.u
            for s, level in zip(found.shares[name], levels, strict=True)
            if level.startswith(for_one) and s.u
        )
        different = found.shares[name][levels.index(against)]
        assert equal > 20
        assert different.u
        assert (different.m or 0) / different.u < 0.5


def test_equal_records_and_an_equal_plan_give_equal_estimates(trainer: Trainer):
    people = told(60)
    assert trainer.train(columns(people), PLAN) == trainer.train(columns(people), PLAN)


def test_too_few_records_and_records_that_share_nothing_are_refused(trainer: Trainer):
    with pytest.raises(TrainingImpossible, match="at least 50"):
        trainer.train(columns(told(3)), PLAN)
    with pytest.raises(TrainingImpossible):
        trainer.train([], PLAN)
    lonely = [Told(n, f"x{n} y{n}", f"{1000 + n}-01-02", f"A{n}") for n in range(80)]
    with pytest.raises(TrainingImpossible, match="share values"):
        trainer.train(columns(lonely), PLAN)
