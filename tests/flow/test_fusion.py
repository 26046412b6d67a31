from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.flow.clusters import clusters_around
from isthmus.flow.fusion import fuse_pending
from isthmus.model.ids import EntityId
from isthmus.model.judgement import Decision, Judgement, counting
from isthmus.model.label import joined
from isthmus.model.principal import Reader
from isthmus.model.statement import Statement
from isthmus.ports import KeyStore, StatementStore, Store, UnitOfWork
from tests import make
from tests.fakes import MemoryStore
from tests.flow.journey import PURPOSE, Journey, day, label
from tests.flow.waters import (
    IMO,
    MMSI,
    OTHER_IMO,
    OTHER_MMSI,
    people,
    sightings,
    vessel_list,
)


def together(journey: Journey, *entities: EntityId) -> bool:
    with journey.center.store.reading() as unit:
        found = clusters_around(journey.center, unit, entities, journey.reader(unit))
    return len({frozenset(cluster) for cluster in found.values()}) == 1


def sea(*lines: str, listed: Sequence[str] = ()) -> Journey:
    journey = Journey(vessel_list(), sightings())
    journey.deliver(listed, feed="list", at=day(1))
    journey.deliver(lines, feed="ais")
    journey.work()
    return journey


def listed(key: str) -> EntityId:
    return make.IDS.entity("list", key)


def seen(mmsi: str, imo: str = "") -> EntityId:
    return make.IDS.entity("ais", f"vessel:{mmsi}|{imo}")


def test_an_equal_imo_number_joins():
    journey = sea(f"1,{MMSI},{IMO},Lark,2031-01-01,2031-01-02", listed=[f"a,Sea Lark,{IMO},,PA"])
    assert together(journey, listed("a"), seen(MMSI, IMO))
    [judgement] = journey.judgements()
    assert judgement.decision is Decision.SAME
    assert [(c.property, c.bits) for c in counting(judgement.comparisons)] == [("imoNumber", 20)]


def test_an_equal_mmsi_joins_nothing():
    journey = sea(f"1,{MMSI},,Lark,2031-01-01,2031-01-02", listed=[f"a,Sea Lark,,{MMSI},PA"])
    assert not together(journey, listed("a"), seen(MMSI))
    assert journey.judgements() == []


def test_two_imo_numbers_forbid_whatever_else_is_equal():
    journey = sea(
        f"1,{MMSI},{OTHER_IMO},Sea Lark,2031-01-01,2031-01-02",
        listed=[f"a,Sea Lark,{IMO},{MMSI},PA"],
    )
    assert not together(journey, listed("a"), seen(MMSI, OTHER_IMO))


def test_a_name_alone_never_joins_vessels():
    journey = sea(f"1,{MMSI},,Sea Lark,2031-01-01,2031-01-02", listed=["a,Sea Lark,,,PA"])
    assert not together(journey, listed("a"), seen(MMSI))


def test_a_wrong_imo_number_joins_nothing():
    journey = sea(f"1,{MMSI},9074728,Lark,2031-01-01,2031-01-02", listed=["a,Sea Lark,9074728,,PA"])
    assert not together(journey, listed("a"), seen(MMSI, "9074728"))


def persons(*lines: str) -> Journey:
    journey = Journey(people("here"), people("there"))
    for number, line in enumerate(lines):
        journey.deliver([line], feed="here" if number % 2 == 0 else "there", at=day(number))
    journey.work()
    return journey


@pytest.mark.parametrize(
    ("born", "other", "same"),
    [
        ("1972-05-06", "1972-05-06", True),
        ("1972-05-06", "1972", False),
        ("1972-05-06", "1972-05-07", False),
        ("1972-05-06", "1973-05-06", False),
        ("", "1972-05-06", False),
    ],
)
def test_a_name_needs_a_whole_equal_date_of_birth(born: str, other: str, same: bool):  # noqa: FBT001 - a drawn value
    journey = persons(f"1,Mara Elin Lind,{born},", f"1,LIND Mara Elin,{other},")
    pair = make.IDS.entity("here", "1"), make.IDS.entity("there", "1")
    assert together(journey, *pair) == same


def test_one_shared_passport_outweighs_names_that_differ():
    journey = persons("1,Mara Lind,,X1234567", "1,Elin Mara,,X1234567")
    assert together(journey, make.IDS.entity("here", "1"), make.IDS.entity("there", "1"))


def test_a_judgement_keeps_its_bits_per_property_under_both_labels():
    cleared = label(level="SECRET", originator="coast-guard")
    journey = Journey(vessel_list(), sightings(label=cleared))
    journey.deliver([f"a,Sea Lark,{IMO},,PA"], feed="list", at=day(1))
    journey.deliver([f"1,{MMSI},{IMO},Sea Lark,2031-01-01,2031-01-02"], feed="ais")
    journey.work()
    [judgement] = journey.judgements()
    with journey.center.store.reading() as unit:
        labels = unit.labels.all()
        said = {s.seq: s for s in unit.statements.by_seq(range(1, 99), journey.reader(unit))}  # type: ignore[arg-type] # every number
    assert {c.property for c in judgement.comparisons} == {"imoNumber", "name"}
    for c in judgement.comparisons:
        assert (said[c.left].label, said[c.right].label) == (c.left_label, c.right_label)
        assert (said[c.left].entity, said[c.right].entity) == (judgement.left, judgement.right)
    both = [
        labels[number] for c in judgement.comparisons for number in (c.left_label, c.right_label)
    ]
    assert len(set(both)) == 2
    assert labels[judgement.label] == joined(both)


def test_who_may_not_see_one_side_does_not_see_the_two_as_one():
    cleared = label(level="SECRET", originator="coast-guard")
    journey = Journey(vessel_list(), sightings(label=cleared))
    journey.deliver([f"a,Sea Lark,{IMO},,PA"], feed="list", at=day(1))
    journey.deliver([f"1,{MMSI},{IMO},Sea Lark,2031-01-01,2031-01-02"], feed="ais")
    journey.work()
    with journey.center.store.reading() as unit:
        numbers = {label.originators: number for number, label in unit.labels.all().items()}
        low = make.reader(numbers[frozenset({"harbour-office"})])
        assert clusters_around(journey.center, unit, [listed("a")], low) == {
            listed("a"): {listed("a")}
        }


def test_a_judgement_that_stands_unchanged_is_not_written_again():
    line = f"1,{MMSI},{IMO},Sea Lark,2031-01-01,2031-01-02"
    journey = sea(line, listed=[f"a,Sea Lark,{IMO},,PA"])
    before = history(journey)
    with journey.center.store.writing() as unit:
        unit.queue.put(f"resolve:{PURPOSE}", [listed("a"), seen(MMSI, IMO)])
        unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
        unit.commit()
    journey.work()
    assert history(journey) == before
    journey.deliver([f"2,{MMSI},{IMO},Sea Lark II,2031-01-03,2031-01-04"], feed="ais")
    journey.work()
    assert history(journey) == before


def history(journey: Journey) -> list[Judgement]:
    store = journey.center.store
    assert isinstance(store, MemoryStore)
    return list(store._tables.judgements)


def test_a_value_that_is_retracted_takes_its_judgement_along():
    journey = sea(
        f"1,{MMSI},{IMO},Sea Lark,2031-01-01,2031-01-02", listed=[f"a,Sea Lark,{IMO},,PA"]
    )
    journey.deliver([f"a,Sea Lark,{OTHER_IMO},,PA"], feed="list", at=day(2))
    journey.work()
    assert not together(journey, listed("a"), seen(MMSI, IMO))
    journey.deliver([f"a,Sea Lark,{IMO},,PA"], feed="list", at=day(3))
    journey.work()
    assert together(journey, listed("a"), seen(MMSI, IMO))


def test_a_person_outranks_the_model():
    journey = sea(
        f"1,{MMSI},{IMO},Sea Lark,2031-01-01,2031-01-02", listed=[f"a,Sea Lark,{IMO},,PA"]
    )
    [model] = journey.judgements()
    said = replace(
        make.persons_judgement(decision=Decision.DIFFERENT),
        left=model.left,
        right=model.right,
        label=model.label,
    )
    with journey.center.store.writing() as unit:
        unit.judgements.add([said])
        unit.queue.put(f"resolve:{PURPOSE}", [model.left, model.right])
        unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
        unit.commit()
    journey.work()
    assert not together(journey, listed("a"), seen(MMSI, IMO))


def test_a_key_that_too_many_share_proposes_nothing_and_is_counted():
    lines = [f"{n},Mara Elin Lind,19{n:02},X1234567" for n in range(10, 70)]
    journey = Journey(people("here"))
    journey.deliver(lines, feed="here", at=day(1))
    fuse_pending(journey.center)
    assert journey.judgements() == []
    [entry] = journey.entries("entities.resolved")
    # The number of the passport, the whole name, and the name written together in two orders.
    assert dict(entry.counts)["hubs"] == 4


def test_the_pairs_are_the_same_in_any_order_of_arrival():
    lines = [
        f"1,{MMSI},{IMO},Sea Lark,2031-01-01,2031-01-02",
        f"2,{OTHER_MMSI},{IMO},Sea Wren,2031-01-03,2031-01-04",
    ]
    names = [f"a,Sea Lark,{IMO},,PA", f"b,Sea Wren,{IMO},,LR"]
    found = set()
    for forward in (True, False):
        journey = Journey(vessel_list(), sightings())
        for line in lines[:: 1 if forward else -1]:
            journey.deliver([line], feed="ais")
            journey.work()
        journey.deliver(names[:: 1 if forward else -1], feed="list", at=day(1))
        journey.work()
        found.add(frozenset((j.left, j.right, j.bits, j.decision) for j in journey.judgements()))
    assert len(found) == 1


class Watched:
    """A store that notes which labels were seen by whoever read statements or keys."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.seen: list[tuple[str, Reader, frozenset[int]]] = []
        self.on_commit = store.on_commit
        self.scrub = store.scrub
        self.close = store.close

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        with self._store.reading() as unit:
            yield self._watched(unit)

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        with self._store.writing() as unit:
            yield self._watched(unit)

    def _watched(self, unit: UnitOfWork) -> UnitOfWork:
        unit.statements = _Statements(unit.statements, self.seen)  # type: ignore[assignment] # all else is handed on
        unit.keys = _Keys(unit.keys, self.seen)  # type: ignore[assignment] # all else is handed on
        return unit


class _Spy:
    def __init__(
        self,
        inner: StatementStore | KeyStore,
        seen: list[tuple[str, Reader, frozenset[int]]],
    ) -> None:
        self._inner, self._seen = inner, seen

    def __getattr__(self, name: str) -> object:
        call = getattr(self._inner, name)

        def noted(*args: object, **options: object) -> object:
            found = call(*args, **options)
            for reader in (one for one in args if isinstance(one, Reader)):
                rows = found if isinstance(found, list | tuple) else []
                labels = frozenset(row.label for row in rows if isinstance(row, Statement))
                self._seen.append((reader.principal.id, reader, labels))
            return found

        return noted


class _Statements(_Spy):
    pass


class _Keys(_Spy):
    pass


def test_the_resolver_of_one_purpose_never_reads_labels_of_another():
    one, other = label([PURPOSE]), label(["serious-crime"], originator="police")
    purposes = (PURPOSE, "serious-crime", "border-security")
    watched = Watched(MemoryStore())
    journey = Journey(
        people("here", label=one), people("there", label=other), store=watched, purposes=purposes
    )
    journey.deliver(["1,Mara Elin Lind,1972-05-06,X1234567"], feed="here", at=day(1))
    journey.deliver(["1,Mara Elin Lind,1972-05-06,X1234567"], feed="there", at=day(1))
    watched.seen.clear()
    journey.work()
    resolvers = [(reader, labels) for who, reader, labels in watched.seen if "resolver" in who]
    assert {reader.purpose for reader, _ in resolvers} == {PURPOSE, "serious-crime"}
    with journey.center.store.reading() as unit:
        marks = unit.labels.all()
    for reader, labels in resolvers:
        assert reader.principal.purposes == (reader.purpose,)
        assert all(reader.purpose in marks[number].purposes for number in reader.labels)
        assert labels <= reader.labels
    # Each side is seen by its own resolver alone, so nothing joins them.
    assert journey.judgements() == []


@given(st.permutations([0, 1, 2, 3]), st.integers(1, 4))
@settings(max_examples=20, deadline=None)
def test_clusters_are_the_same_however_the_records_come(order: list[int], at_once: int):
    lines = [
        ("list", f"a,Sea Lark,{IMO},,PA"),
        ("ais", f"1,{MMSI},{IMO},Sea Lark,2031-01-01,2031-01-02"),
        ("ais", f"2,{OTHER_MMSI},{OTHER_IMO},Sea Lark,2031-01-01,2031-01-02"),
        ("other", f"a,Sea Lark,{OTHER_IMO},,PA"),
    ]
    journey = Journey(vessel_list(), vessel_list("other"), sightings())
    for count, number in enumerate(order, start=1):
        feed, line = lines[number]
        journey.deliver([line], feed=feed, at=day(1))
        if count % at_once == 0:
            journey.work()
    journey.work()
    assert together(journey, listed("a"), seen(MMSI, IMO))
    assert together(journey, make.IDS.entity("other", "a"), seen(OTHER_MMSI, OTHER_IMO))
    assert not together(journey, listed("a"), seen(OTHER_MMSI, OTHER_IMO))
