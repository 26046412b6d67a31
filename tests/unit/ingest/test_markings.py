from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import MappingInvalid
from isthmus.formats.raw import Fault, Tree
from isthmus.ingest.mapping import Mapped, RecordMapping, compiled_mapping
from isthmus.ingest.markings import APART_MAX, compiled_markings
from isthmus.ingest.normalise import FieldFault
from isthmus.model.label import ALL, CLOSED, OPEN, Label
from tests.flow.stage import ONTOLOGY

NOT_AFTER = datetime(2031, 5, 5, 12, tzinfo=UTC)
MEANS: Tree = {
    "red": {"handling": "RED"},
    "amber": {"handling": "AMBER"},
    "words": {},
    "m*": {"handling": "MANY"},
}
PARTS: Tree = [
    {"each": "crew", "from": "mark"},
    {"each": "granular", "at": "selectors", "from": "mark"},
]
ENTITIES: Tree = {
    "vessel": {
        "schema": "Vessel",
        "values": [
            {"to": "name", "from": "name"},
            {"to": "alias", "from": "aliases"},
            {"to": "notes", "join": ["first", "second"]},
        ],
        "position": {"at": "at", "lat": "lat", "lon": "lon"},
    },
    "person": {
        "schema": "Person",
        "each": "crew",
        "key": "id",
        "values": [{"to": "name", "from": "name"}],
    },
    "work": {
        "schema": "BusinessLink",
        "each": "crew",
        "key": "id",
        "prefix": "work:",
        "values": [
            {"to": "subject", "entity": "person"},
            {"to": "object", "entity": "firm"},
        ],
    },
    "firm": {
        "schema": "Organization",
        "prefix": "firm:",
        "values": [{"to": "name", "from": "firm"}],
    },
}
RECORD: dict[str, Tree] = {
    "id": "7",
    "name": "Sea Lark",
    "aliases": ["Lark", "Wren"],
    "first": "one",
    "second": "two",
    "firm": "Lark Lines",
    "crew": [{"id": "a", "name": "Ada"}, {"id": "b", "name": "Bo"}],
}
RED, AMBER = (
    Label(handling=frozenset({name}), releasable_to=ALL, purposes=ALL, discoverable_to=ALL)
    for name in ("RED", "AMBER")
)


def mapping(**markings: Tree) -> RecordMapping:
    declared: dict[str, Tree] = {"means": MEANS, **markings}
    more: dict[str, Tree] = {"observed_at": "seen", "markings": declared}
    return compiled_mapping({"key": "id", "entities": ENTITIES, **more}, ONTOLOGY, "list.main")


def mapped(tree: dict[str, Tree], **markings: Tree) -> Mapped:
    chosen = markings or {"record": "mark", "parts": PARTS}
    return mapping(**chosen).map_record({**RECORD, **tree}, NOT_AFTER)


def marks(found: Mapped) -> dict[tuple[str, str], Label]:
    """Give what is stricter than the whole: (property, value) -> label."""
    assert found.marked is not None
    return {
        (found.claims[at].property, found.claims[at].value): label
        for at, label in found.marked.claims.items()
    }


def fault(tree: dict[str, Tree], **markings: Tree) -> Fault:
    with pytest.raises(FieldFault) as caught:
        mapped(tree, **markings)
    return caught.value.fault


def test_a_mapping_without_markings_marks_nothing():
    plain = compiled_mapping({"key": "id", "entities": ENTITIES}, ONTOLOGY, "list.main")
    assert plain.map_record({**RECORD, "mark": "red"}, NOT_AFTER).marked is None
    assert plain.content_label({"mark": "red"}) == plain.content_label(None) == OPEN


def test_what_marks_the_record_marks_all_of_it():
    found = mapped({"mark": ["red", "words"]}).marked
    assert found is not None
    assert (found.whole, found.content, found.claims) == (RED, RED, {})
    found = mapped({"mark": ["red", "amber"]}).marked
    assert found is not None
    assert found.whole == RED.join(AMBER)


@pytest.mark.parametrize("mark", [None, [], "", "  ", [None], "words"])
def test_no_marking_and_one_without_meaning_for_access_add_nothing(mark: Tree):
    found = mapped({"mark": mark}).marked
    assert found is not None
    assert (found.whole, found.content, found.claims) == (OPEN, OPEN, {})


def test_a_marked_item_marks_what_is_said_of_it_and_what_leads_to_it():
    crew: Tree = [{"id": "a", "name": "Ada"}, {"id": "b", "name": "Bo", "mark": "red"}]
    found = mapped({"crew": crew})
    assert found.marked is not None
    assert marks(found) == {
        ("name", "Bo"): RED,
        ("subject", "b"): RED,
        ("object", "firm:7"): RED,
    }
    assert {found.claims[at].entity for at in found.marked.claims} == {"b", "work:b"}
    assert (found.marked.whole, found.marked.content) == (OPEN, RED)


def test_what_is_said_openly_elsewhere_is_not_marked():
    crew: Tree = [{"id": "a", "name": "Ada"}, {"id": "a", "name": "Ada", "mark": "red"}]
    assert marks(mapped({"crew": crew})) == {}


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        ("name", {("name", "Sea Lark")}),
        ("aliases", {("alias", "Lark"), ("alias", "Wren")}),
        ("aliases.[1]", {("alias", "Wren")}),
        (["aliases.[0]", "name"], {("alias", "Lark"), ("name", "Sea Lark")}),
        ("second", {("notes", "one two")}),
        ("crew.[0].name", {("name", "Ada")}),
    ],
)
def test_a_selector_marks_what_cannot_be_said_without_what_it_names(
    selectors: Tree, expected: set[tuple[str, str]]
):
    found = mapped({"granular": [{"selectors": selectors, "mark": "red"}]})
    assert set(marks(found)) == expected
    assert found.marked is not None
    assert (found.marked.whole, found.marked.content) == (OPEN, RED)


def test_two_markings_of_one_value_join():
    granular: Tree = [
        {"selectors": "name", "mark": "red"},
        {"selectors": ["name", "aliases"], "mark": "amber"},
    ]
    found = mapped({"granular": granular})
    assert marks(found)["name", "Sea Lark"] == RED.join(AMBER)
    assert marks(found)["alias", "Lark"] == AMBER


def test_what_the_whole_bears_already_is_not_taken_apart():
    found = mapped({"mark": "red", "granular": [{"selectors": "name", "mark": "red"}]})
    assert marks(found) == {}


@pytest.mark.parametrize(
    "selectors",
    [None, [], "nickname", "aliases.[2]", "aliases.1", "name.[0]", "", "id", "crew.[9].name", 7],
)
def test_a_part_that_is_not_to_be_found_or_holds_the_key_marks_the_whole(selectors: Tree):
    found = mapped({"granular": [{"selectors": selectors, "mark": "red"}]}).marked
    assert found is not None
    assert (found.whole, found.content) == (RED, RED)


def test_the_time_of_a_record_marks_the_whole():
    granular: Tree = [{"selectors": "seen", "mark": "red"}]
    found = mapped({"seen": "2031-05-01", "granular": granular}).marked
    assert found is not None
    assert found.whole == RED


def test_a_position_is_marked_like_a_value():
    granular: Tree = [{"selectors": "lat", "mark": "red"}]
    found = mapped({"at": "2031-05-01", "lat": "1", "lon": "2", "granular": granular}).marked
    assert found is not None
    assert (found.whole, found.positions) == (OPEN, {0: RED})


def test_more_parts_under_more_labels_than_anybody_tells_apart_mark_the_whole():
    declared: dict[str, Tree] = {f"m{n}": {"handling": f"M{n}"} for n in range(APART_MAX + 1)}
    crew: list[Tree] = [
        {"id": f"c{n}", "name": f"Name {n}", "mark": f"m{n}"} for n in range(APART_MAX + 1)
    ]
    found = mapped({"crew": crew}, means=declared, parts=PARTS).marked
    assert found is not None
    assert len(found.whole.handling) == 1
    assert len(found.content.handling) == APART_MAX + 1


def test_a_marking_that_nobody_knows_names_field_expectation_and_repair():
    found = fault({"mark": "purple"})
    assert (found.field, found.came) == ("markings.mark", "purple")
    assert "table" in str(found.expected)
    assert "means" in str(found.repair)
    found = fault({"crew": [{"id": "a", "name": "Ada", "mark": "purple"}]})
    assert (found.field, found.came) == ("markings.mark", "purple")


@pytest.mark.parametrize("damaged", [{"text": "red"}, [["red", {"a": "red"}]], {"#text": ""}, [{}]])
def test_a_marking_that_is_no_text_is_a_fault(damaged: Tree):
    assert fault({"mark": damaged}).field == "markings.mark"


@pytest.mark.parametrize("damaged", ["red", 7, ["red"], [[7]]])
def test_something_in_the_way_of_a_marking_is_a_fault(damaged: Tree):
    assert fault({"tags": damaged}, record="tags.name").field == "markings.tags.name"


def test_only_what_is_like_a_marking_is_one():
    spec: Tree = {"from": ["tags.name", "mark"], "like": r"\bred\b|^secret"}
    found = mapped({"tags": [{"name": "blue"}, {"name": "RED"}], "mark": "green"}, record=spec)
    assert found.marked is not None
    assert found.marked.whole == RED
    assert fault({"mark": "code RED"}, record=spec).came == "code RED"


def test_whatever_stands_there_may_count_as_one_marking():
    spec: Tree = ["mark", {"from": "limits", "as": "red"}]
    for limits, expected in (("for crews", RED), (None, OPEN), ("", OPEN)):
        found = mapped({"limits": limits}, record=spec).marked
        assert found is not None
        assert found.whole == expected


def test_the_label_of_bytes_is_the_join_of_all_and_closed_in_doubt():
    chosen = mapping(record="mark", parts=PARTS)
    granular: Tree = [{"selectors": "nobody knows", "mark": "amber"}]
    assert chosen.content_label({"mark": "red", "granular": granular}) == RED.join(AMBER)
    assert chosen.content_label({"mark": "purple"}) == CLOSED
    assert chosen.content_label(None) == CLOSED
    assert chosen.content_label("text") == CLOSED


TREES = st.recursive(
    st.none() | st.integers() | st.text(max_size=3) | st.sampled_from(["red", "amber", "name"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["mark", "selectors", "crew", "name", "id"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["mark", "crew", "granular", "aliases"]), TREES))
def test_whatever_comes_is_marked_or_a_fault_and_the_bytes_dominate_all_of_it(
    record: dict[str, Tree],
):
    chosen = mapping(record="mark", parts=PARTS)
    try:
        found = chosen.map_record({**RECORD, **record}, NOT_AFTER).marked
    except FieldFault:
        return
    assert found is not None
    for label in (found.whole, *found.claims.values(), *found.positions.values()):
        assert found.content.dominates(label)
    assert found.content == chosen.content_label({**RECORD, **record})


@pytest.mark.parametrize(
    ("document", "named"),
    [
        ({"means": MEANS}, "list.markings"),
        ({"record": "mark"}, "list.markings.means"),
        ({"record": "mark", "means": MEANS, "else": 1}, "list.markings"),
        ({"record": {"from": "mark", "find": "x"}, "means": MEANS}, "list.markings.record"),
        ({"record": {"from": 7}, "means": MEANS}, "list.markings.record"),
        ({"record": {"from": "mark", "like": "("}, "means": MEANS}, "list.markings.record"),
        ({"record": ".", "means": MEANS}, "list.markings.record"),
        ({"parts": "crew", "means": MEANS}, "list.markings.parts"),
        ({"parts": {"from": "mark"}, "means": MEANS}, "list.markings.parts.each"),
        ({"parts": {"each": "crew", "from": "mark", "at": 7}, "means": MEANS}, "parts.at"),
        ({"parts": {"each": "crew", "from": "mark", "of": 7}, "means": MEANS}, "markings.parts"),
    ],
)
def test_a_slip_names_its_place(document: dict[str, Tree], named: str):
    with pytest.raises(MappingInvalid) as caught:
        compiled_markings(document, "list.markings")
    assert named in str(caught.value)
