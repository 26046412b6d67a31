from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from isthmus.exercise.files.cap import WARNINGS
from tests.unit.exercise.invented import files, records

NAMES = [f"warnings/warning_{number + 1}.xml" for number in range(len(WARNINGS))]


@pytest.mark.parametrize("name", NAMES)
def test_a_warning_says_in_three_languages_that_it_is_an_exercise(name: str):
    (record,) = records(name)
    tree: Any = record.tree
    assert tree["status"] == "Exercise"
    assert [one["language"] for one in tree["infos"]] == ["en", "fr", "ar"]
    assert all(one["areas"][0]["circles"] for one in tree["infos"])
    assert tree["faults"] == []
    heads = [one["headline"] for one in tree["infos"]]
    assert heads[0].startswith("Exercise")
    assert heads[1].startswith("Exercice")
    assert heads[2].startswith("تمرين")


@pytest.mark.real_data
@pytest.mark.parametrize("name", NAMES)
def test_a_warning_is_valid_by_the_schema(name: str, real_data: Path):
    schema = etree.XMLSchema(etree.parse(str(real_data / "alerts" / "xsd" / "CAP-v1.2.xsd")))
    schema.assertValid(etree.fromstring(files()[name]))
