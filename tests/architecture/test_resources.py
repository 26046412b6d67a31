"""What the product ships knows no real case: it holds for whatever files come."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RESOURCES = ROOT / "src/isthmus/resources"
SHORTEST = 9
"""A shorter name may well be a word."""


def texts() -> Iterator[tuple[str, str]]:
    for path in sorted(RESOURCES.rglob("*")):
        if path.is_file() and path.suffix in {".yaml", ".json", ".txt", ".ftl", ".csv"}:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def numbers(folder: Path) -> set[str]:
    """Give every IMO number and MMSI of the real ships and lists."""
    found: set[str] = set()
    files = [
        *(folder / "movement/shadow_fleet_baltic").glob("*.csv"),
        *(folder / "sanctions/ofac_2024").glob("sdn_20*.csv"),
        *(folder / "sanctions/intl").glob("*.xml"),
    ]
    assert files
    for path in files:
        text = path.read_text("utf-8", "replace")
        found |= set(re.findall(r"(?:IMO |<ShipIMONumber>|,)(\d{7})\b", text))
        found |= set(re.findall(r"\b([2-7]\d{8})\b", text))
    return found


def names(folder: Path) -> set[str]:
    """Give the names of listed parties and of ships, in capitals."""
    found = set()
    with (folder / "sanctions/ofac_2024/sdn_2024-05-03.csv").open(
        newline="", encoding="utf-8"
    ) as f:
        found |= {row[1] for row in csv.reader(f) if len(row) > 1}
    ships = folder / "movement/shadow_fleet_baltic/gur_vessels_master.csv"
    with ships.open(newline="", encoding="utf-8") as f:
        found |= {row["name"] for row in csv.DictReader(f)}
    canada = (folder / "sanctions/intl/canada_sema_2025.xml").read_text("utf-8")
    found |= set(re.findall(r"<EntityOrShip>([^<]+)<", canada))
    return {name.strip().upper() for name in found if len(name.strip()) >= SHORTEST}


@pytest.mark.real_data
def test_no_declared_file_holds_a_number_of_a_real_ship(real_data: Path):
    real = numbers(real_data)
    assert len(real) > 1000
    for path, text in texts():
        held = set(re.findall(r"(?<!\d)\d{7}(?!\d)|(?<!\d)\d{9}(?!\d)", text)) & real
        assert not held, path


@pytest.mark.real_data
def test_no_declared_file_holds_a_real_name(real_data: Path):
    real = names(real_data)
    assert len(real) > 10_000
    for path, text in texts():
        words = " ".join(re.findall(r"\w+", text.upper()))
        held = [name for name in real if f" {name} " in f" {words} "]
        # Agencies and laws are named: they are the sources, not the cases.
        assert not held, path


def test_there_is_something_to_look_at():
    assert len(list(texts())) > 10
