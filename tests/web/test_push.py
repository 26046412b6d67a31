"""Deliveries by push: durable when answered, broken records named, sent again when mended."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from isthmus.ingest.declaration import read_declaration
from isthmus.web import feeds
from tests import make
from tests.flow.stage import ADMINISTRATION
from tests.web.stand import ADMIN, ANALYST, CONTRIBUTOR, PEOPLE, Person, StageNode, opened

FEED = "pilot-log"
GOOD = b'{"id": "p1", "name": "Sea Lark", "seen": "2031-05-03T10:00:00Z"}\n'
BROKEN = b'{"id": "p2", "name": "Sea Wren", "seen": "the day before"}\n'
LOOSE = {"to": "notes", "from": "seen"}


def declaration(*values: dict[str, Any]) -> dict[str, Any]:
    return {
        "feed": FEED,
        "title": "Pilot log",
        "source": FEED,
        "agency": "Harbour office",
        "kind": "stream",
        "grade": "B2",
        "retention_days": 365,
        "categories": ["movement"],
        "label": {
            "classification": {"national": "OFFICIAL"},
            "originators": ["harbour-office"],
            "releasable_to": "all",
            "data_categories": ["movement"],
            "legal_bases": ["Harbour act, article 4"],
            "purposes": [make.PURPOSE],
            "discoverable_to": "all",
        },
        "parts": {
            "log": {
                "format": "jsonl",
                "map": {
                    "key": ["id"],
                    "entities": {
                        "ship": {
                            "schema": "Vessel",
                            "values": [{"to": "name", "from": "name"}, *values],
                        }
                    },
                },
            }
        },
    }


STRICT = {"to": "buildDate", "from": "seen"}


@pytest.fixture
def node() -> StageNode:
    node = StageNode()
    node.enrol(*PEOPLE)
    declare(node, STRICT)
    return node


def declare(node: StageNode, *values: dict[str, Any]) -> None:
    declared = read_declaration(declaration(*values))
    center = node.stage.center
    node.stage.center = replace(center, feeds={**center.feeds, FEED: declared})


@pytest.fixture
def client(node: StageNode) -> Generator[httpx.Client]:
    with opened(node) as client:
        yield client


def pushed(client: httpx.Client, content: bytes, **query: str) -> httpx.Response:
    return Person(client, ADMIN).post(f"/feeds/{FEED}/records", content, name="log.jsonl", **query)


def test_a_push_is_answered_when_it_can_be_found(client: httpx.Client):
    answer = pushed(client, GOOD)
    assert answer.status_code == 200, answer.text
    assert {k: answer.json()[k] for k in ("records", "admitted", "quarantined", "verdicts")} == {
        "records": 1,
        "admitted": 1,
        "quarantined": 0,
        "verdicts": [],
    }
    found = Person(client, ANALYST).get("/entities", q="Sea Lark").json()["items"]
    assert [hit["caption"] for hit in found] == ["Sea Lark"]


def test_a_broken_record_is_named_and_the_rest_goes_on(client: httpx.Client):
    result = pushed(client, GOOD + BROKEN).json()
    assert (result["records"], result["admitted"], result["quarantined"]) == (2, 1, 1)
    (verdict,) = result["verdicts"]
    assert verdict["record_number"] == 2
    assert verdict["came"]["en"] == "the day before"
    assert verdict["repair"]


def test_what_came_is_for_its_sender_and_for_who_may_read(client: httpx.Client):
    pushed(client, BROKEN)
    by_admin = Person(client, ADMIN).get(f"/feeds/{FEED}/verdicts").json()["items"]
    by_analyst = Person(client, ANALYST).get(f"/feeds/{FEED}/verdicts").json()["items"]
    assert [one["came"] for one in by_admin] == [None]
    assert [one["came"]["en"] for one in by_analyst] == ["the day before"]


def test_quarantined_bytes_are_those_that_came(client: httpx.Client):
    pushed(client, BROKEN)
    analyst, admin = Person(client, ANALYST), Person(client, ADMIN)
    (verdict,) = analyst.get(f"/feeds/{FEED}/verdicts").json()["items"]
    found = analyst.get(f"/quarantine/{verdict['quarantined']}/bytes")
    assert found.content.strip() == BROKEN.strip()
    assert found.headers["content-type"] == "application/octet-stream"
    assert found.headers["content-disposition"].startswith("attachment")
    (verdict,) = admin.get(f"/feeds/{FEED}/verdicts").json()["items"]
    assert admin.get(f"/quarantine/{verdict['quarantined']}/bytes").status_code == 404


def test_a_mended_mapping_lets_a_record_in(node: StageNode, client: httpx.Client):
    pushed(client, BROKEN)
    declare(node, LOOSE)
    with opened(node) as mended:
        admin = Person(mended, ADMIN)
        (verdict,) = admin.get(f"/feeds/{FEED}/verdicts").json()["items"]
        answer = admin.post(f"/quarantine/{verdict['quarantined']}/resubmit")
        assert answer.json() == {"verdicts": [], "admitted": 1}
        again = admin.post(f"/quarantine/{verdict['quarantined']}/resubmit")
        assert (again.status_code, again.json()["code"]) == (409, "state.conflict")
        found = Person(mended, ANALYST).get("/entities", q="Sea Wren").json()["items"]
        assert [hit["caption"] for hit in found] == ["Sea Wren"]
    assert len(node.stage.entries("quarantine.resubmitted")) == 1


def test_what_breaks_again_gets_a_new_verdict(client: httpx.Client):
    pushed(client, BROKEN)
    admin = Person(client, ADMIN)
    (verdict,) = admin.get(f"/feeds/{FEED}/verdicts").json()["items"]
    result = admin.post(f"/quarantine/{verdict['quarantined']}/resubmit").json()
    assert result["admitted"] == 0
    assert [one["came"] for one in result["verdicts"]] == [None]
    states = [one["state"] for one in admin.get(f"/feeds/{FEED}/verdicts").json()["items"]]
    assert states == ["open", "resubmitted"]


def test_a_record_that_nobody_needs_is_discarded_with_a_reason(
    node: StageNode, client: httpx.Client
):
    pushed(client, BROKEN)
    admin, analyst = Person(client, ADMIN), Person(client, ANALYST)
    (verdict,) = admin.get(f"/feeds/{FEED}/verdicts").json()["items"]
    path = f"/quarantine/{verdict['quarantined']}/discard"
    for reason in ("", " ", "x" * 501):
        refused = admin.post(path, {"reason": reason})
        assert (refused.status_code, refused.json()["code"]) == (422, "input.invalid")
    answer = admin.post(path, {"reason": "a test of the harbour office"})
    assert (answer.status_code, answer.json()["state"], answer.json()["came"]) == (
        200,
        "discarded",
        None,
    )
    (found,) = analyst.get(f"/feeds/{FEED}/verdicts").json()["items"]
    assert found["state"] == "discarded"
    kept = analyst.get(f"/quarantine/{found['quarantined']}/bytes")
    assert kept.content.strip() == BROKEN.strip()
    for again in (path, path.replace("discard", "resubmit")):
        refused = admin.post(again, {"reason": "once more"})
        assert (refused.status_code, refused.json()["code"]) == (409, "state.conflict")
    assert len(node.stage.entries("quarantine.discarded")) >= 1


def test_the_same_bytes_again_change_nothing(client: httpx.Client):
    first, second = pushed(client, GOOD).json(), pushed(client, GOOD).json()
    assert first["delivery"] == second["delivery"]
    assert second["admitted"] == 0


def test_a_large_body_is_taken_from_a_file(client: httpx.Client):
    many = b"".join(
        b'{"id": "p%d", "name": "Sea Lark %d", "seen": "2031-05-03T10:00:00Z"}\n' % (n, n)
        for n in range(2_000)
    )
    padded = many + b"\n" * (feeds.IN_MEMORY_BYTES + 1)
    assert pushed(client, padded).json()["admitted"] == 2_000


def test_a_contributor_pushes_and_reads_nothing(client: httpx.Client):
    contributor = Person(client, CONTRIBUTOR)
    path = f"/feeds/{FEED}"
    answer = contributor.post(f"{path}/records", BROKEN, name="log.jsonl")
    assert answer.json()["verdicts"][0]["came"]["en"] == "the day before"
    assert contributor.get(path).status_code == 403
    assert contributor.get("/entities", q="Sea").status_code == 403


def test_who_may_not_push_sends_no_byte_into_the_store(node: StageNode, client: httpx.Client):
    answer = Person(client, ANALYST).post(f"/feeds/{FEED}/records", GOOD, name="log.jsonl")
    assert answer.status_code == 403
    with node.stage.store.reading() as unit:
        assert unit.deliveries.of_feed(FEED) == []
    assert [e.decision for e in node.stage.entries("delivery.push")] == ["refuse"]


def test_a_push_states_its_purpose(client: httpx.Client):
    admin = Person(client, ADMIN)
    assert admin.purpose == ADMINISTRATION
    admin.purpose = make.PURPOSE
    answer = admin.post(f"/feeds/{FEED}/records", GOOD, name="log.jsonl")
    assert answer.json()["code"] == "access.purpose"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"name": "log.jsonl", "as_of": "yesterday"}, 422),
        ({"name": "log.jsonl", "part": "none"}, 404),
        ({}, 422),
    ],
)
def test_a_push_that_says_too_little_is_refused(
    client: httpx.Client, query: dict[str, str], status: int
):
    answer = Person(client, ADMIN).post(f"/feeds/{FEED}/records", GOOD, **query)
    assert answer.status_code == status
