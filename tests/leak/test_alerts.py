"""What a reader is shown of alerts and attributions depends on nothing that is withheld from him.

As in `test_leaks`: what he is shown in a store that holds more equals what he is shown in a store
that holds what he may see himself. Labels of attributions are not compared: a row that came back
after a withheld rival went bears the label of whoever saw the rival.
"""

from __future__ import annotations

import os
from itertools import combinations

import pytest

from tests.flow.journey import shipped_rules
from tests.leak.views import Shown, noticed
from tests.leak.worlds import Seen, played, reader, waters

LABELS = 3
WORLDS = 400 if os.environ.get("SOAK") else 40
"""Of each world come 3**3 - 2**3 = 19 pairs of readers who do not see the same."""
OFTEN = 0.3
"""So often a marking rises, in the worlds in which some do."""


def subsets() -> list[Seen]:
    return [frozenset(c) for n in range(LABELS + 1) for c in combinations(range(LABELS), n)]


@pytest.mark.parametrize("seed", range(WORLDS))
def test_no_alert_and_no_attribution_depends_on_what_is_withheld(seed: int):
    one = waters(seed, labels=LABELS, sayings=26)
    stores = {seen: played(one, seen, shipped_rules()) for seen in subsets()}
    for looks in subsets():
        alone = noticed(stores[looks], reader(looks), one)
        for around in (seen for seen in stores if seen > looks):
            assert noticed(stores[around], reader(looks), one) == alone, (looks, around)


@pytest.mark.parametrize("seed", range(WORLDS // 2))
def test_no_finding_stands_by_what_came_to_be_withheld(seed: int):
    """What a reader was shown before it rose may stay in the history of what he sees."""
    one = waters(seed, labels=LABELS, sayings=26, rising=OFTEN)
    stores = {seen: played(one, seen, shipped_rules()) for seen in subsets()}
    for looks in subsets():
        alone = standing(noticed(stores[looks], reader(looks), one))
        for around in (seen for seen in stores if seen > looks):
            found = standing(noticed(stores[around], reader(looks), one))
            assert found == alone, (looks, around)


def standing(noticed: Shown) -> object:
    """Give the findings that stand, with what each rests on, and whom events are given to.

    The id of a finding is of the label under which it was found first.
    """
    every = (finding for *_, findings, _ in noticed["alerts"] for finding in findings)
    found = sorted((about, rests) for _, stands, about, rests in every if stands)
    return found, [given[:3] for given in noticed["attributions"]]


def test_in_these_worlds_much_stands_and_some_of_it_is_withheld():
    """Else nothing above could fail."""
    apart = 0
    for seed in range(10):
        one = waters(seed, labels=LABELS, sayings=26, rising=OFTEN)
        center = played(one, subsets()[-1], shipped_rules())
        seen = [standing(noticed(center, reader(looks), one)) for looks in subsets()]
        apart += len({str(one) for one in seen}) > 2
    assert apart > 5
