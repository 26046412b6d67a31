"""Standing releases: a partner learns of each alert by itself, once, as agreements permit."""

from __future__ import annotations

import pytest

from isthmus.errors import AccessError, InputError, NotFound
from isthmus.flow.agreements import decide_on
from isthmus.flow.documents.sharing import StandingRequest
from isthmus.flow.subscribing import (
    end_standing,
    list_standing,
    order_standing,
    release_standing,
)
from tests import make
from tests.flow.league import League, officer, pact
from tests.flow.stage import LOW
from tests.flow.stage import officer as person
from tests.make import Claim

WISH = StandingRequest(recipient="birch")


@pytest.fixture
def league() -> League:
    league = League()
    league.stages["alder"].say(Claim("dhow", "name", "Sea Lark"))
    league.stages["alder"].say(Claim("skiff", "name", "Grey Heron"))
    league.agree(pact())
    order_standing(league.federations["alder"], officer("alder"), WISH)
    return league


def alarm(league: League, name: str, about: str) -> None:
    """Raise an alert at Alder about an entity."""
    stage = league.stages["alder"]
    stage.alarm(name, about=(about,))
    stage.write(
        lambda unit: unit.changes.add(
            "alert", make.alert_id(name), unit.labels.intern(LOW), make.NOW
        )
    )


def seen(league: League) -> list[str]:
    return sorted(row.value for row in league.seen("birch"))


def test_what_an_alert_is_about_leaves_and_nothing_else(league: League):
    assert release_standing(league.federations["alder"]) == 0
    alarm(league, "dark", "dhow")
    assert release_standing(league.federations["alder"]) == 1
    league.settle()
    assert seen(league) == ["Sea Lark"]


def test_it_leaves_once_and_what_is_new_leaves_then(league: League):
    alder = league.federations["alder"]
    for turn in range(2):
        alarm(league, f"dark {turn}", "dhow")
    assert release_standing(alder) == 1
    assert release_standing(alder) == 0
    league.stages["alder"].say(Claim("dhow", "callSign", "QHCV8"))
    alarm(league, "again", "dhow")
    assert release_standing(alder) == 1
    league.settle()
    assert seen(league) == ["QHCV8", "Sea Lark"]


def test_it_lets_nothing_leave_while_the_agreement_is_suspended(league: League):
    alder = league.federations["alder"]
    with league.stages["alder"].store.reading() as unit:
        digest = unit.agreements.all()[0].digest.hex()
    league.stages["alder"].clock.advance(make.HOUR)
    decide_on(alder, officer("alder"), digest, "suspend")
    alarm(league, "dark", "dhow")
    assert release_standing(alder) == 0


def test_an_order_ends(league: League):
    alder, who = league.federations["alder"], officer("alder")
    [order] = list_standing(alder, who)
    assert end_standing(alder, who, order.id).ended_at is not None
    alarm(league, "dark", "dhow")
    assert release_standing(alder) == 0
    with pytest.raises(NotFound):
        end_standing(alder, who, order.id)
    assert order_standing(alder, who, WISH).ended_at is None


def test_what_is_ordered_must_be_new_and_for_a_partner_by_who_may(league: League):
    alder = league.federations["alder"]
    with pytest.raises(InputError, match="that is new"):
        order_standing(alder, officer("alder"), WISH)
    with pytest.raises(InputError, match="a partner among"):
        order_standing(alder, officer("alder"), StandingRequest(recipient="elm"))
    with pytest.raises(AccessError):
        order_standing(alder, person("analyst"), WISH)


def test_an_alert_about_what_may_not_be_seen_holds_nothing_up(league: League):
    alder = league.federations["alder"]
    alarm(league, "nobody", "a stranger")
    alarm(league, "dark", "dhow")
    assert release_standing(alder) == 1
