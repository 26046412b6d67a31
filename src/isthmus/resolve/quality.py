"""How good judging is: shares with intervals, calibration, precision and recall, kinds of names.

Nothing here is told of fewer than `FEW` cases: a rate of two pairs tells of the two.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp2, inf, sqrt
from typing import Final

FEW: Final = 5
"""Fewer cases than this are counted with others, or not shown."""
_Z: Final = 1.959964
"""Of the two-sided interval of 95 %."""
BINS: Final = (-inf, -8.0, -4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0, 8.0, inf)
"""Bounds of the margins (bits above the bar) that are looked at together."""

_SCRIPTS: Final = {
    "LATIN": "Latin",
    "CYRILLIC": "Cyrillic",
    "ARABIC": "Arabic",
    "HEBREW": "Hebrew",
    "GREEK": "Greek",
    "CJK": "Han",
    "HANGUL": "Hangul",
    "HIRAGANA": "Kana",
    "KATAKANA": "Kana",
    "DEVANAGARI": "Devanagari",
}
_FEMALE: Final = re.compile(
    r"(?:ova|eva|yova|ska|skaya|skaja|skaia|cka|ovna|evna|ichna|dottir|iene|aite|yte|kyzy|qizi"
    r"|ова|ева|ёва|ская|цкая|овна|евна|ична)$|^(?:bint|بنت|binti)$"
)
_MALE: Final = re.compile(
    r"(?:ov|ev|yov|sky|ski|skiy|skii|skij|cki|ovich|evich|ovic|evic|sson|oglu|ogly|uulu"
    r"|ов|ев|ёв|ский|цкий|ович|евич)$|^(?:bin|ibn|بن|ابن)$"
)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `of` cases, with the 95 % interval of the share (Wilson 1927)."""

    count: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share itself."""
        return self.count / self.of


@dataclass(frozen=True, slots=True)
class Case:
    """A pair of which it is known whether the two are one. `margin`: the model's bits to the bar.

    `predicted`: what the model says; `group_by`: what kind of pair it is, by dimension.
    """

    same: bool
    predicted: bool
    margin: float
    group_by: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of like margin: what was predicted on the average, and what persons decided."""

    low: float
    high: float
    predicted: float
    same: Share


@dataclass(frozen=True, slots=True)
class Rates:
    """How a group of cases was judged; a share is None where it rests on too few cases.

    `precision`: of those predicted the same, who are; `recall`: of those who are, predicted so.
    """

    group: str
    cases: int
    precision: Share | None
    recall: Share | None
    wrong: Share | None


def share_of(count: int, of: int) -> Share | None:
    """Give a share with its interval; None for fewer than `FEW` cases."""
    if of < FEW:
        return None
    share, z2 = count / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return Share(count, of, max(0.0, middle - half), min(1.0, middle + half))


def probability(margin: float) -> float:
    """Give the probability that a margin of bits stands for: at the bar the odds are even."""
    odds = exp2(min(max(margin, -60.0), 60.0))
    return float(odds / (1 + odds))


def calibration(cases: Iterable[Case]) -> list[Bin]:
    """Hold what was predicted against what was decided, for margins that are alike.

    Bins of fewer than `FEW` cases are left out.
    """
    binned: dict[int, list[Case]] = defaultdict(list)
    for case in cases:
        place = max(n for n, low in enumerate(BINS[:-1]) if case.margin >= low)
        binned[place].append(case)
    found = []
    for place in sorted(binned):
        held = binned[place]
        same = share_of(sum(case.same for case in held), len(held))
        if same is not None:
            predicted = sum(probability(case.margin) for case in held) / len(held)
            found.append(Bin(BINS[place], BINS[place + 1], predicted, same))
    return found


def rates(group: str, cases: Sequence[Case]) -> Rates:
    """Give precision, recall and the share of wrong predictions of cases."""
    said = [case for case in cases if case.predicted]
    true = [case for case in cases if case.same]
    hits = sum(case.same for case in said)
    wrong = sum(case.same != case.predicted for case in cases)
    return Rates(
        group,
        len(cases),
        share_of(hits, len(said)),
        share_of(hits, len(true)),
        share_of(wrong, len(cases)),
    )


def rates_by(dimension: str, cases: Iterable[Case]) -> list[Rates]:
    """Give the rates of each kind of pair; kinds of fewer than `FEW` cases are left out."""
    grouped: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        for name, group in case.group_by:
            if name == dimension:
                grouped[group].append(case)
    kept = [rates(group, held) for group, held in grouped.items() if len(held) >= FEW]
    return sorted(kept, key=lambda one: (-one.cases, one.group))


def script_of(text: str) -> str:
    """Give the script that most letters of a text are of; `none` for a text without letters."""
    found = Counter(_script(letter) for letter in text if letter.isalpha())
    return found.most_common(1)[0][0] if found else "none"


def gender_of(name: str) -> str:
    """Give which gender the form of a name tells by convention: its endings and its particles.

    `female`, `male`, or `untold`: most names tell nothing. It is said of the name, never of whoever
    bears it.
    """
    words = re.findall(r"\w+", name.casefold())
    plain = [_unmarked(word) for word in words]
    for told, marks in (("female", _FEMALE), ("male", _MALE)):
        if any(marks.search(word) for word in (*words, *plain)):
            return told
    return "untold"


def birth_of(dates: Iterable[str]) -> str:
    """Say how much a birth date says: `none`, `year`, or `full`."""
    longest = max((len(date) for date in dates), default=0)
    if not longest:
        return "none"
    return "full" if longest >= len("1970-01-01") else "year"


def of_two(left: str, right: str) -> str:
    """Name a pair of kinds, whichever side is which."""
    return left if left == right else " / ".join(sorted((left, right)))


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").split(" ")[0]
    return _SCRIPTS.get(name, "other")


def _unmarked(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c))
