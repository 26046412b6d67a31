"""Whatever is sent, no answer is a failure of the node: generated from its own description."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from isthmus.web.app import create_app
from tests.flow.stage import Stage
from tests.make import Claim
from tests.web.stand import CLEARED, PEOPLE, Person, StageNode, opened

CHECKS = (not_a_server_error,)


def node() -> StageNode:
    stage = Stage()
    stage.say(Claim("dhow", "name", "Sea Lark"))
    stage.alarm("dark period")
    node = StageNode(stage)
    node.enrol(*PEOPLE)
    return node


NODE = node()
APP = create_app(NODE)
