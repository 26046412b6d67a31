"""Outgrown: what a purpose judged by values that it may not use any more, and takes back.

When a marking rises, the comparisons that rest on the value rise with it. If a purpose of the
resolver may not use the new label, what it made of the value is not its to hold: bits of purposes
that must not be combined would be added up, and nobody would ever judge them anew, since that
purpose does not see them. So it takes its judgement back in the unit in which the marking rises,
and judges the pair anew by what it may use.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from isthmus.flow.center import Center, stage_of
from isthmus.flow.fusion import judgement
from isthmus.model.ids import EntityId
from isthmus.ports import UnitOfWork
from isthmus.resolve.judge import By


def take_back(center: Center, unit: UnitOfWork, entities: Collection[EntityId]) -> None:
    """Take back what a purpose judged of these with others by what it may not use; judge anew."""
    about = sorted(entities)
    for purpose in center.resolve_purposes:
        reader = center.reader(unit, center.service("resolver", purpose), purpose)
        parts = unit.judgements.outgrown(about, purpose, reader.labels)
        if parts:
            taken = [judgement(center, (p.left, p.right), (), By(p.author, purpose)) for p in parts]
            labelled = zip(taken, parts, strict=True)
            unit.judgements.add([replace(empty, label=part.label) for empty, part in labelled])
            ends = dict.fromkeys(end for part in parts for end in (part.left, part.right))
            unit.queue.put(stage_of(purpose), list(ends))
