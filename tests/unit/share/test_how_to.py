"""The page on writing an agreement: put together, its pieces are an agreement that works."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from isthmus.errors import AgreementInvalid
from isthmus.share.agreement import Agreement, read_agreement
from isthmus.share.document import Forbid, Oblige, Permit
from isthmus.share.terms import check_terms
from tests.unit.share.parcels import ontology

PAGE = (Path(__file__).parents[3] / "docs/how-to/write-an-agreement.md").read_text("utf-8")
PURPOSES = ("serious-crime",)


def written(page: str) -> Agreement:
    """Give the agreement whose pieces stand on the page, in their order."""
    head, *articles = map(json.loads, re.findall(r"```json\n(.*?)```", page, re.DOTALL))
    return read_agreement(json.dumps({**head, "articles": articles}).encode())


def test_its_pieces_are_one_agreement_that_a_node_takes():
    agreement = written(PAGE)
    check_terms(agreement, ontology(), PURPOSES)
    assert [type(one) for one in agreement.document.articles] == [Permit, Forbid, Oblige]


def test_the_slip_is_told_as_the_page_says():
    [told] = re.findall(r"^error  (.+)$", PAGE, re.MULTILINE)
    slipped = PAGE.replace('["passportNumber"', '["passportNumer"', 1)
    with pytest.raises(AgreementInvalid, match=f"^{re.escape(told)}"):
        check_terms(written(slipped), ontology(), PURPOSES)
