"""Four dated lists of one source, loaded in several orders."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest

from isthmus.declared import read_declared
from isthmus.flow.actor import intake_actor
from isthmus.flow.arrival import addressed, parcel
from isthmus.flow.intake import receive
from isthmus.flow.retraction import waiting
from isthmus.ingest.snapshot import Snapshot, speaking
from isthmus.model.ids import RecordSeq
from isthmus.model.statement import State
from tests.fakes import MemoryStore
from tests.flow.journey import Journey, day
from tests.real.loading import OFAC

DATES = ("2022-02-23", "2022-02-26", "2024-01-11", "2024-05-03")
ORDERS = ((0, 1, 2, 3), (3, 1, 0, 2), (2, 3, 1, 0))
EVERY = 12
"""Of the entries, one in this many is loaded into a store."""


def number(line: bytes) -> int:
    return int(line.split(b",", 1)[0])


def entries(raw: bytes) -> list[bytes]:
    return [line for line in raw.splitlines(keepends=True) if line.strip(b"\r\n\x1a")]


def thinned(raw: bytes) -> bytes:
    """Leave out most entries, by their number, so that the same ones stay in every list."""
    return b"".join(line for line in entries(raw) if number(line) % EVERY == 0)


def test_every_order_of_the_whole_lists_gives_one_state(real_data: Path):
    found: dict[bytes, RecordSeq] = {}
    snapshots = []
    for at, date in enumerate(DATES):
        lines = entries((real_data / OFAC / f"sdn_{date}.csv").read_bytes())
        present = {
            b"%d" % number(line): found.setdefault(line, RecordSeq(len(found))) for line in lines
        }
        snapshots.append(Snapshot(day(at), date.encode(), complete=True, present=present))
    states = [speaking(order, {}) for order in permutations(snapshots)]
    assert all(state == states[0] for state in states)
    assert states[0].held == []
    assert states[0].current == snapshots[-1].present
    # From the first to the last alone, more than a twentieth is gone: a person is asked, until one
    # of the dates between is delivered.
    [held] = speaking([snapshots[0], snapshots[-1]], {}).held
    assert (held.vanished, held.of) == (491, 9121)
    assert speaking([snapshots[0], snapshots[-1], snapshots[2]], {}).held == []


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
    assert len(states[0][0]) > 5_000
    assert all(found == states[0] for found in states)


def test_loading_only_the_newest_asserts_the_same(files: list[Path]):
    newest, _ = state(files[-1:])
    assert newest <= state(files)[0]
