"""openapi.json says what each operation needs: whoever sends exactly that is answered."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Generator, Iterator, Mapping
from typing import Any, Final

import httpx
import msgspec
import pytest
from jsonschema import Draft202012Validator

from isthmus.flow.access_keys import Wish, make_key
from isthmus.flow.people import operator
from isthmus.flow.signin import Terms, opened_gate
from isthmus.model.principal import KeyUse
from isthmus.web.app import HANDLERS
from tests import make
from tests.flow.league import pact
from tests.flow.stage import LOW, shown
from tests.make import Claim
from tests.unit.exchange.parties import document as trust_document
from tests.web.stand import ANALYST, PEOPLE, Person, StageNode, opened

Node = dict[str, Any]
WRITES: Final = ("post", "put", "patch", "delete")
NOBODY: Final[Mapping[str, str]] = {}
PURPOSE, CSRF = "Isthmus-Purpose", "Isthmus-CSRF"
OF_THE_SESSION: Final = {"signIn", "readSession", "signOut"}
"""These are the same at every purpose."""
BODILESS: Final = {
    "signOut", "resubmitRecord", "verifyAudit", "endStandingRelease", "signTrustList",
    "confirmEmergency", "endAccessKey", "sendRequest",
}  # fmt: skip
BODIES: Final[Mapping[str, object]] = {
    "moveAlert": {"move": "acknowledge"},
    "judgePair": {
        "left": shown("dhow"), "right": shown("lark"), "decision": "same", "reason": "one hull",
    },
    "screen": {"queries": [{"properties": {"name": ["Sea Lark"]}, "schema": "Vessel"}]},
    "screenList": b"type,name\nVessel,Sea Lark\n",
}  # fmt: skip


class Told:
    """What the document says, and a client that knows nothing else."""

    def __init__(self, client: httpx.Client, held: Mapping[str, str]) -> None:
        self.client = client
        self.held = held
        self.whole: Node = client.get("/api/v1/openapi.json").json()

    def operations(self) -> Iterator[tuple[str, str, Node]]:
        for path, item in self.whole["paths"].items():
            yield from ((path, method, one) for method, one in item.items())

    def call(
        self, name: str, ids: Mapping[str, str] = NOBODY, *, way: int = 0, without: str = ""
    ) -> httpx.Response:
        """Call an operation in one of the ways that open it, but for one thing that it names."""
        [(path, method, one)] = [o for o in self.operations() if o[2]["operationId"] == name]
        headers: dict[str, str] = {}
        cookies: dict[str, str] = {}
        for scheme in one["security"][way]:
            if scheme != without:
                self.show(scheme, headers, cookies)
        for stated in one["parameters"]:
            if stated["in"] == "header" and stated["required"] and stated["name"] != without:
                headers[stated["name"]] = self.held[stated["name"]]
        [media_type] = one["requestBody"]["content"]
        headers["Content-Type"] = media_type
        sent = BODIES[name]
        content = sent if isinstance(sent, bytes) else msgspec.json.encode(sent)
        headers["Cookie"] = "; ".join(f"{key}={value}" for key, value in cookies.items())
        self.client.cookies.clear()
        given = {key: value for key, value in headers.items() if value}
        return self.client.request(method, path.format(**ids), content=content, headers=given)

    def show(self, scheme: str, headers: dict[str, str], cookies: dict[str, str]) -> None:
        how = self.whole["components"]["securitySchemes"][scheme]
        if how["type"] == "http":
            headers["Authorization"] = f"{how['scheme'].title()} {self.held[how['scheme']]}"
        else:
            place = cookies if how["in"] == "cookie" else headers
            place[how["name"]] = self.held[how["name"]]


@pytest.fixture(scope="module")
def node() -> StageNode:
    node = StageNode()
    node.enrol(*PEOPLE)
    node.stage.say(Claim("dhow", "name", "Sea Lark"))
    node.stage.say(Claim("lark", "name", "Sea Lark"), label=LOW)
    return node


@pytest.fixture(scope="module")
def told(node: StageNode) -> Generator[Told]:
    with opened(node) as client:
        person = Person(client, ANALYST)
        gate = opened_gate(node.center, node.passwords, node.session_key, Terms())
        wish = Wish(ANALYST.name, "lane 2", (), 90, KeyUse.SCREENING)
        secret = make_key(gate, operator(gate.center), wish)[1]
        held = {
            PURPOSE: make.PURPOSE,
            CSRF: person.csrf,
            "isthmus_session": person.token,
            "bearer": secret,
            "basic": b64encode(f"{ANALYST.name}:{secret}".encode()).decode(),
        }
        yield Told(client, held)


def test_whoever_sends_what_is_said_is_answered_and_whoever_leaves_out_any_of_it_is_not(
    node: StageNode, told: Told
):
    for name in ("moveAlert", "judgePair", "screen", "screenList"):
        ids = {"alert": node.stage.alarm(name), "entity": shown("dhow")}
        for left_out, status in (("session", 401), ("csrf", 403), (PURPOSE, 403)):
            answer = told.call(name, ids, without=left_out)
            assert answer.status_code == status, (name, left_out, answer.text)
        answer = told.call(name, ids)
        assert answer.status_code == 200, (name, answer.text)


@pytest.mark.parametrize("name", ["screen", "screenList"])
@pytest.mark.parametrize(("way", "scheme"), [(1, "key"), (2, "keyOfAccount")])
def test_an_access_key_opens_what_says_so_in_both_ways(
    told: Told, name: str, way: int, scheme: str
):
    assert told.call(name, way=way).status_code == 200
    assert told.call(name, way=way, without=scheme).status_code == 401


def test_every_write_names_what_it_needs(told: Told):
    writes = {one["operationId"]: one for _, method, one in told.operations() if method in WRITES}
    assert len(writes) > 40
    for name, one in writes.items():
        sessions = [way for way in one["security"] if "session" in way]
        assert sessions == ([] if name == "signIn" else [{"session": [], "csrf": []}])
        stated = [p["required"] for p in one["parameters"] if p["name"] == PURPOSE]
        assert stated == ([] if name in OF_THE_SESSION else [True]), name
        assert ("requestBody" in one) == (name not in BODILESS), name
        for taken in one.get("requestBody", {}).get("content", {}).values():
            assert taken["schema"], name


def test_every_read_is_opened_by_a_session_alone(told: Told):
    for _, method, one in told.operations():
        if method not in WRITES:
            assert one["security"] == [{"session": []}], one["operationId"]


def test_what_opens_by_a_key_is_what_the_door_looks_for_keys_at(told: Told):
    by_key = {one["operationId"] for *_, one in told.operations() if {"key": []} in one["security"]}
    assert by_key == {h.operation_id for h in HANDLERS if h.opt.get("key")}
    assert by_key == {"screen", "screenList"}


def test_every_name_in_it_leads_somewhere(told: Told):
    def names(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield node["$ref"]
            for value in node.values():
                yield from names(value)
        elif isinstance(node, list):
            for value in node:
                yield from names(value)

    found = set(names(told.whole))
    assert found
    schemas = told.whole["components"]["schemas"]
    for name in found:
        assert name.removeprefix("#/components/schemas/") in schemas


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("proposeAgreement", msgspec.json.encode(pact())),
        ("weighDraft", msgspec.json.encode(pact())),
        ("proposeTrustList", msgspec.json.encode(trust_document())),
    ],
)
def test_what_is_signed_byte_for_byte_has_a_schema(told: Told, name: str, good: bytes):
    [one] = [one for *_, one in told.operations() if one["operationId"] == name]
    schema = one["requestBody"]["content"]["application/json"]["schema"]
    whole = {**schema, "components": told.whole["components"]}
    check = Draft202012Validator(whole)
    assert check.is_valid(msgspec.json.decode(good))
    assert not check.is_valid({**msgspec.json.decode(good), "unknown": 1})
