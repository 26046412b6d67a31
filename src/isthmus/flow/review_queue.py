"""The queue of review: the pairs whose decision would teach or change the most.

1. Look at pairs around what open alerts are about, and at a fair sample of all others.
2. Leave out what a person has judged, and what a conflict settles.
3. A pair near the bar teaches most; one that joins or parts much, or touches open alerts, changes
   most. Their product is the order.

All of it is counted by what the reader sees: his bits, his clusters, his alerts, his labels. A
decision goes the way of any judgement (`flow.review`), and teaches the report, never the weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp2, log2
from typing import Final

from isthmus.access.roles import Capability
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.clusters import clusters_around
from isthmus.flow.documents.reviewing import ReviewPair, ReviewQueue, SideRow, SideValue
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.showing.faces import by_entity, schema_of, shown_statements
from isthmus.flow.showing.judgements import shown_judgements
from isthmus.flow.showing.values import property_title
from isthmus.model.alert import OPEN_STATES
from isthmus.model.ids import EntityId, shown_id
from isthmus.model.judgement import Decision, Judgement
from isthmus.model.statement import Statement
from isthmus.ports import AlertFilter

SAMPLE: Final = 3_000
ALERTS_MAX: Final = 300
WEIGHED_MAX: Final = 200
"""So many that teach most are weighed by what they would change."""
LIMIT_MAX: Final = 50
VALUES_MAX: Final = 8
ALERT_WEIGHT: Final = 2.0

Pair = tuple[EntityId, EntityId]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A pair with what its decision would teach (0 to 1) and change."""

    judgement: Judgement
    teaches: float
    size: int
    alerts: int

    @property
    def weight(self) -> float:
        """What the order of the queue is."""
        return self.teaches * (log2(self.size) + ALERT_WEIGHT * log2(1 + self.alerts))


def review_queue(center: Center, actor: Actor, limit: int = 20) -> ReviewQueue:
    """Give the pairs that are most worth a judgement, the first first; at most 50."""
    most = min(max(limit, 1), LIMIT_MAX)
    ask = Ask("review.list", needs=(Capability.JUDGE,))
    return read(center, actor, ask, lambda reading: _queue(reading, most))


def margin_of(judgement: Judgement) -> float:
    """Give by how many bits a judgement is above the bar, or below it."""
    return judgement.bits - judgement.needed


def teaches(judgement: Judgement) -> float:
    """Say how much a person's word on this would teach: 1 at the bar, 0 far away from it."""
    odds = exp2(min(max(margin_of(judgement), -60.0), 60.0))
    return 4.0 * odds / (1.0 + odds) ** 2


def _queue(reading: Reading, limit: int) -> Answer[ReviewQueue]:
    candidates = _candidates(reading)
    weighed = _weighed(reading, candidates)[:limit]
    rows = {
        (row.left.source_entity, row.right.source_entity): row
        for row in shown_judgements(reading, [one.judgement for one in weighed])
    }
    held = by_entity(shown_statements(reading, _ends(one.judgement for one in weighed)))
    pairs = []
    for one in weighed:
        row = rows.get((shown_id("e", one.judgement.left), shown_id("e", one.judgement.right)))
        # A value past its retention is no more shown, and a pair without any left neither.
        if row is not None:
            sides = held[one.judgement.left], held[one.judgement.right]
            pairs.append(
                ReviewPair(
                    judgement=row,
                    schema=schema_of(reading.center.ontology, [*sides[0], *sides[1]]),
                    margin=margin_of(one.judgement),
                    size=one.size,
                    alerts=one.alerts,
                    weight=one.weight,
                    rest=_rest(reading, {c.property for c in row.evidence}, sides),
                )
            )
    queue = ReviewQueue(pairs=pairs, looked=len(candidates), labels=reading.labels.document())
    return queue, [pair.judgement.id for pair in pairs]


def _candidates(reading: Reading) -> list[Judgement]:
    """Give the model's judgements that no person has judged, and no conflict settles."""
    unit, reader = reading.unit, reading.reader
    alerts = unit.alerts.find(AlertFilter(states=OPEN_STATES, limit=ALERTS_MAX), reader)
    near = unit.judgements.around(sorted({alert.entity for alert in alerts}), reader)
    found = {
        (j.left, j.right): j
        for j in (*unit.judgements.sampled(SAMPLE, reader), *near)
        if not j.by_person
    }
    judged = {
        (j.left, j.right)
        for j in unit.judgements.around(_ends(found.values()), reader)
        if j.by_person
    }
    return [
        j for pair, j in found.items() if pair not in judged and j.weighed is not Decision.DIFFERENT
    ]


def _weighed(reading: Reading, candidates: Sequence[Judgement]) -> list[Weighed]:
    most = sorted(candidates, key=lambda j: (-teaches(j), j.left, j.right))[:WEIGHED_MAX]
    clusters = clusters_around(reading.center, reading.unit, _ends(most), reading.reader)
    members = sorted({member for cluster in clusters.values() for member in cluster})
    alerts = _open_alerts(reading, members)
    weighed = []
    for one in most:
        together = clusters[one.left] | clusters[one.right]
        about = sum(alerts[member] for member in together)
        weighed.append(Weighed(one, teaches(one), len(together), about))
    return sorted(weighed, key=lambda w: (-w.weight, w.judgement.left, w.judgement.right))


def _open_alerts(reading: Reading, members: Sequence[EntityId]) -> Counter[EntityId]:
    """Count the open alerts of each source entity that the reader sees."""
    if not members:
        return Counter()
    wanted = AlertFilter(states=OPEN_STATES, entities=members, limit=ALERTS_MAX)
    return Counter(a.entity for a in reading.unit.alerts.find(wanted, reading.reader))


def _rest(
    reading: Reading, compared: set[str], sides: tuple[Sequence[Statement], Sequence[Statement]]
) -> list[SideRow]:
    """Write what both sides say of properties that no comparison shows."""
    ontology = reading.center.ontology
    left, right = (_by_property(side) for side in sides)
    schemas = {s.property: s.schema for side in sides for s in side if s.target is None}
    return [
        SideRow(
            property=name,
            title=property_title(ontology, schemas[name], name),
            left=_values(reading, left.get(name, ())),
            right=_values(reading, right.get(name, ())),
        )
        for name in sorted(schemas)
        if name not in compared
    ]


def _by_property(side: Iterable[Statement]) -> Mapping[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for statement in side:
        if statement.target is None:
            found.setdefault(statement.property, []).append(statement)
    return found


def _values(reading: Reading, statements: Iterable[Statement]) -> list[SideValue]:
    kept = {(s.value, s.source, s.label): s for s in statements}
    return [
        SideValue(value=s.value, source=s.source, label=reading.labels.ref(s.label))
        for s in [*kept.values()][:VALUES_MAX]
    ]


def _ends(judgements: Iterable[Judgement]) -> list[EntityId]:
    return sorted({end for j in judgements for end in (j.left, j.right)})
