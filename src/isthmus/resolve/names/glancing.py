"""Glancing: has a name a chance against one that is asked for? Most have none, seen word by word.

Who share a key with a question share words with one another: what is seen of a word is kept for as
long as one asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from isthmus.identifiers.name_tables import PERSON_TITLES
from isthmus.identifiers.names import NameKind
from isthmus.resolve.names.likeness import Likenesses
from isthmus.resolve.names.prepared import PreparedName, identities
from isthmus.resolve.names.sounds import run_on
from isthmus.resolve.names.tokens import Token, is_generic, person_token
from isthmus.resolve.names.writing import LATIN, LONGEST_WORD

_WITHOUT_VOWELS: Final = str.maketrans("", "", "aeiou")
PERSONAL: Final = frozenset({"person", "any"})

_Look: TypeAlias = tuple[int, bool, Token, bool, bool]
"""Which words that are asked for one meets, as bits; whether two of those written together are it;
whether one of those may begin as it does, and end so: of a word that meets none.
"""
_BEGINS: Final = 3
_ENDS: Final = 4


class Glances:
    """What is seen of names beside one that is asked for, at a glance at their words.

    `least`: how alike two words are at least that meet.
    """

    __slots__ = (
        "_abroad",
        "_asked",
        "_every",
        "_joined",
        "_least",
        "_likenesses",
        "_looks",
        "_usual",
    )

    def __init__(self, asked: PreparedName, likenesses: Likenesses, least: float) -> None:
        self._asked, self._likenesses, self._least = asked, likenesses, least
        self._every = (1 << len(asked.tokens)) - 1
        self._usual = asked.kind in PERSONAL and not asked.unspaced
        self._joined = _fewest_joined(asked) if self._usual else 0
        self._abroad = self._usual and bool(asked.tokens) and asked.tokens[0].script != LATIN
        self._looks: dict[str, _Look | None] = {}

    def is_lost(self, name: str, kind: NameKind, tokens: Sequence[str]) -> bool | None:
        """Tell whether a name has no chance; None of one that takes a longer look.

        `tokens`: those that `name_tokens` gives of the name.
        """
        if not (self._usual and kind in PERSONAL and _is_plain(name, tokens)):
            return None
        if len(tokens) == 2 and self._joined and kind == "person":  # noqa: PLR2004 - nearly all
            first, second = tokens
            if self._decides(first, second, _BEGINS) or self._decides(second, first, _ENDS):
                return True
        looks, met = [], 0
        for word in tokens:
            look = self._looks[word] if word in self._looks else self._look(word, kind)
            if look is None:
                return None
            looks.append(look)
            met |= look[0]
        many, asked = len(tokens), len(self._asked.tokens)
        is_idle = many <= asked and not all(look[0] for look in looks)
        too_little = is_idle or (many >= asked and met != self._every)
        if too_little and self._abroad:
            return None
        return too_little and not self._runs_into(looks)

    def _decides(self, word: str, other: str, end: int) -> bool:
        """Tell whether a word of two meets nothing, and decides, whatever the other is.

        It does not if the other may be all that is asked for, written together, or if the two may
        be a word of it: then that begins or ends as this one does.
        """
        look = self._looks[word] if word in self._looks else self._look(word, "person")
        if look is None or look[0] or look[1] or look[end]:
            return False
        return len(other.translate(_WITHOUT_VOWELS)) + other.count("x") < self._joined

    def _look(self, word: str, kind: NameKind) -> _Look | None:
        """Look at a word that was not seen before; None for one that may count otherwise."""
        token = person_token(word)
        look: _Look | None = None
        other_kind = kind == "any" and is_generic(word)
        if token.part != "particle" and word not in PERSON_TITLES and not other_kind:
            met = self._likenesses.meeting(token, self._asked.tokens, self._least)
            begins = ends = True
            if not met:
                begun, ended = (token.consonants, token.sound), (token.consonants[1:], token.sound)
                begins = any(one.startswith(begun) for one in self._asked.identities)
                ends = any(one.endswith(ended) for one in self._asked.identities)
            look = met, token.identity in self._asked.joined, token, begins, ends
        self._looks[word] = look
        return look

    def _runs_into(self, looks: Sequence[_Look]) -> bool:
        """Tell whether neighbours of one name, written together, are a word of the other."""
        if any(look[1] for look in looks):
            return True
        if len(looks) == 1:
            return False
        found = identities([look[2] for look in looks])
        return not self._asked.identities.isdisjoint(found)


def _fewest_joined(asked: PreparedName) -> int:
    """Give how many consonants have the two words of a name, written together.

    0 unless they are known by these alone, and each of the two by them or by its sound.
    """
    if len(asked.tokens) != 2 or len(asked.every) != 2 or not asked.joined:  # noqa: PLR2004
        return 0
    first, second = asked.every
    (joined,) = asked.joined
    known = first.plain and second.plain and joined == run_on(first.consonants, second.consonants)
    return len(joined) if known else 0


def _is_plain(name: str, tokens: Sequence[str]) -> bool:
    """Tell whether a name is what its tokens are: words of ASCII letters with a space between."""
    return (
        len(name) <= LONGEST_WORD
        and name.count(" ") == len(tokens) - 1
        and name.isascii()
        and name.replace(" ", "").isalpha()
    )
