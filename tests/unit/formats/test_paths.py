"""Paths find values whether an element came once or several times."""

from isthmus.formats.paths import every, fields, fields_or_none, first, texts
from isthmus.formats.raw import Tree

TREE: Tree = {
    "a": [{"b": "1"}, {"b": ["2", None]}, {"c": None}],
    "d": {"@k": "v", "#text": " t "},
    "e": "  ",
}


def test_every_value_is_found_through_lists_and_none_is_left_out() -> None:
    assert every(TREE, "a/b") == ["1", "2"]
    assert every(TREE, "a/x/y") == []
    assert every(None, "a") == []


def test_the_first_path_that_has_a_text_counts() -> None:
    assert first(TREE, "x", "e", "d", "a/b") == "t"
    assert first(TREE, "d/@k") == "v"
    assert first(TREE, "a") is None


def test_texts_of_several_paths_stand_in_order() -> None:
    assert texts(TREE, "d", "a/b") == ["t", "1", "2"]


def test_fields_without_any_value_may_count_as_none() -> None:
    assert fields(TREE, {"x": ("x",), "t": ("d",)}) == {"x": None, "t": "t"}
    assert fields_or_none(TREE, {"x": ("x",)}) is None
