"""Identifiers of trade: freight containers and economic operators."""

from __future__ import annotations

import re

from stdnum import iso6346

from isthmus.identifiers.outcome import Identified, Outcome, Rejected, compact, identifier
from isthmus.model.territory import ALPHA3

_CONTAINER = re.compile(r"[A-Z]{3}[UJZR][0-9]{7}")
_EORI = re.compile(r"([A-Z]{2})[A-Z0-9]{1,15}")


@identifier
def container(text: str) -> Outcome:
    """Give the eleven characters of a container number (ISO 6346)."""
    number = compact(text)
    if not _CONTAINER.fullmatch(number):
        return Rejected("expected an owner code, U, J or Z, six digits and a check digit")
    if iso6346.calc_check_digit(number[:-1]) != number[-1]:
        return Rejected("the check digit does not fit")
    return Identified(number)


@identifier
def eori(text: str) -> Outcome:
    """Give an economic operator's number; XI marks Northern Ireland."""
    number = compact(text).removeprefix("EORI").lstrip(":")
    found = _EORI.fullmatch(number)
    country = "GB" if number.startswith("XI") else number[:2]
    if found is None or country not in ALPHA3:
        return Rejected("expected a country code and up to fifteen letters and digits")
    return Identified(number, country)
