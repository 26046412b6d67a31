"""The first cut of names: tokens in one alphabet, without titles and legal forms.

A name in any script becomes tokens of small ASCII letters and digits; Chinese, Japanese and Korean
writing becomes pairs of neighbouring characters, since it has no spaces. What a name consists of
alone is never dropped: 'Dr' gives the token `dr`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from anyascii import anyascii

from isthmus.identifiers.name_tables import (
    LEGAL_FORMS,
    PERSON_TITLES,
    SLASHED_VESSEL_PREFIXES,
    VESSEL_PREFIXES,
)

NameKind: TypeAlias = Literal["any", "person", "organization", "vessel"]
NAME_KINDS: Final[Sequence[NameKind]] = ("any", "person", "organization", "vessel")

_PAIRED_SCRIPTS = re.compile(
    r"([\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f]+)"
)
"""Han, kana and hangul: written without spaces."""
_SILENT = re.compile(r"['’‘ʼʻ`´ʹʺ\u0640]")  # noqa: RUF001 - the apostrophes that names are written with
"""Apostrophes, soft signs and the Arabic tatweel: left out, so that O'Neil and ONeil agree."""
_SILENT_ASCII = str.maketrans("", "", "'`")
_VESSEL_PREFIX = re.compile(
    r"\s*([A-Za-z]{1,4}(?:[./\\]\s?[A-Za-z]{1,3})*[./\\]?)\s+(\S.*)", re.DOTALL
)
_ASCII_WORDS = re.compile(r"[a-z0-9]+")
_FORMS_BEGIN = frozenset(form[0] for form in LEGAL_FORMS)
_LONGEST_FORM = max(len(form) for form in LEGAL_FORMS)


@lru_cache(maxsize=16_384)
def name_tokens(name: str, kind: NameKind) -> tuple[str, ...]:
    """Give the tokens of a name in their order; empty if it has no letter or digit to spell.

    Drops titles of persons, legal forms of organizations, and prefixes of vessels.
    """
    if kind == "vessel":
        return vessel_tokens(name)
    tokens = _tokens(name)
    kept = _without_titles(tokens) if kind == "person" else _without_forms(tokens)
    return tuple(kept or tokens)


def fingerprint(name: str, kind: NameKind) -> str:
    """Give the sorted set of a name's tokens, joined by a space: equal in any word order."""
    return " ".join(sorted(set(name_tokens(name, kind))))


def legal_form(name: str) -> str | None:
    """Give the legal form that an organization's name ends or begins with, in its short spelling.

    The same form in Cyrillic and in Latin letters gives one spelling; None if there is no form.
    """
    tokens = _tokens(name)
    for length in range(min(_LONGEST_FORM, len(tokens) - 1), 0, -1):
        for part in (tokens[-length:], tokens[:length]):
            form = LEGAL_FORMS.get(tuple(part))
            if form is not None:
                return form
    return None


def vessel_tokens(name: str) -> tuple[str, ...]:
    """Give the tokens of a ship's name without M/V, MT, SS and the like before it."""
    found = _VESSEL_PREFIX.match(unicodedata.normalize("NFKC", name))
    if found is None:
        return tuple(_tokens(name))
    prefix = re.sub(r"[^a-z]", "", found[1].lower())
    known = VESSEL_PREFIXES if found[1].isalpha() else SLASHED_VESSEL_PREFIXES
    return tuple((prefix in known and _tokens(found[2])) or _tokens(name))


def _tokens(name: str) -> list[str]:
    if name.isascii() and name.isprintable():
        if name.replace(" ", "").isalpha():
            return name.lower().split()
        # Nearly every name, in a fifth of the time. What is not printable joins instead of parting.
        return _ASCII_WORDS.findall(name.translate(_SILENT_ASCII).lower())
    composed = _SILENT.sub("", unicodedata.normalize("NFKC", name))
    tokens: list[str] = []
    for part in _PAIRED_SCRIPTS.split(composed):
        if _PAIRED_SCRIPTS.fullmatch(part):
            tokens.extend(_pairs(part))
        else:
            tokens.extend(_words(part))
    return tokens


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def _words(part: str) -> list[str]:
    """Transliterate letters to ASCII; what is neither letter, mark nor digit parts the words."""
    bare = "".join(
        c if c.isalnum() else "" if unicodedata.category(c)[0] in "MC" else " "
        for c in unicodedata.normalize("NFKD", part)
    )
    spelled = (re.sub(r"[^a-z0-9]", "", anyascii(word).lower()) for word in bare.split())
    return [word for word in spelled if word]


def _without_titles(tokens: Sequence[str]) -> list[str]:
    return [token for token in tokens if token not in PERSON_TITLES]


def _without_forms(tokens: Sequence[str]) -> list[str]:
    """Drop legal forms wherever they stand, the longest first."""
    kept: list[str] = []
    at = 0
    while at < len(tokens):
        length = _form_length(tokens, at)
        if not length:
            kept.append(tokens[at])
        at += length or 1
    return kept


def _form_length(tokens: Sequence[str], at: int) -> int:
    if tokens[at] not in _FORMS_BEGIN:
        return 0
    for length in range(_LONGEST_FORM, 0, -1):
        if tuple(tokens[at : at + length]) in LEGAL_FORMS:
            return length
    return 0
