from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace

import pytest

from isthmus.errors import AccessError, InputError, NotFound, StateError, UnavailableError
from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.documents.feeds import ShownVerdict
from isthmus.flow.feeds import feed_page, quarantined_bytes
from isthmus.flow.quarantine import opened
from isthmus.flow.resubmission import discard, resubmit
from isthmus.flow.retraction import reconcile_due
from isthmus.formats.raw import MAX_RECORD_BYTES, Context, Tree
from isthmus.ingest.declaration import FeedDeclaration
from isthmus.model.record import Delivery, DeliveryState
from isthmus.model.statement import State
from isthmus.ports import Store, UnitOfWork
from tests import make
from tests.flow.journey import Journey, day, declared, label, part, register
from tests.flow.stage import administrator, officer

ADMIN = administrator()
GOOD = [f"{n},Sea Lark {n},2011" for n in range(2, 30)]


def lenient() -> FeedDeclaration:
    """Give the register with a mended mapping: a date that is none is a note."""
    return mended(
        {
            "vessel": {
                "schema": "Vessel",
                "values": [
                    {"to": "name", "from": "name"},
                    {"to": "buildDate", "from": "built", "on_fault": "keep"},
                    {"to": "topics", "const": "sanction"},
                ],
            }
        },
    )


def mended(entities: dict[str, Tree], key: Iterable[str] = ("id",)) -> FeedDeclaration:
    before = register()
    one = part(("id", "name", "built"), list(key), entities)
    chosen = declared("register", "snapshot", {"list": one}).parts["list"]
    return FeedDeclaration(before.feed, {**before.parts, "list": chosen})


def use(journey: Journey, declaration: FeedDeclaration) -> None:
    feeds = {**journey.center.feeds, declaration.feed.id: declaration}
    journey.center = replace(journey.center, feeds=feeds)


def verdicts(journey: Journey, feed: str = "register") -> list[ShownVerdict]:
    return feed_page(journey.center, ADMIN, feed).verdicts


def open_one(journey: Journey, feed: str = "register") -> str:
    (found,) = [v.id for v in verdicts(journey, feed) if v.state == "open"]
    return found


def again(journey: Journey, feed: str = "register") -> tuple[int, int]:
    """Send the one open record again; give how many records came in and broke."""
    result = resubmit(journey.center, ADMIN, open_one(journey, feed))
    return result.admitted, len(result.verdicts)


@pytest.fixture
def journey() -> Journey:
    """A list whose first record has a date that no calendar has."""
    journey = Journey()
    journey.deliver(["1,Sea Wren,2011-02-31", *GOOD], at=day(1))
    return journey


def test_a_mended_mapping_lets_a_record_in(journey: Journey):
    assert not journey.said(["1"])
    use(journey, lenient())
    assert again(journey) == (1, 0)
    assert ("1", "name", "Sea Wren") in journey.said(["1"])
    assert [v.state for v in verdicts(journey)] == ["resubmitted"]


def test_it_comes_in_a_delivery_of_its_own_of_the_same_part_and_date(journey: Journey):
    use(journey, lenient())
    again(journey)
    own, first = feed_page(journey.center, ADMIN, "register").deliveries
    assert own.file == f"resubmitted: {first.file}"
    assert (own.part, own.as_of, own.records) == (first.part, first.as_of, 1)
    assert own.state == "complete"


def test_it_is_recorded_now_and_expires_when_it_would_have_expired(journey: Journey):
    use(journey, lenient())
    journey.clock.advance(make.HOUR * 24 * 100)
    again(journey)
    late, early = journey.statements(["1"])[0], journey.statements(["2"])[0]
    assert late.recorded_at == journey.clock.now() > early.recorded_at
    assert late.expires_on == early.expires_on


def test_it_is_the_record_that_its_file_would_have_brought(journey: Journey):
    use(journey, lenient())
    again(journey)
    journey.deliver(["1,Sea Wren,2011-02-31", *GOOD], at=day(2))
    assert feed_page(journey.center, ADMIN, "register").deliveries[0].new == 0


def test_a_record_that_still_breaks_gets_a_new_verdict_and_the_old_one_says_so(journey: Journey):
    old = open_one(journey)
    assert again(journey) == (0, 1)
    new, before = verdicts(journey)
    assert (new.state, before.state) == ("open", "resubmitted")
    assert (new.record_number, new.file) == (before.record_number, before.file)
    assert before.id == old
    reader = officer()
    shown = feed_page(journey.center, reader, "register").verdicts[0]
    content = quarantined_bytes(journey.center, reader, str(shown.quarantined))
    assert content.content == b"1,Sea Wren,2011-02-31\n"


def test_only_what_is_open_is_sent_again(journey: Journey):
    old = open_one(journey)
    use(journey, lenient())
    again(journey)
    said = journey.said(["1"])
    with pytest.raises(StateError):
        resubmit(journey.center, ADMIN, old)
    with pytest.raises(StateError):
        discard(journey.center, ADMIN, old, reason="not needed")
    assert journey.said(["1"]) == said
    assert [v.state for v in verdicts(journey)] == ["resubmitted"]


def test_an_unread_key_is_present_once_its_record_was_sent_again(journey: Journey):
    journey = Journey()
    journey.deliver(["1,Sea Wren,2011", *GOOD], at=day(0))
    journey.deliver(["1,Sea Wren II,2011-02-31", *GOOD], at=day(1))
    assert ("1", "name", "Sea Wren") in journey.said(["1"])
    use(journey, lenient())
    again(journey)
    assert {v for _, p, v in journey.said(["1"]) if p == "name"} == {"Sea Wren II"}
    journey.deliver(GOOD, at=day(2))
    assert not journey.said(["1"])


def test_a_record_of_an_older_list_enters_as_history(journey: Journey):
    journey.deliver(GOOD, at=day(2))
    use(journey, lenient())
    again(journey)
    assert not journey.said(["1"])
    states = {s.state for s in journey.statements(["1"])}
    assert states == {State.RETRACTED}


def test_sending_again_lets_nothing_else_vanish_whenever_it_is_done(journey: Journey):
    before = journey.said([str(n) for n in range(2, 30)])
    use(journey, lenient())
    again(journey)
    assert journey.said([str(n) for n in range(2, 30)]) == before
    assert feed_page(journey.center, ADMIN, "register").waiting == []


def test_a_record_without_a_key_no_longer_holds_what_vanished():
    journey = Journey()
    journey.deliver([",Sea Wren,2011", *GOOD], at=day(0))
    resubmit_with_other_key(journey)
    journey.deliver([",Sea Tern,2012", "Sea Wren,Sea Wren,2011", *GOOD[:-1]], at=day(1))
    (held,) = feed_page(journey.center, ADMIN, "register").waiting
    assert held.vanished == 1
    resubmit_with_other_key(journey)
    assert feed_page(journey.center, ADMIN, "register").waiting == []
    assert not journey.said(["29"])


def resubmit_with_other_key(journey: Journey) -> None:
    vessel: Tree = {"schema": "Vessel", "values": [{"to": "name", "from": "name"}]}
    use(journey, mended({"vessel": vessel}, key=["name"]))
    assert again(journey) == (1, 0)
    use(journey, register())


def test_a_second_record_of_one_key_stays_broken():
    journey = Journey()
    journey.deliver(["1,Sea Wren,2011", "1,Sea Tern,2012", *GOOD], at=day(0))
    assert again(journey) == (0, 1)
    assert {v for _, p, v in journey.said(["1"]) if p == "name"} == {"Sea Wren"}


def test_the_names_of_a_header_row_are_still_known():
    feed = lenient()
    feed = replace(feed, parts={"list": replace(feed.parts["list"], options={})})
    strict = mended(
        {"vessel": {"schema": "Vessel", "values": [{"to": "buildDate", "from": "built"}]}}
    )
    strict = replace(strict, parts={"list": replace(strict.parts["list"], options={})})
    journey = Journey(strict)
    journey.deliver(b"built,id,name\n2011-02-31,1,Sea Wren\n2012,2,Sea Lark\n", at=day(0))
    use(journey, feed)
    assert again(journey) == (1, 0)
    assert ("1", "name", "Sea Wren") in journey.said(["1"])


TRAVELLER = (
    "UNA:+.? 'UNB+UNOA:4+ALDER+BIRCH+310504:1000+1'UNH+1+PAXLST:D:02B:UN:IATA'BGM+745'"
    "TDT+20+XX123'NAD+FL+++LARK:ADA'DTM+329:811224'UNT+5+1'UNZ+1+1'"
)


def travellers(key: str, to: str = "name") -> FeedDeclaration:
    """Give a feed of passenger lists that names whoever travels, and by which flight."""
    values: Tree = [
        {"to": to, "from": "surname"},
        {"to": "notes", "from": "flight.number"},
        {"to": "birthDate", "from": "birth_date"},
    ]
    traveller: Tree = {"schema": "Person", "values": values}
    lists: Tree = {"format": "paxlst", "map": {"key": [key], "entities": {"who": traveller}}}
    return declared("lists", "stream", {"list": lists}, label=label())


def test_a_record_whose_meaning_stands_partly_outside_of_it_is_sent_again():
    journey = Journey(travellers("none"))
    journey.deliver(TRAVELLER.encode(), feed="lists")
    use(journey, travellers("surname"))
    assert again(journey, "lists") == (1, 0)
    said = journey.said(["LARK"], "lists")
    assert {value for _, _, value in said} == {"LARK", "123", "1981-12-24"}


def test_what_still_breaks_stands_where_it_stood_in_its_file():
    journey = Journey(travellers("surname"))
    journey.deliver(TRAVELLER.replace("LARK", "").encode(), feed="lists")
    (before,) = verdicts(journey, "lists")
    assert again(journey, "lists") == (0, 1)
    after = verdicts(journey, "lists")[0]
    assert after.field["en"] == before.field["en"] == "#5 NAD"
    assert again(journey, "lists") == (0, 1)


def test_what_a_record_needs_is_sealed_and_forgotten_like_the_record():
    journey = Journey(travellers("none"))
    journey.deliver(TRAVELLER.encode(), feed="lists")
    with journey.center.store.reading() as unit:
        ((number, *_),) = unit.verdicts.list("lists", None, None, 9)
        stored = unit.verdicts.pieces(number)
    bucket = f"lists-{make.NOW + make.HOUR * 24 * 365:%Y-%m}"
    found = opened(journey.center, bucket, stored)
    assert found.content == b"NAD+FL+++LARK:ADA'DTM+329:811224'"
    assert found.context == Context(TRAVELLER.partition("NAD")[0].encode())
    journey.sealer.forget(bucket)
    for piece, bound in zip(stored, (b"quarantine.context", b"quarantine"), strict=True):
        with pytest.raises(NotFound):
            journey.sealer.open(bucket, *piece, bound)


def test_a_record_of_several_pieces_is_not_sent_again():
    journey = Journey()
    journey.deliver(b"1," + b"x" * (MAX_RECORD_BYTES + 10) + b",2011\n", at=day(0))
    with pytest.raises(InputError, match="several pieces"):
        again(journey)


def test_a_record_of_a_delivery_that_still_comes_in_waits_for_its_end(journey: Journey):
    with journey.center.store.reading() as unit:
        found = unit.deliveries.of_feed("register")[0]
    receiving = replace(found, state=DeliveryState.RECEIVING)
    write(journey, receiving)
    with pytest.raises(StateError, match="has ended"):
        again(journey)
    write(journey, found)
    use(journey, lenient())
    assert again(journey) == (1, 0)


def write(journey: Journey, delivery: Delivery) -> None:
    with journey.center.store.writing() as unit:
        unit.deliveries.close(delivery)
        note(journey.center, unit, make.principal(), purpose=make.PURPOSE, act="tests.arranged")
        unit.commit()


@pytest.mark.parametrize("turn", range(8))
def test_what_fails_halfway_is_finished_by_sending_it_again(journey: Journey, turn: int):
    use(journey, lenient())
    item, store = open_one(journey), journey.center.store
    journey.center = replace(journey.center, store=FailingOnce(store, turn))
    with suppress(UnavailableError):
        resubmit(journey.center, ADMIN, item)
    journey.center = replace(journey.center, store=store)
    try:
        resubmit(journey.center, ADMIN, item)
    except StateError:
        reconcile_due(journey.center)
    said = sorted((s.property, s.state.value) for s in journey.statements(["1"]))
    assert said == [(name, "asserted") for name in ("name", "notes", "topics")]
    assert [v.state for v in verdicts(journey)] == ["resubmitted"]
    assert len(feed_page(journey.center, ADMIN, "register").deliveries) == 2
    journey.deliver(GOOD, at=day(2))
    assert not journey.said(["1"])


class FailingOnce:
    """A store whose writing fails once, after so many units."""

    def __init__(self, store: Store, turn: int) -> None:
        self._store = store
        self._left = turn
        self.reading, self.on_commit, self.close = store.reading, store.on_commit, store.close
        self.scrub = store.scrub

    def writing(self) -> AbstractContextManager[UnitOfWork]:
        self._left -= 1
        if self._left == -1:
            message = "expected room on the disk, got none"
            raise UnavailableError(message)
        return self._store.writing()


@pytest.mark.parametrize("settle", ["resubmit", "discard"])
def test_it_needs_its_capability_and_an_id_of_ones_own(journey: Journey, settle: str):
    item, analyst = open_one(journey), officer()

    def go(actor: Actor, item: str) -> None:
        if settle == "resubmit":
            resubmit(journey.center, actor, item)
        else:
            discard(journey.center, actor, item, reason="not needed")

    with pytest.raises(AccessError):
        go(analyst, item)
    with pytest.raises(NotFound):
        go(ADMIN, "no-such-id")
    decisions = {e.decision for e in journey.entries() if e.act.startswith("quarantine.")}
    assert decisions == {"refuse", "permit"}
    assert [v.state for v in verdicts(journey)] == ["open"]


def test_what_was_sent_again_is_in_the_log(journey: Journey):
    use(journey, lenient())
    again(journey)
    (entry,) = journey.entries("quarantine.resubmitted")
    assert entry.principal == ADMIN.principal.id
    assert dict(entry.counts) == {"records": 1, "quarantined": 0}


def test_a_discarded_record_is_settled_with_a_reason(journey: Journey):
    with pytest.raises(InputError):
        discard(journey.center, ADMIN, open_one(journey), reason="  ")
    row = discard(journey.center, ADMIN, open_one(journey), reason="a test of the publisher")
    assert (row.state, row.came) == ("discarded", None)
    assert [v.state for v in verdicts(journey)] == ["discarded"]
    assert len(journey.entries("quarantine.discarded")) == 1


def test_discarding_lets_nothing_vanish(journey: Journey):
    journey = Journey()
    journey.deliver(["1,Sea Wren,2011", *GOOD], at=day(0))
    journey.deliver(["1,Sea Wren,2011-02-31", *GOOD], at=day(1))
    discard(journey.center, ADMIN, open_one(journey), reason="wrong")
    reconcile_due(journey.center)
    assert ("1", "name", "Sea Wren") in journey.said(["1"])
