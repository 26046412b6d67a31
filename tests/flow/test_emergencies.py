"""Declared emergencies: two persons open what an article lets leave, for a time and no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from isthmus.errors import AccessError, InputError, NotFound, StateError
from isthmus.exchange.receipt import read_receipt
from isthmus.exchange.trust import TrustList
from isthmus.flow.agreements import decide_on, list_agreements
from isthmus.flow.counting import release_counts
from isthmus.flow.documents.emergencies import EmergencyWish
from isthmus.flow.documents.sharing import CountQuestion, ReleaseQuestion, StandingRequest
from isthmus.flow.effects import effect_of, effect_of_draft
from isthmus.flow.emergencies import (
    confirm_emergency,
    declare_emergency,
    list_emergencies,
)
from isthmus.flow.federation import Trusted
from isthmus.flow.sharing import dry_run
from isthmus.flow.subscribing import order_standing, release_standing
from isthmus.model.ids import shown_id
from isthmus.model.message import Outcome, Receipt
from isthmus.share.document import Aggregate, Emergencies
from tests import make
from tests.flow.declaring import (
    PARTIES,
    WISH,
    allied,
    article,
    declared,
    ended,
    holding,
    leaves,
    names,
    second,
    seen_at,
)
from tests.flow.league import League, officer, pact
from tests.flow.stage import LOW
from tests.flow.stage import officer as person
from tests.flow.stage import shown as shown_entity
from tests.make import Claim
from tests.unit.exchange.parties import YEAR, document, trusted

OFFICER, SECOND = "p-alder.officer", "p-alder.second"
HOURS = 8 * make.HOUR
ONE = {"Sea Lark of alder"}
NO_EMERGENCY = "no emergency is declared in which the agreement covers a label"


def last_receipt(league: League, sender: str = "alder", to: str = "birch") -> Receipt:
    with league.stages[sender].store.reading() as unit:
        last = unit.mail.sent(to, unit.mail.next_sequence(to) - 1)
    assert last is not None
    assert last.receipt is not None
    return read_receipt(last.receipt, league.trust, make.NOW)


def later(league: League, step: timedelta, *centers: str) -> None:
    for name in centers or PARTIES:
        league.stages[name].clock.advance(step)


def test_nothing_leaves_while_none_is_declared():
    league, _ = allied()
    assert leaves(league) == 0


def test_one_person_alone_opens_nothing():
    league, digest = allied()
    draft = declared(league, digest)
    assert (draft.state, draft.yours, draft.begins_at) == ("awaiting", True, None)
    assert leaves(league) == 0
    league.settle()
    assert league.carried == []
    with pytest.raises(AccessError, match="another person"):
        confirm_emergency(league.federations["alder"], officer("alder"), draft.id)
    assert leaves(league) == 0
    refused = league.stages["alder"].entries("emergency.confirmed")
    assert [one.decision for one in refused] == ["refuse"]


def test_two_persons_open_what_the_article_lets_leave_and_both_ends_know():
    league, digest = allied()
    held = holding(league, digest)
    assert (held.state, held.by, held.confirmed_by) == ("holds", OFFICER, SECOND)
    assert held.until - held.declared_at == HOURS
    [there] = seen_at(league, "birch")
    assert (there.id, there.state, there.center) == (held.id, "holds", "alder")
    assert (there.by, there.confirmed_by, there.reason) == (None, None, WISH.reason)
    assert leaves(league) == 1
    league.settle()
    assert names(league, "birch") == ONE
    acts = [e.act for e in league.stages["alder"].entries() if e.act.startswith("emergency.")]
    assert acts == ["emergency.declared", "emergency.confirmed"]


def test_it_opens_both_ways_with_who_declared_it_and_nothing_between_others():
    league, digest = allied()
    holding(league, digest)
    assert leaves(league, "birch", "alder") == 1
    assert leaves(league, "cedar", "alder") == 1
    assert leaves(league, "birch", "cedar") == 0
    league.settle()
    assert names(league, "alder") == {"Sea Lark of birch", "Sea Lark of cedar"}


def test_it_opens_nothing_under_another_agreement():
    league, digest = allied()
    pair = ("alder", "birch")
    league.agree(pact(article(recipients=list(pair)), parties=pair, name="another"))
    ended(league, holding(league, digest))
    assert leaves(league) == 0
    with league.stages["alder"].store.reading() as unit:
        [another] = [one for one in unit.agreements.all() if one.id == "another"]
    holding(league, another.digest.hex())
    assert leaves(league) == 1
    with league.stages["alder"].store.reading() as unit:
        assert {one.agreement for one in unit.releases.batches()} == {"another"}


def test_a_new_version_of_the_agreement_needs_a_declaration_of_its_own():
    league, digest = allied()
    holding(league, digest)
    league.agree(msgspec.structs.replace(pact(article(), parties=PARTIES), version=2))
    assert leaves(league) == 0


@pytest.mark.parametrize("hours", [0, -1, 73, 10**18])
def test_it_lasts_no_longer_than_it_may(hours: int):
    league, digest = allied()
    wish = EmergencyWish(hours=hours, reason="a dam broke")
    with pytest.raises(InputError, match="1 to 72 hours"):
        declared(league, digest, wish=wish)


def test_the_agreement_says_for_how_long_and_who_may_declare_it():
    league, digest = allied(Emergencies(hours_most=4, declared_by=["alder"]))
    with pytest.raises(InputError, match="1 to 4 hours"):
        declared(league, digest)
    with pytest.raises(InputError, match="this center may declare"):
        declared(league, digest, "birch", EmergencyWish(hours=1, reason="a dam broke"))
    found = {
        name: list_agreements(league.federations[name], officer(name))[0].emergency_hours
        for name in PARTIES
    }
    assert found == {"alder": 4, "birch": None, "cedar": None}


def test_it_needs_a_reason_an_agreement_in_force_and_the_capability():
    league, digest = allied()
    alder = league.federations["alder"]
    with pytest.raises(InputError, match="a reason"):
        declared(league, digest, wish=EmergencyWish(hours=1, reason=" "))
    with pytest.raises(NotFound):
        declared(league, "00" * 32)
    with pytest.raises(AccessError):
        declare_emergency(alder, person("analyst"), digest, WISH)
    draft = declared(league, digest)
    later(league, make.HOUR)
    decide_on(alder, officer("alder"), digest, "suspend")
    with pytest.raises(StateError, match="in force"):
        declared(league, digest)
    with pytest.raises(StateError, match="in force"):
        confirm_emergency(alder, second("alder"), draft.id)


def test_none_is_declared_once_the_days_of_the_agreement_are_over():
    league, digest = allied()
    later(league, make.EXPIRY - make.NOW)
    with pytest.raises(StateError, match="in force"):
        declared(league, digest)


def test_no_emergency_is_declared_where_no_article_holds_in_one():
    league = League("alder", "birch")
    digest = league.agree(pact())
    with pytest.raises(InputError, match="this center may declare"):
        declared(league, digest)


def test_what_was_confirmed_ended_or_has_lapsed_is_not_confirmed():
    league, digest = allied()
    alder = league.federations["alder"]
    held = holding(league, digest)
    later(league, make.HOUR)
    draft = ended(league, declared(league, digest))
    later(league, make.HOUR)
    lapsed = declared(league, digest)
    later(league, HOURS)
    for one in (held, draft, lapsed):
        with pytest.raises(StateError, match="awaits confirmation"):
            confirm_emergency(alder, second("alder"), one.id)
    with pytest.raises(StateError, match="awaits confirmation"):
        confirm_emergency(league.federations["birch"], second("birch"), held.id)
    with pytest.raises(NotFound):
        confirm_emergency(alder, second("alder"), shown_id("u", bytes(16)))


def test_a_clock_that_went_back_makes_none_last_longer():
    league, digest = allied()
    draft = declared(league, digest)
    later(league, -make.HOUR)
    with pytest.raises(StateError, match="awaits confirmation"):
        confirm_emergency(league.federations["alder"], second("alder"), draft.id)


def test_nothing_leaves_once_its_time_is_over_and_what_left_keeps_its_own_day():
    league, digest = allied()
    holding(league, digest)
    assert leaves(league) == 1
    league.settle()
    later(league, HOURS - timedelta(microseconds=1))
    assert leaves(league) == 1
    later(league, timedelta(microseconds=1))
    assert leaves(league) == 0
    assert names(league, "birch") == ONE
    assert [one.state for one in seen_at(league, "birch")] == ["over"]
    holding(league, digest)
    assert leaves(league) == 1


def test_one_person_ends_it_for_all():
    league, digest = allied()
    held = holding(league, digest)
    over = ended(league, held)
    assert (over.state, [end.by for end in over.ends]) == ("ended", [OFFICER])
    assert leaves(league) == 0
    assert leaves(league, "birch", "alder") == 0
    [there] = seen_at(league, "cedar")
    assert (there.state, [end.center for end in there.ends]) == ("ended", ["alder"])
    with pytest.raises(StateError):
        ended(league, held)


def test_another_party_ends_it_for_itself_alone():
    league, digest = allied()
    held = holding(league, digest)
    league.carried.clear()
    ended(league, held, "birch")
    assert [(sender, to) for sender, to, _ in league.carried] == [("birch", "alder")]
    assert leaves(league, "birch", "alder") == 0
    assert leaves(league, "alder", "birch") == 0
    assert leaves(league, "alder", "cedar") == 1
    assert leaves(league, "cedar", "alder") == 1
    states = {name: [one.state for one in seen_at(league, name)] for name in PARTIES}
    assert states == {"alder": ["holds"], "birch": ["ended"], "cedar": ["holds"]}
    assert [end.center for end in seen_at(league, "alder")[0].ends] == ["birch"]


def test_a_draft_is_taken_back_and_nobody_is_told():
    league, digest = allied()
    draft = ended(league, declared(league, digest))
    assert draft.state == "ended"
    assert league.carried == []
    with league.stages["alder"].store.reading() as unit:
        [one] = unit.emergencies.all()
    assert [end.signature for end in one.ends] == [None]


def test_a_partner_that_was_not_told_refuses_what_rests_on_it():
    """Protocol K14."""
    league, digest = allied()
    draft = declared(league, digest)
    alder = league.stages["alder"]
    alder.write(
        lambda unit: unit.emergencies.confirm(
            next(iter(unit.emergencies.all())).id, SECOND, make.NOW, b"told to nobody"
        )
    )
    assert leaves(league) == 1
    league.settle()
    receipt = last_receipt(league)
    assert (receipt.outcome, receipt.reason) == (Outcome.REFUSED, NO_EMERGENCY)
    assert names(league, "birch") == set()
    assert draft.state == "awaiting"


def test_what_arrives_after_its_end_is_refused():
    """Protocol K14: ended by the one, or over by the clock of the other, while it was carried."""
    league, digest = allied()
    held = holding(league, digest)
    league.cut.add(("alder", "birch"))
    assert leaves(league) == 1
    ended(league, held, "birch")
    league.heal()
    league.settle()
    assert names(league, "birch") == set()
    later(league, make.HOUR)
    holding(league, digest)
    league.cut.add(("alder", "birch"))
    assert leaves(league) == 1
    league.settle()
    later(league, HOURS)
    league.heal()
    league.settle()
    assert last_receipt(league).reason == NO_EMERGENCY
    assert names(league, "birch") == set()


@pytest.mark.parametrize("days", [-1, 1])
def test_a_partner_whose_clock_is_a_day_off_refuses(days: int):
    league, digest = allied()
    later(league, timedelta(days=2))
    later(league, timedelta(days=days), "birch")
    holding(league, digest)
    assert len(seen_at(league, "birch")) == 1
    assert leaves(league) == 1
    league.settle()
    assert last_receipt(league).reason == NO_EMERGENCY
    assert leaves(league, "birch", "alder") == 0
    later(league, timedelta(days=-days), "birch")
    assert leaves(league) == 1
    league.settle()
    assert names(league, "birch") == ONE


def test_clocks_that_differ_by_a_little_do_not_matter():
    league, digest = allied()
    later(league, -timedelta(minutes=4), "birch")
    holding(league, digest)
    assert leaves(league) == 1
    league.settle()
    assert names(league, "birch") == ONE


def test_a_standing_release_follows_the_emergency():
    league, digest = allied()
    alder, stage = league.federations["alder"], league.stages["alder"]
    order_standing(alder, officer("alder"), StandingRequest(recipient="birch"))

    def alarmed(name: str) -> int:
        stage.say(Claim("dhow", "callSign", name))
        stage.alarm(name, about=("dhow",))
        stage.write(
            lambda unit: unit.changes.add(
                "alert", make.alert_id(name), unit.labels.intern(LOW), make.NOW
            )
        )
        return release_standing(alder)

    assert alarmed("before") == 0
    held = holding(league, digest)
    assert alarmed("meanwhile") == 3
    ended(league, held)
    assert alarmed("after") == 0


def test_counts_that_rest_on_it_are_told_and_taken_in_it_alone():
    """Protocol K14."""
    league = League("alder", "birch")
    for at in range(3):
        league.stages["alder"].say(Claim(f"dhow {at}", "name", f"Sea Lark {at}"))
    counted = article(
        actions=["aggregate"], recipients=["alder", "birch"], obligations=[Aggregate(minimum=2)]
    )
    digest = league.agree(pact(counted))
    alder, question = league.federations["alder"], CountQuestion(recipient="birch")
    assert release_counts(alder, officer("alder"), question).counts == []
    held = holding(league, digest)
    assert [c.count for c in release_counts(alder, officer("alder"), question).counts] == [3]
    league.settle()
    assert last_receipt(league).outcome is Outcome.ADMITTED
    league.cut.add(("alder", "birch"))
    release_counts(alder, officer("alder"), question)
    ended(league, held, "birch")
    league.heal()
    league.settle()
    assert last_receipt(league).outcome is Outcome.REFUSED


def test_the_dry_run_says_that_it_would_leave_in_an_emergency():
    league, digest = allied()
    question = ReleaseQuestion(recipient="birch", entities=[shown_entity("dhow")])
    [row] = dry_run(league.federations["alder"], officer("alder"), question).rows
    assert (row.why, row.agreement, row.articles) == ("emergency", "pact", ["4"])
    assert (row.becomes, row.bound) == (None, [])
    holding(league, digest)
    [row] = dry_run(league.federations["alder"], officer("alder"), question).rows
    assert (row.why, row.becomes) == (None, "Sea Lark of alder")


def test_who_weighs_an_agreement_sees_what_would_leave_in_an_emergency():
    league, digest = allied()
    found = effect_of(league.federations["alder"], officer("alder"), digest)
    assert [(e.would_leave, e.in_emergency) for e in found.effects] == [(0, 1), (0, 1)]
    holding(league, digest)
    later(league, make.HOUR)
    found = effect_of(league.federations["alder"], officer("alder"), digest)
    assert found.effects == []


def test_who_weighs_a_new_version_is_not_misled_by_what_holds_under_the_old_one():
    league, digest = allied()
    holding(league, digest)
    newer = msgspec.structs.replace(pact(article(), parties=PARTIES), version=2)
    raw = msgspec.json.encode(newer)
    found = effect_of_draft(league.federations["alder"], officer("alder"), raw)
    assert [(e.leaving, e.less, e.in_emergency) for e in found.effects] == [(1, 1, 1)] * 2


def test_everybody_of_the_center_sees_what_was_declared():
    league, digest = allied()
    holding(league, digest)
    [shown] = list_emergencies(league.federations["alder"], person("analyst"))
    assert (shown.mine, shown.yours, shown.title["en"]) == (True, False, "Exchange")
    assert [e.act for e in league.stages["alder"].entries("emergency.list")]


def test_a_partner_without_good_keys_holds_up_nobody():
    league, digest = allied()
    old = document(cedar=[trusted("cedar", before=make.NOW - YEAR / 2)])
    league.federations["alder"] = replace(
        league.federations["alder"], trusted=Trusted(TrustList(old))
    )
    holding(league, digest)
    assert leaves(league) == 1
    assert [to for _, to, _ in league.carried] == ["birch"]
