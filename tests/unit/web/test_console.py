"""Which file an address names."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import NotFound
from isthmus.web.console import file_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    around = tmp_path_factory.mktemp("console")
    (around / "outside.txt").write_text("outside")
    folder = around / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("first page")
    (folder / ".stamp").write_text("hidden")
    (folder / "link.txt").symlink_to(around / "outside.txt")
    return folder


@given(
    path=st.text() | st.lists(st.sampled_from(["..", ".", "", "assets", ".stamp"])).map("/".join)
)
def test_no_address_leads_outside_or_to_what_is_hidden(folder: Path, path: str):
    try:
        found = file_of(folder, f"/{path}", "")
    except NotFound:
        return
    assert found is not None
    assert found.content == b"first page"


def test_a_link_to_the_outside_is_not_followed(folder: Path):
    found = file_of(folder, "/link.txt", "")
    assert found is not None
    assert found.content == b"first page"


def test_without_a_first_page_there_is_nothing(tmp_path: Path):
    assert file_of(tmp_path, "/", "") is None
