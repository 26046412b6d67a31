"""What the node says to people exists in every language of the console, in words of its own."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from isthmus.model.ontology import LANGUAGES

ROOT = Path(__file__).parents[2]
RESOURCES = ROOT / "src/isthmus/resources"
SPOKEN = ("isthmus.flow.graph", "isthmus.flow.showing.feeds", "isthmus.flow.showing.values")
EQUAL_BY_NATURE = frozenset(
    {"BIC", "IBAN", "IMSI", "LEI", "LRN", "MMSI", "MRN"}
    | {"Description", "Destination", "Latitude", "Longitude", "Minutes", "Notes", "Organisation"}
    | {"Participant", "Programme", "Tonnage", "Transactions", "Type"}
    | {"bits", "{bits} bits", "code", "rare", "table", "version"}
)
"""Reviewed: French words that are spelt as in English, and signs that every language shares."""


def spoken(value: object, path: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Give every mapping of languages to texts, with its path."""
    if isinstance(value, Mapping):
        if value.keys() & set(LANGUAGES) and all(isinstance(v, str) for v in value.values()):
            yield path, value
            return
        for key, inner in value.items():
            yield from spoken(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from spoken(inner, f"{path}[{position}]")


def everything() -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted(RESOURCES.rglob("*.yaml")):
        found.update(spoken(yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader), file.stem))
    for name in SPOKEN:
        for constant, value in vars(importlib.import_module(name)).items():
            if constant.isupper():
                found.update(spoken(value, f"{name}.{constant}"))
    return found


def faults(path: str, text: Mapping[str, str]) -> Iterator[str]:
    """Say what is wrong with one text in its languages."""
    for lang in LANGUAGES:
        if not text.get(lang, "").strip():
            yield f"{path}: {lang} is missing"
        elif lang != "en" and text[lang] == text.get("en") and text[lang] not in EQUAL_BY_NATURE:
            yield f"{path}: {lang} repeats the English {text[lang]!r}"
    yield from (
        f"{path}: {lang} is no language of the console" for lang in set(text) - {*LANGUAGES}
    )


def test_every_text_of_the_node_is_in_every_language():
    every = everything()
    assert len(every) > 150
    assert [fault for path, text in every.items() for fault in faults(path, text)] == []


def test_no_reviewed_word_has_lost_its_use():
    texts = everything().values()
    used = {t["fr"] for t in texts if t["fr"] == t["en"]} | {
        t["ar"] for t in texts if t["ar"] == t["en"]
    }
    assert EQUAL_BY_NATURE - used == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ({"en": "Vessel", "fr": "Navire", "ar": "سفينة"}, []),
        ({"en": "Vessel", "fr": "Navire"}, ["x: ar is missing"]),
        ({"en": "Vessel", "fr": "Vessel", "ar": "سفينة"}, ["x: fr repeats the English 'Vessel'"]),
        (
            {"en": "Vessel", "fr": "Navire", "ar": "سفينة", "de": "Schiff"},
            ["x: de is no language of the console"],
        ),
    ],
)
def test_a_missing_copied_or_further_language_is_a_fault(
    text: Mapping[str, str], expected: list[str]
):
    assert list(faults("x", text)) == expected
