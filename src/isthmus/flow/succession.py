"""Succession: the latest version of a stream's record speaks, in the unit that brings it.

1. Of the versions that a batch brings and the one that speaks, the greatest speaks from now on; of
   equal ones the one that came first. So every order of deliveries gives one state.
2. What only the others said ends; what it says, and had ended before, stands again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from isthmus.flow.center import Center
from isthmus.flow.keeping import keeper
from isthmus.flow.tightening import Touched
from isthmus.model.feed import Feed
from isthmus.model.ids import EntityId, LabelId, RecordSeq, StatementSeq
from isthmus.model.principal import Reader
from isthmus.model.statement import State
from isthmus.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Came:
    """A version that a batch brings. `version`: as text that sorts by time."""

    key: bytes
    version: str
    record: RecordSeq


def succeed(
    center: Center, unit: UnitOfWork, feed: Feed, part: str, came: Sequence[Came]
) -> Touched:
    """Let the latest versions speak; gives whom that touches."""
    standing = unit.deliveries.latest(feed.id, part, sorted({one.key for one in came}))
    now = dict(standing)
    others: list[RecordSeq] = []
    for one in came:
        before = now.get(one.key)
        if before is None or one.version > before[0]:
            now[one.key] = (one.version, one.record)
            others += [] if before is None else [before[1]]
        else:
            others.append(one.record)
    changed = {key: found for key, found in now.items() if standing.get(key) != found}
    unit.deliveries.set_latest(feed.id, part, changed)
    if not others:
        return {}
    reader, at = keeper(center, unit, feed), center.clock.now()
    again = unit.statements.unasserted([record for _, record in changed.values()], reader)
    unit.statements.set_state(again, State.ASSERTED, at, "delivered")
    ended = unit.statements.unsupported(others, reader)
    unit.statements.set_state(ended, State.RETRACTED, at, "succeeded")
    return by_label(unit, [*again, *ended], reader)


def by_label(unit: UnitOfWork, seqs: Sequence[StatementSeq], reader: Reader) -> Touched:
    """Give whom statements are about, by the labels that these stand under."""
    found: dict[LabelId, set[EntityId]] = {}
    for statement in unit.statements.by_seq(seqs, reader):
        found.setdefault(statement.label, set()).add(statement.entity)
    return found
