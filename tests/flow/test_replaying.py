"""A past judgement of what is of two kinds is weighed again as it was weighed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeAlias

import pytest

from isthmus.flow.batch import enqueue
from isthmus.flow.bulk_fusion import resolve_pending
from isthmus.flow.documents.weights import ShownReplay
from isthmus.flow.replaying import replay_pair
from isthmus.model.label import Label
from isthmus.model.statement import State
from isthmus.ports import UnitOfWork
from tests import make
from tests.flow.stage import HIGH, LOW, Stage, officer, shown
from tests.leak.worlds import MODEL
from tests.make import Claim

Saying: TypeAlias = tuple[Claim, Label]

COMPANY_NAMES: Final = [
    (Claim("a", "name", "Mara Lind", "LegalEntity"), LOW),
    (Claim("b", "name", "Mara Lind", "LegalEntity"), LOW),
]
KIND_BESIDE: Final = [
    (Claim("a", "name", "Mara Lind", "LegalEntity"), LOW),
    (Claim("a", "birthDate", "1972-05-06", "Person"), LOW),
    (Claim("b", "name", "Mara Lind", "Person"), LOW),
]
"""That the first is a person is said by a value that the other has nothing to set against."""
KINDS_APART: Final = [
    *COMPANY_NAMES,
    (Claim("a", "passportNumber", "X1234567", "Person"), HIGH),
    (Claim("b", "passportNumber", "X1234567", "Person"), HIGH),
]
"""Under each label the two are of another kind."""


def judged(said: Sequence[Saying]) -> Stage:
    stage = Stage()
    stage.center = replace(stage.center, model=MODEL)
    tell(stage, said)
    return stage


def tell(stage: Stage, said: Sequence[Saying]) -> None:
    for claim, label in said:
        stage.say(claim, label=label)
        wait(stage, claim.about)
    resolve_pending(stage.center)


def wait(stage: Stage, *names: str) -> None:
    def change(unit: UnitOfWork) -> None:
        about = [make.entity(name) for name in names]
        enqueue(stage.center, unit, unit.labels.intern(LOW), about)

    stage.write(change)


def replays(stage: Stage, level: str = "SECRET") -> list[ShownReplay]:
    found = replay_pair(stage.center, officer(level=level), shown("a"), shown("b"))
    assert found
    return found


@pytest.mark.parametrize("level", ["OFFICIAL", "SECRET"])
@pytest.mark.parametrize("said", [KIND_BESIDE, KINDS_APART])
def test_what_is_of_two_kinds_replays(said: Sequence[Saying], level: str):
    [found] = replays(judged(said), level)
    assert found.missing == 0
    assert found.kept == found.again > 0
    assert found.bits_again == found.bits


def test_it_replays_as_it_was_before_and_after_another_kind_came():
    stage = judged(COMPANY_NAMES)
    more = [Claim(name, "birthDate", "1972-05-06", "Person") for name in ("a", "b")]
    tell(stage, [(claim, LOW) for claim in more])
    before, after = replays(stage)
    assert (before.kept, after.kept) == (1, 2)
    for found in (before, after):
        assert found.again == found.kept


def test_it_replays_when_what_told_the_kind_is_taken_back_or_erased():
    stage = judged(KIND_BESIDE)
    with stage.store.reading() as unit:
        said = unit.statements.of([make.entity("a")], make.reader(*unit.labels.all()))
    [date] = [s.seq for s in said if s.property == "birthDate"]
    for state in (State.RETRACTED, State.ERASED):

        def change(unit: UnitOfWork, state: State = state) -> None:
            if state is State.ERASED:
                unit.erasure.erase([date], [], make.NOW, "expired")
            else:
                unit.statements.set_state([date], state, make.NOW, "said no more")

        stage.write(change)
        assert replays(stage)[0].again == 1


def test_of_two_kinds_or_not_other_weights_do_not_come_out_the_same():
    stage = judged(KIND_BESIDE)
    company = MODEL.schemas["LegalEntity"]
    forged = replace(MODEL, schemas={**MODEL.schemas, "Person": company})
    stage.center = replace(stage.center, model=forged)
    [found] = replays(stage)
    assert (found.kept, found.again) == (1, 0)
