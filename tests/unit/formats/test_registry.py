"""The registry names every reader once, and each keeps the contract of readers."""

import io

import pytest

from isthmus.errors import MappingInvalid
from isthmus.formats.raw import Ending, Tree
from isthmus.formats.registry import READERS

OPTIONS: dict[str, dict[str, Tree]] = {"xml": {"record": "r"}}


def test_the_formats_are_these() -> None:
    assert set(READERS) == {
        "aivdm",
        "camt",
        "cap",
        "delimited",
        "ftm",
        "json",
        "jsonl",
        "misp",
        "paxlst",
        "pnrgov",
        "stix",
        "wco",
        "xml",
    }


@pytest.mark.parametrize("name", sorted(READERS))
@pytest.mark.parametrize(
    "source", [b"", b"\n", b"\x00" * 100, b"\xff\xfe\xfd", b"<a/>", b"{}", b"[", b"'+:?" * 50]
)
def test_whatever_comes_a_reader_ends_with_one_ending(name: str, source: bytes) -> None:
    *items, ending = READERS[name](io.BytesIO(source), OPTIONS.get(name, {}))
    assert isinstance(ending, Ending)
    assert not any(isinstance(item, Ending) for item in items)


@pytest.mark.parametrize("name", sorted(READERS))
def test_an_unknown_option_is_refused_before_reading(name: str) -> None:
    options: dict[str, Tree] = {**OPTIONS.get(name, {}), "no_such_option": True}
    with pytest.raises(MappingInvalid):
        READERS[name](io.BytesIO(b""), options)
