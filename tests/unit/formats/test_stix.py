"""STIX: one record per object, with what its markings say."""

import io
import json
from pathlib import Path

import pytest

from isthmus.errors import MappingInvalid
from isthmus.formats import stix
from isthmus.formats.raw import Tree
from tests.unit.formats.reading import Read, read_all

RED = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"
STRICT = "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"
OWN = "marking-definition--00000000-0000-4000-8000-00000000000a"
STATEMENT: dict[str, Tree] = {
    "type": "marking-definition",
    "id": OWN,
    "definition_type": "statement",
    "definition": {"statement": "tlp:clear, says nobody"},
}


def thing(number: int, *refs: str, **more: Tree) -> dict[str, Tree]:
    identity = f"identity--00000000-0000-4000-8000-{number:012d}"
    return {"type": "identity", "id": identity, "object_marking_refs": [*refs], **more}


def bundle(*objects: dict[str, Tree], **more: Tree) -> Read:
    document = {"type": "bundle", "id": "bundle--1", "objects": [*objects], **more}
    return read_all(stix.read, json.dumps(document).encode())


def test_objects_are_records_as_sent() -> None:
    read = bundle(thing(1, name="invented"))
    assert read.trees[0]["name"] == "invented"
    assert read.trees[0]["x_markings"] == []
    assert read.ending.header == {"type": "bundle", "id": "bundle--1"}


def test_tlp_1_and_2_are_known_by_their_ids() -> None:
    assert bundle(thing(1, RED, STRICT)).trees[0]["x_markings"] == ["tlp:red", "tlp:amber+strict"]


def test_a_definition_counts_wherever_it_stands_and_the_order_stays() -> None:
    read = bundle(thing(1, OWN), thing(2), STATEMENT, thing(3, OWN))
    said = ["statement:tlp:clear, says nobody"]
    assert [tree["x_markings"] for tree in read.trees] == [said, [], [], said]
    assert [record.number for record in read.records] == [1, 2, 3, 4]


def test_a_statement_cannot_pass_for_tlp_nor_a_bundle_redefine_it() -> None:
    forged: dict[str, Tree] = {**STATEMENT, "id": RED, "definition": {"tlp": "white"}}
    assert bundle(forged, thing(1, RED)).trees[1]["x_markings"] == ["tlp:red"]


def test_an_own_definition_of_tlp_is_resolved() -> None:
    extension: Tree = {
        "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": {"tlp_2_0": "amber"}
    }
    own: dict[str, Tree] = {"type": "marking-definition", "id": OWN, "extensions": extension}
    assert bundle(own, thing(1, OWN)).trees[1]["x_markings"] == ["tlp:amber"]


def test_a_reference_that_the_bundle_does_not_define_is_unknown() -> None:
    assert bundle(thing(1, OWN)).trees[0]["x_markings"] == [f"unknown:{OWN}"]


def test_granular_markings_are_kept_and_resolved() -> None:
    granular: Tree = [
        {"marking_ref": RED, "selectors": ["name"]},
        {"lang": "fr", "selectors": ["name"]},
    ]
    tree = bundle(thing(1, granular_markings=granular)).trees[0]
    assert tree["granular_markings"] == granular
    assert tree["x_granular"] == [
        {"selectors": ["name"], "marking": "tlp:red"},
        {"selectors": ["name"], "marking": None},
    ]


@pytest.mark.parametrize("damaged", [["name"], [{"selectors": ["name"]}], [{"marking_ref": None}]])
def test_a_granular_marking_that_names_nothing_is_unknown(damaged: Tree) -> None:
    [one] = bundle(thing(1, granular_markings=damaged)).trees[0]["x_granular"]
    assert one["marking"] == "unknown:"


def test_a_reference_that_is_no_text_is_unknown() -> None:
    odd: Tree = [{"id": RED}, [OWN], 7]
    read = bundle({**thing(1), "object_marking_refs": odd})
    assert [m.startswith("unknown:") for m in read.trees[0]["x_markings"]] == [True] * 3


def test_objects_wait_for_a_definition_only_so_long() -> None:
    filler = [thing(n, note="x" * 10_000) for n in range(2, 400)]
    read = bundle(thing(1, OWN), *filler, STATEMENT, thing(400, OWN))
    assert read.trees[0]["x_markings"] == [f"unknown:{OWN}"]
    assert read.trees[-1]["x_markings"] == ["statement:tlp:clear, says nobody"]
    assert len(read.records) == 401


def test_an_object_without_type_or_id_is_broken_in_its_place() -> None:
    read = bundle({"id": "x"}, {"type": "identity"}, thing(3))
    assert [broken.fault.field for broken in read.broken] == ["type", "id"]
    assert [item.number for item in read.items] == [1, 2, 3]


def test_a_taxii_envelope_is_read_and_another_document_is_not_complete() -> None:
    assert read_all(stix.read, b'{"more":false,"objects":[]}').ending.complete
    assert not read_all(stix.read, b'{"type":"report","objects":[]}').ending.complete
    assert not read_all(stix.read, b'{"type":"bundle"}').ending.complete


def test_there_are_no_options() -> None:
    with pytest.raises(MappingInvalid):
        stix.read(io.BytesIO(b""), {"record": "x"})


def test_real_examples_resolve_all_their_markings(real_data: Path) -> None:
    folder = real_data / "cyber" / "stix_oasis_examples"
    reads = {path.name: read_all(stix.read, path.read_bytes()) for path in folder.glob("*.json")}
    assert len(reads) == 11
    assert sum(len(read.records) for read in reads.values()) == 293
    said = [
        marking
        for read in reads.values()
        for tree in read.trees
        for marking in [*tree["x_markings"], *(one["marking"] for one in tree["x_granular"])]
    ]
    assert len(said) > 4
    assert not any(marking.startswith("unknown:") for marking in said)
