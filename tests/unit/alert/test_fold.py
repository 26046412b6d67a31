from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given as drawn_from
from hypothesis import strategies as st

from isthmus.alert.fold import folded
from isthmus.model.alert import OPEN_STATES, Alert, AlertState, Finding, Severity
from isthmus.model.ids import EntityId, LabelId
from tests import make

SEVERITIES = {"dark-then-port": Severity.HIGH, "other": Severity.LOW}


def whole(*findings: Finding) -> list[tuple[Finding, frozenset[EntityId]]]:
    """Give findings all of whose entities are things."""
    return [(finding, frozenset(finding.entities)) for finding in findings]


def standing(
    state: AlertState = AlertState.RAISED, *, about: str = "dhow", rule: str = "dark-then-port"
) -> tuple[Alert, frozenset[EntityId]]:
    alert = replace(make.alert("an earlier one", about=about, rule=rule), state=state)
    return alert, frozenset({make.entity(about)})


def test_a_finding_about_nothing_known_raises_an_alert():
    found = make.finding("gap", entities=["dhow", "call 1"])
    [raised] = (folding := folded(whole(found), [], SEVERITIES, make.IDS)).raised
    assert (raised.rule, raised.severity) == (found.rule, Severity.HIGH)
    assert (raised.state, raised.label) == (AlertState.RAISED, found.label)
    assert (raised.entity, raised.raised_at) == (make.entity("dhow"), found.found_at)
    assert (raised.lat, raised.lon) == (found.lat, found.lon)
    assert raised.id == make.IDS.alert(found.id)
    assert folding.under == {raised.id: [found.id]}


@pytest.mark.parametrize("state", AlertState)
def test_it_folds_into_an_alert_that_is_open_and_raises_another_where_none_is(state: AlertState):
    alert, about = standing(state)
    folding = folded(whole(make.finding()), [(alert, about)], SEVERITIES, make.IDS)
    if state in OPEN_STATES:
        assert (folding.raised, list(folding.under)) == ((), [alert.id])
    else:
        assert len(folding.raised) == 1


def test_another_label_another_rule_or_another_entity_is_another_alert():
    others = [
        make.finding("a", label=LabelId(2)),
        make.finding("b", rule="other"),
        make.finding("c", entities=["barge"]),
    ]
    for other in others:
        folding = folded(whole(other), [standing()], SEVERITIES, make.IDS)
        assert len(folding.raised) == 1


def test_findings_of_one_batch_fold_together_also_over_a_third():
    chain = [
        make.finding("a", entities=["dhow"]),
        make.finding("b", entities=["dhow", "barge"]),
        make.finding("c", entities=["barge"]),
    ]
    folding = folded(whole(*chain), [], SEVERITIES, make.IDS)
    assert len(folding.raised) == 1
    [under] = folding.under.values()
    assert under == [finding.id for finding in chain]


@drawn_from(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=8))
def test_findings_that_share_an_event_alone_are_alerts_of_their_own(drawn: list[tuple[int, int]]):
    found = [
        make.finding(f"{n}", entities=[f"bank {bank}", f"transfer {event}"])
        for n, (bank, event) in enumerate(drawn)
    ]
    given = [(finding, frozenset(finding.entities[:1])) for finding in found]
    folding = folded(given, [], SEVERITIES, make.IDS)
    assert {alert.entity for alert in folding.raised} == {f.entities[0] for f in found}
    assert len(folding.raised) == len({bank for bank, _ in drawn})


def test_an_event_of_a_standing_alert_folds_nothing():
    alert = make.alert("an earlier one", about="bank")
    about = frozenset({make.entity("bank"), make.entity("transfer")})
    other = make.finding("b", entities=["pier", "transfer"])
    given = [(other, frozenset({make.entity("pier")}))]
    assert len(folded(given, [(alert, about)], SEVERITIES, make.IDS).raised) == 1
    same = [(make.finding("c", entities=["bank", "transfer"]), frozenset({make.entity("bank")}))]
    assert folded(same, [(alert, about)], SEVERITIES, make.IDS).raised == ()


def test_no_finding_is_left_out():
    many = [
        make.finding(str(n), entities=[f"ship {n % 3}"], label=LabelId(n % 2 + 1)) for n in range(9)
    ]
    folding = folded(whole(*many), [], SEVERITIES, make.IDS)
    assert sorted(f for under in folding.under.values() for f in under) == sorted(
        finding.id for finding in many
    )
    assert len(folding.raised) == 6
