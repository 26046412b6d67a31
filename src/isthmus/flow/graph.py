"""The link graph around one entity: what it is tied to, hop by hop, up to a cap.

A link with two visible ends is an edge; everything else that is tied is a node. What the cap
leaves out is counted, and only what the reader may see is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.documents.graph import Edge, Graph, Node
from isthmus.flow.documents.values import Texts
from isthmus.flow.entity import face_of
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.showing.alerts import alert_number
from isthmus.flow.showing.events import Around, around, event_caption, link_ends
from isthmus.flow.showing.faces import Face, faces, is_event, is_link
from isthmus.flow.showing.values import property_title, schema_title, texts
from isthmus.model.ids import EntityId, LabelId, shown_id
from isthmus.ports import AlertFilter

HOPS_MAX: Final = 3
CAP_MAX: Final = 300
ALERTS_MAX: Final = 20

ATTRIBUTION: Final = {"en": "Attributed", "fr": "Attribué", "ar": "منسوب"}
ALERT: Final = {"en": "Alert", "fr": "Alerte", "ar": "تنبيه"}


@dataclass(frozen=True, slots=True)
class _Tie:
    """One relation between two faces, with the labels that it rests on."""

    one: Face
    other: Face
    kind: str
    title: Texts
    labels: frozenset[LabelId]


@dataclass(slots=True)
class _Canvas:
    """The graph while it grows. `left_out`: what the cap kept off it."""

    cap: int
    nodes: dict[EntityId, Face] = field(default_factory=dict)
    ties: dict[tuple[EntityId, EntityId, str], _Tie] = field(default_factory=dict)
    captions: dict[EntityId, str] = field(default_factory=dict)
    left_out: set[EntityId] = field(default_factory=set)

    def grow(self, ties: Iterable[_Tie]) -> list[Face]:
        """Put ties on the canvas and give the faces that are new on it."""
        ordered = sorted(ties, key=lambda t: (t.kind, t.one.caption, t.one.id, t.other.id))
        fresh: list[Face] = []
        for tie in ordered:
            for face in (tie.one, tie.other):
                if face.id in self.nodes:
                    continue
                if len(self.nodes) >= self.cap:
                    self.left_out.add(face.id)
                    continue
                self.nodes[face.id] = face
                fresh.append(face)
            if tie.one.id in self.nodes and tie.other.id in self.nodes:
                self.ties.setdefault((tie.one.id, tie.other.id, tie.kind), tie)
        return fresh


def entity_graph(
    center: Center, actor: Actor, entity: str, *, hops: int = 1, cap: int = 60
) -> Graph:
    """Give what is tied to an entity within `hops` (1 to 3), at most `cap` (1 to 300) nodes.

    Raises NotFound when there is no such entity that the reader may see.
    """
    ask = Ask("entity.graph", (entity,))
    limits = (min(max(hops, 1), HOPS_MAX), min(max(cap, 1), CAP_MAX))
    return read(center, actor, ask, lambda reading: _graph(reading, entity, limits))


def _graph(reading: Reading, entity: str, limits: tuple[int, int]) -> Answer[Graph]:
    hops, cap = limits
    start = face_of(reading, entity)
    canvas = _Canvas(cap, nodes={start.id: start})
    frontier = [start]
    for _ in range(hops):
        if not frontier:
            break
        frontier = canvas.grow(_ties(reading, canvas, frontier))
    nodes = [_node(reading, canvas, face) for face in canvas.nodes.values()]
    edges = [_edge(reading, tie) for tie in canvas.ties.values()]
    alert_nodes, alert_edges = _alerts(reading, canvas)
    graph = Graph(
        nodes=[*nodes, *alert_nodes],
        edges=[*edges, *alert_edges],
        more=len(canvas.left_out) or None,
        labels=reading.labels.document(),
    )
    return graph, [node.id for node in graph.nodes]


def _ties(reading: Reading, canvas: _Canvas, frontier: Sequence[Face]) -> list[_Tie]:
    owners = {member: face for face in frontier for member in face.members}
    stood_around = around(reading, owners)
    targets = {s.target for face in frontier for s in face.statements if s.target is not None}
    known = {**stood_around.faces, **faces(reading, sorted(targets)), **owners}
    seen = Around(stood_around.pointing, stood_around.attributed, known)
    canvas.captions |= {
        face.id: event_caption(face, known)
        for face in known.values()
        if is_event(reading.center.ontology, face.schema) and face.id not in canvas.captions
    }
    return [
        *_incoming(reading, owners, seen),
        *_outgoing(reading, frontier, known),
        *_attributed(reading, owners, seen),
    ]


def _incoming(reading: Reading, owners: Mapping[EntityId, Face], seen: Around) -> Iterator[_Tie]:
    ontology = reading.center.ontology
    for entity, statements in seen.pointing.items():
        face = seen.faces.get(entity)
        for s in statements if face is not None else ():
            owner = None if s.target is None else owners.get(s.target)
            if owner is None or face is None or owner.id == face.id:
                continue
            if is_link(ontology, face.schema):
                title = schema_title(ontology, face.schema)
                for end in link_ends(reading, face, set(owner.members), seen.faces):
                    yield _Tie(owner, end, face.schema, title, face.labels | {s.label})
                continue
            title = property_title(ontology, s.schema, s.property)
            yield _Tie(face, owner, s.property, title, frozenset({s.label}))


def _outgoing(
    reading: Reading, frontier: Sequence[Face], known: Mapping[EntityId, Face]
) -> Iterator[_Tie]:
    ontology = reading.center.ontology
    for face in frontier:
        for s in face.statements:
            target = None if s.target is None else known.get(s.target)
            if target is not None and target.id != face.id:
                title = property_title(ontology, s.schema, s.property)
                yield _Tie(face, target, s.property, title, frozenset({s.label}))


def _attributed(reading: Reading, owners: Mapping[EntityId, Face], seen: Around) -> Iterator[_Tie]:
    given = [a for each in seen.attributed.values() for a in each]
    given += reading.unit.judgements.attributions(reading.reader, events=sorted(owners))
    ends = {e for a in given for e in (a.event, a.holder)}
    known = {**seen.faces, **faces(reading, sorted(ends - set(seen.faces)))}
    for a in given:
        event, holder = known.get(a.event), known.get(a.holder)
        if event is not None and holder is not None and event.id != holder.id:
            title = texts(ATTRIBUTION, "attribution")
            yield _Tie(event, holder, "attribution", title, frozenset({a.label}))


def _node(reading: Reading, canvas: _Canvas, face: Face) -> Node:
    return Node(
        id=face.shown,
        kind="event" if is_event(reading.center.ontology, face.schema) else "entity",
        schema=face.schema,
        title=schema_title(reading.center.ontology, face.schema),
        caption=canvas.captions.get(face.id, face.caption),
        severity=None,
        listed=face.listed,
        label=reading.labels.ref_of_all(face.labels),
    )


def _edge(reading: Reading, tie: _Tie) -> Edge:
    return Edge(
        id=f"{tie.one.shown}.{tie.kind}.{tie.other.shown}",
        from_=tie.one.shown,
        to=tie.other.shown,
        kind=tie.kind,
        title=tie.title,
        label=reading.labels.ref_of_all(tie.labels),
    )


def _alerts(reading: Reading, canvas: _Canvas) -> tuple[list[Node], list[Edge]]:
    owners = {member: face for face in canvas.nodes.values() for member in face.members}
    wanted = AlertFilter(entities=sorted(owners), limit=ALERTS_MAX)
    rules = {rule.id: rule for rule in reading.center.rules}
    nodes: list[Node] = []
    edges: dict[str, Edge] = {}
    for alert in reading.unit.alerts.find(wanted, reading.reader):
        shown, label = shown_id("a", alert.id), reading.labels.ref(alert.label)
        rule = rules.get(alert.rule)
        nodes.append(
            Node(
                id=shown,
                kind="alert",
                schema="Alert",
                title=texts({} if rule is None else rule.title, alert.rule),
                caption=alert_number(alert.id),
                severity=alert.severity.value,
                listed=False,
                label=label,
            )
        )
        about = (alert.entity, *reading.unit.alerts.entities(alert.id, reading.reader))
        for face in (owners[e] for e in about if e in owners):
            name = f"{shown}.alert.{face.shown}"
            title = texts(ALERT, "alert")
            edges.setdefault(
                name,
                Edge(id=name, from_=shown, to=face.shown, kind="alert", title=title, label=label),
            )
    return nodes, list(edges.values())
