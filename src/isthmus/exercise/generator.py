"""The generator: one seed in, the deliveries of an exercise and its truth out, file by file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Final

from isthmus.exercise.files import ais, aivdm, camt, cap, edifact, ofac, sema, tables, un, wco
from isthmus.exercise.scale import Scale
from isthmus.exercise.story import Story, story
from isthmus.exercise.truth import truth_bytes

TRUTH_FILE: Final = "_truth/truth.json"
"""The last file: what is true. It belongs to nobody's delivery."""

File = tuple[str, bytes]
"""The relative name of a file, with slashes, and its bytes."""


def exercise_files(rng: Random, start: datetime, scale: Scale) -> Iterator[File]:
    """Give the files of an exercise, the truth last.

    `start`: the story begins on its day (UTC) and ends `scale.days` later; no file tells of
    anything after that. The same seed, start and scale give the same bytes.
    """
    invented = story(rng, start, scale)
    yield from _lists(invented)
    yield from _movement(invented)
    yield from _finance(invented)
    yield from _travel_and_customs(invented)
    yield "communications/calls.tsv", tables.calls(invented)
    yield "communications/meetings.tsv", tables.meetings(invented)
    for number in range(len(cap.WARNINGS)):
        yield f"warnings/warning_{number + 1}.xml", cap.cap(invented, number)
    yield TRUTH_FILE, truth_bytes(invented)


def _lists(invented: Story) -> Iterator[File]:
    """Give two dated editions of the first list, and the others once."""
    first = f"{invented.begins:%Y-%m-%d}"
    for edition, day in ((1, first), (2, f"{invented.ends:%Y-%m-%d}")):
        yield f"lists/sdn_{day}.csv", ofac.sdn(invented, edition)
        yield f"lists/alt_{day}.csv", ofac.alt(invented, edition)
        yield f"lists/add_{day}.csv", ofac.add(invented, edition)
    yield f"lists/sema_{first}.xml", sema.sema(invented)
    yield f"lists/un_consolidated_{first}.xml", un.un(invented)


def _movement(invented: Story) -> Iterator[File]:
    yield "movement/vessel_register.csv", tables.register(invented)
    yield "movement/vessel_register_annex.csv", tables.annex(invented)
    yield "movement/sightings.csv", ais.sightings(invented)
    yield "movement/gaps.csv", ais.gaps(invented)
    yield "movement/receiver.aivdm", aivdm.aivdm(invented)
    for number, scene in enumerate(invented.movement.scenes, start=1):
        yield f"movement/radar_{number}.json", tables.radar(scene)


def _finance(invented: Story) -> Iterator[File]:
    yield "finance/transfers.csv", tables.transfers(invented)
    for one in invented.dealings.statements:
        yield f"finance/statement_{one.number}.xml", camt.camt(invented, one)


def _travel_and_customs(invented: Story) -> Iterator[File]:
    for flight in invented.dealings.flights:
        name = f"{flight.carrier}{flight.number}_{flight.departs:%Y-%m-%d}"
        yield f"travel/{name}.pnr", edifact.pnrgov(flight)
        yield f"travel/{name}.api", edifact.paxlst(flight)
    for one in invented.dealings.declarations:
        yield f"customs/declaration_{one.number:03d}.xml", wco.wco(one)
