"""Names of real banks that look alike and are not the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from isthmus.identifiers.names import fingerprint
from isthmus.model.judgement import JOIN_BITS
from isthmus.model.statement import Statement
from isthmus.resolve.compare import compared, profiles
from tests import make
from tests.flow.journey import model
from tests.flow.stage import ONTOLOGY
from tests.make import Claim

LOOK_ALIKE = [
    ("Industrial & Commercial Bank", "Industrial Bank"),
    ("Industrial and Commercial Bank of China", "Industrial Bank"),
    ("Commercial Bank of Syria", "Syrian Commercial Credit Bank"),
    ("VTB Bank", "VTB Capital"),
    ("Bank Saderat Iran", "Bank Sepah Iran"),
]


@pytest.mark.parametrize(("left", "right"), LOOK_ALIKE)
def test_banks_that_look_alike_are_not_joined(real_data: Path, left: str, right: str):
    assert real_data.is_dir()
    assert fingerprint(left, "organization") != fingerprint(right, "organization")
    said: list[Statement] = []
    for number, name in enumerate((left, right)):
        for prop, value in (("name", name), ("country", "CN")):
            claim = Claim(str(number), prop, value, "Organization")
            said.append(make.statement(claim, seq=len(said) + 1))
    one, other = profiles(said).values()
    found = compared(one, other, model(), ONTOLOGY)
    assert sum(c.bits for c in found) < JOIN_BITS
