"""Agreements as ODRL: every article of every shipped one has its rule, with what it says."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from isthmus.share.agreement import Agreement, read_agreement
from isthmus.share.document import (
    Aggregate,
    DeleteAfter,
    Drop,
    Generalise,
    Mask,
    NoOnward,
    Notify,
    Oblige,
)
from isthmus.share.odrl import CONTEXT, odrl
from tests.unit.share.cases import TITLE, signed
from tests.unit.share.documents import agreement, forbid, permit

SHIPPED = sorted(
    (resources.files("isthmus") / "resources/agreements").iterdir(), key=lambda one: one.name
)
# ODRL Vocabulary 2.2, of 15 February 2018.
ACTIONS = {"distribute", "grantUse", "aggregate", "delete", "inform", "anonymize"}
OPERATORS = {"gteq", "lt", "lteq", "gt", "eq", "isAnyOf", "isAllOf"}
OPERANDS = {"dateTime", "purpose", "delayPeriod"}


def walked(found: object) -> list[dict[str, object]]:
    if isinstance(found, dict):
        return [found, *(one for value in found.values() for one in walked(value))]
    if isinstance(found, list):
        return [one for value in found for one in walked(value)]
    return []


@pytest.fixture(params=SHIPPED, ids=lambda file: file.name)
def shipped(request: pytest.FixtureRequest) -> Agreement:
    return read_agreement(request.param.read_bytes())


def test_every_article_has_a_rule(shipped: Agreement):
    policy = json.loads(json.dumps(odrl(shipped)))
    assert policy["@context"][0] == CONTEXT
    assert policy["@type"] == "Agreement"
    rules = [
        one for name in ("permission", "prohibition", "obligation") for one in policy.get(name, [])
    ]
    named = {rule["uid"].split("#")[0].rpartition("/")[2] for rule in rules}
    assert named == {article.article for article in shipped.document.articles}
    assert len({rule["uid"] for rule in rules}) == len(rules)


def test_what_it_says_is_of_odrl_or_of_the_profile(shipped: Agreement):
    for one in walked(json.loads(json.dumps(odrl(shipped)))):
        if "operator" in one:
            assert one["operator"] in OPERATORS
            assert one["leftOperand"] in OPERANDS or str(one["leftOperand"]).startswith("isthmus:")
        actions = one.get("action", [])
        for action in actions if isinstance(actions, list) else [actions]:
            assert action in ACTIONS or str(action).startswith("isthmus:")


def test_an_article_is_told_with_who_for_what_how_long_and_what_must_be_done():
    article = permit(
        requested_by=["analyst"],
        approvals=2,
        obligations=[
            DeleteAfter(days=30),
            Mask(properties=["passportNumber"]),
            Drop(properties=["notes"]),
            Generalise(properties=["birthDate"], to="year"),
            Notify(),
            NoOnward(),
            Aggregate(minimum=3),
        ],
    )
    policy = json.loads(json.dumps(odrl(signed(agreement(article)))))
    first, second = policy["permission"]
    assert (first["assigner"], first["assignee"]) == (
        "urn:isthmus:center:alder",
        ["urn:isthmus:center:birch"],
    )
    assert second["assigner"] == "urn:isthmus:center:birch"
    limits = {one["leftOperand"]: one["rightOperand"] for one in first["constraint"]}
    assert limits["purpose"] == ["border-security"]
    assert (limits["isthmus:requestedBy"], limits["isthmus:approvals"]) == (["analyst"], 2)
    assert [one["action"] for one in first["duty"]] == [
        "delete",
        "anonymize",
        "anonymize",
        "anonymize",
        "inform",
        "isthmus:keep",
        "aggregate",
    ]
    assert first["duty"][0]["constraint"][0]["rightOperand"]["@value"] == "P30D"


def test_what_forbids_and_what_binds_are_prohibitions_and_obligations():
    binding = Oblige(
        article="6", title=TITLE, actions=["release"], obligations=[Mask(properties=["phone"])]
    )
    keeping = forbid(subject_categories=["minor"], above={"national": "SECRET"})
    policy = odrl(signed(agreement(permit(), keeping, binding)))
    prohibition, obligation = policy["prohibition"], policy["obligation"]
    assert isinstance(prohibition, list)
    assert isinstance(obligation, list)
    refinement = {
        one["leftOperand"]: (one["operator"], one["rightOperand"])
        for one in prohibition[0]["target"]["refinement"]
    }
    assert refinement == {
        "isthmus:subjectCategory": ("isAnyOf", ["minor"]),
        "isthmus:classification:national": ("gt", "SECRET"),
    }
    assert obligation[0]["action"] == ["anonymize"]
