"""Each rule of the protocol page is cited where it is carried out, and where it is tried."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/protocol.md").read_text("utf-8")
RULES = sorted(set(re.findall(r"(?:^\| |\| |: |\. )([SENRKQTL]\d+)(?= \||:)", PAGE, re.MULTILINE)))
HERE = Path(__file__)


def cited(folder: str) -> str:
    files = (path for path in (ROOT / folder).rglob("*.py") if path != HERE)
    return "\n".join(path.read_text("utf-8") for path in files)


SOURCE, TESTS = cited("src/isthmus"), cited("tests")


def test_the_page_numbers_its_rules_without_a_gap():
    for letter, last in (
        ("S", 4),
        ("E", 9),
        ("N", 6),
        ("R", 4),
        ("K", 15),
        ("Q", 4),
        ("T", 7),
        ("L", 4),
    ):
        assert {one for one in RULES if one[0] == letter} == {
            f"{letter}{n}" for n in range(1, last + 1)
        }


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_carried_out_and_tried(rule: str):
    word = re.compile(rf"\b{rule}\b")
    assert word.search(SOURCE), "no module says that it carries it out"
    assert word.search(TESTS), "no test says that it tries it"
