"""Names by their tokens: word order is free, slips of spelling meet, rare tokens weigh more.

1. Equal tokens meet first.
2. Of what is left, tokens meet that a slip of the pen or a short form sets apart, then initials.
3. How the two then lie to each other (all met, one within the other, a part), and how rare is
   what they share, is the level.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

from rapidfuzz.distance import OSA, JaroWinkler

from isthmus.identifiers.names import NameKind, name_tokens
from isthmus.model.weights import Frequencies
from isthmus.resolve.levels.comparator import Comparator, band

MOST_TOKENS: Final = 8
"""A name is compared by its first tokens; what makes a longer one is not a name."""
LEAST_LETTERS: Final = 4
"""In shorter tokens one changed letter makes another name."""
NEAR: Final = 0.92

_STRUCTURES: Final = ("equal", "spelled", "within", "part")
LEVELS: Final = (
    *(f"{s}{b}" for s in _STRUCTURES for b in ("_rare", "", "_common")),
    "equal_one",
    "spelled_one",
    "within_one",
    "different",
)
_EQUAL_ONE, _SPELLED_ONE, _WITHIN_ONE, DIFFERENT = range(12, 16)


@dataclass(frozen=True, slots=True)
class PreparedName:
    """Tokens without doubles, in their order, and how rare each is, in bits."""

    tokens: tuple[str, ...]
    rarity: dict[str, float]


def name_comparator(kind: NameKind) -> Comparator:
    """Give the comparator for names of persons, of organizations, of vessels, or of anything."""
    return Comparator(
        name=f"name:{kind}",
        levels=LEVELS,
        prepare=partial(_prepare, kind),
        level=_level,
        terms=partial(_terms, kind),
    )


def structure_level(left: int, right: int, equal: int, near: int, rarity: float) -> int:
    """Give the level of two names of `left` and `right` tokens.

    `equal` and `near`: how many tokens met; `rarity`: bits of what met.
    """
    met = equal + near
    fewer, more = min(left, right), max(left, right)
    if not met:
        return DIFFERENT
    if met < fewer:
        return 9 + band(rarity)
    if fewer == 1:
        return _WITHIN_ONE if more > 1 else _EQUAL_ONE if equal else _SPELLED_ONE
    if met < more:
        return 6 + band(rarity)
    return (3 if near else 0) + band(rarity)


@lru_cache(maxsize=262_144)
def alike(a: str, b: str) -> bool:
    """Tell whether two different tokens are one up to a slip, or one is the other's initial."""
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0] and a.isalpha()
    if min(len(a), len(b)) < LEAST_LETTERS:
        return False
    if OSA.distance(a, b, score_cutoff=1) <= 1:
        return True
    return a[0] == b[0] and JaroWinkler.similarity(a, b, score_cutoff=NEAR) >= NEAR


def _terms(kind: NameKind, value: str) -> Iterable[str]:
    return dict.fromkeys(name_tokens(value, kind)[:MOST_TOKENS])


def _prepare(kind: NameKind, value: str, frequencies: Frequencies) -> PreparedName | None:
    tokens = tuple(_terms(kind, value))
    if not tokens:
        return None
    return PreparedName(tokens, {t: frequencies.bits(t) for t in tokens})


def _level(a: PreparedName, b: PreparedName) -> int:
    ours, theirs = a.rarity, b.rarity
    shared = ours.keys() & theirs.keys()
    rarity = sum(ours[t] for t in shared)
    near = 0
    if len(shared) < min(len(ours), len(theirs)):
        left = [t for t in a.tokens if t not in shared]
        right = [t for t in b.tokens if t not in shared]
        for one, other in meetings(left, right):
            near += 1
            rarity += min(ours[one], theirs[other])
    return structure_level(len(ours), len(theirs), len(shared), near, rarity)


def meetings(left: Sequence[str], right: Sequence[str]) -> list[tuple[str, str]]:
    """Pair tokens that are alike, each at most once, the same whoever stands left."""
    if (len(left), sorted(left)) > (len(right), sorted(right)):
        return [(a, b) for b, a in meetings(right, left)]
    free = sorted(right)
    found = []
    for token in sorted(left, key=lambda t: (-len(t), t)):
        other = next((t for t in free if alike(token, t)), None)
        if other is not None:
            free.remove(other)
            found.append((token, other))
    return found
