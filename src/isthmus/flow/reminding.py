"""Reminding: who owes the proof of a recall, and has nothing on its way to him, is told again.

1. A partner could not be told while its keys were over; once it has good ones, it is.
2. A holder further on owes it past its day: the partner through whom it went is told again, and
   passes up every receipt that it has (protocol R4). A recall that is told twice takes away once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from isthmus.errors import PartnerError
from isthmus.flow.auditing import note
from isthmus.flow.center import ADMINISTRATION
from isthmus.flow.federation import Federation
from isthmus.flow.posting import post
from isthmus.flow.recall import recall_letter
from isthmus.model.message import Holder, Recall
from isthmus.ports import UnitOfWork


def remind(federation: Federation) -> int:
    """Tell partners again what they owe; give how many messages that is. Durable on return."""
    center = federation.center
    with center.store.reading() as unit:
        if not _owed(federation, unit):
            return 0
    told: list[str] = []
    with center.store.writing() as unit:
        for recall, partner in _owed(federation, unit):
            ids = [
                one.release for one in unit.releases.of_recall(recall.id) if one.partner == partner
            ]
            with suppress(PartnerError):
                post(federation, unit, recall_letter(recall, partner, ids))
                told += [recall.id.hex(), partner]
        if told:
            note(
                center,
                unit,
                center.service("reminding", ADMINISTRATION),
                purpose=ADMINISTRATION,
                act="recall.reminded",
                objects=told,
                counts={"messages": len(told) // 2},
            )
        unit.commit()
    return len(told) // 2


def _owed(federation: Federation, unit: UnitOfWork) -> Sequence[tuple[Recall, str]]:
    """Give the recalls that are not proven, with the partner to ask, unless something is under way.

    A partner without good keys is not asked: nothing can be sealed for it.
    """
    center = federation.center
    now = center.clock.now()
    owed: dict[tuple[bytes, str], Recall] = {}
    for recall in unit.recalls.all():
        lines = {one.holder: one for one in unit.recalls.holders(recall.id)}
        for line in lines.values():
            partner = _owes(line, lines, center.id, now)
            if partner is not None and _can_be_asked(federation, unit, partner, now):
                owed[recall.id, partner] = recall
    return [(recall, partner) for (_, partner), recall in owed.items()]


def _owes(line: Holder, lines: Mapping[str, Holder], center: str, now: datetime) -> str | None:
    """Give the partner of this center through whom a holder owes; None for one who has time."""
    if line.answered_at is not None or (line.via != center and line.due_at > now):
        return None
    seen = set()
    while line.via != center:
        seen.add(line.holder)
        if line.via not in lines or line.via in seen:
            return None
        line = lines[line.via]
    return line.holder


def _can_be_asked(federation: Federation, unit: UnitOfWork, partner: str, now: datetime) -> bool:
    waiting, _ = unit.mail.backlog(partner, 1)
    return not waiting and federation.trust.has_current(partner, now)
