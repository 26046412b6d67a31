"""Words for what the resolver's documents name by a code: levels, decisions, states, groups."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Final

from isthmus.phrases import Phrase, Said, say

DECISIONS: Final[Mapping[str, Phrase]] = {
    "same": say("the same"),
    "different": say("different"),
    "undecided": say("undecided"),
}
STATES: Final[Mapping[str, Phrase]] = {
    "kept": say("kept"),
    "proposed": say("proposed"),
    "active": say("in force"),
    "former": say("was in force"),
    "declined": say("declined"),
}
GROUPS: Final[Mapping[str, Phrase]] = {
    "Latin": say("Latin"),
    "Cyrillic": say("Cyrillic"),
    "Arabic": say("Arabic"),
    "Hebrew": say("Hebrew"),
    "Greek": say("Greek"),
    "Han": say("Han"),
    "Hangul": say("Hangul"),
    "Kana": say("Kana"),
    "Devanagari": say("Devanagari"),
    "other": say("other"),
    "none": say("none"),
    "female": say("female"),
    "male": say("male"),
    "untold": say("untold"),
    "year": say("year alone"),
    "full": say("full date"),
}
LEVELS: Final[Mapping[str, Phrase]] = {
    "equal": say("equal"),
    "spelled": say("spelled otherwise"),
    "within": say("one within the other"),
    "part": say("a part shared"),
    "near": say("near"),
    "swapped": say("day and month swapped"),
    "slip": say("a slip"),
    "agrees": say("agrees as far as it says"),
    "same_year": say("the same year"),
    "near_year": say("a year nearby"),
    "decade_slip": say("a decade apart"),
    "area": say("the same area"),
    "unclear": say("unclear"),
    "different": say("different"),
    "needed": say("needed to be one"),
    "hub_cap": say("holders of a key at most"),
}
HOW: Final[Mapping[str, Phrase]] = {
    "rare": say("rare"),
    "common": say("common"),
    "frequent": say("frequent"),
    "one": say("one word"),
    "round": say("a first of January"),
    "unchecked": say("without check digit"),
}
_BETWEEN: Final = " / "


def level_words(level: str) -> Said:
    """Give words for a level, as `spelled_one_common`; one that is not known stays as it is."""
    if level in LEVELS:
        return LEVELS[level]
    known = next((name for name in LEVELS if level.startswith(f"{name}_")), None)
    marks = [] if known is None else level[len(known) + 1 :].split("_")
    if known is None or not all(mark in HOW for mark in marks):
        return level
    return reduce(_marked, (HOW[mark] for mark in marks), LEVELS[known])


def group_words(group: str) -> Said:
    """Give words for a group of pairs: of one kind, or of two."""
    one, between, other = group.partition(_BETWEEN)
    first = GROUPS.get(one, one)
    return say("{one} and {other}", one=first, other=GROUPS.get(other, other)) if between else first


def _marked(level: Phrase, how: Phrase) -> Phrase:
    return say("{level}, {how}", level=level, how=how)
