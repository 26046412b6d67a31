"""Remembered decisions are those that would be taken now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from isthmus.model.label import Label
from isthmus.share import remembering
from isthmus.share.asking import Asking
from isthmus.share.decision import Decider, Decision, Permitted, Refused
from isthmus.share.remembering import Remembering
from tests.unit.share.cases import Drawn, signed
from tests.unit.share.documents import agreement, permit
from tests.unit.share.test_decision import ASKING, DAY, LABEL


class Counting(Decider):
    """Counts the labels that it is asked about."""

    asked = 0

    def decide(self, asking: Asking, labels: Mapping[str, Label]) -> Mapping[str, Decision]:
        self.asked += len(labels)
        return super().decide(asking, labels)


def usual() -> tuple[Remembering, Counting]:
    agreements = [signed(agreement(permit()))]
    decider = Counting(agreements)
    return replace(Remembering.over(agreements), decider=decider), decider


@pytest.mark.parametrize("seed", range(25))
def test_what_is_remembered_is_what_would_be_decided(seed: int):
    drawn = Drawn(seed)
    agreements = drawn.agreements()
    plain, remembering_ = Decider(agreements), Remembering.over(agreements)
    labels = {str(n): drawn.label() for n in range(20)}
    questions = [drawn.asking() for _ in range(10)]
    for asking in (*questions, *questions):
        assert remembering_.decide(asking, labels) == plain.decide(asking, labels)


def test_the_same_question_is_asked_once_whatever_the_moment():
    decisions, engine = usual()
    for hours in (0, 1, 2_000):
        found = decisions.decide(replace(ASKING, at=DAY + timedelta(hours=hours)), {"a": LABEL})
        assert isinstance(found["a"], Permitted)
    assert engine.asked == 1


def test_nothing_outlives_the_moment_at_which_an_agreement_begins_or_ends():
    decisions, engine = usual()
    end = DAY + timedelta(days=365)
    moments = (DAY - timedelta(seconds=1), DAY, end - timedelta(seconds=1), end)
    found = [decisions.decide(replace(ASKING, at=at), {"a": LABEL})["a"] for at in moments]
    assert [isinstance(one, Permitted) for one in found] == [False, True, True, False]
    assert engine.asked == 3


@pytest.mark.parametrize(
    "changed",
    [
        {"emergencies": frozenset({"alder-birch"})},
        {"approvals": 1},
        {"consents": frozenset({"cedar"})},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_rests_on_a_person_is_never_remembered(changed: dict[str, object]):
    decisions, engine = usual()
    asking = replace(ASKING, **changed)  # type: ignore[arg-type] # fields of what is asked
    for _ in range(2):
        decisions.decide(asking, {"a": LABEL})
    assert engine.asked == 2


def test_an_emergency_changes_nothing_that_is_remembered_and_leaves_nothing_behind():
    agreements = [signed(agreement(permit(emergency=True)))]
    decisions = Remembering.over(agreements)
    declared = replace(ASKING, emergencies=frozenset({"alder-birch"}))
    found = [decisions.decide(asking, {"a": LABEL})["a"] for asking in (ASKING, declared) * 2]
    assert [isinstance(one, Permitted) for one in found] == [False, True] * 2


def test_who_asks_otherwise_is_answered_anew():
    decisions, _ = usual()
    assert isinstance(decisions.decide(ASKING, {"a": LABEL})["a"], Permitted)
    for changed in ({"purpose": "serious-crime"}, {"recipient": "cedar"}, {"under": "another"}):
        other = decisions.decide(replace(ASKING, **changed), {"a": LABEL})["a"]  # type: ignore[arg-type]
        assert isinstance(other, Refused)


def test_it_forgets_rather_than_grows(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(remembering, "KEPT_MAX", 3)
    decisions, engine = usual()
    labels = {str(n): replace(LABEL, originators=frozenset({str(n)})) for n in range(5)}
    for name, label in labels.items():
        decisions.decide(ASKING, {name: label})
    decisions.decide(ASKING, labels)
    assert engine.asked > 5
