"""Sounds: how a Latin spelling sounds, roughly, so that spellings of one sound are equal."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_CACHED: Final = 32_768
_FEWEST_LETTERS: Final = 3

_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"tsch|tch|cz", "c"),
        (r"shch|sch|sh", "s"),
        (r"dzh|dj|zh", "j"),
        (r"ph", "f"),
        (r"kh", "h"),
        (r"([gdtb])h", r"\1"),
        (r"ck|q", "k"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c(?!h)", "k"),
        (r"w", "v"),
        (r"ou|oo", "u"),
        (r"ee|ie|iy|yi|ij|ii", "i"),
        (r"oe", "o"),
        (r"ue", "u"),
        (r"ae|ai|ay|ey|ei", "e"),
        (r"y|j(?=[aeu])", "i"),
        (r"tz|ts", "z"),
        (r"(?<=[aeiou])h$", ""),
        (r"^(?:ie|je)", "e"),
        (r"(.)\1+", r"\1"),
    )
)
"""Spellings of one sound in the usual romanisations, applied in their order."""


@lru_cache(_CACHED)
def sound_of(text: str) -> str:
    """Give how a Latin spelling sounds, roughly: one letter for what is written in many ways."""
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound, text)
    return text


@lru_cache(_CACHED)
def skeleton_of(text: str) -> str:
    """Give the consonants of a Latin spelling in broad classes, each run of one class once."""
    code = ""
    for letter in sound_of(_HUSHED.sub("ch", text)).translate(CLASSES):
        if letter not in "aeiou" and code[-1:] != letter:
            code += letter
    return code


_HUSHED: Final = re.compile("dzh|zh|dj|j")
"""Jamal, Djamal; Jung, Chung: one class."""
CLASSES: Final = str.maketrans("bgqdzvwjr", "pkktsffcl", "hy")
"""Voiced and voiceless, l and r, v, w and f are one class each; h is not heard everywhere."""


def letters_for_digits(text: str) -> str:
    """Give a word of letters with the letters that its digits stand for: m1crosoft, j0hn."""
    if text.isalpha() or sum(c.isalpha() for c in text) < _FEWEST_LETTERS:
        return text
    return text.translate(_LETTERS) if text[:1].isalpha() and text[-1:].isalpha() else text


_LETTERS: Final = str.maketrans("0134578", "oieastb")


def bits_of(sound: str) -> int:
    """Give the letters of a sound as bits: two sounds differ by half as many letters at least."""
    bits = 0
    for letter in sound:
        bits |= 1 << (ord(letter) & 31)
    return bits
