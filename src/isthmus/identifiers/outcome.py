"""What a look at an identifier gives: its canonical form, or why there is none."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

LONGEST = 256
"""No identifier is longer; a text beyond this is no identifier."""


@dataclass(frozen=True, slots=True)
class Identified:
    """The canonical form of an identifier, and the country that it names, if it names one.

    `country`: ISO 3166-1 alpha-2.
    """

    value: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a text is no identifier of its family; never repeats the text."""

    reason: str


Outcome: TypeAlias = Identified | Rejected
Identifier: TypeAlias = Callable[[str], Outcome]


def plain(text: str) -> str:
    """Give a text with one form for each letter, ASCII digits, single spaces, ASCII dashes.

    Takes the invisible format characters out; control characters stay for the caller to refuse.
    """
    if text.isascii() and text.isprintable():
        # Nearly every text, in a twentieth of the time: of ASCII there is nothing to fold.
        return " ".join(text.split())
    folded = "".join(map(_plain_character, unicodedata.normalize("NFKC", text)))
    return unicodedata.normalize("NFKC", " ".join(folded.split()))


def compact(text: str, separators: str = " -./_") -> str:
    """Give `plain` in capitals without the separators that people write for reading."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split()).upper().translate(_without(separators))
    capitals = unicodedata.normalize("NFKC", plain(text).upper())
    return unicodedata.normalize("NFKC", "".join(c for c in capitals if c not in separators))


@lru_cache(maxsize=64)
def _without(separators: str) -> dict[int, None]:
    """Give what takes these characters away."""
    return dict.fromkeys(map(ord, separators))


def refusal(text: str) -> Rejected | None:
    """Give the reason why a text can be no identifier at all, whatever its family."""
    if len(text) > LONGEST:
        return Rejected(f"longer than {LONGEST} characters")
    if text.isascii() and text.isprintable():
        return None if text.strip() else Rejected("is empty")
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n\r" for c in text):
        return Rejected("holds control characters")
    if not plain(text):
        return Rejected("is empty")
    return None


def identifier(judge: Identifier) -> Identifier:
    """Make `judge` safe for any text: it then sees only what `refusal` lets through."""

    def judged(text: str) -> Outcome:
        return refusal(text) or judge(text)

    judged.__name__ = judge.__name__
    judged.__doc__ = judge.__doc__
    return judged


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Cf":
        return ""
    if category == "Pd" or character == "\u2212":  # the minus sign
        return "-"
    return " " if character.isspace() else character
