"""Tokens of names by the array: which are equal, which are alike, how rare they are.

Tokens are cut by the array and numbered by a table of places: no text is made of what comes again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from isthmus.resolve.levels.written import WIDEST, WORD, Written, written
from isthmus.resolve.names.families import FORMS, SPELLINGS

NO_FAMILY: Final[frozenset[int]] = frozenset()
FAMILIES: Final[Mapping[str, frozenset[int]]] = {
    token: SPELLINGS.get(token, NO_FAMILY) | FORMS.get(token, NO_FAMILY)
    for token in (*SPELLINGS, *FORMS)
}
"""Token to the given names of which it is a spelling, a pet form or a foreign form."""
Flags: TypeAlias = NDArray[np.bool_]
Small: TypeAlias = NDArray[np.int32]
Whole: TypeAlias = NDArray[np.int64]
Words: TypeAlias = NDArray[np.uint64]
Indices: TypeAlias = NDArray[Any]
Rarity: TypeAlias = Callable[[Sequence[str]], Sequence[int]]
"""How rare each of some tokens is."""

_APOSTROPHES: Final = b"'`"
_LINE: Final = ord("\n")
_SPACE: Final = ord(" ")
_LAST: Final = ord("~")
_LETTERS: Final = (ascii_lowercase + digits).encode()
_CUT: Final = bytes(
    n if n in _LETTERS or n == _LINE else _SPACE
    for n in bytes(range(256)).translate(
        bytes.maketrans(ascii_uppercase.encode(), ascii_lowercase.encode())
    )
)
"""Small letters and digits stay, capitals become small, the rest parts words; lines stay."""
_BOOST: Final = 0.4
"""What Jaro and Winkler add at most, of what is missing to one, for equal beginnings."""
_COUNTED: Final = 0xFFFF_FFFF_FFFF_FFFF
_HALF: Final = 32
_LOWER: Final = (1 << _HALF) - 1
_HEAD: Final = np.uint64(0x1F_FFFF << 32)
_TAIL: Final = np.uint64(0x1F_FFFF)
_KIN: Final = np.uint64(1 << 63)
_TABLE_BITS: Final = 16
_MIX: Final = np.uint64(0x9E37_79B9_7F4A_7C15)


@dataclass(frozen=True)
class Measures:
    """What makes tokens alike: letters that they need, and how near they must be."""

    least_letters: int
    near: float


@dataclass(frozen=True, slots=True)
class Tokens:
    """Distinct tokens by number. `sizes`: how many characters each has.

    `heads`, `tails`: first and last character; `spelled`: whether the first is a letter; `letters`:
    a bit for each; `kin`: whether it has families. `ends`: `heads`, `tails` and `kin` in one word.
    """

    words: NDArray[np.object_]
    rarity: Small
    sizes: Small
    heads: Small
    tails: Small
    spelled: Flags
    letters: Words
    kin: Flags
    ends: Words

    def alike(self, rules: Measures, one: Small, other: Small) -> Flags:
        """Tell of different tokens what `names.alike` tells of two."""
        found = np.zeros(len(one), np.bool_)
        here = np.flatnonzero(self._maybe(rules, one, other))
        one, other = one[here], other[here]
        low, high = np.minimum(one, other), np.maximum(one, other)
        pairs = low.astype(np.int64) << _HALF | high
        distinct, back = np.unique(pairs, return_inverse=True)
        found[here] = self._measured(rules, distinct >> _HALF, distinct & _LOWER)[back]
        return found

    def _maybe(self, rules: Measures, one: Small, other: Small) -> Flags:
        """Tell which may be alike; the others are not."""
        ours, theirs = self.ends[one], self.ends[other]
        apart = ours ^ theirs
        heads = apart & _HEAD == 0
        found: Flags = (ours & theirs & _KIN) > 0
        here = np.flatnonzero(heads | (apart & _TAIL == 0))
        one, other, heads = one[here], other[here], heads[here]
        shortest = np.minimum(self.sizes[one], self.sizes[other])
        slip, near = self._bounded(rules, one, other)
        long = shortest >= rules.least_letters
        found[here] |= (heads & (shortest == 1)) | (long & (slip | (heads & near)))
        return found

    def _bounded(self, rules: Measures, one: Indices, other: Indices) -> tuple[Flags, Flags]:
        """Tell which may be a slip apart, and which may be as near as `rules` asks.

        Letters that the other has not cannot match; what they leave bounds both measures.
        """
        ours, theirs = self.letters[one], self.letters[other]
        strange, strange_there = np.bitwise_count(ours & ~theirs), np.bitwise_count(theirs & ~ours)
        sizes, sizes_there = self.sizes[one], self.sizes[other]
        slip = (np.abs(sizes - sizes_there) <= 1) & (np.maximum(strange, strange_there) <= 1)
        matching = np.minimum(sizes - strange, sizes_there - strange_there)
        jaro = (matching / sizes + matching / sizes_there + 1) / 3
        # A little less is asked, so that no rounding leaves one out.
        return slip, jaro * (1 - _BOOST) + _BOOST >= rules.near - 1e-6

    def _measured(self, rules: Measures, one: Whole, other: Whole) -> Flags:
        heads = self.heads[one] == self.heads[other]
        shortest = np.minimum(self.sizes[one], self.sizes[other])
        found: Flags = (shortest == 1) & heads & self.spelled[one]
        for at in np.flatnonzero(self.kin[one] & self.kin[other]).tolist():
            families = FAMILIES[self.words[one[at]]]
            found[at] |= not families.isdisjoint(FAMILIES[self.words[other[at]]])
        slip, near = self._bounded(rules, one, other)
        long = shortest >= rules.least_letters
        here = np.flatnonzero(long & slip & ~found)
        sides = self.words[one[here]].tolist(), self.words[other[here]].tolist()
        found[here] = cpdist(*sides, scorer=OSA.distance, dtype=np.int32, score_cutoff=1) <= 1
        here = np.flatnonzero(long & heads & near & ~found)
        sides = self.words[one[here]].tolist(), self.words[other[here]].tolist()
        found[here] = cpdist(*sides, scorer=JaroWinkler.similarity, dtype=np.float64) >= rules.near
        return found


class Cutting:
    """Cuts names into tokens, and numbers the distinct ones when all are cut.

    Of a token the first sixteen bytes stand for it as two words. One that is longer or not of ASCII
    is counted: its number and `_COUNTED`, which no bytes of ASCII are.
    """

    __slots__ = ("_count", "_numbers", "_texts", "_words")

    def __init__(self) -> None:
        self._texts: list[Written] = []
        self._words: list[tuple[Words, Words]] = []
        self._numbers: dict[bytes, int] = {}
        self._count = 0

    def cut(self, lines: bytes, most: int, wrong: Collection[str]) -> tuple[Whole, Whole, Flags]:
        """Cut names of printable ASCII: where the tokens of each begin, and how many there are.

        And which have more than `most`, hold one twice, or one that is `wrong`. `lines`: each name
        with a line's end behind it.
        """
        lines = lines.translate(_CUT, _APOSTROPHES)
        raw = np.frombuffer(lines, np.uint8)
        word = np.zeros(len(raw) + 1, np.bool_)
        word[1:] = raw > _SPACE
        begun = word[1:] & ~word[:-1]
        begins, ends = np.flatnonzero(begun), np.flatnonzero(word[:-1] & ~word[1:])
        before = np.cumsum(begun, dtype=np.int32)[np.flatnonzero(raw == _LINE)]
        counts = np.diff(before, prepend=0).astype(np.int64)
        texts = Written(lines + bytes(WIDEST), begins, ends - begins)
        words = self._worded(texts, texts.sizes > 2 * WORD)
        first = np.cumsum(counts) - counts
        again = _again(words, first, counts, most)
        odd = np.r_[0, np.cumsum(_among(texts, words, wrong) | again)]
        start, self._count = self._count, self._count + len(begins)
        return start + first, counts, (counts > most) | (odd[first + counts] > odd[first])

    def add(self, words: Sequence[str]) -> int:
        """Add tokens in any writing; give where they begin."""
        texts = written(words)
        odd = np.fromiter((not word.isascii() for word in words), np.bool_, len(words))
        self._worded(texts, odd | (texts.sizes > 2 * WORD))
        start, self._count = self._count, self._count + len(words)
        return start

    def numbered(self, rarity: Rarity) -> tuple[Small, Tokens]:
        """Give the number of each token that was cut, in their order, and the distinct ones."""
        one, other = (np.concatenate(column) for column in zip(*self._words, strict=True))
        self._words.clear()
        codes, first = _distinct(one, other)
        found, start = np.empty(len(first), dtype=object), 0
        for texts in self._texts:
            here = np.flatnonzero((first >= start) & (first < start + len(texts)))
            found[here] = [t.decode() for t in texts.bytes_of(first[here] - start)]
            start += len(texts)
        return codes, _looked_at(found, rarity)

    def _worded(self, texts: Written, counted: Flags) -> Words:
        words, numbers = texts.words(2), self._numbers
        here = np.flatnonzero(counted)
        for place, token in zip(here.tolist(), texts.bytes_of(here), strict=True):
            words[place] = numbers.setdefault(token, len(numbers)), _COUNTED
        self._texts.append(texts)
        self._words.append((words[:, 0].copy(), words[:, 1].copy()))
        return words


def _again(words: Words, first: Whole, counts: Whole, most: int) -> Flags:
    """Tell which tokens stood in the same name before, fewer than `most` before."""
    within = np.arange(len(words)) - np.repeat(first, counts)
    found = np.zeros(len(words), np.bool_)
    for apart in range(1, min(int(within.max(initial=0)) + 1, most)):
        same = (words[apart:] == words[:-apart]).all(axis=1)
        found[apart:] |= same & (within[apart:] >= apart)
    return found


def _among(texts: Written, words: Words, wrong: Collection[str]) -> Flags:
    """Tell which tokens are in `wrong`."""
    table = np.zeros(1 << _TABLE_BITS, np.bool_)
    listed = {word.encode() for word in wrong}
    one, other = written([*wrong]).words(2).T
    table[_hashed(one, other, _TABLE_BITS)] = True
    found = np.zeros(len(words), np.bool_)
    # Hardly one is: who has no place in the table is none of them.
    one, other = words.T
    maybe = np.flatnonzero(table[_hashed(one, other, _TABLE_BITS)])
    found[maybe] = [token in listed for token in texts.bytes_of(maybe)]
    return found


def _distinct(one: Words, other: Words) -> tuple[Small, Whole]:
    """Number pairs of words, equal ones equally; give the numbers, and a place of each.

    All are laid into a table at the place of their hash, of several the last one stays; who finds
    his equal there has its number, and the others are laid anew under another hash.
    """
    bits = max(_TABLE_BITS, len(one).bit_length() - 1)
    leader = np.empty(len(one), np.int32)
    waiting, turn = np.arange(len(one), dtype=np.int32), 0
    table = np.zeros(1 << bits, np.int32)
    while len(waiting):
        a, b = one[waiting], other[waiting]
        places = _hashed(a + np.uint64(turn), b, bits)
        table[places] = waiting
        found = table[places]
        met = (one[found] == a) & (other[found] == b)
        leader[waiting[met]] = found[met]
        waiting, turn = waiting[~met], turn + 1
    leading = np.zeros(len(one), np.bool_)
    leading[leader] = True
    return (np.cumsum(leading, dtype=np.int32) - 1)[leader], np.flatnonzero(leading)


def _hashed(one: Words, other: Words, bits: int) -> Words:
    mixed = (one ^ (other * _MIX >> np.uint64(7))) * _MIX
    return (mixed ^ mixed >> np.uint64(32)) * _MIX >> np.uint64(64 - bits)


def _looked_at(words: NDArray[np.object_], rarity: Rarity) -> Tokens:
    """Look at each distinct token once."""
    texts = written(words.tolist())
    begins, ends = texts.begins, texts.begins + texts.sizes
    raw = np.frombuffer(texts.texts, np.uint8)[: texts.sizes.sum()]
    letters = np.uint64(1) << (raw & np.uint8(63)).astype(np.uint64)
    found = Tokens(
        words,
        np.array(rarity(words.tolist()), np.int32),
        texts.sizes.astype(np.int32),
        raw[begins].astype(np.int32),
        raw[ends - 1].astype(np.int32),
        raw[begins] >= ord("a"),
        np.bitwise_or.reduceat(letters, begins) if len(words) else letters[:0],
        np.fromiter(map(FAMILIES.__contains__, words), np.bool_, len(words)),
        np.zeros(len(words), np.uint64),
    )
    for at in np.flatnonzero(texts.holding(0, _LAST)).tolist():
        word = words[at]
        found.sizes[at], found.spelled[at] = len(word), word[0].isalpha()
        found.heads[at], found.tails[at] = ord(word[0]), ord(word[-1])
        found.letters[at] = sum({1 << (ord(letter) & 63) for letter in word})
    found.ends[:] = found.heads.astype(np.uint64) << np.uint64(32) | found.tails.astype(np.uint64)
    found.ends[found.kin] |= _KIN
    return found
