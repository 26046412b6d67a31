"""Tightening: what comes again under a stricter marking becomes stricter where it stands.

The id of a statement holds no label, so a claim that was known keeps its row, and the label on the
row rises to the join of every label under which the claim ever came. So no order of deliveries
leaves a value readable under the weaker one. With it rise the records that say it, and whatever
rests on it; a record also rises to what is known of its statements. A weaker marking lowers
nothing: only a recorded downgrade by two people would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.center import Center
from isthmus.flow.keeping import keeper, note_labels
from isthmus.flow.marking import Arrived
from isthmus.flow.outgrown import take_back
from isthmus.model.feed import Feed
from isthmus.model.ids import EntityId, LabelId, StatementId, StatementSeq, shown_id
from isthmus.model.label import OPEN, Label
from isthmus.model.statement import State, Statement
from isthmus.ports import UnitOfWork

RISEN: Final = "marking-risen"
"""Why the life of a statement has a row that changes nothing but its label."""

Touched = Mapping[LabelId, set[EntityId]]
"""Entities by the labels under which something of theirs stood or stands."""


@dataclass(slots=True)
class _Rise:
    """What must come under one label: statements, and the keys of those that were weaker."""

    statements: dict[StatementSeq, Statement] = field(default_factory=dict)
    keys: list[tuple[str, EntityId, StatementSeq]] = field(default_factory=list)


def tighten(
    center: Center, unit: UnitOfWork, actor: Actor, feed: Feed, arrived: Sequence[Arrived]
) -> Touched:
    """Raise what was known under a weaker label than it now came under; give what was touched."""
    note_labels(unit, feed, [came.label for came in arrived])
    standing = _standing(center, unit, feed, arrived)
    labels = unit.labels.all()
    rises: dict[Label, _Rise] = {}
    for came, place in _known(arrived):
        known = standing.get(came.statements.ids[place])
        if known is None:
            continue
        wanted = labels[known.label].join(labels[came.label])
        record = labels[came.records[came.statements.records[place]]]
        if wanted != labels[known.label]:
            rows = [(key, known.entity, known.seq) for key in came.keys[place]]
            rises.setdefault(wanted, _Rise()).keys += rows
        if wanted != labels[known.label] or not record.dominates(wanted):
            rises.setdefault(wanted, _Rise()).statements[known.seq] = known
    touched: dict[LabelId, set[EntityId]] = {}
    for label, rise in rises.items():
        later = raise_to(center, unit, [*rise.statements.values()], label)
        unit.keys.relabel([(*row, later) for row in rise.keys])
        note_labels(unit, feed, [later])
        note_touched(rise.statements.values(), later, touched)
    tell_risen(center, unit, touched)
    positions = _raise_positions(unit, arrived)
    note_labels(unit, feed, positions)
    if rises or positions:
        raised = [s for rise in rises.values() for s in rise.statements.values()]
        note(
            center,
            unit,
            actor.principal,
            purpose=actor.purpose,
            act="labels.raised",
            objects=[feed.id, *sorted({shown_id("s", statement.id) for statement in raised})],
            counts={"statements": len(raised)},
        )
    return touched


def tell_risen(center: Center, unit: UnitOfWork, touched: Touched) -> None:
    """Say of whom a marking rose, under the labels before and after.

    Whoever was told of it under the earlier one learns in time that it is no longer for him.
    """
    for number, entities in touched.items():
        for entity in sorted(entities):
            unit.changes.add("entity", entity, number, center.clock.now())


def _known(arrived: Iterable[Arrived]) -> Iterator[tuple[Arrived, int]]:
    """Give the places of statements that were there before."""
    for came in arrived:
        yield from ((came, place) for place, seq in enumerate(came.added) if seq is None)


def _standing(
    center: Center, unit: UnitOfWork, feed: Feed, arrived: Sequence[Arrived]
) -> Mapping[StatementId, Statement]:
    """Give the statements that were there before, as they stand."""
    about = {came.statements.entities[place] for came, place in _known(arrived)}
    if not about:
        return {}
    reader = keeper(center, unit, feed)
    return {s.id: s for s in unit.statements.of(sorted(about), reader, every_state=True)}


def note_touched(
    risen: Iterable[Statement], later: LabelId, touched: dict[LabelId, set[EntityId]]
) -> None:
    """Note of whom statements speak that rose to a label, under it and under that of before.

    Those who see the earlier label alone learn that something left their sight.
    """
    for statement in risen:
        for number in {statement.label, later} if statement.label != later else ():
            touched.setdefault(number, set()).add(statement.entity)


def raise_to(
    center: Center, unit: UnitOfWork, statements: Sequence[Statement], label: Label
) -> LabelId:
    """Put statements, and what rests on them, under labels at least as strict as this one.

    That they moved is a row of their life, from which indexes in memory learn of it. What a purpose
    made of them that may not use them any more is taken back.
    """
    under: dict[LabelId, list[StatementSeq]] = {}
    for statement in statements:
        under.setdefault(statement.label, []).append(statement.seq)
    for earlier, seqs in under.items():
        labels = unit.labels.all()
        shown = [number for number, one in labels.items() if one.dominates(labels[earlier])]
        steps = _steps(unit, unit.labels.resting_on(seqs), label)
        unit.labels.tighten(seqs, steps, shown)
    later = unit.labels.intern(label)
    moved = [s.seq for s in statements if s.state is State.ASSERTED and s.label != later]
    unit.statements.set_state(moved, State.ASSERTED, center.clock.now(), RISEN)
    take_back(center, unit, {s.entity for s in statements if s.label != later})
    return later


def _raise_positions(unit: UnitOfWork, arrived: Sequence[Arrived]) -> set[LabelId]:
    """Put each place and time under the join of all labels it came under; give the labels."""
    places = {
        place
        for came in arrived
        for place in zip(came.observations.entities, came.observations.at, strict=True)
    }
    labels, found = unit.labels.all(), unit.observations.labels_at(sorted(places))
    under: dict[tuple[EntityId, int], Label] = {}
    for entity, at, number, _ in found:
        under[entity, at] = under.get((entity, at), OPEN).join(labels[number])
    raised: dict[Label, tuple[set[tuple[EntityId, int]], set[LabelId]]] = {}
    for entity, at, *numbers in found:
        wanted = under[entity, at]
        if not all(labels[number].dominates(wanted) for number in numbers):
            risen, standing = raised.setdefault(wanted, (set(), set()))
            risen.add((entity, at))
            standing.update(numbers)
    for wanted, (risen, standing) in raised.items():
        unit.observations.tighten(sorted(risen), _steps(unit, standing, wanted))
    return {unit.labels.intern(wanted) for wanted in raised}


def _steps(unit: UnitOfWork, numbers: Iterable[LabelId], wanted: Label) -> dict[LabelId, LabelId]:
    """Give, for each label that is not as strict, the one that it must rise to."""
    labels = unit.labels.all()
    return {
        number: unit.labels.intern(labels[number].join(wanted))
        for number in sorted(numbers)
        if not labels[number].dominates(wanted)
    }
