"""Scoring: two prepared names in, one number out, and who met whom for whoever asks why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

from isthmus.identifiers.names import NameKind
from isthmus.resolve.names.acronyms import are_acronym
from isthmus.resolve.names.filiation import are_kin
from isthmus.resolve.names.glancing import PERSONAL, Glances
from isthmus.resolve.names.keys import Keys, keys_of, sought_keys_of, whole_keys_of
from isthmus.resolve.names.likeness import How, Likenesses
from isthmus.resolve.names.maps import NO_MAPS, NameMaps
from isthmus.resolve.names.matching import Meeting, Met, met
from isthmus.resolve.names.prepared import PreparedName, prepared_name
from isthmus.resolve.names.tokens import Token
from isthmus.resolve.names.words import FILIAL

SAME_NAME: Final = 0.7
"""From this score on two names are taken for spellings of one.

Chosen on invented names that were misspelt, reordered, abridged and written in other scripts, and
on as many near misses; before any labelled set was looked at (docs/explanation/names.md).
"""

_CACHED: Final = 16_384
_KEYED: Final = 4_096
"""So many names have their keys remembered, which are ten times as large: who is named again soon.
"""
_MEAN: Final = 0.55
_LOW: Final = 0.55
_HIGH: Final = 0.8
_LOW_WORTH: Final = 0.2


@dataclass(frozen=True, slots=True)
class AlignedToken:
    """What met what: the words of each name (empty where nothing met), how, and how alike."""

    left: str
    right: str
    how: How
    degree: float


class Names:
    """Compares names of any script. Remembers what it prepared; its answers depend on nothing."""

    def __init__(self, maps: NameMaps = NO_MAPS) -> None:
        self._likenesses = Likenesses(maps)
        self.prepared = lru_cache(_CACHED)(prepared_name)
        self._keys = lru_cache(_KEYED)(partial(self._made_keys, keys_of))
        self._wholes = lru_cache(_KEYED)(partial(self._made_keys, whole_keys_of))

    def similarity(self, left: str, right: str, kind: NameKind = "any") -> float:
        """Score two names as they are written."""
        return self.score(self.prepared(left, kind), self.prepared(right, kind))

    def score(self, a: PreparedName, b: PreparedName) -> float:
        """Give how alike two names are: 0 nothing, SAME_NAME likely one name, 1 equal.

        Symmetric. A name of nothing is like no other.
        """
        if not a.tokens or not b.tokens:
            return 0.0
        if a.texts == b.texts and a.same_words(b) and not are_kin(a, b):
            return _with_legal(1.0, a, b)
        first, second = (a, b) if a.order <= b.order else (b, a)
        if "organization" in {a.kind, b.kind} and a.kind != b.kind:
            first, second = first.as_organization, second.as_organization
        found = met(first, second, self._likenesses)
        if first.kind == "organization":
            score = max(_of_organizations(found), _ACRONYM * are_acronym(first, second))
            return _with_legal(score, first, second)
        if "vessel" in {first.kind, second.kind}:
            return _of_vessels(found)
        score = _of_persons(found, first, second) * (_KIN if are_kin(a, b) else 1.0)
        return max(score, _ACRONYM) if are_acronym(first, second) else score

    def likeness(self, left: str, right: str, kind: NameKind = "any") -> float:
        """Score two names as `similarity` does, at less cost; 0 where that is below SAME_NAME."""
        a, b = self.prepared(left, kind), self.prepared(right, kind)
        score = 0.0 if self._is_lost(a, b) else self.score(a, b)
        return score if score >= SAME_NAME else 0.0

    def asked(self, text: str, kind: NameKind = "any") -> Asked:
        """Give a name that many are to be compared with."""
        return Asked(self, text, kind)

    def glances(self, name: PreparedName) -> Glances:
        """Give what sees at a glance which names have no chance against this one."""
        return Glances(name, self._likenesses, _LEAST_DEGREE)

    def alike(self, token: Token, words: Iterable[Token]) -> float:
        """Give how alike a word is to the one of some others of which it is a spelling; else 0."""
        every = (self._likenesses.of(token, word) for word in words)
        found = max([degree for degree, how in every if how != "initial"], default=0.0)
        return found if found >= _HIGH else 0.0

    def _is_lost(self, a: PreparedName, b: PreparedName) -> bool:
        """Tell whether two names of persons have no chance: a word of the shorter meets too little.

        It meets nothing, or what it meets is the worst that met, which alone keeps the score below
        SAME_NAME (`_of_persons`).
        """
        if not {a.kind, b.kind} <= PERSONAL or a.unspaced or b.unspaced:
            return False
        if not a.tokens or not b.tokens:
            return True
        few, many = (a, b) if len(a.tokens) <= len(b.tokens) else (b, a)
        is_too_little = self._likenesses.is_below
        for token in few.tokens:
            if is_too_little(token, many.tokens, _LEAST_DEGREE):
                return not (a.may_run_into(b) or are_acronym(a, b))
        return False

    def whole_keys(self, name: str, kind: NameKind = "any") -> tuple[str, ...]:
        """Give those of `keys` that are made of the whole name."""
        return self._wholes(name, kind)

    def keys(self, name: str, kind: NameKind = "any") -> tuple[str, ...]:
        """Give keys of which two spellings of one name very likely share one; () for no name.

        And of a name of several words those under which who asks for one of them finds it.
        """
        return self._keys(name, kind)

    def sought(self, name: str, kinds: Iterable[NameKind]) -> list[tuple[str, ...]]:
        """Give the keys by which a name of each kind is sought: `keys`, and those of a spelling."""
        found: dict[object, tuple[str, ...]] = {}
        given = []
        for kind in kinds:
            prepared = self.prepared(name, kind)
            # Most texts are the same words as a name of several kinds.
            words = [(token.word, token.text, token.part) for token in prepared.tokens]
            made_of = (prepared.kind == "organization", *words)
            if made_of not in found:
                found[made_of] = sought_keys_of(prepared, self._likenesses.romanisations)
            given.append(found[made_of])
        return given

    def _made_keys(self, made: Keys, name: str, kind: NameKind) -> tuple[str, ...]:
        return made(self.prepared(name, kind), self._likenesses.romanisations)

    def alignment(self, left: str, right: str, kind: NameKind = "any") -> Sequence[AlignedToken]:
        """Give which words met which, and how; in the order of the left name."""
        a, b = self.prepared(left, kind), self.prepared(right, kind)
        found = met(a, b, self._likenesses)
        ordered = sorted(found.meetings, key=lambda m: (not m.left, m.left, m.right))
        return [_aligned(m, found) for m in ordered]


class Asked:
    """A name that many are compared with, one after the other, at less cost than two by two."""

    __slots__ = ("_glances", "_kind", "_known", "_name", "_names", "_text")

    def __init__(self, names: Names, text: str, kind: NameKind) -> None:
        self._names, self._text, self._kind = names, text, kind
        self._name = names.prepared(text, kind)
        self._glances = names.glances(self._name)
        self._known: dict[str, float] = {}

    def likeness(self, other: str, tokens: Sequence[str]) -> float:
        """Give what `Names.likeness` gives; `tokens`: those that `name_tokens` gives of it."""
        known = self._known.get(other)
        if known is None:
            known = self._known[other] = self._likeness(other, tokens)
        return known

    @property
    def is_one_word(self) -> bool:
        """Whether it is a single word, small ones and titles apart."""
        return len(self._name.tokens) == 1

    def within(self, other: str) -> float:
        """Give how alike its words are to those of another name; 0 where one is none of these.

        It is one that is spelled so or otherwise.
        """
        words = self._names.prepared(other, self._kind).tokens
        alike = [self._names.alike(token, words) for token in self._name.tokens]
        return sum(alike) / len(alike) if alike and all(alike) else 0.0

    def _likeness(self, other: str, tokens: Sequence[str]) -> float:
        lost = self._glances.is_lost(other, self._kind, tokens)
        if lost is None:
            return self._names.likeness(self._text, other, self._kind)
        if lost:
            return 0.0
        score = self._names.score(self._name, self._names.prepared(other, self._kind))
        return score if score >= SAME_NAME else 0.0


def _aligned(meeting: Meeting, found: Met) -> AlignedToken:
    left = " ".join(found.left[n].word for n in meeting.left)
    right = " ".join(found.right[n].word for n in meeting.right)
    degree, how = meeting.likeness
    if how in {"near", "transliterated"} and degree < _LOW:
        how = "different"
    return AlignedToken(left, right, how, degree)


def _worth(degree: float) -> float:
    """Give what a likeness counts: half alike is nearly nothing."""
    if degree >= _HIGH:
        return degree
    if degree <= _LOW:
        return degree * _LOW_WORTH / _LOW
    return _LOW_WORTH + (degree - _LOW) * (_HIGH - _LOW_WORTH) / (_HIGH - _LOW)


# --- persons

_MISSING_PLAIN: Final = 0.9
_MISSING_ALONE: Final = 0.62
_MISSING_SMALL: Final = {"patronymic": 0.97, "initial": 0.97, "address": 0.97, "number": 0.9}
_ONLY_INITIALS: Final = 0.6
_LEAST_DEGREE: Final = _LOW + (_HIGH - _LOW) * (
    ((SAME_NAME - _MEAN) / (1 - _MEAN) - _LOW_WORTH) / (_HIGH - _LOW_WORTH)
)
"""Of which `_worth` makes so little that all else equal is not enough for SAME_NAME."""
_BOTH: Final = 3
_KIN: Final = 0.6
"""What is left of the score of two who bear one name in two generations."""
_CONTRADICTED: Final = 0.6
"""Each name has a word that the other lacks: they are two people more often than not."""


def _of_persons(found: Met, a: PreparedName, b: PreparedName) -> float:
    """Mean and worst of what met; what is missing costs by what it is."""
    tokens, others, meetings = found
    worths = weights = 0.0
    lowest, named = 1.0, 0
    for left, right, (degree, how) in meetings:
        if left and right:
            weight = min(tokens[left[0]].weight, others[right[0]].weight)
            worth = degree if degree >= _HIGH else _worth(degree)
            worths += weight * worth
            weights += weight
            lowest = min(lowest, worth)
            named += max(len(left), len(right)) if how != "initial" else 0
    if not weights:
        return 0.0
    score = _MEAN * worths / weights + (1 - _MEAN) * lowest
    lonely = 0
    for left, right, _ in meetings:
        if not right:
            score *= _missing(tokens[left[0]], named, a)
            lonely |= 1
        elif not left:
            score *= _missing(others[right[0]], named, b)
            lonely |= 2
    if lonely == _BOTH:
        score *= _CONTRADICTED
    return score if named else min(score, _ONLY_INITIALS)


def _missing(token: Token, named: int, name: PreparedName) -> float:
    cheap = _MISSING_SMALL.get(token.part)
    if cheap is not None:
        return cheap
    if sum(other.word == token.word for other in name.tokens) > 1:
        return _MISSING_SMALL["patronymic"]
    if named < 2:  # noqa: PLR2004 - one word alone names nobody
        return _MISSING_ALONE
    return _MISSING_SMALL["patronymic"] if _is_father(token, name) else _MISSING_PLAIN


def _is_father(token: Token, name: PreparedName) -> bool:
    """Tell whether a token stands after bin, ibn or the like."""
    at = next((n for n, t in enumerate(name.every) if t is token), 0)
    return at > 0 and name.every[at - 1].text in FILIAL


# --- organizations

_SHARED_FORM: Final = 1.0
_OTHER_FORM: Final = 0.97
_OTHER_NUMBER: Final = 0.5
_MISSING_NUMBER: Final = 0.75
_CONFLICT: Final = 0.7
_SOFT_CONFLICT: Final = 0.88
_POOR: Final = 0.75
_ACRONYM: Final = 0.75


def _of_organizations(found: Met) -> float:
    """Weighted share of what met; a word of each that met nothing speaks of two houses.

    Where all that met is what many houses are called, each missing word counts twice.
    """
    met_weight = lonely_left = lonely_right = share = 0.0
    lost, telling = 1.0, False
    for left, right, likeness in found.meetings:
        weight_left = sum(found.left[n].weight for n in left)
        weight_right = sum(found.right[n].weight for n in right)
        worth = _worth(likeness.degree)
        share += worth * (weight_left + weight_right)
        lost *= _number_cost(found, left, right, likeness.degree)
        if worth < _POOR:
            lonely_left, lonely_right = lonely_left + weight_left, lonely_right + weight_right
        else:
            met_weight += weight_left + weight_right
            telling = telling or any(found.left[n].part == "plain" for n in left)
    lonely = lonely_left + lonely_right
    if not met_weight:
        return share / lonely * _CONFLICT
    score = share / (met_weight + lonely * (1.0 if telling else 2.0)) * lost
    if lonely_left and lonely_right:
        score *= _CONFLICT if max(lonely_left, lonely_right) >= 1.0 else _SOFT_CONFLICT
    return score


def _number_cost(found: Met, left: Sequence[int], right: Sequence[int], degree: float) -> float:
    tokens = (*(found.left[n] for n in left), *(found.right[n] for n in right))
    if degree == 1.0 or all(t.part != "number" for t in tokens):
        return 1.0
    return _OTHER_NUMBER if left and right else _MISSING_NUMBER


def _with_legal(score: float, a: PreparedName, b: PreparedName) -> float:
    if a.legal and b.legal and a.legal != b.legal:
        return score * _OTHER_FORM
    return score * _SHARED_FORM


# --- ships

_OTHER_HULL: Final = 0.4
_MISSING_HULL: Final = 0.6


def _of_vessels(found: Met) -> float:
    """As organizations, but a number tells sister ships apart."""
    score, lost = 0.0, 1.0
    weights = 0.0
    lowest = 1.0
    for left, right, likeness in found.meetings:
        weight = len(left) + len(right)
        worth = _worth(likeness.degree)
        score, weights = score + worth * weight, weights + weight
        lowest = min(lowest, worth)
        tokens = [*(found.left[n] for n in left), *(found.right[n] for n in right)]
        if likeness.degree < 1.0 and any(t.part == "number" for t in tokens):
            lost *= _OTHER_HULL if left and right else _MISSING_HULL
    return (_MEAN * score / weights + (1 - _MEAN) * lowest) * lost
