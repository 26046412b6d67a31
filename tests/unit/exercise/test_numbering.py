import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.exercise.numbering import Numbers, imo_with_check
from isthmus.exercise.places import COUNTRIES, OPEN_FLAGS, TRADING_FLAGS
from isthmus.identifiers.outcome import Identified
from isthmus.identifiers.registry import IDENTIFIERS
from isthmus.identifiers.vessel import Station, station
from tests.unit.exercise.invented import seeded

seeds = st.integers(0, 2**32)
FLAGS = (*OPEN_FLAGS, *TRADING_FLAGS)


@given(seeds)
def test_numbers_pass_their_checks(seed: int):
    numbers = Numbers(seeded(seed))
    drawn = {
        "imo": numbers.imo(),
        "callsign": numbers.callsign(),
        "passport": numbers.passport(),
        "container": numbers.container(),
        "registration": numbers.registration(),
    }
    for family, number in drawn.items():
        assert IDENTIFIERS[family](number) == Identified(number)
    phone = numbers.phone()
    assert getattr(IDENTIFIERS["phone"](phone), "value", None) == phone


@pytest.mark.parametrize("flag", FLAGS)
def test_an_mmsi_is_that_of_a_ship_under_its_flag(flag: str):
    number = Numbers(seeded(1)).mmsi(flag)
    assert IDENTIFIERS["mmsi"](number) == Identified(number, flag)
    assert station(number) is Station.SHIP


@pytest.mark.parametrize("code", COUNTRIES)
def test_accounts_and_banks_are_of_their_country(code: str):
    numbers = Numbers(seeded(1))
    assert getattr(IDENTIFIERS["bic"](numbers.bic(code)), "country", None) == code
    account = numbers.iban(code)
    if COUNTRIES[code].bban:
        assert IDENTIFIERS["iban"](account) == Identified(account, code)


@given(st.integers(0, 999_999))
def test_every_six_digits_have_a_check_digit(six: int):
    number = imo_with_check(six)
    if number != "0000000":
        assert IDENTIFIERS["imo"](number) == Identified(number)


def test_imo_numbers_lie_where_no_ship_has_one():
    numbers = Numbers(seeded(2))
    assert {numbers.imo()[0] for _ in range(200)} <= {"2", "3"}


def test_no_number_is_drawn_twice():
    numbers = Numbers(seeded(3))
    drawn = [numbers.mmsi("SE") for _ in range(5000)]
    assert len(set(drawn)) == len(drawn)
