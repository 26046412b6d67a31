"""Standpoints: from where those who read can look at what was met around something.

1. Whoever may see something under a label may see all that the label dominates. So what a reader
   sees of some labels is closed: all of them that one label dominates. Each such set is a
   standpoint.
2. Something that is decided once for many readers, as whether an alert stands, is decided at each
   standpoint from what is seen there, and bears the join of its labels. So nobody learns from it
   that there is more than he sees.

Originators, legal bases and kinds of subjects keep nobody of the own center from a value, and part
no standpoints.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from isthmus.access.readers import narrowed
from isthmus.model.ids import LabelId
from isthmus.model.label import NOBODY, Label, joined
from isthmus.model.principal import Reader

STANDPOINTS_MAX: Final = 64
LOOKED_AT_MAX: Final = 8_192
"""Things that are looked at from all standpoints together. Where there would be more, the narrowest
standpoints count, and the one that sees all."""


@dataclass(frozen=True, slots=True)
class Standpoint:
    """`sees`: of what was met; `label`: the join of it, which whoever stands here may see."""

    sees: frozenset[LabelId]
    label: Label


def standpoints(
    met: Iterable[LabelId], labels: Mapping[LabelId, Label], *, size: int = 1
) -> tuple[Standpoint, ...]:
    """Give the standpoints around something of which these labels were met, the narrowest first.

    `labels`: all that the store knows; `size`: how many things are looked at from each. The last
    standpoint sees all; for nothing met there is none.
    """
    most = max(2, min(STANDPOINTS_MAX, LOOKED_AT_MAX // max(1, size)))
    each = {number: labels[number] for number in sorted(met)}
    if not each:
        return ()
    whole = Standpoint(frozenset(each), joined(each.values()))
    found: dict[frozenset[LabelId], Standpoint] = {}
    frontier = [closed(label, each) for label in each.values()]
    while frontier and len(found) < most:
        news = {one.sees: one for one in frontier if one.sees not in found}
        found.update(news)
        frontier = [
            closed(one.label.join(label), each)
            for one in news.values()
            for number, label in each.items()
            if number not in one.sees
        ]
    narrow = sorted(found.values(), key=lambda one: (len(one.sees), sorted(one.sees)))
    first = [one for one in narrow if one.sees != whole.sees]
    return (*first[: most - 1], whole)


def closed(label: Label, met: Mapping[LabelId, Label]) -> Standpoint:
    """Give the standpoint of whoever may see what is under a label: all that it dominates."""
    sees = frozenset(number for number, one in met.items() if covers(label, one))
    return Standpoint(sees, joined([label, *(met[number] for number in sees)]))


@lru_cache(maxsize=1 << 14)
def covers(label: Label, other: Label) -> bool:
    """Tell whether whoever of the own center may see one label may see the other."""
    return _of_access(label).dominates(_of_access(other))


def standing_at(reader: Reader, at: Label, labels: Mapping[LabelId, Label]) -> Reader:
    """Give the Reader of the same principal who sees of its labels what this one covers."""
    return narrowed(reader, [n for n in reader.labels if covers(at, labels[n])])


def _of_access(label: Label) -> Label:
    return replace(
        label,
        originators=frozenset(),
        legal_bases=frozenset(),
        subject_categories=frozenset(),
        discoverable_to=NOBODY,
    )
