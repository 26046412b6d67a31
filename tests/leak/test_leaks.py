"""What a reader is shown depends on nothing that is withheld from him.

A *pair of readers* is one who looks, and one who sees at least as much. What the first is shown in
a store that holds all that the second may see must equal what he is shown in a store that holds
what he may see himself, and nothing else.

Alerts and attributions stand in `test_alerts`. Not covered: for how long a store or the index
searches for the rows that it gives; and how many labels there are, each of which is looked at for
each question.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import TypeAlias

import pytest

from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.documents.screening import ScreeningQuery, ScreeningRequest
from isthmus.flow.holding import Holding
from isthmus.flow.screening import screen
from isthmus.flow.search import EntityQuery, search_entities
from isthmus.model.judgement import Decision
from tests import make
from tests.leak.views import Shown, held, reviewed, shown, taken, weighed
from tests.leak.worlds import (
    CROWD,
    RESOLVING,
    Judge,
    Retract,
    Say,
    Seen,
    Step,
    World,
    marked,
    played,
    reader,
    world,
)
from tests.make import Claim

LABELS = 6
WORLDS = 140 if os.environ.get("SOAK") else 14
"""Of each world come 3**6 = 729 pairs of readers: 10,206 in all, and ten times that to soak."""
RISING = WORLDS // 3
"""So many further worlds in which markings rise."""
OFTEN = 0.15
OF_THE_PAST = ("past", "replays")
"""What was shown of a pair when it was judged may rest on what could be seen then."""
FLOWS = 4
"""Of these pairs of a world, every page, replay, report, queue and some searches are compared."""
KEYS = ("n:lind mara", "i:passport:X1234567", "t:lind", "i:imo:9074729")
EVERYTHING: Seen = frozenset(range(LABELS))


View: TypeAlias = Callable[[Center, Actor, World], Shown]


def subsets(of: Seen) -> list[Seen]:
    """Give every set of these labels, the smaller first."""
    every = sorted(of)
    return [frozenset(c) for n in range(len(every) + 1) for c in combinations(every, n)]


def drawn(seed: int, rising: float = 0.0) -> tuple[World, Mapping[Seen, Center]]:
    """Give a world, and a store for what each reader may see of it."""
    one = world(seed, labels=LABELS, entities=6, sayings=36, rising=rising)
    return one, {seen: played(one, seen) for seen in subsets(EVERYTHING)}


@pytest.mark.parametrize("seed", range(WORLDS))
def test_nothing_shown_depends_on_what_is_withheld(seed: int):
    check(*drawn(seed), seed)


@pytest.mark.parametrize("seed", range(RISING))
def test_nothing_shown_depends_on_what_came_to_be_withheld(seed: int):
    check(*drawn(seed, OFTEN), seed, but=OF_THE_PAST)


def check(one: World, stores: Mapping[Seen, Center], seed: int, but: Sequence[str] = ()) -> None:
    """Compare what is shown to every pair of readers, `but` some parts of it."""

    def seen_by(view: View, around: Seen, looks: Seen) -> Shown:
        found = view(stores[around], reader(looks), one)
        return {part: value for part, value in found.items() if part not in but}

    for looks in subsets(EVERYTHING):
        alone = seen_by(weighed, looks, looks)
        for around in (seen for seen in stores if seen > looks):
            assert seen_by(weighed, around, looks) == alone, (looks, around)
    dice = Random(seed)  # noqa: S311 - a choice of pairs, no secret
    for _ in range(FLOWS):
        around = frozenset(dice.sample(range(LABELS), dice.randint(2, LABELS)))
        looks = frozenset(dice.sample(sorted(around), dice.randint(1, len(around) - 1)))
        for view in (
            shown,
            reviewed,
            lambda c, a, _: held(c, a, KEYS),
            lambda c, a, _: taken(c, a),
        ):
            alone = seen_by(view, looks, looks)
            assert seen_by(view, around, looks) == alone, (looks, around)


def test_in_these_worlds_keys_become_hubs_and_are_hubs_no_more():
    """Else nothing above could tell whether whoever rests on one is judged anew."""
    gone = kept = 0
    for seed in range(30):
        center = played(world(seed, labels=LABELS, entities=6, sayings=36), EVERYTHING)
        with center.store.reading() as unit:
            gone += sum(unit.meta.get(f"hubs-taken:{at}") is not None for at in RESOLVING)
            everybody = make.reader(*unit.labels.all())
            kept += sum(bool(unit.keys.hubs_after(at, 0, everybody)) for at in RESOLVING)
    assert gone >= 3
    assert kept >= 3


def test_what_is_withheld_from_nobody_takes_its_steps():
    """Else steps could not tell anything."""
    one = small(
        say("a", "name", "Mara Lind"), say("b", "name", "Mara Lind", 1), say("c", "name", "Ivo", 1)
    )
    some, all_of_it = (taken(played(one, BOTH), reader(seen)) for seen in (LOW, BOTH))
    assert all_of_it["search Mara Lind"] > some["search Mara Lind"]
    assert all_of_it["screening a name"] > some["screening a name"]


def test_the_worlds_have_merges_that_some_see_and_others_do_not():
    """Else the test above could not fail."""
    merged = told_apart = 0
    for seed in range(2):
        one, stores = drawn(seed)
        clusters = {
            seen: weighed(center, reader(seen), one)["clusters"] for seen, center in stores.items()
        }
        merged += sum(any(len(c) > 1 for c in found) for found in clusters.values())
        told_apart += sum(
            clusters[looks] != clusters[around]
            for looks in clusters
            for around in clusters
            if looks < around
        )
    assert merged > 2 * 10
    assert told_apart > 2 * 100


def small(*steps: Step, labels: int = 2) -> World:
    """Give a world of a few steps under labels that every purpose of the resolver sees."""
    return World(tuple(marked(n) for n in range(labels)), (steps,))


def say(about: str, name: str, value: str, label: int = 0) -> Say:
    return Say(Claim(about, name, value, "Person"), label)


def together(of: World, holds: Seen, looks: Seen, *names: str) -> bool:
    """Tell whether some are one for who looks, in a store that holds what these labels mark."""
    ids = {make.entity(name) for name in names}
    clusters = weighed(played(of, holds), reader(looks), of)["clusters"]
    return any(ids <= set(cluster) for cluster in clusters)


BOTH: Seen = frozenset({0, 1})
LOW: Seen = frozenset({0})


def test_a_merge_on_a_withheld_passport_number_is_invisible():
    of = small(
        say("a", "name", "Mara Lind"),
        say("b", "name", "Ivo Brandt"),
        say("a", "passportNumber", "X1234567", 1),
        say("b", "passportNumber", "X1234567", 1),
    )
    assert together(of, BOTH, BOTH, "a", "b")
    assert not together(of, BOTH, LOW, "a", "b")
    assert shown(played(of, BOTH), reader(LOW), of) == shown(played(of, LOW), reader(LOW), of)
    assert weighed(played(of, BOTH), reader(LOW), of)["judgements"] == []


def test_a_merge_that_his_own_evidence_carries_shows_beside_stronger_evidence():
    of = small(
        say("a", "passportNumber", "X1234567"),
        say("b", "passportNumber", "X1234567"),
        say("a", "passportNumber", "Y7654321", 1),
        say("b", "passportNumber", "Y7654321", 1),
    )
    for looks in (LOW, BOTH, frozenset({1})):
        assert together(of, BOTH, looks, "a", "b")


def test_a_withheld_difference_takes_no_merge_away_and_tells_of_none():
    of = small(
        say("a", "name", "Mara Lind"),
        say("b", "name", "Mara Lind"),
        say("a", "birthDate", "1972-05-06"),
        say("b", "birthDate", "1972-05-06"),
        Judge("a", "b", Decision.DIFFERENT, frozenset({1})),
    )
    assert together(of, BOTH, LOW, "a", "b")
    assert not together(of, BOTH, BOTH, "a", "b")


@pytest.mark.parametrize("late", [False, True])
def test_which_of_a_crowd_are_found_rests_on_nothing_that_is_withheld(*, late: bool):
    """More share a name than a question looks at; of the last something withheld came first."""
    hidden = tuple(say(f"p {n}", "nationality", "NO", 1) for n in range(200, 210))
    crowd = tuple(say(f"p {n}", "name", "Mara Lind") for n in range(210))
    batches = (crowd, hidden) if late else (hidden, crowd)
    of = World((marked(0), marked(1)), batches)
    answers = []
    for holds in (BOTH, LOW):
        running = played(of, holds)
        for center in (running, replace(running, holding=Holding())):
            found = search_entities(center, reader(LOW), EntityQuery(q="Mara Lind", limit=200))
            asked = ScreeningRequest(queries=[ScreeningQuery(properties={"name": ["Mara Lind"]})])
            hits = screen(center, reader(LOW), asked).results[0].hits
            ranks = ([(hit.id, hit.score, hit.because) for hit in found.items], found.next is None)
            answers.append((ranks, [(hit.id, hit.bits) for hit in hits]))
    assert len(answers[0][0][0]) == 200
    assert answers[0][1]
    assert all(answer == answers[0] for answer in answers)


def test_how_much_is_needed_rests_on_no_kind_that_is_withheld():
    """Of persons more is needed than of legal entities, which is all that he sees them to be."""
    of = small(
        *(Say(Claim(about, "name", "Mara Lind", "LegalEntity"), 0) for about in ("a", "b")),
        *(say(about, "birthDate", "1972", 1) for about in ("a", "b")),
    )
    assert together(of, LOW, LOW, "a", "b")
    assert together(of, BOTH, LOW, "a", "b")
    assert not together(of, BOTH, BOTH, "a", "b")
    assert shown(played(of, BOTH), reader(LOW), of) == shown(played(of, LOW), reader(LOW), of)


def test_a_withheld_crowd_makes_no_key_a_hub():
    crowd = [say(f"crowd {n}", "passportNumber", "X1234567", 1) for n in range(CROWD)]
    of = small(
        *crowd, say("a", "passportNumber", "X1234567"), say("b", "passportNumber", "X1234567")
    )
    assert together(of, BOTH, LOW, "a", "b")
    assert shown(played(of, BOTH), reader(LOW), of) == shown(played(of, LOW), reader(LOW), of)
    assert not together(of, BOTH, BOTH, "crowd 0", "crowd 1")


def test_a_hub_that_he_sees_is_one_whatever_else_proposes_the_pair():
    """What he sees of the pair is proposed to him by nothing that he sees."""
    crowd = [say(f"crowd {n}", "name", "Mara Lind") for n in range(CROWD)]
    of = small(
        *crowd,
        *(say(f"crowd {n}", "birthDate", "1972-05-06") for n in range(CROWD)),
        *(say(f"crowd {n}", "passportNumber", "X1234567", 1) for n in (0, 1)),
    )
    assert together(of, BOTH, BOTH, "crowd 0", "crowd 1")
    assert not together(of, BOTH, LOW, "crowd 0", "crowd 1")
    assert not together(of, LOW, LOW, "crowd 0", "crowd 1")


def test_what_two_purposes_see_apart_counts_together_for_who_sees_both():
    """One purpose sees the passport, another the date; neither erases what the other found."""
    first, second = ("resolving one",), ("resolving two",)
    of = World(
        (marked(0, first), marked(1, second), marked(2, (*first, *second))),
        (
            (
                say("a", "passportNumber", "X1234567", 0),
                say("b", "passportNumber", "X1234567", 0),
                say("a", "name", "Mara Lind", 2),
                say("b", "name", "Mara Lind", 2),
            ),
            (
                say("a", "birthDate", "1972-05-06", 1),
                say("b", "birthDate", "1972-05-06", 1),
            ),
        ),
    )
    every: Seen = frozenset({0, 1, 2})
    [row] = weighed(played(of, every), reader(every), of)["judgements"]
    assert [name for name, *_ in row[-1]] == ["passportNumber", "birthDate", "name"]
    assert together(of, every, frozenset({0}), "a", "b")
    assert together(of, every, frozenset({1, 2}), "a", "b")
    assert not together(of, every, frozenset({2}), "a", "b")


FIRST, SECOND = ("resolving one", "resolving two"), ("resolving two",)


def same(name: str, value: str, label: int = 0, ends: str = "ab") -> list[Step]:
    return [say(end, name, value, label) for end in ends]


def test_a_replay_tells_of_no_judgement_for_what_is_withheld():
    """Neither that one purpose had more to weigh than the other, nor when."""
    lots = (*same("name", "Mara Lind"), *same("birthDate", "1972-05-06"))
    more = tuple(same("passportNumber", "X1234567", 1))
    for batches in (((*lots, *more),), (lots, more), (more, lots)):
        of = World((marked(0, FIRST), marked(1, SECOND)), batches)
        alone = reviewed(played(of, LOW), reader(LOW), of)
        assert reviewed(played(of, BOTH), reader(LOW), of) == alone
        [(_, [row])] = alone["replays"]
        assert row["kept"] == 2
        [(_, rows)] = reviewed(played(of, BOTH), reader(BOTH), of)["replays"]
        assert max(one["kept"] for one in rows) == 3


def test_a_replay_tells_not_that_a_pair_was_judged_after_something_was_taken_back():
    lots = (*same("birthDate", "1972-05-06"), *same("passportNumber", "X1234567"))
    of = World((marked(0), marked(1)), (lots, (Retract(0),), tuple(same("nationality", "NO", 1))))
    alone = reviewed(played(of, LOW), reader(LOW), of)
    assert reviewed(played(of, BOTH), reader(LOW), of) == alone
    [(_, rows)] = alone["replays"]
    assert [row["kept"] for row in rows] == [2]


def test_a_replay_shows_what_changed_in_what_is_seen_and_when_that_was_said():
    lots = (*same("birthDate", "1972-05-06"), *same("passportNumber", "X1234567"))
    later = (Retract(0), Retract(1), *same("birthDate", "1980-01-02"))
    of = World((marked(0), marked(1)), (lots, later))
    [(_, rows)] = reviewed(played(of, LOW), reader(LOW), of)["replays"]
    assert [row["kept"] for row in rows] == [2, 2]
    assert [row["at"] for row in rows] == ["2031-05-04T12:04:00Z", "2031-05-04T12:08:00Z"]


def test_which_pairs_a_report_shows_depends_on_no_judgement_that_is_withheld():
    """Pairs as far from the bar as one another, all judged anew for a withheld passport."""
    pairs = [(f"{n} here", f"{n} there") for n in range(12)]
    seen, more = [], []
    for n, pair in enumerate(pairs):
        for end in pair:
            seen += [say(end, "name", f"Mara {n}"), say(end, "birthDate", f"{1950 + n}-05-06")]
            more.append(say(end, "passportNumber", f"X12345{n:02}", 1))
    of = World((marked(0), marked(1)), (tuple(seen), tuple(more)))
    alone = reviewed(played(of, LOW), reader(LOW), of)
    assert reviewed(played(of, BOTH), reader(LOW), of) == alone
    assert alone["report"]["pairs"]
    assert alone["queue"]["pairs"]
