"""Lasting: what a partner released is held until the latest day of its releases that stand.

1. Each release keeps its own day and goes on it (`flow.expiry`); what several say stays until the
   last of them.
2. A release with a later day is another decision under an agreement: what it says is held until
   then. One with an earlier day shortens nothing, for that which promised the later one stands.
3. Where the one with the latest day is recalled, what it said falls back to the latest of the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from isthmus.flow.batch import enqueue
from isthmus.flow.center import Center
from isthmus.flow.tightening import Touched
from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.release import Received
from isthmus.model.statement import State, Statement
from isthmus.ports import UnitOfWork

LATE: Final = timedelta(hours=1)
"""What is held longer so near its day may have been hidden by whoever looked since."""
AGAIN: Final = "held longer"
SHORTER: Final = "held shorter"


def hold_longer(
    center: Center, unit: UnitOfWork, said: Sequence[Statement], until: datetime
) -> None:
    """Hold statements until a day, where theirs is an earlier one."""
    longer = [s for s in said if s.expires_on < until]
    unit.retention.extend([(s.seq, until) for s in longer])
    near = center.clock.now() + LATE
    look_anew(center, unit, [s for s in longer if s.expires_on <= near], AGAIN)


def latest_days(
    unit: UnitOfWork, statements: Sequence[StatementSeq]
) -> Mapping[StatementSeq, Received]:
    """Give, of each statement that some release still says, that with the latest day."""
    latest: dict[StatementSeq, Received] = {}
    for one in unit.releases.holding(statements):
        known = latest.get(one.statement)
        if known is None or (known.expires_on, known.record) < (one.expires_on, one.record):
            latest[one.statement] = one
    return latest


def fall_back(
    center: Center,
    unit: UnitOfWork,
    said: Sequence[Statement],
    latest: Mapping[StatementSeq, Received],
) -> None:
    """Have statements rest on the latest release that still says them, until its day."""
    unit.retention.carry([(s.seq, latest[s.seq].record, latest[s.seq].expires_on) for s in said])
    shorter = [s for s in said if latest[s.seq].expires_on < s.expires_on]
    look_anew(center, unit, shorter, SHORTER)


def look_anew(center: Center, unit: UnitOfWork, said: Sequence[Statement], why: str) -> None:
    """Give asserted statements whose day is another one a row of life, and judge them anew."""
    stands = [one for one in said if one.state is State.ASSERTED]
    unit.statements.set_state([s.seq for s in stands], State.ASSERTED, center.clock.now(), why)
    for label, entities in sorted(touched_by(stands).items()):
        enqueue(center, unit, label, sorted(entities))


def touched_by(said: Sequence[Statement]) -> Touched:
    """Give the entities of statements, and those that these name, by label."""
    touched: dict[LabelId, set[EntityId]] = defaultdict(set)
    for one in said:
        touched[one.label].add(one.entity)
        if one.target is not None:
            touched[one.label].add(one.target)
    return touched
