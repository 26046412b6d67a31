"""Markings that come with a record: who finds, reads and counts what they mark."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from isthmus.access.readers import SERVICE_CAVEATS
from isthmus.adapters.store import open_sqlite
from isthmus.declared import read_declared
from isthmus.errors import NotFound
from isthmus.flow.accounts import CAVEATS
from isthmus.flow.actor import Actor
from isthmus.flow.entity import entity_page
from isthmus.flow.feeds import feed_page, list_feeds, list_verdicts, quarantined_bytes
from isthmus.flow.people import new_principal
from isthmus.flow.picture import operations
from isthmus.flow.provenance import record_bytes, record_page
from isthmus.flow.resubmission import resubmit
from isthmus.flow.search import EntityQuery, search_entities
from isthmus.formats.raw import Tree
from isthmus.ingest.declaration import FeedDeclaration, read_declaration
from isthmus.ingest.mapping import compiled_mapping
from isthmus.model.ids import RecordSeq, shown_id
from isthmus.model.label import ALL, Label
from isthmus.model.statement import State, Statement
from isthmus.ports import Store
from tests import make
from tests.flow.journey import RESOURCES, Journey, day, declared, document, label, part
from tests.flow.stage import ONTOLOGY, administrator

SHIPPED = read_declared(Path("no feeds of its own")).feeds
EVENTS, BUNDLES, WARNINGS = (
    SHIPPED[name] for name in ("cyber-events", "cyber-bundles", "public-warnings")
)
WORK = "serious-crime"
USUAL = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT")
RED = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"
GREEN = "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da"
OWN = "marking-definition--00000000-0000-4000-8000-00000000000a"
ADMIN = administrator()


def reads(*caveats: str) -> Actor:
    """Give an analyst who holds these caveats."""
    who = make.principal(purposes=(WORK,), holds=make.clearance(caveats=caveats))
    return Actor(who, WORK)


ANALYST = reads(*USUAL)
NAMED = reads(*USUAL, "TLP:RED")


def center(*feeds: FeedDeclaration, store: Store | None = None) -> Journey:
    return Journey(*(feeds or (EVENTS, BUNDLES, WARNINGS)), purposes=(WORK,), store=store)


def event(
    name: str = "Operation Heron",
    *tags: str,
    attributes: Sequence[Tree] = (),
    uuid: str = "e1",
    **more: Tree,
) -> bytes:
    """Give a MISP export of one event."""
    return exported({**plain_event(name, *tags, uuid=uuid), "Attribute": [*attributes], **more})


def exported(one: Mapping[str, Tree]) -> bytes:
    return json.dumps({"response": [{"Event": one}]}).encode()


def plain_event(name: str = "Operation Heron", *tags: str, uuid: str = "e1") -> dict[str, Tree]:
    return {
        "uuid": uuid,
        "info": name,
        "date": "2031-05-01",
        "Tag": [{"name": tag} for tag in tags],
        "Orgc": {"uuid": f"org of {uuid}", "name": f"Team {uuid}"},
    }


def attribute(value: str, *tags: str) -> Tree:
    tagged: list[Tree] = [{"name": tag} for tag in tags]
    return {"uuid": f"a {value}", "type": "domain", "value": value, "Tag": tagged}


def bundle(*objects: Mapping[str, Tree]) -> bytes:
    return json.dumps({"type": "bundle", "id": "bundle--1", "objects": [*objects]}).encode()


def actor(name: str = "Grey Heron", *refs: str, **more: Tree) -> dict[str, Tree]:
    return {
        "type": "threat-actor",
        "id": "threat-actor--1",
        "name": name,
        "description": "they come by night",
        "aliases": ["Night Bird", "Tall Stork"],
        "object_marking_refs": [*refs],
        **more,
    }


def hits(journey: Journey, who: Actor, text: str) -> list[str]:
    found = search_entities(journey.center, who, EntityQuery(q=text))
    return [hit.caption for hit in found.items]


def values(journey: Journey, who: Actor, key: str, source: str) -> set[tuple[str, str]]:
    """Give what a person finds on the page of an entity; nothing where there is no page for him."""
    entity = shown_id("e", journey.entity(key, source))
    try:
        page = entity_page(journey.center, who, entity)
    except NotFound:
        return set()
    return {(p.property, v.value) for p in page.properties for v in p.values}


def records(journey: Journey) -> list[str]:
    """Give the ids of every record."""
    with journey.center.store.reading() as unit:
        found = unit.records.get([RecordSeq(n) for n in range(1, 50)], journey.reader(unit))
    return [shown_id("r", record.id) for record in found]


def opened(journey: Journey, who: Actor) -> list[str]:
    """Give the records of which a person gets the bytes, and the page."""
    found = []
    for record in records(journey):
        try:
            record_bytes(journey.center, who, record)
        except NotFound:
            with pytest.raises(NotFound):
                record_page(journey.center, who, record)
        else:
            found.append(record)
            assert record_page(journey.center, who, record).text
    return found


def everything(journey: Journey) -> list[Statement]:
    """Give every statement of the store."""
    with journey.center.store.reading() as unit:
        reader = journey.reader(unit)
        return [
            s
            for n in range(1, 50)
            for s in unit.statements.of_record(RecordSeq(n), reader)
            if s.state is State.ASSERTED
        ]


def test_nobody_without_its_caveat_finds_anything_of_a_red_event():
    journey = center()
    journey.deliver(event("Operation Heron", "tlp:red", attributes=[attribute("heron.example")]))
    journey.work()
    for text in ("Operation Heron", "heron.example", "Team e1"):
        assert hits(journey, ANALYST, text) == []
    for key in ("event:e1", "attribute:a heron.example", "org:org of e1"):
        assert values(journey, ANALYST, key, "cyber-events") == set()
        assert values(journey, NAMED, key, "cyber-events")
    assert opened(journey, ANALYST) == []
    assert len(opened(journey, NAMED)) == 1
    assert hits(journey, NAMED, "Team e1") == ["Team e1"]


def test_no_figure_tells_of_it():
    journey = center()
    before = list_feeds(journey.center, ANALYST).items
    journey.deliver(event("Operation Heron", "tlp:red"))
    feed = next(f for f in list_feeds(journey.center, ANALYST).items if f.id == "cyber-events")
    was = next(f for f in before if f.id == "cyber-events")
    figures = ("records", "statements", "quarantined", "verdicts_open", "newest_record_at")
    for name in (*figures, "rate_per_min"):
        assert getattr(feed, name) == getattr(was, name), name
    [delivery] = feed_page(journey.center, ANALYST, "cyber-events").deliveries
    assert (delivery.records, delivery.new) == (0, 0)
    counts = operations(journey.center, ANALYST)
    assert (counts.records_today, counts.statements, counts.newest_record_at) == (0, 0, None)
    [delivery] = feed_page(journey.center, NAMED, "cyber-events").deliveries
    assert (delivery.records, delivery.new) == (1, 1)
    assert operations(journey.center, NAMED).records_today == 1


@pytest.mark.parametrize(
    ("tag", "caveat"),
    [
        ("tlp:clear", "TLP:CLEAR"),
        ("TLP:WHITE", "TLP:CLEAR"),
        ("tlp:green", "TLP:GREEN"),
        ("tlp:amber", "TLP:AMBER"),
        ("tlp:amber+strict", "TLP:AMBER+STRICT"),
        ("tlp:red", "TLP:RED"),
        ("tlp:ex:chr", "TLP:EX:CHR"),
    ],
)
def test_who_holds_the_caveat_of_a_marking_reads_and_nobody_else(tag: str, caveat: str):
    journey = center()
    journey.deliver(event("Operation Heron", tag))
    assert values(journey, reads(caveat), "event:e1", "cyber-events")
    others = {*USUAL, "TLP:RED", "TLP:EX:CHR"} - {caveat}
    assert values(journey, reads(*others), "event:e1", "cyber-events") == set()


def test_an_event_without_markings_is_under_the_label_of_its_feed():
    journey = center()
    journey.deliver(event("Operation Heron", "osint", 'misp-galaxy:tool="Heron"'))
    assert values(journey, reads(), "event:e1", "cyber-events")
    assert len(opened(journey, reads())) == 1


def test_a_marked_attribute_is_withheld_while_its_event_shows():
    journey = center()
    attributes = [attribute("open.example"), attribute("shut.example", "tlp:red")]
    journey.deliver(event("Operation Heron", "tlp:green", attributes=attributes))
    assert values(journey, ANALYST, "event:e1", "cyber-events")
    assert values(journey, ANALYST, "attribute:a open.example", "cyber-events")
    assert values(journey, ANALYST, "attribute:a shut.example", "cyber-events") == set()
    assert values(journey, NAMED, "attribute:a shut.example", "cyber-events")
    # The bytes hold all of it.
    assert opened(journey, ANALYST) == []
    assert len(opened(journey, NAMED)) == 1


def test_attributes_of_objects_and_reports_without_a_mapping_count_too():
    journey = center()
    tagged: list[Tree] = [{"name": "tlp:red"}]
    inner: Tree = [{"Attribute": [{"uuid": "o1", "value": "x.example", "Tag": tagged}]}]
    journey.deliver(event("One", Object=inner))
    assert values(journey, ANALYST, "attribute:o1", "cyber-events") == set()
    assert values(journey, ANALYST, "event:e1", "cyber-events")
    journey.deliver(event("Two", uuid="e2", EventReport=[{"content": "secret", "Tag": tagged}]))
    assert values(journey, ANALYST, "event:e2", "cyber-events")
    assert opened(journey, ANALYST) == []


def test_a_granularly_marked_description_is_withheld_while_the_name_shows():
    journey = center()
    marks: Tree = [
        {"marking_ref": RED, "selectors": ["description", "aliases.[1]"]},
        {"marking_ref": GREEN, "selectors": ["name"]},
    ]
    journey.deliver(bundle(actor(granular_markings=marks)), feed="cyber-bundles")
    said = values(journey, ANALYST, "stix:threat-actor--1", "cyber-bundles")
    assert said == {("name", "Grey Heron"), ("alias", "Night Bird")}
    assert values(journey, reads(), "stix:threat-actor--1", "cyber-bundles") == {
        ("alias", "Night Bird")
    }
    assert values(journey, NAMED, "stix:threat-actor--1", "cyber-bundles") == {
        *said,
        ("summary", "they come by night"),
        ("alias", "Tall Stork"),
    }
    assert hits(journey, ANALYST, "Tall Stork") == []
    assert hits(journey, NAMED, "Tall Stork") == ["Grey Heron"]
    assert opened(journey, ANALYST) == []


@pytest.mark.parametrize("selector", ["nickname", "aliases.[7]", "aliases.[x]", "", "id"])
def test_what_a_selector_does_not_find_marks_the_whole_object(selector: str):
    journey = center()
    marks: Tree = [{"marking_ref": RED, "selectors": [selector]}]
    journey.deliver(bundle(actor(granular_markings=marks)), feed="cyber-bundles")
    assert values(journey, ANALYST, "stix:threat-actor--1", "cyber-bundles") == set()
    assert values(journey, NAMED, "stix:threat-actor--1", "cyber-bundles")


def test_words_and_languages_say_nothing_of_access():
    journey = center()
    words: dict[str, Tree] = {"type": "marking-definition", "id": OWN}
    words["definition"] = {"statement": "Copyright (c) the harbour office"}
    marks: Tree = [{"lang": "fr", "selectors": ["description"]}]
    sent = bundle(words, actor("Grey Heron", OWN, granular_markings=marks))
    journey.deliver(sent, feed="cyber-bundles")
    assert len(values(journey, reads(), "stix:threat-actor--1", "cyber-bundles")) == 4


# A stricter marking that comes later.

VERSIONS = [
    event("Operation Heron", "tlp:green", attributes=[attribute("heron.example")]),
    event("Operation Heron", "tlp:red", attributes=[attribute("heron.example")], version="2"),
    event("Operation Heron", attributes=[attribute("heron.example")], version="3"),
]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_in_every_order_the_strictest_marking_of_a_value_holds(order: tuple[int, ...]):
    journey = center()
    for number in order:
        journey.deliver(VERSIONS[number])
        journey.work()
        red = 1 in order[: order.index(number) + 1]
        for key in ("event:e1", "attribute:a heron.example", "org:org of e1"):
            said = values(journey, ANALYST, key, "cyber-events")
            assert not red or "Heron" not in str(said)
            assert bool(said - {("handling", "tlp:green"), ("keywords", "tlp:green")}) is not red
        assert (hits(journey, ANALYST, "Team e1") == []) is red
        # No record that says it stays readable, whichever came first.
        assert (opened(journey, ANALYST) == []) is red
    assert values(journey, NAMED, "event:e1", "cyber-events")
    assert len(opened(journey, NAMED)) == 3


def test_a_stricter_marking_reaches_what_is_known_on_disk_too(tmp_path: Path):
    store = open_sqlite(tmp_path)
    journey = center(store=store)
    for sent in VERSIONS:
        journey.deliver(sent)
        journey.work()
    assert hits(journey, ANALYST, "Team e1") == []
    assert hits(journey, NAMED, "Team e1") == ["Team e1"]
    assert values(journey, ANALYST, "attribute:a heron.example", "cyber-events") == set()
    assert opened(journey, ANALYST) == []
    store.close()


def test_two_records_of_one_file_that_say_the_same_end_under_both_markings():
    journey = center()
    team: Tree = {"uuid": "o1", "name": "Harbour Team"}
    tags: list[list[str]] = [["tlp:green"], ["tlp:red"], []]
    both = [
        {**plain_event(f"Number {n}", *tagged, uuid=f"e{n}"), "Orgc": team}
        for n, tagged in enumerate(tags)
    ]
    sent = json.dumps({"response": [{"Event": one} for one in both]}).encode()
    assert journey.deliver(sent).broken == []
    assert values(journey, ANALYST, "org:o1", "cyber-events") == set()
    assert values(journey, NAMED, "org:o1", "cyber-events") == {("name", "Harbour Team")}
    # What only the others say is theirs.
    assert values(journey, ANALYST, "event:e0", "cyber-events")
    assert values(journey, ANALYST, "event:e2", "cyber-events")


def test_what_was_raised_has_its_audit_entry():
    journey = center()
    journey.deliver(VERSIONS[0])
    assert journey.entries("labels.raised") == []
    journey.deliver(VERSIONS[1])
    [entry] = journey.entries("labels.raised")
    assert entry.principal == "service:intake.cyber-events"
    assert dict(entry.counts)["statements"] > 0
    journey.deliver(VERSIONS[2])
    # Its bytes say what is known to be red, so the third record rises too.
    assert len(journey.entries("labels.raised")) == 2


def test_a_value_that_only_comes_later_is_under_the_marking_it_comes_with():
    journey = center()
    journey.deliver(VERSIONS[1])
    attributes = [attribute("heron.example"), attribute("wren.example")]
    journey.deliver(event("Operation Heron", "tlp:green", attributes=attributes))
    assert values(journey, ANALYST, "attribute:a heron.example", "cyber-events") == set()
    assert ("indicatorValue", "wren.example") in values(
        journey, ANALYST, "attribute:a wren.example", "cyber-events"
    )


def test_the_same_bytes_under_a_stricter_definition_become_stricter():
    journey = center()
    own: dict[str, Tree] = {"type": "marking-definition", "id": OWN}
    for tlp, seen in (("green", True), ("red", False), ("green", False)):
        sent = bundle({**own, "definition": {"tlp": tlp}}, actor("Grey Heron", OWN))
        journey.deliver(sent, feed="cyber-bundles")
        said = values(journey, ANALYST, "stix:threat-actor--1", "cyber-bundles")
        assert bool(said) is seen, tlp
    # A bundle that leaves the definition out changes nothing about what is known.
    receipt = journey.deliver(bundle(actor("Grey Heron", OWN)), feed="cyber-bundles")
    assert (receipt.broken, receipt.records) == ([], 1)


def test_what_rested_on_a_value_that_became_stricter_is_judged_anew():
    journey = center(EVENTS, BUNDLES)
    identity: dict[str, Tree] = {"type": "identity", "id": "identity--1", "name": "Team e1"}
    journey.deliver(bundle(identity), feed="cyber-bundles")
    journey.deliver(VERSIONS[0], feed="cyber-events")
    journey.work()
    before = [c for j in journey.judgements() for c in j.comparisons]
    journey.deliver(VERSIONS[1], feed="cyber-events")
    with journey.center.store.reading() as unit:
        red = {n for n, one in unit.labels.all().items() if "TLP:RED" in one.handling}
    for judgement in journey.judgements():
        assert judgement.label in red
        assert all({c.left_label, c.right_label} & red for c in judgement.comparisons)
    assert before


# What breaks.


def english(texts: Mapping[str, str] | None) -> str:
    """Give what the console shows in English."""
    assert texts is not None
    return texts["en"]


def test_an_unknown_marking_is_quarantined_until_the_table_knows_it():
    journey = center()
    receipt = journey.deliver(event("Operation Heron", "tlp:green", "tlp:unclear"))
    assert (receipt.records, len(receipt.broken)) == (0, 1)
    [row] = feed_page(journey.center, ADMIN, "cyber-events").verdicts
    assert (english(row.field), english(row.came)) == ("markings.Tag.name", "tlp:unclear")
    assert row.record_number == 1
    assert "table" in english(row.expected)
    assert "means" in english(row.repair)
    assert row.quarantined is not None
    for who in (ANALYST, NAMED, ADMIN, reads("TLP:GREEN", "tlp:unclear")):
        with pytest.raises(NotFound):
            quarantined_bytes(journey.center, who, quarantined_of(journey, who) or "x")
    assert list_verdicts(journey.center, NAMED, "cyber-events").items == []
    use(journey, mended({"tlp:unclear": {"handling": "TLP:RED"}}))
    result = resubmit(journey.center, ADMIN, row.id)
    assert (result.admitted, result.verdicts) == (1, [])
    assert values(journey, NAMED, "event:e1", "cyber-events")
    assert values(journey, ANALYST, "event:e1", "cyber-events") == set()
    resubmitted, first = feed_page(journey.center, ANALYST, "cyber-events").deliveries
    assert (resubmitted.records, first.records, first.quarantined) == (0, 0, 0)


def quarantined_of(journey: Journey, who: Actor) -> str | None:
    """Give the id under which a person would ask for the quarantined record, if he is told."""
    rows = list_verdicts(journey.center, who, "cyber-events").items
    return rows[0].quarantined if rows else None


def mended(means: Mapping[str, Tree]) -> FeedDeclaration:
    """Give the feed of events whose table knows more markings."""
    file = document(RESOURCES / "feeds" / "cyber-events.yaml")
    parts = file["parts"]
    assert isinstance(parts, dict)
    for one in parts.values():
        assert isinstance(one, dict)
        mapping = one["map"]
        assert isinstance(mapping, dict)
        markings = mapping["markings"]
        assert isinstance(markings, dict)
        known = markings["means"]
        assert isinstance(known, dict)
        known.update(means)
    return read_declaration(file)


def use(journey: Journey, declaration: FeedDeclaration) -> None:
    feeds = {**journey.center.feeds, declaration.feed.id: declaration}
    journey.center = replace(journey.center, feeds=feeds)


@pytest.mark.parametrize(
    "damaged",
    [
        {"Tag": "tlp:red"},
        {"Tag": ["tlp:red"]},
        {"Tag": [{"name": {"text": "tlp:red"}}]},
        {"Tag": [{"name": "TLP: RED"}]},
        {"Tag": [{"name": "tlp:red\u200b!"}]},
        {"Tag": [{"name": "for the team only (TLP red)"}]},
        {"Tag": [{"name": 'de-vs:Einstufung="GEHEIM"'}]},
        {"Attribute": [{"uuid": "a1", "value": "x.example", "Tag": "tlp:red"}]},
    ],
)
def test_a_damaged_marking_is_never_taken_for_none(damaged: dict[str, Tree]):
    journey = center()
    receipt = journey.deliver(exported({**plain_event(), **damaged}))
    assert (receipt.records, len(receipt.broken)) == (0, 1)
    assert receipt.broken[0].fault.field.startswith("markings.")
    assert everything(journey) == []


def test_invisible_characters_and_width_do_not_hide_a_marking():
    journey = center()
    journey.deliver(event("Operation Heron", "\u200bＴＬＰ:Red "))
    assert values(journey, ANALYST, "event:e1", "cyber-events") == set()
    assert values(journey, NAMED, "event:e1", "cyber-events")


@pytest.mark.parametrize(
    "damaged",
    [
        {"object_marking_refs": "marking-definition--nobody-knows"},
        {"object_marking_refs": [{"id": RED}]},
        {"granular_markings": ["description"]},
        {"granular_markings": [{"selectors": ["description"]}]},
        {"granular_markings": [{"marking_ref": OWN, "selectors": ["description"]}]},
    ],
)
def test_a_reference_that_nobody_defines_is_quarantined(damaged: dict[str, Tree]):
    journey = center()
    receipt = journey.deliver(bundle({**actor(), **damaged}), feed="cyber-bundles")
    assert (receipt.records, len(receipt.broken)) == (0, 1)
    assert everything(journey) == []


def test_words_that_speak_of_the_tlp_are_in_doubt():
    journey = center()
    words: dict[str, Tree] = {"type": "marking-definition", "id": OWN}
    words["definition"] = {"statement": "TLP:RED, do not share"}
    receipt = journey.deliver(bundle(words, actor("Grey Heron", OWN)), feed="cyber-bundles")
    assert [one.fault.field for one in receipt.broken] == ["markings.x_markings"]


def test_a_verdict_on_a_red_record_is_seen_by_whoever_may_read_it():
    journey = center()
    journey.deliver(event("Operation Heron", "tlp:red", date="31 February"))
    assert list_verdicts(journey.center, ANALYST, "cyber-events").items == []
    feed = next(f for f in list_feeds(journey.center, ANALYST).items if f.id == "cyber-events")
    assert (feed.quarantined, feed.verdicts_open) == (0, 0)
    assert operations(journey.center, ANALYST).quarantined == 0
    [row] = list_verdicts(journey.center, NAMED, "cyber-events").items
    assert english(row.came) == "31 February"
    assert row.quarantined is not None
    assert b"Heron" in quarantined_bytes(journey.center, NAMED, row.quarantined).content
    # Whoever administers sees that something broke, and no value of it.
    [row] = list_verdicts(journey.center, ADMIN, "cyber-events").items
    assert row.came is None
    assert row.quarantined is not None
    with pytest.raises(NotFound):
        quarantined_bytes(journey.center, ADMIN, row.quarantined)
    # Sent again it breaks again, and is no more readable than before.
    result = resubmit(journey.center, ADMIN, row.id)
    assert [verdict.came for verdict in result.verdicts] == [None]
    assert list_verdicts(journey.center, ANALYST, "cyber-events").items == []
    assert len(list_verdicts(journey.center, NAMED, "cyber-events").items) == 2


def test_a_record_that_is_none_is_closed_where_markings_could_stand():
    journey = center()
    journey.deliver(b'{"response":[{"Event":{"info":"Operation Heron"}}]}')
    assert list_verdicts(journey.center, NAMED, "cyber-events").items == []
    [row] = list_verdicts(journey.center, ADMIN, "cyber-events").items
    assert (english(row.field), row.came) == ("uuid", None)
    resubmit(journey.center, ADMIN, row.id)
    assert list_verdicts(journey.center, NAMED, "cyber-events").items == []


def test_verdicts_are_paged_past_those_that_are_withheld():
    journey = center()
    for number in range(6):
        tags = ["tlp:red"] if number % 2 else []
        journey.deliver(event("Heron", *tags, uuid=f"e{number}", date=f"day {number}"))
    first = list_verdicts(journey.center, ANALYST, "cyber-events", limit=2)
    assert [english(row.came) for row in first.items] == ["day 4", "day 2"]
    rest = list_verdicts(journey.center, ANALYST, "cyber-events", limit=2, cursor=first.next)
    assert ([english(row.came) for row in rest.items], rest.next) == (["day 0"], None)


# Other formats, other labels.

ALERT = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>w1</identifier>
<sender>office</sender><sent>2031-05-01T00:00:00-00:00</sent><status>Actual</status>
<msgType>Alert</msgType>{scope}<info><category>Met</category><event>Storm</event>
<urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty>
<headline>Storm over the strait</headline></info></alert>"""


@pytest.mark.parametrize(
    ("scope", "caveats"),
    [
        ("<scope>Public</scope>", ()),
        ("", ()),
        ("<scope>Restricted</scope><restriction>crews</restriction>", ("CAP:RESTRICTED",)),
        ("<scope>Public</scope><restriction>crews</restriction>", ("CAP:RESTRICTED",)),
        ("<scope>Private</scope><addresses>crew</addresses>", ("CAP:PRIVATE",)),
    ],
)
def test_a_warning_that_is_not_public_is_read_by_whom_it_is_meant_for(
    scope: str, caveats: tuple[str, ...]
):
    journey = center()
    journey.deliver(ALERT.format(scope=scope).encode(), feed="public-warnings")
    key = r"w1|2031-05-01T00:00:00-00:00"
    assert values(journey, reads(*caveats), key, "public-warnings")
    assert bool(values(journey, ANALYST, key, "public-warnings")) is not bool(caveats)


def test_a_scope_that_nobody_knows_is_quarantined():
    journey = center()
    alert = ALERT.format(scope="<scope>Friends</scope>").encode()
    receipt = journey.deliver(alert, feed="public-warnings")
    assert [one.fault.came for one in receipt.broken] == ["Friends"]


def listed(means: Mapping[str, Tree], **more: Tree) -> FeedDeclaration:
    """Declare a list of vessels with a column of markings, and where each was seen."""
    vessel: Tree = {
        "schema": "Vessel",
        "values": [{"to": "name", "from": "name"}, {"to": "topics", "const": "sanction"}],
        "position": {"at": "at", "lat": "lat", "lon": "lon"},
    }
    one = part(
        ("id", "name", "mark", "at", "lat", "lon"),
        ["id"],
        {"vessel": vessel},
        markings={"record": "mark", "means": dict(means)},
    )
    return declared("register", "snapshot", {"list": one}, **more)


MEANS: Mapping[str, Tree] = {
    "secret": {"classification": {"national": "SECRET"}},
    "red": {"handling": "TLP:RED"},
    "nobody": "closed",
    "office": {"purposes": ["border-security"]},
}
OPEN_LINES = ["k1,Sea Lark,,,,", "k2,Sea Wren,,,,"]


@pytest.mark.parametrize("mark", MEANS)
def test_what_vanishes_is_retracted_under_whatever_label_it_came(mark: str):
    journey = center(listed(MEANS))
    rest = [f"k{n},Vessel {n},,,," for n in range(10, 40)]
    journey.deliver([*OPEN_LINES, f"k3,Heron,{mark},,,", *rest], at=day(1))
    assert {value for _, _, value in journey.said(["k3"])} == {"Heron", "sanction"}
    journey.deliver([*OPEN_LINES, *rest], at=day(2))
    assert journey.said(["k3"]) == frozenset()
    journey.deliver([*OPEN_LINES, f"k3,Heron,{mark},,,", *rest], at=day(3))
    assert {value for _, _, value in journey.said(["k3"])} == {"Heron", "sanction"}


@pytest.mark.parametrize("order", list(permutations(range(1, 4))))
def test_a_snapshot_ends_in_one_state_and_one_label_whatever_comes_first(order: tuple[int, ...]):
    journey = center(listed(MEANS))
    marks = {1: "", 2: "red", 3: "secret"}
    for number in order:
        journey.deliver([*OPEN_LINES, f"k3,Heron,{marks[number]},,,"], at=day(number))
    assert ("k3", "name", "Heron") in journey.said(["k3"])
    with journey.center.store.reading() as unit:
        labels = unit.labels.all()
    found = {labels[s.label] for s in journey.statements(["k3"])}
    assert {(*sorted(one.handling), *sorted(one.classification)) for one in found} == {
        ("TLP:RED", ("national", "SECRET"))
    }


def test_somebody_holds_what_the_shipped_tables_ask_for_and_only_named_persons_the_rest():
    wanted = {
        caveat
        for feed in (EVENTS, BUNDLES, WARNINGS)
        for one in feed.parts.values()
        for meaning in meanings(one.mapping)
        for caveat in meaning.handling
    }
    for_named = {"TLP:RED", "TLP:EX:CHR", "CAP:RESTRICTED", "CAP:PRIVATE"}
    assert for_named < wanted
    assert wanted - CAVEATS == wanted - SERVICE_CAVEATS == for_named
    journey = center()
    who = new_principal(
        journey.center,
        "mara",
        display_name="Mara",
        roles=("analyst",),
        purposes=(WORK,),
        level="SECRET",
        caveats=CAVEATS | {"TLP:RED"},
        categories=ALL,
    )
    journey.deliver(event("Operation Heron", "tlp:red", "tlp:amber"))
    assert values(journey, Actor(who, WORK), "event:e1", "cyber-events")


def meanings(mapping: Mapping[str, Tree]) -> list[Label]:
    """Give what the markings of a mapping mean."""
    compiled = compiled_mapping(mapping, ONTOLOGY, "shipped").markings
    assert compiled is not None
    table = compiled.means
    patterns = [label for _, label in table.patterns]
    return [label for label in (*table.exact.values(), *patterns) if label is not None]


def test_no_reader_of_a_service_sees_what_is_for_named_persons():
    journey = center(listed(MEANS))
    journey.deliver([*OPEN_LINES, "k3,Heron,red,,,"], at=day(1))
    with journey.center.store.reading() as unit:
        labels = unit.labels.all()
        for name in ("resolver", "rules"):
            reader = journey.center.service_reader(unit, name, WORK)
            assert [labels[n].handling for n in reader.labels if labels[n].handling] == []


def test_a_position_carries_the_marking_and_becomes_stricter_with_it():
    journey = center(listed(MEANS))
    seen = "2031-05-01T00:00:00Z,12.5,43.5"
    journey.deliver([f"k1,Sea Lark,,{seen}", f"k2,Sea Wren,red,{seen}"], at=day(1))
    assert positions(journey) == {("k1", ()), ("k2", ("TLP:RED",))}
    journey.deliver([f"k1,Sea Lark II,red,{seen}", f"k2,Sea Wren,,{seen}"], at=day(2))
    assert positions(journey) == {("k1", ("TLP:RED",)), ("k2", ("TLP:RED",))}
    # The bytes that say where it was rise as well.
    assert opened(journey, reads()) == []


def positions(journey: Journey) -> set[tuple[str, tuple[str, ...]]]:
    """Give of each vessel the caveats under which its positions stand."""
    with journey.center.store.reading() as unit:
        labels, reader = unit.labels.all(), journey.reader(unit)
        return {
            (key, tuple(labels[o.label].handling))
            for key in ("k1", "k2")
            for o in unit.observations.of([journey.entity(key)], reader, 9)
        }


def test_a_feed_whose_own_label_became_stricter_raises_what_comes_again():
    journey = center(listed(MEANS))
    journey.deliver(OPEN_LINES, at=day(1))
    stricter = listed(MEANS, label=label(level="SECRET"))
    use(journey, stricter)
    journey.deliver([*OPEN_LINES, "k3,Heron,,,,"], at=day(2))
    with journey.center.store.reading() as unit:
        labels = unit.labels.all()
    found = {labels[s.label] for s in journey.statements(["k1", "k2", "k3"])}
    assert found == {stricter.feed.label}
