"""What a purpose sees of the clusters around a batch, gathered set-wise in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from isthmus.detect.evaluate import TIMES, ClusterView, Edge, Subject
from isthmus.detect.rules import Rule
from isthmus.flow.center import Center
from isthmus.flow.clusters import clusters_of, walked
from isthmus.flow.contradicting import contradictions
from isthmus.model.ids import EntityId, LabelId, RecordSeq, StatementSeq
from isthmus.model.judgement import Attribution, Judgement, sufficient
from isthmus.model.ontology import Shape
from isthmus.model.principal import Reader
from isthmus.model.statement import State, Statement
from isthmus.ports import UnitOfWork

Concerning = list[tuple[EntityId, tuple[StatementSeq, ...]]]
"""The events that concern a member, each with the statements that attributed it, if any."""

Joining = list[tuple[Judgement, tuple[StatementSeq, ...]]]
"""The judgements that join a member, as their left end, to another."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a reader sees around a batch: each cluster with its view, and what joins and parts."""

    clusters: Sequence[frozenset[EntityId]]
    views: Sequence[ClusterView]
    judgements: Sequence[Judgement]


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What the few queries of one batch brought."""

    events: Mapping[EntityId, Concerning]
    about: Mapping[EntityId, list[Statement]]
    joins: Mapping[EntityId, Joining]
    new: frozenset[RecordSeq]
    statements: Mapping[StatementSeq, Statement]
    cut: frozenset[EntityId]
    met: Mapping[EntityId, frozenset[LabelId]]
    judged: frozenset[EntityId]
    ended: frozenset[EntityId]

    def all_of(self, seqs: Iterable[StatementSeq]) -> tuple[Statement, ...]:
        """Give these statements, as far as the reader sees them and they still stand."""
        return tuple(self.statements[seq] for seq in seqs if seq in self.statements)


def cluster_views(
    center: Center,
    unit: UnitOfWork,
    reader: Reader,
    entities: Sequence[EntityId],
    rules: Sequence[Rule],
) -> Look:
    """Give the view of every cluster that one of `entities`, or its event, belongs to."""
    wanted = sorted(frozenset(TIMES).union(*(rule.properties for rule in rules)))
    seeds = _seeds(center, unit, reader, entities, wanted)
    walk = walked(unit, seeds, reader)
    apart = contradictions(center, unit, reader, walk.groups)
    # Whoever is apart for something that is said of another is looked at with that other.
    seeds += [member for group in apart.groups for member in group]
    clusters = list(dict.fromkeys(clusters_of(seeds, walk.judgements, apart.pairs).values()))
    members = sorted({member for cluster in clusters for member in cluster})
    attributions = unit.judgements.attributions(reader, holders=members)
    pointing = unit.statements.towards(members, reader)
    events = _events(pointing, attributions)
    given = unit.judgements.attributed(reader, holders=members)
    standing = {(a.holder, a.event) for a in attributions}
    happened = {event for found in events.values() for event, _ in found}
    about = _about(center, unit, reader, [*members, *sorted(happened)], wanted)
    several = sorted({m for cluster in clusters if len(cluster) > 1 for m in cluster})
    dated = [*members, *sorted(happened)] if _new_alone(rules) else several
    joins = _joins(unit, reader, several) if several else {}
    used = {seq for found in joins.values() for _, seqs in found for seq in seqs}
    used.update(seq for a in attributions for seq in a.evidence)
    gathered = _Gathered(
        events=events,
        about=about,
        joins=joins,
        new=_new_records(unit, about, dated),
        statements={
            s.seq: s
            for s in unit.statements.by_seq(sorted(used), reader)
            if s.state is State.ASSERTED
        },
        cut=walk.cut,
        met=_met(given, (members, pointing, events, about), walk.judgements, apart.labels),
        judged=frozenset(e for j in walk.judgements if j.by_person for e in (j.left, j.right)),
        ended=frozenset(a.holder for a in given if (a.holder, a.event) not in standing),
    )
    return Look(clusters, [_view(cluster, gathered) for cluster in clusters], walk.judgements)


def _seeds(
    center: Center,
    unit: UnitOfWork,
    reader: Reader,
    entities: Sequence[EntityId],
    wanted: Sequence[str],
) -> list[EntityId]:
    """Give the things concerned: an event stands for the things that it points to."""
    ontology = center.ontology
    events = {
        s.entity
        for s in unit.statements.of(entities, reader, properties=wanted)
        if s.schema in ontology.schemas and ontology.schema(s.schema).shape is not Shape.THING
    }
    targets = [s.target for s in unit.statements.of(sorted(events), reader) if s.target is not None]
    holders = [a.holder for a in unit.judgements.attributions(reader, events=sorted(events))]
    things = [entity for entity in entities if entity not in events]
    return list(dict.fromkeys([*things, *targets, *holders]))


def _events(
    pointing: Iterable[Statement], attributions: Iterable[Attribution]
) -> Mapping[EntityId, Concerning]:
    events: dict[EntityId, Concerning] = defaultdict(list)
    for statement in pointing:
        if statement.target is not None:
            events[statement.target].append((statement.entity, ()))
    for attribution in attributions:
        events[attribution.holder].append((attribution.event, attribution.evidence))
    return {member: sorted(set(found)) for member, found in events.items()}


def _met(
    given: Iterable[Attribution],
    seen: tuple[
        Sequence[EntityId],
        Iterable[Statement],
        Mapping[EntityId, Concerning],
        Mapping[EntityId, Sequence[Statement]],
    ],
    judgements: Iterable[Judgement],
    compared: Mapping[EntityId, frozenset[LabelId]],
) -> Mapping[EntityId, frozenset[LabelId]]:
    """Give of each member the labels of all that is met around it, counting or not.

    `given`: all that was ever attributed to them; `seen`: the members, what points to them, their
    events, and what is said of both; `compared`: of what was compared of them for contradictions.
    """
    members, pointing, events, about = seen
    met: dict[EntityId, set[LabelId]] = {}
    for member in members:
        happened = (event for event, _ in events.get(member, ()))
        met[member] = {s.label for entity in (member, *happened) for s in about.get(entity, ())}
    for statement in pointing:
        if statement.target in met:
            met[statement.target].add(statement.label)
    for row in given:
        met[row.holder].add(row.label)
    for judgement in judgements:
        for end in (judgement.left, judgement.right):
            met.setdefault(end, set()).update(judgement.labels)
    for member, labels in compared.items():
        met.setdefault(member, set()).update(labels)
    return {member: frozenset(labels) for member, labels in met.items()}


def _about(
    center: Center,
    unit: UnitOfWork,
    reader: Reader,
    entities: Sequence[EntityId],
    wanted: Sequence[str],
) -> Mapping[EntityId, list[Statement]]:
    found: dict[EntityId, list[Statement]] = defaultdict(list)
    for statement in unit.statements.of(entities, reader, properties=wanted):
        if statement.schema in center.ontology.schemas:
            found[statement.entity].append(statement)
    return found


def _new_records(
    unit: UnitOfWork, about: Mapping[EntityId, list[Statement]], members: Iterable[EntityId]
) -> frozenset[RecordSeq]:
    records = {s.record for member in members for s in about.get(member, ())}
    if not records:
        return frozenset()
    entrances = unit.deliveries.entrances(sorted(records))
    return frozenset(r for r, (entered, began) in entrances.items() if entered > began)


def _new_alone(rules: Sequence[Rule]) -> bool:
    """Tell whether something new may match by itself.

    Where it must meet another source, only clusters of several members need to be asked about.
    """
    return any(
        rule.selections[name].new
        for rule in rules
        for correlation in rule.correlations
        for name in correlation.rules
        if not any(name in pair for pair in correlation.separate)
    )


def _joins(
    unit: UnitOfWork, reader: Reader, members: Sequence[EntityId]
) -> Mapping[EntityId, Joining]:
    """Give the judgements that join, each with the fewest statements whose bits suffice."""
    joins: dict[EntityId, Joining] = defaultdict(list)
    for judgement in unit.judgements.around(members, reader):
        if judgement.joins:
            seqs = tuple(seq for c in sufficient(judgement) for seq in (c.left, c.right))
            joins[judgement.left].append((judgement, seqs))
    return joins


def _view(cluster: frozenset[EntityId], gathered: _Gathered) -> ClusterView:
    """Give the view of one cluster; what concerns it is looked up by its members."""
    members = sorted(cluster)
    view = ClusterView(
        new_records=gathered.new,
        cut=not cluster.isdisjoint(gathered.cut),
        met=frozenset[LabelId]().union(*(gathered.met.get(m, ()) for m in members)),
        judged=not cluster.isdisjoint(gathered.judged),
        ended=not cluster.isdisjoint(gathered.ended),
    )
    for member in members:
        if member in gathered.about:
            view.members.append(Subject(member, gathered.about[member]))
        for judgement, seqs in gathered.joins.get(member, ()):
            if judgement.right in cluster:
                label = judgement.label if judgement.by_person else None
                edge = Edge(judgement.left, judgement.right, gathered.all_of(seqs), label)
                view.edges.append(edge)
        for event, bridge in gathered.events.get(member, ()):
            evidence = gathered.all_of(bridge)
            if event in gathered.about and len(evidence) == len(bridge):
                view.events.append(Subject(event, gathered.about[event], member, evidence))
    return view
