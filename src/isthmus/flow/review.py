"""Review: a person judges whether two source entities are one; a later judgement takes it back.

1. Both must be entities of which the reviewer sees a statement.
2. The judgement carries the join of what he was shown of both.
3. Where that label demands a second person, it counts once another judges the same; until then it
   is shown as waiting, and nothing follows from it.
4. Whoever judged otherwise, and whose word counted for himself until then, is told, if he may see
   it. It may count for him while it waits for the reviewer, who does not see the first of two.
5. Both wait for the resolver and for detection again, since what they are changed.
"""

from __future__ import annotations

from typing import Final

from isthmus.access.roles import Capability
from isthmus.errors import InputError, NotFound
from isthmus.flow.acting import act
from isthmus.flow.actor import Actor
from isthmus.flow.batch import enqueue
from isthmus.flow.center import Center
from isthmus.flow.documents.entities import EntityPage, JudgementRequest
from isthmus.flow.entity import entity_page
from isthmus.flow.parting import tell_judged
from isthmus.flow.reading import Answer, Ask, Reading
from isthmus.flow.showing.faces import shown_statements
from isthmus.model.ids import EntityId, parsed_id, shown_id
from isthmus.model.judgement import Decision, Judgement
from isthmus.model.label import joined
from isthmus.phrases import say

REASON_MAX: Final = 2000
_TURN_BYTES: Final = 7
WAITING: Final = "waits:second-person"
"""Stands in the audit entry of a judgement that does not count yet."""


def judge(center: Center, actor: Actor, *, entity: str, request: JudgementRequest) -> EntityPage:
    """Keep a person's judgement on a pair, and give the page of `entity` as it stands then.

    Raises NotFound when one of the two is not to be seen, and InputError for a pair of one, an
    unknown decision or a missing reason.
    """
    objects = (request.left, request.right, f"decision:{request.decision}")
    ask = Ask("entity.judge", objects, (Capability.JUDGE,))
    act(center, actor, ask, lambda reading: _judge(reading, request))
    return entity_page(center, actor, entity)


def _judge(reading: Reading, request: JudgementRequest) -> Answer[None]:
    left, right = sorted(EntityId(parsed_id("e", end)) for end in (request.left, request.right))
    reason = request.reason.strip()[:REASON_MAX]
    if left == right:
        message = say("expected two source entities, got one twice")
        raise InputError(message)
    if request.decision not in set(Decision):
        message = say(
            "expected one of {decisions}, got {came}",
            decisions=", ".join(Decision),
            came=repr(request.decision[:40]),
        )
        raise InputError(message)
    if not reason:
        message = say("expected a reason for the judgement, got none")
        raise InputError(message, repair=say("say in a sentence what shows it"))
    judgement = _judgement(reading, (left, right), Decision(request.decision), reason)
    unit = reading.unit
    unit.judgements.add([judgement])
    tell_judged(unit, judgement)
    counts = _counting(reading, judgement)
    if counts is None or counts.id != judgement.id:
        for end in (left, right):
            unit.changes.add("entity", end, judgement.label, reading.at)
        return None, [shown_id("j", judgement.id), WAITING]
    # What counts as one decides to whom an event is attributed: the resolver must look as well.
    enqueue(reading.center, unit, judgement.label, [left, right])
    unit.queue.put("detect", [left, right])
    for end in (left, right):
        unit.changes.add("entity", end, judgement.label, reading.at)
    return None, [shown_id("j", judgement.id)]


def _counting(reading: Reading, about: Judgement) -> Judgement | None:
    """Give the judgement of a person on the same pair that counts for the reviewer."""
    around = reading.unit.judgements.around([about.left], reading.reader)
    mine = (j for j in around if j.by_person and j.right == about.right)
    return next(mine, None)


def _judgement(
    reading: Reading, pair: tuple[EntityId, EntityId], decision: Decision, reason: str
) -> Judgement:
    shown = shown_statements(reading, pair)
    missing = set(pair) - {s.entity for s in shown}
    if missing:
        names = ", ".join(shown_id("e", entity) for entity in sorted(missing))
        message = say("expected source entities that you may see, got {names}", names=names)
        raise NotFound(message)
    center, author = reading.center, reading.reader.principal.id
    label = joined(reading.labels.label(number) for number in {s.label for s in shown})
    # A count of earlier turns would need to read what this person may not see at this purpose.
    turn = int.from_bytes(center.entropy.random_bytes(_TURN_BYTES))
    return Judgement(
        id=center.ids.judgement(*pair, author, turn),
        left=pair[0],
        right=pair[1],
        decision=decision,
        by_person=True,
        author=author,
        at=reading.at,
        comparisons=(),
        label=reading.unit.labels.intern(label),
        reason=reason,
        needs_second=label.needs_second_person,
    )
