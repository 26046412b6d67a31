"""Very many at once: the same judgements, to the bit, as one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from isthmus.flow import bulk_fusion
from isthmus.flow.bulk_fusion import load_pending, resolve_pending, resolve_some
from isthmus.flow.center import Center
from isthmus.flow.fusion import fuse_pending, fuse_some
from isthmus.flow.weighing import rescore_pending
from isthmus.model.ids import EntityId, LabelId
from isthmus.model.judgement import Judgement
from isthmus.model.release import HIDDEN
from isthmus.resolve import loading
from isthmus.resolve.compare import read_model
from isthmus.resolve.index import Index
from tests import make
from tests.fakes import BusyWay, OpenWay
from tests.flow.journey import RESOURCES, document
from tests.flow.stage import HIGH, LOW, Stage
from tests.make import Claim

GIVEN = ("Mara", "Maria", "Ola", "Olaf", "Владимир", "Vladimir", "Ivan", "Li")
FAMILY = ("Lind", "Lindt", "Nordmann", "Shevchenko", "Шевченко", "Petrov", "Na")
STREETS = ("12 Harbour Street", "Harbour St. 12", "7 Quay Road")
STAGE = f"resolve:{make.PURPOSE}"


def staged(seed: int, count: int, cap: int = 50) -> Stage:
    """A world of persons and ships, some under two labels, some with two names or two schemas.

    A key that more than `cap` share is a hub.
    """
    dice = Random(seed)  # noqa: S311 - an invented world
    stage = Stage()
    shipped = document(RESOURCES / "weights.yaml")
    schemas: dict[str, object] = {**shipped["schemas"]}  # type: ignore[dict-item] # a tree of maps
    schemas["LegalEntity"] = {**schemas["LegalEntity"], "needed": 9}  # type: ignore[dict-item]
    weights = {**shipped, "hub_cap": cap, "schemas": schemas}
    stage.center = stage.with_model(read_model(weights))
    for n in range(count):
        for label in (LOW, HIGH) if dice.random() < 0.2 else (LOW,):
            stage.say(*person(dice, f"p {n}"), label=label)
    for n in range(count // 4):
        imo = dice.choice(("9074729", "9610808", "1234567"))
        stage.say(
            Claim(f"s {n}", "name", dice.choice(("Sea Lark", "M/V Sea Lark", "Night Heron"))),
            Claim(f"s {n}", "imoNumber", imo),
        )
    for n in range(count // 4):
        street, city = dice.choice(STREETS), dice.choice(("Birch", "Alder"))
        said = [Claim(f"a {n}", "full", f"{street}, {city}", "Address")]
        if dice.random() < 0.5:
            said = [Claim(f"a {n}", "street", street, "Address")]
            said.append(Claim(f"a {n}", "city", city, "Address"))
        stage.say(*said, label=HIGH if dice.random() < 0.2 else LOW)
    return stage


def person(dice: Random, key: str) -> list[Claim]:
    schema = "LegalEntity" if dice.random() < 0.05 else "Person"
    said = [Claim(key, "name", f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}", schema)]
    if dice.random() < 0.3:
        said.append(Claim(key, "alias", f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}", schema))
    if schema == "Person":
        born = f"19{dice.randrange(70, 73)}-0{dice.randrange(1, 4)}-1{dice.randrange(3)}"
        said.append(Claim(key, "birthDate", born, "Person"))
        numbers = [f"X{dice.randrange(60):07}" for _ in range(dice.randrange(3))]
        if dice.random() < 0.2:
            numbers.append(f"{HIDDEN * 5}{dice.randrange(10):03}")
        said += [Claim(key, "passportNumber", number, "Person") for number in numbers]
        if dice.random() < 0.5:
            codes = dice.sample(("1010", "1011", "1101", "N1 9GU", "n19gv"), dice.randrange(1, 3))
            said += [Claim(key, "postalCode", code, "Person") for code in codes]
        if dice.random() < 0.5:
            said.append(Claim(key, "address", f"{dice.choice(STREETS)}, Birch", "Person"))
    return said


def waiting(stage: Stage, *, only: slice = slice(None)):
    with stage.store.reading() as unit:
        labels = frozenset(unit.labels.all())
        rows = unit.claims.said_after(0, {"name", "imoNumber", "full", "street"}, labels, 10**6)
    entities = list(dict.fromkeys(row.entity for row in rows))[only]
    stage.write(lambda unit: unit.queue.put(STAGE, entities))


def said(stage: Stage) -> list[object]:
    with stage.store.reading() as unit:
        everybody = make.reader(*unit.labels.all())
        found = [judgement for _, judgement in unit.judgements.page(0, 10**6, everybody)]
    return sorted(map(_telling, found), key=repr)


def _telling(j: Judgement) -> tuple[object, ...]:
    comparisons: Sequence[object] = sorted(j.comparisons, key=repr)
    return j.left, j.right, j.decision, j.needed, j.label, j.author, tuple(comparisons)


@pytest.mark.parametrize("seed", range(6))
def test_a_load_judges_as_the_resolver_does_one_by_one(seed: int):
    one, other = staged(seed, 60), staged(seed, 60)
    waiting(one)
    waiting(other)
    fuse_pending(one.center)
    [report] = load_pending(other.center)
    assert len(said(one)) > 20
    assert said(other) == said(one)
    assert report.judgements == len(said(one))


@pytest.mark.parametrize("seed", range(3))
def test_what_is_prepared_while_pairs_are_made_changes_nothing(seed: int):
    dice, stage = Random(seed), staged(seed, 20)  # noqa: S311 - an invented world
    for n in range(60):
        stage.say(*person(dice, f"more {n}"), label=LOW)
    center = stage.center
    with center.store.reading() as unit, center.index(unit) as index:
        load = loading.Load(frozenset(unit.labels.all()))
        found = loading.prepared(index, load, center.model, center.ontology)
    plainly = replace(found, ahead={})
    assert set(found.ahead) == {"Person"}
    ahead, after = (
        [*loading.judged_set(some, center.model, center.ontology)] for some in (found, plainly)
    )
    assert len(ahead) > 20
    assert ahead == after


def test_of_nobody_there_are_no_pairs():
    nobody, center = Index(lambda _: ()), Stage().center
    for waiting in (None, frozenset[EntityId](), frozenset({make.entity("wren")})):
        load = loading.Load(frozenset({LabelId(1)}), waiting)
        found = loading.prepared(nobody, load, center.model, center.ontology)
        assert [*loading.judged_set(found, center.model, center.ontology)] == []


def test_values_that_say_nothing_are_compared_with_none():
    one, other = Stage(), Stage()
    for stage in (one, other):
        stage.center = stage.with_model(read_model(document(RESOURCES / "weights.yaml")))
        for key in ("p 1", "p 2"):
            born = [Claim(key, "birthDate", text, "Person") for text in ("unknown", "about then")]
            number = Claim(key, "passportNumber", "X0000001", "Person")
            stage.say(Claim(key, "name", "Mara Lind", "Person"), *born, number)
        waiting(stage)
    fuse_pending(one.center)
    load_pending(other.center)
    assert len(said(one)) == 1
    assert said(other) == said(one)


@pytest.mark.parametrize("seed", range(3))
def test_a_hub_under_two_labels_is_one_in_a_load_too(seed: int):
    one, other, without = (staged(seed, 60, cap) for cap in (4, 4, 50))
    for stage in (one, other, without):
        waiting(stage)
    fuse_pending(one.center)
    load_pending(other.center)
    load_pending(without.center)
    assert said(other) == said(one)
    assert len(said(without)) > len(said(one)) > 10


@pytest.mark.parametrize("cap", [50, 4])
def test_who_waits_is_compared_with_all_who_are_held(cap: int):
    one, other = staged(7, 60, cap), staged(7, 60, cap)
    for stage in (one, other):
        waiting(stage, only=slice(0, 50))
        fuse_pending(stage.center)
        waiting(stage, only=slice(50, None))
    fuse_pending(one.center)
    load_pending(other.center)
    assert said(other) == said(one)


def test_slices_of_pairs_give_what_the_whole_gives(monkeypatch: pytest.MonkeyPatch):
    one, other = staged(3, 60), staged(3, 60)
    waiting(one)
    waiting(other)
    load_pending(one.center)
    monkeypatch.setattr(loading, "SLICE", 7)
    monkeypatch.setattr(bulk_fusion, "COMPARED", 7)
    [report] = load_pending(other.center)
    assert report.pairs > 20 * 7
    assert said(other) == said(one)


def test_beside_whoever_reads_slices_are_smaller_and_give_the_same(
    monkeypatch: pytest.MonkeyPatch,
):
    alone, beside = staged(3, 60), staged(3, 60)
    beside.center = replace(beside.center, precedence=BusyWay())
    monkeypatch.setattr(bulk_fusion, "PAIRS", 7)
    monkeypatch.setattr(bulk_fusion, "AT_ONCE", 5)
    sizes = []
    for stage in (alone, beside):
        waiting(stage)
        load_pending(stage.center)
        counts = [dict(entry.counts) for entry in stage.entries("entities.resolved")]
        sizes.append(max(c.get("judgements", 0) + c.get("entities", 0) for c in counts))
    assert sizes[0] > 5 == sizes[1]
    assert said(beside) == said(alone)


def test_a_load_gives_way_before_each_judgement_and_each_slice():
    stage = staged(3, 60)
    way = OpenWay()
    stage.center = replace(stage.center, precedence=way)
    waiting(stage)
    load_pending(stage.center)
    assert way.given > len(said(stage)) > 0


def test_a_second_load_writes_nothing_and_nobody_waits_any_more():
    stage = staged(1, 40)
    waiting(stage)
    load_pending(stage.center)
    before = said(stage)
    assert load_pending(stage.center) == []
    waiting(stage)
    [again] = load_pending(stage.center)
    assert (again.judgements, said(stage)) == (0, before)
    with stage.store.reading() as unit:
        assert unit.queue.depth(STAGE) == 0
        assert unit.queue.depth("detect") > 0


def test_what_a_first_load_weighed_is_not_weighed_again():
    stage = staged(1, 40)
    waiting(stage)
    load_pending(stage.center)
    assert said(stage)
    assert rescore_pending(stage.center) == 0


def test_who_waits_in_numbers_is_resolved_in_sets(monkeypatch: pytest.MonkeyPatch):
    one, other = staged(3, 40), staged(3, 40)
    waiting(one)
    waiting(other)
    count = resolve_pending(one.center)
    assert [dict(e.counts).keys() >= {"hubs"} for e in one.entries("entities.resolved")] == [True]
    monkeypatch.setattr(bulk_fusion, "MANY", 10)
    assert resolve_pending(other.center) == count > 10
    entries = other.entries("entities.resolved")
    assert not any("hubs" in dict(entry.counts) for entry in entries)
    assert said(other) == said(one)
    with other.store.reading() as unit:
        assert unit.queue.depth(STAGE) == 0


def test_who_comes_while_others_are_resolved_waits_for_the_next_round(
    monkeypatch: pytest.MonkeyPatch,
):
    """So a long delivery is resolved in sets too, and detection is not kept waiting."""
    stage = staged(3, 40)
    waiting(stage, only=slice(0, 5))
    for name in ("BATCH_ENTITIES", "BATCH_ALONE"):
        monkeypatch.setattr(f"isthmus.flow.center.{name}", 2)
    more = [slice(n, n + 5) for n in range(5, 40, 5)]

    def interrupted(center: Center, purpose: str, most: int) -> int:
        if more:
            waiting(stage, only=more.pop(0))
        return fuse_some(center, purpose, most)

    monkeypatch.setattr(bulk_fusion, "fuse_some", interrupted)
    assert 5 <= resolve_some(stage.center) < 10
    with stage.store.reading() as unit:
        assert unit.queue.depth(STAGE) > 0
    assert resolve_pending(stage.center) >= 30
    with stage.store.reading() as unit:
        assert unit.queue.depth(STAGE) == 0


def test_a_load_has_its_entries():
    stage = staged(2, 30)
    waiting(stage)
    load_pending(stage.center)
    counts = [dict(entry.counts) for entry in stage.entries("entities.resolved")]
    assert sum(c.get("judgements", 0) for c in counts) == len(said(stage))
    assert sum(c.get("entities", 0) for c in counts) > 30
