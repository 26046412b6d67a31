import json
import os
import subprocess
import sys
from hashlib import sha256

import pytest

from isthmus.exercise.generator import TRUTH_FILE, exercise_files
from isthmus.exercise.scale import Scale
from isthmus.formats.raw import BrokenRecord, Ending
from isthmus.ingest.mapping import compiled_mapping
from tests.unit.exercise.invented import (
    LEAST,
    START,
    addressed,
    declared,
    delivered,
    files,
    read,
    records,
    seeded,
    soon,
)

LARGEST = 3_000_000
DIGEST = """
from datetime import UTC, datetime
from hashlib import sha256
from random import Random
from isthmus.exercise.generator import exercise_files
from isthmus.exercise.scale import Scale
scale = Scale(vessels=32, persons=60, companies=40, positions=300, days=20)
start = datetime(2031, 3, 1, tzinfo=UTC)
made = exercise_files(Random(7), start, scale)
print(sha256(b"".join(name.encode() + content for name, content in made)).hexdigest())
"""
FEEDS = {
    "ais-gaps",
    "ais-receiver",
    "ais-sightings",
    "bank-statements",
    "bank-transfers",
    "ca-sema",
    "customs-declarations",
    "passenger-lists",
    "passenger-records",
    "public-warnings",
    "radar-detections",
    "un-sc",
    "us-ofac",
    "vessel-register",
    "vessel-register-annex",
    "wiretaps",
}


def digest(seed: int, scale: Scale) -> str:
    made = exercise_files(seeded(seed), START, scale)
    return sha256(b"".join(name.encode() + content for name, content in made)).hexdigest()


def test_one_seed_gives_the_same_bytes_twice():
    assert digest(3, LEAST) == digest(3, LEAST)


def test_another_seed_gives_other_bytes():
    assert digest(3, LEAST) != digest(4, LEAST)


def test_bytes_do_not_hang_on_the_order_of_sets():
    made = [
        subprocess.run(  # noqa: S603 - this very interpreter, on the text above
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1] != ""


def test_the_whole_is_small():
    assert sum(map(len, files().values())) < LARGEST


def test_the_truth_comes_last_and_is_json():
    assert list(files())[-1] == TRUTH_FILE
    assert json.loads(files()[TRUTH_FILE])["title"] == "Northern Lantern"


def test_every_feed_of_the_product_that_a_story_can_fill_is_filled():
    found = [addressed(name) for name in delivered()]
    assert {one[0].feed.id for one in found if one is not None} == FEEDS


@pytest.mark.parametrize("name", delivered())
def test_a_file_is_read_to_its_end_without_a_broken_record(name: str):
    *found, ending = read(name)
    assert isinstance(ending, Ending)
    assert ending.complete
    assert ending.fault is None
    assert [item for item in found if isinstance(item, BrokenRecord)] == []
    assert found


@pytest.mark.parametrize("name", delivered())
def test_every_record_of_a_file_is_mapped_without_a_fault(name: str):
    found = addressed(name)
    assert found is not None
    mapping = compiled_mapping(found[1].mapping, declared().ontology, name)
    for record in records(name):
        tree = {**record.tree, "@as_of": START.isoformat()}
        assert mapping.map_record(tree, soon()).claims


def test_the_scale_sets_the_counts():
    assert 1_900 <= len(records("movement/receiver.aivdm")) <= 2_150
    assert len(records("finance/transfers.csv")) == 140
    bookings = [name for name in delivered() if name.endswith(".pnr")]
    assert sum(len(records(name)) for name in bookings) == 30
