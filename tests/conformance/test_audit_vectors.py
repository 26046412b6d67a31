"""The published vectors of the audit log: read from their files, checked against the code."""

from base64 import b64decode
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from isthmus.audit.checkpoint import signed_checkpoint, verified_checkpoint
from isthmus.audit.commitment import Opening, commit
from isthmus.audit.edge import Edge
from isthmus.audit.entry import AuditEntry, entry_from_bytes
from isthmus.audit.note import note_from_bytes, verifier_key
from isthmus.audit.tree import Tree, TreeHead, leaf_hash, verify_consistency, verify_inclusion
from isthmus.audit.witness import (
    Cosignature,
    cosigned,
    cosigned_message,
    verified_cosignatures,
)
from isthmus.errors import IntegrityError
from isthmus.model.canonical import canonical_bytes
from tests.conformance.vectors import FIELDS, read, untagged

# What a JSON file says is checked by what these tests do with it.
ENTRIES: dict[str, Any] = read("audit-entry.json")
COMMITMENTS: dict[str, Any] = read("audit-commitment.json")
TREE: dict[str, Any] = read("audit-tree.json")
TILES: dict[str, Any] = read("audit-tiles.json")
CHECKPOINT: dict[str, Any] = read("audit-checkpoint.json")

LEAVES = [leaf_hash(bytes.fromhex(each)) for each in TREE["entries"]]
HEADS = [TreeHead(size, bytes.fromhex(root)) for size, root in enumerate(TREE["roots"])]

# The roots that Certificate Transparency's own tests expect, from one leaf to eight.
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def name_of(case: dict[str, Any]) -> str:
    return str(case["name"])


def entry_of(said: dict[str, Any]) -> AuditEntry:
    fields: dict[str, Any] = {name: untagged(said[name]) for name in FIELDS}
    counts: Any = untagged(said["counts"])
    return AuditEntry(**fields, counts=tuple(map(tuple, counts)))


@pytest.mark.parametrize("case", ENTRIES["cases"], ids=name_of)
def test_each_entry_has_the_published_bytes_and_comes_back_from_them(case: dict[str, Any]):
    encoded, entry = bytes.fromhex(case["encoded"]), entry_of(case["entry"])
    assert bytes(entry) == encoded
    assert entry_from_bytes(encoded) == entry
    assert leaf_hash(encoded).hex() == case["leaf"]


@pytest.mark.parametrize("case", ENTRIES["cases"], ids=name_of)
def test_the_bytes_of_an_entry_are_its_fields_in_the_published_order(case: dict[str, Any]):
    said = [untagged(case["entry"][name]) for name in ENTRIES["order"][1:]]
    assert canonical_bytes("audit-entry", 1, *said).hex() == case["encoded"]


@pytest.mark.parametrize("case", ENTRIES["refused"], ids=name_of)
def test_each_refused_entry_is_refused(case: dict[str, Any]):
    encoded = bytes.fromhex(case["encoded"])
    assert encoded not in [bytes.fromhex(each["encoded"]) for each in ENTRIES["cases"]]
    with pytest.raises(IntegrityError):
        entry_from_bytes(encoded)


@pytest.mark.parametrize("case", COMMITMENTS["cases"], ids=name_of)
def test_each_commitment_is_the_published_one(case: dict[str, Any]):
    objects: Any = tuple(map(untagged, case["objects"]))
    salt, commitment = bytes.fromhex(case["salt"]), bytes.fromhex(case["commitment"])
    assert commit(salt, objects) == commitment
    assert sha256(canonical_bytes("commitment", salt, *objects)).digest() == commitment
    Opening(salt, objects).opens(commitment)


def test_the_roots_are_those_of_certificate_transparency():
    assert TREE["roots"][1:] == CT_ROOTS
    assert [Tree().grown(LEAVES[:size]).head for size in range(9)] == HEADS


@pytest.mark.parametrize("case", TREE["inclusion"])
def test_each_inclusion_proof_verifies(case: dict[str, Any]):
    index, proof = case["index"], [bytes.fromhex(each) for each in case["proof"]]
    verify_inclusion(LEAVES[index], index, proof, HEADS[case["size"]])


@pytest.mark.parametrize("case", TREE["consistency"])
def test_each_consistency_proof_verifies(case: dict[str, Any]):
    proof = [bytes.fromhex(each) for each in case["proof"]]
    verify_consistency(HEADS[case["old"]], HEADS[case["new"]], proof)


@pytest.mark.parametrize("case", TILES["cases"], ids=lambda case: str(case["size"]))
def test_each_log_has_the_published_files(case: dict[str, Any]):
    growth = Edge().grown([str(number).encode() for number in range(case["size"])])
    files = {**growth.full, **growth.partial}
    assert growth.edge.tree.root.hex() == case["root"]
    assert len(files) == case["number_of_files"]
    for name, digest in case["files"].items():
        assert sha256(files[name]).hexdigest() == digest


def test_the_checkpoint_is_made_and_verified_as_published():
    signing = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(CHECKPOINT["log_seed"]))
    key = verifier_key(CHECKPOINT["log_key"])
    head = TreeHead(CHECKPOINT["size"], bytes.fromhex(CHECKPOINT["root"]))
    note = CHECKPOINT["checkpoint"].encode()
    assert signed_checkpoint(head, key, signing.sign) == note
    assert verified_checkpoint(note, key).head == head


def test_the_cosignature_is_made_and_verified_as_published():
    signing = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(CHECKPOINT["witness_seed"]))
    key, at = verifier_key(CHECKPOINT["witness_key"]), at_of_the_cosignature()
    note = cosigned(CHECKPOINT["checkpoint"].encode(), key, signing.sign, at=at)
    assert note == CHECKPOINT["cosigned"].encode()
    assert verified_cosignatures(note, [key]) == (Cosignature(key, at),)


def test_the_mldsa44_cosignature_is_over_the_published_message():
    seed = bytes.fromhex(CHECKPOINT["mldsa44_seed"])
    signing, at = MLDSA44PrivateKey.from_seed_bytes(seed), at_of_the_cosignature()
    key, note = verifier_key(CHECKPOINT["mldsa44_key"]), CHECKPOINT["checkpoint"].encode()
    message = cosigned_message(note_from_bytes(note), key, CHECKPOINT["time"])
    assert message.hex() == CHECKPOINT["mldsa44_message"]
    assert key.public == signing.public_key().public_bytes_raw()
    encoded = cosigned(note, key, signing.sign, at=at)
    assert verified_cosignatures(encoded, [key]) == (Cosignature(key, at),)
    line = b64decode(encoded.splitlines()[-1].split()[-1])
    signing.public_key().verify(line[12:], message)


def at_of_the_cosignature() -> datetime:
    return datetime.fromtimestamp(CHECKPOINT["time"], UTC)
