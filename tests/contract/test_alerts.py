"""AlertStore: what a person must assess, and what was made of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from isthmus.errors import NotFound
from isthmus.model.alert import Alert, AlertState, Move, Severity
from isthmus.ports import AlertFilter, Store, UnitOfWork
from tests import make
from tests.contract.arrange import Ground, acting
from tests.make import HOUR, NOW

LATER = NOW + HOUR


def added(unit: UnitOfWork, *alerts: Alert) -> None:
    for alert in alerts:
        unit.alerts.add(alert)


def found(store: Store, ground: Ground, wanted: AlertFilter) -> list[Alert]:
    with store.reading() as unit:
        return list(unit.alerts.find(wanted, ground.lower))


class TestOne:
    def test_it_comes_back_as_it_was_put(self, store: Store, ground: Ground):
        alert = replace(
            make.alert("meeting", label=ground.low), lat=-12.5, lon=0.0, assigned_to="p-mara.lind"
        )
        with acting(store) as unit:
            unit.alerts.add(alert)
        with store.reading() as unit:
            assert unit.alerts.get(alert.id, ground.lower) == alert

    def test_it_starts_with_a_row_of_history(self, store: Store, ground: Ground):
        with acting(store) as unit:
            unit.alerts.add(make.alert("meeting", label=ground.low))
        with store.reading() as unit:
            [first] = unit.alerts.history(make.alert_id("meeting"), ground.lower)
        assert (first.alert, first.state, first.at) == (
            make.alert_id("meeting"),
            AlertState.RAISED,
            NOW,
        )

    def test_an_unknown_one_is_none_and_has_nothing(self, store: Store, ground: Ground):
        unknown = make.alert_id("unknown")
        with store.reading() as unit:
            assert unit.alerts.get(unknown, ground.both) is None
            assert not unit.alerts.history(unknown, ground.both)
            assert not unit.alerts.entities(unknown, ground.both)
            assert not unit.findings.of_alert(unknown, ground.both)


class TestMoves:
    def test_the_state_is_that_of_the_latest_move(self, store: Store, ground: Ground):
        moves = [
            make.move(),
            make.move(Move.ESCALATE, AlertState.ESCALATED, at=LATER + HOUR, reason="armed"),
            make.move(Move.CONFIRM, AlertState.CONFIRMED, at=LATER + 2 * HOUR, reason="seen"),
        ]
        for move in moves:
            with acting(store) as unit:
                unit.alerts.move(move)
            with store.reading() as unit:
                alert = unit.alerts.get(make.alert_id(), ground.lower)
                assert alert is not None
                assert (alert.state, alert.changed_at) == (move.state, move.at)
        with store.reading() as unit:
            assert list(unit.alerts.history(make.alert_id(), ground.lower))[1:] == moves

    def test_an_earlier_time_does_not_make_a_move_older(self, store: Store, ground: Ground):
        back = make.move(
            Move.DISMISS, AlertState.DISMISSED, at=NOW - HOUR, reason="clock went back"
        )
        with acting(store) as unit:
            unit.alerts.move(make.move(at=LATER))
            unit.alerts.move(back)
        with store.reading() as unit:
            alert = unit.alerts.get(make.alert_id(), ground.lower)
            assert alert is not None
            assert alert.state is AlertState.DISMISSED
            assert unit.alerts.history(make.alert_id(), ground.lower)[-1] == back

    def test_a_move_leaves_other_alerts(self, store: Store, ground: Ground):
        with acting(store) as unit:
            unit.alerts.add(make.alert("meeting", label=ground.low))
            unit.alerts.move(make.move(alert="meeting"))
        with store.reading() as unit:
            alert = unit.alerts.get(make.alert_id(), ground.lower)
            assert alert is not None
            assert alert.state is AlertState.RAISED


class TestAssignment:
    def test_it_says_whose_an_alert_is_and_changes_nothing_else(self, store: Store, ground: Ground):
        with store.reading() as unit:
            before = unit.alerts.get(make.alert_id(), ground.lower)
            history = list(unit.alerts.history(make.alert_id(), ground.lower))
        assert before is not None
        for principal in ("p-custodian", "p-mara.lind", None):
            with acting(store) as unit:
                unit.alerts.assign([make.alert_id()], principal)
            with store.reading() as unit:
                after = unit.alerts.get(make.alert_id(), ground.lower)
                assert after == replace(before, assigned_to=principal)
                assert list(unit.alerts.history(make.alert_id(), ground.lower)) == history

    def test_an_unknown_alert_is_nobodys(self, store: Store):
        with pytest.raises(NotFound), acting(store) as unit:
            unit.alerts.assign([make.alert_id("unknown")], "p-custodian")

    def test_a_filter_shows_those_of_one_principal(self, store: Store, ground: Ground):
        with acting(store) as unit:
            added(unit, *(make.alert(name, label=ground.low) for name in "ab"))
            unit.alerts.assign([make.alert_id("a")], "p-custodian")
        mine = found(store, ground, AlertFilter(assigned_to="p-custodian"))
        assert [a.id for a in mine] == [make.alert_id("a")]
        assert found(store, ground, AlertFilter(assigned_to="p-mara.lind")) == []
        both = AlertFilter(assigned_to="p-custodian", entities=[make.entity("dhow")])
        assert [a.id for a in found(store, ground, both)] == [make.alert_id("a")]

    def test_what_is_with_another_or_with_nobody_is_found(self, store: Store, ground: Ground):
        names = ["mine", "another's", "nobody's", "dark period"]
        with acting(store) as unit:
            added(unit, *(make.alert(name, label=ground.low) for name in names[:3]))
            unit.alerts.assign([make.alert_id("mine")], "p-custodian")
            unit.alerts.assign([make.alert_id("another's")], "p-mara.lind")
            unit.alerts.move(make.move(Move.DISMISS, AlertState.DISMISSED, alert="another's"))
        for principal, others in [
            ("p-custodian", names[1:]),
            ("p-mara.lind", [names[0], *names[2:]]),
            (None, names[:2]),
        ]:
            with store.reading() as unit:
                seen = unit.alerts.not_with(principal, ground.lower, 9)
                assert {a.id for a in seen} == {make.alert_id(name) for name in others}
                assert len(unit.alerts.not_with(principal, ground.lower, 1)) == 1


class TestFindings:
    def test_an_alert_counts_those_that_stand(self, store: Store, ground: Ground):
        names = ["one", "two", "three"]
        with acting(store) as unit:
            unit.alerts.add(replace(make.alert("one", label=ground.low), findings=99))
            unit.findings.add([make.finding(name, label=ground.low) for name in names])
            assert self.count(unit, ground) == 0
            unit.alerts.fold(make.alert_id("one"), [make.finding_id("one")], NOW)
            unit.alerts.fold(make.alert_id("one"), [make.finding_id(name) for name in names], LATER)
            assert self.count(unit, ground) == 3
            unit.findings.withdraw([make.finding_id("two")], LATER)
            assert self.count(unit, ground) == 2
            unit.findings.add([make.finding("two", label=ground.low)])
            assert self.count(unit, ground) == 3

    def test_its_entities_are_those_of_its_findings_the_main_one_first(
        self, store: Store, ground: Ground
    ):
        with acting(store) as unit:
            unit.alerts.add(make.alert("one", about="skiff", label=ground.low))
            unit.findings.add(
                [
                    make.finding("one", label=ground.low, entities=["skiff", "lark"]),
                    make.finding("two", label=ground.low, entities=["lark", "skiff", "dhow"]),
                ]
            )
            ids = [make.finding_id("one"), make.finding_id("two")]
            unit.alerts.fold(make.alert_id("one"), ids, NOW)
        with store.reading() as unit:
            first, *others = unit.alerts.entities(make.alert_id("one"), ground.lower)
        assert first == make.entity("skiff")
        assert sorted(others) == sorted([make.entity("lark"), make.entity("dhow")])

    def count(self, unit: UnitOfWork, ground: Ground) -> int:
        alert = unit.alerts.get(make.alert_id("one"), ground.lower)
        assert alert is not None
        [listed] = unit.alerts.find(AlertFilter(entities=[alert.entity]), ground.lower)[-1:]
        assert listed.findings == alert.findings or listed.id != alert.id
        return alert.findings


class TestFilters:
    def test_none_shows_every_alert_latest_raised_first(self, store: Store, ground: Ground):
        with acting(store) as unit:
            for name, hour in [("b", 2), ("a", 1), ("c", 3)]:
                added(unit, make.alert(name, raised_at=NOW + hour * HOUR, label=ground.low))
        alerts = found(store, ground, AlertFilter())
        assert [a.id for a in alerts] == [make.alert_id(n) for n in ("c", "b", "a", "dark period")]

    def test_states(self, store: Store, ground: Ground):
        with acting(store) as unit:
            added(unit, make.alert("meeting", label=ground.low))
            unit.alerts.move(make.move(alert="meeting"))
        for states, names in [
            ({AlertState.RAISED}, ["dark period"]),
            ({AlertState.ACKNOWLEDGED}, ["meeting"]),
            ({AlertState.CLOSED}, []),
            (set(), []),
        ]:
            alerts = found(store, ground, AlertFilter(states=frozenset(states)))
            assert [a.id for a in alerts] == [make.alert_id(name) for name in names]
        both = frozenset({AlertState.RAISED, AlertState.ACKNOWLEDGED})
        assert len(found(store, ground, AlertFilter(states=both))) == 2

    def test_severity_and_rule(self, store: Store, ground: Ground):
        with acting(store) as unit:
            added(
                unit,
                make.alert("a", severity=Severity.CRITICAL, rule="meeting", label=ground.low),
                make.alert("b", severity=Severity.CRITICAL, label=ground.low),
            )
        critical = found(store, ground, AlertFilter(severity="critical"))
        assert {a.id for a in critical} == {make.alert_id("a"), make.alert_id("b")}
        assert [a.id for a in found(store, ground, AlertFilter(rule="meeting"))] == [
            make.alert_id("a")
        ]
        both = AlertFilter(severity="high", rule="meeting")
        assert found(store, ground, both) == []

    def test_entities_main_or_not(self, store: Store, ground: Ground):
        with acting(store) as unit:
            added(unit, make.alert("a", about="skiff", label=ground.low))
            unit.findings.add([make.finding("a", label=ground.low, entities=["skiff", "lark"])])
            unit.alerts.fold(make.alert_id("a"), [make.finding_id("a")], NOW)
        for names, count in [
            (["skiff"], 1),
            (["lark"], 1),
            (["lark", "dhow", "skiff"], 2),
            ([], 0),
        ]:
            wanted = AlertFilter(entities=[make.entity(name) for name in names])
            assert len(found(store, ground, wanted)) == count

    def test_withheld_alerts_take_no_place_on_a_page(self, store: Store, ground: Ground):
        with acting(store) as unit:
            for n in range(5):
                added(unit, make.alert(f"hidden {n}", raised_at=LATER, label=ground.high))
        [alert] = found(store, ground, AlertFilter(limit=3))
        assert alert.id == make.alert_id("dark period")


class TestPages:
    @pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
    def test_they_lose_none_and_double_none_where_times_are_equal(
        self, store: Store, ground: Ground, limit: int
    ):
        with acting(store) as unit:
            for n in range(12):
                added(unit, make.alert(f"{n}", raised_at=NOW + (n // 4) * HOUR, label=ground.low))
        walked = [alert for page in self.pages(store, ground, limit) for alert in page]
        assert len(walked) == 13
        assert len({alert.id for alert in walked}) == 13
        times = [alert.raised_at for alert in walked]
        assert times == sorted(times, reverse=True)

    def test_a_page_goes_on_where_the_one_before_ended_though_more_came(
        self, store: Store, ground: Ground
    ):
        with acting(store) as unit:
            for n in range(4):
                added(unit, make.alert(f"{n}", raised_at=LATER, label=ground.low))
        first = found(store, ground, AlertFilter(limit=2))
        with acting(store) as unit:
            added(unit, make.alert("newest", raised_at=LATER + HOUR, label=ground.low))
        before = (first[-1].raised_at, first[-1].id)
        rest = found(store, ground, AlertFilter(before=before))
        assert len(rest) == 3
        assert not {a.id for a in rest} & {a.id for a in first}

    def pages(self, store: Store, ground: Ground, limit: int) -> Iterator[Sequence[Alert]]:
        page = found(store, ground, AlertFilter(limit=limit))
        while page:
            assert len(page) <= limit
            yield page
            before = (page[-1].raised_at, page[-1].id)
            page = found(store, ground, AlertFilter(limit=limit, before=before))


def test_counts_are_per_state_and_severity(store: Store, ground: Ground):
    with acting(store) as unit:
        added(
            unit,
            make.alert("a", severity=Severity.LOW, label=ground.low),
            make.alert("b", severity=Severity.HIGH, label=ground.low),
            make.alert("c", severity=Severity.HIGH, label=ground.low),
            make.alert("d", severity=Severity.HIGH, label=ground.high),
        )
        unit.alerts.move(make.move(alert="c"))
    with store.reading() as unit:
        assert unit.alerts.counts(ground.lower) == {
            (AlertState.RAISED, "high"): 2,
            (AlertState.RAISED, "low"): 1,
            (AlertState.ACKNOWLEDGED, "high"): 1,
        }
