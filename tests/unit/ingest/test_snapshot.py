from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from isthmus.ingest.snapshot import Difference, Snapshot, Span, differences, speaking
from isthmus.model.ids import RecordSeq
from tests.flow.journey import day

KEYS = tuple(bytes([n]) for n in range(6))


def snapshot(
    number: int,
    present: Mapping[bytes, int],
    *,
    digest: bytes | None = None,
    complete: bool = True,
    unread: Iterable[bytes] = (),
    keyless: int = 0,
) -> Snapshot:
    return Snapshot(
        as_of=day(number),
        digest=digest or bytes([number]),
        complete=complete,
        present={key: RecordSeq(record) for key, record in present.items()},
        unread=frozenset(unread),
        keyless=keyless,
    )


def many(count: int, record: int = 1) -> dict[bytes, int]:
    return {b"%d" % n: record for n in range(count)}


def keys(*snapshots: Snapshot, decisions: Mapping[Span, bool] | None = None) -> set[bytes]:
    return set(speaking(snapshots, decisions or {}).current)


snapshots = st.lists(
    st.builds(
        snapshot,
        st.integers(0, 3),
        st.dictionaries(st.sampled_from(KEYS), st.integers(1, 4)),
        digest=st.binary(min_size=1, max_size=1),
        complete=st.booleans(),
        unread=st.sets(st.sampled_from(KEYS), max_size=2),
        keyless=st.integers(0, 1),
    ),
    max_size=4,
    unique_by=lambda s: (s.as_of, s.digest),
)
decided = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda s: (day(s[0]), day(s[1]))),
    st.booleans(),
)


@given(snapshots, decided)
def test_every_order_gives_one_state(found: list[Snapshot], decisions: dict[Span, bool]):
    states = [speaking(order, decisions) for order in permutations(found)]
    assert all(state == states[0] for state in states)


@given(snapshots, decided)
def test_who_speaks_is_the_newest_that_was_delivered(
    found: list[Snapshot], decisions: dict[Span, bool]
):
    newest: dict[bytes, RecordSeq] = {}
    for one in sorted(found, key=lambda s: (s.as_of, s.digest)):
        newest.update(one.present)
    assert speaking(found, decisions).current.items() <= newest.items()


@given(snapshots)
def test_nothing_vanishes_by_a_delivery_that_was_cut(found: list[Snapshot]):
    cut = snapshot(9, {}, complete=False)
    assert keys(*found, cut) == keys(*found)


def test_what_is_absent_from_the_next_one_has_vanished():
    assert keys(snapshot(1, many(40)), snapshot(2, many(39))) == set(many(39))


def test_a_twentieth_may_vanish_and_no_more():
    free = speaking([snapshot(1, many(40)), snapshot(2, many(38))], {})
    assert (len(free.current), free.held) == (38, [])
    state = speaking([snapshot(1, many(40)), snapshot(2, many(37))], {})
    assert len(state.current) == 40
    [held] = state.held
    assert (held.span, held.vanished, held.of) == ((day(1), day(2)), 3, 40)


def test_a_held_step_releases_itself_when_one_between_arrives():
    first, last = snapshot(1, many(40)), snapshot(3, many(37))
    assert len(keys(first, last)) == 40
    state = speaking([first, last, snapshot(2, many(38))], {})
    assert (len(state.current), state.held) == (37, [])


def test_a_person_releases_a_held_step():
    both = (snapshot(1, many(40)), snapshot(2, many(20)))
    state = speaking(both, {(day(1), day(2)): True})
    assert (len(state.current), state.held) == (20, [])


def test_a_rejected_step_is_asked_about_again_by_the_next_delivery():
    first, last = snapshot(1, many(40)), snapshot(2, many(20))
    rejected = {(day(1), day(2)): False}
    state = speaking([first, last], rejected)
    assert (len(state.current), state.held) == (40, [])
    state = speaking([first, last, snapshot(3, many(20))], rejected)
    assert len(state.current) == 40
    [held] = state.held
    assert (held.span, held.vanished, held.of) == ((day(2), day(3)), 20, 40)


def test_a_quarantined_key_has_not_vanished():
    rest = many(40)
    del rest[b"7"]
    assert b"7" in keys(snapshot(1, many(40)), snapshot(2, rest, unread=[b"7"]))


def test_a_quarantined_key_vanishes_once_a_later_delivery_lacks_it():
    rest = many(40)
    del rest[b"7"]
    between = snapshot(2, rest, unread=[b"7"])
    assert b"7" not in keys(snapshot(1, many(40)), between, snapshot(3, rest))


def test_one_record_without_a_key_holds_every_vanishing():
    state = speaking([snapshot(1, many(40)), snapshot(2, many(39), keyless=1)], {})
    assert (len(state.current), len(state.held)) == (40, 1)


def test_a_cut_delivery_adds_what_it_holds():
    first = snapshot(1, many(40))
    more = snapshot(2, {b"new": 5, b"7": 6}, complete=False)
    state = speaking([first, more], {})
    assert state.current == {**dict.fromkeys(many(40), 1), b"new": 5, b"7": 6}
    assert b"new" not in keys(first, more, snapshot(3, many(40)))


def test_an_older_one_that_comes_late_enters_as_history():
    newer = snapshot(2, many(40, record=2))
    assert speaking([newer, snapshot(1, many(40))], {}).current == speaking([newer], {}).current


def test_what_reappears_speaks_again():
    first, last = snapshot(1, many(40)), snapshot(3, many(40))
    assert keys(first, snapshot(2, many(39)), last) == set(many(40))


def test_a_step_counts_what_came_what_is_another_and_what_is_gone():
    first = snapshot(1, {b"a": 1, b"b": 1, b"c": 1, b"d": 1})
    later = snapshot(2, {b"a": 1, b"b": 2, b"e": 1}, unread=[b"c"])
    found = differences([later, first])
    assert found == {(later.as_of, later.digest): Difference(added=1, changed=1, vanished=1)}


def test_what_was_not_read_to_its_end_is_no_step():
    first, cut = snapshot(1, {b"a": 1}), snapshot(2, {b"b": 1}, complete=False)
    last = snapshot(3, {b"a": 1, b"b": 1})
    assert differences([first, cut]) == {}
    assert differences([first, cut, last]) == {(last.as_of, last.digest): Difference(1, 0, 0)}
