from __future__ import annotations

import pytest

from isthmus.errors import MappingInvalid
from isthmus.formats.raw import Tree
from isthmus.formats.sniff import clues
from isthmus.ingest.declaration import FeedDeclaration
from isthmus.ingest.recognise import check, fits, recognised
from tests.flow.journey import declared

CSV = b"id,kind,name\n7,vessel,Sea Lark\n8,person,Mara\n"
NO_HEADER = b'7,"vessel","Sea Lark"\n8,"person","Mara"\n'
XML = b'<?xml version="1.0"?>\n<x:list xmlns:x="urn:harbour:list"><x:ship id="7"/></x:list>\n'
JSONL = b'{"id": 7, "name": "Sea Lark"}\n{"id": 8, "name": "Mara"}\n'


def holds(raw: bytes, wanted: dict[str, Tree], file: str = "a file") -> bool:
    return fits(wanted, clues(raw, file), raw.decode())


@pytest.mark.parametrize(
    ("raw", "wanted", "other"),
    [
        (CSV, {"columns": 3}, {"columns": 4}),
        (CSV, {"header": ["id", "name"]}, {"header": ["id", "flag"]}),
        (CSV, {"delimiter": ","}, {"delimiter": ";"}),
        (NO_HEADER, {"cells": {1: ["vessel", "person"]}}, {"cells": {1: ["raft"]}}),
        (NO_HEADER, {"integers": [0]}, {"integers": [0, 1]}),
        (NO_HEADER, {"integers": [0]}, {"integers": [9]}),
        (XML, {"root": "list"}, {"root": "ship"}),
        (XML, {"namespace": "harbour"}, {"namespace": "airport"}),
        (XML, {"element": ["ship"]}, {"element": ["ship", "crew"]}),
        (JSONL, {"keys": ["id", "name"]}, {"keys": ["id", "flag"]}),
        (CSV, {"text": ["Sea Lark"]}, {"text": ["Sea Lark", "^Wren"]}),
    ],
)
def test_each_clue_must_hold(raw: bytes, wanted: dict[str, Tree], other: dict[str, Tree]):
    assert holds(raw, wanted)
    assert not holds(raw, other)
    assert not holds(raw, {**wanted, "name": "^other"})


def test_the_name_of_the_file_is_a_clue():
    assert holds(CSV, {"name": r"^ships_\d{4}"}, "ships_2031.csv")
    assert not holds(CSV, {"name": r"^ships_\d{4}"}, "crew_2031.csv")


def test_a_clue_that_there_is_not_is_a_slip():
    with pytest.raises(MappingInvalid, match="colour"):
        holds(CSV, {"colour": "red"})


@pytest.mark.parametrize(
    "wanted", [{"colour": "red"}, {"name": "("}, {"text": ["ok", "("]}, {"name": ["a", "b"]}]
)
def test_a_slip_is_refused_with_its_place_before_any_file_comes(wanted: dict[str, Tree]):
    with pytest.raises(MappingInvalid, match=r"ships\.yaml: main"):
        check(wanted, "ships.yaml: main")


def feed(name: str, **parts: Tree) -> FeedDeclaration:
    return declared(
        name,
        "stream",
        {key: {"format": "delimited", "map": {}, "recognise": how} for key, how in parts.items()},
    )


def found(*feeds: FeedDeclaration, raw: bytes = CSV) -> tuple[str, str] | None:
    hit = recognised(clues(raw, "a file"), raw, feeds)
    return hit and (hit[0].feed.id, hit[1].name)


def test_the_one_that_states_most_wins_and_then_the_first_by_name():
    general: Tree = {"columns": 3}
    special: Tree = {"columns": 3, "header": ["kind"]}
    assert found(feed("b", x=general), feed("a", y=special)) == ("a", "y")
    assert found(feed("b", x=special), feed("a", y=general)) == ("b", "x")
    assert found(feed("b", x=general), feed("a", y=general)) == ("a", "y")


def test_what_states_nothing_is_never_recognised_and_what_fits_nothing_is_none():
    assert found(feed("a", x={})) is None
    assert found(feed("a", x={"columns": 9})) is None
    assert found(feed("a", x={"columns": 3}), raw=b"\x00\xff\xfe binary") is None
    assert found(feed("a", x={"columns": 3}), raw=b"") is None
