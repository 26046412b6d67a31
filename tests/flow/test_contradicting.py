from __future__ import annotations

from isthmus.flow.entity import entity_page
from isthmus.flow.fusion import fuse_pending
from isthmus.model.ids import EntityId, shown_id
from isthmus.model.judgement import Decision
from tests import make
from tests.leak.views import noticed, weighed
from tests.leak.worlds import (
    Judge,
    Retract,
    Say,
    Seen,
    Step,
    World,
    marked,
    played,
    reader,
)
from tests.make import Claim

ONE, OTHER = "9074729", "9176187"
LOW: Seen = frozenset({0})
BOTH: Seen = frozenset({0, 1})


def ship(about: str, name: str, value: str, label: int = 0) -> Say:
    return Say(Claim(about, name, value, "Vessel"), label)


def world(*batches: tuple[Step, ...]) -> World:
    return World((marked(0), marked(1)), batches)


def groups(of: World, holds: Seen = LOW) -> list[str]:
    """Give who is one with whom, each written as its names, to who sees all that is held."""
    names = {make.entity(name): name for name in of.names}
    clusters = weighed(played(of, holds), reader(holds), of)["clusters"]
    return sorted("".join(sorted(names[e] for e in cluster)) for cluster in clusters)


LARK = (ship("a", "imoNumber", ONE), ship("a", "name", "Sea Lark"))
HERON = (ship("c", "imoNumber", OTHER), ship("c", "name", "Night Heron"))
BRIDGE = (ship("b", "imoNumber", ONE), ship("b", "imoNumber", OTHER))


def test_a_third_that_holds_the_numbers_of_two_ships_does_not_make_one_of_them():
    assert groups(world((*LARK, *HERON, *BRIDGE))) in (["a", "bc"], ["ab", "c"])


def test_in_whichever_order_they_come():
    one = groups(world(LARK, HERON, BRIDGE))
    assert one == groups(world(BRIDGE, HERON, LARK)) == groups(world((*HERON, *BRIDGE), LARK))


def test_two_that_hold_one_number_are_one_whatever_else_they_hold():
    more = ship("c", "imoNumber", ONE)
    assert groups(world((*LARK, *HERON, *BRIDGE, more))) == ["abc"]


def test_a_number_with_wrong_check_digits_keeps_nobody_apart():
    wrong = (ship("c", "imoNumber", "9176188"), ship("c", "name", "Night Heron"))
    same = Judge("b", "c", Decision.SAME, LOW)
    assert groups(world((*LARK, *wrong, *BRIDGE), (same,))) == ["abc"]


def test_what_was_retracted_keeps_nobody_apart():
    of = world((*HERON[:1], *LARK, *HERON[1:], *BRIDGE), (Judge("b", "c", Decision.SAME, LOW),))
    back = World(of.labels, (*of.batches, (Retract(0),)))
    assert (len(groups(of)), groups(back)) == (2, ["abc"])


def test_a_person_who_judged_the_two_themselves_outranks_the_conflict():
    same = Judge("a", "c", Decision.SAME, LOW)
    assert groups(world((*LARK, *HERON, *BRIDGE), (same,))) == ["abc"]


def test_persons_who_judged_each_of_two_the_same_as_a_third_do_not_outrank_it():
    said = (LARK[0], HERON[0], ship("b", "name", "Sea Lark"))
    judged = (Judge("a", "b", Decision.SAME, LOW), Judge("b", "c", Decision.SAME, LOW))
    assert groups(world(said, judged)) in (["a", "bc"], ["ab", "c"])


def test_a_number_that_is_withheld_parts_nobody_for_whoever_lacks_it():
    said = (LARK[0], ship("c", "imoNumber", OTHER, label=1), ship("b", "name", "Sea Lark"))
    judged = (Judge("a", "b", Decision.SAME, LOW), Judge("b", "c", Decision.SAME, LOW))
    of = world(said, judged)
    center = played(of, BOTH)
    wide = weighed(center, reader(BOTH), of)["clusters"]
    low = weighed(center, reader(LOW), of)["clusters"]
    assert (len(wide), len(low)) == (2, 1)


def test_the_page_of_one_ship_shows_nothing_of_the_other():
    center = played(world((*LARK, *HERON, *BRIDGE)), LOW)
    for name, own in (("a", "Sea Lark"), ("c", "Night Heron")):
        page = entity_page(center, reader(LOW), shown_id("e", make.entity(name)))
        named = [v.value for p in page.properties if p.property == "name" for v in p.values]
        assert named == [own]


def test_the_page_says_what_keeps_the_two_apart():
    center = played(world((*LARK, *HERON, *BRIDGE)), LOW)
    for name, other in (("a", "c"), ("c", "a")):
        page = entity_page(center, reader(LOW), shown_id("e", make.entity(name)))
        ends = {shown_id("e", make.entity(one)) for one in (name, other)}
        [said] = [
            j for j in page.judgements if {j.left.source_entity, j.right.source_entity} == ends
        ]
        assert (said.decision, said.by.kind) == ("different", "model")
        [row] = said.evidence
        assert (row.property, {row.left, row.right}) == ("imoNumber", {ONE, OTHER})


def _holders(of: World) -> dict[EntityId, EntityId]:
    center = played(of, LOW)
    fuse_pending(center)
    found = noticed(center, reader(LOW), of)["attributions"]
    return {event: holder for event, holder, *_ in found}


def seen(event: str, of: str, start: str = "2031-03-01", end: str = "2031-03-05") -> list[Say]:
    return [
        Say(Claim(event, "vessel", of, "Sighting", target=of), 0),
        Say(Claim(event, "mmsi", "273000001", "Sighting"), 0),
        Say(Claim(event, "startDate", start, "Sighting"), 0),
        Say(Claim(event, "endDate", end, "Sighting"), 0),
    ]


def test_an_event_of_two_candidates_loses_its_holder_when_they_are_found_to_be_two():
    dark = [
        Say(Claim("dark", "mmsi", "273000001", "SignalGap"), 0),
        Say(Claim("dark", "startDate", "2031-03-03", "SignalGap"), 0),
    ]
    said = (LARK[0], ship("b", "name", "Sea Lark"), ship("c", "name", "Sea Lark"))
    events = (*seen("one", "a"), *seen("other", "c"), *dark)
    judged = (Judge("a", "b", Decision.SAME, LOW), Judge("b", "c", Decision.SAME, LOW))
    of = world((*said, *events), judged)
    assert set(_holders(of)) == {make.entity("dark")}
    # What is said of the third alone parts the others.
    parted = World(of.labels, (*of.batches, (HERON[0],)))
    assert _holders(parted) == {}
