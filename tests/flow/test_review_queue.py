"""The queue of review: which pairs come first, and that it shows what its reader sees alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from isthmus.errors import AccessError
from isthmus.flow.actor import Actor
from isthmus.flow.documents.entities import JudgementRequest
from isthmus.flow.documents.reviewing import ReviewPair, ReviewQueue
from isthmus.flow.review import judge
from isthmus.flow.review_queue import review_queue
from isthmus.model.judgement import JOIN_BITS
from isthmus.model.label import SECOND_PERSON, Label
from isthmus.ports import UnitOfWork
from tests import make
from tests.flow.stage import HIGH, LOW, Stage, officer, shown
from tests.make import Claim

Names = tuple[str, str]


def paired(
    stage: Stage, left: str, right: str, bits: float, *, also: float = 0, label: Label = LOW
) -> None:
    """Let a model compare two; `also`: bits that only the cleared see."""
    known_as = Claim(left, "alias", f"{left} beside {right}")
    ours = stage.say(known_as, Claim(left, "name", left), Claim(left, "flag", "PA"), label=label)
    theirs = stage.say(Claim(right, "name", right), label=label)
    parts = [("name", ours[0], theirs[0], label, bits)]
    if also:
        secret = stage.say(Claim(left, "imoNumber", "9074729"), label=HIGH)
        other = stage.say(Claim(right, "imoNumber", "9074729"), label=HIGH)
        parts.append(("imoNumber", secret[0], other[0], HIGH, also))

    def change(unit: UnitOfWork) -> None:
        swapped = make.sorted_pair(left, right)[0] != make.entity(left)
        comparisons = []
        for name, one, two, marked, weight in parts:
            first, second = (two, one) if swapped else (one, two)
            number = unit.labels.intern(marked)
            labels = (number, number)
            compared = make.comparison(first, second, labels=labels, bits=weight, property=name)
            comparisons.append(compared)
        whole = unit.labels.intern(parts[-1][3])
        unit.judgements.add([make.judgement(left, right, *comparisons, label=whole)])

    stage.write(change)


def seen(stage: Stage, level: str = "OFFICIAL") -> ReviewQueue:
    return review_queue(stage.center, officer(level=level))


def captions(pairs: list[ReviewPair]) -> list[Names]:
    ends = [(p.judgement.left.caption, p.judgement.right.caption) for p in pairs]
    return [(min(pair), max(pair)) for pair in ends]


def test_the_pair_nearest_to_the_bar_comes_first():
    stage = Stage()
    for name, bits in (("a", 7.0), ("b", JOIN_BITS - 1), ("c", 40.0), ("d", JOIN_BITS + 3)):
        paired(stage, name, f"{name} 2", bits)
    queue = seen(stage)
    assert captions(queue.pairs) == [("b", "b 2"), ("d", "d 2"), ("a", "a 2"), ("c", "c 2")]
    assert queue.looked == 4
    assert [pair.margin for pair in queue.pairs] == [-1, 3, 7 - JOIN_BITS, 40 - JOIN_BITS]


def test_the_bar_is_that_of_the_judgement():
    stage = Stage()
    one, other = stage.say(Claim("a", "name", "A"), Claim("a 2", "name", "A"))

    def change(unit: UnitOfWork) -> None:
        number = unit.labels.intern(LOW)
        pair = (one, other) if make.sorted_pair("a", "a 2")[0] == make.entity("a") else (other, one)
        compared = make.comparison(*pair, labels=(number, number), bits=15, needed=18.5)
        unit.judgements.add([make.judgement("a", "a 2", compared, label=number)])

    stage.write(change)
    [pair] = seen(stage).pairs
    assert (pair.margin, pair.judgement.decision) == (-3.5, "undecided")


def test_what_open_alerts_are_about_goes_before_what_is_as_near():
    stage = Stage()
    for name in ("a", "b", "c"):
        paired(stage, name, f"{name} 2", JOIN_BITS - 1)
    said = stage.say(Claim("b", "alias", "B of the alert"))
    stage.alarm("dark", said[0], about=["b"])
    first, *others = seen(stage).pairs
    assert captions([first]) == [("b", "b 2")]
    assert first.alerts == 1
    assert [pair.alerts for pair in others] == [0, 0]


def test_what_would_join_more_goes_before_what_is_as_near():
    stage = Stage()
    for name in ("a", "b", "c"):
        paired(stage, name, f"{name} 2", JOIN_BITS - 1)
    for more in range(3):
        paired(stage, "c", f"c more {more}", 40)
    first = seen(stage).pairs[0]
    assert captions([first]) == [("c", "c 2")]
    assert first.size == 5


@pytest.mark.parametrize("decision", ["same", "different", "undecided"])
def test_what_a_person_has_judged_is_asked_no_more(decision: str):
    stage = Stage()
    paired(stage, "a", "a 2", JOIN_BITS - 1)
    [pair] = seen(stage).pairs
    left, right = pair.judgement.left.source_entity, pair.judgement.right.source_entity
    request = JudgementRequest(left=left, right=right, decision=decision, reason="one hull")  # type: ignore[arg-type] # one of the three
    judge(stage.center, officer(), entity=left, request=request)
    assert seen(stage).pairs == []


def test_a_second_person_who_may_not_see_the_first_word_has_the_queue_he_would_have_without_it():
    """Nothing puts the pair before him, or takes it away; whoever sees both words has both."""
    stage, two = Stage(), frozenset({SECOND_PERSON})
    paired(stage, "a", "a 2", JOIN_BITS - 1, label=replace(LOW, handling=two))
    paired(stage, "b", "b 2", JOIN_BITS + 3, label=replace(LOW, handling=two))
    stage.say(Claim("a", "notes", "an informant"), label=replace(HIGH, handling=two))
    first, second, sees_both = (
        Actor(make.principal(name, holds=make.clearance(level, caveats=two)), make.PURPOSE)
        for name, level in (("mara", "SECRET"), ("ivo", "OFFICIAL"), ("olga", "SECRET"))
    )

    def asked(who: Actor) -> list[Names]:
        return captions(review_queue(stage.center, who).pairs)

    def says_same(who: Actor) -> list[bool]:
        words = JudgementRequest(
            left=shown("a"), right=shown("a 2"), decision="same", reason="one hull"
        )
        page = judge(stage.center, who, entity=shown("a"), request=words)
        return [j.waits for j in page.judgements if j.by.kind == "person"]

    before = review_queue(stage.center, second)
    assert asked(second) == [("a", "a 2"), ("b", "b 2")]
    assert says_same(first) == [True]
    assert review_queue(stage.center, second) == before
    assert asked(sees_both) == [("a", "a 2"), ("b", "b 2")]
    assert says_same(second) == [True]
    assert asked(second) == [("a", "a 2"), ("b", "b 2")]
    assert asked(sees_both) == asked(first) == [("b", "b 2")]


def test_what_a_conflict_settles_is_not_asked():
    stage = Stage()
    paired(stage, "a", "a 2", -40)
    assert seen(stage).pairs == []


def test_a_reader_is_asked_by_what_he_sees_alone():
    stage = Stage()
    paired(stage, "a", "a 2", JOIN_BITS - 2, also=20)
    paired(stage, "b", "b 2", JOIN_BITS - 4)
    paired(stage, "c", "c 2", JOIN_BITS - 1, label=HIGH)
    low, high = seen(stage), seen(stage, "SECRET")
    assert captions(low.pairs) == [("a", "a 2"), ("b", "b 2")]
    assert low.looked == 2
    assert captions(high.pairs) == [("c", "c 2"), ("b", "b 2"), ("a", "a 2")]
    [pair] = [p for p in low.pairs if captions([p]) == [("a", "a 2")]]
    assert pair.margin == -2
    assert [row.property for row in pair.judgement.evidence] == ["name"]
    assert "imoNumber" not in {row.property for row in pair.rest}


def test_a_reader_gets_the_queue_that_a_store_without_the_withheld_would_give():
    with_secrets, without = Stage(), Stage()
    for stage in (with_secrets, without):
        for number in range(6):
            paired(stage, f"v{number}", f"w{number}", JOIN_BITS - number)
    for number in range(6):
        name = f"s{number}"
        paired(with_secrets, name, f"{name} 2", JOIN_BITS, label=HIGH)
        said = with_secrets.say(Claim(f"v{number}", "alias", "secret"), label=HIGH)
        with_secrets.alarm(f"secret {number}", said[0], about=[f"v{number}"], label=HIGH)
    ours, theirs = seen(with_secrets), seen(without)
    assert captions(ours.pairs) == captions(theirs.pairs)
    for one, other in zip(ours.pairs, theirs.pairs, strict=True):
        assert (one.margin, one.size, one.alerts, one.weight) == (
            other.margin,
            other.size,
            other.alerts,
            other.weight,
        )
        assert one.rest == other.rest
    assert (ours.looked, ours.labels) == (theirs.looked, theirs.labels)


def test_both_sides_stand_property_by_property_under_their_labels():
    stage = Stage()
    paired(stage, "a", "a 2", JOIN_BITS - 1)
    [pair] = seen(stage).pairs
    [_, row] = pair.rest
    assert [one.property for one in pair.rest] == ["alias", "flag"]
    ends = pair.judgement.left.source_entity, pair.judgement.right.source_entity
    sides = dict(zip(ends, (row.left, row.right), strict=True))
    assert [v.value for v in sides[shown("a")]] == ["PA"]
    assert sides[shown("a 2")] == []
    assert pair.judgement.evidence[0].label_left in seen(stage).labels


@pytest.mark.parametrize("role", ["duty-officer", "overseer", "administrator", "contributor"])
def test_only_who_judges_is_asked(role: str):
    with pytest.raises(AccessError):
        review_queue(Stage().center, officer(role))


def test_a_limit_is_kept():
    stage = Stage()
    for number in range(5):
        paired(stage, f"a{number}", f"b{number}", JOIN_BITS)
    assert len(review_queue(stage.center, officer(), 2).pairs) == 2
    assert len(review_queue(stage.center, officer(), -7).pairs) == 1
