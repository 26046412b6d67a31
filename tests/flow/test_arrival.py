from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO

import pytest

from isthmus.errors import InputError, NotFound
from isthmus.flow.arrival import addressed, declared, parcel
from isthmus.flow.dating import as_of_from_head, as_of_from_name
from isthmus.formats.raw import Tree
from isthmus.ingest.declaration import FeedDeclaration
from tests.flow.journey import Journey, register
from tests.flow.waters import gaps

LIST = b"k1,Sea Lark,2001\nk2,Sea Wren,2002\n"
ALT = b"k1,1,Lark,\nk1,2,Wren,\n"
OTHER = b"\x89PNG\r\n\x1a\n binary"
DATED: Tree = {"name": r"(\d{4})-(\d{2})(?:-(\d{2}))?", "head": r"issued (\S+)"}


def recognising() -> FeedDeclaration:
    feed = register()
    how: dict[str, dict[str, Tree]] = {"list": {"columns": 3}, "alt": {"columns": 4}}
    assert isinstance(DATED, dict)
    parts = {
        name: replace(part, recognise=how[name], as_of=DATED) for name, part in feed.parts.items()
    }
    return replace(feed, parts=parts)


JOURNEY = Journey(recognising(), gaps())


def test_a_file_finds_its_feed_and_part_by_what_stands_in_it():
    for raw, part in ((LIST, "list"), (ALT, "alt")):
        found = addressed(JOURNEY.center, "a file", BytesIO(raw))
        assert found is not None
        assert (found[0].feed.id, found[1].name) == ("register", part)
    assert addressed(JOURNEY.center, "a file", BytesIO(OTHER)) is None
    assert addressed(JOURNEY.center, "a file", BytesIO(b"")) is None


def test_looking_leaves_the_stream_at_its_start():
    stream = BytesIO(LIST)
    found = addressed(JOURNEY.center, "a file", stream)
    assert found is not None
    assert stream.read() == LIST
    sent = parcel(found[1], "a file", stream)
    assert sent.sha256 == sha256(LIST).digest()
    assert sent.stream.read() == LIST


def test_who_names_the_part_is_believed():
    found = declared(JOURNEY.center, "register", "alt", "a file", BytesIO(OTHER))
    assert found[1].name == "alt"


def test_a_feed_of_one_part_needs_no_name_of_it():
    assert declared(JOURNEY.center, "gaps", None, "a file", BytesIO(OTHER))[1].name == "main"


def test_without_a_part_the_one_that_fits_is_taken():
    assert declared(JOURNEY.center, "register", None, "a file", BytesIO(ALT))[1].name == "alt"
    with pytest.raises(InputError) as caught:
        declared(JOURNEY.center, "register", None, "a file", BytesIO(OTHER))
    assert "list, alt" in str(caught.value)
    assert str(caught.value.repair)


@pytest.mark.parametrize(("feed", "part"), [("unheard", None), ("register", "unheard")])
def test_a_feed_or_part_that_there_is_not_is_not_found(feed: str, part: str | None):
    with pytest.raises(NotFound):
        declared(JOURNEY.center, feed, part, "a file", BytesIO(LIST))


def as_of(name: str, raw: bytes = LIST, given: datetime | None = None) -> datetime | None:
    part = recognising().parts["list"]
    return parcel(part, name, BytesIO(raw), as_of=given).as_of


def test_the_date_comes_from_who_delivers_else_from_the_document_else_from_its_name():
    issued = LIST + b"issued 2031-02-03\n"
    given = datetime(2029, 1, 1, tzinfo=UTC)
    assert as_of("list 2030-04-05.csv", issued, given) == given
    assert as_of("list 2030-04-05.csv", issued) == datetime(2031, 2, 3, tzinfo=UTC)
    assert as_of("list 2030-04-05.csv") == datetime(2030, 4, 5, tzinfo=UTC)
    assert as_of("list 2030-04.csv") == datetime(2030, 4, 1, tzinfo=UTC)
    assert as_of("list.csv") is None


@pytest.mark.parametrize("name", ["list 2030-13.csv", "list 2030-02-31.csv", "list 0000-01.csv"])
def test_what_is_no_date_in_a_name_is_none(name: str):
    assert as_of(name) is None


def test_what_declares_no_date_has_none():
    assert as_of_from_name({}, "list 2030-04-05.csv") is None
    assert as_of_from_head({}, "issued 2031-02-03") is None
    assert as_of_from_head({"head": r"issued (\S+)"}, "issued soon") is None
