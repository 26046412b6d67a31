"""Decisions: what the agreements do not permit never leaves."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isthmus.model.label import ALL, Allowed, Label
from isthmus.share.asking import Asking
from isthmus.share.decision import Decider, Decision, Permitted, Refused, Why
from isthmus.share.document import Forbid, Mask, NoOnward, Permit
from tests.unit.share.cases import START, TITLE, Drawn, signed
from tests.unit.share.documents import agreement, forbid, permit
from tests.unit.share.oracle import obliged_by, permitted_by

CASES = 1_000_000 if "SOAK" in os.environ else 10_000
LABELS_EACH = 20
ASKED_EACH = 10
DAY = datetime(START.year, START.month, START.day, tzinfo=UTC)
LABEL = Label(
    classification=frozenset({("national", "OFFICIAL")}),
    originators=frozenset({"coast-guard"}),
    releasable_to=ALL,
    data_categories=frozenset({"travel"}),
    legal_bases=frozenset({"Border Act, s. 4"}),
    purposes=ALL,
)
HERE = frozenset({"alder-birch"})
"""Where an emergency is declared."""
ASKING = Asking("alder", "birch", "release", "border-security", DAY + timedelta(days=1))


def decided(asking: Asking = ASKING, label: Label = LABEL, *articles: Permit | Forbid) -> Decision:
    """Decide by one agreement of these articles; without any, by the usual one."""
    decider = Decider([signed(agreement(*(articles or (permit(),))))])
    return decider.decide(asking, {"it": label})["it"]


@pytest.mark.parametrize("seed", range(CASES // (LABELS_EACH * ASKED_EACH)))
def test_engine_and_plain_interpreter_agree_on_every_case(seed: int):
    drawn = Drawn(seed)
    agreements = drawn.agreements()
    documents = [one.document for one in agreements]
    decider = Decider(agreements)
    for _ in range(ASKED_EACH):
        asking = drawn.asking()
        labels = {str(n): drawn.label() for n in range(LABELS_EACH)}
        for name, decision in decider.decide(asking, labels).items():
            permits, forbids = permitted_by(documents, asking, labels[name])
            match decision:
                case Permitted(agreement=chosen, articles=articles, bound=bound):
                    assert not forbids
                    used = {f"{chosen}/{one}" for one in articles}
                    assert used <= permits
                    obliging = {one.article for one in bound} - used
                    assert obliging == obliged_by(documents, asking, labels[name], chosen)
                case Refused(why=why, articles=articles):
                    assert why is not Why.FAILED
                    assert forbids or not permits
                    assert set(articles) == forbids or why is not Why.FORBIDDEN


def test_the_cases_above_are_of_every_kind():
    met: Counter[str] = Counter()
    for seed in range(20):
        drawn = Drawn(seed)
        decider = Decider(drawn.agreements())
        for _ in range(ASKED_EACH):
            labels = {str(n): drawn.label() for n in range(LABELS_EACH)}
            for one in decider.decide(drawn.asking(), labels).values():
                met["permitted" if isinstance(one, Permitted) else one.why.name] += 1
    assert met["permitted"] > 100
    assert min(met[why.name] for why in (Why.UNCOVERED, Why.FORBIDDEN, Why.CONSENT)) > 50


def test_what_an_article_covers_leaves_under_it_with_its_obligations():
    found = decided(ASKING, LABEL, permit(obligations=[Mask(properties=["number"])]))
    assert isinstance(found, Permitted)
    assert (found.agreement, found.articles) == ("alder-birch", ("4",))
    assert found.obligations == (Mask(properties=["number"]),)


def test_the_obligations_of_every_article_that_permits_are_carried_out():
    found = decided(
        ASKING,
        LABEL,
        permit(obligations=[NoOnward()]),
        permit(article="5", obligations=[NoOnward(), Mask(properties=["number"])]),
    )
    assert isinstance(found, Permitted)
    assert found.articles == ("4", "5")
    assert found.obligations == (NoOnward(), Mask(properties=["number"]))


@pytest.mark.parametrize(
    "changed",
    [
        {"classification": frozenset({("national", "SECRET")})},
        {"classification": frozenset({("national", "OFFICIAL"), ("eu", "EU UNCLASSIFIED")})},
        {"classification": frozenset({("national", "COSMIC")})},
        {"classification": frozenset({("lunar", "OFFICIAL")})},
        {"releasable_to": Allowed.of("cedar")},
        {"purposes": Allowed.of("serious-crime")},
        {"data_categories": frozenset({"travel", "finance"})},
        {"data_categories": frozenset()},
        {"legal_bases": frozenset()},
        {"legal_bases": frozenset({"Border Act, s. 4", "another"})},
        {"subject_categories": frozenset({"victim"})},
        {"handling": frozenset({"H1"})},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_no_article_covers_stays(changed: dict[str, Any]):
    assert isinstance(decided(), Permitted)
    assert decided(label=replace(LABEL, **changed)) == Refused(Why.UNCOVERED)


@pytest.mark.parametrize(
    "changed",
    [
        {"recipient": "cedar"},
        {"recipient": "alder"},
        {"holder": "cedar"},
        {"action": "redistribute"},
        {"purpose": "serious-crime"},
        {"at": DAY - timedelta(seconds=1)},
        {"at": DAY + timedelta(days=365)},
        {"under": "another"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_who_asks_otherwise_gets_nothing(changed: dict[str, Any]):
    assert decided(replace(ASKING, **changed)) == Refused(Why.UNCOVERED)


def test_role_approvals_and_emergency_are_asked_for_where_the_article_says_so():
    strict = permit(requested_by=["analyst"], approvals=2, emergency=True)
    enough = replace(ASKING, role="analyst", approvals=2, emergencies=HERE)
    assert isinstance(decided(enough, LABEL, strict), Permitted)
    lacking: list[dict[str, Any]] = [
        {"role": "duty-officer"},
        {"approvals": 1},
        {"emergencies": frozenset()},
        {"emergencies": frozenset({"another"})},
    ]
    for one in lacking:
        assert decided(replace(enough, **one), LABEL, strict) == Refused(Why.UNCOVERED)


def test_what_came_from_a_third_center_leaves_with_its_consent_alone():
    theirs = replace(LABEL, originators=frozenset({"coast-guard", "cedar/police"}))
    assert decided(label=theirs) == Refused(Why.CONSENT)
    asking = replace(ASKING, consents=frozenset({"cedar"}))
    assert isinstance(decided(asking, theirs), Permitted)


def test_a_prohibition_of_one_center_outranks_the_agreement():
    law = signed(
        agreement(
            forbid(data_categories=["travel"]),
            name="alder-law",
            layer="national",
            parties=["alder"],
        )
    )
    decider = Decider([signed(agreement(permit())), law])
    found = decider.decide(ASKING, {"it": LABEL})["it"]
    assert found == Refused(Why.FORBIDDEN, ("alder-law/2",))
    back = replace(ASKING, holder="birch", recipient="alder")
    assert isinstance(decider.decide(back, {"it": LABEL})["it"], Permitted)


def test_of_two_agreements_the_narrower_one_is_used_unless_another_is_named():
    wide = signed(agreement(permit(article="9"), name="a-region", layer="regional"))
    decider = Decider([wide, signed(agreement(permit()))])
    for under, used in ((None, "alder-birch"), ("a-region", "a-region")):
        found = decider.decide(replace(ASKING, under=under), {"it": LABEL})["it"]
        assert isinstance(found, Permitted)
        assert found.agreement == used


def test_without_any_agreement_nothing_leaves():
    assert Decider([]).decide(ASKING, {"it": LABEL}) == {"it": Refused(Why.UNCOVERED)}


def test_the_title_of_an_article_stands_nowhere_in_what_is_decided():
    assert TITLE.en not in repr(decided())
