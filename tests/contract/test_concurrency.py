"""Many write at once: each unit is durable, alone, and whole, whatever becomes of the others."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from threading import Barrier
from typing import TypeVar

import pytest

from isthmus.errors import UnavailableError
from isthmus.model.statement import State
from isthmus.ports import Store, UnitOfWork
from tests import make
from tests.contract.arrange import Ground, Planned, acting, audit, laid
from tests.contract.stores import Opening
from tests.make import Claim

T = TypeVar("T")
WRITERS = 8
TURNS = 15


def together(act: Callable[[int], T]) -> list[T]:
    """Let every writer act at the same moment; give what each came back with."""
    start = Barrier(WRITERS)

    def started(writer: int) -> T:
        start.wait(timeout=30)
        return act(writer)

    with ThreadPoolExecutor(WRITERS) as writers:
        return list(writers.map(started, range(WRITERS)))


def insist(store: Store, act: Callable[[UnitOfWork], T]) -> T:
    """Act in an audited unit, and again for as long as the store could not order it."""
    for turn in count():
        try:
            with acting(store) as unit:
                return act(unit)
        except UnavailableError:
            if turn > 100 * TURNS:
                raise
    raise AssertionError


def put_turns(store: Store) -> Callable[[int], None]:
    def act(writer: int) -> None:
        for turn in range(TURNS):
            insist(store, lambda unit: unit.meta.put(f"{writer}/{turn}", f"{writer * turn}"))  # noqa: B023 - called before the next turn

    return act


def test_everything_that_was_acknowledged_is_there_after_opening_again(opening: Opening):
    store = opening()
    together(put_turns(store))
    store.close()
    again = opening()
    with again.reading() as unit:
        for writer in range(WRITERS):
            for turn in range(TURNS):
                assert unit.meta.get(f"{writer}/{turn}") == f"{writer * turn}"
        assert len(unit.audit.pending(9999)) == WRITERS * TURNS
    again.close()


def test_another_reader_sees_it_as_soon_as_commit_returns(store: Store):
    def act(writer: int) -> bool:
        insist(store, lambda unit: unit.meta.put(f"{writer}", "done"))
        with store.reading() as unit:
            return unit.meta.get(f"{writer}") == "done"

    assert all(together(act))


def test_no_update_is_lost(store: Store):
    def one_more(unit: UnitOfWork) -> None:
        unit.meta.put("count", str(int(unit.meta.get("count") or 0) + 1))

    def act(_: int) -> None:
        for _turn in range(TURNS):
            insist(store, one_more)

    together(act)
    with store.reading() as unit:
        assert unit.meta.get("count") == str(WRITERS * TURNS)


def test_two_facts_that_rest_on_each_other_do_not_both_change(store: Store):
    """Write skew: each reads both, and writes one, if the other still stands."""
    with acting(store) as unit:
        for writer in range(WRITERS):
            unit.meta.put(f"on duty/{writer}", "yes")

    def leave(unit: UnitOfWork, writer: int) -> None:
        on_duty = [unit.meta.get(f"on duty/{other}") for other in range(WRITERS)]
        if on_duty.count("yes") > 1:
            unit.meta.put(f"on duty/{writer}", "no")

    together(lambda writer: insist(store, lambda unit: leave(unit, writer)))
    with store.reading() as unit:
        left = [unit.meta.get(f"on duty/{writer}") for writer in range(WRITERS)]
    assert left.count("yes") == 1


def test_one_that_fails_leaves_the_others(store: Store):
    def act(writer: int) -> None:
        for turn in range(TURNS):
            name = f"{writer}/{turn}"
            try:
                insist(store, lambda unit: half(unit, name, fails=(writer + turn) % 3 == 0))  # noqa: B023 - called before the next turn
            except Planned:
                continue

    def half(unit: UnitOfWork, name: str, *, fails: bool) -> None:
        unit.meta.put(name, "first half")
        if fails:
            raise Planned
        unit.meta.put(f"{name}/second half", "too")

    together(act)
    with store.reading() as unit:
        for writer in range(WRITERS):
            for turn in range(TURNS):
                kept = None if (writer + turn) % 3 == 0 else "first half"
                also = None if kept is None else "too"
                assert unit.meta.get(f"{writer}/{turn}") == kept
                assert unit.meta.get(f"{writer}/{turn}/second half") == also


def test_one_that_never_commits_leaves_the_others(store: Store):
    def act(writer: int) -> None:
        for turn in range(TURNS):
            if writer % 2:
                with store.writing() as unit:
                    unit.meta.put(f"{writer}/{turn}", "not meant")
                    audit(unit)
            else:
                insist(store, lambda unit: unit.meta.put(f"{writer}/{turn}", "meant"))  # noqa: B023 - called before the next turn

    together(act)
    with store.reading() as unit:
        for writer in range(WRITERS):
            expected = None if writer % 2 else "meant"
            found = {unit.meta.get(f"{writer}/{turn}") for turn in range(TURNS)}
            assert found == {expected}
        assert len(unit.audit.pending(9999)) == WRITERS // 2 * TURNS


def test_the_same_record_from_everybody_is_one(store: Store, ground: Ground):
    """Repeat any message: nothing happens twice."""
    batch = make.batch(Claim("skiff"), label=ground.low)
    finding = make.finding("meeting", ground.statement, label=ground.low)

    def act(_: int) -> tuple[int, int]:
        def say(unit: UnitOfWork) -> tuple[int, int]:
            new = unit.statements.add(batch, [ground.record], State.ASSERTED)
            return sum(seq is not None for seq in new), len(unit.findings.add([finding]))

        return insist(store, say)

    assert sorted(together(act)) == [(0, 0)] * (WRITERS - 1) + [(1, 1)]
    with store.reading() as unit:
        assert len(unit.statements.of([make.entity("skiff")], ground.lower)) == 1


def test_counts_from_everybody_add_up(store: Store, ground: Ground):
    def act(writer: int) -> None:
        for turn in range(TURNS):
            rows = [(ground.low, make.FEED, "record", hour, 1) for hour in (turn, writer)]
            insist(store, lambda unit: unit.tallies.add(rows))  # noqa: B023 - called before the next turn

    together(act)
    with store.reading() as unit:
        total = unit.tallies.totals(ground.lower)[make.FEED, "record"]
    assert total == 2 * WRITERS * TURNS


def test_a_reader_sees_a_unit_whole_or_not_at_all(store: Store):
    names = [f"part {n}" for n in range(5)]

    def write(writer: int) -> None:
        for turn in range(TURNS):

            def put(unit: UnitOfWork) -> None:
                for name in names:
                    unit.meta.put(name, f"{writer}/{turn}")  # noqa: B023 - called before the next turn

            insist(store, put)

    def read() -> list[set[str | None]]:
        seen = []
        for _ in range(10 * TURNS):
            with store.reading() as unit:
                seen.append({unit.meta.get(name) for name in names})
        return seen

    with ThreadPoolExecutor(1) as readers:
        reading = readers.submit(read)
        together(write)
        assert all(len(values) == 1 for values in reading.result())


def test_who_follows_the_changes_misses_none(store: Store, ground: Ground):
    """A number once seen is never followed by a lesser one that commits later."""
    written = WRITERS * TURNS

    def write(writer: int) -> None:
        for turn in range(TURNS):
            subject = f"{writer}/{turn}".encode()
            insist(store, lambda unit: unit.changes.add("alert", subject, ground.low, make.NOW))  # noqa: B023 - called before the next turn

    def follow() -> list[bytes]:
        seen: list[bytes] = []
        last = 0
        for _ in range(100_000):
            with store.reading() as unit:
                later = unit.changes.after(last, ground.lower, 7)
            seen += [change.subject for change in later]
            last = later[-1].seq if later else last
            if len(seen) >= written:
                break
        return seen

    with ThreadPoolExecutor(1) as followers:
        following = followers.submit(follow)
        together(write)
        seen = following.result()
    assert len(seen) == len(set(seen)) == written


def test_calls_come_for_every_durable_change(store: Store, ground: Ground):
    """A woken follower that reads on from where it was has everything once all are done."""
    seen: set[bytes] = set()

    def look() -> None:
        with store.reading() as unit:
            seen.update(change.subject for change in unit.changes.after(0, ground.lower, 9999))

    store.on_commit(look)

    def write(writer: int) -> None:
        subject = f"{writer}".encode()
        insist(store, lambda unit: unit.changes.add("alert", subject, ground.low, make.NOW))

    together(write)
    assert seen == {f"{writer}".encode() for writer in range(WRITERS)}


def test_everybody_may_open_a_delivery_and_fill_it(opening: Opening):
    """The journey of a record, eight times at once; compared after opening again."""
    store = opening()
    with acting(store) as unit:
        ground = laid(unit)

    together(lambda writer: insist(store, lambda unit: fill(unit, ground, f"boat {writer}")))
    store.close()
    again = opening()
    with again.reading() as unit:
        assert unit.queue.depth("resolve") == WRITERS
        for writer in range(WRITERS):
            check_filled(unit, ground, f"boat {writer}")
    again.close()


def fill(unit: UnitOfWork, ground: Ground, name: str) -> None:
    """Take in a delivery of one record with two claims about `name`."""
    given = make.delivery(name, part=name)
    delivery = replace(given, seq=unit.deliveries.open(given))
    sealed = make.sealed(name)
    records = unit.records.add(delivery, "bucket", ground.low, [sealed])
    batch = make.batch(Claim(name), Claim(name, "flag", "xx"), label=ground.low)
    assert None not in unit.statements.add(batch, records, State.ASSERTED)
    unit.deliveries.note_presence(delivery.seq, records)
    unit.deliveries.set_current(make.FEED, name, {sealed.key: records[0]}, [])
    unit.queue.put("resolve", [make.entity(name)])


def check_filled(unit: UnitOfWork, ground: Ground, name: str) -> None:
    [delivery] = unit.deliveries.of_part(make.FEED, name)
    rows = unit.statements.of([make.entity(name)], ground.lower)
    assert sorted(s.property for s in rows) == ["flag", "name"]
    assert len({s.record for s in rows}) == 1
    current = unit.deliveries.current(make.FEED, name)
    assert unit.deliveries.presence(delivery.seq) == current
    assert set(current.values()) == {rows[0].record}


def test_an_audit_entry_covers_only_its_own_unit(store: Store):
    """A member of a group without an entry is refused, though its neighbours have theirs."""

    def act(writer: int) -> bool:
        with store.writing() as unit:
            unit.meta.put(f"{writer}", "changed")
            if writer % 2:
                with pytest.raises(Exception, match="audit entry"):
                    unit.commit()
                return False
            audit(unit)
            unit.commit()
            return True

    committed = together(act)
    with store.reading() as unit:
        found = [unit.meta.get(f"{writer}") == "changed" for writer in range(WRITERS)]
    assert found == committed == [True, False] * (WRITERS // 2)
