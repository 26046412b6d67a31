from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from isthmus.errors import PapersMissing
from isthmus.flow.intake import BATCH_FIRST, BATCH_LEAST, BATCH_MOST, paced
from isthmus.flow.quarantine import opened
from isthmus.formats.raw import MAX_RECORD_BYTES, Tree
from isthmus.ingest.declaration import FeedDeclaration
from isthmus.model.label import NOBODY
from isthmus.model.record import DeliveryState, Verdict
from isthmus.model.statement import State
from tests import make
from tests.fakes import FixedClock, MemoryStore, MemoryUnit
from tests.flow.failing import FailingStore, KilledError
from tests.flow.journey import PURPOSE, Journey, day, declared, part, register
from tests.flow.waters import MMSI, sightings


def verdicts(journey: Journey) -> list[tuple[Verdict, bytes]]:
    """Give each verdict with its quarantined bytes, oldest first."""
    found = []
    with journey.center.store.reading() as unit:
        for number, verdict, _, _ in unit.verdicts.list(None, None, None, 1000):
            stored = unit.verdicts.pieces(number)
            store = journey.center.store
            assert isinstance(store, MemoryStore)
            feed = journey.center.feeds[verdict.feed].feed
            expiry = make.NOW + timedelta(days=feed.retention_days)
            bucket = f"{feed.id}-{expiry:%Y-%m}"
            found.append((verdict, opened(journey.center, bucket, stored).content))
    return found[::-1]


LINES = [
    b"k1,Sea Lark,2001-02-03\n",
    b"k2,Sea Wren,31 February\n",
    b",No Key,2001\n",
    b"k4,Bad\xff Bytes,2001\n",
    b"k5,Nul\x00 Inside,2001\n",
    b"k6,Too,many,cells\n",
    b"k7,Heron,2001\n",
]


def test_what_breaks_gets_a_verdict_and_goes_to_quarantine_and_the_rest_is_admitted():
    journey = Journey()
    receipt = journey.deliver(b"".join(LINES), at=day(1))
    assert (receipt.records, receipt.new) == (2, 2)
    assert receipt.delivery.state is DeliveryState.COMPLETE
    assert (receipt.delivery.quarantined, receipt.delivery.keyless) == (5, 4)
    assert {key for key, _, _ in journey.said([f"k{n}" for n in range(9)])} == {"k1", "k7"}
    found = verdicts(journey)
    kept = {verdict.number: raw for verdict, raw in found}
    # Byte for byte, its line end included.
    assert kept == {n: LINES[n - 1] for n in (2, 3, 4, 5, 6)}
    for verdict, _ in found:
        assert verdict.feed == "register"
        assert all((verdict.expected, verdict.came, verdict.repair))
        assert str(verdict.came).isprintable()
    [date] = [verdict for verdict, _ in found if verdict.number == 2]
    assert (date.field, date.came) == ("buildDate", "31 February")
    [key] = [verdict for verdict, _ in found if verdict.number == 3]
    assert (key.field, str(key.came)) == ("key", "nothing")


def test_a_feed_whose_papers_are_missing_admits_nothing():
    feed = register()
    bare = replace(feed.feed, label=make.label(purposes=NOBODY))
    journey = Journey(replace(feed, feed=bare))
    with pytest.raises(PapersMissing):
        journey.deliver(LINES[0], at=day(1))
    assert journey.said(["k1"]) == frozenset()


def test_every_record_can_be_traced_to_its_very_bytes():
    journey = Journey()
    journey.deliver(b"".join(LINES), at=day(1))
    [name] = [s for s in journey.statements(["k7"]) if s.property == "name"]
    with journey.center.store.reading() as unit:
        [record] = unit.records.get([name.record], journey.reader(unit))
    raw = journey.sealer.open(record.bucket, record.wrapped, record.sealed, record.id)
    assert raw == LINES[6]
    assert (record.number, record.size, record.sha256) == (7, len(raw), sha256(raw).digest())
    assert record.file == "a file.csv"


def test_every_statement_has_its_papers():
    journey = Journey()
    journey.deliver(LINES[0], at=day(1))
    feed = journey.center.feeds["register"].feed
    with journey.center.store.reading() as unit:
        labels = unit.labels.all()
    for said in journey.statements(["k1"]):
        assert (said.source, said.grade, labels[said.label]) == ("register", "B2", feed.label)
        assert said.expires_on == make.NOW + timedelta(days=feed.retention_days)
        assert said.recorded_at == make.NOW


def test_what_is_durable_has_its_entries_and_the_intake_acts_as_a_service_principal():
    journey = Journey()
    journey.deliver(b"".join(LINES), at=day(1))
    acts = [(e.act, e.principal, e.role) for e in journey.entries()]
    who = ("service:intake.register", "service")
    assert acts == [
        ("delivery.opened", *who),
        ("records.admitted", *who),
        ("delivery.closed", *who),
        ("statements.asserted", *who),
        ("part.reconciled", *who),
    ]
    counts = dict(journey.entries("records.admitted")[0].counts)
    assert counts == {"records": 2, "statements": 6, "quarantined": 5}


def test_a_delivery_larger_than_a_batch_is_written_batch_by_batch():
    journey = Journey()
    count = 7 * BATCH_FIRST + 7
    receipt = journey.deliver([f"k{n},Vessel {n},2001" for n in range(count)], at=day(1))
    assert (receipt.records, receipt.new, receipt.statements) == (count, count, 3 * count)
    sizes = [dict(e.counts)["records"] for e in journey.entries("records.admitted")]
    assert sizes == [BATCH_FIRST, 2 * BATCH_FIRST, 4 * BATCH_FIRST, 7]


def test_a_batch_holds_the_write_as_long_as_it_may_and_not_longer():
    ms = timedelta(milliseconds=1)
    assert paced(BATCH_FIRST, 10 * ms, alone=False) == 2 * BATCH_FIRST
    assert paced(BATCH_FIRST, 20 * ms, alone=False) == BATCH_FIRST
    assert paced(BATCH_FIRST, 30 * ms, alone=False) == BATCH_FIRST // 2
    assert paced(BATCH_FIRST, 30 * ms, alone=True) == 2 * BATCH_FIRST
    assert paced(BATCH_MOST, 10 * ms, alone=False) == BATCH_MOST
    assert paced(BATCH_LEAST, 90 * ms, alone=False) == BATCH_LEAST


class SlowStore(MemoryStore):
    """A store in which time passes before each write begins, or before it is durable."""

    def __init__(self, clock: FixedClock, *, waits: timedelta, holds: timedelta) -> None:
        super().__init__()
        self._clock, self._waits, self._holds = clock, waits, holds

    @contextmanager
    def writing(self) -> Generator[MemoryUnit]:
        self._clock.advance(self._waits)
        with super().writing() as unit:
            yield unit
            self._clock.advance(self._holds)


@pytest.mark.parametrize(("waits", "holds", "grows"), [(1, 0, True), (0, 1, False)])
def test_a_batch_is_measured_by_its_write_and_not_by_the_wait_for_it(
    waits: int, holds: int, *, grows: bool
):
    journey, second = Journey(), timedelta(seconds=1)
    store = SlowStore(journey.clock, waits=waits * second, holds=holds * second)
    journey.center = replace(journey.center, store=store)
    count = 2 * BATCH_FIRST
    journey.deliver([f"k{n},Vessel {n},2001" for n in range(count)], at=day(1))
    sizes = [dict(e.counts)["records"] for e in journey.entries("records.admitted")]
    assert sum(sizes) == count
    assert len(sizes) == 2 if grows else sizes[1] < BATCH_FIRST


def test_the_same_lines_twice_in_one_delivery_are_one_record():
    journey = Journey()
    receipt = journey.deliver(["k1,Sea Lark,2001"] * 2, at=day(1))
    assert (receipt.new, receipt.broken) == (1, [])
    far_apart = [f"k{n},Vessel {n},2001" for n in range(2, BATCH_FIRST + 2)]
    receipt = journey.deliver(["k1,Sea Lark,2001", *far_apart, "k1,Sea Lark,2001"], at=day(2))
    assert (receipt.new, receipt.broken) == (BATCH_FIRST, [])


def test_a_stream_adds_and_the_same_bytes_again_change_nothing():
    journey = Journey(sightings())
    lines = [f"s1,{MMSI},,Sea Lark,2031-01-01,2031-01-02"]
    journey.deliver(lines)
    said = journey.said(["s1"], "ais")
    assert journey.deliver(lines).again
    again = journey.deliver([*lines, f"s2,{MMSI},,Sea Lark,2031-01-03,2031-01-04"])
    assert (again.records, again.new) == (2, 1)
    assert journey.said(["s1"], "ais") == said
    assert all(s.state is State.ASSERTED for s in journey.statements(["s1", "s2"], "ais"))


def test_an_event_in_the_year_9999_gets_a_verdict_and_an_expiry_does_not():
    journey = Journey(sightings(), register())
    receipt = journey.deliver([f"s1,{MMSI},,Sea Lark,9999-12-31,"], feed="ais")
    [broken] = receipt.broken
    assert (broken.fault.field, broken.fault.came) == ("startDate", "9999-12-31")
    receipt = journey.deliver(["k1,Sea Lark,9999-12-31"], feed="register", at=day(1))
    assert receipt.broken == []


JSONL: dict[str, Tree] = {
    "format": "jsonl",
    "map": {
        "key": ["id"],
        "entities": {"person": {"schema": "Person", "values": [{"to": "name", "from": "name"}]}},
    },
}


@pytest.mark.parametrize(
    "line",
    [
        b'{"id": "\\ud800", "name": "Mara"}',
        b'{"id": "1", "name": "Mara \\udfff"}',
        b'{"id": "1\\u0000", "name": "Mara"}',
        b'{"id": "1", "name": "Mara\\u0000"}',
        b'{"id": "1", "name": ',
        b'["id", "name"]',
        b"\xff\xfe",
    ],
)
def test_nothing_in_a_record_stops_its_feed(line: bytes):
    journey = Journey(declared("people", "stream", {"main": JSONL}))
    receipt = journey.deliver(line + b'\n{"id": "2", "name": "Ivo"}\n')
    assert (receipt.new, len(receipt.broken)) == (1, 1)
    [(verdict, raw)] = verdicts(journey)
    assert (verdict.number, raw) == (1, line + b"\n")
    assert journey.said(["2"], "people") == {("2", "name", "Ivo")}


def test_an_empty_delivery_is_one():
    journey = Journey()
    journey.deliver(["k1,Sea Lark,2001"], at=day(1))
    receipt = journey.deliver(b"", at=day(2))
    assert receipt.records == 0
    assert journey.said(["k1"]) != frozenset()


def test_figures_are_kept_per_label_and_feed():
    journey = Journey()
    journey.deliver(b"".join(LINES), at=day(1))
    journey.deliver(b"".join(LINES), at=day(1))
    with journey.center.store.reading() as unit:
        totals = unit.tallies.totals(journey.reader(unit))
        hidden = unit.tallies.totals(make.reader())
    wanted = {"records": 2, "statements": 6, "quarantined": 5}
    assert {kind: totals["register", kind] for kind in wanted} == wanted
    assert hidden == {}


def test_a_record_tells_the_date_of_its_delivery_to_the_mapping():
    values: Tree = [{"to": "listedOn", "from": "@as_of"}]
    mapped = part(("id",), ["id"], {"vessel": {"schema": "Vessel", "values": values}})
    journey = Journey(declared("dated", "snapshot", {"main": mapped}))
    journey.deliver(["k1"], at=day(4))
    [said] = journey.said(["k1"], "dated")
    assert said == ("k1", "listedOn", "2031-01-05T00:00:00Z")


def test_only_what_is_new_waits_for_the_resolver():
    journey = Journey()
    journey.deliver(["k1,Sea Lark,2001", "k2,Sea Wren,2002"], at=day(1))
    journey.work()
    journey.deliver(["k1,Sea Lark,2001", "k2,Sea Wren II,2002"], at=day(2))
    with journey.center.store.reading() as unit:
        waiting = {entity for _, entity in unit.queue.peek(f"resolve:{PURPOSE}", 99)}
    assert waiting == {journey.entity("k2")}


LONG = b"k2," + b"x" * (3 * MAX_RECORD_BYTES) + b",2001\n"


def long_line() -> bytes:
    return b"k1,Sea Lark,2001\n" + LONG + b"k3,Heron,2001\n"


def test_a_record_of_many_pieces_is_put_away_as_they_come_and_counts_once():
    journey = Journey()
    receipt = journey.deliver(long_line(), at=day(1))
    assert (receipt.records, receipt.delivery.quarantined, receipt.delivery.keyless) == (2, 1, 1)
    ((verdict, raw),) = verdicts(journey)
    assert (verdict.number, raw == LONG) == (2, True)
    assert len(journey.entries("records.admitted")) > 2
    counted = [dict(e.counts)["quarantined"] for e in journey.entries("records.admitted")]
    assert sum(counted) == 1
    with journey.center.store.reading() as unit:
        assert unit.tallies.totals(journey.reader(unit))["register", "quarantined"] == 1


@pytest.mark.parametrize("nth", range(2, 8))
def test_a_crash_between_two_pieces_loses_no_byte_of_a_long_record(nth: int):
    journey = Journey()
    failing = journey.over(FailingStore(journey.center.store, nth))
    with suppress(KilledError):
        failing.deliver(long_line(), at=day(1))
    journey.deliver(long_line(), at=day(1))
    ((_, raw),) = verdicts(journey)
    assert raw == LONG


def columns(*names: str) -> FeedDeclaration:
    """Give the register with a header row that must have these columns."""
    before = register()
    options: dict[str, Tree] = {"columns": list(names), "must_end_with": "\n"}
    return replace(before, parts={"list": replace(before.parts["list"], options=options)})


def use(journey: Journey, declaration: FeedDeclaration) -> None:
    feeds = {declaration.feed.id: declaration}
    journey.center = replace(journey.center, feeds=feeds)


FILE = b"id,name,built,port\nk1,Sea Lark,2001,A\nk2,Heron,31 February,B\n"


def test_a_file_that_was_refused_as_a_whole_is_read_once_its_mapping_was_mended():
    journey = Journey(columns("id", "name", "built"))
    assert journey.deliver(FILE, at=day(1)).delivery.state is DeliveryState.CUT
    assert not journey.said(["k1"])
    use(journey, columns("id", "name", "built", "port"))
    receipt = journey.deliver(FILE, at=day(1))
    assert (receipt.again, receipt.records, receipt.new) == (False, 1, 1)
    assert receipt.delivery.state is DeliveryState.COMPLETE
    assert ("k1", "name", "Sea Lark") in journey.said(["k1"])
    with journey.center.store.reading() as unit:
        rows = unit.verdicts.list(None, None, None, 9)
        assert len(unit.deliveries.of_feed("register")) == 1
    assert {v.number: s.value for _, v, s, _ in rows} == {0: "resubmitted", 2: "open"}
    assert journey.deliver(FILE, at=day(1)).again


def test_a_file_that_is_cut_off_may_come_again_and_gets_no_verdict_twice():
    journey = Journey()
    lines = ["k1,Sea Lark,2001", "k2,Heron,31 February"]
    receipts = [journey.deliver(lines, at=day(1), whole=False) for _ in range(3)]
    assert [r.delivery.state for r in receipts] == [DeliveryState.CUT] * 3
    counts = [(r.records, r.delivery.new, r.delivery.quarantined) for r in receipts]
    assert counts == [(1, 1, 1)] * 3
    assert sorted(v.number for v, _ in verdicts(journey)) == [0, 2]
    with journey.center.store.reading() as unit:
        rows = unit.verdicts.list(None, None, None, 9)
    assert {state.value for *_, state, _ in rows} == {"open"}
