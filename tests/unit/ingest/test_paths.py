from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import MappingInvalid
from isthmus.formats.raw import Tree
from isthmus.ingest.paths import Place, as_text, compiled_extract, compiled_path, walk

TREE: dict[str, Tree] = {
    "name": " Sea Lark ",
    "empty": "  ",
    "gone": None,
    "count": 7,
    "speed": 7.5,
    "true": True,
    "note": {"#text": "as seen", "@lang": "en"},
    "crew": {"member": [{"name": "Mara"}, {"name": "Ivo"}, {"rank": "mate"}]},
    "names": ["Lark", "", "Wren"],
}
ITEM: Tree = {"name": "Mara"}


def texts(path: str) -> list[str]:
    return compiled_path(path)(Place(TREE, TREE))


def taken(spec: dict[str, Tree]) -> list[str]:
    return compiled_extract(spec, "here")(Place(TREE, TREE))


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("name", ["Sea Lark"]),
        ("empty", []),
        ("gone", []),
        ("nowhere", []),
        ("count", ["7"]),
        ("speed", ["7.5"]),
        ("true", ["true"]),
        ("note", ["as seen"]),
        ("note.@lang", ["en"]),
        ("crew", []),
        ("crew.member.name", ["Mara", "Ivo"]),
        ("names", ["Lark", "Wren"]),
        ("name.further", []),
        ("^name", ["Sea Lark"]),
    ],
)
def test_a_path_gives_the_texts_that_it_reaches(path: str, found: list[str]):
    assert texts(path) == found


def test_within_an_item_paths_start_there_and_a_caret_at_the_root():
    place = Place(ITEM, TREE)
    assert compiled_path("name")(place) == ["Mara"]
    assert compiled_path("^name")(place) == ["Sea Lark"]
    assert compiled_path("^crew.member.name")(place) == ["Mara", "Ivo"]


def test_an_item_that_is_a_text_is_reached_as_itself():
    assert compiled_path("#self")(Place(" Wren ", TREE)) == ["Wren"]
    assert compiled_path("name")(Place("Wren", TREE)) == []


def test_several_paths_give_all_first_the_first_that_has_a_text_and_join_one_text():
    assert taken({"from": ["name", "names"]}) == ["Sea Lark", "Lark", "Wren"]
    assert taken({"first": ["empty", "names", "name"]}) == ["Lark", "Wren"]
    assert taken({"join": ["name", "count"]}) == ["Sea Lark 7"]
    assert taken({"join": ["name", "empty", "count"], "sep": ", "}) == ["Sea Lark, 7"]
    assert taken({"join": ["empty", "gone"]}) == []
    assert taken({"const": "sanction"}) == ["sanction"]


def test_split_cuts_at_any_of_its_separators_and_drops_blanks():
    tree: dict[str, Tree] = {"names": "Lark / Wren;; Heron ;"}
    extract = compiled_extract({"from": "names", "split": [" / ", ";"]}, "here")
    assert extract(Place(tree, tree)) == ["Lark", "Wren", "Heron"]


def test_find_gives_its_group_or_else_the_whole_of_each_match():
    tree: dict[str, Tree] = {"text": "built 1999, rebuilt 2007"}

    def found(pattern: str) -> list[str]:
        extract = compiled_extract({"from": "text", "find": pattern}, "here")
        return extract(Place(tree, tree))

    assert found(r"\d{4}") == ["1999", "2007"]
    assert found(r"re\w+ (\d{4})") == ["2007"]
    assert found(r"sunk (\d{4})") == []
    assert found(r"re(x)?built") == []


def test_a_table_replaces_texts_whatever_their_case_and_leaves_others_out():
    tree: dict[str, Tree] = {"kinds": ["VESSEL", "raft", "person"]}
    table: Tree = {"vessel": "Vessel", "Person": "Person"}
    place = Place(tree, tree)
    assert compiled_extract({"from": "kinds", "table": table}, "x")(place) == ["Vessel", "Person"]
    spec: dict[str, Tree] = {"from": "kinds", "table": table, "default": "Thing"}
    assert compiled_extract(spec, "x")(place) == ["Vessel", "Thing", "Person"]
    spec["from"] = "nowhere"
    assert compiled_extract(spec, "x")(place) == ["Thing"]


def test_drop_leaves_out_texts_that_mean_nothing():
    assert taken({"from": "names", "drop": ["LARK"]}) == ["Wren"]


def test_steps_are_taken_in_the_order_split_find_table_drop():
    tree: dict[str, Tree] = {"kinds": "type: V | type: P | type: X"}
    spec: dict[str, Tree] = {
        "drop": ["Person"],
        "table": {"v": "Vessel", "p": "Person"},
        "find": r"type: (\w)",
        "split": "|",
        "from": "kinds",
    }
    assert compiled_extract(spec, "x")(Place(tree, tree)) == ["Vessel"]


@pytest.mark.parametrize(
    "spec",
    [
        {},
        {"split": ";"},
        {"from": 7},
        {"from": []},
        {"from": ["name", 7]},
        {"from": "name", "find": "("},
        {"from": "name", "table": ["a"]},
        {"from": "name", "split": 7},
        {"from": "name", "drop": None},
    ],
)
def test_a_slip_is_named_with_its_place(spec: dict[str, Tree]):
    with pytest.raises(MappingInvalid, match=r"register\.list\.vessel\.name"):
        compiled_extract(spec, "register.list.vessel.name")


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
trees = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("abc"), inner)
)
names = st.lists(st.sampled_from("abc"), min_size=1, max_size=3)


@given(st.dictionaries(st.sampled_from("abc"), trees), names)
def test_no_tree_breaks_a_path_and_no_text_is_blank(tree: dict[str, Tree], path: list[str]):
    found = compiled_path(".".join(path))(Place(tree, tree))
    assert found == [text.strip() for text in found if text.strip()]
    assert found == [t for t in map(as_text, walk(tree, tuple(path))) if t]
