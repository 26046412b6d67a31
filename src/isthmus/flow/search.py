"""Search: who is like this? One mechanism with the resolver, its keys.

1. The text becomes keys: identifiers, whole names, words; the last word may be a beginning.
2. A source entity ranks by the strongest key under which the reader may find it.
3. Source entities of one cluster are one hit. Without a text: the entities of open alerts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

import msgspec

from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.cursors import content_of, mark
from isthmus.flow.documents.entities import Because, Hit, HitList, PropertyText
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.showing.faces import Face, faces, kind_of
from isthmus.flow.showing.properties import values_of
from isthmus.flow.showing.values import schema_title
from isthmus.model.alert import OPEN_STATES
from isthmus.model.ids import EntityId, StatementSeq
from isthmus.model.ontology import ValueKind
from isthmus.model.statement import Statement
from isthmus.ports import AlertFilter
from isthmus.resolve.keys import search_keys

Matched = Literal["identifier", "name", "words", "word", "start"]

SCORES: Final[Mapping[Matched, float]] = {
    "identifier": 1.0,
    "name": 0.9,
    "words": 0.6,
    "word": 0.3,
    "start": 0.2,
}
"""How well a text met an entity, from an identifier that is equal to a word that begins so."""

_KINDS_OF_KEYS: Final[Mapping[str, Matched]] = {"i": "identifier", "n": "name"}

LIMIT_MAX: Final = 200
HOLDERS_MAX: Final = 200
CANDIDATES_MAX: Final = 300
ALERTS_MAX: Final = 500
QUERY_MAX: Final = 200
IDENTIFIERS_SHOWN: Final = 3
BECAUSE_SHOWN: Final = 3


class EntityQuery(msgspec.Struct, kw_only=True, frozen=True):
    """Which entities are asked for. `schema` takes in what descends from it."""

    q: str = ""
    schema: str | None = None
    source: str | None = None
    cursor: str | None = None
    limit: int = 50


@dataclass(slots=True)
class _Met:
    """How the text met one source entity. `words`: which of its words are there."""

    matched: Matched
    words: set[str] = field(default_factory=set)
    statements: dict[StatementSeq, Matched] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """How well."""
        return SCORES[self.matched]


def search_entities(center: Center, actor: Actor, query: EntityQuery) -> HitList:
    """Give one page of entities, best first; raises InputError for a foreign cursor."""
    ask = Ask("entity.search", (f"q:{query.q[:QUERY_MAX]}",))
    return read(center, actor, ask, lambda reading: _search(reading, actor, query))


def _search(reading: Reading, actor: Actor, query: EntityQuery) -> Answer[HitList]:
    limit = min(max(query.limit, 1), LIMIT_MAX)
    center, text = reading.center, query.q[:QUERY_MAX].strip()
    start = content_of(center, actor, "entities", query.cursor, int) if query.cursor else 0
    met = _met(reading, text) if text else {}
    ranked = _ranked(reading, met) if text else _with_open_alerts(reading)
    fitting = [face for face in ranked if _fits(reading, face, query)]
    page = fitting[start : start + limit]
    more = len(fitting) > start + limit
    hits = HitList(
        items=_hits(reading, page, met),
        next=mark(center, actor, "entities", start + limit) if more else None,
        labels=reading.labels.document(),
    )
    return hits, [hit.id for hit in hits.items]


def _met(reading: Reading, text: str) -> dict[EntityId, _Met]:
    keys = search_keys(text)
    words = [key for key in keys if key.startswith("t:")]
    met: dict[EntityId, _Met] = {}
    holders = reading.unit.keys.holders(keys, reading.reader, HOLDERS_MAX)
    for key in keys:
        for entity, seq in holders.get(key, ()):
            _note(met, entity, _kind_of_key(key), key)
            met[entity].statements.setdefault(seq, _kind_of_key(key))
    if words:
        for key, entity in reading.unit.keys.starting(words[-1], reading.reader, HOLDERS_MAX):
            _note(met, entity, "word" if key == words[-1] else "start", words[-1])
    for found in met.values():
        if found.matched in {"word", "start"} and len(found.words) == len(words):
            found.matched = "words" if found.matched == "word" else "start"
    return met


def _note(met: dict[EntityId, _Met], entity: EntityId, matched: Matched, key: str) -> None:
    found = met.setdefault(entity, _Met(matched))
    if SCORES[matched] > found.score:
        found.matched = matched
    if key.startswith("t:"):
        found.words.add(key)


def _kind_of_key(key: str) -> Matched:
    return _KINDS_OF_KEYS.get(key[:1], "word")


def _ranked(reading: Reading, met: Mapping[EntityId, _Met]) -> list[Face]:
    best = sorted(met, key=lambda e: (-met[e].score, -len(met[e].words), e))[:CANDIDATES_MAX]
    found = {face.id: face for face in faces(reading, best).values()}
    return sorted(found.values(), key=lambda f: (*_rank(f, met), f.caption, f.id))


def _rank(face: Face, met: Mapping[EntityId, _Met]) -> tuple[float, int]:
    held = [met[e] for e in face.members if e in met]
    return min(((-m.score, -len(m.words)) for m in held), default=(0.0, 0))


def _with_open_alerts(reading: Reading) -> list[Face]:
    wanted = AlertFilter(states=OPEN_STATES, limit=ALERTS_MAX)
    alerts = reading.unit.alerts.find(wanted, reading.reader)
    found = faces(reading, [alert.entity for alert in alerts])
    return list({f.id: f for a in alerts if (f := found.get(a.entity)) is not None}.values())


def _fits(reading: Reading, face: Face, query: EntityQuery) -> bool:
    ontology = reading.center.ontology
    return (query.schema is None or ontology.is_a(face.schema, query.schema)) and (
        query.source is None or any(s.source == query.source for s in face.statements)
    )


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
        score=-_rank(face, met)[0] if met else None,
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
    ways = {seq: way for m in reversed(held) for seq, way in m.statements.items()}
    shown = [(s, ways[s.seq]) for s in face.statements if s.seq in ways]
    if held and not shown:
        ontology = reading.center.ontology
        names = [s for s in face.statements if kind_of(ontology, s) is ValueKind.NAME]
        shown = [(s, "start") for s in names[:1]]
    kept: dict[tuple[str, str], Because] = {}
    for s, way in sorted(shown, key=lambda one: -SCORES[one[1]]):
        because = Because(property=s.property, value=s.value, matched=way)
        kept.setdefault((s.property, s.value), because)
    return list(kept.values())[:BECAUSE_SHOWN]


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
