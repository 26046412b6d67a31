"""DeliveryStore: what came when, what stood in it, which record speaks."""

from dataclasses import replace
from datetime import timedelta

from isthmus.model.ids import RecordSeq
from isthmus.model.record import Delivery, DeliveryState
from isthmus.ports import Store, UnitOfWork
from tests import make
from tests.contract.arrange import Ground, acting, laid, opened, recorded

DAY = timedelta(days=1)


class TestOpeningAndClosing:
    def test_an_open_delivery_is_being_received(self, store: Store):
        with acting(store) as unit:
            delivery = opened(unit, make.delivery(seq=77))
        with store.reading() as unit:
            assert unit.deliveries.of_part(make.FEED, "vessels") == [delivery]
            assert delivery.state is DeliveryState.RECEIVING

    def test_numbers_grow(self, store: Store):
        with acting(store) as unit:
            seqs = [opened(unit, make.delivery(f"{n}.csv")).seq for n in range(5)]
        assert seqs == sorted(set(seqs))

    def test_closing_writes_figures_and_state(self, store: Store):
        with acting(store) as unit:
            other = opened(unit, make.delivery("other.csv"))
            delivery = opened(unit)
        closed = replace(
            delivery, state=DeliveryState.COMPLETE, records=9, new=4, quarantined=2, keyless=1
        )
        with acting(store) as unit:
            unit.deliveries.close(closed)
        with store.reading() as unit:
            assert unit.deliveries.of_part(make.FEED, "vessels") == [other, closed]

    def test_one_that_was_cut_says_so(self, store: Store):
        with acting(store) as unit:
            delivery = replace(opened(unit), state=DeliveryState.CUT, records=3)
            unit.deliveries.close(delivery)
        with store.reading() as unit:
            assert unit.deliveries.of_feed(make.FEED) == [delivery]


class TestFinding:
    def test_the_same_bytes_are_known_again_within_their_part(self, store: Store):
        with acting(store) as unit:
            delivery = opened(unit)
        with store.reading() as unit:
            same = unit.deliveries.same
            assert same(make.FEED, "vessels", delivery.digest) == delivery
            assert same(make.FEED, "owners", delivery.digest) is None
            assert same("other-feed", "vessels", delivery.digest) is None
            assert same(make.FEED, "vessels", bytes(32)) is None

    def test_of_several_with_the_same_bytes_the_latest_is_given(self, store: Store):
        with acting(store) as unit:
            opened(unit, make.delivery(as_of=make.NOW))
            latest = opened(unit, make.delivery(as_of=make.NOW - DAY))
        with store.reading() as unit:
            found = unit.deliveries.same(make.FEED, "vessels", latest.digest)
            assert found == latest

    def test_a_part_is_in_as_of_order_then_in_order_of_arrival(self, store: Store):
        with acting(store) as unit:
            late = opened(unit, make.delivery("late", as_of=make.NOW))
            early = opened(unit, make.delivery("early", as_of=make.NOW - DAY))
            again = opened(unit, make.delivery("again", as_of=make.NOW - DAY))
            opened(unit, make.delivery("other", part="owners"))
        with store.reading() as unit:
            assert unit.deliveries.of_part(make.FEED, "vessels") == [early, again, late]

    def test_a_feed_is_newest_received_first(self, store: Store):
        with acting(store) as unit:
            old = opened(unit, make.delivery("old", received_at=make.NOW, as_of=make.NOW))
            new = opened(unit, make.delivery("new", received_at=make.NOW + DAY, part="owners"))
            mid = opened(unit, make.delivery("mid", received_at=make.NOW + make.HOUR))
            opened(unit, make.delivery("other", feed="other-feed"))
        with store.reading() as unit:
            assert unit.deliveries.of_feed(make.FEED) == [new, mid, old]

    def test_a_feed_of_which_nothing_came_has_none(self, store: Store):
        with store.reading() as unit:
            assert not unit.deliveries.of_feed("silent")
            assert not unit.deliveries.of_part("silent", "")


class TestPresence:
    def test_what_stood_in_a_delivery_is_known_by_its_keys(self, store: Store, ground: Ground):
        with acting(store) as unit:
            first, second = recorded(unit, ground, "row 2", "row 3")
            unit.deliveries.note_presence(ground.delivery.seq, [first])
            unit.deliveries.note_presence(ground.delivery.seq, [second])
        with store.reading() as unit:
            assert unit.deliveries.presence(ground.delivery.seq) == {
                make.sealed("row 2").key: first,
                make.sealed("row 3").key: second,
            }

    def test_noting_twice_changes_nothing(self, store: Store, ground: Ground):
        with acting(store) as unit:
            unit.deliveries.note_presence(ground.delivery.seq, [ground.record, ground.record])
            unit.deliveries.note_presence(ground.delivery.seq, [ground.record])
        with store.reading() as unit:
            assert list(unit.deliveries.presence(ground.delivery.seq).values()) == [ground.record]

    def test_a_record_stands_in_several_deliveries(self, store: Store, ground: Ground):
        with acting(store) as unit:
            later = opened(unit, make.delivery("vessels-2.csv"))
            unit.deliveries.note_presence(ground.delivery.seq, [ground.record])
            unit.deliveries.note_presence(later.seq, [ground.record])
        with store.reading() as unit:
            presence = unit.deliveries.presence
            assert presence(later.seq) == presence(ground.delivery.seq) != {}

    def test_nothing_stands_in_one_of_which_nothing_was_noted(self, store: Store, ground: Ground):
        with store.reading() as unit:
            assert unit.deliveries.presence(ground.delivery.seq) == {}
            assert unit.deliveries.unread(ground.delivery.seq) == frozenset()

    def test_keys_that_could_not_be_read_are_kept_apart(self, store: Store, ground: Ground):
        with acting(store) as unit:
            unit.deliveries.note_unread(ground.delivery.seq, [b"\x00\xff", b"k"])
            unit.deliveries.note_unread(ground.delivery.seq, [b"k", b""])
        with store.reading() as unit:
            assert unit.deliveries.unread(ground.delivery.seq) == {b"\x00\xff", b"k", b""}
            assert unit.deliveries.presence(ground.delivery.seq) == {}


class TestWhoSpeaks:
    def test_a_newer_record_takes_the_place_of_its_key(self, store: Store, ground: Ground):
        key = make.sealed("row 2").key
        with acting(store) as unit:
            [old] = recorded(unit, ground, "row 2", content="v1")
            unit.deliveries.set_current(make.FEED, "vessels", {key: old}, [])
        with acting(store) as unit:
            [new] = recorded(unit, ground, "row 2", content="v2")
            unit.deliveries.set_current(make.FEED, "vessels", {key: new}, [])
        with store.reading() as unit:
            assert unit.deliveries.current(make.FEED, "vessels") == {key: new}

    def test_what_is_not_named_goes_on_speaking(self, store: Store, ground: Ground):
        with acting(store) as unit:
            seqs = recorded(unit, ground, "row 2", "row 3", "row 4")
            keys = [make.sealed(key).key for key in ("row 2", "row 3", "row 4")]
            now = dict(zip(keys, seqs, strict=True))
            unit.deliveries.set_current(make.FEED, "vessels", now, [])
            unit.deliveries.set_current(make.FEED, "vessels", {keys[0]: seqs[2]}, iter([keys[1]]))
        with store.reading() as unit:
            assert unit.deliveries.current(make.FEED, "vessels") == {
                keys[0]: seqs[2],
                keys[2]: seqs[2],
            }

    def test_parts_and_feeds_do_not_touch_each_other(self, store: Store, ground: Ground):
        key = make.sealed().key
        with acting(store) as unit:
            unit.deliveries.set_current(make.FEED, "vessels", {key: ground.record}, [])
            unit.deliveries.set_current(make.FEED, "owners", {}, [key])
        with store.reading() as unit:
            assert unit.deliveries.current(make.FEED, "vessels") == {key: ground.record}
            assert unit.deliveries.current(make.FEED, "owners") == {}
            assert unit.deliveries.current("other-feed", "vessels") == {}

    def test_a_key_that_never_spoke_may_go(self, store: Store):
        with acting(store) as unit:
            unit.deliveries.set_current(make.FEED, "vessels", {}, [b"unknown"])
        with store.reading() as unit:
            assert unit.deliveries.current(make.FEED, "vessels") == {}


class TestEntrances:
    def delivered(
        self, unit: UnitOfWork, day: int, *records: RecordSeq, part: str = "vessels"
    ) -> Delivery:
        """Close a complete delivery of a day in which these records stood."""
        as_of = make.NOW + day * DAY
        delivery = opened(unit, make.delivery(f"{part} {day}", as_of=as_of, part=part))
        unit.deliveries.note_presence(delivery.seq, records)
        unit.deliveries.close(replace(delivery, state=DeliveryState.COMPLETE))
        return delivery

    def test_a_key_entered_with_the_first_of_its_records(self, store: Store, ground: Ground):
        with acting(store) as unit:
            [old] = recorded(unit, ground, "row 2", content="v1")
            [new] = recorded(unit, ground, "row 2", content="v2")
            self.delivered(unit, 1, ground.record)
            self.delivered(unit, 2, ground.record, old)
            self.delivered(unit, 3, ground.record, new)
        began, entered = make.NOW + DAY, make.NOW + 2 * DAY
        with store.reading() as unit:
            assert unit.deliveries.entrances([old, new, ground.record]) == {
                old: (entered, began),
                new: (entered, began),
                ground.record: (began, began),
            }
            assert unit.deliveries.entrances([]) == {}

    def test_a_delivery_that_comes_late_moves_it_back(self, store: Store, ground: Ground):
        with acting(store) as unit:
            self.delivered(unit, 5, ground.record)
            self.delivered(unit, 2, ground.record)
            assert unit.deliveries.entrances([ground.record]) == {
                ground.record: (make.NOW + 2 * DAY, make.NOW + 2 * DAY)
            }

    def test_what_is_still_received_does_not_count_but_what_was_cut_does(
        self, store: Store, ground: Ground
    ):
        with acting(store) as unit:
            receiving = opened(unit, make.delivery("early", as_of=make.NOW - DAY))
            unit.deliveries.note_presence(receiving.seq, [ground.record])
            assert unit.deliveries.entrances([ground.record]) == {}
            self.delivered(unit, 1, ground.record)
            later = make.NOW + DAY, make.NOW + DAY
            assert unit.deliveries.entrances([ground.record]) == {ground.record: later}
            unit.deliveries.close(replace(receiving, state=DeliveryState.CUT))
            earlier = make.NOW - DAY, make.NOW - DAY
            assert unit.deliveries.entrances([ground.record]) == {ground.record: earlier}

    def test_records_that_stood_in_no_delivery_are_left_out(self, store: Store, ground: Ground):
        with acting(store) as unit:
            [streamed] = recorded(unit, ground, "row 2")
            self.delivered(unit, 1, ground.record)
            assert set(unit.deliveries.entrances([streamed, ground.record])) == {ground.record}

    def test_other_parts_do_not_count(self, store: Store, ground: Ground):
        with acting(store) as unit:
            other = opened(unit, make.delivery("owners.csv", part="owners"))
            sealed = replace(make.sealed("row 2"), id=make.IDS.record("f", "owners", b"2"))
            [owner] = unit.records.add(other, "bucket", ground.low, [sealed])
            self.delivered(unit, 1, owner, part="owners")
            self.delivered(unit, 2, ground.record)
            assert unit.deliveries.entrances([ground.record]) == {
                ground.record: (make.NOW + 2 * DAY, make.NOW + 2 * DAY)
            }


class TestDecisions:
    def test_they_come_back_whole_and_oldest_first(self, store: Store):
        steps = [
            make.held_step(release=False),
            replace(make.held_step(release=True), at=make.NOW + DAY),
            make.held_step(release=None, by="p-ivo.brandt"),
        ]
        steps[2] = replace(steps[2], at=make.NOW + 2 * DAY, reason=None)
        for step in steps:
            with acting(store) as unit:
                unit.deliveries.decide(step)
        with store.reading() as unit:
            assert unit.deliveries.decisions(make.FEED, "vessels") == steps
            assert not unit.deliveries.decisions(make.FEED, "owners")


def test_the_version_that_speaks_for_a_key_is_kept(store: Store):
    key, other = b"k" * 16, b"o" * 16
    with acting(store) as unit:
        ground = laid(unit)
        [second] = recorded(unit, ground, "row 2")
        unit.deliveries.set_latest(make.FEED, "vessels", {key: ("2031-01", ground.record)})
        unit.deliveries.set_current(make.FEED, "vessels", {other: ground.record}, [])
    with acting(store) as unit:
        found = unit.deliveries.latest(make.FEED, "vessels", [key, other, b"none"])
        assert found == {key: ("2031-01", ground.record)}
        assert unit.deliveries.latest(make.FEED, "another part", [key]) == {}
        unit.deliveries.set_latest(make.FEED, "vessels", {key: ("2031-02", second)})
    with store.reading() as unit:
        latest = unit.deliveries.latest(make.FEED, "vessels", [key])
        assert latest == {key: ("2031-02", second)}
        assert unit.deliveries.current(make.FEED, "vessels") == {
            key: second,
            other: ground.record,
        }
