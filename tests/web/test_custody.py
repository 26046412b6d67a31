"""Who learns over HTTP of the alerts that nobody on duty may read."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

import httpx
import pytest

from isthmus.flow.custody import watch
from isthmus.model.principal import Principal
from tests import make
from tests.flow.stage import HIGH
from tests.make import Claim
from tests.web.stand import ADMIN, ANALYST, DUTY, OVERSEER, Person, StageNode, opened

CUSTODIAN = make.principal("carla.ruiz", roles=("custodian",))
DPO = make.principal("dora.weiss", roles=("data-protection-officer",), holds=make.clearance())
NUMBER = {"with_custodian": 1, "with_nobody": 0, "custodian": "Carla Ruiz"}


@pytest.fixture(scope="module")
def node() -> StageNode:
    node = StageNode()
    node.stage.center = replace(node.stage.center, custodian=CUSTODIAN.name)
    node.enrol(ANALYST, DUTY, ADMIN, OVERSEER, CUSTODIAN, DPO)
    node.stage.say(Claim("dhow", "name", "Sea Lark"), label=HIGH)
    node.stage.alarm("secret", label=HIGH)
    node.stage.alarm("open")
    watch(node.center)
    return node


@pytest.fixture(scope="module")
def client(node: StageNode) -> Generator[httpx.Client]:
    with opened(node) as client:
        yield client


@pytest.mark.parametrize("who", [CUSTODIAN, ADMIN, DPO], ids=lambda who: who.name)
def test_who_must_act_on_the_number_sees_it(client: httpx.Client, who: Principal):
    assert Person(client, who).get("/operations").json()["unreadable"] == NUMBER


@pytest.mark.parametrize("who", [DUTY, ANALYST], ids=lambda who: who.name)
def test_who_is_on_duty_sees_neither_number_nor_alert(client: httpx.Client, who: Principal):
    person = Person(client, who)
    figures = person.get("/operations").json()
    assert (figures["unreadable"], figures["open_alerts"]) == (None, 1)
    listed = person.get("/alerts", state="all").json()
    assert [item["assigned_to"] for item in listed["items"]] == [None]
    assert person.get("/alerts", assigned="me").json()["total_shown"] == 0


def test_an_overseer_sees_no_figures(client: httpx.Client):
    assert Person(client, OVERSEER).get("/operations").status_code == 403


def test_the_custodian_is_told_which_alerts_are_hers_and_asks_for_them(client: httpx.Client):
    person = Person(client, CUSTODIAN)
    assert person.get("/alerts").json()["total_shown"] == 2
    listed = person.get("/alerts", assigned="me").json()
    [item] = listed["items"]
    assert listed["total_shown"] == 1
    assert item["assigned_to"] == {"name": "Carla Ruiz", "you": True}
    page = person.get(f"/alerts/{item['id']}").json()
    assert page["alert"]["assigned_to"]["you"]
    assert page["moves"] == ["acknowledge", "dismiss", "escalate"]


def test_nobody_asks_for_what_is_assigned_to_another(client: httpx.Client):
    answer = Person(client, CUSTODIAN).get("/alerts", assigned="p-mara.lind")
    assert answer.status_code == 422
