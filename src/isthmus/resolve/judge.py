"""Judging: the pairs that keys propose, and what is worth writing down about them.

A pair is proposed under two labels: those of the two statements that share a key. Whether too many
hold the key is counted over the holders under these two labels alone. So whoever sees the pair
sees all that the count rests on, and what is withheld from him neither proposes a pair to him nor
takes one away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Final, Generic, TypeAlias, TypeVar

from msgspec import structs

from isthmus.model.ids import EntityId, IdMaker, LabelId
from isthmus.model.judgement import (
    Comparison,
    Judgement,
    decided,
    worth_keeping,
)
from isthmus.model.ontology import Ontology
from isthmus.resolve.compare import Model, Profile, compared

NO_LABEL: Final = LabelId(0)
"""Of a judgement whose label is still to be joined."""

End = TypeVar("End", int, EntityId)
"""An entity, by its id or its number in the index."""

Pair: TypeAlias = tuple[EntityId, EntityId]

Labels: TypeAlias = tuple[LabelId, LabelId]
"""The labels of the left and of the right end."""


@dataclass(frozen=True, slots=True)
class Proposed(Generic[End]):
    """The pairs that shared keys propose, each with the labels under which they do.

    `hubs`: the keys that too many share, with the labels under which they do: the entity's, theirs.
    """

    pairs: Mapping[tuple[End, End], frozenset[Labels]]
    hubs: Mapping[str, AbstractSet[Labels]]


def proposed(
    own: Mapping[End, Mapping[str, Iterable[LabelId]]],
    holders: Mapping[str, Mapping[LabelId, AbstractSet[End]]],
    cap: int,
) -> Proposed[End]:
    """Pair each entity of `own` with the holders of its keys, unless a key is a hub.

    `own`: the keys of each entity, with the labels under which it holds them. `holders`: those of
    each key by label, `own` among them; of each label as many as there are, or any `cap` + 1.
    """
    pairs: dict[tuple[End, End], frozenset[Labels]] = {}
    hubs: dict[str, set[Labels]] = {}
    for entity, keys in own.items():
        for key, labels in keys.items():
            under = holders.get(key)
            if under is None:
                continue
            for ours, (theirs, found) in product(labels, under.items()):
                if are_more(cap, under.get(ours, found), found):
                    hubs.setdefault(key, set()).add((ours, theirs))
                else:
                    _pair(pairs, entity, found, (ours, theirs))
    return Proposed(pairs, hubs)


def are_more(cap: int, some: AbstractSet[End], others: AbstractSet[End]) -> bool:
    """Tell whether more than `cap` are among some and others."""
    if some is others:
        return len(some) > cap
    return len(some) + len(others) > cap and len(some | others) > cap


def _pair(
    pairs: dict[tuple[End, End], frozenset[Labels]],
    entity: End,
    others: AbstractSet[End],
    met: Labels,
) -> None:
    """Add a pair with each of the others, under the labels of the entity and of theirs."""
    here, turned = frozenset((met,)), frozenset((met[::-1],))
    for other in others:
        if other == entity:
            continue
        pair, under = ((entity, other), here) if entity < other else ((other, entity), turned)
        known = pairs.get(pair)
        pairs[pair] = under if known is None else known | under


def ordered(a: EntityId, b: EntityId) -> Pair:
    """Give a pair with the lesser id first."""
    return (a, b) if a < b else (b, a)


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


def proposing(comparisons: Iterable[Comparison], met: frozenset[Labels]) -> tuple[Comparison, ...]:
    """Mark the comparisons under labels that propose the pair now.

    What proposed it when it was judged before and does so no more, proposes it no more.
    """
    return tuple(
        c
        if c.proposes is ((c.left_label, c.right_label) in met)
        else structs.replace(c, proposes=not c.proposes)
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
