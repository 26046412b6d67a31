"""Contradictions: two of what joins that no key brought together, and that a conflict keeps apart.

A pair that shares no key is never judged; so a third source entity that holds the IMO numbers of
two ships would make one of them. Where three or more join, what a conflict may rest on is compared
among all of them, as the reader sees it. It is found as it is read, and written nowhere: who is in
the way of whom is another matter for each reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Final, TypeAlias

from isthmus.errors import IntegrityError
from isthmus.flow.center import Center
from isthmus.flow.weighing import weighing
from isthmus.model.ids import EntityId, LabelId
from isthmus.model.judgement import Decision, Judgement, decided
from isthmus.model.principal import Reader
from isthmus.model.statement import Statement
from isthmus.ports import UnitOfWork
from isthmus.resolve.cluster import MEMBERS_MAX
from isthmus.resolve.compare import Model, Profile, compared, profiles
from isthmus.resolve.judge import By, Pair, judged, model_judgement, ordered

CHAIN: Final = 3
"""Of fewer that join, each pair that there is was judged."""
KINDS_MAX: Final = 100
"""So many that say something different are compared, of what is larger than one thing ever is."""


@dataclass(frozen=True, slots=True)
class Contradictions:
    """What is apart though others between them join.

    `groups`: the members of each chain in which two contradict each other. `compared`: of each
    member what was compared, whether or not something contradicts.
    """

    pairs: tuple[Pair, ...] = ()
    groups: tuple[Sequence[EntityId], ...] = ()
    compared: Mapping[EntityId, Profile] = field(default_factory=dict)

    @property
    def labels(self) -> Mapping[EntityId, frozenset[LabelId]]:
        """The labels of what was compared."""
        return {entity: frozenset(profile.labels) for entity, profile in self.compared.items()}


NONE: Final = Contradictions()


def contradictions(
    center: Center, unit: UnitOfWork, reader: Reader, groups: Iterable[Sequence[EntityId]]
) -> Contradictions:
    """Give what contradicts each other in groups of source entities that join, for a reader."""
    chains = [sorted(group) for group in groups if len(group) >= CHAIN]
    if not chains:
        return NONE
    model = _model(center, unit)
    said = _said(unit, reader, [e for chain in chains for e in chain], model.forbidding)
    found = profiles(said)
    says = _alike(said)
    pairs: list[Pair] = []
    apart: list[Sequence[EntityId]] = []
    for chain in chains:
        some = list(_apart(center, model, [e for e in chain if e in found], (found, says)))
        if some:
            pairs += some
            apart.append(chain)
    return Contradictions(tuple(pairs), tuple(apart), found)


def said_of(
    center: Center, unit: UnitOfWork, found: Contradictions, pairs: Iterable[Pair]
) -> list[Judgement]:
    """Give what the model says of pairs that contradict each other, as if it had judged them."""
    model = _model(center, unit)
    by = By(model.version, "")
    compared = ((pair, judged(pair, found.compared, model, center.ontology)) for pair in pairs)
    at, ids = center.clock.now(), center.ids
    return [model_judgement(pair, what, by, ids, at=at, turn=0) for pair, what in compared]


def may_contradict(
    center: Center, unit: UnitOfWork, reader: Reader, entities: Sequence[EntityId]
) -> list[EntityId]:
    """Give those who hold, or held, something that a conflict may rest on."""
    names = sorted(_model(center, unit).forbidding)
    rows = unit.statements.of(entities, reader, properties=names, every_state=True)
    return list(dict.fromkeys(row.entity for row in rows))


def _model(center: Center, unit: UnitOfWork) -> Model:
    """Give the model in force; where its approval is not believed, the one that was shipped.

    The resolver stands still then and says so. What stands is read on, and what is shipped says of
    a conflict what a person had set.
    """
    try:
        return weighing(center, unit).model
    except IntegrityError:
        return center.model


def _said(
    unit: UnitOfWork, reader: Reader, entities: Sequence[EntityId], names: Iterable[str]
) -> list[Statement]:
    rows = unit.statements.of(entities, reader, properties=sorted(names))
    return [row for row in rows if reader.counts(row.expires_on)]


_Said: TypeAlias = frozenset[tuple[str, str, str, LabelId]]


def _alike(said: Iterable[Statement]) -> Mapping[EntityId, _Said]:
    """Give what each says: whoever says the same under the same labels is compared once."""
    found: dict[EntityId, set[tuple[str, str, str, LabelId]]] = {}
    for s in said:
        found.setdefault(s.entity, set()).add((s.schema, s.property, s.value, s.label))
    return {entity: frozenset(what) for entity, what in found.items()}


def _apart(
    center: Center,
    model: Model,
    holders: Sequence[EntityId],
    known: tuple[Mapping[EntityId, Profile], Mapping[EntityId, _Said]],
) -> Iterator[Pair]:
    """Give the pairs of holders that contradict each other, the lesser first."""
    found, says = known
    classes: dict[_Said, list[EntityId]] = {}
    for entity in holders[:MEMBERS_MAX]:
        classes.setdefault(says[entity], []).append(entity)
    for ours, theirs in combinations([*classes.values()][:KINDS_MAX], 2):
        both = compared(found[ours[0]], found[theirs[0]], model, center.ontology)
        if decided(both) is Decision.DIFFERENT:
            yield from (ordered(*pair) for pair in product(ours, theirs))
