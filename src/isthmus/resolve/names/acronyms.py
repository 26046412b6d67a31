"""Acronyms: one name is the words of the other by their first letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from isthmus.resolve.names.prepared import PreparedName
from isthmus.resolve.names.tokens import Token
from isthmus.resolve.names.words import EMPTY
from isthmus.resolve.names.writing import ascii_of

SHORTEST: Final = 3
"""Letters of an acronym at least, and words that it stands for."""
_SHORT_END: Final = 3


def are_acronym(a: PreparedName, b: PreparedName) -> bool:
    """Tell whether one of two names is a word made of the first letters of the other's words.

    Small words and legal forms count or do not: IRISL, NIOC, PDVSA. Where it is untold that the two
    are organizations, a word that people bear as a name speaks against it; persons have none.
    """
    short, long = (a, b) if len(a.tokens) == 1 else (b, a)
    if len(short.tokens) != 1 or len(long.written) < SHORTEST or not short.written:
        return False
    word = short.tokens[0]
    if len(word.text) < SHORTEST or word.script != long.tokens[0].script:
        return False
    is_told = long.kind == "organization"
    if not is_told and (word.part != "plain" or any(map(_is_borne, (word, *long.every)))):
        return False
    return word.text in _acronyms(long)


def may_be_acronym(a: PreparedName, words: int) -> bool:
    """Tell whether a name and one of so many words may be an acronym and what it stands for."""
    if words == 1:
        return len(a.written) >= SHORTEST
    return len(a.tokens) == 1 and words >= SHORTEST - 1


def _is_borne(token: Token) -> bool:
    return token.known and token.part != "particle"


def _acronyms(name: PreparedName) -> Iterator[str]:
    """Give what the first letters of a name make: of what tells it apart, and of all its words."""
    yield "".join(token.text[:1] for token in name.tokens)
    telling = [word for word in name.written if ascii_of(word) not in EMPTY]
    for words in telling, name.written:
        yield _first_letters(words)
        if words and len(words[-1]) <= _SHORT_END:
            yield _first_letters(words[:-1]) + ascii_of(words[-1])


def _first_letters(words: Sequence[str]) -> str:
    return "".join(ascii_of(word[:1]) for word in words)
