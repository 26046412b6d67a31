"""Judging: the pairs that keys propose, and what is worth writing down about them.

A pair is proposed under two labels: those of the two statements that share a key. Whether too many
hold the key is counted over the holders under these two labels alone. So whoever sees the pair
sees all that the count rests on, and what is withheld from him neither proposes a pair to him nor
takes one away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeAlias

from isthmus.model.ids import EntityId, IdMaker, LabelId
from isthmus.model.judgement import (
    KEEP_BITS,
    Comparison,
    Judgement,
    decided,
    worth_keeping,
)
from isthmus.model.ontology import Ontology
from isthmus.resolve.compare import Model, Profile, compared
from isthmus.resolve.promise import promises

NO_LABEL: Final = LabelId(0)
"""Of a judgement whose label is still to be joined."""

Pair: TypeAlias = tuple[EntityId, EntityId]

Labels: TypeAlias = tuple[LabelId, LabelId]
"""The labels of the left and of the right end."""

Holder: TypeAlias = tuple[EntityId, LabelId]
"""A source entity, and the label of the statement by which it holds a key."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """The pairs that shared keys propose, each with the labels under which they do.

    `hubs`: the keys that too many share, under some two labels.
    """

    pairs: Mapping[Pair, frozenset[Labels]]
    hubs: tuple[str, ...]


def proposed(
    own: Mapping[EntityId, Mapping[str, Collection[LabelId]]],
    holders: Mapping[str, Iterable[Holder]],
    cap: int,
) -> Proposed:
    """Pair each entity of `own` with the holders of its keys, unless a key is a hub.

    `own`: the keys of each entity, with the labels under which it holds them. `holders`: those of
    each key, `own` among them; of each label as many as there are, or any `cap` + 1.
    """
    pairs: dict[Pair, set[Labels]] = {}
    hubs: set[str] = set()
    shared = {key: _by_label(found) for key, found in holders.items()}
    for entity, keys in own.items():
        for key, labels in keys.items():
            under = shared.get(key, {})
            for ours in labels:
                for theirs, found in under.items():
                    if len(under.get(ours, set()) | found) > cap:
                        hubs.add(key)
                        continue
                    for other in found - {entity}:
                        pair = ordered(entity, other)
                        met = (ours, theirs) if pair[0] == entity else (theirs, ours)
                        pairs.setdefault(pair, set()).add(met)
    return Proposed({p: frozenset(met) for p, met in pairs.items()}, tuple(sorted(hubs)))


def _by_label(holders: Iterable[Holder]) -> Mapping[LabelId, set[EntityId]]:
    found: dict[LabelId, set[EntityId]] = {}
    for entity, label in holders:
        found.setdefault(label, set()).add(entity)
    return found


def ordered(a: EntityId, b: EntityId) -> Pair:
    """Give a pair with the lesser id first."""
    return (a, b) if a < b else (b, a)


def is_promising(
    pair: Pair, found: Mapping[EntityId, Profile], model: Model, ontology: Ontology
) -> bool:
    """Tell whether a proposed pair may be worth keeping; of one that is not, nothing is judged."""
    left, right = (found.get(entity) for entity in pair)
    if left is None or right is None:
        return False
    return promises(left, right, model, ontology, KEEP_BITS)


def judged(
    pair: Pair,
    found: Mapping[EntityId, Profile],
    model: Model,
    ontology: Ontology,
) -> tuple[Comparison, ...]:
    """Compare a proposed pair, left and right in the order of the pair."""
    left, right = (found.get(entity) for entity in pair)
    if left is None or right is None:
        return ()
    return compared(left, right, model, ontology)


def proposing(
    comparisons: Iterable[Comparison], met: frozenset[Labels], standing: Iterable[Judgement]
) -> tuple[Comparison, ...]:
    """Mark the comparisons under labels that propose the pair, now or when it was judged before.

    A key that became a hub since proposes nothing new, and takes back nothing.
    """
    before = (c for part in standing for c in part.comparisons if c.proposes)
    known = met | {(c.left_label, c.right_label) for c in before}
    return tuple(
        c
        if c.proposes is ((c.left_label, c.right_label) in known)
        else replace(c, proposes=not c.proposes)
        for c in comparisons
    )


@dataclass(frozen=True, slots=True)
class By:
    """By which weights two are judged, and at which purpose."""

    version: str
    purpose: str


def model_judgement(
    pair: Pair,
    comparisons: tuple[Comparison, ...],
    by: By,
    ids: IdMaker,
    *,
    at: datetime,
    turn: int,
) -> Judgement:
    """Give the model's judgement on a pair. `turn`: tells those on it apart.

    It bears the label that all its comparisons bear; none yet where theirs must be joined.
    """
    return Judgement(
        id=ids.judgement(*pair, by.version, turn),
        left=pair[0],
        right=pair[1],
        decision=decided(comparisons),
        by_person=False,
        author=by.version,
        at=at,
        comparisons=comparisons,
        label=_common_label(comparisons),
        purpose=by.purpose,
    )


def _common_label(comparisons: Iterable[Comparison]) -> LabelId:
    labels = {label for c in comparisons for label in (c.left_label, c.right_label)}
    return labels.pop() if len(labels) == 1 else NO_LABEL


def is_news(comparisons: Sequence[Comparison], standing: Sequence[Judgement], by: By) -> bool:
    """Tell whether what was compared at a purpose is to be written down.

    `standing`: the parts of the judgement on this pair that count, as far as that purpose sees
    them. What was judged at the purpose before is judged anew when it says anything else. What was
    not is written if it is worth it, unless the part of one other purpose says it all: if it took
    two to say it, somebody might see too little of either.
    """
    if not standing:
        return worth_keeping(comparisons)
    own = [part for part in standing if part.purpose == by.purpose]
    now = frozenset(comparisons)
    if own:
        return own[-1].author != by.version or frozenset(own[-1].comparisons) != now
    said = (part for part in standing if part.author == by.version)
    return worth_keeping(comparisons) and not any(now <= frozenset(p.comparisons) for p in said)
