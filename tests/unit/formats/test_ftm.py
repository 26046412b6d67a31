"""FollowTheMoney entities: read, written back, and nothing lost."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import MalformedRecord, MappingInvalid
from isthmus.formats import ftm
from isthmus.formats.raw import Tree
from tests.unit.formats.reading import read_all

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=10)
ENTITIES = st.fixed_dictionaries(
    {
        "id": TEXT.filter(bool),
        "schema": st.sampled_from(["Person", "Vessel"]),
        "properties": st.dictionaries(TEXT, st.lists(TEXT, max_size=3), max_size=3),
    },
    optional={"caption": TEXT, "datasets": st.lists(TEXT, max_size=2)},
)


@given(st.lists(ENTITIES, min_size=1, max_size=5))
def test_what_is_written_is_read_back(entities: list[dict[str, Tree]]) -> None:
    lines = list(ftm.write(entities))
    read = read_all(ftm.read, b"".join(lines))
    assert read.trees == entities
    assert read.raws == lines
    assert read.ending.complete


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (b'{"schema":"Person","properties":{}}', "id"),
        (b'{"id":"","schema":"Person","properties":{}}', "id"),
        (b'{"id":"x","schema":7,"properties":{}}', "schema"),
        (b'{"id":"x","schema":"Person"}', "properties"),
        (b'{"id":"x","schema":"Person","properties":{"name":"Ada"}}', "properties.name"),
        (b'{"id":"x","schema":"Person","properties":{"year":[7]}}', "properties.year"),
    ],
)
def test_a_line_that_is_no_entity_names_its_field(line: bytes, field: str) -> None:
    read = read_all(ftm.read, line + b"\n")
    assert [broken.fault.field for broken in read.broken] == [field]


def test_what_would_not_be_read_is_not_written() -> None:
    with pytest.raises(MalformedRecord, match="id"):
        list(ftm.write([{"schema": "Person", "properties": {}}]))


def test_there_are_no_options() -> None:
    with pytest.raises(MappingInvalid):
        ftm.read(io.BytesIO(b""), {"record": "x"})
