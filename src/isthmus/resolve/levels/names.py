"""Names by their tokens: word order is free, slips of spelling meet, rare tokens weigh more.

1. Equal tokens meet first.
2. Of what is left, tokens meet that a slip of the pen or a short form sets apart, then initials.
   How many met is the lesser of both sides, so that it is no matter who stands left.
3. How the two then lie to each other (all met, one within the other, a part), and how rare is
   what they share, is the level.
4. Names in two scripts that so agree little are asked for as wholes: Names knows how they sound.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from isthmus.identifiers.name_tables import LEGAL_FORMS, PERSON_TITLES
from isthmus.identifiers.names import NameKind, name_tokens
from isthmus.model.weights import Frequencies
from isthmus.resolve.levels import many_names
from isthmus.resolve.levels.comparator import Comparator, Sheet
from isthmus.resolve.levels.many_names import Rules, Way
from isthmus.resolve.levels.many_tokens import FAMILIES, NO_FAMILY
from isthmus.resolve.levels.written import Written
from isthmus.resolve.names import Names
from isthmus.resolve.names.writing import LATIN, word_script, words_of

MOST_TOKENS: Final = 8
"""A name is compared by its first tokens; what makes a longer one is not a name."""
LEAST_LETTERS: Final = 4
"""In shorter tokens one changed letter makes another name."""
NEAR: Final = 0.92
UNIT: Final = 64
"""Rarity is counted in whole parts of a bit, so that no order of a sum changes a level."""

_STRUCTURES: Final = ("equal", "spelled", "within", "part")
_BANDS: Final = ("_rare", "", "_common", "_frequent")
_SINGLE: Final = ("equal_one", "spelled_one", "within_one")
LEVELS: Final = (
    *(structure + suffix for structure in _STRUCTURES for suffix in _BANDS),
    *(structure + suffix for structure in _SINGLE for suffix in ("", "_common")),
    "different",
)
"""How two names lie to each other and how rare what they share is; `_one`: of a single token."""
DIFFERENT: Final = len(LEVELS) - 1
EDGES: Final = (19 * UNIT, 12 * UNIT, 8 * UNIT)
"""Where what is shared is no more rare (one of half a million bears it), usual, common."""
_RULES: Final = Rules(
    LEAST_LETTERS, NEAR, edges=EDGES, different=DIFFERENT, most_tokens=MOST_TOKENS
)
_FORMS: Final = frozenset(form[0] for form in LEGAL_FORMS)
_DROPPED: Final[Mapping[NameKind, frozenset[str] | None]] = {
    "any": _FORMS,
    "organization": _FORMS,
    "person": frozenset(PERSON_TITLES),
    "vessel": None,
}
"""Tokens that `name_tokens` drops, or that begin what it drops; of a ship it looks at the text."""
_WITHIN: Final = LEVELS.index("within_rare")


class PreparedName(NamedTuple):
    """Tokens without doubles, in their order, with how rare each is, in `UNIT` of a bit.

    `total`: the rarity of all of them. `written` in
    `script`: the name as its source wrote it. `families`: of given names, to which some token
    belongs.
    """

    tokens: dict[str, int]
    total: int
    written: str
    script: str
    families: frozenset[int]


def name_comparator(kind: NameKind, names: Names) -> Comparator:
    """Give the comparator for names of persons, of organizations, of vessels, or of anything.

    `names`: tells whether two names in different scripts are spellings of one.
    """
    return Comparator(
        name=f"name:{kind}",
        levels=LEVELS,
        prepare=partial(_prepare, kind),
        level=partial(_level, names, kind),
        many=partial(_many, names, kind),
        glance=_glance,
        equals=partial(_equals, kind),
        terms=partial(_terms, kind),
    )


def structure_level(left: int, right: int, equal: int, near: int, rarity: int) -> int:
    """Give the level of two names of `left` and `right` tokens.

    `equal` and `near`: how many tokens met; `rarity`: of what met, in `UNIT` of a bit.
    """
    met, fewer, more = equal + near, min(left, right), max(left, right)
    if not met:
        return DIFFERENT
    band = (rarity < EDGES[0]) + (rarity < EDGES[1]) + (rarity < EDGES[2])
    if met < fewer:
        return 12 + band
    if fewer == 1:
        return 16 + 2 * (2 if more > 1 else near) + (band == len(EDGES))
    if met < more:
        return 8 + band
    return (4 if near else 0) + band


@lru_cache(maxsize=262_144)
def alike(a: str, b: str) -> bool:
    """Tell whether two different tokens are one up to a slip, an initial, or forms of one name."""
    if not FAMILIES.get(a, NO_FAMILY).isdisjoint(FAMILIES.get(b, NO_FAMILY)):
        return True
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0] and a[0].isalpha()
    if min(len(a), len(b)) < LEAST_LETTERS:
        return False
    if OSA.distance(a, b, score_cutoff=1) <= 1:
        return True
    return a[0] == b[0] and JaroWinkler.similarity(a, b) >= NEAR


def _terms(kind: NameKind, value: str) -> Sequence[str]:
    return [*dict.fromkeys(name_tokens(value, kind)[:MOST_TOKENS])]


def _whole(kind: NameKind, value: str) -> str:
    return " ".join(sorted(_terms(kind, value)))


def _equals(kind: NameKind, value: str) -> Callable[[str], bool] | None:
    """Give what tells whether a name has the same tokens as this one; None for one without any."""
    whole = _whole(kind, value)
    if not whole:
        return None
    words = whole.split()

    def is_equal(other: str) -> bool:
        if other.isascii() and other.isprintable():
            # Each token stands in it as it is, unless an apostrophe is within.
            small = other.lower()
            for word in words:
                if word not in small:
                    return ("'" in small or "`" in small) and _whole(kind, other) == whole
        return _whole(kind, other) == whole

    return is_equal


def _prepare(kind: NameKind, value: str, frequencies: Frequencies) -> PreparedName | None:
    terms = _terms(kind, value)
    tokens = dict(zip(terms, _rarities(frequencies, terms), strict=True))
    if not tokens:
        return None
    kin = [FAMILIES[t] for t in tokens if t in FAMILIES]
    families = NO_FAMILY.union(*kin) if kin else NO_FAMILY
    return PreparedName(tokens, sum(tokens.values()), value, _script(value), families)


def _rarities(frequencies: Frequencies, tokens: Sequence[str]) -> Sequence[int]:
    if not frequencies.total:
        return [round(UNIT * frequencies.bits(""))] * len(tokens)
    return [round(UNIT * frequencies.bits(token)) for token in tokens]


def _script(value: str) -> str:
    """Give the script of a name, that of its first letters which are not Latin."""
    if value.isascii():
        return LATIN
    scripts = (word_script(word) for word in words_of(value))
    return next((s for s in scripts if s not in {LATIN, "digit"}), LATIN)


def _many(names: Names, kind: NameKind, values: Written, frequencies: Frequencies) -> Sheet:
    way = Way(
        prepare=partial(_prepare, kind, frequencies=frequencies),
        level=partial(_level, names, kind),
        rarity=partial(_rarities, frequencies),
        dropped=_DROPPED[kind],
        latin=LATIN,
        asked=_WITHIN,
    )
    return many_names.Names(values, _RULES, way)


def _level(names: Names, kind: NameKind, a: PreparedName, b: PreparedName) -> int:
    if a.tokens == b.tokens:
        return _by_tokens(a, b)
    found, closer = _glance(a, b)
    if found == closer or not names.likeness(a.written, b.written, kind):
        return found
    return closer


def _glance(a: PreparedName, b: PreparedName) -> tuple[int, int]:
    """Give what the tokens say, and what the two are if they turn out to sound alike."""
    found = _by_tokens(a, b)
    if a.script == b.script or found < _WITHIN:
        return found, found
    # Their spellings in Latin letters need not have one token in common.
    many = min(len(a.tokens), len(b.tokens))
    return found, structure_level(many, many, 0, many, min(a.total, b.total))


def _by_tokens(a: PreparedName, b: PreparedName) -> int:
    ours, theirs = a.tokens, b.tokens
    if ours == theirs:
        return structure_level(len(ours), len(ours), len(ours), 0, a.total)
    shared = ours.keys() & theirs.keys()
    if not shared:
        near, rarity = _near(a, b, ours, theirs)
        return structure_level(len(ours), len(theirs), 0, near, rarity)
    rarity = sum([ours[t] for t in shared])
    near = 0
    if len(shared) < min(len(ours), len(theirs)):
        left = {t: r for t, r in ours.items() if t not in shared}
        near, met = _near(a, b, left, {t: r for t, r in theirs.items() if t not in shared})
        rarity += met
    return structure_level(len(ours), len(theirs), len(shared), near, rarity)


def _near(
    a: PreparedName, b: PreparedName, ours: Mapping[str, int], theirs: Mapping[str, int]
) -> tuple[int, int]:
    """Give how many tokens of either side, the lesser number, meet one alike, and their rarity."""
    # One slip leaves the first letter or the last one, so most pairs need no closer look.
    kin = bool(a.families) and not a.families.isdisjoint(b.families)
    left, right = set(), set()
    for one in ours:
        first, last = one[0], one[-1]
        for other in theirs:
            if (first == other[0] or last == other[-1] or kin) and alike(one, other):
                left.add(one)
                right.add(other)
    if not left:
        return 0, 0
    rarity = min(sum([ours[t] for t in left]), sum([theirs[t] for t in right]))
    return min(len(left), len(right)), rarity
