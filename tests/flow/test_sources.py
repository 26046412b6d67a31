from __future__ import annotations

import pytest

from isthmus.errors import SettingsError
from isthmus.flow.sources import Source, read_sources
from tests.flow.journey import register

FEEDS = {"register": register()}


def read(text: str) -> tuple[Source, ...]:
    return read_sources(text, "sources.yaml", FEEDS)


def test_a_folder_and_an_address_are_read_with_their_defaults():
    folder, address = read(
        """
        sources:
          - {feed: register, part: list, folder: drop/list, every_s: 0.5, keep: false}
          - feed: register
            url: https://lists.example/alt.csv
        """
    )
    assert folder == Source("register", "list", "drop/list", None, 0.5, keep=False)
    assert address == Source("register", None, None, "https://lists.example/alt.csv", 300.0)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "sources: []\n"])
def test_no_sources_are_none(text: str):
    assert read(text) == ()


@pytest.mark.parametrize(
    ("entry", "line", "expected"),
    [
        ("feed: nobody", 3, "a feed of this node"),
        ("part: list", 3, "a feed of this node"),
        ("feed: register\n   part: none", 4, "one of list, alt"),
        ("feed: register", 3, "a folder, an url or"),
        ("feed: register\n   folder: a\n   url: https://b.example/", 5, "got more than one"),
        ("feed: register\n   url: ftp://b.example/x", 4, "begins with http"),
        ("feed: register\n   url: https:///x", 4, "begins with http"),
        ("feed: register\n   folder: a\n   every_s: often", 5, "seconds, more than 0"),
        ("feed: register\n   folder: a\n   every_s: 0", 5, "seconds, more than 0"),
        ("feed: register\n   folder: a\n   every_s: inf", 5, "seconds, more than 0"),
        ("feed: register\n   folder: a\n   keep: perhaps", 5, "true or false"),
        ("feed: register\n   folder: a\n   often: 5", 5, "one of feed, part"),
        ("feed: register\n   folder: [a, b]", 4, "one value"),
        ("feed: register\n   folder: a\n - {feed: register, folder: a}", 5, "each source once"),
        ("feed: 'register", 4, "YAML"),
        ("feed: register\n- other", 4, "YAML"),
    ],
)
def test_a_slip_is_named_with_its_line(entry: str, line: int, expected: str):
    text = f"sources:\n -\n   {entry}\n"
    with pytest.raises(SettingsError) as raised:
        read(text)
    assert expected in str(raised.value)
    assert f"sources.yaml line {line}," in str(raised.value)


@pytest.mark.parametrize("text", ["- feed: register\n", "sources: 5\n", "other: []\n", "5\n"])
def test_a_file_of_another_shape_is_refused(text: str):
    with pytest.raises(SettingsError, match=r"sources.yaml line 1,"):
        read(text)


def test_an_address_is_named_without_its_secrets():
    url = "https://me:pa55@lists.example:8443/v1/list.csv?key=s3cr3t#top"
    assert Source("register", None, None, url, 1).address == (
        "https://lists.example:8443/v1/list.csv"
    )
    with pytest.raises(SettingsError) as raised:
        read("sources: [{feed: register, url: 'htps://me:pa55@lists.example/?key=s3cr3t'}]")
    assert "pa55" not in str(raised.value)
    assert "s3cr3t" not in str(raised.value)
