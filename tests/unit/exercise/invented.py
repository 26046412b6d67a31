"""One exercise for all tests of this folder, made once; and how the product reads its files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

from isthmus.declared import Declared, read_declared
from isthmus.exercise.generator import TRUTH_FILE, exercise_files
from isthmus.exercise.scale import Scale
from isthmus.exercise.story import Story, story
from isthmus.formats.raw import BrokenRecord, Ending, RawRecord
from isthmus.formats.registry import READERS
from isthmus.formats.sniff import clues
from isthmus.ingest.declaration import FeedDeclaration, Part
from isthmus.ingest.recognise import recognised

START = datetime(2031, 3, 1, 15, 30, tzinfo=UTC)
END = datetime(2031, 4, 1, tzinfo=UTC)
SEED = 20310301
LEAST = Scale(
    vessels=32,
    persons=60,
    companies=40,
    positions=300,
    payments=20,
    bookings=5,
    declarations=4,
    calls=20,
    days=20,
)


def seeded(seed: int) -> Random:
    """Give a generator whose draws can be repeated."""
    return Random(seed)  # noqa: S311 - an exercise must be repeatable, and keeps no secret


@cache
def whole() -> Story:
    """Give the story of the usual scale."""
    return story(seeded(SEED), START, Scale())


@cache
def files() -> dict[str, bytes]:
    """Give the files of the same story by name, the truth too."""
    return dict(exercise_files(seeded(SEED), START, Scale()))


def delivered() -> list[str]:
    """Give the names of what is delivered."""
    return [name for name in files() if name != TRUTH_FILE]


@cache
def declared() -> Declared:
    """Give what the product ships: feeds, rules, ontology."""
    return read_declared(Path("no-feeds-of-its-own"))


def addressed(name: str) -> tuple[FeedDeclaration, Part] | None:
    """Give the feed and part that the product finds for a file."""
    head = files()[name][: 64 * 1024]
    return recognised(clues(head, Path(name).name), head, declared().feeds.values())


def read(name: str) -> Iterator[RawRecord | BrokenRecord | Ending]:
    """Read a file as the product would."""
    found = addressed(name)
    assert found is not None, name
    return READERS[found[1].format](BytesIO(files()[name]), found[1].options)


def records(name: str) -> list[RawRecord]:
    """Give the records of a file."""
    return [item for item in read(name) if isinstance(item, RawRecord)]


def soon() -> datetime:
    """Give a moment just after the story."""
    return END + timedelta(hours=1)
