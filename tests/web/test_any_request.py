"""Whatever is sent, no answer is a failure of the node: requests generated from its description."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case

from isthmus.web.app import create_app
from tests import make
from tests.make import Claim
from tests.web.stand import Person, StageNode, opened

ALMIGHTY = make.principal(
    "mara.lind", roles=("analyst", "administrator", "overseer", "data-protection-officer")
)
"""Nobody holds all these roles; here they open every operation to what is generated."""

LEFT_OUT = ["followEvents", "signOut"]
"""A stream has no end, and without the session nothing more would be reached."""

EXAMPLES = 25
BASE = "http://node.test"


def stocked() -> StageNode:
    node = StageNode()
    node.stage.say(Claim("dhow", "name", "Sea Lark"))
    node.stage.alarm("dark period")
    node.enrol(ALMIGHTY)
    return node


DESCRIBED = create_app(stocked()).openapi_schema.to_schema()
SCHEMA = schemathesis.openapi.from_dict(DESCRIBED).exclude(operation_id=LEFT_OUT)


@pytest.fixture(scope="module")
def person() -> Generator[Person]:
    with opened(stocked()) as client:
        yield Person(client, ALMIGHTY)


@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_no_request_breaks_the_node(case: Case[Any], person: Person):
    person.client.cookies.clear()
    sent = case.as_transport_kwargs(base_url=BASE)
    headers = {**dict(sent.pop("headers", {})), **person.headers()}
    sent.pop("cookies", None)
    if isinstance(sent.get("data"), (bytes, str)):
        sent["content"] = sent.pop("data")
    answer = person.client.request(headers=headers, **sent)
    assert answer.status_code < 500, f"{answer.status_code} {answer.text}"
    if answer.is_error:
        assert answer.headers["content-type"] == "application/problem+json"


def test_what_is_left_out_exists():
    operations = {
        one["operationId"] for path in DESCRIBED["paths"].values() for one in path.values()
    }
    assert operations >= set(LEFT_OUT)
