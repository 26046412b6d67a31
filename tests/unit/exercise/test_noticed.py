"""A node on the invented files notices what the truth says it should, and nothing of decoys."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest

from isthmus.exercise.generator import TRUTH_FILE, exercise_files
from isthmus.exercise.scale import Scale
from isthmus.flow.accounts import ensure_account
from isthmus.flow.actor import Actor, intake_actor
from isthmus.flow.arrival import addressed, parcel
from isthmus.flow.demonstration import demonstration
from isthmus.flow.detection import detect_pending
from isthmus.flow.documents.entities import EntityPage
from isthmus.flow.entity import entity_page
from isthmus.flow.fusion import fuse_pending
from isthmus.flow.intake import receive
from isthmus.flow.search import EntityQuery, search_entities
from isthmus.node import Node
from isthmus.settings import read_settings
from tests.unit.exercise.invented import seeded

PURPOSE = "sanctions-enforcement"
LISTS = {"us-ofac", "ca-sema", "un-sc"}
UNSEEN_STREAM = "bank-statements"
"""Parties of account statements are persons or firms, nobody knows which; the resolver compares
neither, so what only these statements tell is not noticed."""


class Seen:
    """What a node showed of one exercise, and its truth."""

    def __init__(
        self, shown: dict[str, Any], truth: dict[str, Any], ships: dict[str, list[EntityPage]]
    ) -> None:
        self.ships = ships
        self.feeds: list[Any] = shown["feeds"]
        self.alerts: list[Any] = shown["alerts"]
        self.truth = truth
        self.hulls = {
            member["imo"]: name
            for name, member in truth["members"].items()
            if member["kind"] == "vessel"
        }
        self.listed_names = {
            words(spelt): name
            for name in truth["listed"]
            for spelt in truth["members"][name].get("names", ())
        }

    def members(self, alert: dict[str, Any]) -> Iterator[str]:
        """Give the members of the cast that an alert is about."""
        for entity in alert["entities"]:
            if entity.get("imoNumber") in self.hulls:
                yield self.hulls[entity["imoNumber"]]
            elif entity.get("source") in LISTS:
                yield self.listed_names[words(entity["name"])]

    def noticed(self) -> set[tuple[str, str]]:
        """Give rule and member of every alert."""
        return {(alert["rule"], m) for alert in self.alerts for m in self.members(alert)}


def words(name: str) -> frozenset[str]:
    """Give the words of a name in capitals."""
    return frozenset("".join(c if c.isalnum() else " " for c in name.upper()).split())


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Deliver one exercise to a node of its own."""
    scale = Scale(positions=300)
    start = datetime.now(UTC) - timedelta(days=scale.days)  # noqa: TID251 - a node takes no future
    made = dict(sorted(exercise_files(seeded(5), start, scale)))
    truth = json.loads(made.pop(TRUTH_FILE))
    home = tmp_path_factory.mktemp("node")
    settings = read_settings(
        home=home, center="alder", center_name="Alder", partition="exercise", exercise=True
    )
    with Node(settings) as node:
        for name in ("duty", "analyst"):
            ensure_account(node.center, node.passwords, name, "a long word of passing")
        for name, content in made.items():
            found = addressed(node.center, Path(name).name, BytesIO(content))
            assert found is not None, name
            actor = intake_actor(node.center, found[0].feed)
            receive(node.center, actor, found, parcel(found[1], name, BytesIO(content)))
        fuse_pending(node.center)
        detect_pending(node.center)
        duty, analyst = (person(node, name) for name in ("duty", "analyst"))
        ships = {
            imo: [ship(node, imo, duty), ship(node, imo, analyst)] for imo in closed_ships(made)
        }
        return Seen(demonstration(node.center, duty), truth, ships)


def person(node: Node, name: str) -> Actor:
    """Give one of the usual people at the purpose of these tests."""
    with node.store.reading() as unit:
        account = unit.accounts.by_name(name)
    assert account is not None
    return Actor(account.principal, PURPOSE)


def closed_ships(made: dict[str, bytes]) -> list[str]:
    """Give the IMO numbers of the ships of whom the closed annex speaks."""
    register, annex = (
        csv.DictReader(made[f"movement/{name}.csv"].decode().splitlines())
        for name in ("vessel_register", "vessel_register_annex")
    )
    numbers = {row["gur_id"]: row["imo"] for row in register}
    return [numbers[row["gur_id"]] for row in annex]


def ship(node: Node, imo: str, actor: Actor) -> EntityPage:
    """Give the page of the ship that bears an IMO number."""
    [hit] = search_entities(node.center, actor, EntityQuery(q=imo)).items
    return entity_page(node.center, actor, hit.id)


def test_nothing_goes_to_quarantine_and_no_delivery_is_held(seen: Seen):
    assert [feed["feed"] for feed in seen.feeds if feed["quarantined"]] == []
    states = {one["state"] for feed in seen.feeds for one in feed["deliveries"]}
    assert states == {"complete"}


def test_each_rule_raises_an_alert(seen: Seen):
    rules = {one["rule"] for one in seen.truth["expected"]}
    assert {alert["rule"] for alert in seen.alerts} == rules


def test_everything_expected_is_noticed(seen: Seen):
    noticed = seen.noticed()
    missed = [
        one
        for one in seen.truth["expected"]
        if (one["rule"], one["member"]) not in noticed and one["streams"] != [UNSEEN_STREAM]
    ]
    assert missed == []


def test_nothing_else_is_noticed(seen: Seen):
    wanted = {(one["rule"], one["member"]) for one in seen.truth["expected"]}
    assert seen.noticed() - wanted == set()


def test_no_alert_is_about_a_decoy(seen: Seen):
    decoys = {one["member"] for one in seen.truth["decoys"]}
    assert decoys & {member for alert in seen.alerts for member in seen.members(alert)} == set()
    members = seen.truth["members"]
    similar = {
        words(spelt)
        for one in seen.truth["decoys"]
        if one["why"].startswith("every word")
        for spelt in members[one["member"]]["names"]
    }
    named = {words(e["name"]) for alert in seen.alerts for e in alert["entities"] if e.get("name")}
    assert similar & named == set()


def test_who_is_behind_some_ships_is_withheld_from_the_watch_and_shown_to_an_analyst(seen: Seen):
    assert len(seen.ships) > 3
    members = seen.truth["members"]
    for imo, (watch, analyst) in seen.ships.items():
        owner = members[members[seen.hulls[imo]]["owner"]]["names"][0]
        assert [(w.property, w.originators) for w in watch.withheld] == [
            ("owner", ["maritime-desk"])
        ]
        assert owner not in msgspec.json.encode(watch).decode()
        assert analyst.withheld == []
        owners = [v.value for g in analyst.properties if g.property == "owner" for v in g.values]
        assert [words(one) for one in owners] == [words(owner)]


def test_a_bank_of_a_listed_name_abroad_is_another_bank(seen: Seen):
    name = words(seen.truth["members"]["B006"]["names"][0])
    banks = {
        entity["id"]
        for alert in seen.alerts
        for entity in alert["entities"]
        if entity.get("source") == "bank-transfers" and words(entity.get("name") or "") == name
    }
    assert len(banks) <= 1
