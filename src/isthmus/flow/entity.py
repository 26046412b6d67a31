"""The page of one entity, as one reader sees it.

1. Any source entity's id leads to the page of its cluster; one of which the reader sees nothing
   leads nowhere, as if it were not there.
2. Properties with their papers, what was said once, what points to it, how it came together,
   and what is withheld where the reader may know of it.
3. The page carries the join of everything on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from isthmus.errors import NotFound
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.documents.entities import EntityHead, EntityPage, ShownAttribution
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.showing.alerts import alert_rows, evidence_of
from isthmus.flow.showing.events import EVENTS_MAX, Around, around, event_row, link_rows
from isthmus.flow.showing.faces import Face, faces, former_statements
from isthmus.flow.showing.judgements import attribution_row, judgement_rows, member_rows
from isthmus.flow.showing.properties import property_groups, track_of, values_of
from isthmus.flow.showing.values import ValueWriter, schema_title, why_visible
from isthmus.flow.showing.withheld import withheld_rows
from isthmus.model.ids import EntityId, StatementSeq, parsed_id
from isthmus.model.judgement import Attribution
from isthmus.model.ontology import ValueKind
from isthmus.model.statement import State, Statement
from isthmus.phrases import say
from isthmus.ports import AlertFilter

ALERTS_MAX: Final = 50


def entity_page(center: Center, actor: Actor, entity: str) -> EntityPage:
    """Give the page of the entity to which this id belongs, for this reader.

    Raises NotFound when there is nothing that he may see, and AccessError when he may not read.
    """
    ask = Ask("entity.read", (entity,))
    return read(center, actor, ask, lambda reading: _page(reading, face_of(reading, entity)))


def face_of(reading: Reading, entity: str) -> Face:
    """Give the face of an id as it stands in an address; raises NotFound where there is none."""
    wanted = EntityId(parsed_id("e", entity))
    face = faces(reading, [wanted]).get(wanted)
    if face is None:
        message = say("expected an entity that you may see, got {entity}", entity=entity)
        raise NotFound(message)
    return face


@dataclass(frozen=True, slots=True)
class _Read:
    """What the page is written from."""

    face: Face
    asserted: Sequence[Statement]
    former: Sequence[Statement]
    around: Around
    attributions: Sequence[Attribution]
    writer: ValueWriter
    evidence: Mapping[StatementSeq, Statement]


def _page(reading: Reading, face: Face) -> Answer[EntityPage]:
    found = _read(reading, face)
    events = found.around.events(reading)
    holders = chain(face.members, *(event.members for event in events))
    filtered = AlertFilter(entities=face.members, limit=ALERTS_MAX)
    properties = property_groups(reading, face.schema, found.asserted, found.writer)
    former = property_groups(reading, face.schema, found.former, found.writer)
    event_rows = [event_row(reading, event, found.around) for event in events[:EVENTS_MAX]]
    links = link_rows(reading, face.members, found.around)
    judgements = judgement_rows(reading, face.members)
    attributions = _attribution_rows(reading, found)
    alerts = alert_rows(reading, reading.unit.alerts.find(filtered, reading.reader))
    track = track_of(reading, holders)
    withheld = withheld_rows(reading, face)
    page = EntityPage(
        entity=_head(reading, found),
        properties=properties,
        former=former,
        events=event_rows,
        more_events=len(events) > EVENTS_MAX,
        links=links,
        members=member_rows(reading, face),
        judgements=judgements,
        attributions=attributions,
        alerts=alerts,
        track=track,
        withheld=withheld,
        why=why_visible(reading, [*found.asserted, *found.evidence.values()]),
        labels=reading.labels.document(),
    )
    return page, [face.shown, *(member.source_entity for member in page.members)]


def _read(reading: Reading, face: Face) -> _Read:
    unit, reader = reading.unit, reading.reader
    asserted = [s for s in face.statements if s.state is State.ASSERTED]
    former = former_statements(reading, face.members)
    stood_around = around(reading, face.members)
    given = {
        (a.event, a.property): a
        for a in chain(
            *stood_around.attributed.values(),
            unit.judgements.attributions(reader, events=face.members),
        )
    }
    evidence = evidence_of(reading, sorted({seq for a in given.values() for seq in a.evidence}))
    named = {s.target for s in (*asserted, *former, *evidence.values()) if s.target is not None}
    named |= {a.holder for a in given.values()}
    known = dict(stood_around.faces)
    known |= faces(reading, sorted(named - set(known)))
    return _Read(
        face=face,
        asserted=asserted,
        former=former,
        around=Around(stood_around.pointing, stood_around.attributed, known),
        attributions=sorted(given.values(), key=lambda a: (a.at, a.event, a.property)),
        writer=ValueWriter(reading, [*asserted, *former, *evidence.values()], known),
        evidence=evidence,
    )


def _head(reading: Reading, found: _Read) -> EntityHead:
    """Write what the entity is; every other part must be written before, for the label."""
    face, ontology = found.face, reading.center.ontology
    everything = reading.labels.all_so_far()
    return EntityHead(
        id=face.shown,
        schema=face.schema,
        schema_title=schema_title(ontology, face.schema),
        caption=face.caption,
        listed=face.listed,
        countries=values_of(ontology, found.asserted, ValueKind.COUNTRY),
        label=reading.labels.ref_of_all(face.labels)
        if everything is None
        else reading.labels.ref_of(everything),
        sources=[found.writer.source(s) for s in sorted({s.source for s in face.statements})],
    )


def _attribution_rows(reading: Reading, found: _Read) -> list[ShownAttribution]:
    known = {**found.around.faces, **dict.fromkeys(found.face.members, found.face)}
    rows = []
    for attribution in found.attributions[-EVENTS_MAX:]:
        holder = known.get(attribution.holder)
        if holder is not None:
            ends = (known.get(attribution.event), holder)
            evidence = [found.evidence[s] for s in attribution.evidence if s in found.evidence]
            rows.append(attribution_row(reading, attribution, ends, found.writer, evidence))
    return rows
