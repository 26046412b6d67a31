"""AuditStore: entries wait in the transaction of their act, then get their place in the log."""

import json

from isthmus.ports import Store
from tests import make
from tests.make import HOUR, NOW


def acted(store: Store, *acts: str) -> list[bytes]:
    """Commit one entry per act, an hour apart; give their bytes."""
    entries = [bytes(make.audit_entry(act, at=NOW + n * HOUR)) for n, act in enumerate(acts)]
    for n, entry in enumerate(entries):
        with store.writing() as unit:
            unit.audit.add(entry, bytes([n]) * 16, [acts[n], 'an object, “ü"'], NOW + n * HOUR)
            unit.commit()
    return entries


def index(store: Store, count: int, first: int) -> None:
    """Give the next `count` pending entries their places."""
    with store.writing() as unit:
        seqs = [seq for seq, _ in unit.audit.pending(count)]
        unit.audit.sequenced(seqs, first)
        unit.commit()


def test_entries_wait_in_commit_order(store: Store):
    entries = acted(store, "a.one", "a.two", "a.three")
    with store.reading() as unit:
        assert [entry for _, entry in unit.audit.pending(9)] == entries
        assert [entry for _, entry in unit.audit.pending(2)] == entries[:2]


def test_the_bytes_are_kept_as_they_are(store: Store):
    entry = bytes(range(256)) * 200
    with store.writing() as unit:
        unit.audit.add(entry, b"\x00" * 16, [], NOW)
        unit.commit()
    with store.reading() as unit:
        [(_, found)] = unit.audit.pending(9)
    assert found == entry


def test_giving_places_needs_no_entry_of_its_own(store: Store):
    acted(store, "a.one")
    index(store, 1, 0)
    with store.reading() as unit:
        assert not unit.audit.pending(9)


def test_entries_with_a_place_come_newest_first(store: Store):
    one, two, three = acted(store, "a.one", "a.two", "a.three")
    index(store, 2, 40)
    with store.reading() as unit:
        found = [row[:3] for row in unit.audit.entries(None, 9)]
        assert found == [(41, two, b"\x01" * 16), (40, one, b"\x00" * 16)]
        assert [entry for _, entry in unit.audit.pending(9)] == [three]


def test_places_follow_the_order_given(store: Store):
    one, two = acted(store, "a.one", "a.two")
    with store.writing() as unit:
        [(first, _), (second, _)] = unit.audit.pending(9)
        unit.audit.sequenced([second, first], 7)
        unit.commit()
    with store.reading() as unit:
        assert [row[:2] for row in unit.audit.entries(None, 9)] == [(8, one), (7, two)]


def test_objects_come_back_as_json(store: Store):
    acted(store, "a.one")
    index(store, 1, 0)
    with store.reading() as unit:
        [(_, _, _, objects)] = unit.audit.entries(None, 9)
    assert json.loads(objects) == ["a.one", 'an object, “ü"']


def test_they_come_page_by_page(store: Store):
    acted(store, *(f"a.act_{n}" for n in range(5)))
    index(store, 5, 0)
    with store.reading() as unit:
        first = [row[0] for row in unit.audit.entries(None, 2)]
        second = [row[0] for row in unit.audit.entries(first[-1], 2)]
        third = [row[0] for row in unit.audit.entries(second[-1], 2)]
        assert (first, second, third) == ([4, 3], [2, 1], [0])
        assert not unit.audit.entries(0, 2)


def test_the_oldest_that_waits_is_watched(store: Store):
    with store.reading() as unit:
        assert unit.audit.oldest_pending_at() is None
    acted(store, "a.one", "a.two")
    with store.reading() as unit:
        assert unit.audit.oldest_pending_at() == NOW
    index(store, 1, 0)
    with store.reading() as unit:
        assert unit.audit.oldest_pending_at() == NOW + HOUR
    index(store, 1, 1)
    with store.reading() as unit:
        assert unit.audit.oldest_pending_at() is None


def test_one_unit_may_hold_several_entries(store: Store):
    entries = [bytes(make.audit_entry(act)) for act in ("a.one", "a.two")]
    with store.writing() as unit:
        for entry in entries:
            unit.audit.add(entry, bytes(16), [], NOW)
        unit.commit()
    with store.reading() as unit:
        assert [entry for _, entry in unit.audit.pending(9)] == entries
