"""A withheld fact over the API: by role and clearance, who learns of it and who sees it."""

from __future__ import annotations

from collections.abc import Generator

import httpx
import pytest

from isthmus.model.principal import Principal
from tests import make
from tests.flow.stage import HINTED, LOW, shown
from tests.make import Claim
from tests.web.stand import (
    ADMIN,
    ANALYST,
    CLEARED,
    CONTRIBUTOR,
    DUTY,
    OVERSEER,
    PEOPLE,
    Person,
    StageNode,
    opened,
)

VALUE = "Zephyr Holdings"
PATH = f"/entities/{shown('dhow')}"
ELSEWHERE = make.principal("bo.falk", holds=make.clearance("OFFICIAL", center="birch"))


@pytest.fixture(scope="module")
def client() -> Generator[httpx.Client]:
    node = StageNode()
    node.stage.say(Claim("dhow", "name", "Sea Lark"), label=LOW)
    node.stage.say(Claim("dhow", "owner", VALUE), label=HINTED)
    node.enrol(*PEOPLE, ELSEWHERE)
    with opened(node) as client:
        yield client


@pytest.mark.parametrize("who", [DUTY, ANALYST], ids=["duty officer", "analyst"])
def test_who_is_not_cleared_learns_whom_to_ask_and_gets_no_value(
    client: httpx.Client, who: Principal
):
    answer = Person(client, who).get(PATH)
    assert answer.status_code == 200
    [one] = answer.json()["withheld"]
    assert (one["property"], one["originators"]) == ("owner", ["coast-guard"])
    assert set(one) == {"property", "title", "originators", "legal_bases", "label"}
    for secret in (VALUE, "Zephyr", "SECRET", "finance"):
        assert secret not in answer.text


def test_who_is_cleared_gets_the_value_and_nothing_withheld(client: httpx.Client):
    answer = Person(client, CLEARED).get(PATH)
    assert answer.json()["withheld"] == []
    assert VALUE in answer.text


def test_whom_the_label_does_not_name_learns_nothing(client: httpx.Client):
    answer = Person(client, ELSEWHERE).get(PATH)
    assert answer.json()["withheld"] == []
    assert "owner" not in answer.text
    assert "coast-guard" not in answer.text


@pytest.mark.parametrize("who", [OVERSEER, ADMIN, CONTRIBUTOR], ids=lambda who: who.roles[0])
def test_who_reads_nothing_learns_nothing(client: httpx.Client, who: Principal):
    answer = Person(client, who).get(PATH)
    assert answer.status_code == 403
    assert "coast-guard" not in answer.text


@pytest.mark.parametrize(
    "path", [f"{PATH}/graph", "/entities?q=sea+lark", "/entities?q=zephyr", "/feeds", "/timeline"]
)
def test_no_other_answer_tells_of_it(client: httpx.Client, path: str):
    answer = Person(client, DUTY).get(path)
    assert answer.status_code == 200
    for told in ("owner", "coast-guard", VALUE):
        assert told not in answer.text
