"""What a refusal says, and that it tells nothing of what is there."""

from __future__ import annotations

from collections.abc import Generator

import httpx
import pytest
from litestar import get
from litestar.testing import TestClient
from structlog.testing import capture_logs

from isthmus.model.label import Label
from isthmus.model.ontology import LANGUAGES
from isthmus.web.app import create_app
from isthmus.web.shield import CONTENT_SECURITY_POLICY, DIRECTIVES
from tests.flow.stage import HIGH, HINTED, record_id, shown
from tests.make import Claim
from tests.web.stand import ANALYST, PEOPLE, Person, StageNode, opened

RAW = b"the record behind the dhow"
PARTS = {"type", "title", "status", "detail", "detail_text", "code"} | {
    "repair",
    "repair_text",
    "instance",
}


def peopled() -> StageNode:
    node = StageNode()
    node.enrol(*PEOPLE)
    return node


@pytest.fixture
def client() -> Generator[httpx.Client]:
    with opened(peopled()) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing/here", 404, "input.unknown"),
        ("GET", "/alerts/x/y/z", 404, "input.unknown"),
        ("PUT", "/alerts", 405, "input.method"),
        ("GET", "/alerts?limit=many", 422, "input.invalid"),
        ("GET", "/alerts?state=lost", 422, "input.invalid"),
        ("GET", "/alerts?cursor=made-up", 422, "input.invalid"),
        ("GET", "/entities?cursor=%00", 422, "input.invalid"),
        ("GET", "/entities?q=lark&schema=Spaceship", 422, "input.invalid"),
        ("GET", "/entities?q=lark&country=NO", 422, "input.invalid"),
        ("GET", "/map?bbox=1,2,3", 422, "input.invalid"),
        ("GET", "/map?bbox=nan,nan,nan,nan", 422, "input.invalid"),
        ("GET", "/map?layers=roads", 422, "input.invalid"),
        (
            "GET",
            "/timeline?from=2031-05-04T00:00:00Z&to=2031-05-03T00:00:00Z",
            422,
            "input.invalid",
        ),
        ("GET", "/alerts/a-unknown", 404, "input.unknown"),
        ("GET", "/entities/%00", 404, "input.unknown"),
        ("GET", "/feeds/unknown", 404, "input.unknown"),
        ("GET", "/operations", 200, ""),
        ("GET", "/entities?q=lark&purpose=border-security", 200, ""),
    ],
)
def test_a_refusal_is_a_problem_with_code_and_repair(
    client: httpx.Client, method: str, path: str, status: int, code: str
):
    person = Person(client, ANALYST)
    client.cookies.clear()
    answer = client.request(method, f"/api/v1{path}", headers=person.headers())
    assert answer.status_code == status, answer.text
    if status != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert set(problem) == PARTS
        assert (problem["code"], problem["status"]) == (code, status)
        assert problem["repair"]
        assert problem["detail_text"]["en"] == problem["detail"]
        assert problem["repair_text"]["en"] == problem["repair"]
        for name in ("detail_text", "repair_text"):
            assert len(set(problem[name].values())) == len(LANGUAGES), problem[name]
        assert problem["instance"] == httpx.URL(f"/api/v1{path}").path


def test_a_move_without_its_reason_says_what_to_do():
    node = peopled()
    alert = node.stage.alarm("dark period")
    with opened(node) as client:
        person = Person(client, ANALYST)
        answer = person.post(f"/alerts/{alert}/moves", {"move": "dismiss"})
        assert (answer.status_code, answer.json()["repair"]) == (422, "say in a sentence why")
        person.post(f"/alerts/{alert}/moves", {"move": "acknowledge"})
        again = person.post(f"/alerts/{alert}/moves", {"move": "acknowledge"})
        assert (again.status_code, again.json()["code"]) == (409, "state.conflict")


def test_a_body_that_is_too_large_is_refused(client: httpx.Client):
    person = Person(client, ANALYST)
    answer = person.post("/alerts/a/moves", b'{"move": "' + b"x" * (1 << 20) + b'"}')
    assert (answer.status_code, answer.json()["code"]) == (413, "input.too_large")


@pytest.mark.parametrize("label", [HIGH, HINTED], ids=["nobody may know", "the center may know"])
@pytest.mark.parametrize(
    "path",
    [
        f"/entities/{shown('dhow')}",
        f"/entities/{shown('dhow')}/graph",
        f"/records/{record_id(RAW, 'patrol-reports')}",
        f"/records/{record_id(RAW, 'patrol-reports')}/bytes",
        "/entities?q=Sea+Lark",
        "/alerts?state=all",
        "/feeds/patrol-reports",
        "/feeds",
        "/map",
        "/timeline",
        "/operations",
    ],
)
def test_what_is_withheld_and_what_is_unknown_give_the_same_bytes(path: str, label: Label):
    empty, full = peopled(), peopled()
    full.stage.say(Claim("dhow", "name", "Sea Lark"), label=label, raw=RAW)
    full.stage.alarm("dark period", label=label)
    answers = []
    for node in (empty, full):
        with opened(node) as client:
            answers.append(Person(client, ANALYST).get(path))
    assert answers[0].status_code == answers[1].status_code
    assert answers[0].content == answers[1].content
    assert answers[0].headers.get("content-type") == answers[1].headers.get("content-type")


def test_a_withheld_alert_and_an_unknown_one_refuse_a_move_alike():
    empty, full = peopled(), peopled()
    hidden = full.stage.alarm("dark period", label=HIGH)
    answers = []
    for node in (empty, full):
        with opened(node) as client:
            person = Person(client, ANALYST)
            answers.append(person.post(f"/alerts/{hidden}/moves", {"move": "acknowledge"}))
    assert answers[0].status_code == 404
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize(
    "path", ["/", "/alerts", "/api/v1/session", "/api/v1/openapi.json", "/api/v1/nothing"]
)
def test_every_answer_carries_the_shield(client: httpx.Client, path: str):
    headers = client.get(path).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_the_policy_lets_nothing_in_from_elsewhere():
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert DIRECTIVES["default-src"] == "'none'"
    assert DIRECTIVES["script-src"] == "'self'"
    assert DIRECTIVES["require-trusted-types-for"] == "'script'"


def test_a_defect_tells_nothing_and_is_logged():
    secret = "a value that nobody may see"

    @get("/api/v1/broken")
    async def broken() -> None:
        raise RuntimeError(secret)

    app = create_app(peopled())
    app.register(broken)
    with capture_logs() as logs, TestClient(app) as client:
        answer = client.get("/api/v1/broken")
    assert answer.status_code == 500
    assert set(answer.json()) == PARTS
    assert secret not in answer.text
    assert secret not in str(logs)
    (entry,) = [log for log in logs if log["event"] == "request.failed"]
    assert entry["kind"] == "RuntimeError"
    assert entry["place"].startswith("test_refusals.py:")
