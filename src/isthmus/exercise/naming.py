"""Naming: persons, companies and ships get names that nobody else in the story bears.

Names are put together from the parts of `name_tables`. Those that a reader could take for one name
(the same words in another order) count as one, so that only planned namesakes exist.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from isthmus.errors import InputError
from isthmus.exercise.cast import Name
from isthmus.exercise.name_tables import (
    CULTURES,
    FORMS,
    TRADES,
    VESSEL_ENDINGS,
    VESSEL_SECONDS,
    VESSEL_STARTS,
    Culture,
    Part,
)
from isthmus.identifiers.names import NameKind, fingerprint

T = TypeVar("T")
_PATIENCE = 200


@dataclass(slots=True)
class Naming:
    """A drum of names, from which each is drawn once; numbers tell them apart once it is empty."""

    rng: Random
    drawn: set[tuple[str, str]] = field(default_factory=set)

    def person(self, culture: Culture, sex: str) -> Name:
        """Draw the name of a man (M) or a woman (F)."""
        return self._new("person", lambda: self._person(culture, sex), lambda name: name.whole)

    def company(self, culture: Culture, trade: str) -> Name:
        """Draw the name of a company with its legal form."""
        return self._new("organization", lambda: self._company(culture, trade), lambda n: n.family)

    def vessel(self) -> str:
        """Draw a ship's name of at most twenty capitals, as AIS has room for."""
        return self._new("vessel", self._vessel, lambda name: name)

    def _person(self, culture: Culture, sex: str) -> Name:
        start = self.rng.choice(culture.starts)
        end = self.rng.choice(culture.men if sex == "M" else culture.women)
        stem, ending = self.rng.choice(culture.families), self.rng.choice(culture.endings)
        given = _joined(start, end)
        family = _joined(culture.link, stem, ending)
        whole = f"{given[0]} {family[0]}"
        return Name(
            family[0], given[0], family[1], given[1], culture.script, otherwise(whole, culture)
        )

    def _company(self, culture: Culture, trade: str) -> Name:
        stem = _joined(self.rng.choice(culture.families), self.rng.choice(culture.starts))
        if culture.script == "Han":
            # Two syllables of Han writing are too often a town; three are none.
            stem = _joined(self.rng.choice(culture.starts), stem)
        words = self.rng.choice(TRADES[trade])
        latin = f"{stem[0].capitalize()} {words['Latin']}"
        form = self.rng.choice(FORMS[trade])
        own = f"{stem[1].capitalize()} {words[culture.script]}"
        if culture.script == "Han":
            own = own.replace(" ", "")
        spelt = otherwise(stem[0], culture)
        other = f"{spelt} {words['Latin']}" if spelt else ""
        return Name(f"{latin} {form}", "", own, "", culture.script, other)

    def _vessel(self) -> str:
        stem = self.rng.choice(VESSEL_STARTS) + self.rng.choice(VESSEL_ENDINGS)
        return f"{stem.upper()} {self.rng.choice(VESSEL_SECONDS)}".strip()[:20]

    def _new(self, kind: NameKind, draw: Callable[[], T], spelt: Callable[[T], str]) -> T:
        for _ in range(_PATIENCE):
            found = draw()
            key = (kind, fingerprint(spelt(found), kind))
            if key not in self.drawn:
                self.drawn.add(key)
                return found
        message = f"expected fewer names of kind {kind} than the tables have, got {len(self.drawn)}"
        raise InputError(message)


def cultures() -> list[Culture]:
    """Give the cultures in their order."""
    return list(CULTURES.values())


def otherwise(text: str, culture: Culture) -> str:
    """Spell a Latin name as another office would; empty where it would not differ."""
    spelt = text.lower()
    for usual, other in culture.spelt_otherwise:
        spelt = spelt.replace(usual, other)
    spelt = " ".join(word.capitalize() for word in spelt.split())
    return "" if spelt.lower() == text.lower() else spelt


def _joined(*parts: Part) -> Part:
    return "".join(latin for latin, _ in parts), "".join(own for _, own in parts)
