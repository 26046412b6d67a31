"""RecordStore: records as they were sealed."""

from isthmus.ports import Store
from tests import make
from tests.contract.arrange import Ground, acting, recorded


def test_a_record_comes_back_as_it_was_put(store: Store, ground: Ground):
    sealed = make.sealed("row 2", "\0 any bytes", number=12)
    with acting(store) as unit:
        [seq] = unit.records.add(ground.delivery, "2031-05", ground.low, [sealed])
    with store.reading() as unit:
        [stored] = unit.records.get([seq], ground.lower)
        assert stored == unit.records.by_id(sealed.id, ground.lower)
    assert (stored.seq, stored.id, stored.number) == (seq, sealed.id, 12)
    assert (stored.sealed, stored.wrapped) == (sealed.sealed, sealed.wrapped)
    assert (stored.sha256, stored.size) == (sealed.sha256, sealed.size)
    assert (stored.feed, stored.part, stored.file) == (make.FEED, "vessels", "vessels-1.csv")
    assert (stored.delivery, stored.received_at) == (
        ground.delivery.seq,
        ground.delivery.received_at,
    )
    assert (stored.bucket, stored.label) == ("2031-05", ground.low)


def test_numbers_come_in_the_order_given(store: Store, ground: Ground):
    keys = [f"row {n}" for n in range(9, 1, -1)]
    with acting(store) as unit:
        seqs = recorded(unit, ground, *keys)
        known = unit.records.known([make.sealed(key).id for key in keys])
    assert list(seqs) == [known[make.sealed(key).id] for key in keys]
    assert len(set(seqs)) == len(keys)


def test_no_records_have_no_numbers(store: Store, ground: Ground):
    with acting(store) as unit:
        assert unit.records.add(ground.delivery, "bucket", ground.low, []) == []


def test_only_what_the_store_holds_is_known(store: Store, ground: Ground):
    held, missing = make.sealed().id, make.sealed("row 1", "v2").id
    with store.reading() as unit:
        assert unit.records.known([held, missing, held]) == {held: ground.record}
        assert unit.records.known([]) == {}


def test_versions_of_one_key_are_records_of_their_own(store: Store, ground: Ground):
    with acting(store) as unit:
        [first] = recorded(unit, ground, "row 2", content="v1")
        [second] = recorded(unit, ground, "row 2", content="v2")
    with store.reading() as unit:
        assert {r.seq for r in unit.records.get([first, second], ground.both)} == {first, second}


def test_a_reader_gets_those_of_a_list_that_he_may_see(store: Store, ground: Ground):
    with acting(store) as unit:
        [low] = recorded(unit, ground, "row 2")
        [high] = recorded(unit, ground, "row 3", label=ground.high)
    with store.reading() as unit:
        assert [r.seq for r in unit.records.get([low, high], ground.lower)] == [low]
        assert {r.seq for r in unit.records.get([low, high], ground.both)} == {low, high}
