"""Writing: words of one script each, without what only looks or only steers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.resolve.names.writing import (
    LONGEST_WORD,
    MOST_WORDS,
    script_of,
    units_of,
    word_script,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Zoë O'Neil-Brown", ["zoë", "oneil", "brown"]),
        ("SIDOROV, Ivan P.", ["sidorov", "ivan", "p"]),
        ("Иван Sidorov", ["иван", "sidorov"]),
        ("Sidоrоv", ["sidorov"]),
        ("СидopoB", ["сидоров"]),
        ("李明Example", ["李明", "example"]),
        ("マリア・ガルシア", ["マリア", "ガルシア"]),
        ("山田たろう", ["山田たろう"]),
        ("مُحَمَّد", ["محمد"]),
        ("צ'רלס", ["צ'רלס"]),
        ("Sm@ll $tar", ["small", "$tar".removeprefix("$")]),
        ("7 Seas", ["7", "seas"]),
        ("a\u0301\u0302\u0303b\u202ec", ["ábc"]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_words_of_one_script(text: str, words: list[str]):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("word", "script", "units"),
    [
        ("한", "hangul", ["ᄒ", "ᅡ", "ᆫ"]),
        ("チェろ", "kana", ["チェ", "ロ"]),
        ("ג'ון", "hebrew", ["ג'", "ו", "נ"]),
        ("أحمد", "arabic", ["ا", "ح", "م", "د"]),
        ("Їжак", "cyrillic", ["и", "ж", "а", "к"]),
        ("羅", "han", ["luo"]),
        ("罗", "han", ["luo"]),
    ],
)
def test_a_word_is_cut_into_what_sounds(word: str, script: str, units: list[str]):
    assert list(units_of(word, script)) == units


@given(st.text(max_size=400))
def test_any_text_gives_bounded_words_that_cut_into_themselves(text: str):
    words = words_of(text)
    assert len(words) <= MOST_WORDS
    for word in words:
        assert 0 < len(word) <= LONGEST_WORD
        assert not any(c.isspace() for c in word)
        assert word_script(word)


def test_every_letter_has_one_script():
    assert [script_of(c) for c in "aжحא李キ한कα1"] == [
        "latin", "cyrillic", "arabic", "hebrew", "han", "kana", "hangul", "devanagari", "greek",
        "other",
    ]  # fmt: skip
