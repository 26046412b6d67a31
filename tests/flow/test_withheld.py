"""Whatever a reader may not see changes nothing that he sees: not a value, count, order or id.

Where a label lets him know that such a fact exists, its entity's page says so, and nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.errors import NotFound
from isthmus.flow.documents.entities import EntityPage, Withheld
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
from isthmus.model.label import ALL, Allowed, Label
from isthmus.model.record import VerdictState
from isthmus.model.statement import State
from isthmus.ports import UnitOfWork
from tests import make
from tests.flow.stage import HIGH, HINTED, LOW, Stage, officer, record_id, shown
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

ELSEWHERE = replace(HIGH, discoverable_to=Allowed.of("birch"))
AT_ANOTHER_PURPOSE = replace(LOW, purposes=Allowed.of("fisheries"), discoverable_to=ALL)
UNKNOWABLE = (HIGH, ELSEWHERE, AT_ANOTHER_PURPOSE)
"""Labels of what the officer may neither see nor know of."""

NAMES = ("Hidden Name", "Zephyr", "Lark")
"""No value of DHOW and LARK: one claim of one source is one statement, under its first label."""


@st.composite
def withheld_statement(draw: st.DrawFn, labels: Sequence[Label]) -> Act:
    label = draw(st.sampled_from(labels))
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
        stage.say(Claim(about, name, value), label=label, source=source, at=make.NOW - age)
    )


@st.composite
def withheld_event(draw: st.DrawFn, labels: Sequence[Label]) -> Act:
    label = draw(st.sampled_from(labels))
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
        seqs = stage.say(*claims, label=label)
        stage.attribute(name, target, *seqs[:1], label=label)

    return happens


@st.composite
def withheld_match(draw: st.DrawFn, labels: Sequence[Label]) -> Act:
    """Draw a judgement whose bits, for or against, rest on values that are withheld."""
    label = draw(st.sampled_from(labels))
    other = draw(st.sampled_from(("tern", "ghost", "spook")))
    bits = draw(st.sampled_from((30.0, 13.0, -40.0, 2.0)))

    def happens(stage: Stage, _: dict[str, int]) -> None:
        one = stage.say(Claim("dhow", "name", f"Alias {other}"), label=label)
        two = stage.say(Claim(other, "name", f"Alias {other}"), label=label)
        if one and two:
            stage.compare("dhow", other, (one[0], two[0], bits, label))

    return happens


@st.composite
def withheld_support(draw: st.DrawFn, labels: Sequence[Label]) -> Act:
    """Draw a judgement that is written anew because of a value that is withheld."""
    label = draw(st.sampled_from(labels))
    bits = draw(st.sampled_from((9.0, -40.0)))

    def happens(stage: Stage, seqs: dict[str, int]) -> None:
        if "match" not in seqs:
            return
        turn = next(stage.numbers)
        one, two = (
            stage.say(Claim(n, "owner", f"Owner {turn}"), label=label)[0] for n in ("dhow", "lark")
        )
        stage.compare("dhow", "lark", seen_match(seqs), (one, two, bits, label), turn=turn)

    return happens


@st.composite
def withheld_opinion(draw: st.DrawFn, labels: Sequence[Label]) -> Act:
    label = draw(st.sampled_from(labels))
    left, right = draw(st.sampled_from((("dhow", "lark"), ("dhow", "tern"), ("lark", "ghost"))))
    decision = draw(st.sampled_from(tuple(Decision)))
    turn = draw(st.integers(1, 9))
    return lambda stage, _: stage.persons(left, right, decision, label=label, turn=turn)


@st.composite
def withheld_alert(draw: st.DrawFn, labels: Sequence[Label]) -> Act:
    label = draw(st.sampled_from(labels))
    about = draw(st.sampled_from(("dhow", "lark", "ghost")))
    age = timedelta(hours=draw(st.integers(0, 50)))

    def happens(stage: Stage, _: dict[str, int]) -> None:
        stage.alarm(
            f"secret alert {next(stage.numbers)}",
            about=(about,),
            label=label,
            severity=Severity.CRITICAL,
            raised_at=make.NOW - age,
        )

    return happens


@st.composite
def withheld_positions(draw: st.DrawFn, labels: Sequence[Label]) -> Act:
    label = draw(st.sampled_from(labels))
    of = draw(st.sampled_from(("dhow", "lark", "ghost")))
    minutes = draw(st.integers(1, 300))
    fix = Fix(of, make.NOW - timedelta(minutes=minutes))
    return lambda stage, _: stage.seen(fix, label=label)


def withheld_verdict(stage: Stage, _: dict[str, int]) -> None:
    verdict = make.verdict("patrol-reports")
    stage.write(lambda unit: unit.verdicts.add(verdict, [(b"key", b"piece")], make.NOW))


def withheld(*labels: Label) -> st.SearchStrategy[Act]:
    """Give anything that can happen under one of these labels."""
    return st.one_of(
        withheld_statement(labels),
        withheld_event(labels),
        withheld_match(labels),
        withheld_support(labels),
        withheld_opinion(labels),
        withheld_alert(labels),
        withheld_positions(labels),
        st.just(withheld_verdict),
    )


@st.composite
def mixtures(draw: st.DrawFn, *labels: Label) -> Sequence[Act]:
    """Draw the visible acts in their order, with withheld ones anywhere between them."""
    acts = list(VISIBLE)
    for act in draw(st.lists(withheld(*labels), min_size=1, max_size=6, unique_by=id)):
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


@given(mixtures(*UNKNOWABLE))
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


# What a label lets him know of.

PAGES = {"page", "other page", "event page"}
SECRETS = (b"Hidden Name", b"Zephyr", b"Aardvark", b"9321483", b"257000009", b"SECRET", b"finance")
"""Values of withheld statements, and what their label says of them."""


def besides(document: bytes) -> dict[str, object]:
    """Give a page without its list of withheld facts and the labels that count them in."""
    page = msgspec.json.decode(document)
    del page["withheld"], page["labels"], page["why"], page["entity"]["label"]
    return dict(page)


@given(mixtures(HINTED))
@settings(max_examples=60, deadline=None)
def test_what_he_may_know_of_changes_nothing_but_the_list_of_it(acts: Sequence[Act]):
    found = documents(staged(acts))
    changed = {name for name in PLAIN if found[name] != PLAIN[name]}
    assert changed <= PAGES
    for name in changed:
        assert besides(found[name]) == besides(PLAIN[name])
        assert [secret for secret in SECRETS if secret in found[name]] == []


def page(stage: Stage, *, level: str = "OFFICIAL", name: str = "dhow") -> EntityPage:
    return entity_page(stage.center, officer("analyst", level=level), shown(name))


def withheld_of(stage: Stage, name: str = "dhow") -> list[tuple[str, list[str]]]:
    return [(one.property, one.originators) for one in page(stage, name=name).withheld]


@pytest.fixture
def stage() -> Stage:
    """A dhow that everybody sees."""
    return staged([first_names])


OWNER = Claim("dhow", "owner", "Zephyr Holdings")


def test_he_learns_of_which_property_it_is_whom_to_ask_and_on_which_basis_it_is_held(
    stage: Stage,
):
    stage.say(OWNER, label=HINTED)
    found = page(stage)
    [one] = found.withheld
    assert one == Withheld(
        property="owner",
        title={"en": "Owner as stated", "fr": "Propriétaire déclaré", "ar": "المالك المعلن"},
        originators=["coast-guard"],
        legal_bases=["harbour-act-4"],
        label=one.label,
    )
    assert b"Zephyr" not in msgspec.json.encode(found)
    assert "owner" not in {group.property for group in found.properties}


def test_who_is_cleared_sees_the_value_and_nothing_withheld(stage: Stage):
    stage.say(OWNER, label=HINTED)
    found = page(stage, level="SECRET")
    assert found.withheld == []
    assert [v.value for g in found.properties if g.property == "owner" for v in g.values] == [
        "Zephyr Holdings"
    ]


@pytest.mark.parametrize("label", UNKNOWABLE, ids=["nobody", "elsewhere", "another purpose"])
def test_whom_the_label_does_not_name_at_its_purpose_learns_nothing(stage: Stage, label: Label):
    before = msgspec.json.encode(page(stage))
    stage.say(OWNER, label=label)
    assert msgspec.json.encode(page(stage)) == before


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("dhow", "lark")),
            st.sampled_from(("Zephyr", "Aardvark", "Sea Lark")),
            st.integers(0, 50),
            st.booleans(),
        ),
        min_size=1,
        max_size=5,
        unique=True,
    )
)
@settings(max_examples=60, deadline=None)
def test_neither_value_number_order_nor_time_of_them_shows(
    said: Sequence[tuple[str, str, int, bool]],
):
    """However they were said, as long as one was: the page is the same, byte for byte."""
    stage = staged([first_names, second_names])
    seqs = {"dhow": 1, "lark": 5}
    a_match(stage, seqs)
    for about, value, hours, more in said:
        label = replace(HINTED, handling=frozenset({"H2"})) if more else HINTED
        at = make.NOW - timedelta(hours=hours)
        stage.say(Claim(about, "owner", value), label=label, at=at)
    once = staged([first_names, second_names])
    a_match(once, seqs)
    once.say(OWNER, label=HINTED)
    assert msgspec.json.encode(page(stage)) == msgspec.json.encode(page(once))
    assert withheld_of(stage) == [("owner", ["coast-guard"])]


def test_a_row_stands_for_each_property_and_for_each_who_can_be_asked(stage: Stage):
    navy = replace(HINTED, originators=frozenset({"navy"}))
    stage.say(OWNER, Claim("dhow", "flag", "IR"), label=HINTED)
    stage.say(OWNER._replace(value="Aardvark"), label=navy)
    assert withheld_of(stage) == [
        ("flag", ["coast-guard"]),
        ("owner", ["coast-guard"]),
        ("owner", ["navy"]),
    ]


def test_of_an_entity_of_which_he_sees_nothing_he_learns_nothing():
    stage = Stage()
    stage.say(Claim("ghost", "name", "Hidden Name"), label=HINTED)
    stage.say(Claim("dhow", "name", "Sea Lark"))
    with pytest.raises(NotFound):
        page(stage, name="ghost")
    stage.persons("dhow", "ghost", Decision.SAME)
    assert withheld_of(stage) == []


def test_what_he_may_know_of_joins_nothing(stage: Stage):
    one = stage.say(Claim("dhow", "name", "Hidden Name"), label=HINTED)
    two = stage.say(Claim("tern", "name", "Hidden Name"), label=HINTED)
    stage.say(Claim("tern", "name", "Sea Tern"))
    stage.say(Claim("tern", "owner", "Zephyr"), label=HINTED)
    stage.compare("dhow", "tern", (one[0], two[0], 30.0, HINTED))
    assert withheld_of(stage) == [("name", ["coast-guard"])]
    assert [m.source_entity for m in page(stage).members] == [shown("dhow")]


def test_what_was_taken_back_is_not_withheld(stage: Stage):
    seqs = stage.say(OWNER, label=HINTED)
    assert withheld_of(stage)
    stage.write(lambda unit: unit.statements.set_state(seqs, State.RETRACTED, make.NOW, "vanished"))
    assert withheld_of(stage) == []


def test_what_is_past_its_retention_is_not_withheld(stage: Stage):
    def say(unit: UnitOfWork) -> None:
        number = unit.labels.intern(HINTED)
        record = stage.record(unit, number, b"kept for an hour", make.NOW)
        batch = make.batch(OWNER, label=number, expires_on=make.NOW + make.HOUR)
        unit.statements.add(batch, [record], State.ASSERTED)

    stage.write(say)
    assert withheld_of(stage)
    stage.clock.set(make.NOW + make.HOUR)
    assert withheld_of(stage) == []


def test_the_page_carries_the_label_of_their_existence_and_not_that_of_their_values(stage: Stage):
    before = page(stage)
    stage.say(OWNER, label=HINTED)
    found = page(stage)
    head, plain = found.labels[found.entity.label], before.labels[before.entity.label]
    assert head.discoverable_to == []
    assert (plain.releasable_to, head.releasable_to) == (None, [make.CENTER])
    assert head.originators == ["coast-guard", *plain.originators]
    assert head.classification == plain.classification
    assert head.data_categories == plain.data_categories
    [row] = found.withheld
    assert found.labels[row.label].classification == []
    assert row.label in found.why.labels


def test_a_property_that_the_kind_of_entity_lacks_still_has_a_title(stage: Stage):
    stage.say(Claim("dhow", "passportNumber", "P7", "Person"), label=HINTED)
    [one] = page(stage).withheld
    assert one.property == "passportNumber"
    assert one.title["en"] != "passportNumber"
