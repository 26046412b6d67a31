"""Copies of the real files with other numbers and names: what is found follows the copies.

Whoever had written a number of the real files into the product would be caught here.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real.loading import CANADA, OFAC, SHIPS, Loaded, imo_number, loaded, values

RULES = ("listed_and_sighted", "identity_change", "dark_gap")
LIST = f"{OFAC}/sdn_2024-05-03.csv"
FILES = (
    LIST,
    CANADA,
    f"{SHIPS}/ais_dark_candidates_clean.csv",
    f"{SHIPS}/detected_vessels_q1_2026.csv",
    f"{SHIPS}/gur_vessels_master.csv",
)
DIGITS = str.maketrans("0123456789", "7294518630")
SHIP_NAME = re.compile(r"(?<=<EntityOrShip>)[^<]+(?=</EntityOrShip>)")
IMO = re.compile(r"(?<!\d)(\d{6})(\d)(?!\d)")
MMSI = re.compile(r"(?<!\d)([2-7]\d{2})(\d{6})(?!\d)")


def other_imo(text: str) -> str:
    """Give another number in place of an IMO number, one to one, with its check digit."""
    return imo_number("9" + text[1:6].translate(DIGITS))


def other_mmsi(text: str) -> str:
    """Give another number of the same country in place of an MMSI, one to one."""
    return text[:3] + text[3:].translate(DIGITS)


def copied(text: str) -> str:
    """Give a text with other numbers."""

    def swapped(found: re.Match[str]) -> str:
        valid = imo_number(found[1]) == found[0] and found[0].startswith("9")
        return other_imo(found[0]) if valid else found[0]

    return MMSI.sub(lambda found: other_mmsi(found[0]), IMO.sub(swapped, text))


def written(real: Path, folder: Path) -> None:
    """Write the copies: other numbers everywhere, other names of ships; ships only."""
    for name in FILES:
        text = (real / name).read_text("utf-8")
        if name == LIST:
            lines = text.splitlines(keepends=True)
            text = "".join(line for line in lines if '"vessel"' in line)
        if name == CANADA:
            text = SHIP_NAME.sub(lambda found: codecs.encode(found[0], "rot13"), text)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(copied(text), "utf-8")


@pytest.fixture(scope="module")
def copies(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    folder = tmp_path_factory.mktemp("copies")
    written(real_data, folder / "files")
    files = [folder / "files" / name for name in FILES]
    found = loaded(folder / "node", folder / "files", files)
    yield found
    found.node.close()


def hulls(ships: Loaded, rule: str) -> set[tuple[str, ...]]:
    """Give the IMO numbers and MMSIs in each alert of a rule that rests on these files."""
    wanted = {"ca-sema", "us-ofac", "ais-sightings", "ais-gaps", "vessel-register"}
    found = set()
    for alert in ships.alerts(rule):
        assert {line["source"] for f in alert["findings"] for line in f["evidence"]} <= wanted
        found.add((*sorted(values(alert, "imoNumber")), *sorted(values(alert, "mmsi"))))
    return found


@pytest.mark.parametrize("rule", RULES)
def test_the_alerts_say_what_the_copies_say(ships: Loaded, copies: Loaded, rule: str):
    real = hulls(ships, rule)
    assert real
    expected = {
        tuple(sorted(copied(number) for number in alert if len(number) == 7))
        + tuple(sorted(copied(number) for number in alert if len(number) == 9))
        for alert in real
    }
    assert hulls(copies, rule) == expected
    assert expected.isdisjoint(real)


def test_the_copies_hold_no_number_of_the_real_hull(copies: Loaded):
    said = {line["value"] for line in copies.evidence()}
    assert "9610808" not in said
    assert copied("9610808") in said
    assert codecs.encode("Anatoly Kolodkin", "rot13") in said
