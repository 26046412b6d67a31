"""Tokens: the words of a name, each with its spelling, its sound, its family and its part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from isthmus.identifiers.name_tables import LEGAL_FORMS, PERSON_TITLES, VESSEL_PREFIXES
from isthmus.identifiers.names import NameKind
from isthmus.resolve.names.families import FORMS, SPELLINGS
from isthmus.resolve.names.words import (
    EMPTY,
    FORM_MEANINGS,
    GENERIC,
    PARTICLES,
    SAME,
    is_patronymic,
    number,
)
from isthmus.resolve.names.writing import LATIN, UNSPACED, ascii_of, word_script, words_of

Part: TypeAlias = Literal["plain", "initial", "particle", "patronymic", "number", "generic"]
"""What a token is in its name."""

_CACHED: Final = 32_768
_NONE: Final[frozenset[int]] = frozenset()
_LONGEST_FORM: Final = max(len(form) for form in LEGAL_FORMS)
_SHORTEST_GENERIC: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A word of a name. `text`: in ASCII letters; `sound`: the same as it roughly sounds.

    `spelling` and `form`: the families of which it is a spelling, or a pet or foreign form.
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

    @property
    def families(self) -> frozenset[int]:
        """Every family that it belongs to."""
        return self.spelling | self.form


@dataclass(frozen=True, slots=True)
class PreparedName:
    """A name, ready to be compared: its tokens in their order, small words apart.

    `kind`: what kind of name it is taken for; `legal`: what its legal form means, if it has one.
    `texts`: the tokens' words, sorted: equal in any order.
    """

    kind: NameKind
    tokens: tuple[Token, ...]
    small: tuple[Token, ...] = ()
    legal: str | None = None
    texts: tuple[str, ...] = field(default=())
    every: tuple[Token, ...] = ()

    @property
    def as_organization(self) -> PreparedName:
        """The same name, weighed as an organization's: the other one is."""
        if self.kind == "organization":
            return self
        words = [token.word for token in self.every if token.text not in EMPTY]
        tokens = tuple(word_token(word) for word in words) or self.every
        texts = tuple(sorted(token.text or token.word for token in tokens))
        return PreparedName("organization", tokens, (), self.legal, texts, tokens)

    def same_words(self, other: PreparedName) -> bool:
        """Tell whether both have the same words; those that only read alike are not the same."""
        ours = sorted(token.word for token in self.tokens)
        return ours == sorted(token.word for token in other.tokens)

    @property
    def unspaced(self) -> bool:
        """Whether it is one word of a script that writes a name's parts together."""
        return len(self.tokens) == 1 and self.tokens[0].script in UNSPACED


def prepared_name(text: str, kind: NameKind) -> PreparedName:
    """Cut a name into its tokens; any text gives a name, that of nothing has no tokens."""
    words = words_of(text)
    if kind == "person":
        return _of_person(words)
    if kind == "vessel":
        return _of_vessel(words)
    spellings = [ascii_of(word) for word in words]
    bare, legal = _without_forms(words, spellings)
    if kind == "organization" or legal or _is_organization(spellings):
        return _of_organization(bare, legal)
    return _of_person(words, "any")


def _of_person(words: Sequence[str], kind: NameKind = "person") -> PreparedName:
    untitled = [word for word in words if ascii_of(word) not in PERSON_TITLES] or list(words)
    return _sorted_out(kind, [person_token(word) for word in untitled], "particle")


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
    kind: NameKind, tokens: Iterable[Token], apart: Part | None, legal: str | None = None
) -> PreparedName:
    every = tuple(token for token in tokens if token.text or token.word)
    core = tuple(token for token in every if token.part != apart) or every
    small = tuple(token for token in every if token.part == apart) if core is not every else ()
    texts = tuple(sorted(token.text or token.word for token in core))
    return PreparedName(kind, core, small, legal, texts, every)


def _without_forms(
    words: Sequence[str], spellings: Sequence[str]
) -> tuple[Sequence[str], str | None]:
    """Drop legal forms; give what the last of them means. A name of forms alone keeps them."""
    kept, legal, at = list[str](), None, 0
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


def _is_organization(spellings: Sequence[str]) -> bool:
    return any(
        (SAME.get(word, word) in GENERIC or word in GENERIC) and len(word) >= _SHORTEST_GENERIC
        for word in spellings
        if word not in EMPTY
    )


@lru_cache(_CACHED)
def person_token(word: str) -> Token:
    """Give the token of a word of a person's name."""
    script, text = word_script(word), ascii_of(word)
    part: Part = "plain"
    if script in UNSPACED:
        pass
    elif script == "digit":
        part = "number"
    elif len(text) == 1 and len(word) == 1:
        part = "initial"
    elif text in PARTICLES:
        part = "particle"
    elif is_patronymic(text):
        part = "patronymic"
    weight = {"initial": 0.3, "patronymic": 0.7, "number": 0.5}.get(part, 1.0)
    value = number(text) if part == "number" else None
    return Token(
        word, script, text, sound_of(text), part, weight,
        SPELLINGS.get(text, _NONE), FORMS.get(text, _NONE), value,
    )  # fmt: skip


@lru_cache(_CACHED)
def word_token(word: str) -> Token:
    """Give the token of a word of an organization's name."""
    script, plain = word_script(word), ascii_of(word)
    text = SAME.get(plain, plain)
    value = number(text)
    if value is not None:
        return Token(word, script, text, text, "number", 1.0, value=value)
    if text in GENERIC:
        return Token(text, script, text, text, "generic", 0.5)
    return Token(word if text == plain else text, script, text, sound_of(text), "plain", 1.0)


@lru_cache(_CACHED)
def ship_token(word: str) -> Token:
    """Give the token of a word of a ship's name."""
    script, text = word_script(word), ascii_of(word)
    value = number(text)
    part: Part = "plain" if value is None else "number"
    return Token(word, script, text, sound_of(text), part, 1.0, value=value)


_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"tsch|tch|cz", "c"),
        (r"shch|sch|sh", "s"),
        (r"dzh|dj|zh", "j"),
        (r"ph", "f"),
        (r"kh", "h"),
        (r"([gdtb])h", r"\1"),
        (r"ck|q", "k"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c(?!h)", "k"),
        (r"w", "v"),
        (r"ou|oo", "u"),
        (r"ee|ie|iy|yi|ij|ii", "i"),
        (r"oe", "o"),
        (r"ue", "u"),
        (r"ae|ai|ay|ey|ei", "e"),
        (r"y|j(?=[aeu])", "i"),
        (r"tz|ts", "z"),
        (r"(?<=[aeiou])h$", ""),
        (r"^(?:ie|je)", "e"),
        (r"(.)\1+", r"\1"),
    )
)
"""Spellings of one sound in the usual romanisations, applied in their order."""


@lru_cache(_CACHED)
def sound_of(text: str) -> str:
    """Give how a Latin spelling sounds, roughly: one letter for what is written in many ways."""
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound, text)
    return text


def is_latin(token: Token) -> bool:
    """Tell whether a token is written in Latin letters or digits."""
    return token.script in {LATIN, "digit"}
