import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.audit.proof import (
    InclusionProof,
    consistency_of,
    inclusion_of,
    proof_from_document,
    verify_proof,
)
from isthmus.audit.tree import TreeHead
from isthmus.errors import IntegrityError, NotFound
from tests.unit.audit.memory_log import MemoryLog, TestKey, entry, log_of

LOG = log_of(1_000)
KEY = LOG.key.public
PROOF = inclusion_of(LOG, 421)


@given(st.integers(0, 999))
def test_every_entry_has_a_proof_that_stands_alone(index: int):
    text = json.dumps(dict(inclusion_of(LOG, index).document))
    proof = proof_from_document(json.loads(text))
    assert verify_proof(proof, KEY).size == 1_000
    assert proof.entry == bytes(entry(index))
    assert proof.index == index


def test_there_is_no_proof_beyond_the_log():
    for index in (-1, 1_000):
        with pytest.raises(NotFound, match="size 1000"):
            inclusion_of(LOG, index)


@pytest.mark.parametrize(
    "proof",
    [
        replace(PROOF, entry=bytes(entry(422))),
        replace(PROOF, index=420),
        replace(PROOF, hashes=PROOF.hashes[1:]),
        replace(PROOF, hashes=(*PROOF.hashes, bytes(32))),
        replace(PROOF, checkpoint=log_of(999).checkpoint()),
        replace(PROOF, checkpoint=PROOF.checkpoint.replace(b"1000", b"1001")),
    ],
)
def test_a_proof_with_a_changed_part_is_refused(proof: InclusionProof):
    with pytest.raises(IntegrityError, match="expected"):
        verify_proof(proof, KEY)


def test_a_proof_from_another_log_is_refused():
    with pytest.raises(IntegrityError, match="got none"):
        verify_proof(PROOF, TestKey(2).public)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "isthmus-inclusion-proof/2"},
        {"entry": "no base64"},
        {"entry": None},
        {"index": "421"},
        {"size": 1_001},
        {"hashes": "AAAA"},
        {"hashes": [1]},
        {"hashes": ["AAAA"]},
        {"hashes": ["A" * 43 + "="] * 64},
        {"checkpoint": ""},
        {"further": 1},
    ],
)
def test_another_form_is_no_proof(change: dict[str, object]):
    with pytest.raises(IntegrityError, match="expected"):
        proof_from_document({**PROOF.document, **change})


def test_a_document_that_is_no_object_is_no_proof():
    with pytest.raises(IntegrityError, match="another form"):
        proof_from_document([])


def test_the_text_of_a_proof_is_that_of_the_specification():
    head, _, rest = PROOF.text.partition("\n\n")
    first, index, *hashes = head.split("\n")
    assert (first, index) == ("c2sp.org/tlog-proof@v1", "index 421")
    assert len(hashes) == len(PROOF.hashes)
    assert rest.encode() == PROOF.checkpoint


def test_a_log_whose_tiles_do_not_fit_its_checkpoint_gives_no_proof():
    log = log_of(1_000)
    log.spoil("tile/0/001", 5)
    with pytest.raises(IntegrityError, match="root"):
        inclusion_of(log, 300)


def test_a_log_proves_that_it_grew():
    old = log_of(400).edge.tree.head
    assert consistency_of(LOG, old)


def test_a_log_that_was_rewritten_has_no_such_proof():
    with pytest.raises(IntegrityError, match="root"):
        consistency_of(LOG, TreeHead(400, bytes(32)))
    with pytest.raises(IntegrityError, match="at least 5"):
        consistency_of(MemoryLog(), TreeHead(5, bytes(32)))
