"""Names by the array: the levels that `names` gives, for many pairs at once.

1. Tokens become numbers. Names of plain ASCII, nearly all, are cut into tokens together; the
   others are read one by one (`Way`).
2. Pairs of names with equally many tokens are looked at together, a token of each at a time.
3. Of what did not meet, tokens are measured that may be alike by their ends, lengths and letters,
   each two of them once.
4. Names in two scripts are compared one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from isthmus.resolve.levels.comparator import MISSING, Indices, Levels
from isthmus.resolve.levels.written import Written
from isthmus.resolve.names.families import FORMS, SPELLINGS

NO_FAMILY: Final[frozenset[int]] = frozenset()
FAMILIES: Final[Mapping[str, frozenset[int]]] = {
    token: SPELLINGS.get(token, NO_FAMILY) | FORMS.get(token, NO_FAMILY)
    for token in (*SPELLINGS, *FORMS)
}
"""Token to the given names of which it is a spelling, a pet form or a foreign form."""
AT_ONCE: Final = 100_000
"""So many names are cut at once: their tokens stay in a few megabytes."""
Table: TypeAlias = NDArray[np.bool_]
Whole: TypeAlias = NDArray[np.int64]

_APOSTROPHES: Final = b"'`"
_SPACE: Final = ord(" ")
_LAST: Final = ord("~")
_TOKEN_LETTERS: Final = (ascii_lowercase + digits).encode()
_CUT: Final = bytes(
    n if n in _TOKEN_LETTERS or n == ord("\n") else ord(" ")
    for n in bytes(range(256)).translate(
        bytes.maketrans(ascii_uppercase.encode(), ascii_lowercase.encode())
    )
)
"""Small letters and digits stay, capitals become small, the rest parts words; lines stay."""
_BOOST: Final = 0.4
"""What Jaro and Winkler add at most, of what is missing to one, for equal beginnings."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What makes tokens alike, and names rare: the numbers of `names`."""

    least_letters: int
    near: float
    edges: tuple[int, ...]
    different: int
    most_tokens: int


class Name(Protocol):
    """A prepared name: its tokens with their rarity, and its script."""

    @property
    def tokens(self) -> dict[str, int]:
        """Tokens in their order."""
        ...

    @property
    def script(self) -> str:
        """The script in which it is written."""
        ...


@dataclass(frozen=True, slots=True)
class Way:
    """How names are read and compared one by one: what by the array is held to.

    `rarity`: of a token; all that are not `counted` have one. `dropped`: tokens of which a name must be read one by one; None: all must.
    `latin`: the script of names of ASCII.
    """

    prepare: Callable[[str], Any]
    level: Callable[[Any, Any], int]
    rarity: Callable[[str], int]
    counted: Iterable[str]
    dropped: Collection[str] | None
    latin: str


class Names:
    """Very many names, prepared to be compared by arrays."""

    __slots__ = ("_columns", "_counts", "_rules", "_scripts", "_tokens", "_values", "_way")

    def __init__(self, values: Written, rules: Rules, way: Way) -> None:
        self._values, self._rules, self._way = values, rules, way
        self._counts = np.zeros(len(values), np.int16)
        self._scripts = np.zeros(len(values), np.int16)
        self._columns: list[NDArray[np.int32]] = []
        numbers: dict[bytes, int] = {}
        here = np.flatnonzero(~values.holding(_SPACE, _LAST)) if way.dropped is not None else []
        read = np.zeros(len(values), np.bool_)
        for start in range(0, len(here), AT_ONCE):
            some = here[start : start + AT_ONCE]
            read[some] = self._cut(some, numbers)
        self._read(np.flatnonzero(~read), numbers)
        self._tokens = _tokens(numbers, way)

    def _cut(self, places: Indices, numbers: dict[bytes, int]) -> Table:
        """Put in names of plain ASCII; tell which can be read so."""
        lines = b"\n".join(self._values.bytes_of(places)).translate(_CUT, _APOSTROPHES)
        flat, counts = lines.split(), _counts(lines, len(places))
        for token in dict.fromkeys(flat):
            numbers.setdefault(token, len(numbers))
        codes = np.fromiter(map(numbers.__getitem__, flat), np.int32, len(flat))
        row = np.repeat(np.arange(len(places)), counts)
        column = np.arange(len(flat)) - np.repeat(np.cumsum(counts) - counts, counts)
        most = self._rules.most_tokens
        table = np.full((min(most, counts.max(initial=0)), len(places)), -1, np.int32)
        fits = column < most
        table[column[fits], row[fits]] = codes[fits]
        read = (counts > 0) & (counts <= most) & ~_twice(table)
        dropped = [numbers[t] for t in map(str.encode, self._way.dropped or ()) if t in numbers]
        if dropped:
            read[row[np.isin(codes, dropped)]] = False
        for at, tokens in enumerate(table):
            self._column(at)[places[read]] = tokens[read]
        self._counts[places[read]] = counts[read]
        return read

    def _column(self, at: int) -> NDArray[np.int32]:
        """Give the numbers of the tokens that stand at a place of their names."""
        while at >= len(self._columns):
            self._columns.append(np.full(len(self._counts), -1, np.int32))
        return self._columns[at]

    def _read(self, places: Indices, numbers: dict[bytes, int]) -> None:
        """Put in names that are read one by one."""
        scripts = {self._way.latin: 0}
        for place in places.tolist():
            name = self._way.prepare(self._values.of(place))
            if name is None:
                continue
            codes = [numbers.setdefault(token.encode(), len(numbers)) for token in name.tokens]
            self._counts[place] = len(codes)
            for at, code in enumerate(codes):
                self._column(at)[place] = code
            self._scripts[place] = scripts.setdefault(name.script, len(scripts))

    def levels(self, left: Indices, right: Indices) -> Levels:
        """Give the level of each two names by their places; MISSING where one says nothing."""
        a, b = self._counts[left], self._counts[right]
        found = np.full(len(left), MISSING, np.uint8)
        size = self._rules.most_tokens + 1
        kinds = np.where((a > 0) & (b > 0), a * size + b, 0)
        for kind in np.flatnonzero(np.bincount(kinds)[1:]) + 1:
            here = np.flatnonzero(kinds == kind)
            found[here] = self._group(left[here], right[here], *divmod(int(kind), size))
        mixed = self._scripts[left] != self._scripts[right]
        for at in np.flatnonzero(mixed & (kinds > 0)).tolist():
            ours, theirs = (self._values.of(int(side[at])) for side in (left, right))
            found[at] = self._way.level(self._way.prepare(ours), self._way.prepare(theirs))
        return found

    def _group(self, left: Indices, right: Indices, many: int, others: int) -> Levels:
        """Give the levels of pairs with `many` tokens on the left and `others` on the right."""
        ours = [self._columns[at][left] for at in range(many)]
        theirs = [self._columns[at][right] for at in range(others)]
        met = [np.zeros(len(left), np.bool_) for _ in ours]
        met_there = [np.zeros(len(left), np.bool_) for _ in theirs]
        for one, here in zip(ours, met, strict=True):
            for other, there in zip(theirs, met_there, strict=True):
                same = one == other
                here |= same
                there |= same
        equal, rarity = self._summed(ours, met)
        near = np.zeros(len(left), np.int32)
        rest = np.flatnonzero(equal < min(many, others))
        if len(rest):
            sides = _Side(ours, met).taken(rest), _Side(theirs, met_there).taken(rest)
            near[rest], more = self._near(*sides)
            rarity[rest] += more
        sizes = (np.full(len(left), count) for count in (many, others))
        return structure_levels(self._rules, *sizes, (equal, near, rarity))

    def _near(self, ours: _Side, theirs: _Side) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Give how many tokens of either side, the lesser number, meet one alike, and their rarity."""
        tokens = self._tokens
        open_pairs = [
            (i, j, where, one[where], other[where])
            for i, one, other, j, where in _free(tokens, ours, theirs)
        ]
        here = [np.zeros(len(ours.tokens[0]), np.bool_) for _ in ours.tokens]
        there = [np.zeros(len(ours.tokens[0]), np.bool_) for _ in theirs.tokens]
        said = _alike(
            self._rules,
            tokens,
            np.concatenate([one for *_, one, _ in open_pairs]),
            np.concatenate([other for *_, other in open_pairs]),
        )
        start = 0
        for i, j, where, one, _ in open_pairs:
            alike = where[said[start : start + len(one)]]
            start += len(one)
            here[i][alike] = there[j][alike] = True
        (count, rarity), (count_there, rarity_there) = (
            self._summed(side.tokens, met) for side, met in ((ours, here), (theirs, there))
        )
        return np.minimum(count, count_there), np.minimum(rarity, rarity_there)

    def _summed(
        self, tokens: Sequence[NDArray[np.int32]], met: Sequence[Table]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Give how many of the tokens met, and how rare they are together."""
        count, rarity = np.zeros(len(met[0]), np.int32), np.zeros(len(met[0]), np.int32)
        for token, here in zip(tokens, met, strict=True):
            count += here
            rarity += self._tokens.rarity[token] * here
        return count, rarity


class _Side(NamedTuple):
    """The tokens of one side of pairs, and which met an equal one."""

    tokens: list[NDArray[np.int32]]
    met: list[Table]

    def taken(self, rest: NDArray[np.intp]) -> _Side:
        return _Side([one[rest] for one in self.tokens], [one[rest] for one in self.met])


class _Tokens(NamedTuple):
    """Tokens by number. `heads`, `tails`: first and last character; `letters`: a bit for each."""

    words: NDArray[np.object_]
    rarity: NDArray[np.int32]
    sizes: NDArray[np.int32]
    heads: NDArray[np.int32]
    tails: NDArray[np.int32]
    spelled: Table
    letters: NDArray[np.uint64]
    kin: Table


def _tokens(numbers: Mapping[bytes, int], way: Way) -> _Tokens:
    """Look at each token once."""
    texts = b"".join(numbers)
    sizes = np.fromiter(map(len, numbers), np.int64, len(numbers))
    raw, ends = np.frombuffer(texts, np.uint8), np.cumsum(sizes)
    words = np.empty(len(numbers), dtype=object)
    words[:] = [token.decode() for token in numbers]
    begins = ends - sizes
    letters = np.uint64(1) << (raw & np.uint8(63)).astype(np.uint64)
    found = _Tokens(
        words,
        # No name has the empty token: it is as rare as what stands in no table.
        np.full(len(words), way.rarity(""), np.int32),
        sizes.astype(np.int32),
        raw[begins].astype(np.int32),
        raw[ends - 1].astype(np.int32),
        raw[begins] >= ord("a"),
        np.bitwise_or.reduceat(letters, begins) if len(words) else letters,
        np.zeros(len(words), np.bool_),
    )
    for token in way.counted:
        number = numbers.get(token.encode("utf-8", "surrogatepass"))
        if number is not None:
            found.rarity[number] = way.rarity(token)
    found.kin[[numbers[t] for t in map(str.encode, FAMILIES) if t in numbers]] = True
    raised = np.flatnonzero(raw > _LAST)
    for number in np.unique(ends.searchsorted(raised, "right")).tolist():
        word = words[number]
        found.sizes[number], found.spelled[number] = len(word), word[0].isalpha()
        found.heads[number], found.tails[number] = ord(word[0]), ord(word[-1])
        found.letters[number] = _letters(word)
    return found


def _letters(word: str) -> int:
    """Give a bit for each letter of a word; some letters share one."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) & 63)
    return found


def _counts(lines: bytes, count: int) -> Whole:
    """Give how many words each of `count` lines has."""
    raw = np.frombuffer(b"\n" + lines + b"\n", np.uint8)
    word = raw > _SPACE
    begun = np.cumsum(word[1:] & ~word[:-1], dtype=np.int32)
    return np.diff(begun[np.flatnonzero(raw[1:] == ord("\n"))], prepend=0).astype(np.int64)


def _twice(table: NDArray[np.int32]) -> Table:
    """Tell which names hold a token twice."""
    found = np.zeros(table.shape[1], np.bool_)
    for at, one in enumerate(table):
        for other in table[:at]:
            found |= (one == other) & (one >= 0)
    return found


def _free(
    tokens: _Tokens, ours: _Side, theirs: _Side
) -> Iterator[tuple[int, NDArray[np.int32], NDArray[np.int32], int, NDArray[np.intp]]]:
    """Give where a token of each side met no equal one, and begins or ends as the other or is kin."""
    for i, (one, met) in enumerate(zip(*ours, strict=True)):
        for j, (other, met_there) in enumerate(zip(*theirs, strict=True)):
            maybe = tokens.heads[one] == tokens.heads[other]
            maybe |= tokens.tails[one] == tokens.tails[other]
            maybe |= tokens.kin[one] & tokens.kin[other]
            yield i, one, other, j, np.flatnonzero(maybe & ~met & ~met_there)


def _alike(
    rules: Rules, tokens: _Tokens, one: NDArray[np.int32], other: NDArray[np.int32]
) -> Table:
    """Tell of pairs of different tokens what `names.alike` tells of one."""
    shortest = np.minimum(tokens.sizes[one], tokens.sizes[other])
    heads = tokens.heads[one] == tokens.heads[other]
    found: Table = (shortest == 1) & heads & tokens.spelled[one]
    kin = tokens.kin[one] & tokens.kin[other]
    slip, like = _may_be_alike(rules, tokens, one, other)
    long = shortest >= rules.least_letters
    which = np.flatnonzero((kin | (long & (slip | (heads & like)))) & ~found)
    size = len(tokens.words)
    low, high = np.minimum(one[which], other[which]), np.maximum(one[which], other[which])
    distinct, back = np.unique(low.astype(np.int64) * size + high, return_inverse=True)
    found[which] = _distinct_alike(rules, tokens, distinct // size, distinct % size)[back]
    return found


def _may_be_alike(
    rules: Rules, tokens: _Tokens, one: NDArray[np.int32], other: NDArray[np.int32]
) -> tuple[Table, Table]:
    """Tell which tokens may be a slip apart, and which may be as near as `rules` asks.

    Letters that the other has not cannot match; what they leave bounds both measures.
    """
    ours, theirs = tokens.letters[one], tokens.letters[other]
    strange, strange_there = np.bitwise_count(ours & ~theirs), np.bitwise_count(theirs & ~ours)
    sizes, sizes_there = tokens.sizes[one], tokens.sizes[other]
    slip = (np.abs(sizes - sizes_there) <= 1) & (np.maximum(strange, strange_there) <= 1)
    matching = np.minimum(sizes - strange, sizes_there - strange_there)
    jaro = (matching / sizes + matching / sizes_there + 1) / 3
    # A little less is asked, so that no rounding leaves one out.
    return slip, jaro * (1 - _BOOST) + _BOOST >= rules.near - 1e-6


def _distinct_alike(rules: Rules, tokens: _Tokens, one: Whole, other: Whole) -> Table:
    left, right = tokens.words[one], tokens.words[other]
    found = np.zeros(len(left), np.bool_)
    for at in np.flatnonzero(tokens.kin[one] & tokens.kin[other]).tolist():
        found[at] = not FAMILIES[left[at]].isdisjoint(FAMILIES[right[at]])
    slip, like = _may_be_alike(rules, tokens, one, other)
    heads = tokens.heads[one] == tokens.heads[other]
    tails = tokens.tails[one] == tokens.tails[other]
    long = np.minimum(tokens.sizes[one], tokens.sizes[other]) >= rules.least_letters
    here = np.flatnonzero(long & slip & (heads | tails) & ~found)
    ours, theirs = left[here].tolist(), right[here].tolist()
    found[here] = cpdist(ours, theirs, scorer=OSA.distance, dtype=np.int32, score_cutoff=1) <= 1
    here = np.flatnonzero(long & like & heads & ~found)
    ours, theirs = left[here].tolist(), right[here].tolist()
    found[here] = cpdist(ours, theirs, scorer=JaroWinkler.similarity, dtype=np.float64) >= rules.near
    return found


def structure_levels(
    rules: Rules, left: Whole, right: Whole, met: tuple[Whole, Whole, Whole]
) -> Levels:
    """Give the levels that `names.structure_level` gives. `met`: equal, near, rarity."""
    equal, near, rarity = met
    fewer, more = np.minimum(left, right), np.maximum(left, right)
    band = np.zeros(len(left), np.int64)
    for edge in rules.edges:
        band += rarity < edge
    both = equal + near
    found = np.where(near > 0, 4, 0) + band
    found = np.where(both < more, 8 + band, found)
    one = 16 + 2 * np.where(more > 1, 2, near) + (band == len(rules.edges))
    found = np.where(fewer == 1, one, found)
    found = np.where(both < fewer, 12 + band, found)
    return np.where(both == 0, rules.different, found).astype(np.uint8)
