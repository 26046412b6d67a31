"""ChangeStore: what subscribers follow."""

from isthmus.ports import Change, Store
from tests import make
from tests.contract.arrange import Ground, acting


def added(store: Store, ground: Ground, *kinds: str) -> None:
    """Add one change per kind; those in capitals carry the high label."""
    for kind in kinds:
        with acting(store) as unit:
            label = ground.high if kind.isupper() else ground.low
            unit.changes.add(kind, kind.encode(), label, make.NOW)


def test_an_empty_feed_ends_at_nought(store: Store):
    with store.reading() as unit:
        assert unit.changes.last() == 0


def test_a_change_comes_back_as_it_was_put(store: Store, ground: Ground):
    with acting(store) as unit:
        unit.changes.add("alert", b"\x00\xff", ground.low, make.NOW)
    with store.reading() as unit:
        [change] = unit.changes.after(0, ground.lower, 9)
        assert change == Change(unit.changes.last(), "alert", b"\x00\xff", ground.low, make.NOW)


def test_they_come_oldest_first_and_only_the_later_ones(store: Store, ground: Ground):
    added(store, ground, "a", "b", "c", "d")
    with store.reading() as unit:
        every = unit.changes.after(0, ground.lower, 99)
        assert [change.kind for change in every] == ["a", "b", "c", "d"]
        later = unit.changes.after(every[1].seq, ground.lower, 99)
        assert [change.kind for change in later] == ["c", "d"]
        assert not unit.changes.after(unit.changes.last(), ground.lower, 99)
        assert [c.kind for c in unit.changes.after(0, ground.lower, 3)] == ["a", "b", "c"]


def test_withheld_ones_take_no_place_in_a_readers_list(store: Store, ground: Ground):
    added(store, ground, "A", "B", "c", "D", "e")
    with store.reading() as unit:
        assert [c.kind for c in unit.changes.after(0, ground.lower, 2)] == ["c", "e"]
        assert unit.changes.last() == unit.changes.after(0, ground.both, 99)[-1].seq
