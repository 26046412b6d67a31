"""IMO numbers, MMSI and call signs."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.identifiers.outcome import Identified, Rejected
from isthmus.identifiers.vessel import Station, callsign, imo, imo_company, mmsi, station
from isthmus.model.territory import country_code


@given(st.integers(100_000, 999_999))
def test_one_check_digit_of_ten_fits_an_imo_number(stem: int):
    fits = [d for d in range(10) if isinstance(imo(f"IMO {stem}{d}"), Identified)]
    assert fits == [sum(int(c) * w for c, w in zip(str(stem), range(7, 1, -1), strict=True)) % 10]


@pytest.mark.parametrize("text", ["IMO 9999994", "999999", "IMO 99999930", "0000000", "IMO"])
def test_what_is_no_imo_number_is_rejected(text: str):
    assert isinstance(imo(text), Rejected)


def test_a_company_and_a_ship_have_different_checksums():
    assert imo_company("IMO 2041999") == Identified("2041999")
    assert isinstance(imo("2041999"), Rejected)


@pytest.mark.parametrize(
    ("number", "kind", "country"),
    [
        ("211999111", Station.SHIP, "DE"),
        ("002111234", Station.COAST, "DE"),
        ("021199911", Station.GROUP, "DE"),
        ("111211999", Station.AIRCRAFT, "DE"),
        ("992111234", Station.AID, "DE"),
        ("982111234", Station.CRAFT, "DE"),
        ("821199911", Station.HANDHELD, "DE"),
        ("970011234", Station.TRANSMITTER, None),
        ("972011234", Station.MAN_OVERBOARD, None),
        ("974011234", Station.BEACON, None),
        ("306012345", Station.SHIP, None),
        ("299012345", Station.SHIP, None),
        ("900012345", Station.UNKNOWN, None),
    ],
)
def test_an_mmsi_names_the_kind_of_station_and_the_country(
    number: str, kind: Station, country: str | None
):
    assert mmsi(number) == Identified(number, country)
    assert station(number) is kind


@pytest.mark.parametrize("text", ["21199911", "2119991110", "000000000", "123456789", "A11999111"])
def test_what_is_no_mmsi_is_rejected(text: str):
    assert isinstance(mmsi(text), Rejected)


@pytest.mark.parametrize("text", ["unknown", "12345", "AB", "ABCDEFGHIJ", "none"])
def test_what_is_no_call_sign_is_rejected(text: str):
    assert isinstance(callsign(text), Rejected)


@pytest.mark.real_data
def test_the_country_digits_are_those_of_the_published_table(real_data: Path):
    by_digits: dict[str, set[str | None]] = {}
    with (real_data / "movement" / "ports" / "itu_mid.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            by_digits.setdefault(row["MID"], set()).add(country_code(row["Allocated_to"]))
    for digits, countries in by_digits.items():
        expected = countries.pop() if len(countries) == 1 else None
        assert mmsi(f"{digits}012345") == Identified(f"{digits}012345", expected)


@pytest.mark.real_data
def test_the_numbers_of_a_real_register_are_identified(real_data: Path):
    path = real_data / "movement" / "shadow_fleet_baltic" / "gur_vessels_master.csv"
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    hulls = [imo(row["imo"]) for row in rows if row["imo"]]
    radios = [mmsi(row["mmsi_current"]) for row in rows if row["mmsi_current"].isdigit()]
    assert sum(isinstance(o, Identified) for o in hulls) / len(hulls) > 0.99
    assert sum(isinstance(o, Identified) for o in radios) / len(radios) > 0.99
