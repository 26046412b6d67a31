"""The corpus of rules: small worlds, and every match that an engine must find in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, permutations
from pathlib import Path
from typing import Any

import pytest

from isthmus.detect.evaluate import ClusterView, Edge, Subject, matches
from isthmus.detect.rules import Rule, read_rule
from isthmus.model.statement import Statement
from tests import make
from tests.flow.journey import RESOURCES, document
from tests.flow.stage import ONTOLOGY
from tests.make import Claim

CORPUS = Path(__file__).parent / "rules"
TEXTS = {"en": "x", "fr": "x", "ar": "x"}
Found = tuple[str, str, str, str]
"""Role, subject, property, value."""


@dataclass
class World:
    """A case, built."""

    view: ClusterView = field(default_factory=ClusterView)
    names: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    said: dict[tuple[str, str], Statement] = field(default_factory=dict)


def rule_of(corpus: Mapping[str, Any]) -> Rule:
    shipped = corpus.get("shipped")
    if shipped is not None:
        return read_rule(document(RESOURCES / f"rules/{shipped}.yaml"), ONTOLOGY)
    head = {"id": "corpus", "title": TEXTS, "explanation": TEXTS, "purpose": "p", "severity": "low"}
    return read_rule({**head, **corpus["rule"]}, ONTOLOGY)


def world_of(case: Mapping[str, Any]) -> World:
    world, numbers = World(), count(1)
    new = set()
    for kind in ("members", "events"):
        for name, one in case.get(kind, {}).items():
            record = next(numbers)
            if one.get("new"):
                new.add(record)
            statements = []
            for name_of, value in one["says"]:
                claim = Claim(name, name_of, value, one["schema"])
                source = one.get("source", "list")
                row = make.statement(claim, seq=next(numbers), source=source, record=record)
                world.names[row.seq] = (name, name_of, value)
                world.said[name, name_of] = row
                statements.append(row)
            if kind == "members":
                world.view.members.append(Subject(make.entity(name), statements))
            else:
                bridge = tuple(world.said[told[0], told[1]] for told in one.get("by", ()))
                holder = make.entity(one["of"])
                world.view.events.append(Subject(make.entity(name), statements, holder, bridge))
    # Members know no source in their id here: one name is one source entity.
    ids = {subject.entity for subject in world.view.members}
    for left, right, compared in case.get("edges", ()):
        told = tuple(world.said[name, name_of] for name, name_of in compared)
        first, second = make.sorted_pair(left, right)
        assert {first, second} <= ids
        world.view.edges.append(Edge(first, second, told))
    world.view.new_records = frozenset(new)
    return world


def found(rule: Rule, world: World) -> list[frozenset[Found]]:
    return [
        frozenset((role, *world.names[s.seq]) for role, s in match.evidence)
        for match in matches(rule, world.view, ONTOLOGY)
    ]


def expected(case: Mapping[str, Any]) -> list[frozenset[Found]]:
    subjects = {**case.get("members", {}), **case.get("events", {})}
    for texts in case["matches"]:
        for text in texts:
            assert text.split()[1] in subjects, text
    return [frozenset(_parsed(text) for text in texts) for texts in case["matches"]]


def _parsed(text: str) -> Found:
    role, subject, name, value = text.split(" ", 3)
    return role, subject, name, value.strip('"')


def cases() -> Iterator[Any]:
    for file in sorted(CORPUS.glob("*.yaml")):
        corpus: Mapping[str, Any] = document(file)
        for case in corpus["cases"]:
            yield pytest.param(rule_of(corpus), case, id=f"{file.stem}: {case['case']}")


@pytest.mark.parametrize(("rule", "case"), [*cases()])
def test_a_world_gives_exactly_its_matches(rule: Rule, case: Mapping[str, Any]):
    assert sorted(found(rule, world_of(case)), key=sorted) == sorted(expected(case), key=sorted)


@pytest.mark.parametrize(("rule", "case"), [*cases()])
def test_no_order_changes_what_is_found(rule: Rule, case: Mapping[str, Any]):
    world = world_of(case)
    ids = set()
    for members in permutations(world.view.members):
        for events in (world.view.events, world.view.events[::-1]):
            turned = ClusterView([*members], world.view.edges[::-1], events, world.view.new_records)
            these = frozenset(
                make.IDS.match(rule.id, [s.id for _, s in match.evidence])
                for match in matches(rule, turned, ONTOLOGY)
            )
            ids.add(these)
    assert len(ids) == 1
