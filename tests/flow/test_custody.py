"""Alerts that nobody on duty may read go to the custodian, and their number is watched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.errors import NotFound, SettingsError
from isthmus.flow.actor import Actor
from isthmus.flow.custody import (
    BATCH_ALERTS,
    check_custodian,
    count_unreadable,
    has_grown,
    watch,
)
from isthmus.flow.documents.alerts import MoveRequest
from isthmus.flow.documents.picture import Unreadable
from isthmus.flow.picture import operations
from isthmus.flow.triage import AlertQuery, alert_page, list_alerts, move_alert
from isthmus.model.alert import OPEN_STATES, Alert, AlertMove, AlertState, Move
from isthmus.model.ids import shown_id
from isthmus.model.label import Allowed
from isthmus.model.principal import Principal
from isthmus.ports import AlertFilter, UnitOfWork
from tests import make
from tests.flow.journey import PURPOSE, Journey, day, label, shipped_rules
from tests.flow.stage import ADMINISTRATION, HIGH, LOW, Stage
from tests.flow.waters import bank_list, payments

SECRET = label([PURPOSE], level="SECRET", originator="navy")
HERE = replace(HIGH, purposes=Allowed.of(make.PURPOSE))
TRANSFER = "t1,Quay Bank,PA,Pier Bank,LR,7,2031-01-01"


def person(
    name: str, role: str, *, level: str = "SECRET", purposes: Sequence[str] = (PURPOSE,)
) -> Principal:
    return make.principal(name, roles=(role,), purposes=purposes, holds=make.clearance(level))


CUSTODIAN = person("carla", "custodian")
DUTY = person("olga", "duty-officer", level="OFFICIAL")


class Custodial(Stage):
    """A center whose setting names a custodian, at the purpose of the stage."""

    def __init__(self, *people: Principal) -> None:
        super().__init__()
        self.center = replace(self.center, custodian="carla")
        for who in people:
            self.account(replace(who, purposes=(make.PURPOSE,)))

    def kept(self) -> dict[str, str | None]:
        """Give whose the alerts are, by name of the alert."""
        with self.store.reading() as unit:
            reader = make.reader(*unit.labels.all())
            found = unit.alerts.find(AlertFilter(limit=1000), reader)
        return {shown_id("a", alert.id): alert.assigned_to for alert in found}

    def counted(self) -> tuple[int, int]:
        """Give how many are with the custodian, and with nobody."""
        found = count_unreadable(self.center)
        return found.with_custodian, found.with_nobody


def detected(*people: Principal, custodian: str = "carla") -> Journey:
    """Give a center in which a transfer under a secret label touched a listed bank."""
    journey = Journey(bank_list(), payments(label=SECRET), rules=shipped_rules())
    journey.center = replace(journey.center, custodian=custodian)
    for who in people:
        account(journey, who)
    journey.deliver(["a,Quay Bank,PA"], feed="banks", at=day(1))
    journey.deliver([TRANSFER], feed="transfers")
    journey.work()
    return journey


def account(journey: Journey, who: Principal) -> None:
    with journey.center.store.writing() as unit:
        unit.accounts.put(make.account(who))
        unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
        unit.commit()


def only(journey: Journey) -> Alert:
    [found] = journey.alerts()
    return found


def test_an_alert_that_nobody_on_duty_may_read_is_raised_with_the_custodian():
    journey = detected(DUTY, CUSTODIAN)
    assert only(journey).assigned_to == CUSTODIAN.id
    counts = [dict(entry.counts) for entry in journey.entries("rules.evaluated")]
    assert sum(one["assigned"] for one in counts) == 1


@pytest.mark.parametrize(
    "reader",
    [
        person("nils", "analyst"),
        person("ivo", "incident-commander", purposes=("serious-crime", PURPOSE)),
    ],
)
def test_an_alert_that_somebody_on_duty_may_read_is_nobodys_in_particular(reader: Principal):
    journey = detected(DUTY, CUSTODIAN, reader)
    assert only(journey).assigned_to is None
    assert count_unreadable(journey.center).count == 0


@pytest.mark.parametrize(
    "people",
    [
        (DUTY,),
        (DUTY, person("carla", "custodian", level="OFFICIAL")),
        (DUTY, person("carla", "custodian", purposes=("serious-crime",))),
        (DUTY, person("carla", "release-officer")),
        (DUTY, person("carl", "custodian")),
        (),
    ],
)
def test_an_alert_that_not_even_the_custodian_may_read_is_counted_all_the_same(
    people: Sequence[Principal],
):
    journey = detected(*people)
    assert only(journey).assigned_to is None
    found = count_unreadable(journey.center)
    assert (found.with_custodian, found.with_nobody) == (0, 1)


def test_without_a_named_custodian_it_is_with_nobody():
    journey = detected(DUTY, CUSTODIAN, custodian="")
    assert only(journey).assigned_to is None
    found = count_unreadable(journey.center)
    assert (found.with_nobody, found.custodian) == (1, None)


def test_the_custodian_reads_it_moves_it_and_the_number_falls():
    journey = detected(DUTY, CUSTODIAN)
    actor = Actor(CUSTODIAN, PURPOSE)
    [row] = list_alerts(journey.center, actor, AlertQuery(assigned="me")).items
    assert row.assigned_to is not None
    assert (row.assigned_to.name, row.assigned_to.you) == ("Carla", True)
    page = alert_page(journey.center, actor, row.id)
    assert page.findings[0].evidence
    shown = operations(journey.center, actor).unreadable
    assert shown == Unreadable(with_custodian=1, with_nobody=0, custodian="Carla")
    request = MoveRequest(move="dismiss", reason="known to the port")
    assert move_alert(journey.center, actor, alert=row.id, request=request).alert.state
    shown = operations(journey.center, actor).unreadable
    assert shown == Unreadable(with_custodian=0, with_nobody=0, custodian="Carla")


def test_a_duty_officer_sees_neither_the_alert_nor_the_number():
    journey = detected(DUTY, CUSTODIAN)
    actor = Actor(DUTY, PURPOSE)
    found = list_alerts(journey.center, actor, AlertQuery(state="all"))
    assert (found.items, found.total_shown) == ([], 0)
    with pytest.raises(NotFound):
        alert_page(journey.center, actor, shown_id("a", only(journey).id))
    figures = operations(journey.center, actor)
    assert (figures.open_alerts, figures.unreadable) == (0, None)
    # What is counted for others leaves his figures as they were.
    assert journey.entries("alert.watched") == []


def test_an_administrator_sees_the_number_and_nothing_else():
    journey = detected(DUTY, CUSTODIAN)
    held = make.clearance("TOP SECRET")
    admin = make.principal("ada", roles=("administrator",), purposes=(PURPOSE,), holds=held)
    figures = operations(journey.center, Actor(admin, PURPOSE))
    assert figures.unreadable is not None
    assert figures.unreadable.count == 1
    assert (figures.open_alerts, figures.statements) == (0, 0)


def test_a_reader_who_comes_takes_it_back_and_one_who_goes_leaves_it_behind():
    stage = Custodial(CUSTODIAN, DUTY)
    alert = stage.alarm("secret", label=HERE)
    seen = watch(stage.center)
    assert (stage.kept()[alert], seen.unreadable.count) == ("p-carla", 1)
    analyst = replace(person("nils", "analyst"), purposes=(make.PURPOSE,))
    stage.account(analyst)
    seen = watch(stage.center, seen)
    assert (stage.kept()[alert], seen.unreadable.count) == (None, 0)
    # The account is still there and has lost the purpose alone.
    stage.account(replace(analyst, purposes=("serious-crime",)))
    seen = watch(stage.center, seen)
    assert (stage.kept()[alert], seen.unreadable.count) == ("p-carla", 1)


def test_another_custodian_takes_over_and_one_who_may_not_read_it_gives_it_up():
    stage = Custodial(CUSTODIAN, replace(CUSTODIAN, id="p-eva", name="eva"), DUTY)
    alert = stage.alarm("secret", label=HERE)
    seen = watch(stage.center)
    stage.center = replace(stage.center, custodian="eva")
    watch(stage.center)
    assert stage.kept()[alert] == "p-eva"
    stage.account(replace(CUSTODIAN, id="p-eva", name="eva", purposes=("serious-crime",)))
    seen = watch(stage.center, seen)
    assert stage.kept()[alert] is None
    assert (seen.unreadable.with_custodian, seen.unreadable.with_nobody) == (0, 1)


def test_an_alert_that_closed_is_handed_over_too_since_it_may_be_opened_again():
    stage = Custodial(CUSTODIAN, DUTY)
    alert = stage.alarm("secret", label=HIGH)
    move = make.move(Move.DISMISS, AlertState.DISMISSED, alert="secret", reason="known")
    stage.write(lambda unit: unit.alerts.move(move))
    assert watch(stage.center).unreadable.count == 0
    assert stage.kept()[alert] == "p-carla"


def test_what_changed_hands_is_told_to_whoever_follows_and_to_the_log():
    stage = Custodial(CUSTODIAN, DUTY)
    alert = stage.alarm("secret", label=HIGH)
    watch(stage.center)
    with stage.store.reading() as unit:
        [change] = unit.changes.after(0, make.reader(*unit.labels.all()), 9)
    assert shown_id("a", change.subject) == alert
    entries = stage.entries("alert.assigned")
    assert {(e.principal, e.role) for e in entries} == {("service:custody", "service")}
    assert sum(dict(e.counts)["alerts"] for e in entries) == 1


def test_the_watch_counts_at_the_purpose_of_each_service_and_leaves_an_entry_for_each():
    stage = Custodial(DUTY)
    stage.alarm("one", label=HIGH)
    stage.alarm("two", label=make.label("SECRET", purposes=Allowed.of(ADMINISTRATION)))
    assert stage.counted() == (0, 2)
    entries = stage.entries("alert.watched")
    found = {e.purpose: dict(e.counts) for e in entries}
    assert sum(one["with_nobody"] for one in found.values()) == 2
    assert {e.principal for e in entries} == {"service:custody"}


def test_where_everything_can_be_read_the_watch_reads_nothing():
    stage = Custodial(CUSTODIAN, person("nils", "analyst"))
    stage.alarm("secret", label=HIGH)
    assert stage.counted() == (0, 0)
    assert stage.entries("alert.watched") == []


def test_the_watch_rests_until_something_changes():
    stage = Custodial(CUSTODIAN, DUTY)
    stage.alarm("secret", label=HIGH)
    seen = watch(stage.center, watch(stage.center))
    before = len(stage.entries())
    assert watch(stage.center, seen) is seen
    assert len(stage.entries()) == before


def test_many_alerts_change_hands_in_batches():
    stage = Custodial(CUSTODIAN, DUTY)

    def raise_many(unit: UnitOfWork) -> None:
        number = unit.labels.intern(HIGH)
        for n in range(BATCH_ALERTS + 3):
            unit.alerts.add(make.alert(f"secret {n}", label=number))

    stage.write(raise_many)
    assert watch(stage.center).unreadable.with_custodian == BATCH_ALERTS + 3
    assert set(stage.kept().values()) == {"p-carla"}
    handed = [dict(e.counts)["alerts"] for e in stage.entries("alert.assigned")]
    assert sorted(n for n in handed if n) == [3, BATCH_ALERTS]


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(list(AlertState))), max_size=6))
@settings(max_examples=30, deadline=None)
def test_the_watch_and_a_count_agree_and_what_is_closed_counts_for_nothing(
    drawn: list[tuple[bool, AlertState]],
):
    stage = Custodial(CUSTODIAN, DUTY)
    for n, (secret, state) in enumerate(drawn):
        stage.alarm(f"{n}", label=HIGH if secret else LOW)
        move = make.move(Move.ACKNOWLEDGE, state, alert=f"{n}")
        stage.write(partial(moved, move=move))
    expected = sum(secret and state in OPEN_STATES for secret, state in drawn)
    assert watch(stage.center).unreadable == count_unreadable(stage.center)
    assert stage.counted() == (expected, 0)
    assert sum(to is not None for to in stage.kept().values()) == sum(s for s, _ in drawn)


def moved(unit: UnitOfWork, move: AlertMove) -> None:
    unit.alerts.move(move)


def found(kept: int, lost: int) -> Unreadable:
    return Unreadable(with_custodian=kept, with_nobody=lost, custodian=None)


@pytest.mark.parametrize(
    ("before", "now", "alarm"),
    [
        (None, (0, 0), False),
        (None, (1, 0), True),
        ((0, 0), (0, 1), True),
        ((1, 0), (1, 0), False),
        ((1, 0), (2, 0), True),
        ((1, 1), (1, 0), False),
        ((2, 0), (1, 1), True),
        ((0, 2), (2, 0), False),
    ],
)
def test_an_alarm_is_due_when_the_number_rises_or_more_are_with_nobody(
    before: tuple[int, int] | None, now: tuple[int, int], *, alarm: bool
):
    assert has_grown(found(*now), None if before is None else found(*before)) == alarm


def test_a_setting_that_names_nobody_who_can_be_custodian_is_refused():
    check_custodian(replace(Custodial().center, custodian=""))
    check_custodian(Custodial(CUSTODIAN).center)
    for people in ((), (DUTY,), (person("carla", "administrator"),)):
        with pytest.raises(SettingsError, match="carla"):
            check_custodian(Custodial(*people).center)
