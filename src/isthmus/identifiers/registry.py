"""Which function knows which family of identifiers: the names that the ontology uses."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from isthmus.identifiers.aircraft import icao24, tail
from isthmus.identifiers.bank import bic, iban, lei
from isthmus.identifiers.cargo import container, eori
from isthmus.identifiers.contact import email, phone
from isthmus.identifiers.crypto import crypto
from isthmus.identifiers.device import iccid, imei, imsi
from isthmus.identifiers.document import passport, plate, registration, tax
from isthmus.identifiers.mrz import mrz
from isthmus.identifiers.outcome import Identifier, Outcome
from isthmus.identifiers.vessel import callsign, imo, imo_company, mmsi

IDENTIFIERS: Mapping[str, Identifier] = MappingProxyType(
    {
        "bic": bic,
        "callsign": callsign,
        "container": container,
        "crypto": crypto,
        "email": email,
        "eori": eori,
        "iban": iban,
        "icao24": icao24,
        "iccid": iccid,
        "imei": imei,
        "imo": imo,
        "imo_company": imo_company,
        "imsi": imsi,
        "lei": lei,
        "mmsi": mmsi,
        "mrz": mrz,
        "passport": passport,
        "phone": phone,
        "plate": plate,
        "registration": registration,
        "swift": bic,
        "tail": tail,
        "tax": tax,
    }
)
"""Family of identifiers to its judge. Each takes any text, never raises, and is idempotent."""


LETTERS_SUFFICE = frozenset(
    {"bic", "callsign", "crypto", "email", "eori", "icao24", "mrz", "swift", "tail"}
)
"""Families whose identifiers may be without a digit; whoever tries them all need not try others."""


@lru_cache(maxsize=65_536)
def identified(family: str, text: str) -> Outcome:
    """Judge a text as an identifier of a family. Remembered: the same numbers come again and again.

    Raises KeyError for a family that there is none of.
    """
    return IDENTIFIERS[family](text)
