"""Radar: what images of the sea show, whether a ship lets herself be heard or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random

from isthmus.exercise.movement import Detection, Gap, Scene
from isthmus.exercise.passage import Passage, fix_in

HALF_LAT, HALF_LON = 0.8, 1.4
_CLUTTER = 2
_IMAGES = 4


def scenes(
    rng: Random, passages: Mapping[str, tuple[Passage, ...]], gaps: Sequence[Gap]
) -> tuple[Scene, ...]:
    """Give one image for each of the first gaps, taken while it lasts, with some clutter."""
    found = []
    for gap in gaps[:_IMAGES]:
        at = gap.before.at + (gap.after.at - gap.before.at) / 2
        at = at.replace(microsecond=0)
        found.append(Scene(at, tuple(_seen(rng, passages, at, (gap.before.lat, gap.before.lon)))))
    return tuple(sorted(found, key=lambda scene: scene.at))


def _seen(
    rng: Random,
    passages: Mapping[str, tuple[Passage, ...]],
    at: datetime,
    middle: tuple[float, float],
) -> list[Detection]:
    found = []
    for vessel, ways in passages.items():
        fix = fix_in(ways, at)
        if fix is None:
            continue
        if abs(fix.lat - middle[0]) < HALF_LAT and abs(fix.lon - middle[1]) < HALF_LON:
            lat, lon = fix.lat + rng.uniform(-0.002, 0.002), fix.lon + rng.uniform(-0.004, 0.004)
            found.append(Detection(lat, lon, rng.uniform(0.55, 0.93), vessel))
    for _ in range(_CLUTTER):
        lat, lon = middle[0] + rng.uniform(-0.1, 0.1), middle[1] + rng.uniform(-0.1, 0.1)
        found.append(Detection(lat, lon, rng.uniform(0.26, 0.4), ""))
    return found
