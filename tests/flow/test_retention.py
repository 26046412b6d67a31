"""Retention: what a list says again stays, what nobody says any more goes from everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.adapters.keyring import Keyring
from isthmus.adapters.store import open_sqlite
from isthmus.errors import NotFound
from isthmus.flow.actor import intake_actor
from isthmus.flow.batch import prepared, write
from isthmus.flow.course import Course
from isthmus.flow.documents.following import ShownFollowUp
from isthmus.flow.following_up import follow_up, follow_ups
from isthmus.flow.provenance import opened
from isthmus.flow.retention import Kept, keep_days
from isthmus.flow.retraction import waiting
from isthmus.flow.search import EntityQuery, search_entities
from isthmus.flow.taxii import Wanted, page
from isthmus.formats.raw import RawRecord, Tree
from isthmus.formats.registry import READERS
from isthmus.ingest.declaration import FeedDeclaration
from isthmus.ingest.mapping import compiled_mapping
from isthmus.model.ids import LabelId, StatementSeq
from isthmus.model.judgement import Decision
from isthmus.model.record import DeliveryState, StoredRecord
from isthmus.model.statement import State, Statement
from isthmus.ports import UnitOfWork
from tests import make
from tests.flow.journey import Journey, Said, day, declared, part, register
from tests.flow.stage import officer

DAYS = 30
DAY = timedelta(days=1)
KEYS = ("k1", "k2", "k3", "k4")
LIST = ["k1,Sea Lark,2001-02-03", "k2,Sea Wren,2002"]


def short() -> FeedDeclaration:
    return register(retention_days=DAYS)


def sightings() -> FeedDeclaration:
    vessel: Tree = {
        "schema": "Vessel",
        "key": ["id"],
        "values": [{"to": "name", "from": "name"}],
    }
    one = part(("id", "name"), ["id", "name"], {"vessel": vessel})
    return declared("sightings", "stream", {"seen": one}, retention_days=DAYS)


def pass_days(journey: Journey, days: float) -> int:
    """Let time pass, then let the loop look; gives how many statements went."""
    journey.clock.advance(days * DAY)
    return keep_days(journey.center, Kept())


def shown(journey: Journey, keys: tuple[str, ...] = KEYS, source: str = "register") -> set[Said]:
    """Give what pages show: what is asserted, and within its day."""
    names = {journey.entity(key, source): key for key in keys}
    return {(names[s.entity], s.property, s.value) for s in standing(journey, keys, source)}


def standing(
    journey: Journey, keys: tuple[str, ...] = KEYS, source: str = "register"
) -> list[Statement]:
    every = journey.statements(keys, source, every_state=False)
    return [s for s in every if s.expires_on > journey.clock.now()]


def records(journey: Journey, *found: Statement) -> list[StoredRecord]:
    with journey.center.store.reading() as unit:
        return list(unit.records.get([s.record for s in found], journey.reader(unit)))


def names(found: set[Said]) -> set[str]:
    return {value for _, name, value in found if name == "name"}


def test_a_list_that_comes_every_day_stays_long_after_its_first_day():
    journey = Journey(short())
    kept = Kept()
    for number in range(100):
        journey.deliver(LIST, at=day(number))
        assert keep_days(journey.center, kept) == 0
        assert names(shown(journey)) == {"Sea Lark", "Sea Wren"}, number
        for one in records(journey, *standing(journey)):
            assert opened(journey.center, one).decode().startswith("k")
        journey.clock.advance(DAY)
        assert names(shown(journey)) == {"Sea Lark", "Sea Wren"}, number
    assert len(journey.entries("records.renewed")) <= 100 // (DAYS - 2) + 1
    assert len(journey.sealer.buckets()) <= 2
    assert pass_days(journey, DAYS - 2) == 0
    assert pass_days(journey, 1) == 6
    assert shown(journey) == set()


def test_what_is_said_no_more_goes_with_its_bytes_and_its_key():
    journey = Journey(short())
    journey.deliver(LIST, at=day(0))
    [held] = {s.record for s in journey.statements(["k1"])}
    assert pass_days(journey, DAYS - 0.001) == 0
    assert pass_days(journey, 0.001) == 6
    for one in journey.statements(KEYS):
        assert (one.state, one.value, one.original) == (State.ERASED, "", None)
    with journey.center.store.reading() as unit:
        reader = journey.reader(unit)
        [record] = unit.records.get([held], reader)
        assert (record.sealed, record.wrapped, record.sha256, record.size) == (b"", b"", b"", 0)
        assert not unit.keys.starting("", reader, 99)
    assert len(journey.sealer.buckets()) == 1
    pass_days(journey, 31)
    assert journey.sealer.buckets() == []
    [entry] = journey.entries("statements.expired")
    assert dict(entry.counts) == {"statements": 6, "records": 2, "renewed": 0}
    assert [e.act for e in journey.entries()][-1] == "buckets.forgotten"


def test_a_value_that_was_changed_goes_alone_and_the_rest_rests_on_the_newer_record():
    journey = Journey(short())
    journey.deliver(LIST, at=day(0))
    before = {s.record for s in journey.statements(["k1"])}
    journey.clock.advance(5 * DAY)
    journey.deliver([LIST[0].replace("Lark", "Eagle"), LIST[1]], at=day(5))
    assert pass_days(journey, DAYS - 5) == 1
    assert names(shown(journey)) == {"Sea Eagle", "Sea Wren"}
    found = standing(journey, ("k1",))
    assert {s.property for s in found} == {"name", "buildDate", "topics"}
    assert not before & {s.record for s in found}
    for one in records(journey, *found):
        assert b"Sea Eagle" in opened(journey.center, one)
    assert not any("Lark" in s.value for s in journey.statements(KEYS))
    assert pass_days(journey, 5) == 6


def test_the_same_bytes_again_hold_a_list_longer():
    journey = Journey(short())
    journey.deliver(LIST, at=day(0))
    journey.clock.advance(20 * DAY)
    assert journey.deliver(LIST, at=day(0)).again
    assert pass_days(journey, 20) == 0
    assert len(shown(journey)) == 6
    assert pass_days(journey, 10) == 6


def test_the_same_bytes_again_are_a_repetition_in_a_stream_and_a_new_record_is_none():
    journey = Journey(sightings())
    lines = ["s1,Sea Lark", "s2,Sea Wren"]
    journey.deliver(lines)
    journey.clock.advance(20 * DAY)
    assert journey.deliver(lines).again
    # The record key holds more than the entity: the same claim by another record.
    journey.deliver(["s1,Sea Lark", "s1, Sea Lark"])
    assert pass_days(journey, 10) == 1
    assert shown(journey, ("s1", "s2"), "sightings") == {("s1", "name", "Sea Lark")}
    assert pass_days(journey, 20) == 1


def test_what_has_expired_may_be_said_anew():
    journey = Journey(short())
    journey.deliver(LIST, at=day(0))
    pass_days(journey, DAYS)
    assert shown(journey) == set()
    receipt = journey.deliver(LIST, at=day(0))
    assert not receipt.again
    assert receipt.new == 2
    assert len(shown(journey)) == 6
    stream = Journey(sightings())
    stream.deliver(["s1,Sea Lark"])
    pass_days(stream, DAYS)
    stream.deliver(["s1,Sea Lark"])
    assert len(shown(stream, ("s1",), "sightings")) == 1


def test_what_vanished_goes_on_the_day_of_its_last_saying():
    journey = Journey(short())
    many = [f"x{n},Ship {n},2001" for n in range(40)]
    journey.deliver([*many, LIST[0]], at=day(0))
    journey.clock.advance(10 * DAY)
    journey.deliver([*many, LIST[0]], at=day(10))
    journey.clock.advance(DAY)
    journey.deliver(many, at=day(11))
    assert {s.state for s in journey.statements(["k1"])} == {State.RETRACTED}
    assert pass_days(journey, DAYS - 1 - 0.5) == 0
    assert pass_days(journey, 0.5) == 3
    assert len(shown(journey, tuple(f"x{n}" for n in range(40)))) == 120


def test_a_step_that_waits_for_a_person_waits_no_longer_than_what_it_is_about():
    journey = Journey(short())
    feed = journey.center.feeds["register"].feed
    journey.deliver(LIST, at=day(0))
    journey.clock.advance(10 * DAY)
    journey.deliver(LIST[:1], at=day(10))
    with journey.center.store.reading() as unit:
        assert len(waiting(unit, feed)) == 1
    assert pass_days(journey, DAYS - 10) == 3
    with journey.center.store.reading() as unit:
        assert waiting(unit, feed) == []
    assert names(shown(journey)) == {"Sea Lark"}


def test_what_lies_in_quarantine_goes_with_its_delivery():
    journey = Journey(short())
    journey.deliver(["k1,Sea Lark,31 February"], at=day(0))
    with journey.center.store.reading() as unit:
        [(number, verdict, _, _)] = unit.verdicts.list(None, None, None, 9)
        assert unit.verdicts.pieces(number)
        assert verdict.came == "31 February"
    pass_days(journey, DAYS)
    with journey.center.store.reading() as unit:
        [(_, verdict, state, _)] = unit.verdicts.list(None, None, None, 9)
        assert not unit.verdicts.pieces(number)
    assert (verdict.came, state.value) == ("", "discarded")


def acted(journey: Journey, seq: StatementSeq, label: LabelId) -> None:
    """Let Mara move an alert that rests on a statement, and judge its entity."""

    def change(unit: UnitOfWork) -> None:
        unit.accounts.put(make.account(officer().principal))
        finding = make.finding("dark", seq, label=label, found_at=journey.clock.now())
        unit.findings.add([finding])
        unit.alerts.add(replace(make.alert("dark", label=label), lat=1.5, lon=2.5))
        unit.alerts.fold(make.alert_id("dark"), [finding.id], make.NOW)
        unit.alerts.move(make.move(alert="dark"))
        judged = make.persons_judgement(decision=Decision.SAME, label=label, turn=9)
        left, right = sorted((journey.entity("k1"), make.entity("lark")))
        unit.judgements.add([replace(judged, left=left, right=right)])

    with journey.center.store.writing() as unit:
        change(unit)
        unit.audit.add(bytes(make.audit_entry()), bytes(16), (), make.NOW)
        unit.commit()


def told(journey: Journey) -> list[ShownFollowUp]:
    follow_up(journey.center)
    return follow_ups(journey.center, officer()).follow_ups


def test_whoever_acted_on_what_expired_is_told_and_it_is_looked_at_anew():
    journey = Journey(short())
    journey.deliver(LIST, at=day(0))
    [one] = [s for s in journey.statements(["k1"]) if s.property == "name"]
    acted(journey, one.seq, one.label)
    journey.work()
    assert told(journey) == []
    pass_days(journey, DAYS)
    assert {(f.acted, f.why) for f in told(journey)} == {
        ("alert", "expired"),
        ("judgement", "expired"),
    }
    with journey.center.store.reading() as unit:
        waiting_now = {entity for _, entity in unit.queue.peek("resolve:sanctions-enforcement", 9)}
        alert = unit.alerts.get(make.alert_id("dark"), journey.reader(unit))
    assert journey.entity("k1") in waiting_now
    assert alert is not None
    assert (alert.lat, alert.lon) == (None, None)
    journey.work()


def test_search_and_collections_lose_what_expired():
    journey = Journey(short())
    journey.deliver(LIST, at=day(0))
    journey.work()
    told = page(journey.center, officer(), Wanted()).objects
    assert "Sea Lark" in repr([one.body for one in told])
    assert search_entities(journey.center, officer(), EntityQuery(q="Sea Lark")).items
    pass_days(journey, DAYS)
    journey.work()
    told = page(journey.center, officer(), Wanted()).objects
    ships = [one.body for one in told if one.body["type"] == "infrastructure"]
    assert [ship["revoked"] for ship in ships] == [True, True]
    assert "Sea Lark" not in repr([one.body for one in told])
    assert not search_entities(journey.center, officer(), EntityQuery(q="Sea Lark")).items


def test_a_record_that_expires_under_a_load_is_not_taken_for_known():
    """The batch was prepared a moment before, and would have noted only that it stands."""
    journey = Journey(short())
    journey.deliver(LIST, at=day(0))
    feed = journey.center.feeds["register"]
    delivery = replace(
        make.delivery("late.csv", feed="register", part="list", as_of=day(40)),
        received_at=journey.clock.now() + DAYS * DAY,
        state=DeliveryState.RECEIVING,
    )
    with journey.center.store.writing() as unit:
        label = unit.labels.intern(feed.feed.label)
        seq = unit.deliveries.open(delivery)
        unit.audit.add(bytes(make.audit_entry()), bytes(16), (), make.NOW)
        unit.commit()
    course = Course(
        delivery=replace(delivery, seq=seq),
        feed=feed.feed,
        mapping=compiled_mapping(feed.parts["list"].mapping, journey.center.ontology, "x"),
        label=label,
        not_after=day(9_999),
    )
    raw = "\n".join(LIST).encode() + b"\n"
    chosen = feed.parts["list"]
    items = [
        i for i in READERS[chosen.format](BytesIO(raw), chosen.options) if isinstance(i, RawRecord)
    ]
    batch = prepared(journey.center, course, items)
    assert len(batch.known) == 2
    assert pass_days(journey, DAYS) == 6
    actor = intake_actor(journey.center, feed.feed)
    assert write(journey.center, actor, course, batch) is None
    written = write(journey.center, actor, course, prepared(journey.center, course, items))
    assert written is not None
    assert (written.new, len(shown(journey))) == (2, 6)


def test_nothing_of_what_expired_is_left_on_the_disk(tmp_path: Path):
    keyring = Keyring(tmp_path / "keys", "alder.example/tests")
    store = open_sqlite(tmp_path)
    journey = Journey(short(), store=store)
    journey.center = replace(journey.center, sealer=keyring.sealer)
    journey.deliver(["k1,Zanzibar  Quartz Heron,2001", "k2,Sea Wren,31 of Juvember"], at=day(0))
    journey.deliver(["k1,Zanzibar  Quartz Heron,2002"], at=day(1))
    journey.work()
    left = {"quartz", "zanzibar", "juvember"}
    assert on_disk(tmp_path, left) == left
    # The second delivery came at the same moment, under the same bucket.
    assert pass_days(journey, DAYS) == 4
    assert on_disk(tmp_path, left) == set()
    names_before = [file.name for file in (tmp_path / "keys").rglob("*.key")]
    pass_days(journey, 31)
    assert keyring.sealer.buckets() == []
    assert len([*(tmp_path / "keys").rglob("*.key")]) == len(names_before) - 1
    store.close()
    assert on_disk(tmp_path, left) == set()


def on_disk(folder: Path, words: set[str]) -> set[str]:
    """Give those words that stand in any file, in whatever case."""
    found = b"\n".join(file.read_bytes() for file in folder.rglob("*") if file.is_file()).lower()
    return {word for word in words if word.encode() in found}


def test_a_record_whose_bucket_was_forgotten_holds_up_nothing():
    journey = Journey(short())
    journey.deliver(LIST, at=day(0))
    [bucket] = journey.sealer.buckets()
    journey.clock.advance(20 * DAY)
    journey.deliver(LIST, at=day(20))
    journey.sealer.forget(bucket)
    assert pass_days(journey, DAYS - 20) == 0
    assert len(shown(journey)) == 6
    with pytest.raises(NotFound):
        opened(journey.center, records(journey, *standing(journey))[0])
    assert pass_days(journey, 20) == 6


@dataclass
class Given:
    """A delivery in the model."""

    as_of: datetime
    raw: bytes
    until: datetime


@dataclass
class Model:
    """What must be shown: what the newest living list that has a key says under it.

    The lists are so short that whatever vanishes waits for a person, who never comes.
    """

    journey: Journey
    given: list[Given]

    def living(self) -> list[Given]:
        now = self.journey.clock.now()
        return [one for one in self.given if one.until > now]

    def deliver(self, lines: list[str], as_of: datetime) -> None:
        raw = "\n".join(lines).encode() + b"\n"
        until = self.journey.clock.now() + DAYS * DAY
        same = [one for one in self.living() if (one.raw, one.as_of) == (raw, as_of)]
        for one in same:
            one.until = until
        if not same:
            self.given.append(Given(as_of, raw, until))

    def lines(self) -> dict[str, str]:
        def order(one: Given) -> tuple[datetime, bytes]:
            digest = sha256(one.raw).digest()
            return one.as_of, self.journey.center.ids.record("register", "list", digest)

        found: dict[str, str] = {}
        for one in sorted(self.living(), key=order):
            found |= {line[:2]: line for line in one.raw.decode().splitlines()}
        return found

    def shown(self) -> set[Said]:
        return {said for line in self.lines().values() for said in claims(line)}

    def held(self) -> set[Said]:
        """Everything of which the value is there, shown or not."""
        lines = {line for one in self.living() for line in one.raw.decode().splitlines()}
        return {said for line in lines for said in claims(line)}


def claims(line: str) -> set[Said]:
    key, name, built = line.split(",")
    return {(key, "name", name), (key, "buildDate", built), (key, "topics", "sanction")}


LINES = st.tuples(
    st.sampled_from(KEYS[:3]), st.sampled_from(["Lark", "Wren"]), st.sampled_from(["2001", "2002"])
).map(",".join)
FILES = st.lists(LINES, min_size=1, max_size=3, unique_by=lambda line: line[:2])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("deliver"), FILES, st.integers(0, 4)),
        st.tuples(st.just("pass"), st.integers(1, 3 * DAYS // 2), st.booleans()),
    ),
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_whatever_the_order_of_deliveries_and_sweeps_what_is_shown_is_what_is_still_said(
    steps: Sequence[tuple[str, Any, Any]],
) -> None:
    journey = Journey(short())
    model, kept = Model(journey, []), Kept()
    for step, what, more in steps:
        if step == "deliver":
            journey.deliver(what, at=day(more))
            model.deliver(what, day(more))
        else:
            journey.clock.advance(what * DAY)
            if not more:
                continue
        keep_days(journey.center, kept)
        assert shown(journey) == model.shown()
        every = journey.statements(KEYS)
        entities = {journey.entity(key): key for key in KEYS}
        values = {(entities[s.entity], s.property, s.value) for s in every if s.value}
        assert values == model.held()
        for one in records(journey, *standing(journey)):
            assert opened(journey.center, one).decode().strip() in set(model.lines().values()) | {
                line for d in model.living() for line in d.raw.decode().splitlines()
            }
