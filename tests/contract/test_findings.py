"""FindingStore: what rules saw, once each."""

from dataclasses import replace

from isthmus.ports import Store
from tests import make
from tests.contract.arrange import Ground, acting, said

DHOW, SKIFF = make.entity("dhow"), make.entity("skiff")
MEETING = make.finding_id("meeting")


def test_a_finding_comes_back_as_it_was_put(store: Store, ground: Ground):
    with acting(store) as unit:
        [other] = said(unit, ground, make.Claim("skiff"))
        found = make.finding(
            "meeting", other, ground.statement, other, entities=["skiff", "lark"], label=ground.low
        )
        unit.findings.add([found])
    with store.reading() as unit:
        assert list(unit.findings.about([SKIFF], ground.lower)) == [found]


def test_place_may_be_absent(store: Store, ground: Ground):
    found = make.finding("meeting", ground.statement, entities=["skiff"], label=ground.low)
    found = replace(found, lat=None, lon=None)
    with acting(store) as unit:
        unit.findings.add([found])
    with store.reading() as unit:
        assert list(unit.findings.about([SKIFF], ground.lower)) == [found]


def test_only_the_first_time_is_new(store: Store, ground: Ground):
    first = make.finding("meeting", ground.statement, label=ground.low)
    second = make.finding("loitering", ground.statement, label=ground.low)
    with acting(store) as unit:
        assert unit.findings.add([first]) == {first.id}
        assert unit.findings.add([first, second]) == {second.id}
    with acting(store) as unit:
        assert unit.findings.add([first, second]) == frozenset()
        assert unit.findings.add([]) == frozenset()


def test_the_same_finding_twice_in_one_call_is_one(store: Store, ground: Ground):
    found = make.finding("meeting", ground.statement, entities=["skiff"], label=ground.low)
    with acting(store) as unit:
        assert unit.findings.add([found, found]) == {found.id}
    with store.reading() as unit:
        assert list(unit.findings.about([SKIFF], ground.lower)) == [found]


def test_any_of_its_entities_finds_it_and_several_find_it_once(store: Store, ground: Ground):
    found = make.finding("meeting", ground.statement, entities=["skiff", "lark"], label=ground.low)
    with acting(store) as unit:
        unit.findings.add([found])
    with store.reading() as unit:
        about = unit.findings.about
        assert list(about([make.entity("lark")], ground.lower)) == [found]
        assert list(about([SKIFF, make.entity("lark")], ground.lower)) == [found]
        assert {f.id for f in about([SKIFF, DHOW], ground.lower)} == {found.id, make.finding_id()}
        assert not about([make.entity("nobody")], ground.lower)


def test_a_withdrawn_one_is_about_nothing(store: Store, ground: Ground):
    with acting(store) as unit:
        unit.findings.withdraw([make.finding_id()], make.NOW)
        assert not unit.findings.about([DHOW], ground.lower)
    with store.reading() as unit:
        assert not unit.findings.about([DHOW], ground.lower)


def test_a_withdrawn_one_that_is_found_again_stands_and_is_not_new(store: Store, ground: Ground):
    found = make.finding("dark period", ground.statement, label=ground.low)
    for _ in range(2):
        with acting(store) as unit:
            unit.findings.withdraw([found.id], make.NOW)
        with acting(store) as unit:
            assert unit.findings.add([found]) == frozenset()
        with store.reading() as unit:
            assert [f.id for f in unit.findings.about([DHOW], ground.lower)] == [found.id]


def test_an_alerts_findings_are_oldest_first_and_say_which_stand(store: Store, ground: Ground):
    names = ["late", "early", "middle"]
    with acting(store) as unit:
        for name, hour in zip(names, [3, 1, 2], strict=True):
            at = make.NOW + hour * make.HOUR
            unit.findings.add([make.finding(name, label=ground.low, found_at=at)])
        unit.alerts.fold(make.alert_id(), [make.finding_id(name) for name in names], make.NOW)
        unit.findings.withdraw([make.finding_id("middle")], make.NOW)
    with store.reading() as unit:
        found = unit.findings.of_alert(make.alert_id(), ground.lower)
    assert [(f.id, f.standing) for f in found] == [
        (make.finding_id("dark period"), True),
        (make.finding_id("early"), True),
        (make.finding_id("middle"), False),
        (make.finding_id("late"), True),
    ]


def test_one_match_may_be_found_under_several_labels(store: Store, ground: Ground):
    low = make.finding("meeting", ground.statement, label=ground.low)
    high = replace(low, id=make.finding_id("under another label"), label=ground.high)
    with acting(store) as unit:
        assert unit.findings.add([low, high]) == {low.id, high.id}
        unit.findings.withdraw([low.id], make.NOW)
    with store.reading() as unit:
        of_matches = unit.findings.of_matches
        assert of_matches([low.matched], ground.both) == {
            (low.matched, ground.low): low.id,
            (low.matched, ground.high): high.id,
        }
        assert of_matches([low.matched], ground.lower) == {(low.matched, ground.low): low.id}
        assert of_matches([make.match_id("loitering")], ground.both) == {}
        assert of_matches([], ground.both) == {}


def test_of_one_match_and_label_the_oldest_counts(store: Store, ground: Ground):
    first = make.finding("meeting", ground.statement, label=ground.low)
    later = replace(first, id=make.finding_id("the same again"))
    with acting(store) as unit:
        unit.findings.add([first])
        unit.findings.add([later])
    with store.reading() as unit:
        found = unit.findings.of_matches([first.matched], ground.lower)
    assert found == {(first.matched, ground.low): first.id}


def test_what_a_finding_is_about_may_be_several_under_some_labels(store: Store, ground: Ground):
    finding = make.finding_id()
    with acting(store) as unit:
        assert unit.findings.apart([finding], ground.both) == {}
        unit.findings.set_apart(
            [(finding, ground.low, True), (finding, ground.high, True)], make.NOW
        )
    with store.reading() as unit:
        both = frozenset({ground.low, ground.high})
        assert unit.findings.apart([finding], ground.both) == {finding: both}
        assert unit.findings.apart([finding], ground.lower) == {finding: {ground.low}}
        assert unit.findings.apart([make.finding_id("meeting")], ground.both) == {}
        assert unit.findings.apart([], ground.both) == {}


def test_what_was_several_may_be_one_again_and_several_again(store: Store, ground: Ground):
    finding = make.finding_id()
    for several in (True, False, True, True, False):
        with acting(store) as unit:
            unit.findings.set_apart([(finding, ground.low, several)], make.NOW)
        with store.reading() as unit:
            assert bool(unit.findings.apart([finding], ground.lower)) is several
