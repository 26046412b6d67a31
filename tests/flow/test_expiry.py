"""Expiry: what came goes on its day, and its originator is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from isthmus.flow.documents.sharing import ReleaseQuestion
from isthmus.flow.expiry import ClockWatch, expire_due
from isthmus.flow.federation import Trusted
from isthmus.flow.posting import Letter, post
from isthmus.flow.register import list_releases
from isthmus.flow.sharing import release
from isthmus.model.message import Kind
from isthmus.share.document import DeleteAfter
from tests import make
from tests.flow.league import League, officer, pact
from tests.flow.stage import shown as shown_entity
from tests.make import Claim
from tests.unit.exchange.parties import trust, trusted
from tests.unit.share.documents import permit

DAYS = 10


@pytest.fixture
def league() -> League:
    league = League()
    league.stages["alder"].say(Claim("dhow", "name", "Sea Lark"))
    article = permit(
        recipients=["alder", "birch"],
        data_categories=["identity"],
        subject_categories="any",
        legal_bases="any",
        obligations=[DeleteAfter(days=DAYS)],
    )
    league.agree(pact(article))
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


def test_a_clock_that_goes_on_is_trusted_and_one_that_jumps_is_not():
    for step, elapsed in ((timedelta(days=2), 0.0), (-timedelta(seconds=1), 1.0)):
        watch = ClockWatch()
        assert watch.steady(make.NOW, 0.0)
        assert watch.steady(make.NOW + timedelta(minutes=30), 1_800.0)
        assert not watch.steady(make.NOW + timedelta(minutes=30) + step, 1_800.0 + elapsed)
        assert not watch.steady(make.NOW + timedelta(minutes=31), 1_860.0)
