"""Tokens: the words of a name, each with its spelling, its sound, its family and its part."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from isthmus.resolve.names.families import FORMS, SPELLINGS
from isthmus.resolve.names.sounds import bits_of, letters_for_digits, skeleton_of, sound_of
from isthmus.resolve.names.words import (
    ADDRESS,
    GENERIC,
    PARTICLES,
    SAME,
    fathers,
    is_patronymic,
    number,
)
from isthmus.resolve.names.writing import (
    ARTICLE,
    LATIN,
    UNSPACED,
    ascii_of,
    without_article,
    word_script,
)

Part: TypeAlias = Literal[
    "plain", "initial", "particle", "patronymic", "address", "number", "generic"
]
"""What a token is in its name."""

_CACHED: Final = 32_768
_SPELLED: Final = frozenset({"plain", "patronymic", "generic"})
_WITHOUT_VOWELS: Final = str.maketrans("", "", "aeiou")
_NONE: Final[frozenset[int]] = frozenset()
_SHORTEST_GENERIC: Final = 3
_GENERIC_WEIGHT: Final = 0.4
_WEIGHTS: Final = {"initial": 0.3, "patronymic": 0.7, "number": 0.5, "address": 0.7}
MANY_CONSONANTS: Final = 4
"""So many consonants are what a word is known by."""


@dataclass(slots=True, eq=False)
class Token:
    """A word of a name, never changed once it is made.

    `text`: in ASCII letters; `sound`: the same as it roughly sounds.
    `spelling` and `form`: the families of which it is a spelling, or a pet or foreign form.
    `skeleton`: the consonants of the sound, `consonants`: those in broad classes; `letters`: its
    letters as bits; `size`: how many. `identity`: equal for spellings of one name. `known`: has a
    family; `plain`: a Latin word of none, which only its letters tell. `key`: tells tokens apart,
    since a word is another token in the name of a ship. `bare`: without its article.
    """

    word: str
    script: str
    text: str
    sound: str
    part: Part
    weight: float
    spelling: frozenset[int] = _NONE
    form: frozenset[int] = _NONE
    value: int | None = None
    letters: int = 0
    identity: str = ""
    key: str = ""
    bare: Token | None = None
    known: bool = field(init=False)
    plain: bool = field(init=False)
    size: int = field(init=False)
    skeleton: str = field(init=False)
    consonants: str = field(init=False)

    def __post_init__(self) -> None:
        self.known = bool(self.spelling or self.form)
        self.plain = self.script == LATIN and self.part in _SPELLED and not self.known
        self.size = len(self.sound)
        self.consonants = skeleton_of(self.text)
        if not self.identity:
            self.identity = identity_of(self.text, self.sound, self.consonants)
        self.skeleton = self.sound.translate(_WITHOUT_VOWELS)


def identity_of(text: str, sound: str, consonants: str) -> str:
    """Give what spellings of one word share: the family, the consonants, or the sound if few."""
    family = SPELLINGS.get(text)
    if family:
        return str(min(family))
    return consonants if len(consonants) >= MANY_CONSONANTS else sound


def is_generic(word: str) -> bool:
    """Tell whether a word speaks of an organization, and of no person."""
    return (SAME.get(word, word) in GENERIC or word in GENERIC) and len(word) >= _SHORTEST_GENERIC


def part_of(text: str) -> Part:
    """Give what a word of a person's name is, by its spelling in ASCII letters alone."""
    if text in PARTICLES:
        return "particle"
    if is_patronymic(text):
        return "patronymic"
    return "address" if text in ADDRESS else "plain"


def _part_of_word(word: str, text: str) -> Part:
    return "particle" if word == ARTICLE else part_of(text)


@lru_cache(_CACHED)
def person_token(word: str) -> Token:
    """Give the token of a word of a person's name."""
    plain = word.isascii() and word.isalpha()
    script, text = (LATIN, word) if plain else (word_script(word), ascii_of(word))
    part: Part = "plain"
    if script == "digit":
        part = "number"
    elif script not in UNSPACED:
        part = "initial" if len(word) == 1 else _part_of_word(word, text)
    weight = _WEIGHTS.get(part, 1.0)
    value = number(text) if part == "number" else None
    sound = sound_of(text if plain else letters_for_digits(text))
    bare = without_article(word) if script == "arabic" else word
    return Token(
        word, script, text, sound, part, weight,
        _spellings(text, part), FORMS.get(text, _NONE), value, bits_of(sound), key=f"p:{word}",
        bare=person_token(bare) if bare != word else None,
    )  # fmt: skip


@lru_cache(_CACHED)
def initial_token(word: str) -> Token:
    """Give the token of letters that are known to stand for a person's name."""
    script, text = word_script(word), ascii_of(word)
    weight = _WEIGHTS["initial"]
    return Token(word, script, text, sound_of(text), "initial", weight, key=f"i:{word}")


def _spellings(text: str, part: Part) -> frozenset[int]:
    """Give a word's families; a patronymic has those of the father, apart from his own name."""
    if part != "patronymic":
        return SPELLINGS.get(text, _NONE)
    found = next((SPELLINGS[name] for name in fathers(text) if name in SPELLINGS), _NONE)
    return frozenset(-1 - family for family in found)


@lru_cache(_CACHED)
def word_token(word: str) -> Token:
    """Give the token of a word of an organization's name."""
    script, plain = word_script(word), ascii_of(word)
    text = SAME.get(plain, plain)
    value = number(text)
    if value is not None:
        identity, key = str(value), f"w:{word}"
        return Token(
            word, script, text, text, "number", 1.0, value=value, identity=identity, key=key
        )
    part: Part = "generic" if text in GENERIC else "plain"
    sound = sound_of(letters_for_digits(text))
    return Token(
        word if text == plain else text,
        script if text == plain else LATIN,
        text,
        sound,
        part,
        _GENERIC_WEIGHT if part == "generic" else 1.0,
        letters=bits_of(sound),
        key=f"w:{word if text == plain else text}",
    )


@lru_cache(_CACHED)
def ship_token(word: str) -> Token:
    """Give the token of a word of a ship's name."""
    return _of_ship(word, number(ascii_of(word)))


@lru_cache(maxsize=1)
def first_of_ships() -> Token:
    """Give the token of a lone I at the end of a ship's name: her number, as II is her sister's."""
    return _of_ship("i", 1)


def _of_ship(word: str, value: int | None) -> Token:
    script, text = word_script(word), ascii_of(word)
    part: Part = "plain" if value is None else "number"
    sound = sound_of(text)
    return Token(
        word,
        script,
        text,
        sound,
        part,
        1.0,
        value=value,
        letters=bits_of(sound),
        key=f"s:{word}" if value is None else f"s:{word}={value}",
    )


def is_latin(token: Token) -> bool:
    """Tell whether a token is written in Latin letters or digits."""
    return token.script in {LATIN, "digit"}
