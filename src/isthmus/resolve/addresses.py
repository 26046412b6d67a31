"""Addresses: their words in one spelling, and the keys under which an address is found.

`a:<words>` the whole, in no order: equal where the comparator of addresses says so;
`ah:<number>:<word>` a house number or a postal code with a word beside it, for searching alone: an
address is hardly ever written with the same words twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from isthmus.identifiers.names import name_tokens
from isthmus.model.territory import COUNTRY_NAMES

WHOLE: Final = "a:"
BESIDE: Final = "ah:"
MOST_WORDS: Final = 16
"""So many words of an address count."""
_LEAST_LETTERS: Final = 3
_MOST_NUMBERS, _MOST_BESIDE = 2, 3
_ENOUGH: Final = 2
"""So many words beside its number make an address tell enough, or one and a kind of street."""

_SHORT_FORMS: Final = {
    "street": "st", "road": "rd", "avenue": "ave", "av": "ave", "avenida": "ave", "place": "pl",
    "court": "ct", "drive": "dr", "crescent": "cres", "lane": "ln", "square": "sq",
    "strasse": "str", "boulevard": "blvd", "bd": "blvd", "highway": "hwy", "parkway": "pkwy",
    "ulitsa": "ul", "ulica": "ul", "prospekt": "pr", "pereulok": "per", "shosse": "sh",
    "building": "bldg", "apartment": "apt", "floor": "fl", "suite": "ste", "room": "rm",
    "north": "n", "south": "s", "east": "e", "west": "w",
}  # fmt: skip
_STREETS: Final = frozenset(
    {"ave", "blvd", "box", "calle", "corso", "cres", "ct", "dr", "hwy", "ln", "per", "pkwy", "pl"}
    | {"platz", "pr", "rd", "rue", "sh", "sharia", "sokak", "sq", "st", "str", "strada", "ul"}
    | {"via", "weg", "caddesi", "allee", "plaza", "viale"}
)
"""What kinds of street are called, in their short form."""
_RUN_ON: Final = ("strasse", "straat")
"""What a kind of street is called that is written together with its name."""
_NAMELESS: Final = (
    _STREETS
    | {"apt", "bldg", "house", "office", "ste", "unit"}
    | {word for name in COUNTRY_NAMES.values() for word in name_tokens(name, "any")}
)
"""Words that name no place: kinds of streets, parts of houses, countries."""


class Address(NamedTuple):
    """The words of an address in their order, each once; what of them is a number, or names.

    `numbers`: of houses, and postal codes. `names`: of streets, houses and towns, no country's.
    `whole`: the words in no order. `tells`: whether it tells of one place, by a number and a
    street; a postal code with its town does not, nor does a town with its country. `is_found`:
    whether it is searched for as a whole. `beside`: keys of the first numbers with the first names.
    """

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    names: tuple[str, ...]
    whole: str
    tells: bool
    is_found: bool
    beside: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key of the whole."""
        return f"{WHOLE}{self.whole}"


@lru_cache(maxsize=4_096)
def read_address(value: str) -> Address:
    """Read an address."""
    return address_of(address_words(value))


def address_words(value: str) -> tuple[str, ...]:
    """Give the words of an address in their order, each once, in one alphabet and in short forms.

    At most MOST_WORDS; () for what has no letter or digit.
    """
    tokens = name_tokens(value, "any")
    if "box" in tokens:
        tokens = _without_points(tokens)
    short = [_SHORT_FORMS.get(word, word) for word in tokens[:MOST_WORDS]]
    run_on = [f"{_ending(word)}str" if word.endswith(_RUN_ON) else word for word in short]
    return tuple(dict.fromkeys(run_on))


def address_of(words: Iterable[str]) -> Address:
    """Look at the words of an address."""
    each = tuple(dict.fromkeys(words))
    numbers = tuple([word for word in each if not word.isalpha()])
    names = tuple([word for word in each if _names_something(word)])
    enough = len(names) >= _ENOUGH
    tells = bool(numbers) and (enough or (bool(names) and any(map(_is_street, each))))
    return Address(
        each,
        numbers,
        names,
        whole=" ".join(sorted(each)),
        tells=tells,
        is_found=enough or tells,
        beside=tuple(
            f"{BESIDE}{number}:{name}"
            for number in numbers[:_MOST_NUMBERS]
            for name in names[:_MOST_BESIDE]
        ),
    )


def _without_points(tokens: Sequence[str]) -> tuple[str, ...]:
    """Write the p and the o of a P.O. box together."""
    found = [*tokens]
    for at in reversed([at for at, two in enumerate(pairwise(tokens)) if two == ("p", "o")]):
        found[at : at + 2] = ["po"]
    return tuple(found)


def _ending(word: str) -> str:
    """Give a name with which a kind of street is written together, without it."""
    return next(word.removesuffix(form) for form in _RUN_ON if word.endswith(form))


def _is_street(word: str) -> bool:
    return word in _STREETS or word.endswith("str")


def _names_something(word: str) -> bool:
    return (
        (len(word) >= _LEAST_LETTERS or not word.isascii())
        and word.isalpha()
        and word not in _NAMELESS
    )
