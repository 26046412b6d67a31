"""TallyStore: figures without a scan."""

from isthmus.ports import Store
from tests.contract.arrange import Ground, acting

LARGEST = 2**63 - 1


def test_counts_add_up(store: Store, ground: Ground):
    low = ground.low
    with acting(store) as unit:
        unit.tallies.add([(low, "a", "record", 5, 2), (low, "a", "record", 5, 3)])
    with acting(store) as unit:
        unit.tallies.add([(low, "a", "record", 5, 10), (low, "a", "record", 6, 1)])
        unit.tallies.add([(low, "a", "statement", 5, 7), (low, "b", "record", 5, 4)])
    with store.reading() as unit:
        assert unit.tallies.totals(ground.lower) == {
            ("a", "record"): 16,
            ("a", "statement"): 7,
            ("b", "record"): 4,
        }


def test_a_count_may_go_down(store: Store, ground: Ground):
    with acting(store) as unit:
        unit.tallies.add([(ground.low, "a", "open", 5, 3)])
        unit.tallies.add([(ground.low, "a", "open", 5, -1)])
    with store.reading() as unit:
        assert unit.tallies.totals(ground.lower) == {("a", "open"): 2}


def test_hours_hold_their_start_but_not_their_end(store: Store, ground: Ground):
    with acting(store) as unit:
        rows = [(ground.low, "a", "record", hour, hour) for hour in range(537_000, 537_010)]
        unit.tallies.add(rows)
        unit.tallies.add([(ground.low, "b", "record", 537_003, 1)])
        unit.tallies.add([(ground.low, "a", "statement", 537_003, 1)])
    with store.reading() as unit:
        found = unit.tallies.hours("record", (537_002, 537_004), ground.lower)
    assert sorted(map(tuple, found)) == [
        ("a", 537_002, 537_002),
        ("a", 537_003, 537_003),
        ("b", 537_003, 1),
    ]


def test_a_reader_gets_the_sum_over_his_labels(store: Store, ground: Ground):
    with acting(store) as unit:
        unit.tallies.add([(ground.low, "a", "record", 5, 2), (ground.high, "a", "record", 5, 40)])
    with store.reading() as unit:
        for reader, total in [(ground.lower, 2), (ground.higher, 40), (ground.both, 42)]:
            assert unit.tallies.totals(reader) == {("a", "record"): total}
            found = unit.tallies.hours("record", (0, 9), reader)
            assert [tuple(row) for row in found] == [("a", 5, total)]


def test_a_sum_may_fill_64_bits_and_is_a_whole_number(store: Store, ground: Ground):
    with acting(store) as unit:
        unit.tallies.add([(ground.low, "a", "byte", 5, LARGEST - 1)])
        unit.tallies.add([(ground.high, "a", "byte", 5, 1)])
    with store.reading() as unit:
        [total] = unit.tallies.totals(ground.both).values()
        [(_, _, count)] = unit.tallies.hours("byte", (0, 9), ground.both)
    assert total == count == LARGEST
    assert type(total) is type(count) is int
