from __future__ import annotations

import pytest

from isthmus.errors import NotFound
from isthmus.flow.documents.graph import Graph
from isthmus.flow.graph import entity_graph
from isthmus.model.ontology import Shape, read_ontology
from tests.flow.stage import HIGH, ONTOLOGY, Stage, officer, shown
from tests.make import Claim


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.say(Claim("dhow", "name", "Sea Lark"))
    stage.say(Claim("tern", "name", "Sea Tern"))
    stage.say(Claim("meeting", "vessel", "any", "Sighting", target="dhow"))
    stage.say(Claim("meeting", "vessel", "more", "Sighting", target="tern"))
    [seq] = stage.say(Claim("gap", "mmsi", "257000001", "SignalGap"))
    stage.attribute("gap", "tern", seq)
    return stage


def graph(stage: Stage, **limits: int) -> Graph:
    return entity_graph(stage.center, officer(), shown("dhow"), **limits)


def edges(found: Graph) -> set[tuple[str, str, str]]:
    return {(e.from_, e.kind, e.to) for e in found.edges}


def test_each_hop_goes_one_tie_further(stage: Stage):
    meets = (shown("meeting"), "vessel", shown("dhow"))
    also = (shown("meeting"), "vessel", shown("tern"))
    given = (shown("gap"), "attribution", shown("tern"))
    assert edges(graph(stage)) == {meets}
    assert edges(graph(stage, hops=2)) == {meets, also}
    assert edges(graph(stage, hops=3)) == {meets, also, given}


def test_an_event_leads_to_whom_it_was_attributed(stage: Stage):
    found = entity_graph(stage.center, officer(), shown("gap"))
    assert edges(found) == {(shown("gap"), "attribution", shown("tern"))}


def test_the_cap_counts_what_it_leaves_out(stage: Stage):
    found = graph(stage, hops=3, cap=2)
    assert (len(found.nodes), found.more) == (2, 1)
    assert graph(stage, hops=3).more is None


def test_alerts_are_tied_to_the_entities_that_they_are_about(stage: Stage):
    alert = stage.alarm("dark period", about=("dhow", "tern"))
    found = graph(stage, hops=2)
    assert {e.to for e in found.edges if e.from_ == alert} == {shown("dhow"), shown("tern")}
    assert next(n.severity for n in found.nodes if n.id == alert) == "high"


def test_every_edge_ends_at_nodes(stage: Stage):
    for cap in range(1, 6):
        found = graph(stage, hops=3, cap=cap)
        ids = {node.id for node in found.nodes}
        assert {end for e in found.edges for end in (e.from_, e.to)} <= ids


def test_an_unseen_entity_has_no_graph(stage: Stage):
    stage.say(Claim("ghost", "name", "Hidden"), label=HIGH)
    with pytest.raises(NotFound):
        entity_graph(stage.center, officer(), shown("ghost"))


def test_a_link_with_two_ends_is_an_edge():
    titles = {"en": "x", "fr": "x", "ar": "x"}
    ownership = read_ontology(
        {
            "schemas": {
                "Ownership": {
                    "shape": "link",
                    "title": titles,
                    "properties": {
                        "owner": {"kind": "entity", "title": titles},
                        "asset": {"kind": "entity", "title": titles},
                    },
                }
            }
        }
    ).schemas["Ownership"]
    assert ownership.shape is Shape.LINK
    stage = Stage()
    schemas = {**ONTOLOGY.schemas, "Ownership": ownership}
    stage.know(schemas)
    stage.say(Claim("dhow", "name", "Sea Lark"))
    stage.say(Claim("firm", "name", "Lark Lines", "Company"))
    stage.say(
        Claim("owns", "owner", "any", "Ownership", target="firm"),
        Claim("owns", "asset", "any", "Ownership", target="dhow"),
    )
    found = graph(stage)
    assert edges(found) == {(shown("dhow"), "Ownership", shown("firm"))}
    assert {node.id for node in found.nodes} == {shown("dhow"), shown("firm")}


def test_what_a_thing_is_stands_in_every_language_beside_what_it_is_called(stage: Stage):
    alert = stage.alarm("dark period", about=("dhow",))
    nodes = {node.id: node for node in graph(stage).nodes}
    assert nodes[shown("dhow")].caption == "Sea Lark"
    assert nodes[shown("dhow")].title["ar"] == "سفينة"
    assert nodes[alert].caption.startswith("A-")
    assert set(nodes[alert].title) == {"en", "fr", "ar"}
