"""Search: who is like this? One mechanism with the resolver, its keys.

1. The text becomes keys: identifiers, whole names, words; the last word may be a beginning.
2. A source entity ranks by the strongest key under which the reader may find it, of equals by the
   name that was met.
3. Source entities of one cluster are one hit, at the place of the first of them; no more are made
   than a page takes. Without a text: the entities of open alerts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Final, NamedTuple

import msgspec

from isthmus.errors import InputError
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.cursors import content_of, mark
from isthmus.flow.documents.entities import Because, Hit, HitList, PropertyText
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.showing.faces import Face, faces, kind_of
from isthmus.flow.showing.properties import values_of
from isthmus.flow.showing.values import schema_title
from isthmus.identifiers.names import name_tokens
from isthmus.model.alert import OPEN_STATES
from isthmus.model.ids import EntityId, StatementSeq
from isthmus.model.ontology import Ontology, ValueKind
from isthmus.model.statement import Claim, Statement
from isthmus.model.territory import country_code
from isthmus.phrases import say
from isthmus.ports import AlertFilter
from isthmus.resolve.entity_keys import named
from isthmus.resolve.keys import WORD_KEY, name_kind
from isthmus.resolve.searching import (
    SCORES,
    Fits,
    Found,
    Matched,
    Search,
    begun_by,
    having,
    looked_up,
    text_of,
)

PLACES: Final = frozenset({"address", "full", "city", "birthPlace", "location", "region"})
"""Properties whose words tell of a place."""

LIMIT_MAX: Final = 200
HOLDERS_MAX: Final = 200
LOOKED_AT_MAX: Final = 360
CANDIDATES_MAX: Final = 300
NARROWED_MAX: Final = 5_000
"""Holders of each word that are looked at for a kind or a place."""
MORE: Final = 25
"""So many more entities are looked at than a page lacks: some are one thing, or do not fit."""
ALERTS_MAX: Final = 500
QUERY_MAX: Final = 200
IDENTIFIERS_SHOWN: Final = 3
BECAUSE_SHOWN: Final = 3


class EntityQuery(msgspec.Struct, kw_only=True, frozen=True):
    """Which entities are asked for. `schema` takes in what descends from it.

    `place`: a country, or words of an address or a place; `since`, `until`: when something was
    seen of the entity, or said where that is unknown.
    """

    q: str = ""
    schema: str | None = None
    source: str | None = None
    place: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class _Met:
    """How the text met one source entity. `ways`: by statement, the best first.

    `name`: the value that was met best. `begun`: how a word of it begins that was found by its
    beginning alone; then `name` is that word.
    """

    score: float
    words: int
    name: str
    ways: Mapping[StatementSeq, Matched]
    begun: str = ""


class _Looked(NamedTuple):
    """Whom the text met; who of them fits a filter too; whether there may be more."""

    met: Mapping[EntityId, _Met]
    first: frozenset[EntityId]
    cut: bool


def search_entities(center: Center, actor: Actor, query: EntityQuery) -> HitList:
    """Give one page of entities, best first; raises InputError for a foreign cursor."""
    ask = Ask("entity.search", (f"q:{query.q[:QUERY_MAX]}",))
    return read(center, actor, ask, lambda reading: _search(reading, actor, query))


def _search(reading: Reading, actor: Actor, query: EntityQuery) -> Answer[HitList]:
    limit = min(max(query.limit, 1), LIMIT_MAX)
    center, text = reading.center, query.q[:QUERY_MAX].strip()
    query = _stated(query, center.ontology)
    start = content_of(center, actor, "entities", query.cursor, int) if query.cursor else 0
    if text:
        looked = _met(reading, text, query)
        met, cut = looked.met, looked.cut
        ranked = _ranked(looked)
    else:
        met = {}
        ranked, cut = _with_open_alerts(reading)
    fitting = _first_fitting(reading, ranked, query, start + limit + 1)
    page = fitting[start : start + limit]
    more = len(fitting) > start + limit
    hits = HitList(
        items=_hits(reading, page, met),
        next=mark(center, actor, "entities", start + limit) if more else None,
        cut=cut,
        labels=reading.labels.document(),
    )
    return hits, [hit.id for hit in hits.items]


def _stated(query: EntityQuery, ontology: Ontology) -> EntityQuery:
    """Give a query in which what is blank is absent; raises InputError for an unknown schema."""
    schema, source = (query.schema or "").strip(), (query.source or "").strip()
    if schema and schema not in ontology.schemas:
        reason = say(
            "expected a kind of thing that the ontology knows, got {came}", came=repr(schema[:40])
        )
        raise InputError(reason)
    return msgspec.structs.replace(query, schema=schema or None, source=source or None)


def _met(reading: Reading, text: str, query: EntityQuery) -> _Looked:
    center, labels = reading.center, reading.reader.labels
    asked = text_of(text, center.names)
    how = Search(center.names, center.ontology, cap=HOLDERS_MAX, most=LOOKED_AT_MAX)
    fits, fitting = _fitting(center.ontology, query), list[Found]()
    with center.index_soon(reading.unit) as index:
        looked = looked_up(index, asked, labels, how)
        if fits is not None:
            fitting = having(index, asked, labels, replace(how, most=NARROWED_MAX), fits)
    met = {
        one.entity: _Met(
            one.score,
            max(m.words for m in one.meetings),
            one.meetings[0].claim.value,
            {m.claim.seq: m.matched for m in reversed(one.meetings)},
        )
        for one in (*fitting, *looked.found)
    }
    cut, begun = looked.cut, begun_by(asked)
    if begun is not None:
        started = reading.unit.keys.starting(begun, reading.reader, HOLDERS_MAX)
        cut |= len(started) >= HOLDERS_MAX
        begins = begun.removeprefix(WORD_KEY)
        for key, entity in started:
            word = key.removeprefix(WORD_KEY)
            met.setdefault(entity, _Met(SCORES["start"], 0, word, {}, begins))
    first = frozenset(one.entity for one in fitting)
    return _Looked(met, first, cut or len(met) > CANDIDATES_MAX)


def _fitting(ontology: Ontology, query: EntityQuery) -> Fits | None:
    """Give what can be seen of a filter in the index; None where there is nothing to see.

    It is less than `_fits` asks: who is one with others is judged by himself alone.
    """
    schema, place = query.schema, query.place
    if not (schema or place):
        return None

    def suits(claims: Iterable[Claim]) -> bool:
        said = list(claims)
        return any(schema is None or ontology.is_a(c.schema, schema) for c in said) and (
            not place or _is_at(ontology, said, place)
        )

    countries = frozenset(
        name
        for known in ontology.schemas.values()
        for name, prop in known.properties.items()
        if prop.kind is ValueKind.COUNTRY
    )
    return Fits(named(ontology) | PLACES | countries, suits)


def _ranked(looked: _Looked) -> list[EntityId]:
    """Give source entities, best first; who fits a filter, as far as was seen, keeps his place."""
    met = looked.met
    every = sorted(met, key=lambda e: (-met[e].score, -met[e].words, e))
    best = [entity for entity in every if entity in looked.first][:CANDIDATES_MAX]
    best += [entity for entity in every if entity not in looked.first][:CANDIDATES_MAX]
    return sorted(
        best, key=lambda e: (-met[e].score, -met[e].words, met[e].name.casefold(), met[e].name, e)
    )


def _first_fitting(
    reading: Reading, ranked: Sequence[EntityId], query: EntityQuery, wanted: int
) -> list[Face]:
    """Give the faces of ranked entities that fit, in their order: so many as wanted, if there are.

    Faces are made by the page, for each takes as long as all that was found out of its entity.
    """
    fitting: list[Face] = []
    known: set[EntityId] = set()
    left = iter(ranked)
    while len(fitting) < wanted:
        step = wanted - len(fitting) + MORE
        some = [*islice((entity for entity in left if entity not in known), step)]
        if not some:
            break
        for face in faces(reading, some).values():
            if face.id not in known:
                known |= face.cluster
                if _fits(reading, face, query):
                    fitting.append(face)
    return fitting


def _with_open_alerts(reading: Reading) -> tuple[list[EntityId], bool]:
    wanted = AlertFilter(states=OPEN_STATES, limit=ALERTS_MAX)
    alerts = reading.unit.alerts.find(wanted, reading.reader)
    return list(dict.fromkeys(alert.entity for alert in alerts)), len(alerts) >= ALERTS_MAX


def _fits(reading: Reading, face: Face, query: EntityQuery) -> bool:
    ontology = reading.center.ontology
    return (
        (query.schema is None or ontology.is_a(face.schema, query.schema))
        and (query.source is None or any(s.source == query.source for s in face.statements))
        and (not query.place or _is_at(ontology, face.statements, query.place))
        and (query.since is query.until is None or _was_seen(face, query.since, query.until))
    )


def _is_at(ontology: Ontology, said: Iterable[Statement | Claim], place: str) -> bool:
    """Tell whether something that is said of an entity tells that it is of a place."""
    country, words = country_code(place), frozenset(name_tokens(place, "any"))
    return any(
        s.value == country
        if kind_of(ontology, s) is ValueKind.COUNTRY
        else s.property in PLACES and words <= frozenset(name_tokens(s.value, "any"))
        for s in said
    )


def _was_seen(face: Face, since: datetime | None, until: datetime | None) -> bool:
    times = (s.observed_at or s.recorded_at for s in face.statements)
    return any((since is None or since <= at) and (until is None or at <= until) for at in times)


def _hits(reading: Reading, page: Sequence[Face], met: Mapping[EntityId, _Met]) -> list[Hit]:
    counts = _open_alerts(reading, page)
    return [_hit(reading, face, met, counts[face.id]) for face in page]


def _hit(reading: Reading, face: Face, met: Mapping[EntityId, _Met], alerts: int) -> Hit:
    ontology = reading.center.ontology
    return Hit(
        id=face.shown,
        schema=face.schema,
        schema_title=schema_title(ontology, face.schema),
        caption=face.caption,
        score=max((met[e].score for e in face.members if e in met), default=0.0) if met else None,
        because=_because(reading, face, met),
        identifiers=[
            PropertyText(property=name, value=value)
            for name, value in dict.fromkeys(
                (s.property, s.value)
                for s in face.statements
                if kind_of(ontology, s) is ValueKind.IDENTIFIER
            )
        ][:IDENTIFIERS_SHOWN],
        countries=values_of(ontology, face.statements, ValueKind.COUNTRY),
        sources=sorted({s.source for s in face.statements}),
        listed=face.listed,
        last_seen=_last_seen(face.statements),
        alerts=alerts,
        label=reading.labels.ref_of_all(face.labels),
    )


def _because(reading: Reading, face: Face, met: Mapping[EntityId, _Met]) -> list[Because]:
    held = [met[e] for e in face.members if e in met]
    ways = {seq: way for m in reversed(held) for seq, way in m.ways.items()}
    shown = [(s, ways[s.seq]) for s in face.statements if s.seq in ways]
    if not shown:
        shown = [(s, "start") for m in held if m.begun for s in _beginning(reading, face, m.begun)]
    kept: dict[tuple[str, str], Because] = {}
    for s, way in sorted(shown, key=lambda one: -SCORES[one[1]]):
        because = Because(property=s.property, value=s.value, matched=way)
        kept.setdefault((s.property, s.value), because)
    return list(kept.values())[:BECAUSE_SHOWN]


def _beginning(reading: Reading, face: Face, begun: str) -> Iterator[Statement]:
    """Give the names of an entity of which a word begins so."""
    ontology = reading.center.ontology
    for s in face.statements:
        if kind_of(ontology, s) is ValueKind.NAME:
            words = name_tokens(s.value, name_kind(s.schema, ontology))
            if any(word.startswith(begun) for word in words):
                yield s


def _last_seen(statements: Iterable[Statement]) -> datetime | None:
    return max((s.observed_at for s in statements if s.observed_at), default=None)


def _open_alerts(reading: Reading, page: Sequence[Face]) -> Counter[EntityId]:
    owners = defaultdict(set)
    for face in page:
        for member in face.members:
            owners[member].add(face.id)
    counts: Counter[EntityId] = Counter()
    if not owners:
        return counts
    wanted = AlertFilter(states=OPEN_STATES, entities=sorted(owners), limit=ALERTS_MAX)
    for alert in reading.unit.alerts.find(wanted, reading.reader):
        about = (alert.entity, *reading.unit.alerts.entities(alert.id, reading.reader))
        counts.update({name for entity in about for name in owners.get(entity, ())})
    return counts
