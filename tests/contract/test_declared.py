"""Stores of declared emergencies and of their ends."""

from __future__ import annotations

from dataclasses import replace

from isthmus.ports import Store
from tests import make
from tests.contract.arrange import acting
from tests.make.declared import confirmed, emergency, ended
from tests.make.exchanged import sixteen

BEN = "person:alder:ben"


def test_an_emergency_is_noted_once_and_confirmed_once(store: Store):
    one, theirs = emergency(), replace(confirmed("theirs"), center="birch", by=None)
    with acting(store) as unit:
        assert unit.emergencies.declare(one)
        assert not unit.emergencies.declare(replace(one, reason="something else"))
        assert unit.emergencies.declare(theirs)
        assert unit.emergencies.get(one.id) == one
        assert unit.emergencies.confirm(one.id, BEN, make.NOW, b"signature")
        assert not unit.emergencies.confirm(one.id, "person:alder:eve", make.NOW, b"another")
        assert not unit.emergencies.confirm(sixteen("none"), BEN, make.NOW, b"signature")
    with store.reading() as unit:
        assert unit.emergencies.get(one.id) == confirmed()
        assert unit.emergencies.get(sixteen("none")) is None
        assert list(unit.emergencies.all()) == [confirmed(), theirs]


def test_only_what_is_confirmed_and_not_over_is_given_as_confirmed(store: Store):
    first, last = confirmed("first", until=make.NOW + make.HOUR), confirmed("last")
    with acting(store) as unit:
        for one in (emergency("draft"), first, last):
            unit.emergencies.declare(one)
        assert list(unit.emergencies.confirmed(make.NOW)) == [first, last]
        assert list(unit.emergencies.confirmed(first.until)) == [last]
        assert not unit.emergencies.confirmed(last.until)


def test_each_center_ends_an_emergency_once(store: Store):
    mine, theirs = ended(at=make.NOW + 2 * make.HOUR), ended(center="birch")
    other = replace(ended("other"), by=None, signature=None)
    with acting(store) as unit:
        unit.emergencies.declare(confirmed())
        unit.emergencies.declare(confirmed("other"))
        assert unit.emergencies.end(mine)
        assert not unit.emergencies.end(replace(mine, reason="something else"))
        assert unit.emergencies.end(theirs)
        assert unit.emergencies.end(other)
        whole = replace(confirmed(), ends=(theirs, mine))
        assert unit.emergencies.get(mine.emergency) == whole
    with store.reading() as unit:
        rest = replace(confirmed("other"), ends=(other,))
        assert list(unit.emergencies.confirmed(make.NOW)) == [whole, rest]
        assert list(unit.emergencies.all()) == [whole, rest]
