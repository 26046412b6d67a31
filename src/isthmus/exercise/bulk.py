"""Bulk: as many sentences, rows and persons as a bench wants, faster than a node reads them.

Streams, not stories: nothing here has a plot. The same seed gives the same bytes. Ships sail the
fairways of `waters`; names and numbers come from the tables of this room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, reduce
from operator import xor
from random import Random

from isthmus.exercise.cast import Person
from isthmus.exercise.casting import KINDS, Casting
from isthmus.exercise.files.ais import SIGHTINGS_HEADER
from isthmus.exercise.files.aivdm import STATION, armoured, place_bits
from isthmus.exercise.naming import Naming
from isthmus.exercise.numbering import Numbers, imo_with_check
from isthmus.exercise.passage import passage
from isthmus.exercise.places import COUNTRIES, OPEN_FLAGS, TRADING_FLAGS
from isthmus.exercise.waters import COVERED

POSITION_HEADER = "MMSI,timestamp,lat,lon,sog,cog"
ROUTES = (
    ("primorsk", "dover"),
    ("ust-luga", "maas"),
    ("riga", "humber"),
    ("gdansk", "gothenburg"),
    ("klaipeda", "elbe"),
    ("tallinn", "kiel"),
    ("ventspils", "aarhus"),
    ("landsort", "rostock"),
)
_STOPS = 3000
"""Even steps of a way, as many there as back."""
_REPORT_S = 10
_FLAGS = (*OPEN_FLAGS, *TRADING_FLAGS)
_MAX_SHIPS = len(_FLAGS) * 1_000_000
_ORIGIN = datetime(2000, 1, 1)  # noqa: DTZ001 - only the shape of the way counts here


@dataclass(frozen=True, slots=True)
class Ship:
    """One ship of the bulk: her number, where on which way she begins, her speed in knots.

    `steps`: how many steps of her way she makes between two reports.
    """

    mmsi: str
    way: int
    begins: int
    speed_kn: float
    steps: float


def ships(rng: Random, count: int) -> list[Ship]:
    """Give ships with MMSIs that are all different, at most a million for each flag."""
    lengths = [passage(*route, _ORIGIN, 10.0).marks[-1] for route in ROUTES]
    return [_ship(rng, at, lengths) for at in range(min(count, _MAX_SHIPS))]


def mmsi(at: int) -> str:
    """Give the MMSI of the ship with a place in the order."""
    flag = _FLAGS[at % len(_FLAGS)]
    return f"{COUNTRIES[flag].mid}{at // len(_FLAGS):06d}"


def imo(at: int) -> str:
    """Give the IMO number of the ship with a place in the order; 200,000 differ."""
    return imo_with_check(200_000 + at % 200_000)


def position_lines(rng: Random, start: datetime, vessels: int, count: int) -> Iterator[bytes]:
    """Give `count` sentences with tag blocks from `vessels` ships that report in turn.

    Each ship sends message 1 every ten seconds.
    """
    fleet = ships(rng, vessels)
    ways = [_stops(route) for route in ROUTES]
    heads = [1 << 162 | int(s.mmsi) << 130 | 128 << 118 | 1 << 107 for s in fleet]
    speeds = [round(ship.speed_kn * 10) << 108 for ship in fleet]
    epoch, tag, prefix = int(start.timestamp()), b"", 0
    clock_sum = reduce(xor, f"s:{STATION},c:".encode())
    body_sum = reduce(xor, b"AIVDM,1,1,,A,,0")
    for number in range(count):
        turn, at = divmod(number, len(fleet))
        if at == 0 or not tag:
            clock = b"%d" % (epoch + turn * _REPORT_S)
            tag = b"\\s:%b,c:%b*%02X\\" % (STATION.encode(), clock, reduce(xor, clock, clock_sum))
            prefix = (epoch + turn * _REPORT_S) % 60 << 25
        ship = fleet[at]
        place = ways[ship.way][(ship.begins + int(turn * ship.steps)) % (2 * _STOPS)]
        payload = armoured(heads[at] | speeds[at] | place | prefix)
        yield b"%b!AIVDM,1,1,,A,%b,0*%02X\r\n" % (tag, payload, reduce(xor, payload, body_sum))


def sighting_rows(rng: Random, start: datetime, count: int) -> Iterator[bytes]:
    """Give the header and `count` rows of sightings by vessel, one ship each."""
    yield f"{SIGHTINGS_HEADER}\n".encode()
    seas = sorted(COVERED)
    names = Naming(rng)
    words = [names.vessel() for _ in range(500)]
    for at in range(count):
        first = start + timedelta(minutes=rng.randrange(20 * 1440))
        last = first + timedelta(minutes=rng.randrange(60, 10 * 1440))
        heard = rng.sample(seas, rng.randrange(1, 4))
        kind = KINDS[at % len(KINDS)][0]
        flag = COUNTRIES[_FLAGS[at % len(_FLAGS)]].name
        name = f"{words[at % 500]} {at // 500}" if at >= len(words) else words[at]
        yield (
            f"{mmsi(at)},{rng.randrange(100, 90_000)},{(last - first).days + 1},"
            f"{first:%Y-%m-%d %H:%M:%S},{last:%Y-%m-%d %H:%M:%S},{name},{'|'.join(sorted(heard))},"
            f"{rng.uniform(8, 14):.1f},{rng.uniform(14, 20):.1f},{at + 1},{imo(at)},{flag},{kind},"
            f"{1996 + at % 28},{at + 1}\n"
        ).encode()


def position_rows(rng: Random, start: datetime, vessels: int, count: int) -> Iterator[bytes]:
    """Give the header and `count` rows of positions as CSV, from ships that report in turn."""
    yield f"{POSITION_HEADER}\n".encode()
    fleet = ships(rng, vessels)
    ways = [_places(route) for route in ROUTES]
    for number in range(count):
        turn, at = divmod(number, len(fleet))
        ship = fleet[at]
        lat, lon, course = ways[ship.way][(ship.begins + int(turn * ship.steps)) % (2 * _STOPS)]
        when = start + timedelta(seconds=turn * _REPORT_S)
        yield (
            f"{ship.mmsi},{when:%Y-%m-%dT%H:%M:%SZ},{lat:.5f},{lon:.5f},"
            f"{ship.speed_kn},{course:.1f}\n"
        ).encode()


def persons(rng: Random, count: int) -> Iterator[Person]:
    """Give persons; names come again where there are more persons than the tables have names.

    No two share a passport. Those of one name differ in their dates of birth in most cases.
    """
    made = 0
    numbers = Numbers(rng)
    while made < count:
        lot = min(count - made, 1000)
        casting = Casting(rng, Naming(rng), numbers)
        yield from casting.crowd(lot, made)
        made += lot


def _ship(rng: Random, at: int, lengths: Sequence[float]) -> Ship:
    way, speed_kn = rng.randrange(len(ROUTES)), round(rng.uniform(8, 18), 1)
    return Ship(
        mmsi=mmsi(at),
        way=way,
        begins=rng.randrange(2 * _STOPS),
        speed_kn=speed_kn,
        steps=speed_kn * _REPORT_S / 3600 / (lengths[way] / _STOPS),
    )


@lru_cache(maxsize=len(ROUTES))
def _places(route: tuple[str, str]) -> list[tuple[float, float, float]]:
    """Give lat, lon and course at even steps to and fro."""
    there = passage(*route, _ORIGIN, 10.0)
    back = passage(route[1], route[0], _ORIGIN, 10.0)
    return [
        (fix.lat, fix.lon, fix.course_deg)
        for way in (there, back)
        for step in range(_STOPS)
        if (fix := way.fix(way.begins + (way.ends - way.begins) * step / _STOPS)) is not None
    ]


def _stops(route: tuple[str, str]) -> list[int]:
    """Give the same steps as the bits of a position report."""
    return [place_bits(lat, lon, course) for lat, lon, course in _places(route)]
