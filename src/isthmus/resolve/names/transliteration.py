# ruff: noqa: RUF001 - letters that look alike are what this module is about
"""Transliteration of scripts that have no map, by rules: Greek and Devanagari.

Greek writes one sound with two letters (μπ is b, or mp within a word); Devanagari writes a
consonant with a vowel that is often not spoken. Each word gives the few spellings in Latin letters
that are usual, the likeliest first.
Sources: ELOT 743 and how passports depart from it; Ohala 1983, Aspects of Hindi Phonology, on the
vowel that is not spoken.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from anyascii import anyascii

GREEK: Final = "greek"
DEVANAGARI: Final = "devanagari"
_CACHED: Final = 16_384


@lru_cache(_CACHED)
def spellings_of(word: str, script: str) -> Sequence[str]:
    """Give the usual Latin spellings of a word in small letters; none of a script without rules."""
    spell = _RULES.get(script)
    return () if spell is None else tuple(dict.fromkeys(spell(word)))


# --- Greek

_LETTERS: Final = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", "avgdezi.iklmnxoprssty...o", strict=True)
) | {"θ": "th", "φ": "f", "χ": "ch", "ψ": "ps"}
_VOICELESS: Final = frozenset("θκξπσςτφχψ")
_ACUTE, _DIAERESIS = "\u0301", "\u0308"


class _Style(NamedTuple):
    """A way to write two letters that are one sound: where a word begins, and within it."""

    first: Mapping[str, str]
    within: Mapping[str, str]
    glides: bool
    """Whether υ after another vowel is written as the v or f that it sounds."""


def _pairs(table: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in table.split())


_STYLES: Final = (
    _Style(
        _pairs("μπ=b ντ=d γκ=g τζ=tz ου=ou"),
        _pairs("μπ=mp ντ=nt γκ=gk γγ=ng γχ=nch γξ=nx τζ=tz ου=ou"),
        glides=True,
    ),
    _Style(
        _pairs("μπ=b ντ=d γκ=g τζ=j ου=u ει=i οι=i αι=e χ=h"),
        _pairs("μπ=b ντ=d γκ=g γγ=g τζ=j ου=u ει=i οι=i αι=e χ=h"),
        glides=True,
    ),
    _Style(
        _pairs("μπ=b ντ=d γκ=g τζ=dz γι=y ου=ou ει=i"),
        _pairs("μπ=mb ντ=nd γκ=ng γγ=ng τζ=dz γι=y ου=ou αι=e"),
        glides=True,
    ),
    _Style(
        _pairs("μπ=mp ντ=nt γκ=gk τζ=tz ου=ou"),
        _pairs("μπ=mp ντ=nt γκ=gk γγ=gg τζ=tz ου=ou"),
        glides=False,
    ),
)


def _greek(word: str) -> Sequence[str]:
    marked = _with_marks(word)
    return [_styled(marked, style) for style in _STYLES]


def _with_marks(word: str) -> list[tuple[str, str]]:
    """Give each letter of a word with the marks that stand on it."""
    found: list[tuple[str, str]] = []
    for c in unicodedata.normalize("NFD", word):
        if unicodedata.category(c)[0] == "M" and found:
            found[-1] = (found[-1][0], found[-1][1] + c)
        else:
            found.append((c, ""))
    return found


def _styled(marked: Sequence[tuple[str, str]], style: _Style) -> str:
    letters, at, spelled = [c for c, _ in marked], 0, list[str]()
    while at < len(letters):
        table = style.within if at else style.first
        pair = "".join(letters[at : at + 2])
        # An accent on the first of two vowels, or two dots on the second, keep them apart.
        apart = len(pair) > 1 and (_ACUTE in marked[at][1] or _DIAERESIS in marked[at + 1][1])
        if pair in {"αυ", "ευ", "ηυ"} and not apart and style.glides:
            voiceless = at + 2 == len(letters) or letters[at + 2] in _VOICELESS
            spelled.append(_LETTERS[pair[0]] + ("f" if voiceless else "v"))
        elif pair in table and not apart:
            spelled.append(table[pair])
        else:
            spelled.append(_letter(letters[at], table))
            at -= 1
        at += 2
    return "".join(spelled)


def _letter(letter: str, table: Mapping[str, str]) -> str:
    known = table.get(letter) or _LETTERS.get(letter)
    return anyascii(letter).lower() if known is None else known


# --- Devanagari

_CONSONANTS: Final = _pairs(
    "क=k ख=kh ग=g घ=gh ङ=n च=ch छ=chh ज=j झ=jh ञ=n ट=t ठ=th ड=d ढ=dh ण=n त=t थ=th द=d ध=dh न=n "
    "प=p फ=ph ब=b भ=bh म=m य=y र=r ल=l व=v श=sh ष=sh स=s ह=h ळ=l"
)
_DOTTED: Final = _pairs("क=q ख=kh ग=g ज=z ड=r ढ=rh फ=f य=y न=n र=r ळ=l")
"""What a consonant is with a dot under it."""
_VOWELS: Final = _pairs(
    "अ=a आ=a इ=i ई=i उ=u ऊ=u ऋ=ri ए=e ऐ=ai ओ=o औ=au ऑ=o ऍ=e ऎ=e ऒ=o "
    "ा=a ि=i ी=i ु=u ू=u ृ=ri े=e ै=ai ो=o ौ=au ॉ=o ॅ=e ॆ=e ॊ=o"
)
_DOT, _SILENCER = "\u093c", "\u094d"
_NASAL: Final = frozenset("\u0901\u0902")
_LABIAL: Final = frozenset("पफबभम")
_UNHEARD: Final = frozenset("\u0903\u093d")


class _Sound(NamedTuple):
    """A sound of a word: a consonant or a vowel; `unwritten`: the vowel that no letter shows."""

    text: str
    vowel: bool = False
    unwritten: bool = False


_UNWRITTEN: Final = _Sound("a", vowel=True, unwritten=True)


def _devanagari(word: str) -> Sequence[str]:
    whole = _sounds(unicodedata.normalize("NFD", word))
    final = _without_last(whole)
    spoken = _without_inner(final)
    first, *more = ["".join(sound.text for sound in sounds) for sounds in (spoken, whole, final)]
    usual = [first.replace(letters, usual) for letters, usual in _USUAL if letters in first]
    return [first, *usual, *more]


_USUAL: Final = (("nh", "ngh"), ("jn", "gy"))
"""What is written otherwise than it is spelled: Singh, Gyan."""


def _sounds(text: str) -> list[_Sound]:
    found: list[_Sound] = []
    for at, c in enumerate(text):
        if c in _CONSONANTS:
            dotted = text[at + 1 : at + 2] == _DOT
            plain = _CONSONANTS[c]
            found += (_Sound(_DOTTED.get(c, plain) if dotted else plain), _UNWRITTEN)
        elif c == _SILENCER or c in _VOWELS:
            if found and found[-1].unwritten:
                found.pop()
            if c in _VOWELS:
                found.append(_Sound(_VOWELS[c], vowel=True))
        elif c in _NASAL:
            found.append(_Sound("m" if text[at + 1 : at + 2] in _LABIAL else "n"))
        elif c != _DOT and c not in _UNHEARD:
            found.append(_Sound(anyascii(c).lower()))
    return found


def _without_last(sounds: list[_Sound]) -> list[_Sound]:
    """Drop the unwritten vowel at the end: राम is Ram.

    After two consonants it is spoken (Krishna), unless the first of them is a nasal (Vasant).
    """
    if len(sounds) < _FEWEST or not sounds[-1].unwritten:
        return sounds
    before = sounds[-3]
    is_easy = before.vowel or (before.text in {"n", "m"} and sounds[-4].vowel)
    return sounds[:-1] if is_easy else sounds


_FEWEST: Final = 4


def _without_inner(sounds: list[_Sound]) -> list[_Sound]:
    """Drop unwritten vowels with a vowel and one consonant on either side, the last first."""
    found = [*sounds]
    for at in range(len(found) - 3, 1, -1):
        around = [found[n].vowel for n in (at - 2, at - 1, at + 1, at + 2)]
        if found[at].unwritten and around == [True, False, False, True]:
            del found[at]
    return found


_RULES: Final[Mapping[str, Callable[[str], Sequence[str]]]] = {
    GREEK: _greek,
    DEVANAGARI: _devanagari,
}
