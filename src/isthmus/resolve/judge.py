"""Judging: the pairs that keys propose, and what is worth writing down about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from isthmus.model.ids import EntityId, IdMaker, LabelId, StatementSeq
from isthmus.model.judgement import Comparison, Decision, Judgement
from isthmus.model.ontology import Ontology
from isthmus.resolve.compare import Model, Profile, compared

KEEP_BITS: Final = 6.0
"""Weaker support is not written down: it joins nothing, and there is no end of it."""

CONFLICT_BITS: Final = -20.0
"""One comparison at or below this forbids a pair."""

Pair = tuple[EntityId, EntityId]


@dataclass(frozen=True, slots=True)
class Proposed:
    """The pairs that shared keys propose, and the keys that too many share."""

    pairs: frozenset[Pair]
    hubs: tuple[str, ...]


def proposed(
    own: Mapping[EntityId, Iterable[str]],
    holders: Mapping[str, Sequence[tuple[EntityId, StatementSeq]]],
    cap: int,
) -> Proposed:
    """Pair each entity of `own` with the holders of its keys, unless a key is a hub."""
    pairs: set[Pair] = set()
    hubs: set[str] = set()
    for entity, keys in own.items():
        for key in keys:
            found = {holder for holder, _ in holders.get(key, ())}
            if len(found) > cap:
                hubs.add(key)
                continue
            pairs |= {ordered(entity, other) for other in found if other != entity}
    return Proposed(frozenset(pairs), tuple(sorted(hubs)))


def ordered(a: EntityId, b: EntityId) -> Pair:
    """Give a pair with the lesser id first."""
    return (a, b) if a < b else (b, a)


def decision(comparisons: Sequence[Comparison], join_bits: float) -> Decision:
    """Give what the bits say."""
    if any(c.bits <= CONFLICT_BITS for c in comparisons):
        return Decision.DIFFERENT
    total = sum(c.bits for c in comparisons)
    return Decision.SAME if total >= join_bits else Decision.UNDECIDED


def worth_keeping(comparisons: Sequence[Comparison]) -> bool:
    """Tell whether a comparison joins, forbids, or comes near enough to be reviewed."""
    support = sum(c.bits for c in comparisons if c.bits > 0)
    return support >= KEEP_BITS


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


def model_judgement(  # noqa: PLR0913 - the parts of a judgement
    pair: Pair,
    comparisons: tuple[Comparison, ...],
    model: Model,
    ids: IdMaker,
    *,
    at: datetime,
    label: LabelId,
    join_bits: float,
    turn: int,
) -> Judgement:
    """Give the model's judgement on a pair. `turn`: counts its judgements on this pair."""
    return Judgement(
        id=ids.judgement(*pair, model.version, turn),
        left=pair[0],
        right=pair[1],
        decision=decision(comparisons, join_bits),
        by_person=False,
        author=model.version,
        at=at,
        comparisons=comparisons,
        label=label,
    )


def unchanged(
    standing: Judgement | None, comparisons: tuple[Comparison, ...], version: str
) -> bool:
    """Tell whether the standing judgement already says exactly this, by the same weights.

    One by older weights is written anew though nothing else changed: else its version would tell
    whoever sees a part of it that the part which he does not see stayed as it was.
    """
    return (
        standing is not None
        and standing.author == version
        and set(standing.comparisons) == set(comparisons)
    )
