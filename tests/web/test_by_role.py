"""Who may call what: every operation by every role."""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

import httpx
import pytest

from isthmus.model.principal import Principal
from isthmus.web.app import create_app
from tests import make
from tests.flow.stage import LOW, record_id, shown
from tests.make import Claim
from tests.web.stand import (
    ADMIN,
    ANALYST,
    CONTRIBUTOR,
    DUTY,
    OVERSEER,
    PEOPLE,
    Person,
    StageNode,
    opened,
)
from tests.web.test_exchange import CALLS as EXCHANGE

RAW = b"the record behind the dhow"
ROLES = {
    "analyst": ANALYST,
    "duty": DUTY,
    "overseer": OVERSEER,
    "admin": ADMIN,
    "push": CONTRIBUTOR,
}


class Call(NamedTuple):
    """One call, and the status that each role gets, in the order of ROLES."""

    operation: str
    method: str
    path: str
    statuses: tuple[int, int, int, int, int]


READS = (200, 200, 403, 403, 403)
CALLS = (
    Call("readSession", "GET", "/session", (200, 200, 200, 200, 200)),
    Call("readOperations", "GET", "/operations", (200, 200, 403, 200, 403)),
    Call("readMap", "GET", "/map", READS),
    Call("readTimeline", "GET", "/timeline", READS),
    Call("listAlerts", "GET", "/alerts", READS),
    Call("readAlert", "GET", "/alerts/{alert}", READS),
    Call("moveAlert", "POST", "/alerts/{alert}/moves", (200, 200, 403, 403, 403)),
    Call("searchEntities", "GET", "/entities?q=lark", READS),
    Call("screen", "POST", "/screening", READS),
    Call("screenList", "POST", "/screening/lists", (422, 422, 403, 403, 403)),
    Call("readEntity", "GET", "/entities/{entity}", READS),
    Call("judgePair", "POST", "/entities/{entity}/judgements", (200, 403, 403, 403, 403)),
    Call("listFollowUps", "GET", "/follow-ups", READS),
    Call("seeFollowUps", "POST", "/follow-ups/seen", (422, 422, 403, 403, 403)),
    Call("readGraph", "GET", "/entities/{entity}/graph", READS),
    Call("readRecord", "GET", "/records/{record}", READS),
    Call("downloadRecord", "GET", "/records/{record}/bytes", READS),
    Call("listFeeds", "GET", "/feeds", (200, 200, 403, 200, 403)),
    Call("readFeed", "GET", "/feeds/{feed}", (200, 200, 403, 200, 403)),
    Call("listVerdicts", "GET", "/feeds/{feed}/verdicts", (200, 200, 403, 200, 403)),
    # Who may push is told that no such feed is there; who may not is told only that he may not.
    Call("pushRecords", "POST", "/feeds/none/records?name=x", (403, 404, 403, 404, 404)),
    Call("listUnmapped", "GET", "/unmapped", (403, 200, 403, 200, 200)),
    Call("downloadQuarantined", "GET", "/quarantine/none/bytes", (404, 404, 403, 404, 403)),
    Call("resubmitRecord", "POST", "/quarantine/none/resubmit", (403, 403, 403, 404, 403)),
    Call("discardRecord", "POST", "/quarantine/none/discard", (403, 403, 403, 404, 403)),
    Call("readCheckpoint", "GET", "/audit/checkpoint", (200, 200, 200, 200, 200)),
    Call("listEntries", "GET", "/audit/entries", (403, 403, 200, 403, 403)),
    Call("verifyAudit", "POST", "/audit/verify", (200, 200, 200, 200, 403)),
    Call("listWeights", "GET", "/weights", (200, 200, 200, 200, 403)),
    Call("proposeWeights", "POST", "/weights", (422, 422, 422, 422, 422)),
    Call("reviewWeights", "GET", "/weights/none", (404, 404, 404, 404, 403)),
    Call("downloadWeights", "GET", "/weights/none/document", (404, 404, 404, 404, 403)),
    Call("proposeWeightsAgain", "POST", "/weights/none/proposal", (404, 403, 403, 404, 403)),
    Call("approveWeights", "POST", "/weights/none/approve", (404, 403, 403, 403, 403)),
    Call("declineWeights", "POST", "/weights/none/decline", (404, 403, 403, 404, 403)),
    Call("listReviewPairs", "GET", "/review", (200, 403, 403, 403, 403)),
    Call("downloadQuality", "GET", "/quality", READS),
    Call("reportQuality", "POST", "/quality", (200, 200, 403, 403, 403)),
    Call("replayPair", "GET", "/entities/{entity}/replays/{entity}", READS),
    # The mark of something that waits is opened first: nobody gets that far without one.
    Call("decideWaiting", "POST", "/waiting/none", (404, 404, 404, 404, 404)),
)
ACCESS_KEYS = {"listAccessKeys", "makeAccessKey", "endAccessKey"}
SHOWN_ELSEWHERE = (
    {"signIn", "signOut", "followEvents"} | ACCESS_KEYS | {call.operation for call in EXCHANGE}
)
"""Operations whose tests stand in other files of this folder."""


@pytest.fixture(scope="module")
def node() -> StageNode:
    node = StageNode()
    node.enrol(*PEOPLE)
    node.stage.say(Claim("dhow", "name", "Sea Lark"), raw=RAW)
    node.stage.say(Claim("lark", "name", "Sea Lark"), label=LOW)
    return node


@pytest.fixture(scope="module")
def client(node: StageNode) -> Generator[httpx.Client]:
    with opened(node) as client:
        yield client


def bodies(operation: str) -> dict[str, object]:
    pair = {"left": shown("dhow"), "right": shown("lark")}
    reason: dict[str, object] = {"reason": "trained anew"}
    special: dict[str, dict[str, object]] = {
        "judgePair": {**pair, "decision": "same", "reason": "one hull"},
        "discardRecord": {"reason": "a test of its source"},
        "seeFollowUps": {"ids": ["made up"]},
        "decideWaiting": {"decision": "release", "reason": "renewed"},
        "screen": {"queries": [{"properties": {"name": ["Sea Lark"]}, "schema": "Vessel"}]},
        "proposeWeights": {"document": "no JSON", **reason},
        "proposeWeightsAgain": reason,
        "reportQuality": {},
        "approveWeights": reason,
        "declineWeights": reason,
    }
    return special.get(operation, {"move": "acknowledge"})


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.operation)
@pytest.mark.parametrize(("place", "role"), list(enumerate(ROLES)), ids=list(ROLES))
def test_a_role_gets_what_it_may(
    node: StageNode, client: httpx.Client, call: Call, place: int, role: str
):
    who: Principal = ROLES[role]
    alert = node.stage.alarm(f"{call.operation} of {role}")
    path = call.path.format(
        alert=alert, entity=shown("dhow"), record=record_id(RAW), feed=make.FEED
    )
    person = Person(client, who)
    answer = person.get(path) if call.method == "GET" else person.post(path, bodies(call.operation))
    assert answer.status_code == call.statuses[place], answer.text


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.operation)
def test_nobody_gets_anything_without_a_session(client: httpx.Client, call: Call):
    path = f"/api/v1{call.path.format(alert='a', entity='e', record='r', feed='f')}"
    body = None if call.method == "GET" else bodies(call.operation)
    answer = client.request(call.method, path, json=body)
    assert answer.status_code == 401
    assert answer.json()["code"] == "access.sign_in"


def test_every_operation_of_the_api_stands_in_the_table(node: StageNode):
    described = create_app(node).openapi_schema.to_schema()["paths"]
    operations = {one["operationId"] for path in described.values() for one in path.values()}
    assert operations == {call.operation for call in CALLS} | SHOWN_ELSEWHERE
