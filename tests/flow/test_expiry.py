"""Expiry: what came goes on its day, and its originator is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from isthmus.flow.center import stage_of
from isthmus.flow.documents.sharing import ReleaseQuestion
from isthmus.flow.expiry import ClockWatch, expire_due
from isthmus.flow.federation import Trusted
from isthmus.flow.posting import Letter, post
from isthmus.flow.recall import call_back
from isthmus.flow.register import list_releases
from isthmus.flow.search import EntityQuery, search_entities
from isthmus.flow.sharing import release
from isthmus.model.message import Kind
from isthmus.ports import UnitOfWork
from isthmus.share.document import DeleteAfter, Permit
from tests import make
from tests.flow.chain import AMINA, consented, released
from tests.flow.indexed import check_in_step
from tests.flow.league import League, officer, pact
from tests.flow.stage import shown as shown_entity
from tests.make import Claim
from tests.unit.exchange.parties import trust, trusted
from tests.unit.share.documents import permit

DAYS = 10


def kept_for_some_days() -> Permit:
    return permit(
        recipients=["alder", "birch"],
        data_categories=["identity"],
        subject_categories="any",
        legal_bases="any",
        obligations=[DeleteAfter(days=DAYS)],
    )


@pytest.fixture
def league() -> League:
    league = League()
    league.stages["alder"].say(Claim("dhow", "name", "Sea Lark"))
    league.agree(pact(kept_for_some_days()))
    question = ReleaseQuestion(recipient="birch", entities=[shown_entity("dhow")])
    release(league.federations["alder"], officer("alder"), question)
    league.settle()
    assert len(league.seen("birch")) == 1
    return league


def standing(league: League) -> str:
    [one] = list_releases(league.federations["alder"], officer("alder"))
    return one.values[0].standing


def test_nothing_goes_before_its_day(league: League):
    league.stages["birch"].clock.advance(timedelta(days=DAYS) - timedelta(seconds=1))
    assert expire_due(league.federations["birch"]) == 0
    assert len(league.seen("birch")) == 1


def test_on_its_day_it_goes_and_the_originator_knows(league: League):
    """Protocol K8."""
    for stage in league.stages.values():
        stage.clock.advance(timedelta(days=DAYS))
    assert expire_due(league.federations["birch"]) == 1
    assert league.seen("birch") == []
    assert expire_due(league.federations["birch"]) == 0
    assert standing(league) == "out"
    league.settle()
    assert standing(league) == "expired"
    assert len(league.seen("alder")) == 1


def test_what_is_held_longer_at_home_keeps_the_day_that_it_left_with(league: League):
    """The day travelled under a decision; that it is said again lengthens nothing elsewhere."""
    alder = league.stages["alder"]
    [own] = league.seen("alder")
    alder.write(lambda unit: unit.retention.extend([(own.seq, own.expires_on + timedelta(9))]))
    for stage in league.stages.values():
        stage.clock.advance(timedelta(days=DAYS))
    league.settle()
    assert expire_due(league.federations["birch"]) == 1
    league.settle()
    assert league.seen("birch") == []
    assert standing(league) == "expired"
    assert len(league.seen("alder")) == 1


def test_it_goes_on_its_day_even_if_its_sender_cannot_be_told(league: League):
    """The keys of Alder are over by then."""
    birch = league.federations["birch"]
    over = trust(alder=[trusted("alder", before=make.NOW)])
    league.stages["birch"].clock.advance(timedelta(days=DAYS))
    assert expire_due(replace(birch, trusted=Trusted(over))) == 1
    assert league.seen("birch") == []


def test_nobody_lets_expire_what_another_got(league: League):
    """Protocol K8: Cedar names what Alder released to Birch."""
    with league.stages["alder"].store.reading() as unit:
        [row] = unit.releases.of_batch(unit.releases.batches()[0].message)
    cedar = league.federations["cedar"]
    letter = Letter("alder", Kind.EXPIRY, [row.release + bytes(16)])
    league.stages["cedar"].write(lambda unit: post(cedar, unit, letter))
    league.settle()
    assert standing(league) == "out"


def again(league: League, after: timedelta) -> None:
    """Release the same once more, when Alder's clock has gone on."""
    for name in ("alder", "birch"):
        league.stages[name].clock.advance(after)
    question = ReleaseQuestion(recipient="birch", entities=[shown_entity("dhow")])
    release(league.federations["alder"], officer("alder"), question)
    league.settle()


def days_held(league: League, center: str = "birch") -> list[timedelta]:
    """Give for how long each value is held at a center, from the start of the test."""
    return [one.expires_on - make.NOW for one in league.seen(center)]


def found(league: League) -> int:
    center = league.stages["birch"].center
    return len(search_entities(center, officer("birch"), EntityQuery(q="Sea Lark")).items)


def call_back_last(league: League) -> None:
    """Have Alder call back what it released last, and nothing else."""
    alder = league.federations["alder"]

    def order(unit: UnitOfWork) -> None:
        rows = unit.releases.of_batch(unit.releases.batches()[-1].message)
        call_back(alder, unit, rows, by="alder.officer", reason="mistaken")

    league.stages["alder"].write(order)
    league.settle()


def test_what_is_released_again_is_held_until_the_later_day(league: League):
    """The first release goes on its day, and what it said stays for the second."""
    found(league)
    again(league, timedelta(days=3))
    assert days_held(league) == [timedelta(days=DAYS + 3)]
    league.stages["birch"].clock.advance(timedelta(days=DAYS - 3))
    assert found(league) == 1
    assert expire_due(league.federations["birch"]) == 1
    assert days_held(league) == [timedelta(days=DAYS + 3)]
    assert found(league) == 1
    league.stages["birch"].clock.advance(timedelta(days=3))
    assert found(league) == 0
    assert expire_due(league.federations["birch"]) == 1
    assert league.seen("birch") == []


def test_what_is_released_again_when_it_is_hidden_already_is_found_again(league: League):
    assert found(league) == 1
    for name in ("alder", "birch"):
        league.stages[name].clock.advance(timedelta(days=DAYS))
    assert found(league) == 0
    again(league, timedelta(0))
    assert found(league) == 1
    check_in_step(league.stages["birch"].center)


def test_a_release_with_an_earlier_day_shortens_nothing(league: League):
    again(league, timedelta(days=3))
    again(league, -timedelta(days=1))
    assert days_held(league) == [timedelta(days=DAYS + 3)]
    league.stages["birch"].clock.advance(timedelta(days=DAYS))
    assert expire_due(league.federations["birch"]) == 2
    assert days_held(league) == [timedelta(days=DAYS + 3)]
    league.stages["birch"].clock.advance(timedelta(days=1))
    assert expire_due(league.federations["birch"]) == 1
    assert league.seen("birch") == []


def test_what_is_recalled_of_two_releases_leaves_it_the_day_of_the_other(league: League):
    again(league, timedelta(days=3))
    assert found(league) == 1
    call_back_last(league)
    assert days_held(league) == [timedelta(days=DAYS)]
    [stands] = league.seen("birch")
    with league.stages["birch"].store.reading() as unit:
        [held] = unit.releases.holding([stands.seq])
        assert held.record == stands.record
    league.stages["birch"].clock.advance(timedelta(days=DAYS - 3))
    assert found(league) == 0
    check_in_step(league.stages["birch"].center)


@pytest.mark.parametrize("later", [0, 3])
def test_what_was_passed_on_for_longer_than_is_left_is_called_back(later: int):
    league = League()
    league.stages["alder"].say(AMINA)
    league.agree(pact(kept_for_some_days()))
    released(league)
    for stage in league.stages.values():
        stage.clock.advance(timedelta(days=later))
    release(league.federations["birch"], officer("birch"), consented(league))
    league.settle()
    assert days_held(league, "cedar") == [timedelta(days=DAYS + later)]
    call_back_last(league)
    assert days_held(league, "birch") == [timedelta(days=DAYS)]
    assert days_held(league, "cedar") == ([] if later else [timedelta(days=DAYS)])


def test_a_clock_that_goes_on_is_trusted_and_one_that_jumps_is_not():
    for step, elapsed in ((timedelta(days=2), 0.0), (-timedelta(seconds=1), 1.0)):
        watch = ClockWatch()
        assert watch.steady(make.NOW, 0.0)
        assert watch.steady(make.NOW + timedelta(minutes=30), 1_800.0)
        assert not watch.steady(make.NOW + timedelta(minutes=30) + step, 1_800.0 + elapsed)
        assert not watch.steady(make.NOW + timedelta(minutes=31), 1_860.0)


def waiting(league: League) -> set[bytes]:
    """Take who waits for the resolver at birch out of its queues."""
    with league.stages["birch"].store.writing() as unit:
        found: set[bytes] = set()
        for purpose in league.stages["birch"].center.resolve_purposes:
            tickets = unit.queue.peek(stage_of(purpose), 99)
            found |= {entity for _, entity in tickets}
            unit.queue.done(stage_of(purpose), [ticket for ticket, _ in tickets])
        unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
        unit.commit()
    return found


@pytest.mark.parametrize("recalled", [False, True])
def test_whoever_bears_the_number_of_an_event_that_goes_is_looked_at_anew(recalled: bool):  # noqa: FBT001 - a drawn value
    league = League()
    league.stages["alder"].say(Claim("sighting", "mmsi", "273000001", "Sighting"))
    league.agree(pact(kept_for_some_days()))
    gap, other = (
        Claim(name, "mmsi", f"27300000{n}", "SignalGap") for n, name in ((1, "a"), (2, "b"))
    )
    league.stages["birch"].say(gap, other)
    question = ReleaseQuestion(recipient="birch", entities=[shown_entity("sighting")])
    release(league.federations["alder"], officer("alder"), question)
    league.settle()
    assert waiting(league)
    if recalled:
        call_back_last(league)
    else:
        league.stages["birch"].clock.advance(timedelta(days=DAYS))
        assert expire_due(league.federations["birch"]) == 1
    found = waiting(league)
    assert make.entity("a") in found
    assert make.entity("b") not in found
