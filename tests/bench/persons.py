"""Invented persons with errors, for the rows that need very many: seeded, so the same each time.

Entities are Zipf-named, born 1940 to 2008; each has one record, and further ones by Poisson. A
further record has misspelt names (a quarter), swapped names (3 %), a wrong digit in the date of
birth (12 %) or in the document (15 %), another postal code (20 %); much is missing.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from math import exp
from random import Random
from typing import Final

SYLLABLES: Final = [
    "ba",
    "be",
    "bi",
    "bo",
    "bu",
    "da",
    "de",
    "di",
    "do",
    "du",
    "ka",
    "ke",
    "ki",
    "ko",
    "la",
    "le",
    "li",
    "lo",
    "lu",
    "ma",
    "me",
    "mi",
    "mo",
    "na",
    "ne",
    "ni",
    "no",
    "ra",
    "re",
    "ri",
    "ro",
    "sa",
    "se",
    "si",
    "so",
    "ta",
    "te",
    "ti",
    "to",
    "va",
    "ve",
    "vi",
    "za",
    "zo",
    "han",
    "mar",
    "pet",
    "jov",
    "stan",
    "kov",
    "ski",
    "son",
    "berg",
    "mann",
]
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
DIGITS: Final = "0123456789"


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `truth`: the person whom it is about. A missing value is empty."""

    truth: int
    given: str
    surname: str
    born: str
    document: str
    postcode: str
    phone: str


class Persons:
    """Draws records. `further`: how many a person has beside the first, on average."""

    def __init__(self, seed: int, further: float = 0.67) -> None:
        self._random = Random(seed)  # noqa: S311 - invented persons
        self._further = further
        self._given = _Zipf(self._names(6_000, 3), 0.8)
        self._surnames = _Zipf(self._names(60_000, 4), 0.7)

    def rows(self, count: int) -> list[Row]:
        """Give `count` records in a random order."""
        found: list[Row] = []
        truth = 0
        while len(found) < count:
            found += self._of(truth)
            truth += 1
        del found[count:]
        self._random.shuffle(found)
        return found

    def misspelt(self, row: Row) -> Row:
        """Give a record as somebody might ask for it: each name wrong by a letter, no document."""
        given, surname = (self._misspelt(text, 1, LETTERS) for text in (row.given, row.surname))
        return replace(row, given=given, surname=surname, document="", phone="")

    def _names(self, count: int, syllables: int) -> list[str]:
        names: dict[str, None] = {}
        while len(names) < count:
            names["".join(self._random.choices(SYLLABLES, k=syllables))] = None
        return list(names)

    def _of(self, truth: int) -> Iterator[Row]:
        r = self._random
        given, surname = self._given.draw(r), self._surnames.draw(r)
        born = (date(1940, 1, 1) + timedelta(days=r.randrange(25_000))).isoformat()
        document, phone = f"D{r.randrange(10**8, 10**9)}", f"+49151{r.randrange(10**7, 10**8)}"
        postcode = str(r.randrange(1000, 9999))
        for number in range(1 + self._poisson()):
            once = number == 0
            g = given if once else self._misspelt(given, 0.25, LETTERS)
            s = surname if once else self._misspelt(surname, 0.25, LETTERS)
            if not once and r.random() < 0.03:
                g, s = s, g
            moved = not once and r.random() < 0.2
            yield Row(
                truth,
                "" if r.random() < 0.02 else g,
                s,
                born if once else self._redated(born),
                "" if r.random() < 0.35 else self._misspelt(document, 0.15 * (not once), DIGITS),
                "" if r.random() < 0.1 else (str(r.randrange(1000, 9999)) if moved else postcode),
                "" if r.random() < 0.5 else phone,
            )

    def _poisson(self) -> int:
        limit, product, count = exp(-self._further), self._random.random(), 0
        while product > limit:
            product *= self._random.random()
            count += 1
        return count

    def _redated(self, born: str) -> str:
        """Change a digit of the day or the month, so that it stays a date."""
        r = self._random
        if r.random() >= 0.12:
            return born
        year, month, day = born.split("-")
        if r.random() < 0.5:
            return f"{year}-{month}-{r.randrange(1, 29):02}"
        return f"{year}-{r.randrange(1, 13):02}-{min(int(day), 28):02}"

    def _misspelt(self, text: str, share: float, alphabet: str) -> str:
        r = self._random
        if r.random() >= share or len(text) < 3:
            return text
        at, kind, letter = r.randrange(1, len(text)), r.randrange(4), r.choice(alphabet)
        if kind == 0:
            return text[:at] + text[at + 1 :]
        if kind == 1:
            return text[:at] + letter + text[at:]
        if kind == 2 or at + 1 == len(text):
            return text[:at] + letter + text[at + 1 :]
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


class _Zipf:
    """Draws from a list, the earlier the likelier."""

    def __init__(self, items: list[str], power: float) -> None:
        self._items = items
        self._sums = list(accumulate((n + 1) ** -power for n in range(len(items))))

    def draw(self, r: Random) -> str:
        return self._items[bisect(self._sums, r.random() * self._sums[-1])]
