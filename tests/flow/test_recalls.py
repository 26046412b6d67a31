"""Recalls through a chain: every copy goes, every holder proves it, and who owes is reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from isthmus.flow.federation import Trusted
from isthmus.flow.recall import list_recalls
from isthmus.flow.reminding import remind
from tests import make
from tests.flow.chain import chained, recalled, three, values
from tests.flow.league import League, officer
from tests.unit.exchange.parties import trust, trusted


@pytest.fixture
def league() -> League:
    return three()


def answered(league: League) -> dict[str, bool]:
    """Tell for each holder of the recall, as Alder knows it, whether he has proven it."""
    [recall] = list_recalls(league.federations["alder"], officer("alder"))
    return {h.holder: h.answered_at is not None for h in recall.holders}


def lapsed(league: League, at: str, whose: str) -> None:
    """Have a center know no good keys of another."""
    over = trust(**{whose: [trusted(whose, before=make.NOW)]})
    league.federations[at] = replace(league.federations[at], trusted=Trusted(over))


def renewed(league: League, at: str) -> None:
    league.federations[at] = replace(league.federations[at], trusted=Trusted(league.trust))


def test_a_recall_reaches_the_last_copy_and_every_holder_proves_it(league: League):
    """Protocol R4 and K4."""
    chained(league)
    recalled(league)
    league.settle()
    assert values(league, "birch") == values(league, "cedar") == set()
    [recall] = list_recalls(league.federations["alder"], officer("alder"))
    assert {(h.holder, h.via, h.items) for h in recall.holders} == {
        ("birch", "alder", 2),
        ("cedar", "birch", 2),
    }
    assert recall.complete


def test_a_holder_that_is_cut_off_stays_on_the_list_until_it_answers(league: League):
    chained(league)
    league.cut = {("birch", "cedar")}
    recalled(league)
    league.settle()
    alder = league.federations["alder"]
    [recall] = list_recalls(alder, officer("alder"))
    state = {h.holder: (h.answered_at is not None, h.overdue) for h in recall.holders}
    assert state == {"birch": (True, False), "cedar": (False, False)}
    league.stages["alder"].clock.advance(timedelta(hours=25))
    [late] = list_recalls(alder, officer("alder"))
    assert [h.holder for h in late.holders if h.overdue] == ["cedar"]
    league.heal()
    league.settle()
    [done] = list_recalls(alder, officer("alder"))
    assert done.complete
    assert values(league, "cedar") == set()


def test_who_cannot_be_told_hinders_no_recall(league: League):
    """Cedar's keys are over: Birch removes what it holds, and Cedar stays on the list."""
    chained(league)
    over = trust(cedar=[trusted("cedar", before=make.NOW)])
    league.federations["birch"] = replace(league.federations["birch"], trusted=Trusted(over))
    recalled(league)
    league.settle()
    assert values(league, "birch") == set()
    [recall] = list_recalls(league.federations["alder"], officer("alder"))
    state = {h.holder: h.answered_at is not None for h in recall.holders}
    assert state == {"birch": True, "cedar": False}


def test_who_could_not_be_told_is_once_its_keys_are_good(league: League):
    chained(league)
    lapsed(league, "birch", "cedar")
    recalled(league)
    league.settle()
    assert remind(league.federations["birch"]) == 0
    assert values(league, "cedar")
    renewed(league, "birch")
    assert remind(league.federations["birch"]) == 1
    assert remind(league.federations["birch"]) == 0, "one is on its way"
    league.settle()
    assert values(league, "cedar") == set()
    assert answered(league) == {"birch": True, "cedar": True}


def test_a_receipt_that_could_not_be_passed_up_is_asked_for(league: League):
    """Protocol R4: when Cedar answers, Birch knows no good keys of Alder."""
    chained(league)
    league.cut = {("birch", "cedar")}
    recalled(league)
    league.settle()
    lapsed(league, "birch", "alder")
    league.heal()
    league.settle()
    assert values(league, "cedar") == set()
    renewed(league, "birch")
    league.settle()
    alder = league.federations["alder"]
    assert remind(alder) == 0, "Cedar has time until the day is over"
    assert answered(league) == {"birch": True, "cedar": False}
    league.stages["alder"].clock.advance(timedelta(hours=25))
    assert remind(alder) == 1
    league.settle()
    assert answered(league) == {"birch": True, "cedar": True}


def test_nobody_is_reminded_of_what_is_on_its_way_or_done(league: League):
    chained(league)
    recalled(league)
    league.stages["alder"].clock.advance(timedelta(hours=25))
    assert remind(league.federations["alder"]) == 0
    league.settle()
    assert remind(league.federations["alder"]) == 0
    before = len(league.carried)
    league.settle()
    assert len(league.carried) == before
