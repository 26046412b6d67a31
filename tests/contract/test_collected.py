"""Stores of collections of STIX, and of the keys with which programs read them."""

from __future__ import annotations

from dataclasses import replace

from isthmus.model.collection import Kind
from isthmus.model.principal import KeyUse
from isthmus.model.statement import State
from isthmus.ports import Store
from tests import make
from tests.contract.arrange import acting, laid, said
from tests.make.collected import COLLECTION, access_key, collection, entry
from tests.make.exchanged import sixteen

SKIFF = make.Claim("skiff", "name", "Night Heron")


def test_a_collection_is_kept_as_it_got_on(store: Store):
    first = collection()
    with acting(store) as unit:
        unit.collections.put(first)
        unit.collections.put(collection("another"))
    further = replace(collection(told=3), move=7, checked=2, until=3, turn=1, authority=b"other")
    with acting(store) as unit:
        assert unit.collections.get(COLLECTION) == first
        unit.collections.put(further)
    with store.reading() as unit:
        assert unit.collections.get(COLLECTION) == further
        assert unit.collections.get(sixteen("another")) == collection("another")
        assert unit.collections.get(sixteen("none")) is None


def test_an_entry_takes_the_place_of_the_one_of_its_object(store: Store):
    one, two = entry(1), entry(2, owner="lark", other="dhow", kind=Kind.SAME)
    again = replace(entry(3, name="1"), revoked=True, digest=b"")
    with acting(store) as unit:
        unit.collections.add([])
        unit.collections.add([one, two])
        unit.collections.add([replace(one, collection=sixteen("another"))])
        unit.collections.add([again])
    with store.reading() as unit:
        assert list(unit.collections.page(COLLECTION, 0, (), 9)) == [two, again]
        assert list(unit.collections.named(COLLECTION, [one.object, "none"])) == [again]
        assert len(unit.collections.page(sixteen("another"), 0, (), 9)) == 1


def test_a_page_begins_after_a_number_and_has_some_types(store: Store):
    some = [entry(n, form=form) for n, form in enumerate(("identity", "note", "identity"), 1)]
    with acting(store) as unit:
        unit.collections.add(some)
    with store.reading() as unit:
        page = unit.collections.page
        assert list(page(COLLECTION, 1, (), 9)) == some[1:]
        assert list(page(COLLECTION, 0, (), 2)) == some[:2]
        assert list(page(COLLECTION, 0, ("identity", "report"), 9)) == [some[0], some[2]]
        assert list(page(COLLECTION, 1, ("identity",), 1)) == [some[2]]


def test_entries_are_found_by_either_end_and_by_kind(store: Store):
    own, same = entry(1), entry(2, owner="lark", other="dhow", kind=Kind.SAME)
    apart = entry(3, owner="rook")
    with acting(store) as unit:
        unit.collections.add([own, same, apart])
    with store.reading() as unit:
        assert list(unit.collections.around(COLLECTION, [sixteen("dhow")])) == [own, same]
        assert list(unit.collections.around(COLLECTION, [sixteen("lark")])) == [same]
        assert list(unit.collections.of_kind(COLLECTION, Kind.SAME)) == [same]
        assert not unit.collections.around(COLLECTION, [])


def test_a_time_leads_to_the_last_that_was_told_by_then(store: Store):
    with acting(store) as unit:
        unit.collections.add([entry(1), entry(2)])
    with store.reading() as unit:
        until = unit.collections.added_until
        assert until(COLLECTION, make.NOW) == 0
        assert until(COLLECTION, make.NOW + make.HOUR) == 1
        assert until(COLLECTION, make.NOW + 9 * make.HOUR) == 2


def test_what_is_dropped_is_gone(store: Store):
    with acting(store) as unit:
        unit.collections.add([entry(1), entry(2)])
        unit.collections.drop(COLLECTION, ["identity--1", "none"])
    with store.reading() as unit:
        assert [e.seq for e in unit.collections.page(COLLECTION, 0, (), 9)] == [2]


def test_statements_and_rows_of_life_are_followed_under_the_readers_labels(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        first = unit.statements.last()
        [low] = said(unit, ground, SKIFF)
        [high] = said(unit, ground, SKIFF._replace(about="rook"), label=ground.high)
        unit.statements.set_state([low, high], State.RECALLED, make.NOW, "a test")
    skiff, rook = make.entity("skiff"), make.entity("rook")
    with store.reading() as unit:
        said_after, moved_after = unit.statements.said_after, unit.statements.moved_after
        assert list(said_after(first, ground.both, 9)) == [(low, skiff), (high, rook)]
        assert list(said_after(first, ground.lower, 9)) == [(low, skiff)]
        assert list(said_after(low, ground.lower, 9)) == []
        assert list(said_after(first, ground.both, 1)) == [(low, skiff)]
        moves = moved_after(0, ground.both, 9)
        assert [entity for _, entity in moves] == [skiff, rook]
        assert list(moved_after(0, ground.higher, 9)) == [moves[1]]
        assert list(moved_after(moves[0][0], ground.both, 9)) == [moves[1]]
        assert unit.statements.last() == high
        assert unit.statements.last_move() == moves[1][0]


def test_the_last_judgement_has_the_greatest_number(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        assert unit.judgements.last() == 0
        unit.judgements.add([make.persons_judgement(label=ground.low)])
    with store.reading() as unit:
        [(number, _)] = unit.judgements.page(0, 9, ground.lower)
        assert unit.judgements.last() == number


def test_a_key_is_known_by_its_secret_until_it_ends(store: Store):
    one, two = access_key(), access_key("two", use=KeyUse.SCREENING)
    with acting(store) as unit:
        unit.accounts.put_access_key(one)
        unit.accounts.put_access_key(two)
    ended = replace(one, ended_at=make.NOW)
    with acting(store) as unit:
        assert unit.accounts.access_key(one.token_hash) == one
        assert unit.accounts.access_key(b"another") is None
        unit.accounts.put_access_key(replace(ended, made_for="something else"))
    with store.reading() as unit:
        assert sorted(unit.accounts.access_keys(), key=lambda key: key.id) == sorted(
            (ended, two), key=lambda key: key.id
        )
