"""The generator: one seed in, the deliveries of an exercise and its truth out, file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random
from typing import Final

from isthmus.exercise.files import ais, ofac, sema
from isthmus.exercise.scale import Scale
from isthmus.exercise.story import Story, story

TRUTH_FILE: Final = "_truth/truth.json"
"""The last file: what is true. It belongs to nobody's delivery."""

Writer = Callable[[Story], bytes]


def exercise_files(rng: Random, start: datetime, scale: Scale) -> Iterator[tuple[str, bytes]]:
    """Give the relative name and the bytes of each file, the truth last.

    `start`: the story begins on its day (UTC) and ends `scale.days` later; no file tells of
    anything after that. The same seed, start and scale give the same bytes.
    """
    invented = story(rng, start, scale)
    for name, write in _writers(invented).items():
        yield name, write(invented)


def _writers(invented: Story) -> dict[str, Writer]:
    first, second = f"{invented.begins:%Y-%m-%d}", f"{invented.ends:%Y-%m-%d}"
    editions = ((1, first), (2, second))
    return {
        **{f"lists/add_{day}.csv": partial(ofac.add, edition=n) for n, day in editions},
        **{f"lists/alt_{day}.csv": partial(ofac.alt, edition=n) for n, day in editions},
        **{f"lists/sdn_{day}.csv": partial(ofac.sdn, edition=n) for n, day in editions},
        f"lists/sema_{first}.xml": sema.sema,
        f"lists/un_consolidated_{first}.xml": un.un,
        "movement/vessel_register.csv": tables.register,
        "movement/sightings.csv": ais.sightings,
        "movement/gaps.csv": ais.gaps,
        "movement/receiver.aivdm": aivdm.aivdm,
        **_radar(invented),
        "finance/transfers.csv": tables.transfers,
        **{
            f"finance/statement_{one.number}.xml": partial(camt.camt, statement=one)
            for one in invented.dealings.statements
        },
        **_travel(invented),
        **{
            f"customs/declaration_{one.number:03d}.xml": _constant(wco.wco(one))
            for one in invented.dealings.declarations
        },
        "communications/calls.tsv": tables.calls,
        "communications/meetings.tsv": tables.meetings,
        **{
            f"warnings/warning_{number + 1}.xml": partial(cap.cap, number=number)
            for number in range(len(cap.WARNINGS))
        },
    }
