"""TAXII 2.1 over a real port, asked by the field's own client and judged by its validators."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Generator, Iterator
from typing import Any

import httpx
import pytest
import stix2
from stix2validator import ValidationOptions, validate_instance
from taxii2client.v21 import Collection, Server, as_pages

from isthmus.flow.access_keys import Wish, end_key, make_key
from isthmus.flow.people import change_password, operator
from isthmus.flow.signin import Gate, Terms, opened_gate
from isthmus.model.ids import StatementSeq
from isthmus.model.label import ALL
from isthmus.model.principal import Reader
from isthmus.model.statement import State
from isthmus.ports import UnitOfWork
from isthmus.web.server import WebServer
from tests import make
from tests.flow.stage import ADMINISTRATION, HIGH, LOW
from tests.make import Claim
from tests.web.stand import ADMIN, CLEARED, PEOPLE, Person, StageNode, opened

ANALYST = make.principal(
    "una.holt", roles=("analyst",), holds=make.clearance("OFFICIAL", caveats=["TLP:GREEN"])
)
STRICT = ValidationOptions(strict=True, version="2.1", enforce_refs=False)
TAXII = "application/taxii+json;version=2.1"


@pytest.fixture
def node() -> StageNode:
    node = StageNode()
    node.enrol(*PEOPLE, ANALYST)
    fill(node)
    return node


@pytest.fixture
def gate(node: StageNode) -> Gate:
    return opened_gate(node.center, node.passwords, node.session_key, Terms())


@pytest.fixture
def address(node: StageNode) -> Generator[str]:
    server = WebServer(node)
    server.start()
    try:
        yield f"{server.address}/taxii2/"
    finally:
        server.stop()


def fill(node: StageNode) -> None:
    """Put one of each kind of object into the node."""
    stage = node.stage
    marked = make.label("OFFICIAL", handling=["TLP:GREEN"], releasable_to=ALL)
    [a] = stage.say(Claim("dhow", "name", "Sea Lark"), label=LOW)
    [b] = stage.say(Claim("lark", "name", "سفينة البحر"), label=LOW)
    stage.compare("dhow", "lark", (a, b, 14.0, LOW))
    stage.say(Claim("dhow", "imoNumber", "IMO9074729"), label=HIGH)
    stage.say(Claim("fleet", "name", "Night Heron Shipping", schema="Company"), label=marked)
    stage.say(Claim("ada", "name", "Ада", schema="Person"), raw=b"a person")
    stage.say(Claim("dhow", "owner", "fleet", target="fleet"), raw=b"an owner")
    stage.say(
        Claim("account", "accountHolder", "fleet", schema="BankAccount", target="fleet"),
        Claim("account", "iban", "DE89370400440532013000", schema="BankAccount"),
    )
    stage.say(
        Claim("pay", "payer", "fleet", schema="Payment", target="fleet"),
        Claim("pay", "amount", "120", schema="Payment"),
        Claim("alone", "amount", "7", schema="Payment"),
    )
    stage.say(
        Claim("bond", "subject", "fleet", schema="BusinessLink", target="fleet"),
        Claim("bond", "object", "dhow", schema="BusinessLink", target="dhow"),
        Claim("half", "subject", "fleet", schema="BusinessLink", target="fleet"),
    )
    for name, kind, value in (
        ("one", "domain", "bad'.example"),
        ("two", "sha256", "ab" * 32),
        ("three", "shape", "round"),
    ):
        stage.say(
            Claim(name, "indicatorType", kind, schema="Indicator"),
            Claim(name, "indicatorValue", value, schema="Indicator"),
        )
    stage.say(
        Claim("stated", "pattern", "[url:value = 'http://x.example/a b']", schema="Indicator"),
        Claim("broken", "pattern", "[this is no pattern", schema="Indicator"),
    )
    stage.alarm("dark", a)
    stage.write(
        lambda unit: unit.changes.add(
            "alert", make.alert_id("dark"), unit.labels.intern(LOW), make.NOW
        )
    )


def key_of(gate: Gate, name: str = ANALYST.name, days: int = 90) -> str:
    return make_key(gate, operator(gate.center), Wish(name, "analytics", days=days))[1]


def collection(address: str, secret: str, user: str = ANALYST.name) -> Collection:
    [found] = Server(address, user=user, password=secret).default.collections
    return found


def objects(found: Collection, size: int = 3) -> list[dict[str, Any]]:
    pages = as_pages(found.get_objects, per_request=size)
    return [one for page in pages for one in page.get("objects", [])]


def faults(some: list[dict[str, Any]]) -> Iterator[str]:
    for one in some:
        yield from (f"{one['type']}: {e}" for e in validate_instance(one, STRICT).errors)
        try:
            stix2.parse(one, allow_custom=False)
        except Exception as error:  # noqa: BLE001 - whatever the library does not like
            yield f"{one['type']}: {error}"


def test_the_fields_own_client_reads_all_and_the_validators_are_content(address: str, gate: Gate):
    found = collection(address, key_of(gate))
    some = objects(found)
    assert list(faults(some)) == []
    assert {one["type"] for one in some} == {
        "extension-definition",
        "identity",
        "indicator",
        "infrastructure",
        "marking-definition",
        "note",
        "relationship",
        "report",
    }
    assert "IMO9074729" not in str(some)
    names = [one["name"] for one in some if one["type"] == "marking-definition"]
    assert "TLP:GREEN" in names


def test_whatever_is_taken_back_is_revoked_and_still_valid(
    address: str, gate: Gate, node: StageNode
):
    found = collection(address, key_of(gate))
    before = {one["id"]: one for one in objects(found, 100)}

    def recall(unit: UnitOfWork) -> None:
        seqs = [StatementSeq(seq) for seq, _ in unit.statements.said_after(0, everyone(unit), 1000)]
        unit.statements.set_state(seqs, State.RECALLED, make.NOW, "a test")
        unit.findings.withdraw([make.finding_id("dark")], make.NOW)

    node.stage.write(recall)
    after = {one["id"]: one for one in objects(found, 100)}
    gone = [one for one in after.values() if one.get("revoked")]
    assert {one["type"] for one in gone} == {
        "identity",
        "indicator",
        "infrastructure",
        "note",
        "relationship",
    }
    assert list(faults(gone)) == []
    for value in ("Sea Lark", "Night Heron", "DE8937", "bad'"):
        assert value in str(before)
        assert value not in str(after)


def everyone(unit: UnitOfWork) -> Reader:
    return make.reader(*unit.labels.all())


def test_a_manifest_and_versions_agree_with_the_objects(address: str, gate: Gate):
    found = collection(address, key_of(gate))
    some = objects(found, 100)
    manifest = found.get_manifest(limit=100)["objects"]
    assert [row["id"] for row in manifest] == [one["id"] for one in some]
    moved = next(one for one in some if one["type"] == "infrastructure")
    row = next(row for row in manifest if row["id"] == moved["id"])
    assert row["version"] == moved["modified"]
    assert found.object_versions(moved["id"])["versions"] == [moved["modified"]]
    [alone] = found.get_object(moved["id"])["objects"]
    assert alone == moved


def test_one_asks_by_type_by_id_and_after_a_time(address: str, gate: Gate):
    found = collection(address, key_of(gate))
    reports = found.get_objects(type="report")["objects"]
    assert [one["type"] for one in reports] == ["report"]
    [one] = found.get_objects(id=reports[0]["id"])["objects"]
    assert one == reports[0]
    last = found.get_manifest(limit=100)["objects"][-1]["date_added"]
    assert found.get_objects(added_after=last).get("objects", []) == []


def answer(address: str, path: str = "", **headers: str) -> httpx.Response:
    return httpx.get(address + path, headers=headers)


def basic(name: str, secret: str) -> dict[str, str]:
    shown = b64encode(f"{name}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {shown}", "Accept": TAXII}


def test_a_key_that_opens_nothing_gets_the_same_answer_whatever_is_wrong(
    address: str, gate: Gate, node: StageNode
):
    wrong = [
        {},
        {"Authorization": "Basic x"},
        {"Authorization": "Digest abc"},
        basic(ANALYST.name, "four quiet herons wade"),
        basic(CLEARED.name, key_of(gate)),
        basic("nobody", "isk-none"),
        {"Authorization": "Bearer isk-none"},
    ]
    made, ended = make_key(gate, operator(gate.center), Wish(ANALYST.name, "analytics"))
    end_key(gate, operator(gate.center), made.id)
    late = key_of(gate, days=1)
    answers = [answer(address, **headers) for headers in (*wrong, basic(ANALYST.name, ended))]
    node.stage.clock.advance(25 * make.HOUR)
    answers.append(answer(address, **basic(ANALYST.name, late)))
    assert {one.status_code for one in answers} == {401}
    assert {one.headers["www-authenticate"] for one in answers} == {'Basic realm="Isthmus"'}
    assert len({one.text for one in answers[3:]}) == 1
    assert len(node.stage.entries("access_key.refused")) == len(answers) - 3


def test_whoever_changes_a_password_ends_the_keys(address: str, gate: Gate):
    secret = key_of(gate)
    assert answer(address, **basic(ANALYST.name, secret)).status_code == 200
    change_password(gate, operator(gate.center), ANALYST.name, "five grey herons stand")
    assert answer(address, **basic(ANALYST.name, secret)).status_code == 401


def test_a_key_reads_at_its_own_purposes_and_no_other_collection_is_there(address: str, gate: Gate):
    cleared = key_of(gate, CLEARED.name)
    other = collection(address, cleared, CLEARED.name)
    headers = {"Authorization": f"Bearer {key_of(gate)}", "Accept": TAXII}
    path = f"api/collections/{other.id}/objects/"
    assert answer(address, path, **headers).status_code == 404
    assert answer(address, "api/collections/none/", **headers).status_code == 404
    assert "IMO9074729" in str(objects(other, 100))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("api/", 200),
        ("api/status/1/", 404),
        (f"api/collections/{make.PURPOSE}/objects/?limit=none", 400),
        (f"api/collections/{make.PURPOSE}/objects/?limit=0", 400),
        (f"api/collections/{make.PURPOSE}/objects/?added_after=yesterday", 400),
        (f"api/collections/{make.PURPOSE}/objects/?next=made-up", 400),
        (f"api/collections/{make.PURPOSE}/objects/identity--none/", 404),
        (f"api/collections/{make.PURPOSE}/objects/%00/versions/", 404),
        (f"api/collections/{make.PURPOSE}/objects/?match[id]=%00,%F0%9F%92%A9", 200),
        (f"api/collections/{make.PURPOSE}/manifest/?limit=999999999999", 200),
    ],
)
def test_what_cannot_be_answered_is_told_in_taxiis_own_words(
    address: str, gate: Gate, path: str, status: int
):
    found = answer(address, path, **basic(ANALYST.name, key_of(gate)))
    assert (found.status_code, found.headers["content-type"]) == (status, TAXII)
    if status != 200:
        assert found.json()["http_status"] == str(status)
        assert found.json()["title"]


def test_nothing_can_be_written_and_another_type_is_not_given(address: str, gate: Gate):
    headers = basic(ANALYST.name, key_of(gate))
    path = f"{address}api/collections/{make.PURPOSE}/objects/"
    assert httpx.post(path, json={}, headers=headers).status_code == 403
    assert httpx.delete(f"{path}identity--1/", headers=headers).status_code == 403
    assert answer(address, **{**headers, "Accept": "text/html"}).status_code == 406
    assert answer(address, **{**headers, "Accept": "application/*"}).status_code == 200


def test_an_administrator_makes_lists_and_ends_keys(node: StageNode):
    with opened(node) as client:
        admin = Person(client, ADMIN)
        body = {"account": ANALYST.name, "made_for": "analytics", "days": 3}
        made = admin.post("/access-keys", body)
        assert made.status_code == 200, made.text
        assert made.json()["secret"].startswith("isk-")
        [listed] = admin.get("/access-keys").json()["keys"]
        assert listed == made.json()["key"]
        assert "secret" not in str(listed)
        ended = client.delete(f"/api/v1/access-keys/{listed['id']}", headers=admin.headers())
        assert ended.json()["opens"] is False
        assert Person(client, ANALYST).get("/access-keys").status_code == 403
        acts = [e.act for e in node.stage.entries() if e.act.startswith("access_key")]
        assert acts == ["access_key.made", "access_key.ended"]
        assert node.center.partition.name
        for wrong, status in (
            ({"account": "nobody"}, 404),
            ({"account": ADMIN.name}, 409),
            ({"days": 0}, 422),
            ({"days": 9999}, 422),
            ({"purposes": [ADMINISTRATION]}, 422),
        ):
            assert admin.post("/access-keys", {**body, **wrong}).status_code == status
