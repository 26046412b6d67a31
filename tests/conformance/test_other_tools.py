"""A log that this node writes, read and verified by a program that others wrote."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from isthmus.adapters.tiles import TileFolder, TileReader
from isthmus.audit.note import Algorithm, VerifierKey
from isthmus.audit.proof import consistency_of, inclusion_of
from isthmus.audit.tree import leaf_hash
from isthmus.audit.verify import verify_log
from isthmus.audit.witness import cosigned
from tests.unit.audit.memory_log import START, TestKey, entries, log_of

REASON = "tlog-scales is not installed"
backend = pytest.importorskip("tlog_scales.backend", reason=REASON)
reading = pytest.importorskip("tlog_scales.reader", reason=REASON)
signing = pytest.importorskip("tlog_scales.signing", reason=REASON)
writing = pytest.importorskip("tlog_scales.writer", reason=REASON)

KEY, WITNESS = TestKey(), TestKey(2, "oversight.example/w1")
SIZE = 70_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("log")
    with TileFolder(path) as log:
        for start in range(0, SIZE, 3_500):
            log.append(entries(3_500, start), KEY.sign_head)
    return path


def test_the_other_program_finds_the_same_root_and_signature(folder: Path):
    reader = reading.TilesReader(backend.LocalBackend(folder))
    checkpoint = reader.get_checkpoint()
    checkpoint.verify(signing.Vkey.from_string(KEY.public.text))
    assert checkpoint.size == SIZE
    assert reader.calculate_root_hash() == checkpoint.root_hash


@pytest.mark.parametrize("index", [0, 255, 256, 65_535, 65_536, SIZE - 1])
def test_the_other_program_makes_the_same_inclusion_proof(folder: Path, index: int):
    reader = reading.TilesReader(backend.LocalBackend(folder))
    checkpoint = reader.get_checkpoint()
    proof = inclusion_of(TileReader(folder), index)
    theirs = reader.get_inclusion_proof(index, SIZE)
    theirs.check(leaf_hash(proof.entry), checkpoint.root_hash)
    assert theirs == reading.InclusionProof(index, SIZE, list(proof.hashes))
    assert reader.get_entry(index) == proof.entry


@pytest.mark.parametrize("old", [1, 256, 3_500, 65_536, SIZE])
def test_the_other_program_makes_the_same_consistency_proof(folder: Path, old: int):
    reader = reading.TilesReader(backend.LocalBackend(folder))
    checkpoint = reader.get_checkpoint()
    head = log_of(old).edge.tree.head
    theirs = reader.get_consistency_proof(old, SIZE)
    ours = consistency_of(TileReader(folder), head)
    theirs.check(head.root, checkpoint.root_hash)
    assert theirs == reading.ConsistencyProof(old, SIZE, list(ours))


def test_the_other_program_verifies_both_kinds_of_cosignature(folder: Path):
    private = MLDSA44PrivateKey.from_seed_bytes(bytes(32))
    public = private.public_key().public_bytes_raw()
    key = VerifierKey("partner.example/w2", Algorithm.COSIGNATURE_MLDSA44, public)
    note = cosigned(TileReader(folder).checkpoint(), key, private.sign, at=START)
    note = cosigned(note, WITNESS.cosigning, WITNESS.sign, at=START)
    checkpoint = reading.Checkpoint.from_text(note.decode())
    for each in (key, WITNESS.cosigning, KEY.public):
        checkpoint.verify(signing.Vkey.from_string(each.text))


def test_a_log_that_the_other_program_wrote_verifies_here(tmp_path: Path):
    log = writing.TilesWriter.create(tmp_path / "log", KEY.public.name)
    for entry in entries(700):
        log.add_leaf(entry)
    log.commit([signing.PlainEd25519Signer(KEY.public.name, bytes([1]) * 32)])
    report = verify_log(TileReader(tmp_path / "log"), KEY.public)
    assert report.root == log_of(700).edge.tree.root
