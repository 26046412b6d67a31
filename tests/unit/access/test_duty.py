from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.access.duty import is_on_duty, may_be_custodian, unreadable
from isthmus.access.readers import service_principal
from isthmus.access.roles import ROLES
from isthmus.model.ids import LabelId
from isthmus.model.label import LEVELS, Allowed
from isthmus.model.principal import Principal
from tests import make

ON_DUTY = {"duty-officer", "analyst", "incident-commander"}
LABELS = {
    LabelId(1): make.label("OFFICIAL"),
    LabelId(2): make.label("SECRET"),
    LabelId(3): make.label("OFFICIAL", purposes=Allowed.of("serious-crime")),
    LabelId(4): make.label("OFFICIAL", handling=["H3"]),
}


@pytest.mark.parametrize("role", ROLES)
def test_on_duty_is_whoever_takes_on_alerts_but_no_custodian(role: str):
    assert is_on_duty(make.principal(roles=(role,))) == (role in ON_DUTY)
    assert may_be_custodian(make.principal(roles=(role,))) == (role == "custodian")


def test_another_role_takes_nobody_off_duty():
    both = make.principal(roles=("duty-officer", "data-protection-officer"))
    assert is_on_duty(both)
    assert is_on_duty(make.principal(roles=("custodian", "duty-officer")))
    assert not is_on_duty(make.principal(roles=()))


def test_no_service_is_a_custodian():
    assert not may_be_custodian(make.principal(roles=("custodian",), service=True))
    assert not may_be_custodian(service_principal("rules", make.PURPOSE, make.CENTER))


def test_a_label_is_unreadable_when_nobody_may_read_it_at_any_purpose():
    low = make.principal("low", holds=make.clearance("OFFICIAL"))
    crime = make.principal(
        "crime", purposes=(make.PURPOSE, "serious-crime"), holds=make.clearance("PUBLIC")
    )
    assert unreadable(LABELS, []) == set(LABELS)
    assert unreadable(LABELS, [low]) == {2, 3, 4}
    assert unreadable(LABELS, [low, crime]) == {2, 3, 4}
    crime = make.principal("crime", purposes=crime.purposes)
    assert unreadable(LABELS, [low, crime]) == {4}


@st.composite
def people(draw: st.DrawFn) -> Principal:
    purposes = draw(st.lists(st.sampled_from([make.PURPOSE, "serious-crime"]), unique=True))
    level = draw(st.sampled_from(LEVELS["national"]))
    caveats = draw(st.sampled_from([(), ("H3",)]))
    return make.principal(purposes=purposes, holds=make.clearance(level, caveats=caveats))


@given(st.lists(people(), max_size=4), people())
def test_more_people_leave_no_more_unreadable(some: list[Principal], one: Principal):
    assert unreadable(LABELS, [*some, one]) == unreadable(LABELS, some) & unreadable(LABELS, [one])
