"""Tokens: the words of a name, each with its spelling, its sound, its family and its part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Final, Literal, TypeAlias

from isthmus.identifiers.name_tables import LEGAL_FORMS, PERSON_TITLES, VESSEL_PREFIXES
from isthmus.identifiers.names import NameKind
from isthmus.resolve.names.families import FORMS, SPELLINGS
from isthmus.resolve.names.sounds import bits_of, letters_for_digits, run_on, skeleton_of, sound_of
from isthmus.resolve.names.words import (
    ADDRESS,
    EMPTY,
    FORM_MEANINGS,
    GENERATIONS,
    GENERIC,
    PARTICLES,
    SAME,
    fathers,
    is_patronymic,
    number,
)
from isthmus.resolve.names.writing import LATIN, UNSPACED, ascii_of, word_script, words_of

Part: TypeAlias = Literal[
    "plain", "initial", "particle", "patronymic", "address", "number", "generic"
]
"""What a token is in its name."""

_CACHED: Final = 32_768
_SPELLED: Final = frozenset({"plain", "patronymic", "generic"})
_WITHOUT_VOWELS: Final = str.maketrans("", "", "aeiou")
_NONE: Final[frozenset[int]] = frozenset()
_LONGEST_FORM: Final = max(len(form) for form in LEGAL_FORMS)
_SHORTEST_GENERIC: Final = 3
_GENERIC_WEIGHT: Final = 0.4
_WEIGHTS: Final = {"initial": 0.3, "patronymic": 0.7, "number": 0.5, "address": 0.7}
_MOST_JOINED: Final = 4
_MANY_CONSONANTS: Final = 4


@dataclass(slots=True, eq=False)
class Token:
    """A word of a name, never changed once it is made.

    `text`: in ASCII letters; `sound`: the same as it roughly sounds.
    `spelling` and `form`: the families of which it is a spelling, or a pet or foreign form.
    `skeleton`: the consonants of the sound, `consonants`: those in broad classes; `letters`: its
    letters as bits; `size`: how many. `identity`: equal for spellings of one name. `known`: has a
    family; `plain`: a Latin word of none, which only its letters tell. `key`: tells tokens apart,
    since a word is another token in the name of a ship.
    """

    word: str
    script: str
    text: str
    sound: str
    part: Part
    weight: float
    spelling: frozenset[int] = _NONE
    form: frozenset[int] = _NONE
    value: int | None = None
    letters: int = 0
    identity: str = ""
    key: str = ""
    known: bool = field(init=False)
    plain: bool = field(init=False)
    size: int = field(init=False)
    skeleton: str = field(init=False)
    consonants: str = field(init=False)

    def __post_init__(self) -> None:
        self.known = bool(self.spelling or self.form)
        self.plain = self.script == LATIN and self.part in _SPELLED and not self.known
        self.size = len(self.sound)
        self.consonants = skeleton_of(self.text)
        if not self.identity:
            self.identity = _identity(self.text, self.sound, self.consonants)
        self.skeleton = self.sound.translate(_WITHOUT_VOWELS)


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

    def runs_into(self, other: PreparedName) -> bool:
        """Tell whether neighbours of one, written together, are a word of the other."""
        return self._run_into(other) or other._run_into(self)

    def _run_into(self, other: PreparedName) -> bool:
        if len(self.every) == 2 and not self._may_run_into(other):  # noqa: PLR2004 - nearly all
            return False
        return not self.joined.keys().isdisjoint(other.identities)

    def _may_run_into(self, other: PreparedName) -> bool:
        """Tell at a glance whether two words, written together, may be a word of the other."""
        first, second = self.every
        if first.script != LATIN or second.script != LATIN:
            return False
        many = len(run_on(first.consonants, second.consonants))
        if many < _MANY_CONSONANTS or first.text + second.text in SPELLINGS:
            return True
        # Then the consonants are what the word is known by (`_identity`).
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
        return _of_person(words)
    if kind == "vessel":
        return _of_vessel(words)
    spellings = [ascii_of(word) for word in words]
    bare, legal = _without_forms(words, spellings)
    bare = _letters_joined(bare)
    if kind == "organization" or legal or _is_organization(spellings):
        return _of_organization(bare, legal)
    return _of_person(words, "any")


def _of_person(words: Sequence[str], kind: NameKind = "person") -> PreparedName:
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
    return _sorted_out("vessel", [ship_token(word) for word in joined], None)


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
        if first.script != LATIN:
            continue
        text, sound, consonants = first.text, first.sound, first.consonants
        numbers = {places[id(first)]: None} if id(first) in places else {}
        for token in every[start + 1 : start + _MOST_JOINED]:
            if token.script != LATIN:
                break
            text, sound = text + token.text, sound + token.sound
            consonants = run_on(consonants, token.consonants)
            if id(token) in places:
                numbers[places[id(token)]] = None
            if numbers:
                yield _identity(text, sound, consonants), (sound, tuple(numbers))


def identities(tokens: Sequence[Token]) -> Iterator[str]:
    """Give what spellings of neighbours share that are written together as one word."""
    if len(tokens) == 2:  # noqa: PLR2004 - nearly all
        first, second = tokens
        if first.script == second.script == LATIN:
            consonants = run_on(first.consonants, second.consonants)
            yield _identity(first.text + second.text, first.sound + second.sound, consonants)
        return
    yield from (identity for identity, _ in _joined(tokens, tokens))


def _identity(text: str, sound: str, consonants: str) -> str:
    """Give what spellings of one word share: the family, the consonants, or the sound if few."""
    family = SPELLINGS.get(text)
    if family:
        return str(min(family))
    return consonants if len(consonants) >= _MANY_CONSONANTS else sound


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


def is_generic(word: str) -> bool:
    """Tell whether a word speaks of an organization, and of no person."""
    return (SAME.get(word, word) in GENERIC or word in GENERIC) and len(word) >= _SHORTEST_GENERIC


def part_of(text: str) -> Part:
    """Give what a word of a person's name is, by its spelling in ASCII letters alone."""
    if text in PARTICLES:
        return "particle"
    if is_patronymic(text):
        return "patronymic"
    return "address" if text in ADDRESS else "plain"


@lru_cache(_CACHED)
def person_token(word: str) -> Token:
    """Give the token of a word of a person's name."""
    plain = word.isascii() and word.isalpha()
    script, text = (LATIN, word) if plain else (word_script(word), ascii_of(word))
    part: Part = "plain"
    if script == "digit":
        part = "number"
    elif script not in UNSPACED:
        part = "initial" if len(text) == 1 and len(word) == 1 else part_of(text)
    weight = _WEIGHTS.get(part, 1.0)
    value = number(text) if part == "number" else None
    sound = sound_of(text if plain else letters_for_digits(text))
    return Token(
        word, script, text, sound, part, weight,
        _spellings(text, part), FORMS.get(text, _NONE), value, bits_of(sound), key=f"p:{word}",
    )  # fmt: skip


def _spellings(text: str, part: Part) -> frozenset[int]:
    """Give a word's families; a patronymic has those of the father, apart from his own name."""
    if part != "patronymic":
        return SPELLINGS.get(text, _NONE)
    found = next((SPELLINGS[name] for name in fathers(text) if name in SPELLINGS), _NONE)
    return frozenset(-1 - family for family in found)


@lru_cache(_CACHED)
def word_token(word: str) -> Token:
    """Give the token of a word of an organization's name."""
    script, plain = word_script(word), ascii_of(word)
    text = SAME.get(plain, plain)
    value = number(text)
    if value is not None:
        identity, key = str(value), f"w:{word}"
        return Token(
            word, script, text, text, "number", 1.0, value=value, identity=identity, key=key
        )
    part: Part = "generic" if text in GENERIC else "plain"
    sound = sound_of(letters_for_digits(text))
    return Token(
        word if text == plain else text,
        script if text == plain else LATIN,
        text,
        sound,
        part,
        _GENERIC_WEIGHT if part == "generic" else 1.0,
        letters=bits_of(sound),
        key=f"w:{word if text == plain else text}",
    )


@lru_cache(_CACHED)
def ship_token(word: str) -> Token:
    """Give the token of a word of a ship's name."""
    script, text = word_script(word), ascii_of(word)
    value = number(text)
    part: Part = "plain" if value is None else "number"
    sound = sound_of(text)
    return Token(
        word,
        script,
        text,
        sound,
        part,
        1.0,
        value=value,
        letters=bits_of(sound),
        key=f"s:{word}",
    )


def is_latin(token: Token) -> bool:
    """Tell whether a token is written in Latin letters or digits."""
    return token.script in {LATIN, "digit"}
