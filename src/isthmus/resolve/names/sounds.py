"""Sounds: how a Latin spelling sounds, roughly, so that spellings of one sound are equal."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_CACHED: Final = 32_768
_FEWEST_LETTERS: Final = 3

_SOUNDS: Final = tuple(
    (tuple(holds.split()) or ("",), re.compile(pattern), sound)
    for holds, pattern, sound in (
        ("tsch tch cz", r"tsch|tch|cz", "c"),
        ("sh sch", r"shch|sch|sh", "s"),
        ("zh dj", r"dzh|dj|zh", "j"),
        ("ph", r"ph", "f"),
        ("kh", r"kh", "h"),
        ("h", r"([gdtb])h", r"\1"),
        ("ck q", r"ck|q", "k"),
        ("x", r"x", "ks"),
        ("c", r"c(?=[eiy])", "s"),
        ("c", r"c(?!h)", "k"),
        ("w", r"w", "v"),
        ("ou oo", r"ou|oo", "u"),
        ("ee ie iy yi ij ii", r"ee|ie|iy|yi|ij|ii", "i"),
        ("oe", r"oe", "o"),
        ("ue", r"ue", "u"),
        ("ae ai ay ey ei", r"ae|ai|ay|ey|ei", "e"),
        ("y j", r"y|j(?=[aeu])", "i"),
        ("tz ts", r"tz|ts", "z"),
        ("h", r"(?<=[aeiou])h$", ""),
        ("ie je", r"^(?:ie|je)", "e"),
        ("", r"(.)\1+", r"\1"),
    )
)
"""Spellings of one sound in the usual romanisations, applied in their order.

First the letters of which a word must hold one to match: most words are spared most patterns.
"""

_SOUNDS_OTHERWISE: Final = re.compile(r"[chjqwxy]|[aeiou]e|[ae]i|ou|t[sz]|(.)\1")
"""What there is in each word that does not sound as it is written."""


@lru_cache(_CACHED)
def sound_of(text: str) -> str:
    """Give how a Latin spelling sounds, roughly: one letter for what is written in many ways."""
    if _SOUNDS_OTHERWISE.search(text) is None:
        return text
    for holds, pattern, sound in _SOUNDS:
        for letters in holds:
            if letters in text:
                text = pattern.sub(sound, text)
                break
    return text


@lru_cache(_CACHED)
def skeleton_of(text: str) -> str:
    """Give the consonants of a Latin spelling in broad classes, each run of one class once."""
    hushed = _HUSHED.sub("ch", text) if "j" in text or "zh" in text else text
    consonants = sound_of(hushed).translate(_CONSONANTS)
    return _AGAIN.sub(r"\1", consonants) if _AGAIN.search(consonants) else consonants


def run_on(before: str, after: str) -> str:
    """Join consonants of two words written together; two of a class that meet are one."""
    return before + (after[1:] if after[:1] == before[-1:] else after)


_HUSHED: Final = re.compile("dzh|zh|dj|j")
"""Jamal, Djamal; Jung, Chung: one class."""
_CLASSES: Final = ("bgqdzvwjr", "pkktsffcl", "hy")
CLASSES: Final = str.maketrans(*_CLASSES)
"""Voiced and voiceless, l and r, v, w and f are one class each; h is not heard everywhere."""


_CONSONANTS: Final = str.maketrans(*_CLASSES[:2], _CLASSES[2] + "aeiou")
_AGAIN: Final = re.compile(r"(.)\1+")


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
