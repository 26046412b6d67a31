from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from isthmus.flow.clusters import REACH_MAX, clusters_around, clusters_of, walked
from isthmus.model.ids import EntityId, StatementSeq
from isthmus.model.judgement import JOIN_BITS, Comparison, Decision, Judgement
from tests import make
from tests.flow.stage import HIGH, LOW, Stage
from tests.make import Claim

NAMES = ("ant", "bee", "cat", "dog", "eel")
ONE = StatementSeq(1)


def model(left: str, right: str, *bits: float) -> Judgement:
    parts = [
        Comparison(f"property {n}", b, ONE, ONE, make.LABEL, make.LABEL) for n, b in enumerate(bits)
    ]
    return make.judgement(left, right, *parts)


def person(left: str, right: str, decision: Decision) -> Judgement:
    return make.persons_judgement(left, right, decision)


def together(judgements: Sequence[Judgement], *names: str) -> bool:
    found = clusters_of([make.entity(name) for name in NAMES], judgements)
    return len({found[make.entity(name)] for name in names}) == 1


def test_enough_bits_join_and_fewer_do_not():
    assert together([model("ant", "bee", JOIN_BITS)], "ant", "bee")
    assert together([model("ant", "bee", 8.0, 4.0)], "ant", "bee")
    assert not together([model("ant", "bee", JOIN_BITS - 0.1)], "ant", "bee")


def test_one_conflict_outweighs_any_support():
    assert not together([model("ant", "bee", 60.0, -20.0)], "ant", "bee")


def test_a_person_outranks_the_model_both_ways():
    apart = [model("ant", "bee", 30.0), person("ant", "bee", Decision.DIFFERENT)]
    one = [model("ant", "bee", -40.0), person("ant", "bee", Decision.SAME)]
    assert not together(apart, "ant", "bee")
    assert together(one, "ant", "bee")


def test_an_undecided_person_leaves_it_to_the_model():
    both = [model("ant", "bee", 30.0), person("ant", "bee", Decision.UNDECIDED)]
    assert together(both, "ant", "bee")


def test_a_chain_does_not_join_what_was_seen_to_differ():
    chain = [
        model("ant", "bee", 20.0),
        model("bee", "cat", 14.0),
        model("ant", "cat", -40.0),
    ]
    assert together(chain, "ant", "bee")
    assert not together(chain, "bee", "cat")


def test_a_person_who_says_different_cuts_a_chain_at_its_weakest_link():
    chain = [
        model("ant", "bee", 14.0),
        model("bee", "cat", 20.0),
        person("ant", "cat", Decision.DIFFERENT),
    ]
    assert together(chain, "bee", "cat")
    assert not together(chain, "ant", "bee")


judgements = st.lists(
    st.tuples(
        st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True),
        st.one_of(st.sampled_from((30.0, 14.0, 5.0, -40.0)), st.sampled_from(tuple(Decision))),
    ),
    max_size=12,
    unique_by=lambda one: (tuple(sorted(one[0])), isinstance(one[1], Decision)),
)


def made(drawn: Sequence[tuple[list[str], float | Decision]]) -> list[Judgement]:
    return [
        person(pair[0], pair[1], said)
        if isinstance(said, Decision)
        else model(pair[0], pair[1], said)
        for pair, said in drawn
    ]


@given(judgements)
def test_no_cluster_holds_a_forbidden_pair(drawn: Sequence[tuple[list[str], float | Decision]]):
    every = made(drawn)
    found = clusters_of([make.entity(name) for name in NAMES], every)
    persons = {(j.left, j.right): j.decision for j in every if j.by_person}
    for judgement in every:
        said = persons.get((judgement.left, judgement.right), Decision.UNDECIDED)
        decision = judgement.weighed if said is Decision.UNDECIDED else said
        if decision is Decision.DIFFERENT:
            assert judgement.right not in found[judgement.left]


@given(judgements, st.randoms(use_true_random=False))
def test_clusters_are_a_partition_in_any_order(
    drawn: Sequence[tuple[list[str], float | Decision]], random: object
):
    entities = [make.entity(name) for name in NAMES]
    every = made(drawn)
    found = clusters_of(entities, every)
    random.shuffle(every)  # type: ignore[attr-defined] # hypothesis gives no type for it
    assert clusters_of(entities, every) == found
    for entity in entities:
        assert entity in found[entity]
        assert all(found[member] == found[entity] for member in found[entity])


def reached(stage: Stage, *names: str, low_only: bool) -> frozenset[EntityId]:
    with stage.store.reading() as unit:
        numbers = [n for n, label in unit.labels.all().items() if label == LOW or not low_only]
        reader = make.reader(*numbers)
        found = clusters_around(stage.center, unit, [make.entity(name) for name in names], reader)
    return found[make.entity(names[0])]


def test_a_walk_goes_as_far_as_what_the_reader_sees():
    stage = Stage()
    seqs = {name: stage.say(Claim(name, "name", f"Name {name}"))[0] for name in NAMES}
    withheld = stage.say(Claim("cat", "alias", "Puss"), label=HIGH)[0]
    other = stage.say(Claim("dog", "alias", "Puss"), label=HIGH)[0]
    stage.compare("ant", "bee", (seqs["ant"], seqs["bee"], 14.0, LOW))
    stage.compare("bee", "cat", (seqs["bee"], seqs["cat"], 14.0, LOW))
    stage.compare("cat", "dog", (withheld, other, 30.0, HIGH))
    ant, bee, cat, dog = (make.entity(name) for name in NAMES[:4])
    assert reached(stage, "ant", low_only=True) == {ant, bee, cat}
    assert reached(stage, "ant", low_only=False) == {ant, bee, cat, dog}


def test_bits_that_are_withheld_do_not_count_for_or_against():
    stage = Stage()
    a, b = (stage.say(Claim(name, "name", "One Name"))[0] for name in ("ant", "bee"))
    x, y = (stage.say(Claim(name, "imoNumber", "9"), label=HIGH)[0] for name in ("ant", "bee"))
    stage.compare("ant", "bee", (a, b, 14.0, LOW), (x, y, -40.0, HIGH))
    assert len(reached(stage, "ant", low_only=True)) == 2
    assert len(reached(stage, "ant", low_only=False)) == 1


def test_many_seeds_are_answered_at_once():
    stage = Stage()
    a, b = (stage.say(Claim(name, "name", "One Name"))[0] for name in ("ant", "bee"))
    stage.compare("ant", "bee", (a, b, 14.0, LOW))
    with stage.store.reading() as unit:
        reader = make.reader(*unit.labels.all())
        entities = [make.entity(name) for name in ("bee", "cat", "ant", "bee")]
        found = clusters_around(stage.center, unit, entities, reader)
    assert list(found) == [make.entity(name) for name in ("bee", "cat", "ant")]
    assert found[make.entity("ant")] is found[make.entity("bee")]
    assert found[make.entity("cat")] == {make.entity("cat")}


def test_what_differs_between_two_groups_outweighs_one_chance_match():
    groups = [model("ant", "bee", 30.0), model("cat", "dog", 30.0)]
    chance = model("bee", "cat", 13.0)
    differing = [model("ant", "cat", 7.0, -8.0), model("bee", "dog", 7.0, -8.0)]
    assert together([*groups, chance], "ant", "dog")
    assert not together([*groups, chance, *differing], "bee", "cat")
    assert together([*groups, chance, *differing], "ant", "bee")


def test_that_little_is_known_of_two_takes_nothing_from_a_third_that_is_both():
    """One has a date of birth and no passport, another a passport and no date."""
    chain = [model("ant", "bee", 14.0), model("bee", "cat", 21.0), model("ant", "cat", 7.0)]
    assert together(chain, "ant", "bee", "cat")


def test_a_feed_that_links_everything_is_cut_and_said_to_be():
    stage = Stage()
    [said] = stage.say(Claim("ant", "name", "Ant"))
    spread = [("ant", f"one {n}") for n in range(46)]
    spread += [(f"one {n}", f"one {n}, {m}") for n in range(46) for m in range(45)]
    assert len(spread) > REACH_MAX
    linked = [
        make.judgement(a, b, make.comparison(said, said, labels=(make.LABEL, make.LABEL)), turn=n)
        for n, (a, b) in enumerate(spread)
    ]
    other = make.persons_judgement("bee", "cat", Decision.SAME)
    stage.write(lambda unit: unit.judgements.add([*linked, other]))
    ant, bee, cat = (make.entity(name) for name in NAMES[:3])
    with stage.store.reading() as unit:
        reader = make.reader(make.LABEL)
        walk = walked(unit, [ant, bee], reader)
        found = clusters_around(stage.center, unit, [ant, bee], reader)
    assert walk.cut == {ant}
    assert len(found[ant]) <= 500
    assert found[bee] == {bee, cat}
