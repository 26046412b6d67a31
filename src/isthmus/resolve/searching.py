"""Searching: what may this text mean? Any script, misspelt, an identifier, words, an address.

1. The text becomes keys: identifiers, whole names, pieces of names that survive misspelling and
   another script, words.
2. Who shares the rarest keys is looked at: each of his values is compared with the text as such.
3. The best value of an entity is its score, and says why it was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

from isthmus.identifiers.names import NAME_KINDS, NameKind, name_tokens
from isthmus.model.ids import EntityId, LabelId
from isthmus.model.ontology import Ontology
from isthmus.model.statement import Claim
from isthmus.resolve.addresses import BESIDE, WHOLE, address_words, read_address
from isthmus.resolve.asking import Candidate, candidates
from isthmus.resolve.entity_keys import indexed, named, plan_of
from isthmus.resolve.index import Index
from isthmus.resolve.keys import WORD_KEY, identifier_key, identifier_keys, search_keys
from isthmus.resolve.names import WORD, Asked, Names

Matched: TypeAlias = Literal[
    "identifier", "name", "address", "words", "spelled", "part", "like", "word", "start"
]

SCORES: Final[dict[Matched, float]] = {
    "identifier": 1.0,
    "name": 0.9,
    "address": 0.8,
    "words": 0.7,
    "spelled": 0.5,
    "part": 0.4,
    "like": 0.3,
    "word": 0.25,
    "start": 0.2,
}
"""How well a text met a value, from an identifier that is equal to a word that begins so.

A name that has all words of the text goes before one that has them spelled otherwise, and that
before one that is only like it. Of names met in one way the one that is as a whole like the text
goes first (`LIKE_SPAN`).
"""

TOLD: Final[Mapping[str, float]] = MappingProxyType({"ns:": 0.1, WORD: 0.1, "nd:": 0.2, "t:": 2.0})
"""How much keys tell beside others that as many hold: one word of several that sounds alike, or
nearly so, hardly anything; one that is equal more than one that is like it."""

_NO_NAME: Final = ("i:", WHOLE)
"""Kinds of keys that tell of something else than a name."""

LIKE_SPAN: Final = 0.19
"""How much more a name scores that is as like the text as can be."""
WORD_SHARE: Final = 0.95
"""What of it the word itself makes where one is asked for; the rest is the whole name."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """How a text met one claim. `words`: how many of its words are there."""

    claim: Claim
    matched: Matched
    score: float
    words: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """An entity that a text may mean, with what met it, the best first."""

    entity: EntityId
    meetings: tuple[Meeting, ...]

    @property
    def score(self) -> float:
        """How well, 0 to 1."""
        return self.meetings[0].score


@dataclass(frozen=True, slots=True)
class Text:
    """A text, made ready to be compared with values.

    `names`: its tokens as a name of each kind; `asked`: such a name itself, once one was met.
    """

    text: str
    keys: tuple[str, ...]
    identifiers: frozenset[str]
    words: frozenset[str]
    names: Mapping[NameKind, frozenset[str]]
    asked: dict[NameKind, Asked]
    address: frozenset[str]


def text_of(text: str, names: Names) -> Text:
    """Make a text ready; nothing in it gives no keys."""
    keys = list(search_keys(text, names))
    return Text(
        text,
        tuple(keys),
        frozenset(key for key in keys if key.startswith("i:")),
        frozenset(name_tokens(text, "any")),
        {kind: frozenset(name_tokens(text, kind)) for kind in NAME_KINDS},
        {},
        frozenset(address_words(text)),
    )


@dataclass(frozen=True, slots=True)
class Fits:
    """Who is asked for beside a text: whether claims of these properties suit."""

    properties: frozenset[str]
    suits: Callable[[Iterable[Claim]], bool]


@dataclass(frozen=True, slots=True)
class Search:
    """How to look: what compares names, what the properties are, and how far to go.

    `cap`: a key that more share finds nobody beside a rarer one. `most`: entities looked at, of
    which the first `close`, who share the rarest keys, may be found by a name that is only like it;
    the others share an identifier, a whole name or a word. One word is looked for among all.
    """

    names: Names
    ontology: Ontology
    cap: int
    most: int
    close: int = 32


class Looked(NamedTuple):
    """Who was found, best first; `cut`: whether there may be more than were looked at."""

    found: list[Found]
    cut: bool


def found_by(index: Index, text: Text, labels: frozenset[LabelId], how: Search) -> list[Found]:
    """Give the entities that a text may mean, best first."""
    return looked_up(index, text, labels, how).found


def looked_up(index: Index, text: Text, labels: frozenset[LabelId], how: Search) -> Looked:
    """Give them as `found_by` does, and whether there may be more.

    There may where not all were looked at who hold the rarest of the words; and where nobody holds
    one, if as many were looked at as may be.
    """
    found = []
    every, names = indexed(how.ontology), named(how.ontology)
    coming = candidates(index, text.keys, labels, cap=how.cap, most=how.most, telling=TOLD)
    placed = any(key.startswith(BESIDE) for key in text.keys) or _is_hub(
        index, text, labels, coming
    )
    # Of those who have a word that sounds alike, any may have it spelled otherwise.
    alone = any(key.startswith(WORD) for key in text.keys)
    for place, candidate in enumerate(coming):
        if place >= how.close and not (candidate.keys or alone):
            continue
        # Names alone are looked at where nothing else can be met.
        more = placed or any(key.startswith(_NO_NAME) for key in candidate.keys)
        claims = index.said(candidate.number, labels, every if more else names)
        met = meetings(text, claims, how, closely=place < how.close)
        if met:
            found.append(Found(candidate.entity, met))
    found.sort(key=lambda f: (-f.score, -f.meetings[0].words, f.entity))
    held = index.numbers(_words(text), labels, how.cap).values()
    rarest = min(held, key=len, default=None)
    if rarest is None:
        return Looked(found, cut=len(coming) >= how.most)
    left = set(rarest).difference(candidate.number for candidate in coming)
    return Looked(found, cut=len(rarest) > how.cap or bool(left))


def having(
    index: Index,
    text: Text,
    labels: frozenset[LabelId],
    how: Search,
    fits: Fits,
) -> list[Found]:
    """Give those who hold every word of a text and fit, however many hold the words.

    `how.most` of each word are looked at; of each what `fits` asks for, and his names.
    """
    words = _words(text)
    held = index.numbers(words, labels, how.most)
    if not words or len(held) < len(words):
        return []
    names = named(how.ontology)
    found = []
    for number in set.intersection(*map(set, held.values())):
        if fits.suits(index.said(number, labels, fits.properties)):
            met = meetings(text, index.said(number, labels, names), how, closely=False)
            if met:
                found.append(Found(index.entity(number), met))
    found.sort(key=lambda f: (-f.score, -f.meetings[0].words, f.entity))
    return found


def _words(text: Text) -> list[str]:
    return [key for key in text.keys if key.startswith(WORD_KEY)]


def _is_hub(
    index: Index, text: Text, labels: frozenset[LabelId], coming: Iterable[Candidate]
) -> bool:
    """Tell whether so many hold an identifier of a text that it says of none that he does."""
    silent = text.identifiers.difference(*(candidate.keys for candidate in coming))
    return bool(silent) and bool(index.numbers(silent, labels, 0))


def meetings(
    text: Text, claims: Iterable[Claim], how: Search, *, closely: bool = True
) -> tuple[Meeting, ...]:
    """Give what of an entity met a text, the best first; `closely`: names that are like it too."""
    met = (_meeting(text, claim, how, closely=closely) for claim in claims)
    found = [one for one in met if one is not None]
    return tuple(sorted(found, key=lambda m: (-m.score, -m.words, m.claim.seq)))


def _meeting(text: Text, claim: Claim, how: Search, *, closely: bool) -> Meeting | None:
    plan = plan_of(claim.schema, claim.property, how.ontology)
    if plan is None:
        return None
    if plan.kind is not None:
        return _of_name(text, claim, plan.kind, how.names, closely=closely)
    family = plan.family
    if family is None:
        return _of_address(text, claim)
    return _of_identifier(text, claim, family) if text.identifiers else None


def _of_identifier(text: Text, claim: Claim, family: str) -> Meeting | None:
    # Only what is spelled alike is looked at: to judge an identifier takes its time.
    if identifier_key(family, claim.value) not in text.identifiers:
        return None
    if not identifier_keys(family, claim.value):
        return None
    return Meeting(claim, "identifier", SCORES["identifier"])


def _of_name(
    text: Text, claim: Claim, kind: NameKind, names: Names, *, closely: bool
) -> Meeting | None:
    tokens = name_tokens(claim.value, kind)
    shared = len(text.words.intersection(tokens))
    if tokens and text.names[kind] == set(tokens):
        return Meeting(claim, "name", SCORES["name"], shared)
    if kind not in text.asked:
        text.asked[kind] = names.asked(text.text, kind)
    asked = text.asked[kind]
    if shared and shared == len(text.words):
        is_worth = closely or asked.is_one_word
        likeness = asked.likeness(claim.value, tokens) if is_worth else 0.0
        return Meeting(claim, "words", SCORES["words"] + LIKE_SPAN * likeness, shared)
    likeness, within = _likeness(asked, claim.value, tokens, closely=closely)
    if within or likeness:
        matched: Matched = "like" if likeness else "spelled"
        base = SCORES["spelled" if within else "like"]
        alike = likeness
        if within and asked.is_one_word:
            alike = WORD_SHARE * within + (1 - WORD_SHARE) * likeness
        return Meeting(claim, matched, base + LIKE_SPAN * alike, shared)
    return Meeting(claim, "word", SCORES["word"], shared) if shared else None


def _likeness(
    asked: Asked, value: str, tokens: Sequence[str], *, closely: bool
) -> tuple[float, float]:
    """Give how alike a whole name is; and its words, if each that is asked for is one of them.

    Of several words that is told only where the whole is alike. One alone is like no longer name,
    and is looked for even where the whole is not looked at closely.
    """
    if not asked.is_one_word:
        likeness = asked.likeness(value, tokens) if closely else 0.0
        return likeness, asked.within(value) if likeness else 0.0
    within = asked.within(value)
    return asked.likeness(value, tokens) if within or closely else 0.0, within


def _of_address(text: Text, claim: Claim) -> Meeting | None:
    """Meet an address by all its words, or by a number and a name beside it at least."""
    address = read_address(claim.value)
    words = frozenset(address.words)
    shared = words & text.address
    if words == text.address and address.is_found:
        return Meeting(claim, "address", SCORES["address"], len(shared))
    if shared.isdisjoint(address.numbers) or shared.isdisjoint(address.names):
        return None
    matched: Matched = "words" if shared in (words, text.address) else "part"
    return Meeting(claim, matched, SCORES[matched], len(shared))


def begun_by(text: Text) -> str | None:
    """Give the key with which the last word's keys begin; None for a text without words."""
    words = _words(text)
    return words[-1] if words else None
