"""MISP: one record per event, with its attributes and TLP at hand."""

import io
import json
from pathlib import Path

import pytest

from isthmus.errors import MappingInvalid
from isthmus.formats import misp
from tests.unit.formats.reading import read_all

EVENT = {
    "uuid": "00000000-0000-4000-8000-000000000001",
    "info": "An invented campaign",
    "date": "2031-05-01",
    "Tag": [{"name": "tlp:amber"}, {"name": "topic:invented"}],
    "Attribute": [
        {"type": "domain", "value": "example.test", "Tag": [{"name": "TLP:RED"}]},
    ],
    "Object": [
        {
            "name": "file",
            "uuid": "00000000-0000-4000-8000-000000000002",
            "Attribute": [{"type": "md5", "object_relation": "md5", "value": "0" * 32}],
        }
    ],
}


def test_an_event_alone_and_in_a_response_gives_the_same_tree() -> None:
    alone = read_all(misp.read, json.dumps({"Event": EVENT}).encode())
    several = read_all(misp.read, json.dumps({"response": [{"Event": EVENT}] * 2}).encode())
    assert alone.trees * 2 == several.trees
    assert alone.ending.complete
    assert several.ending.complete


def test_attributes_of_the_event_and_of_its_objects_stand_in_one_list() -> None:
    tree = read_all(misp.read, json.dumps({"Event": EVENT}).encode()).trees[0]
    assert tree["info"] == "An invented campaign"
    assert tree["x_tlp"] == ["amber"]
    first, second = tree["x_attributes"]
    assert (first["value"], first["x_object"], first["x_tlp"]) == ("example.test", None, ["red"])
    assert (second["object_relation"], second["x_object"]) == ("md5", "file")
    assert second["x_object_uuid"] == "00000000-0000-4000-8000-000000000002"


def test_what_is_no_event_is_broken() -> None:
    read = read_all(misp.read, b'{"response":[{"Event":{"info":"x"}},{"Other":{}},{"Event":7}]}')
    assert len(read.broken) == 3
    assert read.broken[0].fault.field == "uuid"


def test_another_document_is_incomplete() -> None:
    assert not read_all(misp.read, b'{"objects":[]}').ending.complete


def test_there_are_no_options() -> None:
    with pytest.raises(MappingInvalid):
        misp.read(io.BytesIO(b""), {"record": "x"})


def test_real_events_are_records(real_data: Path) -> None:
    reads = [
        read_all(misp.read, path.read_bytes())
        for path in sorted((real_data / "cyber" / "misp_eset").glob("*.json"))
    ]
    # The folder has 16 files of one event each, two fewer than its SOURCE.txt says.
    assert [len(read.records) for read in reads] == [1] * 16
    assert all(read.ending.complete for read in reads)
    assert all(read.trees[0]["x_attributes"] for read in reads)
