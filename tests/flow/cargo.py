"""Invented files for the feeds that the product ships: lists, sightings and dark periods.

Every tenth vessel of the list is sighted, and every twentieth goes dark; some records are broken.
"""

from __future__ import annotations

from pathlib import Path

LISTED = 700
SIGHTED = 900
DARK = 300
_NAMES = ("Lark", "Wren", "Tern", "Heron", "Plover", "Curlew", "Dunlin")
_SIGHTING = "MMSI,first_seen,last_seen,name_ais,gur_imo,zones,pings"
_GAP = "MMSI,gap_start,gap_end,dt_min,plat,plon,Latitude,Longitude"


def write_cargo(folder: Path) -> None:
    """Write the files, so that their names sort in the order in which they are delivered."""
    folder.mkdir()
    first, second = range(LISTED), range(5, LISTED + 15)
    (folder / "1 sdn_2024-01-01.csv").write_text(_list(first), "utf-8")
    (folder / "2 sdn_2024-02-01.csv").write_text(_list(second), "utf-8")
    (folder / "3 sightings.csv").write_text(_rows(_SIGHTING, SIGHTED, _sighting), "utf-8")
    (folder / "4 gaps.csv").write_text(_rows(_GAP, DARK, _gap), "utf-8")


def _list(numbers: range) -> str:
    return "".join(_listed(n) for n in numbers)


def _listed(n: int) -> str:
    remarks = f"Vessel Registration Identification IMO {_imo(n)}; MMSI {_mmsi(n)};"
    tonnage = "much" if n % 97 == 50 else "-0-"
    cells = (f'"{_name(n)}"', "vessel", '"TEST"', *["-0-"] * 3, tonnage, *["-0-"] * 3)
    return f'{n},{",".join(cells)},"{remarks}"\r\n'


def _rows(header: str, count: int, row: object) -> str:
    assert callable(row)
    return "".join(f"{line}\n" for line in (header, *(row(n) for n in range(count))))


def _sighting(n: int) -> str:
    vessel = n * 10 if n * 10 < LISTED else n + 10_000
    seen = "in spring" if n % 89 == 40 else f"{_day(vessel)}T00:00:00Z"
    until = f"{_day(vessel)}T23:00:00Z"
    return f"{_mmsi(vessel)},{seen},{until},{_name(vessel)},{_imo(vessel)},strait,{n}"


def _gap(n: int) -> str:
    vessel = n * 20 if n * 20 < LISTED else n + 20_000
    lat = "far north" if n % 83 == 30 else f"{55 + n % 7}.5"
    times = f"{_day(vessel)}T10:00:00Z,{_day(vessel)}T12:00:00Z"
    return f"{_mmsi(vessel)},{times},120,{lat},12.5,56.5,13.5"


def _day(vessel: int) -> str:
    return f"2024-01-{vessel // 10 % 28 + 1:02}"


def _name(n: int) -> str:
    return f"{_NAMES[n % len(_NAMES)]} {_NAMES[n // 7 % len(_NAMES)]} {n}"


def _mmsi(n: int) -> str:
    return f"{257_000_000 + n}"


def _imo(n: int) -> str:
    six = f"{900_000 + n}"
    check = sum(int(digit) * weight for digit, weight in zip(six, range(7, 1, -1), strict=True))
    return f"{six}{check % 10}"
