"""Meanings: the table of a mapping that says which label fields each marking stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from isthmus.errors import MappingInvalid
from isthmus.formats.raw import Tree
from isthmus.model.label import ALL, CLOSED, LEVELS, Allowed, Label

ANYTHING: Final = "*"
_CLOSED: Final = "closed"
_UNKNOWN: Final = "unknown"
_FIELDS: Final = frozenset(
    {
        "classification",
        "originators",
        "releasable_to",
        "handling",
        "data_categories",
        "subject_categories",
        "legal_bases",
        "purposes",
        "discoverable_to",
    }
)


@dataclass(frozen=True, slots=True)
class Meanings:
    """What each marking means. `exact`: by text; `patterns`: with `*`, the longest first."""

    exact: Mapping[str, Label | None]
    patterns: tuple[tuple[re.Pattern[str], Label | None], ...]

    def of(self, marking: str) -> Label | None:
        """Give what a marking adds to a label; None for one that nobody knows."""
        text = plain(marking)
        if text in self.exact:
            return self.exact[text]
        return next((label for like, label in self.patterns if like.fullmatch(text)), None)


def compiled_meanings(document: Tree, where: str) -> Meanings:
    """Compile a table; raises MappingInvalid with the place of a slip."""
    if not isinstance(document, dict) or not document:
        message = f"expected a table of markings in {where}, got {document!r}"
        raise MappingInvalid(message)
    exact: dict[str, Label | None] = {}
    patterns: list[tuple[str, Label | None]] = []
    for marking, meaning in document.items():
        text, label = plain(str(marking)), _meaning(meaning, f"{where}.{marking}")
        if ANYTHING in text:
            patterns.append((text, label))
        else:
            exact[text] = label
    patterns.sort(key=lambda one: len(one[0].replace(ANYTHING, "")), reverse=True)
    return Meanings(exact, tuple((_pattern(text), label) for text, label in patterns))


def plain(text: str) -> str:
    """Give a marking as it is compared: case, width, blanks and invisible characters aside."""
    normal = unicodedata.normalize("NFKC", text)
    seen = "".join(c for c in normal if unicodedata.category(c) != "Cf")
    return " ".join(seen.casefold().split())


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, text.split(ANYTHING))), re.DOTALL)


def _meaning(value: Tree, where: str) -> Label | None:
    if value == _CLOSED:
        return CLOSED
    if value == _UNKNOWN:
        return None
    if not isinstance(value, dict) or not set(value) <= _FIELDS:
        fields = ", ".join(sorted(_FIELDS))
        message = f"expected label fields ({fields}), closed or unknown in {where}, got {value!r}"
        raise MappingInvalid(message)

    def texts(name: str) -> frozenset[str]:
        return frozenset(_texts(value.get(name), f"{where}.{name}"))

    return Label(
        classification=_levels(value.get("classification"), where),
        originators=texts("originators"),
        releasable_to=_allowed(value, "releasable_to", where),
        handling=texts("handling"),
        data_categories=texts("data_categories"),
        subject_categories=texts("subject_categories"),
        legal_bases=texts("legal_bases"),
        purposes=_allowed(value, "purposes", where),
        discoverable_to=_allowed(value, "discoverable_to", where),
    )


def _levels(value: Tree, where: str) -> frozenset[tuple[str, str]]:
    levels = {} if value is None else value
    if not isinstance(levels, dict) or any(
        level not in LEVELS.get(scheme, ()) for scheme, level in levels.items()
    ):
        message = f"expected a scheme and one of its levels in {where}, got {value!r}"
        raise MappingInvalid(message)
    return frozenset((scheme, str(level)) for scheme, level in levels.items())


def _allowed(document: Mapping[str, Tree], name: str, where: str) -> Allowed:
    value = document.get(name, "all")
    return ALL if value == "all" else Allowed.of(*_texts(value, f"{where}.{name}"))


def _texts(value: Tree, where: str) -> list[str]:
    found = [] if value is None else value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in found):
        message = f"expected texts in {where}, got {value!r}"
        raise MappingInvalid(message)
    return [str(item) for item in found]
