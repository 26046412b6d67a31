"""What a purpose sees of the clusters around a batch, gathered set-wise in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from isthmus.detect.evaluate import ClusterView, Subject
from isthmus.detect.rules import Rule
from isthmus.flow.center import Center
from isthmus.flow.clusters import clusters_around
from isthmus.model.ids import EntityId, RecordSeq, StatementSeq
from isthmus.model.judgement import Attribution
from isthmus.model.ontology import Shape
from isthmus.model.principal import Reader
from isthmus.model.statement import Statement
from isthmus.ports import UnitOfWork


def cluster_views(
    center: Center,
    unit: UnitOfWork,
    reader: Reader,
    entities: Sequence[EntityId],
    rules: Sequence[Rule],
) -> list[ClusterView]:
    """Give the view of every cluster that one of `entities`, or its event, belongs to."""
    seeds = _seeds(center, unit, reader, entities)
    clusters = list(dict.fromkeys(clusters_around(unit, seeds, reader).values()))
    members = sorted({member for cluster in clusters for member in cluster})
    pointing = unit.statements.towards(members, reader)
    attributions = unit.judgements.attributions(reader, holders=members)
    events = _events(pointing, attributions)
    about = _about(center, unit, reader, [*members, *events], rules)
    new = _new_records(unit, about, members)
    return [_view(cluster, events, about, new) for cluster in clusters]


def _seeds(
    center: Center, unit: UnitOfWork, reader: Reader, entities: Sequence[EntityId]
) -> list[EntityId]:
    """Give the things concerned: an event stands for the things that it points to."""
    ontology = center.ontology
    events = {
        s.entity
        for s in unit.statements.of(entities, reader)
        if s.schema in ontology.schemas and ontology.schema(s.schema).shape is not Shape.THING
    }
    targets = [s.target for s in unit.statements.of(sorted(events), reader) if s.target is not None]
    holders = [a.holder for a in unit.judgements.attributions(reader, events=sorted(events))]
    things = [entity for entity in entities if entity not in events]
    return list(dict.fromkeys([*things, *targets, *holders]))


def _events(
    pointing: Iterable[Statement], attributions: Iterable[Attribution]
) -> Mapping[EntityId, list[tuple[EntityId, tuple[StatementSeq, ...]]]]:
    """Give per event the members that it concerns, each with the statements that say so."""
    events: dict[EntityId, list[tuple[EntityId, tuple[StatementSeq, ...]]]] = defaultdict(list)
    for statement in pointing:
        if statement.target is not None:
            events[statement.entity].append((statement.target, (statement.seq,)))
    for attribution in attributions:
        events[attribution.event].append((attribution.holder, attribution.evidence))
    return events


def _about(
    center: Center,
    unit: UnitOfWork,
    reader: Reader,
    entities: Sequence[EntityId],
    rules: Sequence[Rule],
) -> Mapping[EntityId, list[Statement]]:
    wanted = sorted(frozenset[str]().union(*(rule.properties for rule in rules)))
    found: dict[EntityId, list[Statement]] = defaultdict(list)
    for statement in unit.statements.of(entities, reader, properties=wanted):
        if statement.schema in center.ontology.schemas:
            found[statement.entity].append(statement)
    return found


def _new_records(
    unit: UnitOfWork, about: Mapping[EntityId, list[Statement]], members: Iterable[EntityId]
) -> frozenset[RecordSeq]:
    records = {s.record for member in members for s in about.get(member, ())}
    entrances = unit.deliveries.entrances(sorted(records))
    return frozenset(r for r, (entered, began) in entrances.items() if entered > began)


def _view(
    cluster: frozenset[EntityId],
    events: Mapping[EntityId, list[tuple[EntityId, tuple[StatementSeq, ...]]]],
    about: Mapping[EntityId, list[Statement]],
    new: frozenset[RecordSeq],
) -> ClusterView:
    view = ClusterView(new_records=frozenset(new))
    for member in sorted(cluster):
        if member in about:
            view.members.append(Subject(member, about[member]))
    for event, concerned in sorted(events.items()):
        for holder, bridge in concerned:
            if holder in cluster and event in about:
                view.events.append(Subject(event, about[event], holder, bridge))
    return view
