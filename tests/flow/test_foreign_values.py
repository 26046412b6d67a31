"""Whatever a partner says of whatever property: it is fused and shown, and breaks nothing."""

from __future__ import annotations

from hashlib import sha256

import pytest

from isthmus.exchange.content import statement_bytes
from isthmus.flow.actor import Actor
from isthmus.flow.detection import detect_pending
from isthmus.flow.entity import entity_page
from isthmus.flow.fusion import fuse_pending
from isthmus.flow.graph import entity_graph
from isthmus.flow.picture import MapQuery, TimelineQuery, map_features, timeline
from isthmus.flow.posting import Letter, post
from isthmus.flow.search import EntityQuery, search_entities
from isthmus.model.ids import ID_BYTES, shown_id
from isthmus.model.message import Kind
from isthmus.model.ontology import ValueKind
from isthmus.model.release import HIDDEN, ReleasedStatement
from tests import make
from tests.flow.chain import FOREIGN
from tests.flow.league import League, pact

VALUES = (
    "garbage",
    HIDDEN * 4,
    "198",
    "9999-99-99",
    "9999-12-31T23:59:59Z",
    "1e999",
    "-181.5",
    "\u202e\uffff' --",
    "9" * 400,
)


@pytest.fixture
def league() -> League:
    league = League()
    league.agree(pact())
    return league


def everything(league: League) -> list[ReleasedStatement]:
    """Give one entity per schema and value, of which each property is said to be that value."""
    schemas = league.stages["birch"].center.ontology.schemas
    rows = [
        (sha256(f"{name} {value}".encode()).digest()[:ID_BYTES], name, prop, value)
        for name, schema in schemas.items()
        for prop in schema.properties.values()
        for value in VALUES
    ]
    return [
        ReleasedStatement(
            release=number.to_bytes(ID_BYTES, "big"),
            entity=entity,
            schema=name,
            property=prop.name,
            value=value,
            label=0,
            grade="B2",
            expires_on=make.EXPIRY,
            target=entity[::-1] if prop.kind is ValueKind.ENTITY else None,
        )
        for number, (entity, name, prop, value) in enumerate(rows)
    ]


def test_what_a_partner_says_opens_every_page(league: League):
    said, alder = everything(league), league.federations["alder"]
    with league.stages["alder"].store.reading() as unit:
        [kept] = unit.agreements.all()
    letter = Letter(
        "birch",
        Kind.RELEASE,
        [statement_bytes(one) for one in said],
        labels=[FOREIGN],
        agreement=kept.id,
        digest=kept.digest,
        purpose=make.PURPOSE,
    )
    league.stages["alder"].write(lambda unit: post(alder, unit, letter))
    league.settle()
    seen = league.seen("birch")
    assert len(seen) == len(said)
    center = league.stages["birch"].center
    fuse_pending(center)
    detect_pending(center)
    holds = make.clearance(center="birch", level="SECRET")
    who = Actor(make.principal("birch.analyst", roles=("analyst",), holds=holds), make.PURPOSE)
    for entity in {row.entity for row in seen}:
        assert entity_page(center, who, shown_id("e", entity)).properties
        assert entity_graph(center, who, shown_id("e", entity)).nodes
    timeline(center, who, TimelineQuery())
    map_features(center, who, MapQuery())
    assert search_entities(center, who, EntityQuery(q="garbage")).items
