"""Errors on the wire."""

import pytest

from isthmus import errors
from isthmus.model.wording import Wording
from isthmus.web.problems import problem

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.IsthmusError)
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_error_has_its_problem(kind: type[errors.IsthmusError]):
    shown = problem(kind("expected one, got another"), "/api/v1/alerts", Wording())
    assert shown.type == f"urn:isthmus:problem:{kind.code}"
    assert (shown.status, shown.code, shown.repair) == (kind.status, kind.code, str(kind.hint))
    assert shown.detail == "expected one, got another"
    assert shown.title
