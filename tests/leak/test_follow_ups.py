"""What a person is told under *Follow-ups* depends on nothing that is withheld from him.

As in `test_leaks`: what he is told in a store that holds more equals what he is told in a store
that holds what he may see himself. Of those who hold the same labels there is one with an account,
in every store; all of them judge, and all look at every alert that they see.
"""

from __future__ import annotations

import os
from itertools import combinations

import pytest

from tests.flow.journey import shipped_rules
from tests.leak.views import told
from tests.leak.worlds import Seen, disputed, employed, played

LABELS = 3
WORLDS = 200 if os.environ.get("SOAK") else 20
EVERYBODY: list[Seen] = [
    frozenset(c) for n in range(LABELS + 1) for c in combinations(range(LABELS), n)
]
"""Of each world come 3**3 - 2**3 = 19 pairs of readers who do not see the same."""


@pytest.mark.parametrize("seed", range(WORLDS))
def test_nobody_is_told_anything_that_rests_on_what_is_withheld(seed: int):
    one = disputed(seed, labels=LABELS, sayings=26)
    stores = {seen: played(one, seen, shipped_rules(), EVERYBODY) for seen in EVERYBODY}
    for looks in EVERYBODY:
        alone = told(stores[looks], employed(looks))
        for around in (seen for seen in EVERYBODY if seen > looks):
            assert told(stores[around], employed(looks)) == alone, (looks, around)


def test_in_these_worlds_persons_are_told_of_all_kinds_and_not_all_of_the_same():
    """Else nothing above could fail."""
    kinds: set[tuple[str, str]] = set()
    apart = 0
    for seed in range(10):
        one = disputed(seed, labels=LABELS, sayings=26)
        center = played(one, EVERYBODY[-1], shipped_rules(), EVERYBODY)
        rows = [told(center, employed(seen))["rows"] for seen in EVERYBODY]
        kinds |= {(row[0].value, row[3].value) for of in rows for row in of}
        apart += len({tuple(of) for of in rows}) > 2
    assert kinds >= {
        ("alert", "retracted"),
        ("alert", "parted"),
        ("judgement", "retracted"),
        ("judgement", "contradicted"),
    }
    assert apart > 5
