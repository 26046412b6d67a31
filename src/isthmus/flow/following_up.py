"""Following up: whoever acted on what is no more is told.

1. A loop looks at what ended since: recalled, retracted, corrected, expired, erased.
2. Whoever moved an alert that rests on it, or was shown it when he judged a pair, gets a follow-up,
   in one unit with how far the loop has come. Killed anywhere, nobody is told twice of one thing,
   and nobody is left out.
3. What fell because something no longer counts as one is told by `flow.parting`, as it falls.
4. A person sees his own. What it is about is shown at a purpose at which he may still see it; where
   there is none any more, he is told that there was something, and no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import Final

from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.center import ADMINISTRATION, Center
from isthmus.flow.cursors import content_of, mark
from isthmus.flow.documents.alerts import ShownAlert
from isthmus.flow.documents.following import FollowUpList, Seen, ShownFollowUp
from isthmus.flow.documents.values import EntityRef
from isthmus.flow.parting import CHANGE
from isthmus.flow.reading import Answer, Ask, Reading, check, read
from isthmus.flow.showing.alerts import alert_rows
from isthmus.flow.showing.faces import faces
from isthmus.model.following import Acted, FollowUp, Why
from isthmus.model.ids import AlertId, EntityId, LabelId, StatementSeq
from isthmus.model.label import Label
from isthmus.model.statement import State

BATCH: Final = 2_000
SHOWN_MAX: Final = 200
_FACT: Final = "followed-up"
_USE: Final = "follow-up"


def follow_up(center: Center) -> int:
    """Tell whoever acted on what ended since; gives how many ends were looked at."""
    total = 0
    while looked := _look(center):
        total += looked
    return total


def follow_ups(center: Center, actor: Actor) -> FollowUpList:
    """Give what the actor acted on and must look at again, the latest first."""
    return read(center, actor, Ask("follow_up.list"), lambda reading: _list(reading, actor))


def see(center: Center, actor: Actor, seen: Seen) -> FollowUpList:
    """Say that the actor saw some of his; gives the list as it stands then.

    Raises InputError for a mark that is none of his.
    """
    check(actor.principal, Ask("follow_up.see"))
    seqs = [content_of(center, actor, _USE, name, int) for name in seen.ids[:SHOWN_MAX]]
    with center.store.writing() as unit:
        unit.follow_ups.see(actor.principal.id, seqs, center.clock.now())
        note(
            center,
            unit,
            actor.principal,
            purpose=actor.purpose,
            act="follow_up.seen",
            counts={"seen": len(seqs)},
        )
        unit.commit()
    return follow_ups(center, actor)


def _look(center: Center) -> int:
    with center.store.reading() as unit:
        since = int(unit.meta.get(_FACT) or 0)
        ended = unit.statements.ended_after(since, BATCH)
    if not ended:
        return 0
    by_reason: dict[Why, list[StatementSeq]] = defaultdict(list)
    for one in ended:
        by_reason[_why(one.state, one.reason)].append(one.statement)
    with center.store.writing() as unit:
        if int(unit.meta.get(_FACT) or 0) != since:
            return 0
        now = center.clock.now()
        labels: set[LabelId] = set()
        for why, statements in by_reason.items():
            labels.update(unit.follow_ups.tell(statements, why, now))
        unit.meta.put(_FACT, str(ended[-1].move))
        for label in sorted(labels):
            unit.changes.add(CHANGE, b"", label, now)
        note(
            center,
            unit,
            center.service("follow-up", ADMINISTRATION),
            purpose=ADMINISTRATION,
            act="follow_up.told",
            counts={"ended": len(ended)},
        )
        unit.commit()
    return len(ended)


def _why(state: State, reason: str) -> Why:
    """Give the reason of an end; what is erased says why it was in its row."""
    if state is State.ERASED and reason in set(Why):
        return Why(reason)
    return Why(state.value)


def _list(reading: Reading, actor: Actor) -> Answer[FollowUpList]:
    every = reading.unit.follow_ups.of(actor.principal.id, SHOWN_MAX)
    known = reading.unit.labels.all()
    here = [one for one in every if one.label in reading.reader.labels]
    alerts, pairs = _alerts(reading, here), _pairs(reading, here)
    rows = []
    for one in every:
        alert, entities = alerts.get(one.subject), pairs.get(one.seq, [])
        if one.label in reading.reader.labels or not _sees_somewhere(actor, known[one.label]):
            rows.append(_row(reading, actor, one, (alert, entities)))
    own = sum(not row.seen for row in rows)
    page = FollowUpList(
        follow_ups=rows,
        unseen=own,
        elsewhere=sum(one.seen_at is None for one in every) - own,
        labels=reading.labels.document(),
    )
    return page, [row.alert.id for row in rows if row.alert is not None]


def _alerts(reading: Reading, here: Sequence[FollowUp]) -> dict[bytes, ShownAlert]:
    unit, reader = reading.unit, reading.reader
    wanted = {AlertId(one.subject) for one in here if one.acted is Acted.ALERT}
    found = [unit.alerts.get(alert, reader) for alert in sorted(wanted)]
    seen = [alert for alert in found if alert is not None]
    rows = alert_rows(reading, seen)
    return {alert.id: row for alert, row in zip(seen, rows, strict=True)}


def _pairs(reading: Reading, here: Sequence[FollowUp]) -> dict[int, list[EntityRef]]:
    judged = [one for one in here if one.acted is Acted.JUDGEMENT]
    ends = {one.seq: (EntityId(one.subject), EntityId(one.other)) for one in judged}
    shown = faces(reading, chain(*ends.values()))
    return {seq: [shown[end].ref() for end in pair if end in shown] for seq, pair in ends.items()}


def _sees_somewhere(actor: Actor, label: Label) -> bool:
    who = actor.principal
    return any(label.permits(who.clearance, purpose) for purpose in who.purposes)


def _row(
    reading: Reading,
    actor: Actor,
    one: FollowUp,
    about: tuple[ShownAlert | None, list[EntityRef]],
) -> ShownFollowUp:
    alert, entities = about
    return ShownFollowUp(
        id=mark(reading.center, actor, _USE, one.seq),
        acted=one.acted.value,
        why=one.why.value,
        acted_at=one.acted_at,
        at=one.at,
        seen=one.seen_at is not None,
        alert=alert,
        entities=entities,
    )
