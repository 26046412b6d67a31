from collections import deque

import pytest

from isthmus.errors import InputError
from isthmus.exercise.name_tables import (
    CULTURES,
    VESSEL_ENDINGS,
    VESSEL_SECONDS,
    VESSEL_STARTS,
    Culture,
)
from isthmus.exercise.naming import Naming, otherwise
from isthmus.identifiers.names import fingerprint
from tests.unit.exercise.invented import seeded, whole

SCRIPTS = {"Latin", "Cyrillic", "Greek", "Arabic", "Han"}


def test_names_come_in_several_scripts():
    assert {person.name.script for person in whole().cast.persons} == SCRIPTS
    assert {company.name.script for company in whole().cast.companies} == SCRIPTS


@pytest.mark.parametrize("culture", CULTURES.values(), ids=list(CULTURES))
def test_a_person_is_named_from_parts_alone(culture: Culture):
    naming = Naming(seeded(5))
    given_names = {a + b for a, _ in culture.starts for b, _ in (*culture.men, *culture.women)}
    families = {culture.link[0] + a + b for a, _ in culture.families for b, _ in culture.endings}
    for sex in "MF" * 20:
        name = naming.person(culture, sex)
        assert name.given in given_names
        assert name.family in families
        assert name.script == culture.script


def test_a_ship_is_named_from_parts_alone():
    naming = Naming(seeded(5))
    stems = {(a + b).upper() for a in VESSEL_STARTS for b in VESSEL_ENDINGS}
    for _ in range(200):
        stem, _, second = naming.vessel().partition(" ")
        assert stem in stems
        assert any(known.startswith(second) for known in VESSEL_SECONDS)


def test_only_planned_namesakes_share_a_name():
    prints = [fingerprint(person.name.whole, "person") for person in whole().cast.persons]
    assert len(prints) - len(set(prints)) == 3
    ships = [vessel.first.name for vessel in whole().cast.vessels]
    assert len(ships) - len(set(ships)) == 2


def test_another_office_spells_otherwise():
    culture = CULTURES["slavic"]
    assert otherwise("Zhemov Khorta", culture) == "Jemow Horta"
    assert otherwise("Anna", culture) == ""


def test_an_empty_drum_is_an_error():
    naming = Naming(seeded(1))
    with pytest.raises(InputError, match="expected fewer names"):
        deque((naming.person(CULTURES["han"], "M") for _ in range(10_000)), maxlen=0)
