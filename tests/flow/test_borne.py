"""Identifiers that change hands, as events bear them."""

from __future__ import annotations

import pytest
from msgspec import structs

from isthmus.flow.borne import borne_key
from isthmus.model.ids import LabelId
from isthmus.model.statement import Statement
from tests import make
from tests.flow.stage import Stage
from tests.make import Claim


@pytest.fixture
def stage() -> Stage:
    return Stage()


def said(stage: Stage, claim: Claim) -> Statement:
    [seq] = stage.say(claim)
    with stage.store.reading() as unit:
        [found] = unit.statements.by_seq([seq], make.reader(*map(LabelId, unit.labels.all())))
    return found


def test_an_event_that_bears_a_number_has_its_key(stage: Stage):
    one = said(stage, Claim("gap", "mmsi", "273000001", "SignalGap"))
    assert borne_key(stage.center, one) == "i:mmsi:273000001"


@pytest.mark.parametrize(
    "claim",
    [
        Claim("hull", "mmsi", "273000001", "Vessel"),
        Claim("gap", "startDate", "2031-03-05", "SignalGap"),
    ],
)
def test_what_is_no_event_or_no_identifier_has_none(stage: Stage, claim: Claim):
    assert borne_key(stage.center, said(stage, claim)) is None


def test_what_the_ontology_has_no_more_has_none_and_raises_nothing(stage: Stage):
    """It is swept like all else."""
    one = said(stage, Claim("gap", "mmsi", "273000001", "SignalGap"))
    assert borne_key(stage.center, structs.replace(one, schema="Semaphore")) is None
    assert borne_key(stage.center, structs.replace(one, property="callsign9")) is None
