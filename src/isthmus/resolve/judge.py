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
from typing import TypeAlias

from isthmus.model.ids import EntityId, IdMaker, LabelId
from isthmus.model.judgement import Comparison, Judgement, decided
from isthmus.model.ontology import Ontology
from isthmus.resolve.compare import Model, Profile, compared

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
    comparisons: Iterable[Comparison], met: frozenset[Labels], before: Judgement | None
) -> tuple[Comparison, ...]:
    """Mark the comparisons under labels that propose the pair, now or when it was judged before.

    A key that became a hub since proposes nothing new, and takes back nothing.
    """
    held = () if before is None else before.comparisons
    known = met | {(c.left_label, c.right_label) for c in held if c.proposes}
    return tuple(
        c
        if c.proposes is ((c.left_label, c.right_label) in known)
        else replace(c, proposes=not c.proposes)
        for c in comparisons
    )


def model_judgement(  # noqa: PLR0913 - the parts of a judgement
    pair: Pair,
    comparisons: tuple[Comparison, ...],
    version: str,
    ids: IdMaker,
    *,
    needed: float,
    at: datetime,
    label: LabelId,
    purpose: str,
    turn: int,
) -> Judgement:
    """Give the judgement of a version of the model. `turn`: tells those on one pair apart."""
    return Judgement(
        id=ids.judgement(*pair, version, turn),
        left=pair[0],
        right=pair[1],
        decision=decided(comparisons, needed),
        by_person=False,
        author=version,
        at=at,
        comparisons=comparisons,
        label=label,
        purpose=purpose,
        needed=needed,
    )


def unchanged(
    standing: Judgement | None, comparisons: Sequence[Comparison], version: str, needed: float
) -> bool:
    """Tell whether what the resolver sees standing already says exactly this, by the same weights.

    What stands may say more: what another purpose compared, and this one did not. One by older
    weights is written anew though nothing else changed: else its version would tell whoever sees
    a part of it that the part which he does not see stayed as it was.
    """
    return (
        standing is not None
        and (standing.author, standing.needed) == (version, needed)
        and set(comparisons) <= set(standing.comparisons)
    )
