from datetime import UTC, datetime
from io import BytesIO
from itertools import islice

from isthmus.exercise.bulk import (
    imo,
    mmsi,
    persons,
    position_lines,
    position_rows,
    sighting_rows,
)
from isthmus.exercise.passage import distance_nm
from isthmus.exercise.waters import LEGS, POINTS
from isthmus.formats import aivdm, delimited
from isthmus.formats.raw import RawRecord
from isthmus.identifiers.outcome import Identified
from isthmus.identifiers.registry import IDENTIFIERS
from tests.unit.exercise.invented import seeded
from tests.unit.exercise.test_voyages import off_leg_nm

START = datetime(2031, 3, 1, tzinfo=UTC)


def lines(count: int = 600) -> bytes:
    return b"".join(position_lines(seeded(1), START, 30, count))


def test_the_same_seed_gives_the_same_sentences():
    assert lines() == lines()


def test_every_sentence_is_read_and_lies_in_a_fairway():
    *found, ending = aivdm.read(BytesIO(lines()), {})
    trees = [record.tree for record in found if isinstance(record, RawRecord)]
    assert len(trees) == len(found) == 600
    assert getattr(ending, "complete", False)
    for tree in trees[::7]:
        place = (float(str(tree["lat"])), float(str(tree["lon"])))
        assert min(off_leg_nm(place, POINTS[a], POINTS[b]) for a, b in LEGS) < 0.1


def test_ships_report_in_turn_and_sail_no_faster_than_they_say():
    found = [r.tree for r in aivdm.read(BytesIO(lines(30 * 400)), {}) if isinstance(r, RawRecord)]
    first, last = found[0], found[-30]
    assert first["mmsi"] == last["mmsi"]
    a, b = ((float(str(t["lat"])), float(str(t["lon"]))) for t in (first, last))
    hours = 399 * 10 / 3600
    assert distance_nm(a, b) <= float(str(first["speed_kn"])) * hours * 1.1 + 0.5


def test_rows_of_sightings_are_those_of_the_feed():
    content = b"".join(sighting_rows(seeded(1), START, 50))
    found = [r.tree for r in delimited.read(BytesIO(content), {}) if isinstance(r, RawRecord)]
    assert len(found) == 50
    assert found[0]["gur_imo"] == imo(0)
    assert len({row["MMSI"] for row in found}) == 50


def test_rows_of_positions_have_their_header():
    content = list(position_rows(seeded(1), START, 5, 20))
    assert content[0].startswith(b"MMSI,timestamp,")
    assert len(content) == 21


def test_numbers_by_place_pass_their_checks():
    for at in (0, 1, 19, 20, 123_456):
        assert isinstance(IDENTIFIERS["imo"](imo(at)), Identified)
        assert isinstance(IDENTIFIERS["mmsi"](mmsi(at)), Identified)


def test_persons_differ_in_number_and_passport():
    found = list(islice(persons(seeded(1), 2500), 2500))
    assert len({person.id for person in found}) == 2500
    assert len({person.passport for person in found}) == 2500
