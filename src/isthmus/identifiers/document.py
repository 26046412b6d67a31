"""Numbers that authorities give: passports, registers, tax, number plates.

They have no checksum in common; their canonical form is capitals and digits without separators.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from stdnum.eu import vat

from isthmus.identifiers.outcome import (
    Identified,
    Outcome,
    Rejected,
    compact,
    identifier,
    plain,
    refusal,
)

LIKE_LATIN = str.maketrans("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS")  # noqa: RUF001 - looks alike: why it is here
"""Cyrillic capitals that plates and passports share with Latin by their looks."""

_NUMBER_SIGN = re.compile(
    r"(?:passport\b)?\s*(?:(?:no|nr|num|number)\b[.:#]*|[:#]+)\s*(?=.)|passport\b\s*(?=.)",
    re.IGNORECASE,
)
_DIGITS_ONLY: Mapping[str, re.Pattern[str]] = {
    "GB": re.compile(r"[0-9OI]{9}"),
    "RU": re.compile(r"[0-9OI]{9,10}"),
    "UA": re.compile(r"[0-9OI]{9}"),
}
"""Countries whose passports have digits where this fits: there O is 0 and I is 1."""
_NO_LETTER_O = frozenset({"DE", "FR", "IT", "NL", "PL"})
"""Countries whose passport numbers have no letter O beside the digit 0."""
_LONGEST_PASSPORT = 20


def passport(text: str, *, country: str | None = None) -> Outcome:
    """Give a passport number in capitals and digits.

    `country`: ISO 3166-1 alpha-2 of the issuer, whose habits tell the letter O from the digit 0.
    """
    return refusal(text) or _passport(text, country)


def _passport(text: str, country: str | None) -> Outcome:
    if text.isascii() and text.isalnum():
        number = text.upper()
    else:
        written = plain(text)
        sign = _NUMBER_SIGN.match(written)
        number = _kept(written[sign.end() :] if sign is not None else written)
        number = number.translate(LIKE_LATIN)
    if not _has_digit(number):
        return Rejected("expected letters and digits, a digit among them")
    if not 3 <= len(number) <= _LONGEST_PASSPORT:  # noqa: PLR2004 - a shorter one tells nobody apart
        return Rejected(f"expected 3 to {_LONGEST_PASSPORT} letters and digits")
    digits_only = _DIGITS_ONLY.get(country or "")
    if digits_only is not None and digits_only.fullmatch(number):
        number = number.replace("O", "0").replace("I", "1")
    if country in _NO_LETTER_O:
        number = number.replace("O", "0")
    return Identified(number, country)


@identifier
def registration(text: str) -> Outcome:
    """Give a number of a register or an identity document in capitals without separators."""
    number = _kept(text)
    if not _has_digit(number):
        return Rejected("expected letters and digits, a digit among them")
    return Identified(number)


@identifier
def tax(text: str) -> Outcome:
    """Give a tax number without separators; with its country if it is a valid EU VAT number."""
    number = _kept(text)
    if not _has_digit(number):
        return Rejected("expected digits")
    return Identified(number, _vat_country(number))


@identifier
def plate(text: str) -> Outcome:
    """Give a vehicle's number plate without separators, in Latin letters where they look alike."""
    number = _kept(compact(text).translate(LIKE_LATIN))
    if not _has_digit(number) or not 2 <= len(number) <= 12:  # noqa: PLR2004 - what fits
        return Rejected("expected 2 to 12 letters and digits, a digit among them")
    return Identified(number)


def _kept(text: str) -> str:
    """Give a text in capitals; leave out separators, quotes, commas, colons and other signs."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return compact("".join(c for c in compact(text) if c.isalnum()))


def _has_digit(number: str) -> bool:
    if number.isascii() and number.isalnum():
        return not number.isalpha()
    return any(c.isdigit() for c in number)


def _vat_country(number: str) -> str | None:
    if not re.fullmatch(r"[A-Z]{2}[0-9A-Z+*]{2,13}", number) or not vat.is_valid(number):
        return None
    return {"EL": "GR", "XI": "GB", "EU": None}.get(number[:2], number[:2])
