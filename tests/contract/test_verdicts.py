"""VerdictStore: what was wrong, and the bytes that it was wrong with."""

from dataclasses import replace

from isthmus.model.record import VerdictState
from isthmus.phrases import say
from isthmus.ports import Store, UnitOfWork
from tests import make
from tests.contract.arrange import acting, opened

OTHER = "customs-entries"


def added(unit: UnitOfWork, *feeds: str) -> list[int]:
    """Add one verdict per feed, an hour apart."""
    delivery = opened(unit).seq
    return [
        unit.verdicts.add(
            make.verdict(feed, delivery=delivery, number=n), [], make.NOW + n * make.HOUR
        )
        for n, feed in enumerate(feeds)
    ]


def test_a_verdict_comes_back_whole_and_open(store: Store):
    with acting(store) as unit:
        verdict = make.verdict(delivery=opened(unit).seq, came="\u202e31/02 ٢٠٣١")
        number = unit.verdicts.add(verdict, [(b"k", b"\x00")], make.NOW)
    with store.reading() as unit:
        assert unit.verdicts.get(number) == (verdict, VerdictState.OPEN, make.NOW)
        [row] = unit.verdicts.list(None, None, None, 9)
        assert tuple(row) == (number, verdict, VerdictState.OPEN, make.NOW)


def test_what_came_is_a_phrase_or_the_senders_own_words(store: Store):
    found = say("{what} in {text}", what=say("a NUL"), text='["{what}",{}]')
    with acting(store) as unit:
        delivery = opened(unit).seq
        verdicts = [
            replace(make.verdict(delivery=delivery), came=came) for came in (found, '["x",{}]')
        ]
        numbers = [unit.verdicts.add(one, [], make.NOW) for one in verdicts]
    with store.reading() as unit:
        kept = [unit.verdicts.get(number) for number in numbers]
    assert [one[0] for one in kept if one] == verdicts


def test_an_unknown_number_gives_nothing(store: Store):
    with store.reading() as unit:
        assert unit.verdicts.get(404) is None
        assert not unit.verdicts.pieces(404)


def test_pieces_keep_their_order_and_every_byte(store: Store):
    pieces = [(b"key 2", b"second\xff"), (b"key 1", b"first\x00"), (b"key 2", b"second\xff")]
    with acting(store) as unit:
        delivery = opened(unit).seq
        number = unit.verdicts.add(make.verdict(delivery=delivery), pieces, make.NOW)
        unit.verdicts.add(make.verdict(delivery=delivery), [(b"k", b"of another")], make.NOW)
    with store.reading() as unit:
        assert [tuple(piece) for piece in unit.verdicts.pieces(number)] == pieces


def test_a_long_record_comes_in_several_units_and_a_piece_twice_is_one(store: Store):
    pieces = [(b"key %d" % at, b"piece %d" % at) for at in range(5)]
    with acting(store) as unit:
        number = unit.verdicts.add(make.verdict(delivery=opened(unit).seq), pieces[:2], make.NOW)
    for first, end in ((2, 4), (0, 3), (3, 5)):
        with acting(store) as unit:
            unit.verdicts.add_pieces(number, first, pieces[first:end])
    with store.reading() as unit:
        assert [tuple(piece) for piece in unit.verdicts.pieces(number)] == pieces


def test_the_newest_come_first_page_by_page(store: Store):
    with acting(store) as unit:
        numbers = added(unit, *[make.FEED] * 5)
    with store.reading() as unit:
        first = [row[0] for row in unit.verdicts.list(None, None, None, 3)]
        second = [row[0] for row in unit.verdicts.list(None, None, first[-1], 3)]
    assert first + second == numbers[::-1]


def test_a_list_may_be_of_one_feed(store: Store):
    with acting(store) as unit:
        mine, _, also_mine = added(unit, make.FEED, OTHER, make.FEED)
    with store.reading() as unit:
        assert [row[0] for row in unit.verdicts.list(make.FEED, None, None, 9)] == [also_mine, mine]


def test_a_list_may_be_of_one_state(store: Store):
    with acting(store) as unit:
        left, again, dropped = added(unit, make.FEED, make.FEED, make.FEED)
        unit.verdicts.set_state(again, VerdictState.RESUBMITTED)
        unit.verdicts.set_state(dropped, VerdictState.DISCARDED)
    expected = {
        VerdictState.OPEN: [left],
        VerdictState.RESUBMITTED: [again],
        VerdictState.DISCARDED: [dropped],
    }
    with store.reading() as unit:
        for state, numbers in expected.items():
            found = unit.verdicts.list(None, state, None, 9)
            assert [(row[0], row[2]) for row in found] == [(n, state) for n in numbers]


def test_feed_state_and_page_go_together(store: Store):
    with acting(store) as unit:
        oldest, _, gone, newest = added(unit, make.FEED, OTHER, make.FEED, make.FEED)
        unit.verdicts.set_state(gone, VerdictState.DISCARDED)
    with store.reading() as unit:
        found = unit.verdicts.list(make.FEED, VerdictState.OPEN, newest, 9)
        assert [row[0] for row in found] == [oldest]
