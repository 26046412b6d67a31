"""One unit of work is one transaction: audited, all or nothing, seen whole or not at all."""

import pytest

from isthmus.errors import StateError, Unaudited
from isthmus.model.statement import State
from isthmus.ports import Store
from tests import make
from tests.contract.arrange import Ground, acting, audit, fail, failing
from tests.contract.methods import CHANGES, MARKED, UNMARKED, Change, methods
from tests.contract.stores import Opening

WRITES = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)


def test_every_method_is_a_change_a_marked_reading_or_declared_as_neither():
    assert {name for name, _ in methods()} == {*CHANGES, *MARKED, *UNMARKED}


@WRITES
def test_a_change_without_its_audit_entry_does_not_commit(
    store: Store, ground: Ground, change: Change
):
    with store.writing() as unit:
        change(unit, ground)
        with pytest.raises(Unaudited):
            unit.commit()


@WRITES
def test_a_change_with_its_audit_entry_commits(store: Store, ground: Ground, change: Change):
    with store.writing() as unit:
        change(unit, ground)
        audit(unit)
        unit.commit()


@WRITES
def test_a_snapshot_refuses_writes(store: Store, ground: Ground, change: Change):
    with store.reading() as unit, pytest.raises(StateError):
        change(unit, ground)


@WRITES
def test_a_committed_unit_refuses_more(store: Store, ground: Ground, change: Change):
    with store.writing() as unit:
        unit.commit()
        with pytest.raises(StateError):
            change(unit, ground)


def test_a_snapshot_takes_no_audit_entry(store: Store):
    with store.reading() as unit, pytest.raises(StateError):
        audit(unit)


def test_an_entry_needs_no_change(store: Store):
    with store.writing() as unit:
        audit(unit)
        unit.commit()
    with store.reading() as unit:
        assert len(unit.audit.pending(9)) == 1


def test_nothing_needs_no_entry(store: Store):
    with store.writing() as unit:
        unit.commit()


def test_what_was_refused_for_want_of_an_entry_is_gone(store: Store):
    with store.writing() as unit:
        unit.meta.put("mood", "calm")
        with pytest.raises(Unaudited):
            unit.commit()
    with acting(store), store.reading() as unit:
        assert unit.meta.get("mood") is None


def test_leaving_without_commit_rolls_everything_back(store: Store):
    with store.writing() as unit:
        unit.meta.put("mood", "calm")
        audit(unit)
    with store.reading() as unit:
        assert unit.meta.get("mood") is None
        assert not unit.audit.pending(9)


def test_an_error_rolls_everything_back_and_passes_on_unchanged(store: Store):
    with failing(), store.writing() as unit:
        unit.meta.put("mood", "calm")
        audit(unit)
        fail()
    with store.reading() as unit:
        assert unit.meta.get("mood") is None


def test_an_error_after_the_commit_leaves_what_was_committed(store: Store):
    with failing(), store.writing() as unit:
        unit.meta.put("mood", "calm")
        audit(unit)
        unit.commit()
        fail()
    with store.reading() as unit:
        assert unit.meta.get("mood") == "calm"


def test_a_unit_sees_its_own_writes_and_nobody_else_does_before_the_commit(store: Store):
    with store.writing() as unit:
        unit.meta.put("mood", "calm")
        assert unit.meta.get("mood") == "calm"
        with store.reading() as other:
            assert other.meta.get("mood") is None
        audit(unit)
        unit.commit()
    with store.reading() as other:
        assert other.meta.get("mood") == "calm"


def test_reading_is_a_snapshot(store: Store):
    with acting(store) as unit:
        unit.meta.put("mood", "calm")
    with store.reading() as early:
        assert early.meta.get("mood") == "calm"
        with acting(store) as unit:
            unit.meta.put("mood", "busy")
            unit.queue.put("resolve", [make.entity("dhow")])
        assert early.meta.get("mood") == "calm"
        assert early.queue.depth("resolve") == 0
        with store.reading() as late:
            assert late.meta.get("mood") == "busy"
            assert late.queue.depth("resolve") == 1


def test_what_was_committed_is_there_when_the_store_opens_again(opening: Opening):
    store = opening()
    with acting(store) as unit:
        unit.meta.put("mood", "calm")
    store.close()
    again = opening()
    with again.reading() as unit:
        assert unit.meta.get("mood") == "calm"
        assert len(unit.audit.pending(9)) == 1
    again.close()


class TestSavepoints:
    def test_what_raised_inside_is_undone_and_the_rest_stays(self, store: Store):
        with acting(store) as unit:
            unit.meta.put("kept", "yes")
            with failing(), unit.savepoint():
                unit.meta.put("kept", "no")
                unit.meta.put("undone", "yes")
                fail()
            assert unit.meta.get("kept") == "yes"
            unit.meta.put("after", "yes")
        with store.reading() as unit:
            assert [unit.meta.get(name) for name in ("kept", "undone", "after")] == [
                "yes",
                None,
                "yes",
            ]

    def test_what_went_well_inside_stays(self, store: Store):
        with acting(store) as unit, unit.savepoint():
            unit.meta.put("inside", "yes")
        with store.reading() as unit:
            assert unit.meta.get("inside") == "yes"

    def test_an_inner_one_is_undone_alone(self, store: Store):
        with acting(store) as unit, unit.savepoint():
            unit.meta.put("outer", "yes")
            with failing(), unit.savepoint():
                unit.meta.put("inner", "yes")
                fail()
        with store.reading() as unit:
            assert unit.meta.get("outer") == "yes"
            assert unit.meta.get("inner") is None

    def test_an_outer_one_undoes_the_inner_too(self, store: Store):
        with acting(store) as unit, failing(), unit.savepoint():
            with unit.savepoint():
                unit.meta.put("inner", "yes")
            fail()
        with store.reading() as unit:
            assert unit.meta.get("inner") is None

    def test_many_may_fail_one_after_another(self, store: Store):
        with acting(store) as unit:
            for turn in range(20):
                with failing(), unit.savepoint():
                    unit.meta.put("turn", str(turn))
                    fail()
        with store.reading() as unit:
            assert unit.meta.get("turn") is None

    def test_what_was_undone_is_new_when_it_comes_again(self, store: Store, ground: Ground):
        claim = make.Claim("skiff", "name", "Night Heron")
        batch = make.batch(claim, label=ground.low)
        with acting(store) as unit:
            with failing(), unit.savepoint():
                unit.statements.add(batch, [ground.record], State.ASSERTED)
                fail()
            [seq] = unit.statements.add(batch, [ground.record], State.ASSERTED)
            assert seq is not None
        with store.reading() as unit:
            assert [s.seq for s in unit.statements.of([make.entity("skiff")], ground.both)] == [seq]

    def test_an_audit_entry_that_was_undone_does_not_cover_a_change(self, store: Store):
        with store.writing() as unit:
            unit.meta.put("mood", "calm")
            with failing(), unit.savepoint():
                audit(unit)
                fail()
            with pytest.raises(Unaudited):
                unit.commit()


class TestCallsOnCommit:
    def test_a_call_finds_the_change_durable(self, store: Store, ground: Ground):
        seen: list[int] = []

        def look() -> None:
            with store.reading() as unit:
                seen.append(unit.changes.last())

        store.on_commit(look)
        with acting(store) as unit:
            unit.changes.add("alert", make.alert_id(), ground.low, make.NOW)
        with store.reading() as unit:
            assert seen
            assert seen[-1] == unit.changes.last() > 0

    def test_every_call_is_made(self, store: Store, ground: Ground):
        calls: list[str] = []
        store.on_commit(lambda: calls.append("first"))
        store.on_commit(lambda: calls.append("second"))
        with acting(store) as unit:
            unit.changes.add("alert", make.alert_id(), ground.low, make.NOW)
        assert set(calls) == {"first", "second"}

    def test_nothing_is_called_without_a_change(self, store: Store, ground: Ground):
        calls: list[str] = []
        store.on_commit(lambda: calls.append("called"))
        with acting(store) as unit:
            unit.meta.put("mood", "calm")
        with store.writing() as unit:
            unit.changes.add("alert", make.alert_id(), ground.low, make.NOW)
            audit(unit)
        assert calls == []
