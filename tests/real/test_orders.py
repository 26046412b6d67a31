"""Four dated lists of one source, loaded in several orders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from isthmus.flow.actor import intake_actor
from isthmus.flow.arrival import addressed, parcel
from isthmus.flow.intake import receive
from isthmus.flow.retraction import waiting
from isthmus.model.statement import State
from isthmus.node import read_declared
from tests.fakes import MemoryStore
from tests.flow.journey import Journey
from tests.real.loading import OFAC

DATES = ("2022-02-23", "2022-02-26", "2024-01-11", "2024-05-03")
ORDERS = ((0, 1, 2, 3), (3, 1, 0, 2), (2, 3, 1, 0))
EVERY = 8
"""Of the persons on the list, one in this many is loaded; all the rest is loaded whole."""


def thinned(raw: bytes) -> bytes:
    """Leave out most persons, by their number, so that the same ones stay in every list."""
    lines = raw.splitlines(keepends=True)
    kept = [
        line
        for line in lines
        if b'"individual"' not in line or int(line.split(b",", 1)[0]) % EVERY == 0
    ]
    return b"".join(kept)


@pytest.fixture(scope="module")
def files(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("lists")
    found = []
    for date in DATES:
        copy = folder / f"sdn_{date}.csv"
        copy.write_bytes(thinned((real_data / OFAC / copy.name).read_bytes()))
        found.append(copy)
    return found


def state(files: Sequence[Path]) -> tuple[frozenset[bytes], int]:
    declared = read_declared(Path("no feeds of its own")).feeds["us-ofac"]
    journey = Journey(declared)
    for path in files:
        with path.open("rb") as stream:
            found = addressed(journey.center, path.name, stream)
            assert found is not None
            actor = intake_actor(journey.center, declared.feed)
            receive(journey.center, actor, found, parcel(found[1], path.name, stream))
    store = journey.center.store
    assert isinstance(store, MemoryStore)
    rows = store._tables.statements.values()
    with store.reading() as unit:
        held = len(waiting(unit, declared.feed))
    return frozenset(row.id for row in rows if row.state is State.ASSERTED), held


def test_every_order_of_loading_gives_one_final_state(files: list[Path]):
    states = [state([files[number] for number in order]) for order in ORDERS]
    assert len(states[0][0]) > 10_000
    assert all(found == states[0] for found in states)


def test_loading_only_the_newest_asserts_the_same(files: list[Path]):
    newest, _ = state(files[-1:])
    assert newest <= state(files)[0]
