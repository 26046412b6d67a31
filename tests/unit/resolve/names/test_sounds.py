"""Sounds: what is spared to a word changes nothing."""

from hypothesis import given
from hypothesis import strategies as st

from isthmus.resolve.names.sounds import _SOUNDS, sound_of
from isthmus.resolve.names.writing import words_of

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", max_size=9)
PIECES = ("tsch", "tz", "ts", "ie", "ae", "ei", "ou", "oo", "ss", "x", "kh", "zh", "dj", "y", "w")


@given(st.one_of(LETTERS, st.lists(st.sampled_from(PIECES), max_size=4).map("".join)))
def test_a_word_sounds_as_all_spellings_of_sounds_make_it(word: str):
    sound = word
    for _, pattern, letter in _SOUNDS:
        sound = pattern.sub(letter, sound)
    assert sound_of(word) == sound


@given(st.text("abXY ", max_size=60))
def test_a_name_of_letters_and_spaces_is_cut_as_any_other(text: str):
    assert words_of(text) == words_of(text + " .")
