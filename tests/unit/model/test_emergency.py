"""Emergencies: between whom one holds, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from isthmus.model.emergency import CLOCKS_APART, Emergency, EmergencyState, emergency_id
from tests import make
from tests.make.declared import confirmed, emergency, ended

A_MOMENT = timedelta(microseconds=1)
END = make.NOW + 8 * make.HOUR


@pytest.mark.parametrize(
    ("one", "pair", "holds"),
    [
        (confirmed(), ("alder", "birch"), True),
        (confirmed(), ("birch", "alder"), True),
        (confirmed(), ("birch", "cedar"), False),
        (emergency(), ("alder", "birch"), False),
        (replace(confirmed(), ends=(ended(),)), ("alder", "birch"), False),
        (replace(confirmed(), ends=(ended(center="cedar"),)), ("alder", "birch"), True),
        (replace(confirmed(), ends=(ended(center="cedar"),)), ("alder", "cedar"), False),
    ],
    ids=["from it", "to it", "others", "unconfirmed", "ended", "by a third", "by the other"],
)
def test_it_holds_between_who_declared_it_and_each_party_that_did_not_end_it(
    one: Emergency, pair: tuple[str, str], *, holds: bool
):
    assert one.holds_between(*pair, make.NOW) is holds


@pytest.mark.parametrize(
    ("at", "holds"),
    [
        (make.NOW - CLOCKS_APART - A_MOMENT, False),
        (make.NOW - CLOCKS_APART, True),
        (make.NOW, True),
        (END - A_MOMENT, True),
        (END, False),
    ],
    ids=["too early", "clocks apart", "begun", "last moment", "over"],
)
def test_it_holds_from_its_confirmation_until_before_its_end(at: datetime, *, holds: bool):
    assert confirmed().holds_between("alder", "birch", at) is holds


def test_its_state_is_that_for_the_party_that_asks():
    one = replace(confirmed(), ends=(ended(center="birch"),))
    assert emergency().state_for("alder", make.NOW) is EmergencyState.AWAITING
    assert one.state_for("alder", make.NOW) is EmergencyState.HOLDS
    assert one.state_for("birch", make.NOW) is EmergencyState.ENDED
    assert one.state_for("cedar", END) is EmergencyState.OVER
    over = replace(confirmed(), ends=(ended(),))
    assert over.state_for("cedar", make.NOW) is EmergencyState.ENDED


def test_its_name_says_who_declared_it_under_what_and_when():
    names = {
        emergency_id("alder", bytes(32), make.NOW),
        emergency_id("birch", bytes(32), make.NOW),
        emergency_id("alder", bytes(31) + b"1", make.NOW),
        emergency_id("alder", bytes(32), make.NOW + A_MOMENT),
    }
    assert len(names) == 4
    assert {len(name) for name in names} == {16}
