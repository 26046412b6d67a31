"""Passages: a ship on her way along the fairways, and where she is at a given moment.

Distances in nautical miles, speeds in knots. Between two points the way is straight in degrees,
which is right enough for the lengths of `LEGS`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from heapq import heappop, heappush
from itertools import accumulate, pairwise
from math import atan2, cos, degrees, hypot, radians

from isthmus.exercise.waters import COVERED, LEGS, POINTS, SEAS, Point

NM_PER_DEGREE = 60.0
_COVERED_BOXES = tuple((name, box) for name, box in SEAS.items() if name in COVERED)


@dataclass(frozen=True, slots=True)
class Fix:
    """Where a ship is. `speed_kn` over ground; `course_deg` from true north."""

    at: datetime
    lat: float
    lon: float
    speed_kn: float
    course_deg: float


@dataclass(frozen=True, slots=True)
class Passage:
    """One way from a point to another. `marks`: the miles at which `way` turns; rising from 0.

    `hold_at_nm`, `hold`: where and for how long she drifts on the way.
    """

    way: tuple[Point, ...]
    marks: tuple[float, ...]
    begins: datetime
    speed_kn: float
    origin: str
    goal: str
    hold_at_nm: float = -1.0
    hold: timedelta = timedelta(0)

    @property
    def ends(self) -> datetime:
        """The moment of arrival."""
        return self.begins + timedelta(hours=self.marks[-1] / self.speed_kn) + self.hold

    def fix(self, at: datetime) -> Fix | None:
        """Give where she is; None before departure and after arrival."""
        if not self.begins <= at <= self.ends:
            return None
        sailed = (at - self.begins).total_seconds() / 3600 * self.speed_kn
        speed = self.speed_kn
        if 0 <= self.hold_at_nm < sailed:
            held = self.hold.total_seconds() / 3600 * self.speed_kn
            speed = 0.3 if sailed < self.hold_at_nm + held else speed
            sailed = max(self.hold_at_nm, sailed - held)
        lat, lon, course = self._place(sailed)
        return Fix(at, lat, lon, speed, course)

    def moment_at(self, nm: float) -> datetime:
        """Give when she has sailed so many miles; at the hold, when it begins."""
        held = self.hold if 0 <= self.hold_at_nm < nm else timedelta(0)
        return self.begins + timedelta(hours=nm / self.speed_kn) + held

    def _place(self, nm: float) -> tuple[float, float, float]:
        leg = min(max(bisect_right(self.marks, nm) - 1, 0), len(self.way) - 2)
        a, b = self.way[leg], self.way[leg + 1]
        part = (nm - self.marks[leg]) / (self.marks[leg + 1] - self.marks[leg])
        share = min(max(part, 0.0), 1.0)
        lat, lon = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
        return lat, lon, bearing(a, b)


def distance_nm(a: Point, b: Point) -> float:
    """Give the distance of two points that are not far apart."""
    east = (b[1] - a[1]) * cos(radians((a[0] + b[0]) / 2))
    return hypot(b[0] - a[0], east) * NM_PER_DEGREE


def bearing(a: Point, b: Point) -> float:
    """Give the course from one point to another in degrees from north."""
    east = (b[1] - a[1]) * cos(radians((a[0] + b[0]) / 2))
    return degrees(atan2(east, b[0] - a[0])) % 360


@lru_cache(maxsize=1024)
def route(origin: str, goal: str) -> tuple[str, ...]:
    """Give the shortest way along the fairways by the names of its points."""
    near: dict[str, list[str]] = {name: [] for name in POINTS}
    for a, b in LEGS:
        near[a].append(b)
        near[b].append(a)
    heap: list[tuple[float, tuple[str, ...]]] = [(0.0, (origin,))]
    seen: set[str] = set()
    while heap:
        sailed, way = heappop(heap)
        if way[-1] == goal:
            return way
        if way[-1] in seen:
            continue
        seen.add(way[-1])
        for name in near[way[-1]]:
            leg = distance_nm(POINTS[way[-1]], POINTS[name])
            heappush(heap, (sailed + leg, (*way, name)))
    return (origin,)


def passage(
    origin: str, goal: str, begins: datetime, speed_kn: float, *, via: str | None = None
) -> Passage:
    """Give the passage between two points of `POINTS`; deep ships must go `via` a third."""
    names = route(origin, goal) if via is None else (*route(origin, via)[:-1], *route(via, goal))
    if len(set(names)) < len(names):
        names = route(origin, goal)
    way = tuple(POINTS[name] for name in names)
    marks = (0.0, *accumulate(distance_nm(a, b) for a, b in pairwise(way)))
    return Passage(way, marks, begins, speed_kn, origin, goal)


def fixes(passages: Iterable[Passage], step: timedelta) -> Iterator[Fix]:
    """Give where she is at every step of each passage."""
    for one in passages:
        at = one.begins
        while (found := one.fix(at)) is not None:
            yield found
            at += step


def fix_in(passages: Iterable[Passage], at: datetime) -> Fix | None:
    """Give where she is under way at a moment; None while she lies in port."""
    return next((found for one in passages if (found := one.fix(at)) is not None), None)


def covered_at(lat: float, lon: float) -> list[str]:
    """Give the names of the covered waters that a place lies in."""
    return [
        name
        for name, (south, west, north, east) in _COVERED_BOXES
        if south <= lat <= north and west <= lon <= east
    ]
