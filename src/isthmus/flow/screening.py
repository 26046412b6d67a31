"""Screening: is any of these known here? One mechanism with the resolver, its model.

1. Each value is brought into its canonical form; one that has none is left out, with the reason.
2. The keys of a query propose entities; the model in force weighs what both have.
3. Source entities of one cluster are one hit, compared with all that is known of it.
4. What is like a question that says little, a ship's name alone, is a weak hit, and shown where
   there is no better one.
5. Every step sees what the asker may see and nothing else.

A hit is a lead with its reasons. Whatever is done about it, a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from typing import Final, TypeAlias

from isthmus.errors import InputError
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.clusters import clusters_around
from isthmus.flow.documents.screening import (
    Compared,
    LeftOut,
    Screened,
    ScreeningHit,
    ScreeningQuery,
    ScreeningRequest,
    ScreeningResult,
    Strength,
)
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.showing.faces import Face, faces_of
from isthmus.flow.showing.values import schema_title
from isthmus.flow.weighing import weighing
from isthmus.ingest.normalise import FieldFault, normalised
from isthmus.model.ids import EntityId
from isthmus.model.judgement import KEEP_BITS
from isthmus.model.ontology import Ontology, Schema, Shape
from isthmus.model.statement import Claim
from isthmus.phrases import Phrase, say
from isthmus.resolve.asking import (
    ASKED,
    Asking,
    Candidate,
    Likeness,
    candidates,
    question,
    question_keys,
)
from isthmus.resolve.compare import profile
from isthmus.resolve.index import Index

QUERIES_MAX: Final = 500
VALUES_MAX: Final = 50
LIMIT_MAX: Final = 50
COMPARED_MAX: Final = 30
"""Candidates of one query that are compared: those that share the rarest keys."""
TOGETHER: Final = 20
"""Queries that are asked in one turn at the index."""
ID_MAX: Final = 200
NOTHING_ASKED: Final = say("expected a value that can be asked for, got none")
_Clusters: TypeAlias = Mapping[EntityId, frozenset[EntityId]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query, ready to be asked."""

    query: ScreeningQuery
    claims: tuple[Claim, ...]
    left_out: tuple[LeftOut, ...]
    asking: Asking

    @property
    def id(self) -> str:
        """What the asker calls it."""
        return self.query.id[:ID_MAX]


@dataclass(frozen=True, slots=True)
class _Lead:
    """A candidate that is worth showing. `shared`: keys of identifiers that are equal."""

    likeness: Likeness
    shared: tuple[str, ...]

    @property
    def strength(self) -> Strength:
        """How much speaks for it."""
        if self.likeness.bits >= self.likeness.needed:
            return "strong"
        return "possible" if self.shared or self.likeness.bits >= KEEP_BITS else "weak"


def screen(center: Center, actor: Actor, request: ScreeningRequest) -> Screened:
    """Give who is like each of the queries; raises InputError for a request that is none."""
    if len(request.queries) > QUERIES_MAX:
        message = say(
            "expected at most {most} queries at once, got {n}",
            most=QUERIES_MAX,
            n=len(request.queries),
        )
        raise InputError(message, repair=say("send them in several requests"))
    # A digest, since a list may be long: whoever holds it can show that it was the one.
    ask = Ask("entity.screen", (f"queries:{len(request.queries)}", f"digest:{_digest(request)}"))
    return read(center, actor, ask, lambda reading: _screened(reading, request))


def thing(ontology: Ontology, name: str) -> Schema:
    """Give the schema of a kind that can be asked for; raises InputError for any other name."""
    schema = ontology.schemas.get(name)
    if schema is None or schema.shape is not Shape.THING:
        message = say(
            "expected a kind of thing that the ontology knows, got {came}", came=repr(name[:40])
        )
        raise InputError(message)
    return schema


def _digest(request: ScreeningRequest) -> str:
    digest = sha256()
    for query in request.queries:
        for part in (query.id, query.schema, *_flat(query.properties)):
            raw = part.encode("utf-8", "surrogatepass")
            digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()[:32]


def _flat(properties: Mapping[str, Sequence[str]]) -> Iterable[str]:
    for name, values in sorted(properties.items()):
        yield name
        yield from values


def _screened(reading: Reading, request: ScreeningRequest) -> Answer[Screened]:
    reading = replace(reading, center=weighing(reading.center, reading.unit))
    limit = min(max(request.limit, 1), LIMIT_MAX)
    asked = [_asked(reading, query) for query in request.queries]
    waiting = iter(asked)
    results: list[ScreeningResult] = []
    while some := list(islice(waiting, TOGETHER)):
        reading.center.precedence.give_way()
        with reading.center.index_soon(reading.unit) as index:
            found = [_leads(reading, index, one) for one in some]
            shown, clusters = _shown(reading, index, some, found)
        results += _results(reading, some, shown, clusters, limit)
    answer = Screened(
        at=reading.at,
        model=reading.center.model.version,
        results=results,
        labels=reading.labels.document(),
    )
    return answer, sorted({hit.id for result in results for hit in result.hits})


def _asked(reading: Reading, query: ScreeningQuery) -> _Asked:
    schema = thing(reading.center.ontology, query.schema)
    values: list[tuple[str, str]] = []
    left: list[LeftOut] = []
    for name, texts in query.properties.items():
        prop = schema.properties.get(name)
        if prop is None:
            reason = say("{schema} has no such property", schema=query.schema)
            left.append(_left_out(reading, name, {}, reason))
            continue
        for text in texts:
            if len(values) == VALUES_MAX:
                reason = say("expected at most {most} values in one query", most=VALUES_MAX)
                left.append(_left_out(reading, name, prop.title, reason))
                break
            try:
                values.append((name, normalised(text, prop, (), reading.at).value))
            except FieldFault as error:
                reason = say("expected {wanted}", wanted=error.fault.expected)
                left.append(_left_out(reading, name, prop.title, reason))
    claims = question(query.schema, values)
    return _Asked(query, claims, tuple(left), _asking(reading, claims))


def _left_out(reading: Reading, name: str, title: Mapping[str, str], reason: Phrase) -> LeftOut:
    texts = reading.center.wording.texts
    return LeftOut(property=name[:ID_MAX], title=dict(title), reason=texts(reason))


def _leads(reading: Reading, index: Index, asked: _Asked) -> list[_Lead]:
    center, labels = reading.center, reading.reader.labels
    keys = question_keys(asked.claims, center.ontology, center.names)
    found = candidates(index, keys, labels, cap=center.model.hub_cap, most=COMPARED_MAX)
    shared = {one.number: _identifiers(one) for one in found}
    silent = [number for number, some in shared.items() if not some]
    answers = {**asked.asking.answers(index, silent, labels)}
    for number, some in shared.items():
        likeness = _likeness(reading, index, asked.asking, number) if some else None
        if likeness is not None:
            answers[number] = likeness
    leads = (_Lead(likeness, shared[number]) for number, likeness in answers.items())
    return sorted(leads, key=_order)


def _asking(reading: Reading, claims: Iterable[Claim]) -> Asking:
    model = reading.center.model
    return Asking(profile(ASKED, claims, model.properties()), model, reading.center.ontology)


def _identifiers(candidate: Candidate) -> tuple[str, ...]:
    return tuple([key for key in candidate.keys if key.startswith("i:")])


def _likeness(reading: Reading, index: Index, asking: Asking, number: int) -> Likeness | None:
    """Compare with one who shares an identifier: he is shown, however little else speaks for it."""
    labels = reading.reader.labels
    return asking.likeness(index.profile(number, labels, asking.model.compared_as))


def _order(lead: _Lead) -> tuple[float, int, EntityId]:
    return (-lead.likeness.bits, -len(lead.shared), lead.likeness.entity)


def _shown(
    reading: Reading, index: Index, asked: Sequence[_Asked], found: Sequence[Sequence[_Lead]]
) -> tuple[list[list[_Lead]], _Clusters]:
    """Make one lead of each cluster, and give those that are shown of each question."""
    seen = {lead.likeness.entity for leads in found for lead in leads}
    clusters = clusters_around(reading.unit, sorted(seen), reading.reader) if seen else {}
    shown = []
    for one, leads in zip(asked, found, strict=True):
        best: dict[frozenset[EntityId], _Lead] = {}
        for lead in leads:
            best.setdefault(clusters[lead.likeness.entity], lead)
        whole = [_with_cluster(reading, index, one, c, lead) for c, lead in best.items()]
        shown.append(_best(lead for lead in whole if lead is not None))
    return shown, clusters


def _results(
    reading: Reading,
    asked: Sequence[_Asked],
    shown: Sequence[Sequence[_Lead]],
    clusters: _Clusters,
    limit: int,
) -> Iterator[ScreeningResult]:
    """Write the hits of each question out."""
    seen = {lead.likeness.entity for leads in shown for lead in leads}
    known = faces_of(reading, {entity: clusters[entity] for entity in sorted(seen)})
    for one, leads in zip(asked, shown, strict=True):
        hits = [
            _hit(reading, one, face, lead)
            for lead in leads
            if (face := known.get(lead.likeness.entity)) is not None
        ]
        yield ScreeningResult(
            id=one.id,
            asked=len(one.claims),
            hits=hits[:limit],
            left_out=[*one.left_out],
            refused=None if one.claims else reading.center.wording.texts(NOTHING_ASKED),
        )


def _with_cluster(
    reading: Reading, index: Index, asked: _Asked, cluster: frozenset[EntityId], lead: _Lead
) -> _Lead | None:
    """Compare with all that is known of a cluster, of which one member shared the keys."""
    if len(cluster) == 1:
        return lead
    labels = reading.reader.labels
    claims = [claim for member in sorted(cluster) for claim in index.claims(member, labels)]
    asking = asked.asking
    held = profile(lead.likeness.entity, claims, asking.model.properties())
    found = asking.likeness(held) if lead.shared else asking.answer(held)
    return None if found is None else _Lead(found, lead.shared)


def _best(leads: Iterable[_Lead]) -> list[_Lead]:
    """Give leads in their order; weak ones where there are no others."""
    found = sorted(leads, key=_order)
    return [lead for lead in found if lead.strength != "weak"] or found


def _hit(reading: Reading, asked: _Asked, face: Face, lead: _Lead) -> ScreeningHit:
    found = lead.likeness
    values = {claim.seq: claim.value for claim in asked.claims}
    properties = reading.center.ontology.schemas[asked.query.schema].properties
    return ScreeningHit(
        id=face.shown,
        schema=face.schema,
        schema_title=schema_title(reading.center.ontology, face.schema),
        caption=face.caption,
        strength=lead.strength,
        bits=round(found.bits, 3),
        needed=found.needed,
        probability=round(found.probability, 6),
        compared=[
            Compared(
                property=c.property,
                title=dict(properties[c.property].title) if c.property in properties else {},
                asked=values[c.left],
                held=found.claims[c.right].value,
                bits=round(c.bits, 3),
                label=reading.labels.ref(c.right_label),
            )
            for c in found.comparisons
        ],
        shared=[key.split(":", 2)[2] for key in lead.shared],
        sources=sorted({s.source for s in face.statements}),
        listed=face.listed,
        label=reading.labels.ref_of_all(face.labels),
    )
