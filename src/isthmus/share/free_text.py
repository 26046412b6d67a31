"""Free text: what a release hides must not stand in its notes either.

A text is searched for each hidden value, whatever the case, the spaces and the punctuation in it;
for a date in the orders and with the month names that people write; for a name part by part. What
paraphrases a value is not found, so an agreement that must be sure drops the property.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from isthmus.model.ontology import ValueKind
from isthmus.model.release import HIDDEN

_PART: Final = re.compile(r"[^\W_]+")
_ISO: Final = re.compile(r"^(\d{4})-(\d{2})-(\d{2})")
_WITHIN: Final = 5
"""From this length on a value is looked for within words too; a shorter one as a whole word."""
_NAME_PART: Final = 3
_MONTHS: Final = (
    ("jan", "january", "janvier"),
    ("feb", "february", "fevrier", "février"),
    ("mar", "march", "mars"),
    ("apr", "april", "avril"),
    ("may", "mai"),
    ("jun", "june", "juin"),
    ("jul", "july", "juillet"),
    ("aug", "august", "aout", "août"),
    ("sep", "sept", "september", "septembre"),
    ("oct", "october", "octobre"),
    ("nov", "november", "novembre"),
    ("dec", "december", "decembre", "décembre"),
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """What may not stand in a text: letters and digits within it, and whole words."""

    within: frozenset[str]
    words: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.within or self.words)


def hidden(values: Iterable[tuple[ValueKind, str]]) -> Hidden:
    """Give what hides these values of these kinds."""
    forms = {form for kind, value in values for form in _forms(kind, value)} - {""}
    return Hidden(
        frozenset(form for form in forms if len(form) >= _WITHIN),
        frozenset(form for form in forms if len(form) < _WITHIN),
    )


def without(text: str, what: Hidden) -> str:
    """Give a text in which each letter and digit of what is hidden is covered."""
    if not what:
        return text
    plain, places = _plain(text)
    covered: set[int] = set()
    for form in what.within:
        at = plain.find(form)
        while at >= 0:
            covered.update(places[at : at + len(form)])
            at = plain.find(form, at + 1)
    for word in _PART.finditer(text):
        if word[0].casefold() in what.words:
            covered.update(range(word.start(), word.end()))
    if not covered:
        return text
    return "".join(HIDDEN if at in covered else letter for at, letter in enumerate(text))


def _plain(text: str) -> tuple[str, list[int]]:
    """Give the letters and digits in lower case, and where in the text each one stands."""
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        if letter.isalnum():
            # One letter may become two, as the German sharp s does.
            lower = letter.casefold()
            letters.append(lower)
            places += [at] * len(lower)
    return "".join(letters), places


def _forms(kind: ValueKind, value: str) -> Iterator[str]:
    yield _plain(value)[0]
    if kind is ValueKind.NAME:
        parts = [_plain(part)[0] for part in (*_PART.findall(value), *value.split())]
        yield from (part for part in parts if len(part) >= _NAME_PART)
        yield "".join(reversed(_PART.findall(value.casefold())))
    if kind in {ValueKind.DATE, ValueKind.TIME} and (found := _ISO.match(value)):
        yield from _dates(*found.groups())


def _dates(year: str, month: str, day: str) -> Iterator[str]:
    number = int(month)
    if not 1 <= number <= len(_MONTHS):
        return
    for m in {month, str(number), *_MONTHS[number - 1]}:
        for d in {day, str(int(day))}:
            yield from (year + m + d, d + m + year, m + d + year)
            yield from (d + m + year[2:], m + d + year[2:])
