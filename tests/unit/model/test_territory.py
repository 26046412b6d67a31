"""Country names: what means one country gives its code, what does not gives none."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from isthmus.model.territory import ALPHA3, COUNTRY_NAMES, country_code

SPELLINGS = {
    "RU": ["Russian Federation", "russian federation", "RUS", "ru", "Россия", "Russie / Russia"],
    "BY": ["Belarus / Bélarus", "Республика Беларусь", "Biélorussie"],
    "KP": ["Korea, North", "Democratic People's Republic of Korea", "Korea, Dem. People's Rep."],
    "KR": ["Korea, South", "Korea (Republic of)", "KOREA, REPUBLIC OF"],
    "IR": ["Iran, Islamic Republic of", "Iran (Islamic Republic of)", "Islamic Republic of Iran"],
    "CI": ["Cote d'Ivoire", "Côte d’Ivoire", "Cote d Ivoire", "Ivory Coast"],
    "MM": ["Burma", "Myanmar (Burma) / Myanmar (Birmanie)"],
    "PS": ["West Bank", "Region: Gaza", "Palestinian", "State of Palestine"],
    "CD": ["Congo, Democratic Republic of the", "Congo (Kinshasa)", "DR Congo"],
    "CG": ["Congo", "Congo, Republic of the"],
    "TW": ["Republic of China", "Taiwan, Province of China"],
    "CN": ["People's Republic of China", "China (People's Republic of)"],
    "GL": ["Denmark - Greenland"],
    "PT": ["Portugal - Azores"],
    "HK": ["China, Hong Kong Special Administrative Region", "Hong Kong SAR, China"],
    "VC": ["St. Vincent & the Grenadines", "Saint Vincent and the Grenadines"],
    "DE": ["D", "Federal Republic of Germany", "République fédérale d'Allemagne"],
    "GB": ["UK", "U.K.", "GBN", "Great Britain"],
    "XK": ["RKS", "Kosovo"],
    "NA": ["NA", "Namibia"],
}
NO_ONE_COUNTRY = [
    "",
    "unknown",
    "na",
    "no",
    "former Soviet Union",
    "Netherlands Antilles",
    "Germany / France",
    "Islamic State of Iraq",
    "Democratic Republic",
    "Democratic Republic of Korea",
    "possibly Russia or Belarus",
    "\x00",
]


@pytest.mark.parametrize(("code", "text"), [(c, t) for c, ts in SPELLINGS.items() for t in ts])
def test_a_spelling_gives_its_country(code: str, text: str):
    assert country_code(text) == code


@pytest.mark.parametrize("text", NO_ONE_COUNTRY)
def test_what_names_no_one_country_gives_none(text: str):
    assert country_code(text) is None


@pytest.mark.parametrize(
    ("code", "text"),
    [("RU", "روسيا"), ("AE", "الإمارات العربية المتحدة"), ("IR", "ايران"), ("FR", "فرنسا")],
)
def test_an_arabic_name_gives_its_country(code: str, text: str):
    assert country_code(text) == code


def test_every_code_and_english_name_gives_its_own_code():
    assert len(ALPHA3) == len(set(ALPHA3.values())) == 250
    for code, name in COUNTRY_NAMES.items():
        assert {country_code(code), country_code(ALPHA3[code]), country_code(name)} == {code}


@given(st.text(max_size=40))
def test_any_text_gives_a_known_code_or_none(text: str):
    code = country_code(text)
    assert code is None or code in ALPHA3


@given(st.sampled_from(sorted(COUNTRY_NAMES)), st.data())
def test_case_and_word_order_do_not_matter(code: str, data: st.DataObject):
    words = COUNTRY_NAMES[code].replace("(", "").replace(")", "").split()
    mixed = " ".join(data.draw(st.permutations(words)))
    assert country_code(mixed.upper()) == country_code(mixed.lower()) == code


KNOWN_MISSES = re.compile(
    r"unknown|undetermined|None Identified|na|0|.*Soviet Union|Netherlands Antilles|.*possibly.*"
    r"|Region: .*|.*Regulations \(.*|.* Attacks / .*|.* Violence / .*"
)
"""Programmes, regions, former unions and 'unknown' that stand in country fields."""


def _csv(path: Path, *columns: int, encoding: str = "utf-8") -> Iterator[str]:
    with path.open(encoding=encoding, errors="replace", newline="") as lines:
        for row in list(csv.reader(lines))[1:]:
            yield from (row[column] for column in columns if column < len(row))


def _xml(path: Path, *tags: str) -> Iterator[str]:
    for element in etree.parse(path).iter(*tags):
        yield element.text or ""


def _spellings(data: Path) -> Iterator[str]:
    sanctions, finance, fleet = data / "sanctions", data / "finance", data / "movement"
    yield from _csv(sanctions / "ofac_2024" / "add_2024-01.csv", 4)
    yield from _csv(sanctions / "ofac_2024" / "sdn_2024-05-03.csv", 9)
    un = sanctions / "un" / "un_consolidated_2026-02-27.xml"
    yield from _xml(un, "COUNTRY", "ISSUING_COUNTRY", "COUNTRY_OF_ISSUE")
    yield from _xml(sanctions / "intl" / "canada_sema_2025.xml", "Country")
    fincen = finance / "fincen_files"
    yield from _csv(fincen / "download_transactions_map.csv", 8, 9, 12, 13, encoding="cp1252")
    yield from _csv(fincen / "download_bank_connections.csv", 5, 6, encoding="cp1252")
    yield from _csv(fleet / "shadow_fleet_baltic" / "gur_vessels_master.csv", 5)
    yield from _csv(fleet / "shadow_fleet_baltic" / "detected_vessels_q1_2026.csv", 11)
    yield from _csv(fleet / "ports" / "wpi_pub150.csv", 5)


@pytest.mark.real_data
def test_real_country_fields_resolve_or_are_known_not_to(real_data: Path):
    counts = Counter(text.strip() for text in _spellings(real_data))
    counts = Counter({text: n for text, n in counts.items() if text not in {"", "-0-"}})
    named = Counter({text: n for text, n in counts.items() if not KNOWN_MISSES.fullmatch(text)})
    resolved = sum(n for text, n in named.items() if country_code(text) is not None)
    assert counts.total() > 30_000
    assert resolved / named.total() >= 0.999
    assert not [
        text
        for text in counts
        if KNOWN_MISSES.fullmatch(text) and country_code(text) and not text.startswith("Region: ")
    ]


@pytest.mark.real_data
def test_names_and_codes_of_other_tables_agree(real_data: Path):
    with (real_data / "movement" / "ports" / "unlocode_country-codes.csv").open() as lines:
        rows = [row for row in csv.DictReader(lines) if row["CountryCode"] != "XZ"]
    assert [row for row in rows if country_code(row["CountryName"]) != row["CountryCode"]] == []
    with (real_data / "events" / "piracy" / "country_codes.csv").open() as lines:
        pairs = [(row["country_name"], row["country"]) for row in csv.DictReader(lines)]
    assert [pair for pair in pairs if country_code(pair[0]) != country_code(pair[1])] == []
