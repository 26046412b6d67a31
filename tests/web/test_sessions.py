"""Sessions over HTTP: cookie, CSRF, origin, purposes, waits."""

from __future__ import annotations

from collections.abc import Generator

import httpx
import pytest

from tests import make
from tests.flow.stage import shown
from tests.make import Claim
from tests.web.stand import ANALYST, DUTY, PASSWORD, PEOPLE, Person, StageNode, opened

SESSION = "/api/v1/session"


@pytest.fixture
def node() -> StageNode:
    node = StageNode()
    node.enrol(*PEOPLE)
    return node


@pytest.fixture
def client(node: StageNode) -> Generator[httpx.Client]:
    with opened(node) as client:
        yield client


def signed_in(client: httpx.Client, password: str = PASSWORD, **headers: str) -> httpx.Response:
    body = {"name": ANALYST.name, "password": password}
    return client.post(SESSION, json=body, headers=headers)


def test_the_cookie_is_for_this_site_and_no_script(client: httpx.Client):
    cookie = signed_in(client).headers["set-cookie"].lower()
    assert cookie.startswith("isthmus_session=")
    for part in ("httponly", "samesite=strict", "path=/"):
        assert part in cookie
    assert "secure" not in cookie


def test_the_cookie_is_secure_behind_tls(node: StageNode):
    with opened(node, base="https://node.test") as client:
        answer = signed_in(client)
    assert "secure" in answer.headers["set-cookie"].lower()
    assert "max-age" in answer.headers["strict-transport-security"]


def test_a_session_shows_who_may_do_what(client: httpx.Client):
    page = signed_in(client).json()
    assert page["principal"]["name"] == ANALYST.name
    assert page["purpose"] == make.PURPOSE
    assert page["partition"] == {"name": "tests", "exercise": True, "title": "Tests"}
    assert page["may"] == [
        "alert.triage",
        "audit.verify",
        "data.read",
        "entity.judge",
        "request.write",
        "weights.approve",
        "weights.propose",
    ]
    assert client.get(SESSION).json()["csrf"] == page["csrf"]


def test_signing_out_ends_the_session(client: httpx.Client):
    person = Person(client, ANALYST)
    answer = client.delete(SESSION, headers=person.headers())
    assert answer.status_code == 204
    assert person.get("/session").status_code == 401


def test_two_people_have_two_sessions(client: httpx.Client):
    one, other = Person(client, ANALYST), Person(client, DUTY)
    assert one.get("/session").json()["principal"]["name"] == ANALYST.name
    assert other.get("/session").json()["principal"]["name"] == DUTY.name


def test_an_unknown_name_and_a_wrong_password_get_the_same_bytes(client: httpx.Client):
    known = signed_in(client, "a wrong one")
    unknown = client.post(SESSION, json={"name": "nobody.here", "password": "a wrong one"})
    assert known.status_code == unknown.status_code == 401
    assert known.content == unknown.content
    assert known.json()["code"] == "access.sign_in_refused"


@pytest.mark.parametrize("name", [ANALYST.name, "nobody.here"])
def test_a_name_waits_after_failures_and_the_answer_says_how_long(client: httpx.Client, name: str):
    for _ in range(5):
        client.post(SESSION, json={"name": name, "password": "a wrong one"})
    answer = client.post(SESSION, json={"name": name, "password": PASSWORD})
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "300"


def test_an_address_waits_after_failures_under_many_names(client: httpx.Client):
    for number in range(20):
        client.post(SESSION, json={"name": f"nobody {number}", "password": "a wrong one"})
    answer = signed_in(client)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 60


def test_nobody_chooses_the_address_that_he_waits_under(client: httpx.Client):
    for number in range(20):
        client.post(
            SESSION,
            json={"name": f"nobody {number}", "password": "a wrong one"},
            headers={"X-Forwarded-For": "192.0.2.1"},
        )
    # Only a proxy on this machine is believed, and this client is none.
    assert signed_in(client, **{"X-Forwarded-For": "192.0.2.2"}).status_code == 429


@pytest.mark.parametrize("token", [None, "", "another", "é"])
def test_nothing_changes_without_the_csrf_token(client: httpx.Client, token: str | None):
    person = Person(client, ANALYST)
    headers = {k: v for k, v in person.headers().items() if k != "Isthmus-CSRF"}
    if token is not None:
        headers["Isthmus-CSRF"] = token
    for method, path in (("DELETE", "/session"), ("POST", "/alerts/a/moves")):
        given = [(k.encode(), v.encode("latin-1")) for k, v in headers.items()]
        answer = client.request(
            method, f"/api/v1{path}", json={"move": "acknowledge"}, headers=given
        )
        assert answer.status_code == 403
        assert "CSRF" in answer.json()["detail"]
    assert person.get("/session").status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["https://elsewhere.test", "null", "http://node.test.elsewhere.test", "http://node.test:81"],
)
def test_nothing_changes_from_another_origin(client: httpx.Client, origin: str):
    person = Person(client, ANALYST)
    answer = client.post("/api/v1/audit/verify", headers=person.headers(Origin=origin))
    assert answer.status_code == 403
    assert signed_in(client, Origin=origin).status_code == 403


def test_a_browser_that_says_cross_site_is_believed(client: httpx.Client):
    assert signed_in(client, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_the_consoles_own_origin_may_sign_in(client: httpx.Client):
    answer = signed_in(client, Origin="http://node.test", **{"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 200


@pytest.mark.parametrize("purpose", ["", "somebody-elses", "é", "x" * 3000])
def test_a_read_without_an_own_purpose_is_refused_and_in_the_log(
    node: StageNode, client: httpx.Client, purpose: str
):
    person = Person(client, ANALYST)
    person.purpose = purpose
    headers = [(k.encode(), v.encode()) for k, v in person.headers().items()]
    answer = client.get("/api/v1/alerts", headers=headers)
    assert answer.status_code == 403
    assert answer.json()["code"] == "access.purpose"
    assert [e.decision for e in node.stage.entries("alert.list")] == ["refuse"]


def test_a_download_states_its_purpose_in_the_address(node: StageNode, client: httpx.Client):
    node.stage.say(Claim("dhow", "name", "Sea Lark"))
    person = Person(client, ANALYST)
    person.purpose = ""
    path = f"/entities/{shown('dhow')}"
    assert person.get(path).status_code == 403
    assert person.get(path, purpose=make.PURPOSE).status_code == 200
