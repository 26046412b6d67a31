"""What is judged is what is held now, whatever came before and in whichever order.

Else whoever is looked at once more, for a statement that a reader may not see, would be judged
otherwise for him.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any, TypeAlias, cast

import pytest

from isthmus.flow.center import Center
from tests.leak.views import weighed
from tests.leak.worlds import Judge, Retract, Rise, Say, Seen, Step, World, played, reader, world

LABELS = 3
EVERYBODY: Seen = frozenset(range(LABELS))
Row: TypeAlias = tuple[Any, ...]


def told(one: World, dice: Random) -> list[Step]:
    """Give what is left of a world: what was said and not taken back, and what persons judged."""
    steps = [step for batch in one.batches for step in batch]
    said = [step for step in steps if isinstance(step, Say)]
    first = {step.what: n for n, step in reversed(list(enumerate(said)))}
    gone = {step.said for step in steps if isinstance(step, Retract)}
    kept = [n for n in first.values() if n not in gone]
    dice.shuffle(kept)
    marked, shown = one.ends()
    rises = [
        Rise(place, label)
        for place, n in enumerate(kept)
        for label in sorted(marked[n] - {said[n].label})
    ]
    persons = (step for step in steps if isinstance(step, Judge))
    judged = [replace(step, labels=labels) for step, labels in zip(persons, shown, strict=True)]
    return [*(said[n] for n in kept), *rises, *judged]


@pytest.mark.parametrize("seed", range(40))
def test_what_came_in_pieces_and_went_again_is_judged_as_if_it_had_come_at_once(seed: int):
    one = world(seed, labels=LABELS, entities=6, sayings=40, rising=0.15 * (seed % 2))
    steps = told(one, Random(seed))  # noqa: S311 - an order, no secret
    at_once = World(one.labels, (tuple(steps),))
    pieces, whole = (played(some, EVERYBODY) for some in (one, at_once))
    for seen in (EVERYBODY, frozenset({0}), frozenset({1, 2})):
        assert found(pieces, seen, one) == found(whole, seen, one), seen


def found(center: Center, seen: Seen, one: World) -> tuple[object, ...]:
    """Give the clusters, and of each judgement all but which of equal values it names."""
    shown = weighed(center, reader(seen), one)
    rows = cast("list[Row]", shown["judgements"])
    judged = Counter((*row, tuple(part[:2] for part in why)) for *row, why in rows)
    return shown["clusters"], judged, shown["paged"]
