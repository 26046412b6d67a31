"""Prepared names: a name cut into its tokens, its legal form and its small words apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from isthmus.identifiers.name_tables import LEGAL_FORMS, PERSON_TITLES, VESSEL_PREFIXES
from isthmus.identifiers.names import NameKind
from isthmus.resolve.names.families import SPELLINGS
from isthmus.resolve.names.sounds import run_on
from isthmus.resolve.names.tokens import (
    MANY_CONSONANTS,
    Part,
    Token,
    first_of_ships,
    identity_of,
    initial_token,
    is_generic,
    person_token,
    ship_token,
    word_token,
)
from isthmus.resolve.names.words import EMPTY, FORM_MEANINGS, GENERATIONS, long_initials
from isthmus.resolve.names.writing import UNSPACED, ascii_of, words_of

_LONGEST_FORM: Final = max(len(form) for form in LEGAL_FORMS)
_MOST_JOINED: Final = 4
_APART: Final = UNSPACED | {"digit"}
"""Whose words are not written together with others, as far as can be told by their letters."""
_ALIKE_TOGETHER: Final = 0.5


class Run(NamedTuple):
    """Neighbours written together as one word, its consonants, and their places in the core."""

    word: str
    consonants: str
    places: tuple[int, ...]

    def may_be(self, token: Token) -> bool:
        """Tell at a glance whether a word of another script may be this one."""
        alike = OSA.normalized_similarity(self.consonants, token.consonants)
        return alike >= _ALIKE_TOGETHER and bool(self.consonants)


@dataclass(frozen=True)
class PreparedName:
    """A name, ready to be compared: its tokens in their order, small words apart.

    `kind`: what kind of name it is taken for; `legal`: what its legal form means, if it has one.
    `every`: small words in their places; `generation`: which of those of one name in a family, 0 if
    it does not say. What only a comparison needs is made when one asks.
    """

    kind: NameKind
    tokens: tuple[Token, ...]
    legal: str | None = None
    every: tuple[Token, ...] = ()
    generation: int = 0

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The tokens' words, sorted: equal in any order."""
        return tuple(sorted(token.text or token.word for token in self.tokens))

    @cached_property
    def identities(self) -> frozenset[str]:
        """What spellings of the tokens share."""
        return frozenset(token.identity for token in self.tokens)

    @cached_property
    def joined(self) -> Mapping[str, tuple[str, tuple[int, ...]]]:
        """Identities of neighbouring words written together, with sound and places."""
        return dict(_joined(self.tokens, self.every))

    @cached_property
    def runs(self) -> Sequence[Run]:
        """Neighbours of one script, written together, for words of another script."""
        return list(_runs(self.tokens, self.every))

    def is_abroad(self, other: PreparedName) -> bool:
        """Tell whether two names are written in different scripts, as their first words are."""
        ours, theirs = self.tokens, other.tokens
        return bool(ours and theirs) and ours[0].script != theirs[0].script

    def may_run_into(self, other: PreparedName) -> bool:
        """Tell whether two names run into one another; of different scripts, whether they may."""
        if self.runs_into(other):
            return True
        return self.is_abroad(other) and (self._may_be_of(other) or other._may_be_of(self))

    def _may_be_of(self, other: PreparedName) -> bool:
        return any(run.may_be(token) for run in self.runs for token in other.tokens)

    def runs_into(self, other: PreparedName) -> bool:
        """Tell whether neighbours of one, written together, are a word of the other."""
        return self._run_into(other) or other._run_into(self)

    def _run_into(self, other: PreparedName) -> bool:
        if len(self.every) == 2 and not self._seems_to_run_into(other):  # noqa: PLR2004 - nearly all
            return False
        return not self.joined.keys().isdisjoint(other.identities)

    def _seems_to_run_into(self, other: PreparedName) -> bool:
        """Tell at a glance whether two words, written together, may be a word of the other."""
        first, second = self.every
        if first.script != second.script or first.script in _APART:
            return False
        many = len(run_on(first.consonants, second.consonants))
        if many < MANY_CONSONANTS or first.text + second.text in SPELLINGS:
            return True
        # Then the consonants are what the word is known by (`identity_of`).
        return any(len(token.consonants) == many for token in other.tokens)

    @property
    def unspaced(self) -> bool:
        """Whether it is one word of a script that writes a name's parts together."""
        return len(self.tokens) == 1 and self.tokens[0].script in UNSPACED

    @cached_property
    def as_organization(self) -> PreparedName:
        """The same name, weighed as an organization's: the other one is."""
        if self.kind == "organization":
            return self
        words = [token.word for token in self.every if token.text not in EMPTY]
        tokens = tuple(word_token(word) for word in words) or self.every
        return PreparedName("organization", tokens, self.legal, tokens)

    def same_words(self, other: PreparedName) -> bool:
        """Tell whether both have the same words; those that only read alike are not the same."""
        ours = sorted(token.word for token in self.tokens)
        return ours == sorted(token.word for token in other.tokens)

    @cached_property
    def order(self) -> tuple[tuple[str, ...], list[str]]:
        """What decides which of two names is compared as the first."""
        return self.texts, [token.word for token in self.tokens]


def prepared_name(text: str, kind: NameKind) -> PreparedName:
    """Cut a name into its tokens; any text gives a name, that of nothing has no tokens."""
    words = words_of(text)
    if kind == "person":
        return _of_person(words, text)
    if kind == "vessel":
        return _of_vessel(words)
    spellings = [ascii_of(word) for word in words]
    bare, legal = _without_forms(words, spellings)
    bare = _letters_joined(bare)
    if kind == "organization" or legal or _is_organization(spellings):
        return _of_organization(bare, legal)
    return _of_person(words, text, "any")


def _of_person(words: Sequence[str], text: str, kind: NameKind = "person") -> PreparedName:
    if "." in text and (initials := long_initials(text)):
        tokens = [initial_token(w) if w in initials else person_token(w) for w in words]
    else:
        tokens = [person_token(word) for word in words]
    untitled = [token for token in tokens if token.text not in PERSON_TITLES]
    return _sorted_out(kind, untitled or tokens, "particle", generation=_generation(tokens))


def _generation(tokens: Sequence[Token]) -> int:
    """Give the first that a word says after the first one; beside two others, it is no name."""
    if len(tokens) <= 2:  # noqa: PLR2004 - nearly all
        return 0
    return next((GENERATIONS[t.text] for t in tokens[1:] if t.text in GENERATIONS), 0)


def _of_organization(words: Sequence[str], legal: str | None) -> PreparedName:
    tokens = [word_token(word) for word in words if ascii_of(word) not in EMPTY]
    tokens = tokens or [word_token(word) for word in words]
    return _sorted_out("organization", tokens, None, legal)


def _of_vessel(words: Sequence[str]) -> PreparedName:
    joined = list(words)
    if len(joined) > len("mv") and joined[0] + joined[1] in VESSEL_PREFIXES:
        joined = joined[2:]
    elif len(joined) > 1 and joined[0] in VESSEL_PREFIXES:
        joined = joined[1:]
    tokens = [ship_token(word) for word in joined]
    if len(tokens) > 1 and joined[-1] == "i":
        tokens[-1] = first_of_ships()
    return _sorted_out("vessel", tokens, None)


def _sorted_out(
    kind: NameKind,
    tokens: Iterable[Token],
    apart: Part | None,
    legal: str | None = None,
    generation: int = 0,
) -> PreparedName:
    every = tuple([token for token in tokens if token.text or token.word])
    core = every if apart is None else tuple([t for t in every if t.part != apart]) or every
    return PreparedName(kind, core, legal, every, generation)


def _joined(
    core: Sequence[Token], every: Sequence[Token]
) -> Iterator[tuple[str, tuple[str, tuple[int, ...]]]]:
    """Give the identity of each run of neighbours, its sound, its tokens' places in the core."""
    places: dict[int, int] = {}
    for place, token in enumerate(core):
        places.setdefault(id(token), place)
    for start, first in enumerate(every[:-1]):
        if first.script in _APART:
            continue
        text, sound, consonants = first.text, first.sound, first.consonants
        numbers = {places[id(first)]: None} if id(first) in places else {}
        for token in every[start + 1 : start + _MOST_JOINED]:
            if token.script != first.script:
                break
            text, sound = text + token.text, sound + token.sound
            consonants = run_on(consonants, token.consonants)
            if id(token) in places:
                numbers[places[id(token)]] = None
            if numbers:
                yield identity_of(text, sound, consonants), (sound, tuple(numbers))


def _runs(core: Sequence[Token], every: Sequence[Token]) -> Iterator[Run]:
    """Give each run of neighbours of one script that holds words of the core."""
    places = {id(token): place for place, token in reversed([*enumerate(core)])}
    for start, first in enumerate(every[:-1]):
        word, consonants = first.word, first.consonants
        numbers = [places[id(first)]] if id(first) in places else []
        for token in every[start + 1 : start + _MOST_JOINED]:
            if token.script != first.script or token.script == "digit":
                break
            word, consonants = word + token.word, run_on(consonants, token.consonants)
            numbers += [places[id(token)]] if id(token) in places else []
            if numbers:
                yield Run(word, consonants, tuple(dict.fromkeys(numbers)))


def identities(tokens: Sequence[Token]) -> Iterator[str]:
    """Give what spellings of neighbours share that are written together as one word."""
    if len(tokens) == 2:  # noqa: PLR2004 - nearly all
        first, second = tokens
        if first.script == second.script and first.script not in _APART:
            consonants = run_on(first.consonants, second.consonants)
            yield identity_of(first.text + second.text, first.sound + second.sound, consonants)
        return
    yield from (identity for identity, _ in _joined(tokens, tokens))


def _without_forms(
    words: Sequence[str], spellings: Sequence[str]
) -> tuple[Sequence[str], str | None]:
    """Drop legal forms; give what the last of them means. A name of forms alone keeps them."""
    kept: list[str] = []
    legal, at = None, 0
    while at < len(words):
        length = next(
            (
                n
                for n in range(_LONGEST_FORM, 0, -1)
                if tuple(spellings[at : at + n]) in LEGAL_FORMS
            ),
            0,
        )
        if length:
            legal = FORM_MEANINGS.get(LEGAL_FORMS[tuple(spellings[at : at + length])], legal)
        else:
            kept.append(words[at])
        at += length or 1
    return (kept, legal) if kept else (words, None)


def _letters_joined(words: Sequence[str]) -> Sequence[str]:
    """Write single letters in a row as one word: S.A.L., A B B."""
    found: list[str] = []
    for single, run in groupby(words, lambda word: len(word) == 1 and word.isalpha()):
        letters = list(run)
        found.extend(["".join(letters)] if single else letters)
    return found


def _is_organization(spellings: Sequence[str]) -> bool:
    return any(is_generic(word) for word in spellings if word not in EMPTY)
