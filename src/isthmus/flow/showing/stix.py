"""STIX objects: what one reader may see of entities, of how they belong together, of alerts.

1. A source entity is one object: what one source says of one thing. A merge never shows as one;
   that two are one is a relationship, which can be taken back.
2. Every value stands under the marking of its own label; an object bears all of them.
3. A relationship is told only where the reader sees something of both ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final

from isthmus.flow.cursors import UNBOUND
from isthmus.flow.reading import Reading
from isthmus.flow.showing.alerts import alert_rows
from isthmus.flow.showing.faces import (
    by_entity,
    caption_of,
    is_event,
    is_link,
    kind_of,
    schema_of,
    shown_statements,
)
from isthmus.flow.showing.values import source_titles
from isthmus.formats import stix_objects as stix
from isthmus.model.canonical import canonical_bytes
from isthmus.model.collection import Kind
from isthmus.model.grade import parsed_grade
from isthmus.model.ids import AlertId, EntityId, LabelId, shown_id
from isthmus.model.judgement import Judgement, counting
from isthmus.model.ontology import ValueKind
from isthmus.model.statement import Statement

_GROUPS: Final = (("Person", "individual"), ("Organization", "organization"))


@dataclass(frozen=True, slots=True)
class Made:
    """One object, with what a collection must know of it; see `model.collection.Entry`."""

    name: str
    kind: Kind
    body: stix.Object
    subject: bytes = b""
    owner: bytes = b""
    other: bytes = b""


class StixWriter:
    """Writes objects for one reader. `needed`: what those written so far refer to, in order."""

    __slots__ = ("_held", "_markings", "_reading", "_sources", "_titles", "center", "needed")

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._titles = source_titles(reading)
        self._held: dict[EntityId, list[Statement]] = {}
        self._markings: dict[LabelId, tuple[str, ...]] = {}
        self._sources: dict[str, str] = {}
        self.needed: dict[str, Made] = {}
        self.center = self._author(f"center {reading.center.id}", reading.center.name)
        self._need(Made(stix.CLAIMS, Kind.DEFINITION, stix.definition(self.center)))

    def entities(self, wanted: Iterable[EntityId]) -> list[Made]:
        """Write source entities, those of which the reader sees something, and what joins them."""
        entities = sorted(set(wanted))
        judged = [
            one
            for one in self._reading.unit.judgements.around(entities, self._reading.reader)
            if one.joins
        ]
        self._hold(chain(entities, *((one.left, one.right) for one in judged)))
        seen = [entity for entity in entities if entity in self._held]
        self._hold(s.target for e in seen for s in self._held[e] if s.target is not None)
        things = [made for entity in seen for made in self._thing(entity)]
        links = [made for entity in seen for made in self._links(entity)]
        return [*things, *links, *(made for one in judged for made in self._same(one))]

    def alerts(self, wanted: Iterable[AlertId]) -> list[Made]:
        """Write alerts, those that the reader may see."""
        unit, reader = self._reading.unit, self._reading.reader
        asked = [unit.alerts.get(alert, reader) for alert in sorted(set(wanted))]
        found = [alert for alert in asked if alert is not None]
        about = {alert.id: unit.alerts.entities(alert.id, reader) for alert in found}
        self._hold(chain(*about.values()))
        made = []
        for alert, row in zip(found, alert_rows(self._reading, found), strict=True):
            refs = [self._name(entity) for entity in about[alert.id] if entity in self._held]
            papers = stix.Papers(
                source=self.center,
                external=(self._reading.center.id, row.number),
                schema="Alert",
                markings=self._marked([alert.label]),
            )
            title = row.rule.title["en"]
            texts = (f"{title}: {row.caption}", f"{row.summary_text['en']}\nstate: {row.state}")
            published = spelled_time(alert.raised_at)
            body = stix.report(texts, published, refs or [self.center], papers)
            name = stix.named("report", alert.id)
            made.append(Made(name, Kind.ALERT, body, alert.id, alert.id))
        return made

    def markings(self) -> None:
        """Write the markings of every label that the reader has."""
        for number in self._reading.reader.labels:
            self._mark(number)

    def source(self, name: str) -> None:
        """Write the identity of a source; the center's own is there from the beginning."""
        self._author(name, self._titles.get(name, name))

    def _hold(self, entities: Iterable[EntityId]) -> None:
        wanted = [entity for entity in dict.fromkeys(entities) if entity not in self._held]
        if wanted:
            self._held.update(by_entity(shown_statements(self._reading, wanted)))

    def _thing(self, entity: EntityId) -> Iterator[Made]:
        ontology, statements = self._reading.center.ontology, self._held[entity]
        name = self._name(entity)
        if name.startswith("relationship"):
            return
        told, papers = self._told(statements), self._papers(entity, statements)
        caption = caption_of(ontology, statements)[0] or papers.schema
        if name.startswith("identity"):
            body = stix.identity(caption, self._group(papers.schema), told, papers)
        elif name.startswith("indicator"):
            since = spelled_time(min(s.recorded_at for s in statements))
            body = stix.indicator(caption, self._pattern(statements) or "", since, told, papers)
        elif name.startswith("infrastructure"):
            body = stix.resource(caption, told, papers)
        else:
            named = [self._name(s.target) for s in statements if s.target in self._held]
            refs = list(dict.fromkeys(one for one in named if one != name))
            title = papers.schema if caption == papers.schema else f"{papers.schema}: {caption}"
            body = stix.note(title, refs or [papers.source], told, papers)
        yield Made(name, Kind.ENTITY, body, entity, entity)

    def _links(self, entity: EntityId) -> Iterator[Made]:
        """Write what a thing names, and a link as what joins its two ends."""
        statements, name = self._held[entity], self._name(entity)
        schema = schema_of(self._reading.center.ontology, statements)
        if name.startswith("relationship"):
            ends = [e for e in self._ends(schema, statements).values() if e in self._held]
            if len(ends) > 1:
                told, papers = self._told(statements), self._papers(entity, statements)
                role = next((t.value for t in told if t.property == "role"), schema)
                joins = (self._name(ends[0]), self._name(ends[1]))
                body = stix.link(role, joins, told, papers)
                yield Made(name, Kind.ENTITY, body, entity, entity)
        elif not is_event(self._reading.center.ontology, schema):
            for one in statements:
                if one.target is not None and one.target in self._held:
                    joins = (name, self._name(one.target))
                    body = stix.link(one.property, joins, (), self._papers(entity, [one]))
                    link = stix.named("relationship", one.id)
                    yield Made(link, Kind.LINK, body, one.id, entity, one.target)

    def _same(self, judgement: Judgement) -> Iterator[Made]:
        ends = (judgement.left, judgement.right)
        if any(end not in self._held for end in ends):
            return
        pair = self._derived("stix-same", judgement.left.hex() + judgement.right.hex())
        labels = {judgement.label} if judgement.by_person else set[LabelId]()
        counted = counting(judgement.comparisons)
        labels |= {n for c in counted for n in (c.left_label, c.right_label)}
        why = "a person judged so"
        if not judgement.by_person:
            bits = (f"{c.property} {c.bits:+.1f} bits" for c in counted)
            why = "; ".join(bits)
        body = stix.same(
            (self._name(ends[0]), self._name(ends[1])), why, self._marked(labels), self.center
        )
        name = stix.named("relationship", pair)
        yield Made(name, Kind.SAME, body, pair, judgement.left, judgement.right)

    def _name(self, entity: EntityId | None) -> str:
        """Give the id of an entity that is held: its type follows from what is seen of it."""
        ontology, statements = self._reading.center.ontology, self._held[EntityId(entity or b"")]
        schema = schema_of(ontology, statements)
        kind = "infrastructure"
        if ontology.is_a(schema, "LegalEntity"):
            kind = "identity"
        elif ontology.is_a(schema, "Indicator") and self._pattern(statements) is not None:
            kind = "indicator"
        elif is_link(ontology, schema) and len(self._ends(schema, statements)) > 1:
            kind = "relationship"
        elif is_event(ontology, schema) or is_link(ontology, schema):
            kind = "note"
        return stix.named(kind, statements[0].entity)

    def _ends(self, schema: str, statements: Sequence[Statement]) -> Mapping[str, EntityId]:
        """Give what a link joins, by property, in the ontology's order."""
        known = self._reading.center.ontology.schema(schema).properties
        named = {s.property: s.target for s in statements if s.target is not None}
        return {name: named[name] for name in known if name in named}

    def _group(self, schema: str) -> str:
        ontology = self._reading.center.ontology
        return next((group for name, group in _GROUPS if ontology.is_a(schema, name)), "unknown")

    def _pattern(self, statements: Sequence[Statement]) -> str | None:
        values: dict[str, list[str]] = defaultdict(list)
        for one in statements:
            values[one.property].append(one.value)
        return stix.pattern_of(values["indicatorType"], values["indicatorValue"], values["pattern"])

    def _told(self, statements: Sequence[Statement]) -> list[stix.Told]:
        ontology = self._reading.center.ontology
        return [
            stix.Told(s.property, s.value, self._mark(s.label)[0])
            for s in statements
            if kind_of(ontology, s) is not ValueKind.ENTITY
        ]

    def _papers(self, entity: EntityId, statements: Sequence[Statement]) -> stix.Papers:
        source = statements[0].source
        return stix.Papers(
            source=self._author(source, self._titles.get(source, source)),
            external=(source, shown_id("e", entity)),
            schema=schema_of(self._reading.center.ontology, self._held[entity]),
            markings=self._marked(s.label for s in statements),
            confidence=stix.confidence_of([parsed_grade(s.grade).credibility for s in statements]),
        )

    def _marked(self, labels: Iterable[LabelId]) -> tuple[str, ...]:
        """Give the markings of labels, without repetition, in an order that tells nothing."""
        return tuple(sorted({name for number in labels for name in self._mark(number)}))

    def _mark(self, number: LabelId) -> tuple[str, ...]:
        """Give the markings of a label, its own first."""
        found = self._markings.get(number)
        if found is None:
            label = self._reading.labels.label(number)
            digest = self._derived("stix-marking", repr(stix.fields(label)))
            own = stix.named("marking-definition", digest)
            self._need(Made(own, Kind.MARKING, stix.marking(own, label, self.center), digest))
            for name in stix.tlp_of(label):
                body = stix.tlp(name)
                self._need(Made(stix.tlp_id(name), Kind.MARKING, body, name.encode()))
            found = self._markings[number] = (own, *map(stix.tlp_id, stix.tlp_of(label)))
        return found

    def _author(self, source: str, title: str) -> str:
        found = self._sources.get(source)
        if found is None:
            found = _source_id(self._reading, source)
            body = stix.author(title)
            self._need(Made(found, Kind.SOURCE, body, source.encode()))
            self._sources[source] = found
        return found

    def _need(self, made: Made) -> None:
        self.needed.setdefault(made.name, made)

    def _derived(self, use: str, text: str) -> bytes:
        return self._reading.center.ids.record_key(UNBOUND, use, text)


def author_of(reading: Reading) -> str:
    """Give the id of the identity under which the center itself speaks."""
    return _source_id(reading, f"center {reading.center.id}")


def digest_of(reading: Reading, made: Made) -> bytes:
    """Give the keyed digest of what an object says, so that a version that says the same is one."""
    octets = stix.encoded(made.body)
    return reading.center.ids.record_key(UNBOUND, "stix", canonical_bytes("stix", octets).hex())


def _source_id(reading: Reading, source: str) -> str:
    return stix.named("identity", reading.center.ids.record_key(UNBOUND, "stix-source", source))


def spelled_time(at: datetime) -> str:
    """Spell a UTC time as STIX and TAXII do."""
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")
