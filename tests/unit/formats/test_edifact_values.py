"""Dates, names, contacts and cards as travel messages write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.formats.edifact_values import (
    birth_date,
    email_in,
    expiry_date,
    given_and_title,
    local_time,
    masked_card,
    phones_in,
    sent_date,
    year_first,
)

SENT = date(2031, 5, 1)


@pytest.mark.parametrize(
    ("given", "known", "name", "title"),
    [
        ("JOHN MR", "", "JOHN", "MR"),
        ("ANN DR", "", "ANN", "DR"),
        ("JOHNMR", "", "JOHN", "MR"),
        ("LORELEIMRS", "", "LORELEI", "MRS"),
        ("TOMMSTR", "", "TOM", "MSTR"),
        ("KAYLAMS", "KAYLA", "KAYLA", "MS"),
        ("KAYLAMS", "", "KAYLAMS", ""),
        ("ADAMS", "ADAMS", "ADAMS", ""),
        ("AMR", "", "AMR", ""),
        ("JOHN", "JOHN", "JOHN", ""),
        ("MR", "", "MR", ""),
        ("", "", "", ""),
    ],
)
def test_a_title_is_split_off_only_where_it_is_one(given: str, known: str, name: str, title: str):
    assert given_and_title(given, known) == (name, title)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("24DEC81", "1981-12-24"),
        ("24DEC30", "2030-12-24"),
        ("02MAY31", "1931-05-02"),
        ("811224", "1981-12-24"),
        ("19811224", "1981-12-24"),
        ("32DEC81", "32DEC81"),
        ("unknown", "unknown"),
    ],
)
def test_a_birth_lies_in_the_century_before_the_message(text: str, iso: str):
    assert birth_date(text, SENT) == iso


def test_other_dates_and_times_are_iso_or_stay_as_they_came():
    assert local_time("020531", "2230") == "2031-05-02T22:30"
    assert local_time("020531", "") == "2031-05-02"
    assert local_time("310231", "2230") == "310231 2230"
    assert year_first("3105022230") == "2031-05-02T22:30"
    assert year_first("20310502") == "2031-05-02"
    assert year_first("3102302230") == "3102302230"
    assert expiry_date("24DEC31") == "2031-12-24"
    assert sent_date("310501") == SENT
    assert sent_date("nonsense") is None


def test_contacts_are_found_in_remarks():
    assert phones_in("SEA 866 746-4647 OFFICE 12") == ["866 746-4647"]
    assert phones_in("no number 12345") == []
    assert email_in("ANY..ONE//EX./AMPLE.ORG") == "ANY_ONE@EX-AMPLE.ORG"
    assert email_in("any@example.org") == "any@example.org"
    assert email_in("none") is None


@given(st.text(max_size=30))
def test_any_text_gives_a_text(text: str):
    assert isinstance(birth_date(text, SENT), str)
    assert isinstance(expiry_date(text), str)
    assert isinstance(year_first(text), str)
    assert isinstance(local_time(text, text), str)
    assert sent_date(text) is None or isinstance(sent_date(text), date)
    name, title = given_and_title(text, text)
    assert text.startswith(name)
    assert text.upper().endswith(title)


@given(st.from_regex(r"[0-9]{13,19}", fullmatch=True))
def test_a_card_shows_its_last_four_digits_alone(number: str):
    masked = masked_card(number)
    assert masked.strip("X") == number[-4:]
    assert len(masked) == len(number)
    assert masked_card(masked) == masked
