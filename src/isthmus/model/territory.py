"""From what lists call a country to its ISO 3166-1 alpha-2 code.

Dependencies have codes of their own (Bermuda is BM). What names no present country gives None:
'unknown', a former union that several states succeeded, a region across borders, two countries.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from isthmus.model.territory_names import TERRITORY_NAMES

_ENTRY = re.compile(r"([A-Z]{2}) ([A-Z]{3}): (.+)")
_SMALL_WORDS = frozenset(
    {"the", "of", "and", "de", "la", "le", "les", "du", "des", "d", "l", "s", "et", "el", "и"}
)
_LONG_FORMS = {
    "st": "saint",
    "dem": "democratic",
    "rep": "republic",
    "fed": "federated",
    "sts": "states",
}
_HONORIFICS = frozenset(
    {"arab", "bolivarian", "commonwealth", "confederation", "cooperative", "democratic"}
    | {"federal", "federation", "federative", "federated", "hashemite", "people"}
    | {"independent", "islamic", "kingdom", "plurinational", "principality", "republic", "state"}
    | {"peoples", "socialist", "sultanate", "union", "united", "rb"}
    | {"federale", "islamique", "republique", "royaume", "республика", "королевство"}
)
"""Words of official names that may be missing or added without naming another country."""
_SPLIT_COUNTRIES = frozenset({"", "china", "congo", "korea", "america", "guinea", "ireland"})
"""What is left of several countries' official names; only the full name tells which."""
_NOT_CODES = frozenset({"na", "no"})
"""Small letters that mean 'not available' and 'no', and are no codes of Namibia and Norway."""
_PASSPORT_CODES = {"D": "DE", "GBD": "GB", "GBN": "GB", "GBO": "GB", "GBP": "GB", "GBS": "GB"}
_ODD_CODES = _PASSPORT_CODES | {"RKS": "XK", "XKX": "XK", "UK": "GB", "ROM": "RO"}
"""Codes outside ISO 3166-1 that travel documents and banks use."""


def _entries() -> Iterator[tuple[str, str, list[str]]]:
    for line in TERRITORY_NAMES.replace("\n  ", " ").splitlines():
        found = _ENTRY.fullmatch(line)
        if found is None:
            message = f"expected an entry of the territory table, got {line}"
            raise ValueError(message)
        yield found[1], found[2], found[3].split(" / ")


def _key(text: str) -> frozenset[str]:
    """Give the words of a name that tell it from others, in no order."""
    folded = "".join(
        c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
    ).casefold()
    words = (_LONG_FORMS.get(word, word) for word in re.split(r"[\W_]+", folded.replace(".", "")))
    return frozenset(word for word in words if word and word not in _SMALL_WORDS)


ALPHA3: Mapping[str, str] = MappingProxyType({two: three for two, three, _ in _entries()})
"""ISO 3166-1 alpha-2 to alpha-3."""

COUNTRY_NAMES: Mapping[str, str] = MappingProxyType({two: names[0] for two, _, names in _entries()})
"""ISO 3166-1 alpha-2 to the short English name."""

_BY_CODE = {three: two for two, three in ALPHA3.items()} | {two: two for two in ALPHA3} | _ODD_CODES
_BY_NAME = {_key(name): two for two, _, names in _entries() for name in names}


@lru_cache(maxsize=8192)
def country_code(text: str) -> str | None:
    """Give the ISO 3166-1 alpha-2 code of a country, or None if the text names no one country.

    Takes alpha-2, alpha-3 and travel document codes, and names in English, French, Russian and
    Arabic in any word order ('Korea, North'), with official words ('Iran (Islamic Republic of)'),
    doubled ('Belarus / Bélarus'), or after their sovereign ('Denmark - Greenland').
    """
    bare = text.strip().removeprefix("Region:").strip()
    if bare.isascii() and bare.upper() in _BY_CODE:
        return None if bare in _NOT_CODES else _BY_CODE[bare.upper()]
    return _named(bare) or _doubled(bare) or _dependency(bare)


def _named(text: str) -> str | None:
    """Look a name up: whole, without what stands in parentheses, without official words."""
    whole = _key(text)
    short = _key(re.sub(r"\([^()]*\)", " ", text))
    return _BY_NAME.get(whole) or _BY_NAME.get(short) or _plain(whole) or _plain(short)


def _plain(key: frozenset[str]) -> str | None:
    # 'Islamic State of Iraq' is an organisation, not Iraq.
    core = key - _HONORIFICS
    if {"islamic", "state"} <= key or " ".join(sorted(core)) in _SPLIT_COUNTRIES:
        return None
    return _BY_NAME.get(core)


def _doubled(text: str) -> str | None:
    """Read 'Belarus / Bélarus': the same country in two languages."""
    if "/" not in text:
        return None
    codes = {_named(part) for part in text.split("/")}
    return codes.pop() if len(codes) == 1 else None


def _dependency(text: str) -> str | None:
    """Read 'Denmark - Greenland': the dependency if it has a code, else its sovereign."""
    sovereign, dash, dependency = text.partition(" - ")
    return (_named(dependency) or _named(sovereign)) if dash else None
