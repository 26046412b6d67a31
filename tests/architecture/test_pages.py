"""Pages keep step: what they name exists, and what must have a page has one."""

import re
from pathlib import Path

import pytest

from isthmus import errors
from tools import docs

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_command_that_a_page_names_exists(page: Path):
    named = re.findall(r"(?:^|`)make ([a-z][a-z-]*)", page.read_text(), re.MULTILINE)
    assert set(named) <= TARGETS


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_link_of_a_page_in_the_root_leads_somewhere(name: str):
    targets = re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text())
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_reference_of_commands_names_every_command():
    page = (ROOT / "docs" / "reference" / "commands.md").read_text()
    assert [target for target in TARGETS - {"help"} if f"`make {target}`" not in page] == []


def test_every_error_code_stands_once():
    codes = [kind.code for kind in docs.kinds_of_error()]
    assert errors.InputError.code in codes
    assert sorted(set(codes)) == sorted(codes)


def test_every_decision_stands_in_their_index():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "index.md").read_text()
    decisions = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [name for name in decisions if f"]({name})" not in index] == []


def test_the_canonical_examples_are_encoded_from_what_they_say():
    assert docs.encoded("'north'").replace(" ", "").endswith(b"north".hex())
