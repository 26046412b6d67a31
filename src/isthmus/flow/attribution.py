"""Attribution: dated events find the entity that held their identifier then.

`resolve.attribute` decides; this flow gathers, for each identifier that changes hands and that a
batch touched, the sightings that name a holder and the events that name none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from isthmus.flow.center import Center
from isthmus.flow.clusters import clusters_around
from isthmus.ingest.normalise import instant, last_moment
from isthmus.model.ids import EntityId
from isthmus.model.judgement import Attribution
from isthmus.model.label import joined
from isthmus.model.ontology import Shape
from isthmus.model.principal import Reader
from isthmus.model.statement import Statement
from isthmus.ports import UnitOfWork
from isthmus.resolve.attribute import Bearing, Found, Holding, attributed

CAP: Final = 1000
START: Final = ("startDate", "date")


@dataclass(frozen=True, slots=True)
class Bearer:
    """An event that bears the identifier: its statements, and the statement that says so."""

    statement: Statement
    about: Sequence[Statement]


def attribute(
    center: Center, unit: UnitOfWork, reader: Reader, entities: Iterable[EntityId]
) -> list[EntityId]:
    """Attribute events anew where `entities` may change that; give the holders that were touched.

    An event brings the identifiers that it bears, and those that it bore and that were retracted;
    a thing those of the events that name it, since two candidates may by now be one entity.
    """
    things = list(entities)
    events = [*things, *(s.entity for s in unit.statements.towards(things, reader))]
    moving = sorted(center.ontology.transferable())
    said = unit.statements.of([*dict.fromkeys(events)], reader, properties=moving, every_state=True)
    keys = {
        (s.property, f"i:{prop.identifier}:{s.value}")
        for s in said
        if center.ontology.schema(s.schema).shape is Shape.EVENT
        and (prop := center.ontology.property(s.schema, s.property)).identifier
    }
    touched: list[EntityId] = []
    for name, key in sorted(keys):
        touched += _attribute_key(center, unit, reader, (name, key))
    return touched


def _attribute_key(
    center: Center, unit: UnitOfWork, reader: Reader, named: tuple[str, str]
) -> list[EntityId]:
    bearers = list(_bearers(center, unit, reader, named))
    holdings = [h for bearer in bearers for h in _holdings(bearer)]
    events = [b for bearer in bearers if (b := _bearing(bearer)) is not None]
    if not events:
        return []
    clusters = clusters_around(unit, [h.holder for h in holdings], reader)
    one_of = {entity: min(members) for entity, members in clusters.items()}
    before = {
        a.event: a
        for a in unit.judgements.attributions(reader, events=[event.event for event in events])
        if a.property == named[0]
    }
    rows = [
        row
        for found in attributed(events, holdings, one_of)
        if (row := _row(unit, found, named, before.get(found.event.event))) is not None
    ]
    unit.judgements.attribute(rows, center.clock.now())
    return list(dict.fromkeys(row.holder for row in rows))


def _bearers(
    center: Center, unit: UnitOfWork, reader: Reader, named: tuple[str, str]
) -> Iterator[Bearer]:
    name, key = named
    found = unit.keys.holders([key], reader, CAP).get(key, ())
    about: dict[EntityId, list[Statement]] = {}
    for statement in unit.statements.of([entity for entity, _ in found], reader):
        about.setdefault(statement.entity, []).append(statement)
    for entity, seq in found:
        statements = about.get(entity, [])
        said = next((s for s in statements if s.seq == seq and s.property == name), None)
        if said is not None and center.ontology.schema(said.schema).shape is Shape.EVENT:
            yield Bearer(said, statements)


def _holdings(bearer: Bearer) -> Iterator[Holding]:
    span = _span(bearer)
    if span is None:
        return
    for statement in bearer.about:
        if statement.target is not None:
            evidence = (bearer.statement, statement, *span[2])
            yield Holding(
                holder=statement.target,
                start=span[0],
                end=span[1],
                evidence=tuple(s.seq for s in evidence),
                labels=frozenset(s.label for s in evidence),
            )


def _bearing(bearer: Bearer) -> Bearing | None:
    span = _span(bearer)
    if span is None or any(s.target is not None for s in bearer.about):
        return None
    evidence = (bearer.statement, *span[2][:1])
    return Bearing(
        event=bearer.statement.entity,
        at=span[0],
        evidence=tuple(s.seq for s in evidence),
        labels=frozenset(s.label for s in evidence),
    )


def _span(bearer: Bearer) -> tuple[datetime, datetime, tuple[Statement, ...]] | None:
    starts = [s for s in bearer.about if s.property in START]
    if not starts:
        return None
    first = min(starts, key=lambda s: s.value)
    ends = [s for s in bearer.about if s.property == "endDate"]
    last = max(ends, key=lambda s: s.value, default=first)
    return instant(first.value), last_moment(last.value), (first, last)


def _row(
    unit: UnitOfWork, found: Found, named: tuple[str, str], before: Attribution | None
) -> Attribution | None:
    """Give the row to write: a new holder, or the end of one that stands no more."""
    event, holding = found.event, found.holding
    value = named[1].split(":", 2)[2]
    if holding is None:
        return None if before is None else replace(before, standing=False)
    evidence = tuple(dict.fromkeys((*event.evidence, *holding.evidence)))
    if before is not None and before.holder == holding.holder and before.evidence == evidence:
        return None
    labels = unit.labels.all()
    label = joined(labels[number] for number in sorted(event.labels | holding.labels))
    return Attribution(
        event=event.event,
        holder=holding.holder,
        property=named[0],
        value=value,
        at=event.at,
        evidence=evidence,
        label=unit.labels.intern(label),
    )
