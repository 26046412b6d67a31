"""The life of a weight file: proposed, reviewed, approved by a second person, and replayed."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from isthmus.errors import (
    AccessError,
    InputError,
    IntegrityError,
    IsthmusError,
    NotFound,
    StateError,
)
from isthmus.flow import fusion
from isthmus.flow.clusters import clusters_around
from isthmus.flow.documents.entities import JudgementRequest
from isthmus.flow.documents.weights import WeightsWords
from isthmus.flow.fusion import fuse_pending
from isthmus.flow.replaying import replay_pair
from isthmus.flow.review import judge
from isthmus.flow.weighing import rescore_pending, weighing
from isthmus.flow.weights import (
    approve_weights,
    decline_weights,
    list_weights,
    propose_version,
    propose_weights,
    review_weights,
    weights_document,
)
from isthmus.model.ids import shown_id
from isthmus.model.weight_files import WeightStep
from isthmus.resolve.weights import read_weights
from tests import make
from tests.flow.journey import PURPOSES, Journey, day, label, shipped_weights
from tests.flow.stage import administrator, officer
from tests.flow.waters import people
from tests.flow.weighed import (
    ADA,
    BEN,
    DATE_BITS,
    WORDS,
    cleared,
    in_force,
    other_weights,
    pair,
    persons,
)

SHIPPED = shipped_weights().version


def one(journey: Journey) -> bool:
    """Tell whether the two are one for a reader of everything."""
    with journey.center.store.reading() as unit:
        found = clusters_around(unit, [pair()[0]], journey.reader(unit))
    return pair()[1] in found[pair()[0]]


def version(journey: Journey) -> str:
    return list_weights(journey.center, ADA).version


def states(journey: Journey) -> dict[str, str]:
    return {item.version: item.state for item in list_weights(journey.center, ADA).items}


def rescored(journey: Journey) -> None:
    while rescore_pending(journey.center):
        fuse_pending(journey.center)


def test_the_shipped_weights_hold_until_others_are_approved():
    journey = persons()
    assert version(journey) == SHIPPED
    assert states(journey) == {SHIPPED: "active"}
    propose_weights(journey.center, ADA, other_weights(), WORDS)
    assert version(journey) == SHIPPED
    assert states(journey) == {"second-1": "proposed", SHIPPED: "active"}
    assert not rescore_pending(journey.center)


def test_two_persons_put_weights_in_force():
    journey = persons()
    shown = in_force(journey.center, other_weights())
    assert (shown.state, shown.proposed_by, shown.decided_by) == ("active", "p-ada", "p-ben")
    assert version(journey) == "second-1"
    assert states(journey) == {"second-1": "active", SHIPPED: "former"}
    acts = [e.act for e in journey.entries() if e.act.startswith("weights.")]
    assert acts[:2] == ["weights.proposed", "weights.approved"]


def test_nobody_approves_what_he_proposed():
    journey = persons()
    propose_weights(journey.center, ADA, other_weights(), WORDS)
    with pytest.raises(AccessError, match="another person"):
        approve_weights(journey.center, ADA, "second-1", WORDS)
    assert version(journey) == SHIPPED
    assert [e.decision for e in journey.entries("weights.approved")] == ["refuse"]


@pytest.mark.parametrize("roles", [("duty-officer",), ("overseer",), ("contributor",)])
def test_only_who_may_proposes_and_approves(roles: tuple[str, ...]):
    journey = persons()
    someone = officer(*roles, name="someone")
    with pytest.raises(AccessError):
        propose_weights(journey.center, someone, other_weights(), WORDS)
    propose_weights(journey.center, ADA, other_weights(), WORDS)
    with pytest.raises(AccessError):
        approve_weights(journey.center, someone, "second-1", WORDS)


def test_who_administers_proposes_and_does_not_approve():
    journey = persons()
    propose_weights(journey.center, administrator(), other_weights(), WORDS)
    propose_weights(journey.center, ADA, other_weights("third-1"), WORDS)
    with pytest.raises(AccessError):
        approve_weights(journey.center, administrator(), "third-1", WORDS)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no json",
        b"[]",
        b"{}",
        b'{"model": "x", "schemas": [], "hub_cap": 5}',
        b'{"model": "x", "version": "x", "schemas": {"Person": {"name": 7}}, "hub_cap": 50}',
        b'{"model": "x", "schemas": {"Person": null}, "hub_cap": 50}',
        b"[" * 100_000,
        other_weights("a version with spaces"),
        other_weights("x" * 65),
        other_weights("../up"),
    ],
)
def test_what_the_resolver_cannot_read_is_not_proposed(raw: bytes):
    journey = persons()
    with pytest.raises(InputError):
        propose_weights(journey.center, ADA, raw, WORDS)
    assert set(states(journey)) == {SHIPPED}


def test_a_version_that_is_here_with_other_bytes_is_refused():
    journey = persons()
    in_force(journey.center, other_weights())
    for raw in (other_weights(date_bits=3), other_weights(SHIPPED)):
        with pytest.raises(StateError, match="other weights"):
            propose_weights(journey.center, ADA, raw, WORDS)


def test_the_same_file_laid_out_otherwise_is_the_same_version():
    journey = persons()
    first = propose_weights(journey.center, ADA, other_weights(), WORDS)
    decline_weights(journey.center, ADA, "second-1", WORDS)
    again = msgspec.json.format(other_weights(), indent=4)
    assert propose_weights(journey.center, ADA, again, WORDS).digest == first.digest


def test_the_order_of_keys_in_a_file_means_nothing():
    journey = persons()
    document = msgspec.json.decode(other_weights("sorted-1", date_bits=DATE_BITS))
    document["schemas"] = dict(sorted(document["schemas"].items()))
    assert [*document["schemas"]].index("LegalEntity") < [*document["schemas"]].index("Person")
    before = journey.judgements()
    in_force(journey.center, msgspec.json.encode(document))
    rescored(journey)
    [after] = journey.judgements()
    assert after.author == "sorted-1"
    assert [after.bits] == [one.bits for one in before]


def test_what_is_proposed_or_holds_is_not_proposed_again():
    journey = persons()
    propose_weights(journey.center, ADA, other_weights(), WORDS)
    with pytest.raises(StateError):
        propose_weights(journey.center, BEN, other_weights(), WORDS)
    approve_weights(journey.center, BEN, "second-1", WORDS)
    with pytest.raises(StateError):
        propose_version(journey.center, ADA, "second-1", WORDS)
    with pytest.raises(StateError, match="await approval"):
        approve_weights(journey.center, BEN, "second-1", WORDS)


def test_the_shipped_weights_are_not_proposed_while_they_hold_and_nothing_is_left_of_it():
    journey = persons()
    with pytest.raises(StateError, match="not active"):
        propose_version(journey.center, ADA, SHIPPED, WORDS)
    with pytest.raises(StateError, match="not active"):
        propose_weights(journey.center, ADA, shipped_weights().document, WORDS)
    [shipped] = list_weights(journey.center, ADA).items
    assert (shipped.state, shipped.proposed_by, shipped.decided) == ("active", None, None)
    with pytest.raises(StateError, match="await approval"):
        decline_weights(journey.center, BEN, SHIPPED, WORDS)


def test_weights_that_held_once_and_were_declined_since_are_not_said_to_be_approved():
    journey = persons()
    first = in_force(journey.center, other_weights())
    assert first.decided == "approved"
    second = in_force(journey.center, other_weights("third-1"))
    assert propose_version(journey.center, ADA, first.version, WORDS).decided is None
    declined = decline_weights(journey.center, BEN, first.version, WeightsWords(reason="loose"))
    assert (declined.state, declined.decided) == ("former", "declined")
    assert (declined.decided_reason, declined.signature) == ("loose", None)
    shown = {one.version: one for one in list_weights(journey.center, ADA).items}
    assert (shown[second.version].state, shown[second.version].decided) == ("active", "approved")


def test_what_was_declined_holds_only_once_it_is_proposed_and_approved_anew():
    journey = persons()
    propose_weights(journey.center, ADA, other_weights(), WORDS)
    declined = decline_weights(journey.center, BEN, "second-1", WORDS)
    assert (declined.state, declined.decided_by) == ("declined", "p-ben")
    with pytest.raises(StateError):
        approve_weights(journey.center, BEN, "second-1", WORDS)
    propose_version(journey.center, BEN, "second-1", WORDS)
    assert approve_weights(journey.center, ADA, "second-1", WORDS).state == "active"


def test_an_earlier_version_comes_back_as_any_other():
    journey = persons()
    in_force(journey.center, other_weights())
    propose_version(journey.center, ADA, SHIPPED, WORDS)
    approve_weights(journey.center, BEN, SHIPPED, WORDS)
    assert states(journey) == {"second-1": "former", SHIPPED: "active"}
    assert version(journey) == SHIPPED


def test_an_unknown_version_is_not_found():
    journey = persons()
    for call in (
        lambda: approve_weights(journey.center, BEN, "none", WORDS),
        lambda: decline_weights(journey.center, BEN, "none", WORDS),
        lambda: review_weights(journey.center, BEN, "none"),
        lambda: weights_document(journey.center, BEN, "none"),
        lambda: propose_version(journey.center, BEN, "none", WORDS),
    ):
        with pytest.raises(NotFound):
            call()


def test_a_reason_is_needed():
    journey = persons()
    with pytest.raises(InputError, match="reason"):
        propose_weights(journey.center, ADA, other_weights(), WeightsWords(reason="  "))


def test_what_stood_is_weighed_again_and_splits_or_joins():
    journey = persons()
    assert one(journey)
    in_force(journey.center, other_weights())
    assert list_weights(journey.center, ADA).rescoring
    rescored(journey)
    assert not one(journey)
    assert not list_weights(journey.center, ADA).rescoring
    propose_version(journey.center, ADA, SHIPPED, WORDS)
    approve_weights(journey.center, BEN, SHIPPED, WORDS)
    rescored(journey)
    assert one(journey)


def test_what_comes_in_goes_before_what_is_weighed_again():
    journey = persons()
    in_force(journey.center, other_weights())
    journey.deliver(["2,Nils Berg,1970-01-01,"], feed="here", at=day(2), whole=True)
    assert rescore_pending(journey.center) == 0
    fuse_pending(journey.center)
    assert rescore_pending(journey.center) > 0


def test_what_comes_in_is_weighed_with_the_new_weights_at_once():
    journey = Journey(people("here"), people("there"))
    in_force(journey.center, other_weights())
    persons(journey)
    assert not one(journey)


def test_weights_that_find_nothing_any_more_leave_no_merge_standing():
    journey = persons()
    document = msgspec.json.decode(other_weights())
    del document["schemas"]["Person"]
    in_force(journey.center, msgspec.json.encode(document))
    rescored(journey)
    assert not one(journey)


def test_a_persons_word_stands_whatever_the_weights_say():
    journey = persons()
    left, right = (shown_id("e", end) for end in pair())
    request = JudgementRequest(left=left, right=right, decision="same", reason="one passport")
    judge(journey.center, ADA, entity=left, request=request)
    in_force(journey.center, other_weights())
    rescored(journey)
    assert one(journey)


def test_a_file_that_was_changed_after_its_approval_stops_the_resolver():
    journey = persons()
    in_force(journey.center, other_weights())
    with journey.center.store.writing() as unit:
        [act] = [a for a in unit.weights.acts() if a.step is WeightStep.APPROVED]
        for wrong in (
            replace(act, signature=b"another"),
            replace(act, by=act.proposer),
            replace(act, digest=bytes(32)),
        ):
            with unit.savepoint():
                unit.weights.note(wrong)
                fresh = replace(journey.center, models=type(journey.center.models)())
                with pytest.raises(IntegrityError):
                    weighing(fresh, unit)


def test_the_review_shows_each_number_that_changes():
    journey = persons()
    propose_weights(journey.center, ADA, other_weights(), WORDS)
    review = review_weights(journey.center, BEN, "second-1")
    assert review.against == SHIPPED
    [change] = review.changes
    assert (change.schema, change.property, change.level) == ("Person", "birthDate", "equal")
    assert (change.before, change.after) == (DATE_BITS, 2)


def test_the_review_counts_what_would_become_of_pairs():
    journey = persons()
    propose_weights(journey.center, ADA, other_weights(), WORDS)
    effect = review_weights(journey.center, BEN, "second-1").effect
    assert (effect.pairs, effect.same_before, effect.same_after) == (1, 1, 0)
    assert (effect.joined, effect.parted, effect.by_person) == (0, 1, 0)


def test_the_review_counts_only_what_the_reader_may_see():
    secret = label(level="SECRET", originator="coast-guard")
    journey = persons(Journey(people("here"), people("there", label=secret)))
    propose_weights(journey.center, ADA, other_weights(), WORDS)
    assert review_weights(journey.center, BEN, "second-1").effect.pairs == 1
    low = cleared(BEN, "OFFICIAL")
    assert review_weights(journey.center, low, "second-1").effect.pairs == 0
    assert review_weights(journey.center, administrator(), "second-1").effect.pairs == 0


def test_a_past_judgement_is_replayed_with_the_weights_of_its_day():
    journey = persons()
    in_force(journey.center, other_weights())
    rescored(journey)
    left, right = (shown_id("e", end) for end in pair())
    first, second = replay_pair(journey.center, ADA, left, right)
    assert (first.version, second.version) == (SHIPPED, "second-1")
    for found in (first, second):
        assert found.known
        assert found.kept == found.again == 2
        assert found.bits == found.bits_again
    assert first.bits - second.bits == DATE_BITS - 2


def test_a_replay_holds_what_was_said_though_its_source_took_it_back():
    journey = persons()
    journey.deliver(["2,Nils Berg,1970-01-01,"], feed="here", at=day(3))
    journey.work()
    left, right = (shown_id("e", end) for end in pair())
    [found] = replay_pair(journey.center, ADA, left, right)
    assert found.kept == found.again == 2


def unkept() -> Journey:
    """Give what was judged by weights that no store keeps."""
    journey = Journey(people("here"), people("there"))
    journey.center = replace(journey.center, shipped=b"")
    return persons(journey)


def test_a_replay_by_other_weights_does_not_come_out_the_same():
    journey = unkept()
    forged = read_weights(other_weights(SHIPPED)).model
    wrong = replace(journey.center, model=forged, shipped=b"")
    left, right = (shown_id("e", end) for end in pair())
    [found] = replay_pair(wrong, ADA, left, right)
    assert (found.kept, found.again) == (2, 1)


def test_a_judgement_whose_weights_are_gone_says_so():
    journey = unkept()
    wrong = replace(journey.center, model=read_weights(other_weights()).model, shipped=b"")
    left, right = (shown_id("e", end) for end in pair())
    [found] = replay_pair(wrong, ADA, left, right)
    assert (found.known, found.kept, found.again) == (False, 2, 0)


def test_who_sees_nothing_of_a_pair_is_told_nothing_by_a_replay():
    secret = label(level="SECRET", originator="coast-guard")
    journey = persons(Journey(people("here"), people("there", label=secret)))
    left, right = (shown_id("e", end) for end in pair())
    assert len(replay_pair(journey.center, ADA, left, right)) == 1
    assert replay_pair(journey.center, cleared(ADA, "OFFICIAL"), left, right) == []


def test_the_document_is_given_as_it_is_kept():
    journey = persons()
    in_force(journey.center, other_weights())
    raw = weights_document(journey.center, ADA, "second-1")
    assert read_weights(raw).digest.hex() == list_weights(journey.center, ADA).items[0].digest
    assert weights_document(journey.center, ADA, SHIPPED) == shipped_weights().document
    with pytest.raises(IsthmusError):
        weights_document(journey.center, officer("contributor"), SHIPPED)


FIRST, SECOND, THIRD = PURPOSES[:3]
SEEN_AT = {
    "one": [FIRST],
    "two": [FIRST],
    "three": [SECOND],
    "four": [SECOND, THIRD],
    "five": [FIRST, SECOND],
    "six": [FIRST, SECOND],
    "seven": [THIRD],
}
"""Feeds, and the purposes that their label allows."""


def of_purposes() -> Journey:
    """Give a center that resolves for three purposes; each file has the one same person."""
    feeds = [people(name, label=label([*purposes])) for name, purposes in SEEN_AT.items()]
    journey = Journey(*feeds, purposes=(FIRST, SECOND, THIRD))
    # What only the first sees comes first, so that slices of the others would run ahead of it.
    others = [f"{n},Nils Berg {n},1970-01-01," for n in range(10, 50)]
    journey.deliver(["1,Mara Elin Lind,1972-05-06,", *others], feed="one", at=day(0))
    for number, feed in enumerate([*SEEN_AT][1:], start=1):
        journey.deliver(["1,LIND Mara Elin,1972-05-06,"], feed=feed, at=day(number))
    journey.work()
    return journey


def parts_of(journey: Journey) -> set[tuple[frozenset[str], str, str, float]]:
    """Give every part that counts: the feeds of the pair, purpose, author, bits."""
    named = {make.IDS.entity(feed, "1"): feed for feed in SEEN_AT}
    with journey.center.store.reading() as unit:
        found = unit.judgements.parts([*named], journey.reader(unit))
    return {
        (frozenset({named[p.left], named[p.right]}), p.purpose, p.author, p.bits)
        for p in found
        if p.left in named and p.right in named
    }


@pytest.mark.parametrize("at_once", [20, 1_000])
def test_whoever_was_weighed_is_weighed_again_at_each_purpose_and_no_oftener(at_once: int):
    journey = of_purposes()
    before = parts_of(journey)
    assert {purpose for _, purpose, *_ in before} == {FIRST, SECOND, THIRD}
    in_force(journey.center, other_weights())
    while rescore_pending(journey.center, at_once=at_once):
        fuse_pending(journey.center)
    less = DATE_BITS - 2
    assert parts_of(journey) == {
        (ends, purpose, "second-1", bits - less) for ends, purpose, _, bits in before
    }
    requeued = journey.entries("entities.requeued")
    assert {entry.purpose for entry in requeued} == {FIRST, SECOND, THIRD}
    assert not list_weights(journey.center, ADA).rescoring


def test_what_finds_nothing_any_more_is_taken_back_at_each_purpose():
    journey = of_purposes()
    assert parts_of(journey)
    document = msgspec.json.decode(other_weights())
    document["schemas"] = {"Vessel": document["schemas"]["Vessel"]}
    in_force(journey.center, msgspec.json.encode(document))
    rescored(journey)
    assert parts_of(journey) == set()


def test_a_purpose_at_which_something_waits_holds_up_those_after_it():
    journey = of_purposes()
    in_force(journey.center, other_weights())
    journey.deliver(["1,LIND Mara Elin,1972-05-07,"], feed="one", at=day(20))
    assert rescore_pending(journey.center) == 0
    assert {entry.purpose for entry in journey.entries("entities.requeued")} == set()
    rescored_until_done = 0
    fuse_pending(journey.center)
    while rescore_pending(journey.center):
        fuse_pending(journey.center)
        rescored_until_done += 1
    assert rescored_until_done == 3
    assert {author for _, _, author, _ in parts_of(journey)} == {"second-1"}


def test_another_process_notices_on_its_next_batch():
    journey = persons()
    other = Journey(*journey.center.feeds.values(), store=journey.center.store)
    in_force(journey.center, other_weights())
    while rescore_pending(other.center):
        fuse_pending(other.center)
    assert not one(other)


def test_a_wider_store_is_weighed_again_slice_after_slice():
    journey = persons()
    more = [f"{n},Nils Berg {n},1970-01-01," for n in range(2, 40)]
    journey.deliver(["1,Mara Elin Lind,1972-05-06,", *more], feed="here", at=day(2))
    journey.work()
    in_force(journey.center, other_weights())
    slices = []
    while taken := rescore_pending(journey.center, at_once=20):
        slices.append(taken)
        fuse_pending(journey.center)
    assert len(slices) > 3
    assert max(slices) < 20
    assert not one(journey)


class TestUpgrades:
    """A product that ships other weights, on a node that never approved any."""

    def upgraded(self, journey: Journey, raw: bytes) -> Journey:
        """Start a node of a product that ships these weights, on the same store."""
        read = read_weights(raw)
        other = Journey(*journey.center.feeds.values(), store=journey.center.store)
        other.center = replace(other.center, model=read.model, shipped=read.document)
        return other

    def requeued(self, journey: Journey) -> list[int]:
        """Give how many entities each slice let wait, the first slice first."""
        return [dict(e.counts)["entities"] for e in journey.entries("entities.requeued")]

    def test_what_stood_is_weighed_again_with_what_is_shipped_now_and_once(self):
        journey = persons()
        assert one(journey)
        after = self.upgraded(journey, other_weights())
        assert list_weights(after.center, ADA).rescoring
        rescored(after)
        assert not one(after)
        assert not list_weights(after.center, ADA).rescoring
        assert sum(self.requeued(after)) == 2
        again = self.upgraded(after, other_weights())
        assert rescore_pending(again.center) == 0
        back = self.upgraded(again, shipped_weights().document)
        rescored(back)
        assert one(back)

    def test_what_was_judged_by_what_was_shipped_before_can_be_replayed(self):
        journey = persons()
        after = self.upgraded(journey, other_weights())
        rescored(after)
        assert weights_document(after.center, ADA, SHIPPED) == shipped_weights().document
        items = list_weights(after.center, ADA).items
        told = {one.version: (one.state, one.shipped) for one in items}
        assert told == {SHIPPED: ("former", False), "second-1": ("active", True)}
        left, right = (shown_id("e", end) for end in pair())
        first, second = replay_pair(after.center, ADA, left, right)
        assert (first.version, second.version) == (SHIPPED, "second-1")
        assert (first.known, first.kept, first.again) == (True, 2, 2)

    def test_other_weights_under_the_same_version_are_others(self):
        journey = persons()
        after = self.upgraded(journey, other_weights(SHIPPED))
        assert rescore_pending(after.center) > 0

    def test_a_start_with_the_same_weights_weighs_nothing_again(self):
        journey = persons()
        same = self.upgraded(journey, shipped_weights().document)
        assert rescore_pending(same.center) == 0
        assert same.entries("entities.requeued") == []

    def test_what_a_crash_cut_short_goes_on_where_it_was(self):
        journey = persons()
        more = [f"{n},Nils Berg {n},1970-01-01," for n in range(2, 40)]
        journey.deliver(["1,Mara Elin Lind,1972-05-06,", *more], feed="here", at=day(2))
        journey.work()
        after = self.upgraded(journey, other_weights())
        assert rescore_pending(after.center, at_once=20) > 0
        fuse_pending(after.center)
        later = self.upgraded(after, other_weights())
        assert list_weights(later.center, ADA).rescoring
        while rescore_pending(later.center, at_once=20):
            fuse_pending(later.center)
        cut = self.requeued(later)
        whole = self.upgraded(later, other_weights("third-1"))
        while rescore_pending(whole.center, at_once=20):
            fuse_pending(whole.center)
        assert len(cut) > 3
        assert cut + cut == self.requeued(whole)

    def test_what_is_approved_holds_whatever_is_shipped(self):
        journey = persons()
        in_force(journey.center, other_weights())
        rescored(journey)
        after = self.upgraded(journey, other_weights("third-1", date_bits=9))
        assert rescore_pending(after.center) == 0
        assert not one(after)

    def test_a_store_that_does_not_say_by_what_it_was_weighed_is_weighed_again_once(
        self, monkeypatch: pytest.MonkeyPatch
    ):
        with monkeypatch.context() as older:
            # An older product kept no mark until something was approved.
            older.setattr(fusion, "begin", lambda *_: None)
            journey = persons()
        assert rescore_pending(journey.center) > 0
        rescored(journey)
        assert rescore_pending(journey.center) == 0

    def test_an_empty_node_and_one_that_takes_in_its_first_records_weigh_nothing_again(self):
        journey = Journey(people("here"), people("there"))
        assert rescore_pending(journey.center) == 0
        assert journey.entries("entities.requeued") == []
        persons(journey)
        assert rescore_pending(journey.center) == 0
