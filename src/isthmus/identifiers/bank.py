"""Identifiers of accounts, banks and legal entities: IBAN, BIC, LEI."""

from __future__ import annotations

import re
from collections.abc import Mapping

from stdnum import bic as bic_codes
from stdnum import iban as iban_codes
from stdnum.iso7064 import mod_97_10

from isthmus.identifiers.outcome import Identified, Outcome, Rejected, compact, identifier

_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")
_BIC_LENGTHS = (8, 11)
_HEAD_OFFICE = "XXX"
_UNREGISTERED: Mapping[str, re.Pattern[str]] = {
    "DZ": re.compile(r"DZ[0-9]{24}"),
    "IR": re.compile(r"IR[0-9]{24}"),
}
"""IBANs of countries that use them, and lists of sanctions name them, without standing in every
version of SWIFT's registry: how they are built."""


@identifier
def iban(text: str) -> Outcome:
    """Give an IBAN without spaces, with its country.

    Length, structure and check digits must fit; the checksums of national account numbers inside
    it are left alone, since banks do not all keep them.
    """
    number = compact(text).removeprefix("IBAN").lstrip(":")
    built = _UNREGISTERED.get(number[:2])
    if built is not None:
        valid = built.fullmatch(number) and mod_97_10.is_valid(number[4:] + number[:4])
    else:
        valid = number.isascii() and iban_codes.is_valid(number, check_country=False)
    if not valid:
        return Rejected("length, structure or check digits fit no country's IBAN")
    return Identified(number, number[:2])


@identifier
def bic(text: str) -> Outcome:
    """Give a BIC with the country of the bank; XXX for the head office is left out."""
    code = compact(text).removeprefix("SWIFT").removeprefix("BIC").lstrip(":")
    if len(code) not in _BIC_LENGTHS or not code.isascii() or not bic_codes.is_valid(code):
        return Rejected("expected 8 or 11 letters and digits with a country at the fifth")
    return Identified(code.removesuffix(_HEAD_OFFICE) if len(code) > 8 else code, code[4:6])  # noqa: PLR2004 - 8 is a BIC without branch


@identifier
def lei(text: str) -> Outcome:
    """Give the twenty characters of a legal entity identifier."""
    code = compact(text).removeprefix("LEI").lstrip(":")
    if not _LEI.fullmatch(code):
        return Rejected("expected 18 letters and digits and two check digits")
    if not mod_97_10.is_valid(code):
        return Rejected("the check digits do not fit")
    return Identified(code)
