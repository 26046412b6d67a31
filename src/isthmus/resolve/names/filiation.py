"""Filiation: who is whose son or daughter, where a name says so: by bin, by Jr., by III."""

from __future__ import annotations

from collections.abc import Sequence

from isthmus.resolve.names.prepared import PreparedName
from isthmus.resolve.names.tokens import Token
from isthmus.resolve.names.words import FILIAL


def are_kin(a: PreparedName, b: PreparedName) -> bool:
    """Tell whether two names alike are those of two of one family, at little cost for most."""
    if a.generation and b.generation and a.generation != b.generation:
        return True
    return len(a.every) != len(a.tokens) and len(b.every) != len(b.tokens) and turned(a, b)


def turned(a: PreparedName, b: PreparedName) -> bool:
    """Tell whether each bears the name of the other's father: X bin Y and Y bin X are two men."""
    (ours, fathers), (theirs, others) = _line(a.every), _line(b.every)
    return _meet(ours, others) and _meet(fathers, theirs) and not _meet(ours, theirs)


def _line(tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """Give the words before the first such particle, and those after it up to the next."""
    places = [at for at, token in enumerate(tokens) if token.text in FILIAL]
    if not places:
        return (), ()
    first, following, *_ = *places, len(tokens)
    before, after = tokens[:first], tokens[first + 1 : following]
    return _names(before), _names(after)


def _names(tokens: Sequence[Token]) -> Sequence[Token]:
    return [token for token in tokens if token.part != "particle"]


def _meet(some: Sequence[Token], others: Sequence[Token]) -> bool:
    """Tell whether a word of some is a spelling of one of the others."""
    return any(
        one.identity == other.identity or not one.spelling.isdisjoint(other.spelling)
        for one in some
        for other in others
    )
