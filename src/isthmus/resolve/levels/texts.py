"""Texts, places and addresses by their words; rare ones weigh more.

How rare a text is, that of the whole is counted; an address is as rare as its rarest word, since
a whole address tells of whoever lives there and is counted nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from rapidfuzz.distance import OSA

from isthmus.identifiers.names import name_tokens
from isthmus.model.weights import Frequencies
from isthmus.resolve.addresses import MOST_WORDS, address_words
from isthmus.resolve.levels.comparator import Comparator

LEVELS: Final = ("equal_rare", "equal", "equal_common", "near", "within", "part", "different")
LEAST_LETTERS: Final = 5
MANY_LETTERS: Final = 14
"""In a text of `LEAST_LETTERS` one slip is near, of `MANY_LETTERS` two are; below, none is."""
_RARE, _COMMON = 10.0, 5.0
_WITHIN, _PART, DIFFERENT = 4, 5, 6


@dataclass(frozen=True, slots=True)
class PreparedText:
    """Words in one alphabet, joined in their order, and how rare they are, in bits."""

    words: frozenset[str]
    whole: str
    rarity: float


def _words(value: str, *, short: bool) -> tuple[str, ...]:
    if short:
        return address_words(value)
    return tuple(dict.fromkeys(name_tokens(value, "any")))[:MOST_WORDS]


def _terms(value: str, *, short: bool) -> Sequence[str]:
    return _counted(_words(value, short=short), short=short)


def _counted(words: Sequence[str], *, short: bool) -> Sequence[str]:
    """Give what is counted: of an address its words, of another text the whole."""
    return words if short or not words else (" ".join(words),)


def _prepare(value: str, frequencies: Frequencies, *, short: bool) -> PreparedText | None:
    words = _words(value, short=short)
    if not words:
        return None
    # No whole is more common than a part of it: it is as rare as this at least.
    rarity = frequencies.most_bits(_counted(words, short=short))
    return PreparedText(frozenset(words), " ".join(words), rarity)


def _level(a: PreparedText, b: PreparedText) -> int:
    if a.words == b.words:
        return 0 if a.rarity >= _RARE else 1 if a.rarity >= _COMMON else 2
    if _near(a.whole, b.whole):
        return 3
    shared = len(a.words & b.words)
    fewer = min(len(a.words), len(b.words))
    if shared == fewer:
        return _WITHIN
    return _PART if 2 * shared >= fewer else DIFFERENT


def _near(a: str, b: str) -> bool:
    shorter = min(len(a), len(b))
    most = 2 if shorter >= MANY_LETTERS else 1
    return shorter >= LEAST_LETTERS and OSA.distance(a, b, score_cutoff=most) <= most


TEXTS: Final = Comparator(
    "text", LEVELS, partial(_prepare, short=False), _level, partial(_terms, short=False)
)
ADDRESSES: Final = Comparator(
    "address", LEVELS, partial(_prepare, short=True), _level, partial(_terms, short=True)
)
