"""Likeness of two tokens: how, and how much, one may be a spelling of the other."""

from __future__ import annotations

import math
from typing import Final, Literal, NamedTuple, TypeAlias

from rapidfuzz.distance import OSA

from isthmus.resolve.names.maps import NameMaps
from isthmus.resolve.names.tokens import Token, is_latin
from isthmus.resolve.names.words import is_patronymic
from isthmus.resolve.names.writing import UNSPACED

How: TypeAlias = Literal[
    "equal", "spelling", "form", "near", "initial", "transliterated", "joined", "different",
    "missing",
]  # fmt: skip
"""How a token met another."""


class Likeness(NamedTuple):
    """How alike two tokens are: 0 to 1."""

    degree: float
    how: How


EQUAL: Final = Likeness(1.0, "equal")
DIFFERENT: Final = Likeness(0.0, "different")
SPELLING: Final = Likeness(0.97, "spelling")
FORM: Final = Likeness(0.86, "form")
FORMS: Final = Likeness(0.8, "form")
INITIAL: Final = Likeness(0.85, "initial")
SAME_SOUND: Final = 0.95
SAME_READING: Final = 0.93
_OTHER_NAME: Final = 0.6
_OTHER_BEGINNING: Final = 0.06
_SHORT: Final = 3
_SHORT_FACTOR: Final = 0.75
_SKELETON_FACTOR: Final = 0.93
_MOST: Final = 200_000
_ODDS_SHIFT: Final = 1.5
_ODDS_SCALE: Final = 2.0


class Likenesses:
    """Compares tokens, and remembers what it compared."""

    def __init__(self, maps: NameMaps) -> None:
        self._maps = maps
        self._seen: dict[tuple[str, str, str], Likeness] = {}

    def of(self, a: Token, b: Token) -> Likeness:
        """Give how alike two tokens are, in either order."""
        if a.word == b.word:
            return EQUAL
        first, second = (a, b) if a.word < b.word else (b, a)
        key = (first.word, second.word, first.part)
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) >= _MOST:
                self._seen.clear()
            found = self._seen[key] = self._compared(first, second)
        return found

    def _compared(self, a: Token, b: Token) -> Likeness:
        if a.part == "number" or b.part == "number":
            return EQUAL if a.value is not None and a.value == b.value else DIFFERENT
        if a.part == "initial" or b.part == "initial":
            return _initial(a, b)
        if a.script == b.script or (is_latin(a) and is_latin(b)):
            return _same_script(a, b)
        return self._across(a, b)

    def _across(self, a: Token, b: Token) -> Likeness:
        plain = _plain(a, b)
        found = [
            _degree(odds)
            for native, other in ((a, b), (b, a))
            if (odds := self._odds(native, other)) is not None
        ]
        if not found:
            return plain
        # A plain transliteration that agrees to the letter is as good as what was learned.
        degree = max(found)
        return Likeness(max(degree, plain.degree if a.text == b.text else 0.0), "transliterated")

    def _odds(self, native: Token, other: Token) -> float | None:
        known = self._maps.of_script(native.script)
        if known is None:
            return None
        if is_latin(other):
            return known.log_odds(native.word, other.word)
        theirs = self._maps.of_script(other.script)
        spelled = other.text if theirs is None else theirs.romanised(other.word)
        return known.log_odds(native.word, spelled)

    def romanised(self, token: Token) -> str:
        """Give the likeliest Latin spelling of a token."""
        known = None if is_latin(token) else self._maps.of_script(token.script)
        return token.text if known is None else known.romanised(token.word) or token.text


def _degree(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-(odds + _ODDS_SHIFT) / _ODDS_SCALE))


def _initial(a: Token, b: Token) -> Likeness:
    """An initial meets what begins with it, in letters or in sound."""
    if a.text[:1] == b.text[:1] or a.sound[:1] == b.sound[:1]:
        return INITIAL if a.text else DIFFERENT
    return DIFFERENT


def _same_script(a: Token, b: Token) -> Likeness:
    if a.text == b.text:
        return Likeness(SAME_READING if a.script in UNSPACED else 0.99, "spelling")
    if a.spelling & b.spelling:
        return SPELLING
    if a.script in UNSPACED:
        return Likeness(OSA.normalized_similarity(a.word, b.word), "near")
    if a.spelling & b.form or a.form & b.spelling:
        return FORM
    degree = _spelled(a, b)
    if a.form & b.form:
        return max(FORMS, Likeness(degree, "near"))
    both_known = (a.spelling or a.form) and (b.spelling or b.form)
    if both_known or is_patronymic(a.text) != is_patronymic(b.text):
        degree *= _OTHER_NAME
    return Likeness(degree, "near")


def _spelled(a: Token, b: Token) -> float:
    """Give the greater of the likeness of letters and of sounds."""
    letters = _edited(a.text, b.text)
    if a.sound == b.sound:
        return max(letters, SAME_SOUND)
    degree = max(letters, SAME_SOUND * _edited(a.sound, b.sound))
    return degree - _OTHER_BEGINNING if a.sound[:1] != b.sound[:1] else degree


def _edited(a: str, b: str) -> float:
    longest = max(len(a), len(b))
    if longest < _SHORT:
        return 0.3 * (a[:1] == b[:1])
    degree: float = OSA.normalized_similarity(a, b)
    return degree * _SHORT_FACTOR if longest == _SHORT else degree


def _plain(a: Token, b: Token) -> Likeness:
    """Compare plain transliterations, with the vowels and without: many writings leave them out."""
    if not a.text or not b.text:
        return DIFFERENT
    if a.text == b.text or a.spelling & b.spelling:
        return Likeness(SPELLING.degree, "transliterated")
    degree = _spelled(a, b)
    first, second = skeleton(a.sound), skeleton(b.sound)
    if min(len(first), len(second)) >= _SHORT:
        degree = max(degree, _SKELETON_FACTOR * _edited(first, second))
    return Likeness(max(degree, 0.0), "transliterated")


def skeleton(sound: str) -> str:
    """Give the consonants of a sound."""
    return sound.translate(_WITHOUT_VOWELS)


_WITHOUT_VOWELS: Final = str.maketrans("", "", "aeiou")
