"""What points to an entity: its events, its links, and what was attributed to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from isthmus.flow.documents.entities import EventRow, LinkRow, TitledText
from isthmus.flow.documents.values import Place, Via
from isthmus.flow.reading import Reading
from isthmus.flow.showing.faces import Face, faces, in_order, is_event, kind_of
from isthmus.flow.showing.values import plain_text, property_title, schema_title
from isthmus.model.ids import EntityId
from isthmus.model.judgement import Attribution
from isthmus.model.ontology import ValueKind
from isthmus.model.statement import Statement

EVENTS_MAX: Final = 200
SHORT_PROPERTIES: Final = 8

STARTS: Final = ("startDate", "date")
ENDS: Final = ("endDate",)
_BEGINNING: Final = datetime.min.replace(tzinfo=UTC)
_PLACED: Final = frozenset({ValueKind.LATITUDE, ValueKind.LONGITUDE, ValueKind.TIME})
_FILLED_FROM: Final = "0000-01-01T00:00:00"


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around some source entities, as the reader sees it.

    `pointing`: the statements that name one of them, by the entity that they are about;
    `attributed`: by the event; `faces`: of all of these, and of what they name in turn.
    """

    pointing: Mapping[EntityId, Sequence[Statement]]
    attributed: Mapping[EntityId, Sequence[Attribution]]
    faces: Mapping[EntityId, Face]

    def events(self, reading: Reading) -> list[Face]:
        """Give the events, latest first."""
        ontology = reading.center.ontology
        found = {f.id: f for e, f in self._origins() if is_event(ontology, f.schema)}
        return sorted(
            found.values(), key=lambda f: (self.time_of(f) or _BEGINNING, f.id), reverse=True
        )

    def time_of(self, face: Face) -> datetime | None:
        """Give when an event happened: as its source says, or as it was attributed."""
        given = (a.at for e in face.members for a in self.attributed.get(e, ()))
        return event_time(face) or min(given, default=None)

    def others(self, reading: Reading) -> list[tuple[EntityId, Face]]:
        """Give the links and things that name one of the entities, with their own id first."""
        ontology = reading.center.ontology
        return [(e, f) for e, f in self._origins() if not is_event(ontology, f.schema)]

    def _origins(self) -> Iterable[tuple[EntityId, Face]]:
        for entity in sorted({*self.pointing, *self.attributed}):
            if entity in self.faces:
                yield entity, self.faces[entity]


def around(reading: Reading, entities: Iterable[EntityId]) -> Around:
    """Read what points, or was attributed, to source entities."""
    members = sorted(set(entities))
    pointing: dict[EntityId, list[Statement]] = {}
    towards = reading.unit.statements.towards(members, reading.reader)
    for statement in in_order(towards, reading.at):
        pointing.setdefault(statement.entity, []).append(statement)
    attributed: dict[EntityId, list[Attribution]] = {}
    given = reading.unit.judgements.attributions(reading.reader, holders=members)
    for attribution in sorted(given, key=lambda a: (a.at, a.event, a.property)):
        attributed.setdefault(attribution.event, []).append(attribution)
    found = faces(reading, sorted({*pointing, *attributed} - set(members)))
    named = {s.target for f in found.values() for s in f.statements if s.target is not None}
    found |= faces(reading, sorted(named - set(found)))
    return Around(pointing, attributed, found)


def event_row(reading: Reading, face: Face, stood_around: Around) -> EventRow:
    """Write one event."""
    ontology = reading.center.ontology
    given = [a for e in face.members for a in stood_around.attributed.get(e, ())]
    named = any(e in stood_around.pointing for e in face.members)
    via: Via | None = "attribution" if given and not named else None
    named_too = (stood_around.faces.get(s.target) for s in face.statements if s.target is not None)
    captions = (other.caption_label for other in named_too if other is not None)
    labels = {*face.labels, *captions, *(a.label for a in given if via)}
    return EventRow(
        id=face.shown,
        schema=face.schema,
        schema_title=schema_title(ontology, face.schema),
        caption=event_caption(face, stood_around.faces),
        at=stood_around.time_of(face),
        until=said_time(face.statements, ENDS),
        place=event_place(face.statements),
        via=via,
        label=reading.labels.ref_of_all(labels),
        properties=_short(reading, face, stood_around.faces),
    )


def link_rows(reading: Reading, members: Iterable[EntityId], stood_around: Around) -> list[LinkRow]:
    """Write the links of source entities: one row per role and other end."""
    own = set(members)
    rows: dict[tuple[str, str, str], LinkRow] = {}
    for entity, face in stood_around.others(reading):
        for statement in stood_around.pointing.get(entity, ()):
            for other in link_ends(reading, face, own, stood_around.faces):
                row = _link_row(reading, face, statement, other)
                rows.setdefault((row.id, row.role, row.other.id), row)
    return sorted(rows.values(), key=lambda r: (r.schema, r.role, r.other.caption, r.id))


def link_ends(
    reading: Reading, face: Face, own: set[EntityId], known: Mapping[EntityId, Face]
) -> list[Face]:
    """Give the other ends of what names an entity: of a link its ends, of a thing itself."""
    if not own.isdisjoint(face.members):
        return []
    schema = reading.center.ontology.schemas.get(face.schema)
    if schema is None or schema.shape != "link":
        return [face]
    named = [s.target for s in face.statements if s.target is not None and s.target not in own]
    ends = (known.get(target) for target in dict.fromkeys(named))
    return [end for end in ends if end is not None and own.isdisjoint(end.members)]


def event_caption(face: Face, known: Mapping[EntityId, Face]) -> str:
    """Give an event's caption: its own words, or whom it is about, or a number; else empty."""
    for name in ("summary", "location"):
        said = next((s.value for s in face.statements if s.property == name), None)
        if said:
            return said
    ends = [known[s.target].caption for s in face.statements if s.target in known and s.target]
    return next((end for end in ends if end), face.caption)


def event_time(face: Face) -> datetime | None:
    """Give when an event happened, as its source says."""
    said = said_time(face.statements, STARTS)
    if said is not None:
        return said
    return min((s.observed_at for s in face.statements if s.observed_at), default=None)


def said_time(statements: Iterable[Statement], names: Sequence[str]) -> datetime | None:
    """Give the earliest time under the first of these properties that has one."""
    held = list(statements)
    for name in names:
        times = [at for s in held if s.property == name and (at := instant(s.value))]
        if times:
            return min(times)
    return None


def event_place(statements: Sequence[Statement]) -> Place | None:
    """Give where an event happened: both coordinates of one source entity."""
    found: dict[tuple[EntityId, str], str] = {}
    for s in statements:
        if s.property in {"latitude", "longitude"}:
            found.setdefault((s.entity, s.property), s.value)
    for (entity, name), lat in found.items():
        lon = found.get((entity, "longitude"))
        if name == "latitude" and lon is not None:
            return Place(lat=float(lat), lon=float(lon))
    return None


def instant(text: str) -> datetime | None:
    """Read a time as the store keeps it; a partial one means its beginning, in UTC."""
    try:
        at = datetime.fromisoformat(text + _FILLED_FROM[len(text) :])
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _short(reading: Reading, face: Face, known: Mapping[EntityId, Face]) -> list[TitledText]:
    ontology = reading.center.ontology
    rows = {
        (s.property, text): TitledText(
            property=s.property,
            title=property_title(ontology, s.schema, s.property),
            value=text,
        )
        for s in face.statements
        if kind_of(ontology, s) not in _PLACED and (text := plain_text(ontology, s, known))
    }
    return list(rows.values())[:SHORT_PROPERTIES]


def _link_row(reading: Reading, face: Face, statement: Statement, other: Face) -> LinkRow:
    ontology = reading.center.ontology
    return LinkRow(
        id=face.shown,
        schema=face.schema,
        schema_title=schema_title(ontology, face.schema),
        role=statement.property,
        role_title=property_title(ontology, statement.schema, statement.property),
        other=other.ref(),
        label=reading.labels.ref_of_all({statement.label, *face.labels, other.caption_label}),
    )
