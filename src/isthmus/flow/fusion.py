"""The resolver's journey: waiting source entities -> candidates -> judgements -> detection.

1. Each purpose of the resolver is a service principal of its own and compares only what its
   Reader holds.
2. Keys propose, `resolve` weighs; what changed is written, what stands unchanged is left.
3. Identifiers that change hands attribute events (`flow.attribution`).
4. Judgements, attributions, the next stage's queue and the audit entry commit together, and the
   tickets are taken out in the same unit: a crash repeats a batch, and repeating changes nothing.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.flow.attribution import attribute
from isthmus.flow.auditing import note
from isthmus.flow.center import Center, entities_at_once, stage_of
from isthmus.flow.hub_keys import Overturned, keep, overturned, unknown, watched
from isthmus.flow.weighing import begin, weighed_by, weighing
from isthmus.model.ids import EntityId, LabelId
from isthmus.model.judgement import KEEP_BITS, Comparison, Judgement
from isthmus.model.label import joined
from isthmus.model.principal import Reader
from isthmus.model.statement import Claim
from isthmus.ports import UnitOfWork
from isthmus.resolve.compare import Profile
from isthmus.resolve.entity_keys import proposing_keys
from isthmus.resolve.index import Index
from isthmus.resolve.judge import (
    NO_LABEL,
    By,
    Labels,
    Pair,
    Proposed,
    is_news,
    judged,
    model_judgement,
    ordered,
    proposed,
    proposing,
)
from isthmus.resolve.promise import Hope

DETECT: Final = "detect"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one batch found: judgements to write, how many keys too many share, what became hubs."""

    judgements: tuple[Judgement, ...]
    hubs: int
    overturned: Overturned


def fuse_pending(center: Center) -> int:
    """Resolve what waits, for every purpose; give how many source entities were taken."""
    taken = 0
    for purpose in center.resolve_purposes:
        while batch := _fuse_batch(center, purpose):
            taken += batch
    return taken


def fuse_some(center: Center, purpose: str, most: int) -> int:
    """Resolve those who wait longest at a purpose, about `most`; give how many they were."""
    taken = 0
    while taken < most and (batch := _fuse_batch(center, purpose)):
        taken += batch
    return taken


def _fuse_batch(center: Center, purpose: str) -> int:
    stage = stage_of(purpose)
    principal = center.service("resolver", purpose)
    with center.store.reading() as unit:
        tickets = unit.queue.peek(stage, entities_at_once(center))
        if not tickets:
            return 0
        by, moved = weighed_by(center, unit), unit.statements.last_move()
        center = weighing(center, unit)
        reader = center.reader(unit, principal, purpose)
        entities = list(dict.fromkeys(entity for _, entity in tickets))
        weighed = _weigh(center, unit, reader, entities)
    with center.store.writing() as unit:
        begin(center, unit, by)
        kept = labelled(unit, in_step(unit, reader, weighed.judgements, moved))
        unit.judgements.add(kept)
        ends = [end for j in kept for end in (j.left, j.right)]
        held = attribute(center, unit, reader, [*dict.fromkeys((*entities, *ends))])
        about = concerned(center, unit, reader, entities)
        unit.queue.put(DETECT, dict.fromkeys((*about, *ends, *held)))
        unit.queue.done(stage, [ticket for ticket, _ in tickets])
        anew = keep(unit, purpose, weighed.overturned, entities)
        counts = {"entities": len(entities), "judgements": len(kept), "hubs": weighed.hubs}
        note(
            center,
            unit,
            principal,
            purpose=purpose,
            act="entities.resolved",
            objects=[entity.hex() for entity in entities],
            counts={**counts, "anew": anew},
        )
        unit.commit()
    return len(tickets)


def _weigh(
    center: Center, unit: UnitOfWork, reader: Reader, entities: Sequence[EntityId]
) -> Weighed:
    standing = standing_parts(unit, reader, entities)
    with center.index(unit) as index:
        watch = watched(center, unit, index, reader)
        found = _proposed(center, index, reader, entities)
        hubs = overturned(center, unit, index, reader, unknown(watch, found.hubs))
        ends, promising = _promising(center, index, reader, entities, found)
        for number in map(index.number, {end for pair in standing for end in pair}):
            if number is not None and number not in ends:
                ends[number] = index.profile(number, reader.labels, center.model.compared_as)
    met = _met(found, ends, promising, standing)
    known = {end.entity: end for end in ends.values()}
    judgements = []
    for pair in sorted(met.keys() | standing.keys()):
        center.precedence.give_way()
        before = standing.get(pair, [])
        compared = judged(pair, known, center.model, center.ontology)
        comparisons = proposing(compared, met.get(pair, frozenset()))
        if comparisons:
            by = By(center.model.version, reader.purpose)
            if is_news(comparisons, before, by):
                judgements.append(judgement(center, pair, comparisons, by))
        else:
            judgements += _taken_back(center, pair, before, reader.purpose)
    return Weighed(tuple(judgements), len(found.hubs), hubs)


def _proposed(
    center: Center, index: Index, reader: Reader, entities: Iterable[EntityId]
) -> Proposed[int]:
    """Pair the entities with whoever shares a key, all by their numbers in the index."""
    own: dict[int, Mapping[str, set[LabelId]]] = {}
    for entity in entities:
        number = index.number(entity)
        if number is not None:
            own[number] = _under_labels(center, index.claims(entity, reader.labels))
    keys, cap = {key for some in own.values() for key in some}, center.model.hub_cap
    return proposed(own, index.holders(keys, reader.labels, cap, proposing=True), cap)


def _under_labels(center: Center, claims: Sequence[Claim]) -> Mapping[str, set[LabelId]]:
    """Give the keys that propose, with the labels under which they are held."""
    held: dict[str, set[LabelId]] = {}
    for key, label in proposing_keys(claims, center.ontology, center.names):
        held.setdefault(key, set()).add(label)
    return held


def _promising(
    center: Center,
    index: Index,
    reader: Reader,
    entities: Iterable[EntityId],
    found: Proposed[int],
) -> tuple[dict[int, Profile], Container[tuple[int, int]]]:
    """Give the pairs that may be worth keeping, and what may be compared of their ends."""
    own = {index.number(entity) for entity in entities}
    others: dict[int, list[int]] = {}
    for one, other in found.pairs:
        asked, met = (one, other) if one in own else (other, one)
        others.setdefault(asked, []).append(met)
    ends: dict[int, Profile] = {}
    promising: set[tuple[int, int]] = set()
    for number, some in others.items():
        ends[number] = index.profile(number, reader.labels, center.model.compared_as)
        hope = Hope(ends[number], center.model, center.ontology, KEEP_BITS)
        for other, profile in hope.within(index, some, reader.labels):
            ends[other] = profile
            promising.add((min(number, other), max(number, other)))
    return ends, promising


def _met(
    found: Proposed[int],
    ends: Mapping[int, Profile],
    promising: Container[tuple[int, int]],
    standing: Container[Pair],
) -> Mapping[Pair, frozenset[Labels]]:
    """Give the pairs that may be worth keeping, and the labels under which they met.

    Of the others nothing is judged, unless something stands.
    """
    known: dict[Pair, frozenset[Labels]] = {}
    for (one, other), met in found.pairs.items():
        if one in ends and other in ends:
            pair = ordered(ends[one].entity, ends[other].entity)
            if (one, other) in promising or pair in standing:
                turned = pair[0] != ends[one].entity
                known[pair] = frozenset(m[::-1] for m in met) if turned else met
    return known


def _taken_back(
    center: Center, pair: Pair, before: Iterable[Judgement], purpose: str
) -> Iterator[Judgement]:
    """Say nothing where the purpose said something that does not come out: it must not stand on."""
    own = [part for part in before if part.purpose == purpose]
    if own and own[-1].comparisons:
        by = By(center.model.version, purpose)
        yield replace(judgement(center, pair, (), by), label=own[-1].label)


def standing_parts(
    unit: UnitOfWork, reader: Reader, entities: Iterable[EntityId]
) -> Mapping[Pair, list[Judgement]]:
    """Give what the model judged before of pairs with one end among `entities`, part by part."""
    found: dict[Pair, list[Judgement]] = {}
    for part in unit.judgements.parts(list(entities), reader):
        found.setdefault((part.left, part.right), []).append(part)
    return found


def concerned(
    center: Center, unit: UnitOfWork, reader: Reader, entities: Sequence[EntityId]
) -> Iterable[EntityId]:
    """Give what the rules must look at: for an event the things that it names, else itself.

    So a bank with a thousand transfers is looked at once, and not once per transfer. What an
    event named and no longer names is looked at too, since something may have rested on it; and
    what the rules see that it names, though `reader`, the resolver's, does not.
    """
    linking = sorted(center.ontology.linking())
    targets: dict[EntityId, list[EntityId]] = {}
    for one in (reader, *_rules_readers(center, unit, reader)):
        for statement in unit.statements.of(entities, one, properties=linking, every_state=True):
            if statement.target is not None:
                targets.setdefault(statement.entity, []).append(statement.target)
    return (target for entity in entities for target in targets.get(entity, [entity]))


def _rules_readers(center: Center, unit: UnitOfWork, reader: Reader) -> Iterator[Reader]:
    """Give what the rules of each purpose may see, where that is more than a reader does."""
    for purpose in sorted({rule.purpose for rule in center.rules}):
        one = center.service_reader(unit, "rules", purpose)
        if not one.labels <= reader.labels:
            yield one


def judgement(center: Center, pair: Pair, comparisons: tuple[Comparison, ...], by: By) -> Judgement:
    """Give what the model says of a pair; where labels must be joined, it bears none yet."""
    return model_judgement(
        ordered(*pair),
        comparisons,
        by,
        center.ids,
        at=center.clock.now(),
        turn=int.from_bytes(center.entropy.random_bytes(6), "big"),
    )


def in_step(
    unit: UnitOfWork, reader: Reader, judgements: Sequence[Judgement], moved: int
) -> Sequence[Judgement]:
    """Give the judgements but for those whose values rose since they were weighed.

    `moved`: the last move of a statement that was seen then. Written under the labels of then, they
    would tell of a value to whom it is withheld now. Whoever raised it put the pair before the
    resolver again.
    """
    if unit.statements.last_move() == moved:
        return judgements
    wanted = {seq for j in judgements for c in j.comparisons for seq in (c.left, c.right)}
    labels = {s.seq: s.label for s in unit.statements.by_seq(sorted(wanted), reader)}
    return [
        j
        for j in judgements
        if all(
            (labels.get(c.left), labels.get(c.right)) == (c.left_label, c.right_label)
            for c in j.comparisons
        )
    ]


def labelled(unit: UnitOfWork, judgements: Iterable[Judgement]) -> list[Judgement]:
    """Give the judgements, each with the join of the labels it rests on."""
    labels = unit.labels.all()
    joins: dict[frozenset[LabelId], LabelId] = {}
    found = []
    for judgement in judgements:
        if judgement.label != NO_LABEL or not judgement.comparisons:
            found.append(judgement)
            continue
        used = frozenset(
            label for c in judgement.comparisons for label in (c.left_label, c.right_label)
        )
        if used not in joins:
            joins[used] = unit.labels.intern(joined(labels[number] for number in sorted(used)))
        found.append(replace(judgement, label=joins[used]))
    return found
