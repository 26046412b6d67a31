"""Countries of the story: a city with its airport, the first digits of MMSIs, the shape of IBANs.

The facts are public (ISO 3166, UN/LOCODE, IATA, ITU, the IBAN registry); the numbers that are made
of them are invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from isthmus.model.territory import ALPHA3, COUNTRY_NAMES


@dataclass(frozen=True, slots=True)
class Country:
    """One country. `bban`: n a digit, a a letter, per character; empty where IBANs are not used."""

    code: str
    city: str
    airport: str
    mid: str
    bban: str

    @property
    def name(self) -> str:
        """The short English name."""
        return COUNTRY_NAMES[self.code]

    @property
    def alpha3(self) -> str:
        """The ISO 3166-1 alpha-3 code."""
        return ALPHA3[self.code]


_TABLE = """
SE Stockholm ARN 265 n20; NO Oslo OSL 257 n11; DK Copenhagen CPH 219 n14; FI Helsinki HEL 230 n14
EE Tallinn TLL 276 n16; LV Riga RIX 275 a4n13; LT Vilnius VNO 277 n16; PL Gdansk GDN 261 n24
DE Hamburg HAM 211 n18; NL Rotterdam RTM 244 a4n10; GB London LHR 232 a4n14; IE Dublin DUB 250 a4n14
BG Varna VAR 207 a4n14; RS Belgrade BEG 279 n18; KZ Almaty ALA 436 n16; MK Skopje SKP 274 n15
GR Piraeus ATH 237 n23; CY Limassol LCA 209 n24; LB Beirut BEY 450 n24; JO Amman AMM 438 -
AE Dubai DXB 470 n19; EG Alexandria HBE 622 n25; SG Singapore SIN 563 -; MY Penang PEN 533 -
CN Ningbo NGB 412 -; PA Panama-City PTY 352 -; LR Monrovia ROB 636 -; MT Valletta MLA 248 a4n23
GA Libreville LBV 626 -; CM Douala DLA 613 -; KM Moroni HAH 620 -; SL Freetown FNA 667 -
"""


def _pattern(text: str) -> str:
    if text == "-":
        return ""
    if text.startswith("a4"):
        return "aaaa" + "n" * int(text[3:])
    return "n" * int(text[1:])


def _country(entry: str) -> Country:
    code, city, airport, mid, bban = entry.split()
    return Country(code, city.replace("-", " "), airport, mid, _pattern(bban))


COUNTRIES: Mapping[str, Country] = MappingProxyType(
    {
        found.code: found
        for entry in _TABLE.replace("\n", ";").split(";")
        if entry.strip()
        for found in [_country(entry)]
    }
)
"""The countries of the story by ISO 3166-1 alpha-2 code."""

TRADING_FLAGS = ("SE", "NO", "DK", "FI", "EE", "LV", "PL", "DE", "NL", "GB", "GR", "CY", "MT")
OPEN_FLAGS = ("PA", "LR", "GA", "CM", "KM", "SL")
"""Flags to which the story's ships flee."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Months as most formats abbreviate them, whatever the machine's language."""
