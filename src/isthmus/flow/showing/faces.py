"""Faces: what an entity is for a reader - its id, schema, caption, and the statements behind it.

An entity is shown under the least id of its members about which the reader sees an asserted
statement; the best name is the one most sources use, then the one known longest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from isthmus.flow.clusters import clusters_around
from isthmus.flow.documents.values import EntityRef
from isthmus.flow.reading import Reading
from isthmus.model.ids import EntityId, LabelId, shown_id
from isthmus.model.ontology import Ontology, Property, Shape, ValueKind
from isthmus.model.statement import Claim, State, Statement

FORMER: Final = frozenset({State.RETRACTED, State.CORRECTED})
"""States whose values may still be shown as what was said once. What was recalled, erased or
has expired is gone for every reader."""

LISTED: Final = "sanction"
_ONLY_ASSERTED: Final = frozenset({State.ASSERTED})


@dataclass(frozen=True, slots=True)
class Face:
    """One entity for one reader.

    `members`: its source entities of which the reader sees something, least id first;
    `statements`: the asserted ones about them, oldest first, or what was said once where nothing
    is asserted any more; `caption_label`: of the statement that gives the caption.
    """

    id: EntityId
    members: tuple[EntityId, ...]
    cluster: frozenset[EntityId]
    schema: str
    caption: str
    caption_label: LabelId
    listed: bool
    statements: tuple[Statement, ...]

    @property
    def shown(self) -> str:
        """The id as it stands in documents."""
        return shown_id("e", self.id)

    @property
    def labels(self) -> frozenset[LabelId]:
        """The labels of what the face rests on."""
        return frozenset(s.label for s in self.statements)

    def ref(self) -> EntityRef:
        """Give the entity as others name it."""
        return EntityRef(id=self.shown, schema=self.schema, caption=self.caption)


def faces(reading: Reading, entities: Iterable[EntityId]) -> dict[EntityId, Face]:
    """Give the face of each of `entities`; one of which the reader sees nothing has none."""
    wanted = tuple(dict.fromkeys(entities))
    if not wanted:
        return {}
    return faces_of(reading, clusters_around(reading.center, reading.unit, wanted, reading.reader))


def faces_of(
    reading: Reading, clusters: Mapping[EntityId, frozenset[EntityId]]
) -> dict[EntityId, Face]:
    """Give them as `faces` does, where the cluster of each is known."""
    if not clusters:
        return {}
    everyone = list(dict.fromkeys(e for c in clusters.values() for e in sorted(c)))
    held = by_entity(shown_statements(reading, everyone))
    gone = [e for e, cluster in clusters.items() if not any(m in held for m in cluster)]
    if gone:
        former = {e for entity in gone for e in clusters[entity]}
        held.update(by_entity(former_statements(reading, sorted(former))))
    made: dict[frozenset[EntityId], Face | None] = {}
    found = {}
    for entity, cluster in clusters.items():
        if cluster not in made:
            made[cluster] = _face(reading.center.ontology, cluster, held)
        face = made[cluster]
        if face is not None:
            found[entity] = face
    return found


def shown_statements(reading: Reading, entities: Sequence[EntityId]) -> list[Statement]:
    """Give the asserted statements about source entities that may be held still, oldest first."""
    return in_order(reading.unit.statements.of(entities, reading.reader), reading.at)


def former_statements(reading: Reading, entities: Sequence[EntityId]) -> list[Statement]:
    """Give what was said of source entities once and is retracted or corrected, oldest first."""
    every = reading.unit.statements.of(entities, reading.reader, every_state=True)
    return in_order(every, reading.at, states=FORMER)


def in_order(
    statements: Iterable[Statement],
    now: datetime,
    *,
    states: frozenset[State] = _ONLY_ASSERTED,
) -> list[Statement]:
    """Give the statements in these states that may be held still, oldest first.

    What is past its retention is not shown, whether or not it was swept already.
    """
    held = [s for s in statements if s.state in states and s.expires_on > now]
    return sorted(held, key=lambda s: (s.recorded_at, s.id))


def by_entity(statements: Iterable[Statement]) -> dict[EntityId, list[Statement]]:
    """Group statements by source entity, in the order in which they come."""
    found: dict[EntityId, list[Statement]] = defaultdict(list)
    for statement in statements:
        found[statement.entity].append(statement)
    return dict(found)


def schema_of(ontology: Ontology, statements: Iterable[Statement]) -> str:
    """Give the most specific schema that some statement claims."""
    return ontology.most_specific(frozenset(s.schema for s in statements))


def property_of(ontology: Ontology, schema: str, name: str) -> Property | None:
    """Give a property, or None where the ontology no longer has it."""
    found = ontology.schemas.get(schema)
    return None if found is None else found.properties.get(name)


def kind_of(ontology: Ontology, statement: Statement | Claim) -> ValueKind:
    """Give the kind of a statement's value; what the ontology lacks is a text."""
    found = property_of(ontology, statement.schema, statement.property)
    return ValueKind.TEXT if found is None else found.kind


def is_event(ontology: Ontology, schema: str) -> bool:
    """Tell whether entities of this schema happen at a time."""
    found = ontology.schemas.get(schema)
    return found is not None and found.shape is Shape.EVENT


def is_link(ontology: Ontology, schema: str) -> bool:
    """Tell whether entities of this schema join two others."""
    found = ontology.schemas.get(schema)
    return found is not None and found.shape is Shape.LINK


def caption_of(ontology: Ontology, statements: Sequence[Statement]) -> tuple[str, LabelId]:
    """Give the best name among statements, oldest first, with the label of who said it first.

    Without a name it is an identifier, and without one empty: what an entity is, is told in the
    reader's language, and never a part of what it is called. There must be a statement.
    """
    for kind in (ValueKind.NAME, ValueKind.IDENTIFIER):
        of_kind = [s for s in statements if kind_of(ontology, s) is kind]
        if of_kind:
            best = _best_value(ontology, of_kind)
            label = next(s.label for s in of_kind if s.value == best)
            return best, label
    return "", statements[0].label


def _face(
    ontology: Ontology,
    cluster: frozenset[EntityId],
    held: Mapping[EntityId, Sequence[Statement]],
) -> Face | None:
    members = tuple(sorted(e for e in cluster if e in held))
    if not members:
        return None
    about = [s for e in members for s in held[e]]
    statements = tuple(sorted(about, key=lambda s: (s.recorded_at, s.id)))
    caption, caption_label = caption_of(ontology, statements)
    return Face(
        id=members[0],
        members=members,
        cluster=cluster,
        schema=schema_of(ontology, statements),
        caption=caption,
        caption_label=caption_label,
        listed=any(
            s.property == "topics" and s.value.startswith(LISTED) and s.state is State.ASSERTED
            for s in statements
        ),
        statements=statements,
    )


def _best_value(ontology: Ontology, statements: Sequence[Statement]) -> str:
    """Give the value of the foremost property that most sources use, the oldest of equals."""
    ranks = {s.property: _rank(ontology, s) for s in statements}
    foremost = min(ranks.values())
    named = [s for s in statements if ranks[s.property] == foremost]
    sources: dict[str, set[str]] = defaultdict(set)
    since: dict[str, tuple[datetime, str]] = {}
    for s in named:
        sources[s.value].add(s.source)
        since[s.value] = min(since.get(s.value, (s.recorded_at, s.value)), (s.recorded_at, s.value))
    return min(sources, key=lambda value: (-len(sources[value]), since[value]))


def _rank(ontology: Ontology, statement: Statement) -> int:
    schema = ontology.schemas.get(statement.schema)
    order = () if schema is None else tuple(schema.properties)
    return order.index(statement.property) if statement.property in order else len(order)
