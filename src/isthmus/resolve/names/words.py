"""Words of names that weigh little, or mean the same: particles, generic words, numerals, forms.

All spelled as tokens are: small ASCII letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

_PARTICLES: Final = """
    al el ul ad ar as ash at az an ed er es esh et ez
    bin ibn bn ben bint bnt bent binti binte ould wuld oglu ogly oghlu uulu kyzy qizi kizi
    abu abi abou bu umm um
    de da do di du del della dei degli dal dalla des la le las los lo
    von van der den ter ten zu zum zur vom und af av
    y e i o san santa st saint mac mc fitz
"""
PARTICLES: Final = frozenset(_PARTICLES.split())
"""Small words inside names of persons: their absence costs little, their presence proves little."""

FILIAL: Final = frozenset(
    ["bin", "ibn", "bn", "ben", "bint", "bnt", "bent", "binti", "binte", "ould", "wuld"]
)
"""Particles after which the father's name stands."""

GENERATIONS: Final[Mapping[str, int]] = MappingProxyType(
    {"sr": 1, "snr": 1, "senior": 1, "jr": 2, "jnr": 2, "junior": 2, "ii": 2, "iii": 3, "iv": 4}
)
"""Words that tell apart who in a family bear one name, and which of them it is."""

AFFIXES: Final = frozenset(
    [
        "al",
        "el",
        "abu",
        "abi",
        "abou",
        "abd",
        "abdul",
        "abdel",
        "abdal",
        "ibn",
        "bin",
        "ben",
        "mac",
        "mc",
        "o",
        "de",
        "la",
        "le",
        "van",
        "von",
    ]
)
"""Words that are also written together with the word after them."""

_PATRONYMIC: Final = (
    "ovich", "evich", "yevich", "ievich", "ovych", "evych", "iovych", "ovna", "evna", "yevna",
    "ivna", "ovitch", "evitch", "ovic", "evic", "ichna", "inichna", "owitsch", "ewitsch", "ouglu",
)  # fmt: skip

LONGEST_NUMERAL: Final = 7
_STEM_ENDINGS: Final = ("", "y", "iy", "i", "ei", "ey", "ai", "ay", "a", "o")


def is_patronymic(name: str) -> bool:
    """Tell whether a token looks like a name made of the father's: Petrovich, Ivanovna."""
    return len(name) >= len("ilyich") and (name.endswith(_PATRONYMIC) or name == "ilyich")


def fathers(name: str) -> Iterator[str]:
    """Give the names from which a patronymic may be made: Nikolaevich gives nikola, nikolay ..."""
    ending = max((e for e in _PATRONYMIC if name.endswith(e)), key=len, default="")
    stem = name.removesuffix(ending).removesuffix("y")
    return (stem + more for more in _STEM_ENDINGS)


_LONG_INITIAL: Final = re.compile(
    r"(?<![^\W\d_])(shch|sch|dzh|y[aeou]|j[au]|[ckstpzg]h|t[sz]|ps|\u0434[\u0436\u0437])\."
)
"""One letter of another alphabet in Latin ones, and what Cyrillic writes for a J."""


def long_initials(text: str) -> frozenset[str]:
    """Give the initials of a text that are several letters: Yu., Sh.; Yu alone is a name."""
    return frozenset(_LONG_INITIAL.findall(text.lower()))


BEGINNINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        initial: tuple(spellings.split())
        for initials, spellings in (
            ("\u044e yu ju", "yu iu ju you"),
            ("\u044f ya ja", "ya ia ja"),
            ("\u0451 yo", "yo io jo"),
            ("\u0454 ye", "ye ie je e"),
            ("\u0436 zh", "zh j \u017e"),
            ("\u0445 kh", "kh h ch x"),
            ("\u0446 ts tz", "ts tz c z"),
            ("\u0447", "ch tch tsch \u010d"),
            ("\u0448 sh", "sh sch ch \u0161 \u015f"),
            ("\u0449 shch", "shch sch sc \u0161\u010d"),
            ("\u03b8", "th t"),
            ("\u03c7", "ch h x kh"),
            ("\u05e9", "sh s"),
            ("\u00fe", "th t \u00fe"),
        )
        for initial in initials.split()
    }
)
"""An initial to what the names may begin with, in Latin letters, for which it stands."""

_ADDRESS: Final = """
rev reverend fr father bishop pope president prince princess king queen baron baroness count
countess duke duchess judge justice senator ambassador minister chairman imam mufti rabbi chief
sultan emir
ii iii iv v jnr phd md cpa ret retired hon agha khan bey pasha effendi begum saheb sahib ustad ustaz
comrade commander commandante major sergeant
"""
ADDRESS: Final = frozenset(_ADDRESS.split())
"""Titles and suffixes that are names too: kept, and missed for little."""

_GENERIC: Final = """
bank banking group holding holdings trading trade company international global world enterprise
enterprises industries industry industrial industria services service solutions systems technology
technologies general commercial national limited investment investments finance financial capital
construction engineering import export shipping marine maritime transport logistics energy oil gas
petroleum management consulting development products manufacturing factory works plant center
centre institute research association foundation organization organisation society union
iran iranian russia russian china chinese syria syrian iraq iraqi turkey turkish korea korean india
indian pakistan lebanon lebanese libya yemen sudan cuba panama venezuela mexico america american usa
germany german france french britain british uk europe european asia asian africa african japan
japanese dubai uae emirates hong kong singapore malaysia moscow beijing tehran damascus middle east
corporation partners associates ventures resources supply electronics the and of for
"""
GENERIC: Final = frozenset(_GENERIC.split())
"""Words that many organizations share."""

_EMPTY: Final = "the and of for de la le les des du del der die das und et y e i"
EMPTY: Final = frozenset(_EMPTY.split())
"""Words of organizations whose absence says nothing."""

_SAME: Final = """
and: und et y en og och & n plus
international: intl int internacional internationale mezhdunarodnyy mezhdunarodnaya internazionale
company: co cie compania compagnie kompaniya
corporation: corp corporacion korporatsiya
brothers: bros
technology: tech technologies tekhnologii technologie tecnologia tekhnologiya
engineering: eng engg engrg inzhiniring
manufacturing: mfg manufacture
university: univ universitat universidad universite universita universitet
association: assoc assn assotsiatsiya
department: dept
government: govt
national: natl nacional nationale natsionalnyy natsionalnaya
industry: ind inds industries industria
group: grp gruppe grupo groupe gruppa gruppo
services: service svc svcs servicios
management: mgmt mgt
institute: inst institut instituto
federal: fed
center: centre ctr tsentr zentrum centro
organization: organisation org organizatsiya
exchange: exch
development: dev devt
general: gen
holding: holdings hldg hldgs kholding
trading: trdg
transport: transportation trans
systems: system sys
solutions: solution
partners: partner
enterprises: enterprise predpriyatie entreprise empresa
laboratories: laboratory labs lab
bank: banco banque banca
insurance: ins
investments: investment invest
saint: st sankt
limited: ltd
state: gosudarstvennyy
foundation: fdn fond stiftung fundacion fondation
ministry: ministerstvo ministerio ministere
republic: rep respublika
"""


def _same() -> Iterator[tuple[str, str]]:
    for line in _SAME.strip().splitlines():
        meaning, _, spellings = line.partition(": ")
        for spelling in spellings.split():
            yield spelling, meaning


SAME: Final[Mapping[str, str]] = MappingProxyType(dict(_same()))
"""A word of organizations to the one that means the same."""

_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
)
_ROMAN: Final = "ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"

NUMERALS: Final[Mapping[str, int]] = MappingProxyType(
    {word: value for value, word in enumerate(_UNITS.split())}
    | {word: value for value, word in enumerate(_ORDINALS.split(), 1)}
    | {word: value for value, word in enumerate(_ROMAN.split(), 2)}
)
"""Words for numbers, as they stand in names of organizations and ships."""

_ORDINAL_ENDINGS: Final = ("st", "nd", "rd", "th")


def number(token: str) -> int | None:
    """Give the number that a token of an organization's or ship's name stands for."""
    bare = token[:-2] if token.endswith(_ORDINAL_ENDINGS) and token[:1].isdigit() else token
    if bare.isdecimal() and len(bare) <= LONGEST_NUMERAL:
        return int(bare)
    return NUMERALS.get(token)


_MEANINGS: Final = """
limited: sia uab lda sti llc ltd gmbh sarl srl sl bv ooo doo sro zoo kft bhd aps wll ug
stock: psc zrt dd ca ad sal inc plc ag sa sas spa nv ab as oy ao pao zao jsc pt kk sacv co
partnership: llp lp kg
association: ev
zone: fze est
"""

FORM_MEANINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        form: meaning
        for meaning, _, forms in (line.partition(": ") for line in _MEANINGS.strip().splitlines())
        for form in forms.split()
    }
)
"""A legal form's short spelling to what it is, in any country's law."""
