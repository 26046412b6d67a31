"""Machine readable zones, with the specimens that ICAO 9303 prints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.identifiers.mrz import TravelDocument, check_digit, mrz, read_mrz
from isthmus.identifiers.outcome import Identified, Rejected

TD3 = """P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
L898902C36UTO7408122F1204159ZE184226B<<<<<10"""
TD2 = """I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<
D231458907UTO7408122F1204159<<<<<<<6"""
TD1 = """I<UTOD231458907<<<<<<<<<<<<<<<
7408122F1204159UTO<<<<<<<<<<<6
ERIKSSON<<ANNA<MARIA<<<<<<<<<<"""
VISA = """V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
L8988901C4XXX4009078F96121096ZE184226B<<<<<<"""
SPECIMENS = {"TD3": TD3, "TD2": TD2, "TD1": TD1, "MRV-A": VISA}


@pytest.mark.parametrize("layout", SPECIMENS)
def test_a_specimen_is_read(layout: str):
    document = read_mrz(SPECIMENS[layout])
    assert isinstance(document, TravelDocument)
    assert document.layout == layout
    assert (document.surname, document.given) == ("ERIKSSON", "ANNA MARIA")
    assert document.sex == "F"
    assert document.issuer == "UTO"


def test_the_fields_of_a_passport_have_no_filling():
    document = read_mrz(TD3)
    assert isinstance(document, TravelDocument)
    assert document.number == "L898902C3"
    assert (document.birth, document.expiry) == ("740812", "120415")
    assert document.optional == "ZE184226B"
    assert document.kind == "P"


def test_a_long_number_of_a_card_goes_on_in_the_optional_field():
    number, rest = "D23145890", "734"
    digit = check_digit(number + rest)
    first = f"I<UTO{number}<{rest}{digit}".ljust(30, "<")
    second = "7408122F1204159UTO".ljust(29, "<")
    whole = check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    document = read_mrz(f"{first}\n{second}{whole}\n{TD1.splitlines()[2]}")
    assert isinstance(document, TravelDocument)
    assert document.number == number + rest


def test_the_country_of_the_issuer_comes_with_the_zone():
    german = mrz(TD2.replace("UTO", "D<<"))
    assert isinstance(german, Identified)
    assert german.country == "DE"


@pytest.mark.parametrize("layout", ["TD1", "TD2", "TD3"])
@given(st.data())
def test_a_changed_digit_is_seen(layout: str, data: st.DataObject):
    text = SPECIMENS[layout]
    digits = [at for at, c in enumerate(text) if c.isdigit()]
    at = data.draw(st.sampled_from(digits))
    digit = data.draw(st.sampled_from("0123456789").filter(lambda d: d != text[at]))
    assert isinstance(read_mrz(text[:at] + digit + text[at + 1 :]), Rejected)


@given(st.lists(st.text(alphabet="A0<", min_size=30, max_size=44), max_size=3))
def test_any_lines_are_read_or_rejected(lines: list[str]):
    assert isinstance(read_mrz("\n".join(lines)), TravelDocument | Rejected)
