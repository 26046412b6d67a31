"""Korean family names: what a name in Hangul begins with, and how that is spelled."""

import pytest

from isthmus.resolve.names.korean import SURNAMES, are_of_north_and_south, parted


def test_a_name_is_parted_where_a_family_name_ends():
    assert list(parted("박근혜")) == [("박", "근혜")]
    assert list(parted("남궁민")) == [("남", "궁민"), ("남궁", "민")]


@pytest.mark.parametrize("word", ["박", "빌게이츠", "박근혜대통령", ""])
def test_other_words_are_not(word: str):
    assert list(parted(word)) == []


def test_north_and_south_write_some_family_names_differently():
    assert are_of_north_and_south("리영호", "이영호")
    assert not are_of_north_and_south("리영호", "이영수")
    assert not are_of_north_and_south("김영호", "이영호")


def test_spellings_are_small_latin_letters_each_once():
    for spellings in SURNAMES.values():
        assert len(set(spellings)) == len(spellings)
        assert all(s.isascii() and s.isalpha() and s.islower() for s in spellings)
