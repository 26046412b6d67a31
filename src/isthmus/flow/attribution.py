"""Attribution: dated events find the entity that held their identifier then.

1. For each identifier that changes hands and that a batch touched, this flow gathers the sightings
   that name a holder and the events that name none; `resolve.attribute` decides.
2. It is decided at each standpoint, from what is seen there, the narrowest first, and kept under
   the join of its labels: a reader sees the latest row that he may see. So a candidate, or a
   judgement on candidates, that is withheld ends nothing for whoever may not see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from isthmus.access.standpoints import Standpoint, covers, standing_at, standpoints
from isthmus.flow.borne import CAP, borne_key
from isthmus.flow.center import Center
from isthmus.flow.clusters import clusters_around, walked
from isthmus.flow.contradicting import contradictions, may_contradict
from isthmus.ingest.normalise import instant, last_moment
from isthmus.model.ids import EntityId, LabelId
from isthmus.model.judgement import Attribution
from isthmus.model.label import Label, joined
from isthmus.model.ontology import Shape
from isthmus.model.principal import Reader
from isthmus.model.statement import Statement
from isthmus.ports import UnitOfWork
from isthmus.resolve.attribute import Bearing, Found, Holding, attributed

START: Final = ("startDate", "date")


@dataclass(frozen=True, slots=True)
class Bearer:
    """An event that bears the identifier: its statements, and the statement that says so."""

    statement: Statement
    about: Sequence[Statement]

    @property
    def names(self) -> bool:
        """Tell whether whoever sees that it bears the identifier sees an entity that it names."""
        return any(s.target is not None and s.label == self.statement.label for s in self.about)

    @property
    def tells(self) -> bool:
        """Tell whether it names an entity."""
        return any(s.target is not None for s in self.about)

    def seen_by(self, reader: Reader) -> Bearer | None:
        """Give what a reader sees of it; None where he does not see that it bears it."""
        if self.statement.label not in reader.labels:
            return None
        return Bearer(self.statement, [s for s in self.about if s.label in reader.labels])


def attribute(
    center: Center, unit: UnitOfWork, reader: Reader, entities: Iterable[EntityId]
) -> list[EntityId]:
    """Attribute events anew where `entities` may change that; give the holders that were touched.

    An event brings the identifiers that it bears, and those that it bore and that were retracted;
    a thing those of the events that name it, since two candidates may by now be one entity. What
    is said of a thing may part or join others of its chain.
    """
    things = list(entities)
    holders = may_contradict(center, unit, reader, things)
    if holders:
        chains = walked(unit, holders, reader).groups
        things = list(dict.fromkeys([*things, *(e for chain in chains for e in chain)]))
    events = [*things, *(s.entity for s in unit.statements.towards(things, reader))]
    moving = sorted(center.ontology.transferable())
    said = unit.statements.of([*dict.fromkeys(events)], reader, properties=moving, every_state=True)
    keys = {(s.property, key) for s in said if (key := borne_key(center, s)) is not None}
    touched: list[EntityId] = []
    for name, key in sorted(keys):
        touched += _attribute_key(center, unit, reader, (name, key))
    return touched


def _attribute_key(
    center: Center, unit: UnitOfWork, reader: Reader, named: tuple[str, str]
) -> list[EntityId]:
    bearers = list(_bearers(center, unit, reader, named))
    events = [b.statement.entity for b in bearers if not b.names]
    if not events:
        return []
    labels = unit.labels.all()
    known = [a for a in unit.judgements.attributed(reader, events=events) if a.property == named[0]]
    latest = _Latest(known, labels)
    rows: list[Attribution] = []
    met = _met(center, unit, reader, bearers) | {a.label for a in known}
    points = standpoints(met, labels, size=len(bearers))
    for point in points:
        seen = reader if point is points[-1] else standing_at(reader, point.label, labels)
        for found in _found(center, unit, seen, bearers):
            if (row := _row(unit, found, named, (latest, point))) is not None:
                latest.note(row, unit.labels.all()[row.label])
                rows.append(row)
    unit.judgements.attribute(rows, center.clock.now())
    return list(dict.fromkeys(row.holder for row in rows))


def _met(
    center: Center, unit: UnitOfWork, reader: Reader, bearers: Iterable[Bearer]
) -> frozenset[LabelId]:
    """Give the labels of all that may decide who held the identifier."""
    said = [s for bearer in bearers for s in bearer.about]
    holders = sorted({s.target for s in said if s.target is not None})
    met = {s.label for s in said}
    if holders:
        walk = walked(unit, holders, reader)
        met.update(*(judgement.labels for judgement in walk.judgements))
        met.update(*contradictions(center, unit, reader, walk.groups).labels.values())
    return frozenset(met)


def _found(
    center: Center, unit: UnitOfWork, reader: Reader, bearers: Iterable[Bearer]
) -> list[Found]:
    """Decide from what a reader sees; nothing else that bears the identifier is there for him."""
    seen = [one for bearer in bearers if (one := bearer.seen_by(reader)) is not None]
    holdings = [h for bearer in seen for h in _holdings(bearer)]
    events = [b for bearer in seen if not bearer.tells and (b := _bearing(bearer)) is not None]
    # Who sees that an event names its holder sees it given to no other.
    told = [b for bearer in seen if bearer.tells and (b := _bearing(bearer)) is not None]
    ended = [Found(event, None) for event in told]
    if not events:
        return ended
    clusters = clusters_around(center, unit, [h.holder for h in holdings], reader)
    one_of = {entity: min(members) for entity, members in clusters.items()}
    return [*attributed(events, holdings, one_of), *ended]


def _bearers(
    center: Center, unit: UnitOfWork, reader: Reader, named: tuple[str, str]
) -> Iterator[Bearer]:
    name, key = named
    found = unit.keys.holders([key], reader, CAP).get(key, ())
    about: dict[EntityId, list[Statement]] = {}
    for statement in unit.statements.of([entity for entity, _ in found], reader):
        if reader.counts(statement.expires_on):
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
    if span is None:
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
    unit: UnitOfWork,
    found: Found,
    named: tuple[str, str],
    at: tuple[_Latest, Standpoint],
) -> Attribution | None:
    """Give the row to write: a new holder, or the end of one that stands no more.

    It bears the label of the standpoint, so that nobody who sees less sees it; what it rests on
    tells its label where that is enough.
    """
    latest, point = at
    event, holding = found.event, found.holding
    before = latest.of(event.event, point)
    labels = unit.labels.all()
    if holding is None:
        if before is None:
            return None
        label = _bearing_label(labels[before.label], point, labels)
        return replace(before, standing=False, label=unit.labels.intern(label))
    evidence = tuple(dict.fromkeys((*event.evidence, *holding.evidence)))
    if before is not None and before.holder == holding.holder and before.evidence == evidence:
        return None
    rests = joined(labels[number] for number in sorted(event.labels | holding.labels))
    return Attribution(
        event=event.event,
        holder=holding.holder,
        property=named[0],
        value=named[1].split(":", 2)[2],
        at=event.at,
        evidence=evidence,
        label=unit.labels.intern(_bearing_label(rests, point, labels)),
    )


def _bearing_label(rests: Label, point: Standpoint, labels: Mapping[LabelId, Label]) -> Label:
    return rests if all(covers(rests, labels[n]) for n in point.sees) else point.label


class _Latest:
    """The rows of one identifier, of which each reader sees the latest of each event."""

    def __init__(self, rows: Iterable[Attribution], labels: Mapping[LabelId, Label]) -> None:
        self._rows: dict[EntityId, list[tuple[Attribution, Label]]] = {}
        for row in rows:
            self.note(row, labels[row.label])

    def note(self, row: Attribution, label: Label) -> None:
        """Add a row that is later than all others, with its label."""
        self._rows.setdefault(row.event, []).append((row, label))

    def of(self, event: EntityId, point: Standpoint) -> Attribution | None:
        """Give what stands at a standpoint."""
        rows = reversed(self._rows.get(event, ()))
        last = next((row for row, label in rows if covers(point.label, label)), None)
        return last if last is not None and last.standing else None
