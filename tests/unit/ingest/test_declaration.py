from __future__ import annotations

from contextlib import suppress
from typing import cast

import pytest

from isthmus.errors import InputError, MappingInvalid, PapersMissing
from isthmus.formats.raw import Tree
from isthmus.ingest.declaration import read_declaration
from isthmus.model.feed import FeedKind
from isthmus.model.label import ALL, NOBODY, Allowed

Document = dict[str, Tree]


def document() -> Document:
    return {
        "feed": "port-calls",
        "title": "Port calls",
        "source": "harbour",
        "agency": "Harbour office",
        "kind": "stream",
        "grade": "B2/europol-4x4:A1",
        "retention_days": 90,
        "silent_after_s": 3600,
        "categories": ["movement"],
        "label": {
            "classification": {"national": "OFFICIAL"},
            "originators": ["harbour-office"],
            "releasable_to": "all",
            "data_categories": "movement",
            "legal_bases": ["harbour-act-4"],
            "purposes": ["border-security"],
        },
        "parts": {"calls": {"format": "jsonl", "map": {"key": "id"}, "version": 2}},
    }


def changed(path: str, value: Tree = None) -> Document:
    """Give the document with one value replaced, or left out."""
    found = document()
    *way, last = path.split(".")
    place = found
    for name in way:
        place = cast("Document", place[name])
    if value is None:
        del place[last]
    else:
        place[last] = value
    return found


def test_a_feed_file_gives_a_feed_and_its_parts():
    declared = read_declaration(document())
    feed = declared.feed
    assert (feed.id, feed.kind, feed.retention_days) == ("port-calls", FeedKind.STREAM, 90)
    assert (feed.grade.text, feed.silent_after_s) == ("B2/europol-4x4:A1", 3600)
    assert feed.label.data_categories == {"movement"}
    assert (feed.label.releasable_to, feed.label.purposes) == (ALL, Allowed.of("border-security"))
    # What a label does not say is said to nobody.
    assert feed.label.discoverable_to == NOBODY
    assert (feed.parts, declared.parts["calls"].version) == (("calls",), 2)


@pytest.mark.parametrize(
    "path",
    [
        "label",
        "grade",
        "retention_days",
        "label.legal_bases",
        "label.data_categories",
        "label.originators",
    ],
)
def test_a_feed_without_one_of_its_papers_is_refused(path: str):
    with pytest.raises(PapersMissing):
        read_declaration(changed(path))


@pytest.mark.parametrize("days", [0, -1, "90", True, 1.5])
def test_retention_is_a_number_of_days(days: Tree):
    with pytest.raises(PapersMissing):
        read_declaration(changed("retention_days", days))


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("feed", 7, "feed"),
        ("kind", "flood", "kind of port-calls"),
        ("grade", "Z9", "Z9"),
        ("label.classification", {"national": "COSMIC"}, "COSMIC"),
        ("label.classification", {"martian": "SECRET"}, "martian"),
        ("label.purposes", [7], "label.purposes"),
        ("parts", [], "port-calls.parts"),
        ("parts.calls", "x", "port-calls.parts.calls"),
        ("parts.calls.map", "x", "calls.map"),
        ("parts.calls.format", 7, "format of calls"),
        ("parts.calls.version", "2", "version of part calls"),
        ("silent_after_s", "1h", "silent_after_s of port-calls"),
        ("parts.calls.as_of", {"name": "("}, "calls.as_of.name"),
        ("parts.calls.as_of", {"name": "2031"}, "calls.as_of"),
        ("parts.calls.as_of", {"date": "(2031)"}, "calls.as_of"),
        ("parts.calls.as_of", {"head": 7}, "calls.as_of"),
    ],
)
def test_a_slip_is_named_with_its_place(path: str, value: Tree, place: str):
    with pytest.raises(MappingInvalid) as caught:
        read_declaration(changed(path, value))
    assert place in str(caught.value)


@pytest.mark.parametrize("name", list(document()))
def test_no_slip_in_a_feed_file_goes_by_another_name(name: str):
    wrong: list[Tree] = [7, "x", [7], {"x": 7}, True]
    for value in wrong:
        with suppress(InputError):
            read_declaration(changed(name, value))
