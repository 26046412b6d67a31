"""Transliteration by rules: two Greek letters of one sound, the unspoken vowel of Devanagari."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.declared import map_of_names
from isthmus.resolve.names import SAME_NAME, NameMaps, Names
from isthmus.resolve.names.transliteration import DEVANAGARI, GREEK, spellings_of
from isthmus.resolve.names.writing import ascii_of

NAMES = Names(NameMaps(map_of_names))
NEAR = 0.9
"""Two usual spellings of one word are at least so alike."""


@pytest.mark.parametrize(
    ("word", "spellings"),
    [
        ("μπακογιάννη", {"bakogianni", "bakoyanni", "mpakogianni"}),
        ("ντόρα", {"dora", "ntora"}),
        ("αντώνης", {"antonis", "adonis", "andonis"}),
        ("λάμπρος", {"lampros", "labros", "lambros"}),
        ("γκίκας", {"gikas", "gkikas"}),
        ("άγγελος", {"angelos", "agelos", "aggelos"}),
        ("τζον", {"tzon", "jon", "dzon"}),
        ("σταύρος", {"stavros", "stayros"}),
        ("ευτύχης", {"eftychis", "eytychis"}),
        ("μάιος", {"maios"}),
    ],
)
def test_two_greek_letters_of_one_sound_have_their_usual_spellings(word: str, spellings: set[str]):
    found = spellings_of(word, GREEK)
    assert spellings <= set(found)
    assert ascii_of(word) == found[0]


@pytest.mark.parametrize(
    ("word", "likeliest", "other"),
    [
        ("राम", "ram", "rama"),
        ("कुमार", "kumar", "kumara"),
        ("कृष्ण", "krishna", None),
        ("नरेन्द्र", "narendra", None),
        ("अरविन्द", "arvind", "aravinda"),
        ("मनमोहन", "manmohan", "manamohana"),
        ("तेंदुलकर", "tendulkar", "tendulakara"),
        ("सिंह", "sinh", "singh"),
        ("ज्ञान", "jnan", "gyan"),
        ("ज़फ़र", "zafar", "zafara"),
        ("मोदी", "modi", None),
        ("गांधी", "gandhi", None),
    ],
)
def test_the_vowel_that_no_letter_shows_is_spoken_where_it_is(
    word: str, likeliest: str, other: str | None
):
    first, *more = spellings_of(word, DEVANAGARI)
    assert first == likeliest == ascii_of(word)
    assert (other in more) if other else (more == [])


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("Ντόρα Μπακογιάννη", "Dora Bakoyannis"),
        ("Ντόρα Μπακογιάννη", "Ntora Mpakogianni"),
        ("Αντώνης Παπαντωνίου", "Andonis Papandoniou"),
        ("Αντώνης Παπαντωνίου", "Antonis Papantoniou"),
        ("Γκίκας Τζαννετάκης", "Gikas Tzannetakis"),
        ("Ευάγγελος Βενιζέλος", "Evangelos Venizelos"),
        ("राम कुमार", "Ram Kumar"),
        ("राम कुमार", "Rama Kumara"),
        ("मनमोहन सिंह", "Manmohan Singh"),
        ("सचिन तेंदुलकर", "Sachin Tendulkar"),
        ("शाहरुख खान", "Shahrukh Khan"),
    ],
)
def test_names_meet_their_usual_spellings_by_score_and_by_key(native: str, latin: str):
    assert NAMES.similarity(native, latin, "person") >= NEAR
    assert set(NAMES.keys(native, "person")) & set(NAMES.keys(latin, "person"))


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("राम", "Rana"),
        ("राम", "Roma"),
        ("Ντόρα", "Nora"),
        ("Μπάμπης", "Pampos"),
        ("Λάμπρος", "Lavros"),
        ("Αντώνης Γκίκας", "Adam Kikos"),
    ],
)
def test_another_name_stays_another(native: str, latin: str):
    assert NAMES.similarity(native, latin, "person") < SAME_NAME


@given(
    st.text(alphabet="αάβγδειϊκμνπτυύχζςABक़राम्ंःि१ ँ", max_size=12),
    st.sampled_from([GREEK, DEVANAGARI]),
)
def test_any_text_has_a_spelling_without_a_failure(text: str, script: str):
    assert all(isinstance(one, str) for one in spellings_of(text, script))


def test_a_script_without_rules_has_none():
    assert spellings_of("иван", "cyrillic") == ()
