"""The doors of exchange: what a person may call."""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

import httpx
import pytest

from isthmus.model.principal import Principal
from tests import make
from tests.flow.league import League, pact
from tests.flow.stage import shown
from tests.make import Claim
from tests.web.stand import ANALYST, OVERSEER, Person, StageNode, opened

RELEASE = make.principal("rosa.falk", roles=("release-officer",), holds=make.clearance("SECRET"))
ROLES = {"release": RELEASE, "analyst": ANALYST, "overseer": OVERSEER}


class Call(NamedTuple):
    """One call, and the status that each role gets, in the order of ROLES."""

    operation: str
    method: str
    path: str
    statuses: tuple[int, int, int]


REQUEST = f"/requests/q-{'a' * 26}"
EMERGENCY = f"/emergencies/u-{'a' * 26}"
CALLS = (
    Call("listPartners", "GET", "/partners", (200, 200, 200)),
    Call("listTrustLists", "GET", "/trust", (200, 200, 200)),
    Call("proposeTrustList", "POST", "/trust", (422, 422, 422)),
    Call("signTrustList", "POST", "/trust/00/sign", (404, 403, 403)),
    Call("rotateKeys", "POST", "/trust/keys", (200, 403, 403)),
    Call("listAgreements", "GET", "/agreements", (200, 200, 200)),
    Call("proposeAgreement", "POST", "/agreements", (422, 422, 422)),
    Call("actOnAgreement", "POST", "/agreements/00/acts", (404, 403, 403)),
    Call("weighAgreement", "GET", "/agreements/00/effect", (404, 403, 403)),
    Call("exportAgreement", "GET", "/agreements/00/odrl", (404, 404, 404)),
    Call("listEmergencies", "GET", "/emergencies", (200, 200, 200)),
    Call("declareEmergency", "POST", "/agreements/00/emergencies", (404, 403, 403)),
    Call("confirmEmergency", "POST", f"{EMERGENCY}/confirm", (404, 403, 403)),
    Call("endEmergency", "POST", f"{EMERGENCY}/end", (404, 403, 403)),
    Call("weighDraft", "POST", "/agreements/effect", (422, 422, 422)),
    Call("tryRelease", "POST", "/releases/dry-run", (200, 403, 403)),
    Call("release", "POST", "/releases", (200, 403, 403)),
    Call("listReleases", "GET", "/releases", (200, 403, 403)),
    Call("tryCounts", "POST", "/counts/dry-run", (200, 403, 403)),
    Call("releaseCounts", "POST", "/counts", (200, 403, 403)),
    Call("listCounts", "GET", "/counts", (200, 403, 403)),
    Call("listStandingReleases", "GET", "/standing-releases", (200, 403, 403)),
    Call("orderStandingRelease", "POST", "/standing-releases", (422, 403, 403)),
    Call("endStandingRelease", "POST", f"/standing-releases/o-{'a' * 26}/end", (404, 403, 403)),
    Call("listConsents", "GET", "/consents", (200, 403, 403)),
    Call("askConsent", "POST", "/consents", (422, 403, 403)),
    Call("answerConsent", "POST", "/consents/answers", (404, 403, 403)),
    Call("listRecalls", "GET", "/recalls", (200, 403, 200)),
    Call("readRecall", "GET", "/recalls/r-aaaaaaaaaaaaaaaaaaaaaaaaaa", (404, 403, 404)),
    Call("orderRecall", "POST", "/recalls", (422, 403, 403)),
    Call("listRequests", "GET", "/requests", (200, 200, 403)),
    Call("readRequest", "GET", REQUEST, (404, 404, 403)),
    Call("writeRequest", "POST", "/requests", (422, 422, 403)),
    Call("sendRequest", "POST", f"{REQUEST}/send", (404, 403, 403)),
    Call("withdrawRequest", "POST", f"{REQUEST}/withdraw", (404, 404, 403)),
    Call("proposeAnswer", "POST", f"{REQUEST}/proposal", (404, 403, 403)),
    Call("approveAnswer", "POST", f"{REQUEST}/approve", (404, 403, 403)),
    Call("answerRequest", "POST", f"{REQUEST}/answer", (404, 403, 403)),
    Call("refuseRequest", "POST", f"{REQUEST}/refuse", (404, 403, 403)),
    Call("awaitConsent", "POST", f"{REQUEST}/await-consent", (404, 403, 403)),
)


def bodies(operation: str) -> dict[str, object]:
    about: dict[str, object] = {"recipient": "birch", "entities": [shown("dhow")]}
    special: dict[str, dict[str, object]] = {
        "actOnAgreement": {"act": "accept"},
        "rotateKeys": {"revoke": False},
        "declareEmergency": {"hours": 8, "reason": "a dam broke"},
        "endEmergency": {"reason": "the water fell"},
        "askConsent": {**about, "reason": "a trace"},
        "answerConsent": {"consent": "c-" + "a" * 26, "give": True, "reason": "agreed"},
        "tryCounts": {"recipient": "birch"},
        "releaseCounts": {"recipient": "birch"},
        "orderStandingRelease": {"recipient": "elm"},
        "writeRequest": {
            **about,
            "basis": "an act",
            "case": "A-1",
            "what": "where",
            "why": "a seizure",
            "check": "call back",
        },
        "withdrawRequest": {"reason": "closed"},
        "proposeAnswer": {"entities": [shown("dhow")], "verified": "called back"},
        "approveAnswer": {"proposed_at": "2031-05-04T12:00:00Z"},
        "answerRequest": {"reason": "as asked"},
        "awaitConsent": {"reason": "theirs"},
        "refuseRequest": {"ground": "nothing", "reason": "nothing to tell"},
        "orderRecall": {"statements": [], "reason": "mistaken"},
    }
    return special.get(operation, about)


@pytest.fixture(scope="module")
def league() -> League:
    league = League()
    league.stages["alder"].say(Claim("dhow", "name", "Sea Lark"))
    league.agree(pact())
    return league


@pytest.fixture(scope="module")
def client(league: League) -> Generator[httpx.Client]:
    node = StageNode(stage=league.stages["alder"], federation=league.federations["alder"])
    node.enrol(*ROLES.values())
    with opened(node) as client:
        yield client


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.operation)
@pytest.mark.parametrize(("place", "role"), list(enumerate(ROLES)), ids=list(ROLES))
def test_a_role_gets_what_it_may(client: httpx.Client, call: Call, place: int, role: str):
    who: Principal = ROLES[role]
    person = Person(client, who)
    body = bodies(call.operation)
    answer = person.get(call.path) if call.method == "GET" else person.post(call.path, body)
    assert answer.status_code == call.statuses[place], answer.text


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.operation)
def test_a_node_that_stands_alone_says_so(call: Call):
    node = StageNode()
    node.enrol(RELEASE)
    with opened(node) as client:
        person = Person(client, RELEASE)
        body = bodies(call.operation)
        answer = person.get(call.path) if call.method == "GET" else person.post(call.path, body)
    assert answer.status_code == 404
    assert "partners trust" in answer.json()["repair"]
