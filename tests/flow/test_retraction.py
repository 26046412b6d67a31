from __future__ import annotations

from collections.abc import Iterator, Sequence, Sized
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.adapters.store import open_sqlite
from isthmus.errors import AccessError, NotFound
from isthmus.flow.actor import Actor
from isthmus.flow.retraction import decide, reconcile_due, waiting
from isthmus.ingest.snapshot import Snapshot, Span, speaking
from isthmus.model.ids import RecordSeq
from isthmus.model.statement import State
from isthmus.ports import HeldStep, Store
from tests import make
from tests.fakes import MemoryStore
from tests.flow.failing import FailingStore, KilledError
from tests.flow.journey import Journey, Said, day, register
from tests.make import principal

KEYS = tuple(f"k{n}" for n in range(24))
DPO = Actor(principal(roles=("data-protection-officer",), purposes=("oversight",)), "oversight")


@dataclass(frozen=True)
class Sent:
    """One delivery of the list: what became of each key that is not as usual."""

    on: int
    keys: dict[str, str] = field(default_factory=dict)
    keyless: bool = False
    whole: bool = True

    @property
    def lines(self) -> list[str]:
        """The file: a row per key, the unusual ones changed, broken or left out."""
        rows = [row(key, how) for key, how in self.held.items()]
        found = [one for one in rows if one is not None]
        return [*found, ",No Key,2001-02-03"] if self.keyless else found

    @property
    def held(self) -> dict[str, str]:
        """The keys that came, and how each is: of a file that was cut off, half of them."""
        keys = KEYS if self.whole else KEYS[: len(KEYS) // 2]
        return {key: self.keys.get(key, "usual") for key in keys}

    @property
    def read(self) -> dict[str, str]:
        """What is read of it: key to how it is."""
        return {key: how for key, how in self.held.items() if how not in {"absent", "broken"}}

    @property
    def unread(self) -> frozenset[bytes]:
        """The keys of what broke."""
        return frozenset(key.encode() for key, how in self.held.items() if how == "broken")


def row(key: str, how: str) -> str | None:
    return {
        "usual": f"{key},Vessel {key},2001-02-03",
        "changed": f"{key},Vessel {key} II,2001-02-03",
        "same name": f"{key},Vessel of Many,2001-02-03",
        "broken": f"{key},Vessel {key},31 February",
    }.get(how)


def claims(key: str, how: str) -> set[Said]:
    name = {"usual": f"Vessel {key}", "changed": f"Vessel {key} II", "same name": "Vessel of Many"}
    return {(key, "name", name[how]), (key, "buildDate", "2001-02-03"), (key, "topics", "sanction")}


def expected(sent: Sequence[Sent], decisions: dict[Span, bool]) -> frozenset[Said]:
    """Give what the pure rule says of these deliveries."""
    hows = sorted({how for one in sent for how in one.read.values()})
    snapshots = [
        Snapshot(
            as_of=day(one.on),
            digest=bytes([one.on]),
            complete=one.whole,
            present={key.encode(): RecordSeq(hows.index(how)) for key, how in one.read.items()},
            unread=one.unread,
            keyless=int(one.keyless),
        )
        for one in sent
    ]
    current = speaking(snapshots, decisions).current
    found = (claims(key.decode(), hows[number]) for key, number in current.items())
    return frozenset[Said]().union(*found)


unusual = st.sampled_from(["absent", "absent", "changed", "same name", "broken"])
sendings = st.lists(
    st.builds(
        Sent,
        st.integers(0, 8),
        st.dictionaries(st.sampled_from(KEYS), unusual, max_size=4),
        keyless=st.sampled_from([False, False, True]),
        whole=st.sampled_from([True, True, True, False]),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one.on,
)


def loaded(journey: Journey, sent: Sequence[Sent]) -> Journey:
    for one in sent:
        journey.deliver(one.lines, at=day(one.on), whole=one.whole)
    return journey


def held(journey: Journey) -> list[HeldStep]:
    feed = journey.center.feeds["register"].feed
    with journey.center.store.reading() as unit:
        return list(waiting(unit, feed))


@contextmanager
def sqlite(empty: Path) -> Iterator[Store]:
    with TemporaryDirectory() as folder:
        copytree(empty, folder, dirs_exist_ok=True)
        store = open_sqlite(Path(folder))
        yield store
        store.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    open_sqlite(folder).close()
    return folder


@given(sendings, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_every_order_of_loading_gives_the_state_of_the_rule(sent: list[Sent], random: object):
    order = list(sent)
    random.shuffle(order)  # type: ignore[attr-defined] # hypothesis names no type for it
    for one in (sent, order):
        assert loaded(Journey(), one).said(KEYS) == expected(sent, {})


@given(sendings, st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None)
def test_every_order_of_loading_gives_the_state_of_the_rule_on_disk(
    empty: Path, sent: list[Sent], random: object
):
    order = list(sent)
    random.shuffle(order)  # type: ignore[attr-defined] # hypothesis names no type for it
    with sqlite(empty) as store:
        journey = loaded(Journey(store=store), order)
        assert journey.said(KEYS) == expected(sent, {})


@given(sendings, st.booleans())
@settings(max_examples=25, deadline=None)
def test_decisions_and_deliveries_together_give_one_state(sent: list[Sent], release: bool):  # noqa: FBT001 - a drawn value
    decisions: dict[Span, bool] = {}
    journeys = [loaded(Journey(), sent), loaded(Journey(), sent[::-1])]
    while steps := held(journeys[0]):
        step = steps[0]
        decisions[step.earlier, step.later] = release
        for journey in journeys:
            decide(journey.center, DPO, step, release=release, reason="asked the source")
    assert {journey.said(KEYS) for journey in journeys} == {expected(sent, decisions)}


def test_the_same_file_twice_changes_nothing():
    journey = loaded(Journey(), [Sent(1)])
    journey.work()
    before, entries = figures(journey), len(journey.entries())
    receipt = journey.deliver(Sent(1).lines, at=day(1))
    journey.work()
    assert (receipt.again, receipt.new) == (True, 0)
    assert figures(journey) == before
    assert len(journey.entries()) > entries


def figures(journey: Journey) -> tuple[int, ...]:
    store = journey.center.store
    assert isinstance(store, MemoryStore)
    tables = store._tables
    counted: list[Sized] = [tables.statements, tables.records, tables.judgements, tables.findings]
    counted += [tables.life, tables.verdicts, tables.deliveries, tables.changes]
    return tuple(len(rows) for rows in counted)


def test_bytes_that_come_back_under_a_later_date_speak_again():
    sent = [Sent(1), Sent(2, {"k3": "absent", "k4": "changed"}), Sent(3)]
    for order in (sent, sent[::-1], [sent[1], sent[0], sent[2]]):
        journey = loaded(Journey(), order)
        assert journey.said(KEYS) == expected(sent, {})
        assert ("k4", "name", "Vessel k4") in journey.said(KEYS)


def test_a_changed_value_replaces_the_old_one():
    journey = loaded(Journey(), [Sent(1), Sent(2, {"k3": "changed"})])
    names = {s.value: s.state for s in journey.statements(["k3"]) if s.property == "name"}
    assert names == {"Vessel k3": State.RETRACTED, "Vessel k3 II": State.ASSERTED}


def test_what_reappears_is_asserted_again_under_the_same_id():
    journey = loaded(Journey(), [Sent(1), Sent(2, {"k3": "absent"})])
    gone = {s.id for s in journey.statements(["k3"]) if s.state is State.RETRACTED}
    assert len(gone) == 3
    loaded(journey, [Sent(3)])
    back = {s.id for s in journey.statements(["k3"]) if s.state is State.ASSERTED}
    assert back == gone


def test_a_value_that_two_records_support_stays_until_both_are_gone():
    journey = Journey()
    # Many more, so that one or two of them are less than a twentieth.
    rest = [f"k{n},9,Other {n}" for n in range(10, 60)]
    both = ["k1,1,Sea Lark", "k1,2,Sea Lark"]
    said = ("k1", "alias", "Sea Lark")
    for on, lines in enumerate((both, both[1:], []), start=1):
        journey.deliver([*lines, *rest], at=day(on), part="alt")
        assert (said in journey.said(["k1"])) == bool(lines)


def test_the_list_without_its_file_of_aliases_retracts_no_alias():
    journey = loaded(Journey(), [Sent(1)])
    journey.deliver(["k3,1,Sea Lark"], at=day(1), part="alt")
    loaded(journey, [Sent(2, {"k3": "absent"})])
    assert journey.said(["k3"]) == {("k3", "alias", "Sea Lark")}


def test_a_file_that_was_cut_off_retracts_nothing():
    journey = loaded(Journey(), [Sent(1)])
    loaded(journey, [Sent(2, whole=False)])
    assert journey.said(KEYS) == expected([Sent(1)], {})


def test_an_older_one_that_comes_late_enters_as_history_and_starts_no_work():
    journey = loaded(Journey(), [Sent(2)])
    journey.work()
    loaded(journey, [Sent(1, {"k3": "changed"})])
    [late] = [s for s in journey.statements(["k3"]) if s.value == "Vessel k3 II"]
    assert late.state is State.RETRACTED
    with journey.center.store.reading() as unit:
        assert unit.queue.depth("detect") == 0


def test_a_held_step_waits_and_a_person_decides():
    lost = dict.fromkeys(KEYS[:4], "absent")
    journey = loaded(Journey(), [Sent(1), Sent(2, lost)])
    [step] = held(journey)
    assert (step.vanished, step.of) == (4, 24)
    assert journey.said(KEYS) == expected([Sent(1)], {})
    decide(journey.center, DPO, step, release=True, reason="asked the source")
    assert held(journey) == []
    assert {key for key, _, _ in journey.said(KEYS)} == set(KEYS[4:])
    with pytest.raises(NotFound):
        decide(journey.center, DPO, step, release=True, reason="twice")


def test_a_rejected_step_leaves_everything_asserted():
    lost = dict.fromkeys(KEYS[:4], "absent")
    journey = loaded(Journey(), [Sent(1), Sent(2, lost)])
    [step] = held(journey)
    decide(journey.center, DPO, step, release=False, reason="the source erred")
    assert held(journey) == []
    assert journey.said(KEYS) == expected([Sent(1)], {})
    loaded(journey, [Sent(3, lost)])
    assert [s.vanished for s in held(journey)] == [4]


def test_only_who_may_decides_on_a_held_step():
    journey = loaded(Journey(), [Sent(1), Sent(2, dict.fromkeys(KEYS[:4], "absent"))])
    [step] = held(journey)
    with pytest.raises(AccessError):
        decide(journey.center, Actor(principal(), make.PURPOSE), step, release=True, reason="")


@pytest.mark.parametrize("nth", range(12))
def test_whatever_a_crash_leaves_is_taken_up_again(nth: int):
    sent = [Sent(1), Sent(2, {"k3": "absent", "k4": "changed", "k5": "changed"})]
    journey = loaded(Journey(), sent[:1])
    failing = journey.over(FailingStore(journey.center.store, nth))
    try:
        loaded(failing, sent[1:])
    except KilledError:
        # Whoever was not answered sends again; whoever was, does not.
        closed = any(e.act == "delivery.closed" for e in journey.entries()[-20:])
        reconcile_due(journey.center)
        if not closed or len(journey.entries("delivery.closed")) < 2:
            loaded(journey, sent[1:])
    assert journey.said(KEYS) == expected(sent, {})


@given(st.integers(0, 8), st.integers(0, 3), sendings)
@settings(max_examples=40, deadline=None)
def test_crash_after_crash_ends_in_the_state_of_the_rule(nth: int, next_nth: int, sent: list[Sent]):
    journey = Journey()
    for number, one in enumerate(sent):
        failing = journey.over(FailingStore(journey.center.store, nth + number))
        try:
            loaded(failing, [one])
        except KilledError:
            again = journey.over(FailingStore(journey.center.store, next_nth))
            with suppress(KilledError):
                reconcile_due(again.center)
            loaded(journey, [one])
    reconcile_due(journey.center)
    assert journey.said(KEYS) == expected(sent, {})


def test_what_a_delivery_brought_before_it_broke_off_vanishes_with_the_next():
    journey = loaded(Journey(), [Sent(1)])
    # The third unit of a delivery closes it: it dies when all its records are in.
    failing = journey.over(FailingStore(journey.center.store, 2))
    with pytest.raises(KilledError):
        loaded(failing, [Sent(2, {"k3": "changed"})])
    loaded(journey, [Sent(3)])
    assert journey.said(KEYS) == expected([Sent(1), Sent(3)], {})


def test_of_two_records_with_one_key_the_first_counts():
    twice = ["k1,Sea Lark,2001", "k1,Sea Wren,2002", "k2,Heron,2003"]
    first, second = Journey(), Journey()
    receipt = first.deliver(twice, at=day(1))
    [broken] = receipt.broken
    assert (broken.number, broken.fault.field) == (2, "key")
    second.deliver(["k1,Sea Wren,2002", "k2,Heron,2003"], at=day(0))
    second.deliver(twice, at=day(1))
    expected_names = {("k1", "name", "Sea Lark"), ("k2", "name", "Heron")}
    for journey in (first, second):
        assert {s for s in journey.said(["k1", "k2"]) if s[1] == "name"} == expected_names


def test_two_deliveries_of_one_day_give_one_state_in_either_order():
    files = [["k1,Sea Lark,2001"], ["k1,Sea Wren,2002"]]
    states = set()
    for order in (files, files[::-1]):
        journey = Journey()
        for lines in order:
            journey.deliver(lines, at=day(1))
        states.add(journey.said(["k1"]))
    assert len(states) == 1


def test_one_that_follows_a_cut_newer_one_does_not_outrank_it():
    journey = Journey()
    journey.deliver(["k1,Sea Lark,2001", "k2,Heron,2003"], at=day(2), whole=False)
    journey.deliver(["k1,Sea Wren,2001", "k2,Heron,2003"], at=day(1))
    names = {value for key, name, value in journey.said(["k1"]) if name == "name"}
    assert names == {"Sea Lark"}


def test_a_feed_for_named_persons_is_kept_up_to_date_too():
    journey = Journey(
        register(
            label={
                "classification": {"national": "TOP SECRET"},
                "originators": ["harbour-office"],
                "releasable_to": [make.CENTER],
                "handling": ["TLP:RED"],
                "data_categories": ["identity"],
                "legal_bases": ["harbour-act-4"],
                "purposes": ["serious-crime"],
            }
        )
    )
    loaded(journey, [Sent(1), Sent(2, {"k3": "absent"})])
    assert journey.said(["k3"]) == frozenset()
