"""Access keys for screening: what a checkpoint's program gets with one, and what it does not."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Generator
from dataclasses import replace
from typing import Final

import httpx
import pytest

from isthmus.flow.access_keys import Wish, end_key, make_key
from isthmus.flow.people import change_password, operator
from isthmus.flow.signin import Gate, Terms, opened_gate
from isthmus.model.principal import KeyUse
from isthmus.resolve.compare import read_model
from isthmus.web.app import create_app
from isthmus.web.limits import FAILURES
from tests import make
from tests.flow.journey import document
from tests.flow.stage import HIGH, LOW, RESOURCES, shown
from tests.make import Claim
from tests.web.stand import ADMIN, ANALYST, CLEARED, PASSWORD, PEOPLE, Person, StageNode, opened

OTHER: Final = "maritime-security"
TWO: Final = make.principal(
    "gate.four",
    roles=("analyst",),
    holds=make.clearance("OFFICIAL"),
    purposes=(make.PURPOSE, OTHER),
)
SCREENING: Final = "/api/v1/screening"
LISTS: Final = "/api/v1/screening/lists"
BY_KEY: Final = {"screen", "screenList"}
OPEN: Final = {"signIn"}
"""Operations that need nobody: who signs in is not yet anybody."""
QUERY: Final = {
    "queries": [{"schema": "Vessel", "properties": {"name": ["Sea Lark"], "mmsi": ["257123456"]}}]
}
TABLE: Final = b"type,name,mmsi\nVessel,Sea Lark,257123456\n"


@pytest.fixture
def node() -> StageNode:
    node = StageNode()
    model = read_model(document(RESOURCES / "weights.yaml"))
    node.stage.center = replace(node.stage.center, model=model)
    node.enrol(*PEOPLE, TWO)
    node.stage.say(Claim("dhow", "name", "Sea Lark"), Claim("dhow", "mmsi", "257123456"), label=LOW)
    node.stage.say(
        Claim("lark", "name", "Sea Lark"), Claim("lark", "mmsi", "257123456"), label=HIGH
    )
    return node


@pytest.fixture
def gate(node: StageNode) -> Gate:
    return opened_gate(node.center, node.passwords, node.session_key, Terms())


@pytest.fixture
def client(node: StageNode) -> Generator[httpx.Client]:
    with opened(node) as client:
        yield client


def key_of(
    gate: Gate,
    name: str = ANALYST.name,
    use: KeyUse = KeyUse.SCREENING,
    *,
    days: int = 90,
    purposes: tuple[str, ...] = (),
) -> str:
    wish = Wish(name, "lane 2", purposes, days, use)
    return make_key(gate, operator(gate.center), wish)[1]


def bearer(secret: str, purpose: str = make.PURPOSE) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}", "Isthmus-Purpose": purpose}


def basic(name: str, secret: str) -> dict[str, str]:
    shown = b64encode(f"{name}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {shown}", "Isthmus-Purpose": make.PURPOSE}


def ask(client: httpx.Client, headers: dict[str, str]) -> httpx.Response:
    return client.post(SCREENING, json=QUERY, headers=headers)


def hits(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return sorted(hit["id"] for hit in answer.json()["results"][0]["hits"])


def test_a_key_screens_as_its_person_and_sees_under_that_persons_labels(
    node: StageNode, gate: Gate, client: httpx.Client
):
    low, high = key_of(gate), key_of(gate, CLEARED.name)
    assert hits(ask(client, bearer(low))) == [shown("dhow")]
    assert hits(ask(client, basic(ANALYST.name, low))) == [shown("dhow")]
    assert hits(ask(client, bearer(high))) == sorted([shown("dhow"), shown("lark")])
    entries = node.stage.entries("entity.screen")
    assert [entry.principal for entry in entries] == [ANALYST.id, ANALYST.id, CLEARED.id]
    assert {entry.purpose for entry in entries} == {make.PURPOSE}


def test_a_session_and_a_key_of_one_person_give_the_same(gate: Gate, client: httpx.Client):
    person = Person(client, ANALYST).post("/screening", QUERY)
    program = ask(client, bearer(key_of(gate)))
    assert person.json()["results"] == program.json()["results"]
    assert person.json()["labels"] == program.json()["labels"]


def test_a_key_screens_a_list(node: StageNode, gate: Gate, client: httpx.Client):
    answer = client.post(LISTS, content=TABLE, headers=bearer(key_of(gate)))
    assert answer.status_code == 200, answer.text
    assert shown("dhow") in answer.text
    assert shown("lark") not in answer.text
    assert {entry.principal for entry in node.stage.entries("entity.screen")} == {ANALYST.id}


def test_a_key_for_screening_reads_no_collection_and_one_for_taxii_screens_nobody(
    node: StageNode, gate: Gate, client: httpx.Client
):
    screening, taxii = key_of(gate), key_of(gate, use=KeyUse.TAXII)
    assert client.get("/taxii2/", headers=bearer(taxii)).status_code == 200
    assert client.get("/taxii2/", headers=bearer(screening)).status_code == 401
    assert ask(client, bearer(taxii)).status_code == 401
    assert client.post(LISTS, content=TABLE, headers=bearer(taxii)).status_code == 401
    assert len(node.stage.entries("access_key.refused")) == 3
    assert not node.stage.entries("entity.screen")


def test_no_other_operation_is_reached_by_a_key(node: StageNode, gate: Gate, client: httpx.Client):
    keys = [bearer(key_of(gate, use=use)) for use in KeyUse]
    described = create_app(node).openapi_schema.to_schema()["paths"]
    tried = set()
    for path, methods in described.items():
        for method, operation in methods.items():
            if operation["operationId"] in BY_KEY | OPEN:
                continue
            address = path.replace("{", "").replace("}", "")
            for headers in keys:
                answer = client.request(
                    method.upper(),
                    address,
                    headers=headers,
                    json=None if method == "get" else {},
                    params={"q": "lark", "name": "x"},
                )
                # What this node has not, or cannot read, is refused before anybody is asked who.
                assert answer.status_code in {401, 404, 422}, (
                    operation["operationId"],
                    answer.text,
                )
            tried.add(operation["operationId"])
    assert len(tried) > 60
    acts = {e.act for e in node.stage.entries() if e.principal in {ANALYST.id, CLEARED.id}}
    assert acts == set()


def test_a_key_that_opens_nothing_gets_the_same_answer_whatever_is_wrong(
    node: StageNode, gate: Gate, client: httpx.Client
):
    made, ended = make_key(
        gate, operator(gate.center), Wish(ANALYST.name, "lane 2", use=KeyUse.SCREENING)
    )
    end_key(gate, operator(gate.center), made.id)
    late, renamed = key_of(gate, days=1), key_of(gate, CLEARED.name)
    change_password(gate, operator(gate.center), CLEARED.name, "five grey herons stand")
    wrong = [
        bearer("isk-none"),
        bearer(ended),
        bearer(renamed),
        basic(CLEARED.name, key_of(gate)),
        basic(ANALYST.name, PASSWORD),
        bearer(key_of(gate, use=KeyUse.TAXII)),
    ]
    answers = [ask(client, headers) for headers in wrong]
    node.stage.clock.advance(25 * make.HOUR)
    answers.append(ask(client, bearer(late)))
    assert {one.status_code for one in answers} == {401}
    assert len({one.text for one in answers}) == 1
    assert len(node.stage.entries("access_key.refused")) == len(answers)
    no_key = {"Authorization": "Digest abc"}
    assert {ask(client, h).status_code for h in (no_key, {"Authorization": "Basic x"})} == {401}


def test_a_key_screens_at_its_own_purposes_alone(node: StageNode, gate: Gate, client: httpx.Client):
    secret = key_of(gate, TWO.name, purposes=(OTHER,))
    assert ask(client, bearer(secret, OTHER)).status_code == 200
    assert ask(client, bearer(secret)).status_code == 403
    assert ask(client, bearer(secret, "")).status_code == 403
    decisions = [e.decision for e in node.stage.entries("entity.screen")]
    assert decisions == ["permit", "refuse", "refuse"]


def test_an_address_that_fails_too_often_waits_even_with_a_right_key(
    gate: Gate, client: httpx.Client
):
    for _ in range(FAILURES):
        assert ask(client, bearer("isk-none")).status_code == 401
    waits = ask(client, bearer(key_of(gate)))
    assert waits.status_code == 429
    assert int(waits.headers["retry-after"]) > 0
    # Each use counts for itself, and a person who signs in is not held up by a program.
    taxii = client.get("/taxii2/", headers=bearer(key_of(gate, use=KeyUse.TAXII)))
    assert taxii.status_code == 200
    assert Person(client, ANALYST).post("/screening", QUERY).status_code == 200


def test_a_cookie_goes_before_a_key(gate: Gate, client: httpx.Client):
    person = Person(client, ANALYST)
    both = person.headers(Authorization=f"Bearer {key_of(gate, CLEARED.name)}")
    assert hits(ask(client, both)) == [shown("dhow")]
    without = {name: value for name, value in both.items() if name != "Isthmus-CSRF"}
    assert ask(client, without).status_code == 403


def test_a_page_of_another_origin_cannot_use_a_key(gate: Gate, client: httpx.Client):
    headers = {**bearer(key_of(gate)), "Origin": "https://elsewhere.example"}
    assert ask(client, headers).status_code == 403


def test_an_administrator_says_what_a_key_is_for(client: httpx.Client):
    admin = Person(client, ADMIN)
    body: dict[str, object] = {"account": ANALYST.name, "made_for": "lane 2"}
    made = admin.post("/access-keys", {**body, "use": "screening"}).json()
    assert ask(client, bearer(made["secret"])).status_code == 200
    assert admin.post("/access-keys", body).json()["key"]["use"] == "taxii"
    uses = [key["use"] for key in admin.get("/access-keys").json()["keys"]]
    assert sorted(uses) == ["screening", "taxii"]
    assert admin.post("/access-keys", {**body, "use": "everything"}).status_code == 422
