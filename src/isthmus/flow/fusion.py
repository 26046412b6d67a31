"""The resolver's journey: waiting source entities -> candidates -> judgements -> detection.

1. Each purpose of the resolver is a service principal of its own and compares only what its
   Reader holds.
2. Keys propose, `resolve` weighs; what changed is written, what stands unchanged is left.
3. Identifiers that change hands attribute events (`flow.attribution`).
4. Judgements, attributions, the next stage's queue and the audit entry commit together, and the
   tickets are taken out in the same unit: a crash repeats a batch, and repeating changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.flow.attribution import attribute
from isthmus.flow.auditing import note
from isthmus.flow.center import Center, entities_at_once
from isthmus.model.ids import EntityId, LabelId
from isthmus.model.judgement import Comparison, Judgement
from isthmus.model.label import joined
from isthmus.model.principal import Reader
from isthmus.model.statement import Statement
from isthmus.ports import UnitOfWork
from isthmus.resolve.compare import Profile, profiles
from isthmus.resolve.judge import (
    Pair,
    is_news,
    judged,
    model_judgement,
    ordered,
    proposed,
    proposing,
)
from isthmus.resolve.keys import joining_keys

DETECT: Final = "detect"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one batch found: judgements to write, and the key hubs that proposed nothing."""

    judgements: tuple[Judgement, ...]
    hubs: tuple[str, ...]


def fuse_pending(center: Center) -> int:
    """Resolve what waits, for every purpose; give how many source entities were taken."""
    return sum(_drain(center, purpose) for purpose in center.resolve_purposes)


def _drain(center: Center, purpose: str) -> int:
    taken = 0
    while batch := _fuse_batch(center, purpose):
        taken += batch
    return taken


def _fuse_batch(center: Center, purpose: str) -> int:
    stage = f"resolve:{purpose}"
    principal = center.service("resolver", purpose)
    with center.store.reading() as unit:
        tickets = unit.queue.peek(stage, entities_at_once(center))
        if not tickets:
            return 0
        reader = center.reader(unit, principal, purpose)
        entities = list(dict.fromkeys(entity for _, entity in tickets))
        own = unit.statements.of(entities, reader, properties=sorted(center.model.properties()))
        weighed = _weigh(center, unit, reader, own)
    with center.store.writing() as unit:
        labelled = [_labelled(unit, j) for j in weighed.judgements]
        unit.judgements.add(labelled)
        ends = [end for j in labelled for end in (j.left, j.right)]
        held = attribute(center, unit, reader, [*dict.fromkeys((*entities, *ends))])
        concerned = _concerned(center, unit, reader, entities)
        unit.queue.put(DETECT, dict.fromkeys((*concerned, *ends, *held)))
        unit.queue.done(stage, [ticket for ticket, _ in tickets])
        note(
            center,
            unit,
            principal,
            purpose=purpose,
            act="entities.resolved",
            objects=[entity.hex() for entity in entities],
            counts={
                "entities": len(entities),
                "judgements": len(labelled),
                "hubs": len(weighed.hubs),
            },
        )
        unit.commit()
    return len(tickets)


def _weigh(center: Center, unit: UnitOfWork, reader: Reader, own: Sequence[Statement]) -> Weighed:
    keys = _joining_keys(center, own)
    wanted = sorted({key for found in keys.values() for key in found})
    holders = unit.keys.sharers(wanted, reader, center.model.hub_cap)
    center.precedence.give_way()
    found = proposed(keys, holders, center.model.hub_cap)
    standing = _standing(unit, reader, keys)
    pairs = found.pairs.keys() | standing.keys()
    center.precedence.give_way()
    known = _profiles(center, unit, reader, own, pairs)
    judgements = []
    for pair in sorted(pairs):
        center.precedence.give_way()
        before = standing.get(pair, [])
        met = found.pairs.get(pair, frozenset())
        comparisons = proposing(judged(pair, known, center.model, center.ontology), met, before)
        if comparisons and is_news(comparisons, before, center.model, reader.purpose):
            judgements.append(_judgement(center, pair, comparisons, reader.purpose))
    return Weighed(tuple(judgements), found.hubs)


def _standing(
    unit: UnitOfWork, reader: Reader, entities: Iterable[EntityId]
) -> Mapping[Pair, list[Judgement]]:
    """Give what the model judged before of pairs with one end among `entities`."""
    found: dict[Pair, list[Judgement]] = {}
    for part in unit.judgements.parts(list(entities), reader):
        found.setdefault((part.left, part.right), []).append(part)
    return found


def _concerned(
    center: Center, unit: UnitOfWork, reader: Reader, entities: Sequence[EntityId]
) -> Iterable[EntityId]:
    """Give what the rules must look at: for an event the things that it names, else itself.

    So a bank with a thousand transfers is looked at once, and not once per transfer. What an
    event named and no longer names is looked at too, since something may have rested on it.
    """
    linking = sorted(center.ontology.linking())
    targets: dict[EntityId, list[EntityId]] = {}
    for statement in unit.statements.of(entities, reader, properties=linking, every_state=True):
        if statement.target is not None:
            targets.setdefault(statement.entity, []).append(statement.target)
    return (target for entity in entities for target in targets.get(entity, [entity]))


def _joining_keys(
    center: Center, own: Iterable[Statement]
) -> Mapping[EntityId, Mapping[str, set[LabelId]]]:
    """Give the keys of each entity, with the labels under which it holds them."""
    ontology = center.ontology
    keys: dict[EntityId, dict[str, set[LabelId]]] = {}
    for statement in own:
        prop = ontology.property(statement.schema, statement.property)
        held = keys.setdefault(statement.entity, {})
        for key in joining_keys(prop, statement.schema, statement.value, ontology):
            held.setdefault(key, set()).add(statement.label)
    return keys


def _profiles(
    center: Center,
    unit: UnitOfWork,
    reader: Reader,
    own: Sequence[Statement],
    pairs: Iterable[Pair],
) -> Mapping[EntityId, Profile]:
    compared = center.model.properties()
    here = {s.entity for s in own}
    others = sorted({end for pair in pairs for end in pair} - here)
    theirs = unit.statements.of(others, reader, properties=sorted(compared)) if others else ()
    return profiles([s for s in (*own, *theirs) if s.property in compared])


def _judgement(
    center: Center, pair: Pair, comparisons: tuple[Comparison, ...], purpose: str
) -> Judgement:
    return model_judgement(
        ordered(*pair),
        comparisons,
        center.model,
        center.ids,
        at=center.clock.now(),
        label=LabelId(0),
        purpose=purpose,
        turn=int.from_bytes(center.entropy.random_bytes(6), "big"),
    )


def _labelled(unit: UnitOfWork, judgement: Judgement) -> Judgement:
    """Give the judgement with the join of the labels it rests on."""
    labels = unit.labels.all()
    used = {label for c in judgement.comparisons for label in (c.left_label, c.right_label)}
    label = unit.labels.intern(joined(labels[number] for number in sorted(used)))
    return replace(judgement, label=label)
