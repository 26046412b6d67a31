"""Likeness of two tokens: how, and how much, one may be a spelling of the other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from rapidfuzz.distance import OSA

from isthmus.resolve.names.han_variants import are_variants, folded
from isthmus.resolve.names.korean import SURNAMES, are_of_north_and_south, parted
from isthmus.resolve.names.maps import NameMaps
from isthmus.resolve.names.tokens import Token, is_latin, person_token
from isthmus.resolve.names.words import BEGINNINGS
from isthmus.resolve.names.writing import UNSPACED, ascii_of, letter_of, script_of

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
SAME_LETTERS: Final = Likeness(0.99, "spelling")
SAME_WORD: Final = Likeness(0.93, "spelling")
"""Written in other forms of the same characters: 羅 and 罗."""
_HOMOPHONE: Final = 0.25
"""So much a character counts for another that is read alike: of three in a row, all must be one."""
SAME_SOUND: Final = 0.95
_OTHER_NAME: Final = 0.6
_OTHER_BEGINNING: Final = 0.06
_SHORT: Final = 3
_LEAST: Final = 0.4
_HALF_ALIKE: Final = 0.75
_FAR: Final = 0.35
_SHORT_FACTOR: Final = 0.75
_SKELETON_FACTOR: Final = 0.93
_MOST: Final = 200_000
_ROMANISATIONS: Final = 6
_OF_SURNAME: Final = 0.3
_OF_GIVEN: Final = 1.0 - _OF_SURNAME
"""What each part of a Korean name counts: few family names tell much, given names do."""
_ODDS_SHIFT: Final = 1.5
_ODDS_SCALE: Final = 2.0


class Likenesses:
    """Compares tokens, and remembers what it compared."""

    def __init__(self, maps: NameMaps) -> None:
        self._maps = maps
        self._seen: dict[tuple[str, str], Likeness] = {}

    def of(self, a: Token, b: Token) -> Likeness:
        """Give how alike two tokens are, in either order."""
        if a.word == b.word:
            return EQUAL
        return DIFFERENT if _is_hopeless(a, b) else self._remembered(a, b)

    def all_of(
        self, left: Sequence[Token], right: Sequence[Token]
    ) -> list[tuple[float, int, int, int, Likeness]]:
        """Give (minus degree, distance of places, places, likeness) of all that are alike at all.

        The loop is written out: it is where nearly all the time goes.
        """
        found, seen = list[tuple[float, int, int, int, Likeness]](), self._seen
        for n, token in enumerate(left):
            word, plain, letters, size = token.word, token.plain, token.letters, token.size
            key = token.key
            for k, other in enumerate(right):
                if word == other.word:
                    found.append((-1.0, abs(n - k), n, k, EQUAL))
                    continue
                if plain and other.plain:
                    longest = max(other.size, size)
                    if (letters ^ other.letters).bit_count() > longest:
                        continue
                likeness = seen.get((key, other.key)) or self._remembered(token, other)
                if likeness is not DIFFERENT:
                    found.append((-likeness[0], abs(n - k), n, k, likeness))
        found.sort()
        return found

    def _remembered(self, a: Token, b: Token) -> Likeness:
        key = (a.key, b.key)
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) >= _MOST:
                self._seen.clear()
            first, second = (a, b) if a.word < b.word else (b, a)
            found = self._compared(first, second)
            if (a.bare is None) != (b.bare is None):
                found = max(found, self._without_article(first, second), key=_by_degree)
            self._seen[key] = found
        return found

    def _without_article(self, a: Token, b: Token) -> Likeness:
        """Compare as if the one that begins with the Arabic article did not."""
        a, b = a.bare or a, b.bare or b
        return SAME_LETTERS if a.word == b.word else self._remembered(a, b)

    def _compared(self, a: Token, b: Token) -> Likeness:
        if a.plain and b.plain:
            return SAME_LETTERS if a.text == b.text else _near(a, b, both_known=False)
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
        degree = max(*found, self._korean(a, b), self._korean(b, a))
        return Likeness(max(degree, plain.degree if a.text == b.text else 0.0), "transliterated")

    def _korean(self, native: Token, other: Token) -> float:
        """Compare a family name by how it is usually spelled, and the given name by itself."""
        if native.script != "hangul" or not is_latin(other):
            return 0.0
        if other.text in SURNAMES.get(native.word, ()):
            return SPELLING.degree
        found = 0.0
        for surname, given in parted(native.word):
            for spelling in SURNAMES[surname]:
                if other.text.startswith(spelling) and other.text != spelling:
                    rest = self.of(person_token(given), person_token(other.text[len(spelling) :]))
                    found = max(found, _OF_SURNAME * SPELLING.degree + _OF_GIVEN * rest.degree)
        return found

    def _odds(self, native: Token, other: Token) -> float | None:
        known = self._maps.of_script(native.script)
        return None if known is None else known.log_odds(native.word, self._in_latin(other))

    def _in_latin(self, token: Token) -> str:
        if is_latin(token):
            return token.word
        known = self._maps.of_script(token.script)
        return token.text if known is None else known.romanised(token.word)

    def is_below(self, token: Token, others: Sequence[Token], degree: float) -> bool:
        """Tell whether a word is less alike than `degree` to each of the others.

        It may say no of what would take a long look.
        """
        seen, key = self._seen, token.key
        for other in others:
            if token.script != other.script:
                if not self.is_beyond_hope(token, other):
                    return False
            elif token.word == other.word:
                return False
            elif not _is_hopeless(token, other):
                found = seen.get((key, other.key)) or self._remembered(token, other)
                if found.degree >= degree:
                    return False
        return True

    def meeting(self, token: Token, others: Sequence[Token], degree: float) -> int:
        """Tell to which of some words one is not `is_below`: the first in the lowest bit."""
        seen, key, plain, letters, size = (
            self._seen,
            token.key,
            token.plain,
            token.letters,
            token.size,
        )
        found, bit = 0, 1
        for other in others:
            if plain and other.plain:
                if token.word == other.word:
                    found |= bit
                elif (letters ^ other.letters).bit_count() <= max(size, other.size):
                    likeness = seen.get((other.key, key)) or self._remembered(other, token)
                    if likeness[0] >= degree:
                        found |= bit
            elif not self.is_below(other, (token,), degree):
                found |= bit
            bit <<= 1
        return found

    def is_beyond_hope(self, a: Token, b: Token) -> bool:
        """Tell whether words of two scripts are so far apart that no spelling of them meets."""
        if a.part != "plain" or b.part != "plain":
            return False
        if (a.bare is None) != (b.bare is None) and not self.is_beyond_hope(
            a.bare or a, b.bare or b
        ):
            return False
        maps = [(self._maps.of_script(n.script), n, o) for n, o in ((a, b), (b, a))]
        known = [(m, native, other) for m, native, other in maps if m is not None]
        return bool(known) and all(m.is_hopeless(n.word, self._in_latin(o)) for m, n, o in known)

    def romanisations(self, token: Token) -> list[str]:
        """Give the likeliest Latin spellings of a token, and its plain transliteration."""
        if token.bare is not None:
            first, *more = self.romanisations(token.bare)
            return [first, *self._romanisations(token)[:1], *more]
        first, *more = self._romanisations(token)
        return (
            [first, *self._as_spelled(token), *more] if token.script == "hangul" else [first, *more]
        )

    def _as_spelled(self, token: Token) -> Iterator[str]:
        """Give a Korean name with its family name as that is usually spelled."""
        yield from SURNAMES.get(token.word, ())
        for surname, given in parted(token.word):
            learned, *_, plain = self._romanisations(person_token(given)) * 2
            yield from (spelling + plain for spelling in SURNAMES[surname])
            yield from (spelling + learned for spelling in SURNAMES[surname])

    def _romanisations(self, token: Token) -> list[str]:
        known = None if is_latin(token) else self._maps.of_script(token.script)
        learned = [] if known is None else known.romanisations(token.word, _ROMANISATIONS)
        found = dict.fromkeys((*learned, token.text))
        return [spelling for spelling in found if spelling] or [token.word]


def _is_hopeless(a: Token, b: Token) -> bool:
    """Tell whether too many letters differ: each edit takes one away and brings one at most."""
    if not (a.plain and b.plain):
        return False
    return (a.letters ^ b.letters).bit_count() > max(a.size, b.size)


def _by_degree(likeness: Likeness) -> float:
    return likeness.degree


def _degree(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-(odds + _ODDS_SHIFT) / _ODDS_SCALE))


def _initial(a: Token, b: Token) -> Likeness:
    """An initial meets what begins with it, in letters or in sound."""
    if a.script == b.script and not is_latin(a):
        return INITIAL if _begin_alike(a.word, b.word) else DIFFERENT
    if a.sound[:1] == b.sound[:1] and a.text and min(len(a.text), len(b.text)) == 1:
        return INITIAL
    met = any(i.part == "initial" and _begins(i, of) for i, of in ((a, b), (b, a)))
    return INITIAL if met else DIFFERENT


def _begin_alike(a: str, b: str) -> bool:
    """Tell whether one of two words of one alphabet begins with the other, or with its letter."""
    if a.startswith(b) or b.startswith(a):
        return True
    if min(len(a), len(b)) > 1:
        return False
    return letter_of(a) == letter_of(b) or "" != ascii_of(a[:1]) == ascii_of(b[:1])


def _begins(initial: Token, other: Token) -> bool:
    """Tell whether a word begins with what an initial stands for, in Latin letters."""
    spellings = BEGINNINGS.get(initial.word) or (initial.text,)
    return bool(initial.text) and (
        other.text.startswith(spellings) or other.word.startswith(spellings)
    )


def _same_script(a: Token, b: Token) -> Likeness:
    if a.script in UNSPACED:
        return _unspaced(a, b)
    if a.text == b.text:
        return SAME_LETTERS
    both_known = a.known and b.known
    if both_known:
        found = _of_one_family(a, b)
        if found is not None:
            return found
    return _near(a, b, both_known=both_known)


def _unspaced(a: Token, b: Token) -> Likeness:
    """Compare character by character; those that only sound alike are hardly alike."""
    first, second = folded(a.word), folded(b.word)
    if a.script == "hangul" and are_of_north_and_south(a.word, b.word):
        return SAME_WORD
    if a.text == b.text and (len(first) != len(second) or a.script == "hangul"):
        return SAME_WORD
    degree: float = OSA.normalized_similarity(first, second)
    if len(first) == len(second):
        alike = sum(map(_characters_alike, first, second))
        if alike == len(first):
            return SAME_WORD
        degree = max(degree, alike / len(first))
    return Likeness(degree, "near")


def _characters_alike(a: str, b: str) -> float:
    if are_variants(a, b):
        return 1.0
    if ascii_of(a) != ascii_of(b):
        return 0.0
    return _HOMOPHONE if script_of(a) == script_of(b) == "han" else 1.0


def _near(a: Token, b: Token, *, both_known: bool) -> Likeness:
    degree = _spelled(a, b)
    strange = degree < _HALF_ALIKE and (a.part == "patronymic") != (b.part == "patronymic")
    if both_known or strange:
        degree *= _OTHER_NAME
    return Likeness(degree, "near") if degree >= _LEAST else DIFFERENT


def _of_one_family(a: Token, b: Token) -> Likeness | None:
    if a.spelling & b.spelling:
        return SPELLING
    if a.spelling & b.form or a.form & b.spelling:
        return FORM
    return FORMS if a.form & b.form else None


def _spelled(a: Token, b: Token) -> float:
    """Give the greatest of the likenesses of letters, of sounds, of consonants, of broad sounds."""
    if a.sound == b.sound:
        return max(SAME_SOUND, _edited(a.text, b.text))
    sounds = _edited(a.sound, b.sound)
    if sounds < _FAR:
        return sounds
    as_written = a.sound == a.text and b.sound == b.text
    degree = sounds if as_written else max(SAME_SOUND * sounds, _edited(a.text, b.text))
    if degree < _CLEAR:
        degree = max(degree, _consonants(a.skeleton, b.skeleton, sounds), _broad(a, b))
    return degree - _OTHER_BEGINNING if a.sound[:1] != b.sound[:1] else degree


def _consonants(first: str, second: str, sounds: float) -> float:
    """Weigh consonants more: vowels are what spellings of one name differ in most."""
    if first[:1] != second[:1] or min(len(first), len(second)) < _FEWEST_CONSONANTS:
        return 0.0
    share = 0.5 if max(len(first), len(second)) >= _SHORT else 0.4
    alike: float = OSA.normalized_similarity(first, second)
    return share * alike + (1 - share) * sounds


def _broad(a: Token, b: Token) -> float:
    """Compare with voiced and voiceless, hard and soft taken for one."""
    return BROAD_SOUND * _edited(_broadly(a.sound), _broadly(b.sound))


def _broadly(sound: str) -> str:
    return sound.replace("ch", "s").translate(_BROAD)


_BROAD: Final = str.maketrans("gqbdzvwj", "kkptsffc")
BROAD_SOUND: Final = 0.87
_CLEAR: Final = 0.85
_FEWEST_CONSONANTS: Final = 2


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
    first, second = a.skeleton, b.skeleton
    if min(len(first), len(second)) >= _SHORT:
        degree = max(degree, _SKELETON_FACTOR * _edited(first, second))
    return Likeness(max(degree, 0.0), "transliterated")
