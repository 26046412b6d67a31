"""Attribution: an event goes to whoever another source shows under its identifier at that time.

1. A holder is a dated sighting that names an entity together with the identifier.
2. An event has the identifier and a time, and names no entity itself.
3. A holder is a candidate when its interval covers the event's time.
4. Candidates that are one entity count as one. Two different ones mean no attribution.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from isthmus.model.ids import EntityId, LabelId, StatementSeq


@dataclass(frozen=True, slots=True)
class Holding:
    """`holder` bore the identifier from `start` to `end`, as these statements say."""

    holder: EntityId
    start: datetime
    end: datetime
    evidence: tuple[StatementSeq, ...]
    labels: frozenset[LabelId]


@dataclass(frozen=True, slots=True)
class Bearing:
    """`event` bore the identifier at `at`, as these statements say."""

    event: EntityId
    at: datetime
    evidence: tuple[StatementSeq, ...]
    labels: frozenset[LabelId]


@dataclass(frozen=True, slots=True)
class Found:
    """The one candidate for an event; None when there is none, or more than one."""

    event: Bearing
    holding: Holding | None


def attributed(
    events: Iterable[Bearing],
    holdings: Sequence[Holding],
    one_of: Mapping[EntityId, EntityId],
) -> list[Found]:
    """Find each event's holder. `one_of`: entity -> the name of the cluster it belongs to."""
    found = []
    for event in events:
        covering = [h for h in holdings if h.start <= event.at <= h.end]
        names = {one_of.get(h.holder, h.holder) for h in covering}
        best = min(covering, key=_closeness, default=None)
        found.append(Found(event, best if len(names) == 1 else None))
    return found


def _closeness(holding: Holding) -> tuple[object, ...]:
    """Order holdings, the shortest first; no two of them are equal in it."""
    return holding.end - holding.start, holding.holder, holding.start, holding.evidence
