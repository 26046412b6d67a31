"""Voyages: how the ships of a story move, change their identity, meet, and fall silent.

Draws come in one fixed order. What receivers heard and what radar saw is read off the passages,
so that every file tells of the same voyages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from isthmus.exercise.cast import Identity, Vessel
from isthmus.exercise.casting import Casting
from isthmus.exercise.movement import Gap, Heard, Meeting, Movement, Report
from isthmus.exercise.passage import Fix, Passage, covered_at, distance_nm, fixes, passage
from isthmus.exercise.places import OPEN_FLAGS, TRADING_FLAGS
from isthmus.exercise.radar import scenes
from isthmus.exercise.roles import VESSEL_ROLES, role_of
from isthmus.exercise.scale import Scale

EAST = ("primorsk", "ust-luga", "riga", "ventspils", "klaipeda", "gdansk", "baltiysk")
WEST = ("maas", "dover", "humber", "elbe", "kristiansand", "gothenburg")
FERRIES = (("tallinn", "helsinki"), ("rostock", "gothenburg"), ("landsort", "ventspils"))
UNSEEN = ("listed-unseen", "newly-listed-unseen")
_STEP = timedelta(hours=1)
_PINGS_PER_FIX = 360
_LONG_BEFORE = timedelta(days=45)
_MEETING = timedelta(hours=5)
_MARGIN = timedelta(minutes=30)


@dataclass(slots=True)
class Voyages:
    """The ships under way in the making. `ends`: nobody looks beyond."""

    rng: Random
    casting: Casting
    begins: datetime
    ends: datetime
    passages: dict[str, tuple[Passage, ...]] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)

    def plan(self, vessels: Sequence[Vessel]) -> list[Vessel]:
        """Plan all passages; give the vessels with the identities that they took on."""
        for at, vessel in enumerate(vessels):
            role = role_of(VESSEL_ROLES, at)
            if role not in {*UNSEEN, "inherits-mmsi"}:
                self.passages[vessel.id] = self._round(self._pair(role), self._early())
        sailed = self._with_changes(vessels)
        self._meet(sailed)
        self._fall_silent(sailed)
        return sailed

    def _pair(self, role: str) -> tuple[str, str]:
        if role == "crowd" and self.rng.random() < 0.2:  # noqa: PLR2004 - share of ferries
            return self.rng.choice(FERRIES)
        pair = (self.rng.choice(EAST), self.rng.choice(WEST))
        return pair if self.rng.random() < 0.5 else (pair[1], pair[0])  # noqa: PLR2004 - a coin

    def _early(self) -> datetime:
        return self.begins + timedelta(minutes=self.rng.randrange(0, 36 * 60))

    def _round(self, pair: tuple[str, str], begins: datetime) -> tuple[Passage, ...]:
        """Give passages to and fro until the story ends."""
        found: list[Passage] = []
        ferry = pair in FERRIES
        at, (here, there) = begins, pair
        while at < self.ends:
            speed = round(self.rng.uniform(15, 18) if ferry else self.rng.uniform(10.5, 13.5), 1)
            found.append(passage(here, there, at, speed, via=None if ferry else _deep_way(pair)))
            hours = self.rng.uniform(4, 12) if ferry else self.rng.uniform(18, 40)
            at = (found[-1].ends + timedelta(hours=hours)).replace(second=0, microsecond=0)
            here, there = there, here
        return tuple(found)

    def _with_changes(self, vessels: Sequence[Vessel]) -> list[Vessel]:
        sailed = list(vessels)
        first, second, third = VESSEL_ROLES["changed"]
        for at, flags in ((first, OPEN_FLAGS), (second, OPEN_FLAGS), (third, OPEN_FLAGS)):
            keeps_name = at == third
            name = sailed[at].first.name if keeps_name else None
            since = self._in_port(sailed[at]) if at != second else self.begins - _LONG_BEFORE
            sailed[at] = _renamed(sailed[at], self._other(sailed[at], name, flags), since)
        reflagged = VESSEL_ROLES["reflagged"].start
        vessel = sailed[reflagged]
        other = self._other(vessel, vessel.first.name, TRADING_FLAGS)
        sailed[reflagged] = _renamed(vessel, other, self._in_port(vessel))
        heir, giver = VESSEL_ROLES["inherits-mmsi"].start, sailed[first]
        since = giver.last.since or self.begins
        sailed[heir] = _inheriting(sailed[heir], giver.first)
        pair = self._pair("inherits-mmsi")
        self.passages[sailed[heir].id] = self._round(pair, since + timedelta(days=2))
        return sailed

    def _in_port(self, vessel: Vessel) -> datetime:
        """Give a moment between her second and her third passage, to the minute."""
        _, before, after, *_ = self.passages[vessel.id]
        middle = before.ends + (after.begins - before.ends) / 2
        return middle.replace(second=0, microsecond=0)

    def _other(self, vessel: Vessel, name: str | None, flags: Sequence[str]) -> Identity:
        others = [flag for flag in flags if flag != vessel.first.flag]
        return self.casting.identity(name, others)

    def _meet(self, vessels: Sequence[Vessel]) -> None:
        """Let a listed ship drift for hours beside one that came towards her."""
        ship, tender = vessels[0], vessels[VESSEL_ROLES["tender"].start]
        at, middle = self._covered(ship, 1)
        way = self.passages[ship.id][at]
        nm = (middle.at - way.begins).total_seconds() / 3600 * way.speed_kn
        self._hold(ship, at, nm)
        back = passage(way.goal, way.origin, middle.at, 12.0, via=_deep_way((way.goal, way.origin)))
        left = _miles_to(back, (middle.lat, middle.lon))
        begins = middle.at - timedelta(hours=left / back.speed_kn)
        self.passages[tender.id] = (replace(back, begins=begins.replace(microsecond=0)),)
        self._hold(tender, 0, left)
        over = middle.at + _MEETING
        names = (ship.id, tender.id)
        self.meetings.append(Meeting(names, middle.at, over, middle.lat, middle.lon))
        held = self.passages[ship.id][at]
        before, after = held.fix(middle.at - _MARGIN), held.fix(over + _MARGIN)
        if before is not None and after is not None:
            mmsi = ship.identity(middle.at).mmsi
            self.gaps.append(Gap(ship.id, mmsi, before, after, suspect=False, reason="meeting"))

    def _hold(self, vessel: Vessel, at: int, nm: float) -> None:
        ways = list(self.passages[vessel.id])
        ways[at] = replace(ways[at], hold_at_nm=nm, hold=_MEETING)
        later = [replace(way, begins=way.begins + _MEETING) for way in ways[at + 1 :]]
        self.passages[vessel.id] = (*ways[: at + 1], *later)

    def _fall_silent(self, vessels: Sequence[Vessel]) -> None:
        plan = [
            (VESSEL_ROLES["listed"][1], 1, "hides"),
            (VESSEL_ROLES["changed"][0], 2, "hides"),
            (VESSEL_ROLES["changed"][1], 1, "hides"),
            (VESSEL_ROLES["listed-by-number"][0], 1, "hides"),
            *((at, 1, "weather") for at in VESSEL_ROLES["silent"]),
        ]
        for number, (at, voyage, reason) in enumerate(plan):
            vessel = vessels[at]
            index, middle = self._covered(vessel, voyage)
            after = None
            while after is None:
                minutes = self.rng.randrange(45, 200)
                way = self.passages[vessel.id][index]
                after = way.fix(middle.at + timedelta(minutes=minutes))
            suspect = reason == "weather" and number % 2 == 0
            mmsi = vessel.identity(middle.at).mmsi
            self.gaps.append(Gap(vessel.id, mmsi, middle, after, suspect, reason))

    def _covered(self, vessel: Vessel, voyage: int) -> tuple[int, Fix]:
        """Give a fix amid what receivers hear of a voyage, and the number of that voyage."""
        ways = self.passages[vessel.id]
        heard = [fix for fix in fixes([ways[voyage]], _STEP) if covered_at(fix.lat, fix.lon)]
        third = len(heard) // 3
        return voyage, heard[self.rng.randrange(third, 2 * third)]


def movement(voyages: Voyages, vessels: Sequence[Vessel], scale: Scale) -> Movement:
    """Give what moved, was heard and was seen. Draws the scatter of reports and radar."""
    gaps = {vessel.id: [g for g in voyages.gaps if g.vessel == vessel.id] for vessel in vessels}
    heard = [row for vessel in vessels for row in _heard(voyages, vessel, gaps[vessel.id])]
    moving = [vessel for vessel in vessels if voyages.passages.get(vessel.id)]
    quota = max(scale.positions // len(moving), 2)
    reports = [r for vessel in moving for r in _reports(voyages, vessel, gaps[vessel.id], quota)]
    passages: Mapping[str, tuple[Passage, ...]] = voyages.passages
    return Movement(
        passages=passages,
        gaps=tuple(voyages.gaps),
        heard=tuple(heard),
        reports=tuple(sorted(reports, key=lambda r: (r.fix.at, r.vessel))),
        meetings=tuple(voyages.meetings),
        scenes=scenes(voyages.rng, passages, voyages.gaps),
    )


def _heard(voyages: Voyages, vessel: Vessel, gaps: Sequence[Gap]) -> list[Heard]:
    under: dict[str, list[tuple[Fix, list[str]]]] = {}
    for fix in fixes(voyages.passages.get(vessel.id, ()), _STEP):
        seas = covered_at(fix.lat, fix.lon)
        if seas and fix.at <= voyages.ends and not _is_dark(fix.at, gaps):
            under.setdefault(vessel.identity(fix.at).mmsi, []).append((fix, seas))
    return [_summary(vessel, mmsi, heard) for mmsi, heard in under.items()]


def _summary(vessel: Vessel, mmsi: str, heard: Sequence[tuple[Fix, list[str]]]) -> Heard:
    found = [fix for fix, _ in heard]
    speeds = [fix.speed_kn for fix in found]
    seas = {sea for _, where in heard for sea in where}
    return Heard(
        vessel=vessel.id,
        mmsi=mmsi,
        name=vessel.identity(found[0].at).name,
        reports=len(found) * _PINGS_PER_FIX,
        days=len({fix.at.date() for fix in found}),
        first=found[0].at,
        last=found[-1].at,
        seas=tuple(sorted(seas)),
        mean_kn=round(sum(speeds) / len(speeds), 1),
        top_kn=max(speeds),
    )


def _reports(voyages: Voyages, vessel: Vessel, gaps: Sequence[Gap], quota: int) -> list[Report]:
    """Report one passage at each of its turns, and evenly between, up to a quota."""
    ways = [way for way in voyages.passages[vessel.id] if way.begins < voyages.ends]
    dark = [way for way in ways if any(way.begins <= gap.before.at <= way.ends for gap in gaps)]
    way = (dark or ways[-2:])[0]
    turns = [way.moment_at(nm) for nm in way.marks]
    more = max(quota - len(turns), 0)
    spread = [way.begins + (way.ends - way.begins) * (n + 1) / (more + 1) for n in range(more)]
    found: list[Report] = []
    for at in sorted({*(moment.replace(microsecond=0) for moment in (*turns, *spread))})[:quota]:
        fix = way.fix(max(at, way.begins))
        if fix is not None and at <= voyages.ends and not _is_dark(at, gaps):
            found.append(Report(vessel.id, vessel.identity(at).mmsi, _scattered(voyages.rng, fix)))
    return found


def _scattered(rng: Random, fix: Fix) -> Fix:
    """Scatter a fix by a ship's length, as receivers do."""
    return replace(
        fix,
        lat=round(fix.lat + rng.uniform(-0.001, 0.001), 6),
        lon=round(fix.lon + rng.uniform(-0.002, 0.002), 6),
    )


def _is_dark(at: datetime, gaps: Sequence[Gap]) -> bool:
    return any(gap.before.at < at < gap.after.at for gap in gaps)


def _miles_to(way: Passage, place: tuple[float, float]) -> float:
    """Give how many miles of a way lie before the place on it that is nearest to `place`."""
    hours = (way.ends - way.begins).total_seconds() / 3600
    steps = round(hours * way.speed_kn * 2)
    miles = [way.marks[-1] * n / steps for n in range(steps + 1)]

    def off(nm: float) -> float:
        fix = way.fix(way.moment_at(nm))
        return 1e9 if fix is None else distance_nm((fix.lat, fix.lon), place)

    return min(miles, key=off)


def _deep_way(pair: tuple[str, str]) -> str | None:
    """Send ships through the Great Belt when they pass between the Baltic and the Kattegat."""
    return "great-belt" if (pair[0] in EAST) != (pair[1] in EAST) else None


def _renamed(vessel: Vessel, other: Identity, since: datetime) -> Vessel:
    return replace(vessel, identities=(*vessel.identities, replace(other, since=since)))


def _inheriting(vessel: Vessel, former: Identity) -> Vessel:
    taken = replace(vessel.first, mmsi=former.mmsi, flag=former.flag)
    return replace(vessel, identities=(taken,))
