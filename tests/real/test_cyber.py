"""Events and bundles that others marked: who reads what of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from isthmus.errors import NotFound
from isthmus.flow.actor import Actor
from isthmus.flow.entity import entity_page
from isthmus.flow.feeds import feed_page
from isthmus.model.ids import shown_id
from isthmus.model.label import Clearance
from tests.flow.stage import administrator
from tests.real.loading import Loaded, loaded

EVENTS, BUNDLES = "cyber/misp_eset", "cyber/stix_oasis_examples"
WORK = "cyber-security"
LEVELS = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")


@pytest.fixture(scope="module")
def cyber(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    files = sorted(p for at in (EVENTS, BUNDLES) for p in (real_data / at).glob("*.json"))
    found = loaded(tmp_path_factory.mktemp("cyber"), real_data, files)
    yield found
    found.node.close()


def reads(cyber: Loaded, *levels: str) -> Actor:
    """Give the node's analyst with these TLP levels and no other caveat."""
    with cyber.node.center.store.reading() as unit:
        found = unit.accounts.by_name("duty")
    assert found is not None
    held = found.principal.clearance
    caveats = frozenset(f"TLP:{level}" for level in levels)
    clearance = Clearance(held.center, held.levels, caveats, held.categories)
    return Actor(replace(found.principal, clearance=clearance), WORK)


def properties(cyber: Loaded, who: Actor, source: str, key: str) -> set[str]:
    """Give the properties that a person finds on the page of a source entity."""
    entity = shown_id("e", cyber.node.center.ids.entity(source, key))
    try:
        return {p.property for p in entity_page(cyber.node.center, who, entity).properties}
    except NotFound:
        return set()


def objects(folder: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / BUNDLES / name).read_text())["objects"]
    return found


def test_nothing_of_them_is_quarantined(cyber: Loaded):
    for feed in ("cyber-events", "cyber-bundles"):
        page = feed_page(cyber.node.center, administrator(), feed)
        assert [(v.file, v.field, v.came) for v in page.verdicts] == []
        assert page.feed.deliveries


def test_an_event_that_is_tagged_is_read_by_who_holds_the_level(cyber: Loaded):
    marked, plain = 0, 0
    for path in (cyber.folder / EVENTS).glob("*.json"):
        for one in json.loads(path.read_text())["response"]:
            event = one["Event"]
            tags = {tag["name"].lower() for tag in event.get("Tag", ())}
            key = f"event:{event['uuid']}"
            assert properties(cyber, reads(cyber, "CLEAR"), "cyber-events", key)
            seen = properties(cyber, reads(cyber), "cyber-events", key)
            assert bool(seen) is not ("tlp:white" in tags)
            marked, plain = marked + ("tlp:white" in tags), plain + ("tlp:white" not in tags)
    assert marked
    assert plain


def test_an_object_that_is_marked_is_read_by_who_holds_the_level(cyber: Loaded):
    marked = [
        one["id"]
        for one in objects(cyber.folder, "using-granular-markings.json")
        if one.get("object_marking_refs")
    ]
    assert len(marked) == 2
    for key in marked:
        source = ("cyber-bundles", f"stix:{key}")
        assert properties(cyber, reads(cyber, *LEVELS[:4]), *source) == set()
        assert properties(cyber, reads(cyber, "RED"), *source)


def test_values_that_are_marked_by_themselves_are_read_one_by_one(cyber: Loaded):
    [one] = [
        one
        for one in objects(cyber.folder, "using-granular-markings.json")
        if one.get("granular_markings")
    ]
    source = ("cyber-bundles", f"stix:{one['id']}")
    by_level = {level: properties(cyber, reads(cyber, level), *source) for level in LEVELS}
    none = properties(cyber, reads(cyber), *source)
    assert {"name", "pattern", "summary", "keywords"}.isdisjoint(none)
    assert by_level["GREEN"] - none == {"name", "pattern", "keywords"}
    assert by_level["AMBER"] - none == {"keywords"}
    assert by_level["RED"] - none == {"summary"}
    assert by_level["CLEAR"] == by_level["AMBER+STRICT"] == none


def test_words_beside_a_level_add_nothing_to_it(cyber: Loaded):
    [one] = [
        one
        for one in objects(cyber.folder, "using-marking-definitions.json")
        if len(one.get("object_marking_refs", ())) == 2
    ]
    source = ("cyber-bundles", f"stix:{one['id']}")
    assert "name" in properties(cyber, reads(cyber, "AMBER"), *source)
    assert properties(cyber, reads(cyber, "RED", "GREEN"), *source) == set()
