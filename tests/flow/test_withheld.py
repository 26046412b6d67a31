"""Whatever a reader may not see changes nothing that he sees: not a value, count, order or id."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.errors import NotFound
from isthmus.flow.entity import entity_page
from isthmus.flow.feeds import feed_page, list_feeds, list_verdicts
from isthmus.flow.graph import entity_graph
from isthmus.flow.picture import MapQuery, TimelineQuery, map_features, operations, timeline
from isthmus.flow.provenance import record_page
from isthmus.flow.search import EntityQuery, search_entities
from isthmus.flow.triage import AlertQuery, alert_page, list_alerts
from isthmus.model.alert import Severity
from isthmus.model.ids import StatementSeq, shown_id
from isthmus.model.judgement import Decision
from isthmus.model.label import Label
from isthmus.model.record import VerdictState
from tests import make
from tests.flow.stage import HIGH, LOW, Stage, officer, record_id, shown
from tests.make import Claim, Fix

RAW = b"the record that a value is traced to"
DHOW = (
    Claim("dhow", "name", "Sea Lark"),
    Claim("dhow", "alias", "Lark of the Sea"),
    Claim("dhow", "imoNumber", "9074729"),
    Claim("dhow", "flag", "PA"),
)
LARK = (Claim("lark", "name", "MV Sea Lark"), Claim("lark", "mmsi", "257000001"))
SIGHTING = (
    Claim("sighting 1", "vessel", "lark", "Sighting", target="lark"),
    Claim("sighting 1", "mmsi", "257000001", "Sighting"),
    Claim("sighting 1", "startDate", "2031-05-03T10:00:00Z", "Sighting"),
    Claim("sighting 1", "latitude", "12.5", "Sighting"),
    Claim("sighting 1", "longitude", "43.5", "Sighting"),
)
GAP = (
    Claim("gap 1", "mmsi", "257000001", "SignalGap"),
    Claim("gap 1", "startDate", "2031-05-03T12:00:00Z", "SignalGap"),
)
DARK = "dark period"

Act = Callable[[Stage, dict[str, int]], None]


def first_names(stage: Stage, seqs: dict[str, int]) -> None:
    seqs["dhow"], *_ = stage.say(*DHOW, raw=RAW)


def second_names(stage: Stage, seqs: dict[str, int]) -> None:
    seqs["lark"], *_ = stage.say(*LARK)


def a_match(stage: Stage, seqs: dict[str, int]) -> None:
    stage.compare("dhow", "lark", seen_match(seqs))
    seqs["match"] = 1


def seen_match(seqs: Mapping[str, int]) -> tuple[StatementSeq, StatementSeq, float, Label]:
    return StatementSeq(seqs["dhow"]), StatementSeq(seqs["lark"]), 14.0, LOW


def a_sighting(stage: Stage, seqs: dict[str, int]) -> None:
    seqs["sighting"], *_ = stage.say(*SIGHTING)


def a_gap(stage: Stage, seqs: dict[str, int]) -> None:
    seqs["gap"], *_ = stage.say(*GAP)
    stage.attribute("gap 1", "lark", StatementSeq(seqs["gap"]))


def an_alert(stage: Stage, seqs: dict[str, int]) -> None:
    evidence = (StatementSeq(seqs["dhow"]), StatementSeq(seqs["gap"]))
    stage.alarm(DARK, *evidence, about=("dhow", "gap 1"))


def positions(stage: Stage, _: dict[str, int]) -> None:
    stage.seen(Fix("lark", make.NOW - make.HOUR), Fix("lark", make.NOW - 2 * make.HOUR))


def an_outsider(stage: Stage, _: dict[str, int]) -> None:
    stage.say(Claim("tern", "name", "Sea Tern"), Claim("tern", "topics", "sanction.linked"))


VISIBLE: Sequence[Act] = (
    first_names,
    second_names,
    a_match,
    a_sighting,
    a_gap,
    an_alert,
    positions,
    an_outsider,
)

NAMES = ("Hidden Name", "Zephyr", "Lark")
"""No value of DHOW and LARK: one claim of one source is one statement, under its first label."""


@st.composite
def withheld_statement(draw: st.DrawFn) -> Act:
    about = draw(st.sampled_from(("dhow", "lark", "tern", "ghost")))
    name, value = draw(
        st.sampled_from(
            [
                *(("name", name) for name in NAMES),
                ("alias", "Aardvark"),
                ("topics", "sanction"),
                ("imoNumber", "9321483"),
                ("flag", "IR"),
                ("mmsi", "257000009"),
            ]
        )
    )
    source = draw(st.sampled_from((make.SOURCE, "coast-guard")))
    age = timedelta(hours=draw(st.integers(0, 50)))
    return lambda stage, _: void(
        stage.say(Claim(about, name, value), label=HIGH, source=source, at=make.NOW - age)
    )


@st.composite
def withheld_event(draw: st.DrawFn) -> Act:
    target = draw(st.sampled_from(("dhow", "lark", "ghost", "tern")))
    schema = draw(st.sampled_from(("Sighting", "SignalGap")))
    name = f"secret {draw(st.integers(0, 3))}"
    claims = (
        Claim(name, "vessel", target, schema, target=target),
        Claim(name, "startDate", "2031-05-04T09:00:00Z", schema),
        Claim(name, "latitude", "12.25", schema),
        Claim(name, "longitude", "43.25", schema),
    )

    def happens(stage: Stage, _: dict[str, int]) -> None:
        seqs = stage.say(*claims, label=HIGH)
        stage.attribute(name, target, *seqs[:1], label=HIGH)

    return happens


@st.composite
def withheld_match(draw: st.DrawFn) -> Act:
    """Draw a judgement whose bits, for or against, rest on values that are withheld."""
    other = draw(st.sampled_from(("tern", "ghost", "spook")))
    bits = draw(st.sampled_from((30.0, 13.0, -40.0, 2.0)))

    def happens(stage: Stage, _: dict[str, int]) -> None:
        one = stage.say(Claim("dhow", "name", f"Alias {other}"), label=HIGH)
        two = stage.say(Claim(other, "name", f"Alias {other}"), label=HIGH)
        if one and two:
            stage.compare("dhow", other, (one[0], two[0], bits, HIGH))

    return happens


@st.composite
def withheld_support(draw: st.DrawFn) -> Act:
    """Draw a judgement that is written anew because of a value that is withheld."""
    bits = draw(st.sampled_from((9.0, -40.0)))

    def happens(stage: Stage, seqs: dict[str, int]) -> None:
        if "match" not in seqs:
            return
        turn = next(stage.numbers)
        one, two = (
            stage.say(Claim(n, "owner", f"Owner {turn}"), label=HIGH)[0] for n in ("dhow", "lark")
        )
        stage.compare("dhow", "lark", seen_match(seqs), (one, two, bits, HIGH), turn=turn)

    return happens


@st.composite
def withheld_opinion(draw: st.DrawFn) -> Act:
    left, right = draw(st.sampled_from((("dhow", "lark"), ("dhow", "tern"), ("lark", "ghost"))))
    decision = draw(st.sampled_from(tuple(Decision)))
    turn = draw(st.integers(1, 9))
    return lambda stage, _: stage.persons(left, right, decision, label=HIGH, turn=turn)


@st.composite
def withheld_alert(draw: st.DrawFn) -> Act:
    about = draw(st.sampled_from(("dhow", "lark", "ghost")))
    age = timedelta(hours=draw(st.integers(0, 50)))

    def happens(stage: Stage, _: dict[str, int]) -> None:
        stage.alarm(
            f"secret alert {next(stage.numbers)}",
            about=(about,),
            label=HIGH,
            severity=Severity.CRITICAL,
            raised_at=make.NOW - age,
        )

    return happens


@st.composite
def withheld_positions(draw: st.DrawFn) -> Act:
    of = draw(st.sampled_from(("dhow", "lark", "ghost")))
    minutes = draw(st.integers(1, 300))
    fix = Fix(of, make.NOW - timedelta(minutes=minutes))
    return lambda stage, _: stage.seen(fix, label=HIGH)


def withheld_verdict(stage: Stage, _: dict[str, int]) -> None:
    verdict = make.verdict("patrol-reports")
    stage.write(lambda unit: unit.verdicts.add(verdict, [(b"key", b"piece")], make.NOW))


WITHHELD = st.one_of(
    withheld_statement(),
    withheld_event(),
    withheld_match(),
    withheld_support(),
    withheld_opinion(),
    withheld_alert(),
    withheld_positions(),
    st.just(withheld_verdict),
)


@st.composite
def mixtures(draw: st.DrawFn) -> Sequence[Act]:
    """Draw the visible acts in their order, with withheld ones anywhere between them."""
    acts = list(VISIBLE)
    for act in draw(st.lists(WITHHELD, min_size=1, max_size=6, unique_by=id)):
        acts.insert(draw(st.integers(0, len(acts))), act)
    return acts


def void(_: object) -> None:
    return None


def staged(acts: Sequence[Act]) -> Stage:
    stage, seqs = Stage(), dict[str, int]()
    for act in acts:
        act(stage, seqs)
    return stage


def documents(stage: Stage, level: str = "OFFICIAL") -> Mapping[str, bytes]:
    """Give every document that a reader can ask for, as bytes."""
    center, actor = stage.center, officer("analyst", level=level)
    alert = shown_id("a", make.alert_id(DARK))
    found = {
        "page": entity_page(center, actor, shown("dhow")),
        "other page": entity_page(center, actor, shown("tern")),
        "event page": entity_page(center, actor, shown("sighting 1")),
        "graph": entity_graph(center, actor, shown("lark"), hops=2),
        "small graph": entity_graph(center, actor, shown("lark"), hops=2, cap=2),
        "search": search_entities(center, actor, EntityQuery(q="sea lark")),
        "search by number": search_entities(center, actor, EntityQuery(q="9074729")),
        "search by start": search_entities(center, actor, EntityQuery(q="se", limit=1)),
        "search for a withheld name": search_entities(center, actor, EntityQuery(q="hidden name")),
        "no search": search_entities(center, actor, EntityQuery()),
        "alerts": list_alerts(center, actor, AlertQuery(state="all", limit=1)),
        "alerts by word": list_alerts(center, actor, AlertQuery(q="lark")),
        "alerts of it": list_alerts(center, actor, AlertQuery(entity=shown("lark"))),
        "alert": alert_page(center, actor, alert),
        "operations": operations(center, actor),
        "map": map_features(center, actor, MapQuery()),
        "timeline": timeline(center, actor, TimelineQuery()),
        "feeds": list_feeds(center, actor),
        "feed": feed_page(center, actor, make.FEED),
        "verdicts": list_verdicts(center, actor, make.FEED),
        "record": record_page(center, actor, record_id(RAW)),
    }
    return {name: msgspec.json.encode(document) for name, document in found.items()}


PLAIN = documents(staged(VISIBLE))


@given(mixtures())
@settings(max_examples=150, deadline=None)
def test_what_is_withheld_changes_no_byte_of_any_document(acts: Sequence[Act]):
    found = documents(staged(acts))
    assert {name for name in PLAIN if found[name] != PLAIN[name]} == set()


@pytest.mark.parametrize("name", ["page", "alerts", "feeds", "map", "timeline", "search"])
def test_a_reader_who_is_cleared_does_see_it(name: str):
    acts: list[Act] = [*VISIBLE, withheld_verdict]

    def more(stage: Stage, _: dict[str, int]) -> None:
        stage.say(Claim("dhow", "name", "Hidden Name"), label=HIGH)
        stage.say(Claim("ghost", "name", "Sea Lark"), label=HIGH)
        stage.alarm("secret alert", about=("dhow",), label=HIGH, severity=Severity.CRITICAL)
        stage.seen(Fix("dhow", make.NOW - make.HOUR, lat=11.0), label=HIGH)

    acts.append(more)
    assert documents(staged(acts), "SECRET")[name] != PLAIN[name]


def test_an_entity_that_is_wholly_withheld_is_not_there():
    stage = Stage()
    stage.say(Claim("ghost", "name", "Hidden Name"), label=HIGH)
    with pytest.raises(NotFound) as withheld:
        entity_page(stage.center, officer(), shown("ghost"))
    with pytest.raises(NotFound) as unknown:
        entity_page(stage.center, officer(), shown("nobody"))
    assert str(withheld.value).replace(shown("ghost"), "") == str(unknown.value).replace(
        shown("nobody"), ""
    )


def test_the_feed_of_a_withheld_verdict_is_not_there():
    stage = Stage()
    withheld_verdict(stage, {})
    with pytest.raises(NotFound):
        list_verdicts(stage.center, officer(), "patrol-reports")
    with stage.store.reading() as unit:
        assert unit.verdicts.list(None, VerdictState.OPEN, None, 5)
