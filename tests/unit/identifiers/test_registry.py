"""Every family of identifiers: any text is judged, and what is canonical stays as it is."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from isthmus.identifiers.contact import phone
from isthmus.identifiers.document import passport
from isthmus.identifiers.outcome import Identified, Rejected
from isthmus.identifiers.registry import IDENTIFIERS, LETTERS_SUFFICE

FAMILIES = sorted(IDENTIFIERS)
SPELLINGS = {
    "bic": ["DEUTDEFF", "deut de ff xxx"],
    "callsign": ["D-XYZ1", "dxyz1"],
    "container": ["CSQU3054383", "CSQU 305438-3"],
    "crypto": ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"],
    "email": ["Some.One@Example.ORG", "Some One <some.one@example.org>"],
    "eori": ["DE 123456789012345", "DE123456789012345"],
    "iban": ["GB82 WEST 1234 5698 7654 32", "iban gb82west12345698765432"],
    "icao24": ["3C6444", "0x3c6444"],
    "iccid": ["8944 5000 0000 0000 006", "89445000000000000 06"],
    "imei": ["49-015420-323751-8", "490154203237518", "49015420323751", "4901542032375101"],
    "imo": ["IMO 9999993", "imo no. 9999993", "9999993", "IMO9999993"],
    "imo_company": ["IMO 2041999", "2041999"],
    "imsi": ["262 01 1234567890", "262011234567890"],
    "lei": ["529900T8BM49AURSDO55", "5299 00T8 BM49 AURS DO55"],
    "mmsi": ["MMSI: 211999111", "211 999 111"],
    "mrz": [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<</L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ],
    "passport": ["No. C01X00T47", "c01x 00t47"],
    "phone": ["+44 (0)20 7946 0958", "0044 20 7946 0958", "tel:+44-20-7946-0958"],
    "plate": ["В 123 АН 77", "b123ah77"],
    "registration": ["HRB 12345-B", "hrb 12345/b"],
    "swift": ["DEUTDEFF", "DEUTDEFFXXX"],
    "tail": ["G-ABCD", "gabcd"],
    "tax": ["DE 136 695 976", "DE136695976"],
}
FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
ARABIC_INDIC = {ord("0") + n: 0x0660 + n for n in range(10)}
SEEDS = [text for texts in SPELLINGS.values() for text in texts]
NEAR_TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789ABCDEFXOI<>@+-. /٣４\u200f\x00", max_size=48),
    st.builds(
        lambda a, b, c: a + b + c, st.text(max_size=3), st.sampled_from(SEEDS), st.text(max_size=3)
    ),
)


def test_every_family_has_spellings_here():
    assert sorted(SPELLINGS) == FAMILIES


@pytest.mark.parametrize("family", FAMILIES)
def test_all_spellings_of_one_identifier_have_one_canonical_form(family: str):
    found = {IDENTIFIERS[family](text) for text in SPELLINGS[family]}
    assert len(found) == 1
    assert isinstance(found.pop(), Identified)


@pytest.mark.parametrize("family", sorted(set(FAMILIES) - {"crypto", "mrz", "email"}))
@pytest.mark.parametrize("digits", [FULL_WIDTH, ARABIC_INDIC], ids=["full width", "Arabic-Indic"])
def test_digits_of_other_scripts_are_digits(family: str, digits: dict[int, int]):
    text = SPELLINGS[family][0]
    assert IDENTIFIERS[family](text.translate(digits)) == IDENTIFIERS[family](text)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_control_character_is_refused_and_a_direction_mark_is_not_seen(family: str):
    text = SPELLINGS[family][0]
    middle = len(text) // 2
    assert isinstance(IDENTIFIERS[family](f"{text[:middle]}\x00{text[middle:]}"), Rejected)
    assert IDENTIFIERS[family](f"\u200e{text}\u200f") == IDENTIFIERS[family](text)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("text", ["", "   ", "\u200b", "x" * 300, "unknown!?", "\ud800"])
def test_what_is_no_identifier_is_rejected_with_a_reason(family: str, text: str):
    outcome = IDENTIFIERS[family](text)
    assert isinstance(outcome, Rejected)
    assert outcome.reason


@pytest.mark.parametrize("family", FAMILIES)
@given(NEAR_TEXTS)
@example("\x00")
@example("ß\u0301ŉ")
def test_any_text_is_judged_and_the_canonical_form_is_its_own(family: str, text: str):
    outcome = IDENTIFIERS[family](text)
    if isinstance(outcome, Identified):
        assert outcome.value
        assert not any(unicodedata.category(c) in {"Cc", "Cs"} for c in outcome.value)
        again = IDENTIFIERS[family](outcome.value)
        assert isinstance(again, Identified)
        assert again.value == outcome.value


@given(NEAR_TEXTS, st.sampled_from(["GB", "DE", "RU", "US", "XK", None]))
def test_a_country_given_with_a_number_never_raises_either(text: str, country: str | None):
    for judge in (_phone, _passport):
        outcome = judge(text, country)
        if isinstance(outcome, Identified):
            again = judge(outcome.value, country)
            assert isinstance(again, Identified)
            assert again.value == outcome.value


def _phone(text: str, country: str | None) -> Identified | Rejected:
    return phone(text, country=country)


def _passport(text: str, country: str | None) -> Identified | Rejected:
    return passport(text, country=country)


@pytest.mark.parametrize("family", sorted(IDENTIFIERS.keys() - LETTERS_SUFFICE))
@given(text=st.text(st.characters(exclude_categories=["Nd", "No", "Cs"]), max_size=40))
def test_a_family_that_needs_a_digit_takes_no_text_without_one(family: str, text: str):
    assert any(c.isdigit() for c in text) or isinstance(IDENTIFIERS[family](text), Rejected)


@pytest.mark.parametrize("family", sorted(IDENTIFIERS.keys() - LETTERS_SUFFICE))
@pytest.mark.parametrize("letters", ["OIZEASGTBP", "XXXXXXXXXX", "OOOOOOOOOO", ""])
def test_letters_like_digits_are_not_enough_there(family: str, letters: str):
    spelled = {ord(str(n)): letters[n : n + 1] for n in range(10)}
    texts = (text.translate(spelled) for text in SPELLINGS[family])
    assert all(isinstance(IDENTIFIERS[family](text), Rejected) for text in texts)
