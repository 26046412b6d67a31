from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from isthmus.audit.note import Algorithm, Note, VerifierKey, note_from_bytes
from isthmus.audit.proof import consistency_of
from isthmus.audit.tree import Tree, TreeHead
from isthmus.audit.witness import (
    Cosignature,
    cosigned,
    cosigned_message,
    verified_cosignatures,
    verify_growth,
    verify_quorum,
)
from isthmus.errors import IntegrityError
from tests.unit.audit.memory_log import TestKey, entries, log_of

AT = datetime(2030, 3, 4, 5, 6, 7, tzinfo=UTC)
LOG = log_of(300)
CHECKPOINT = LOG.checkpoint()
ED = TestKey(3, "oversight.example/w1")
_PQ_PRIVATE = MLDSA44PrivateKey.from_seed_bytes(bytes([4]) * 32)
PQ = VerifierKey(
    "partner.example/w2",
    Algorithm.COSIGNATURE_MLDSA44,
    _PQ_PRIVATE.public_key().public_bytes_raw(),
)


def by_both(at: datetime = AT) -> bytes:
    return cosigned(cosigned(CHECKPOINT, ED.cosigning, ED.sign, at=at), PQ, _PQ_PRIVATE.sign, at=at)


def test_both_kinds_of_cosignature_verify_with_their_time():
    found = verified_cosignatures(by_both(), [PQ, ED.cosigning])
    assert found == (Cosignature(PQ, AT), Cosignature(ED.cosigning, AT))


def test_a_witness_that_did_not_cosign_is_left_out():
    absent = TestKey(5, "absent.example/w3").cosigning
    assert verified_cosignatures(by_both(), [absent]) == ()


@pytest.mark.parametrize("key", [ED.cosigning, PQ])
def test_a_cosignature_on_another_checkpoint_is_refused(key: VerifierKey):
    other = note_from_bytes(log_of(301).checkpoint())
    lines = note_from_bytes(by_both()).signatures
    with pytest.raises(IntegrityError, match="false one"):
        verified_cosignatures(bytes(Note(other.text, lines)), [key])


@pytest.mark.parametrize("key", [ED.cosigning, PQ])
@pytest.mark.parametrize("place", [3, 20])
def test_a_cosignature_with_a_touched_time_or_signature_is_refused(key: VerifierKey, place: int):
    note = note_from_bytes(by_both())
    (line,) = note.signatures_by(key)
    touched = bytearray(line.signature)
    touched[place] ^= 1
    changed = type(line)(line.name, line.key_id, bytes(touched))
    with pytest.raises(IntegrityError, match="expected a"):
        verified_cosignatures(bytes(Note(note.text, (changed,))), [key])


def test_a_cosignature_without_a_signature_is_refused():
    note = note_from_bytes(CHECKPOINT)
    line = type(note.signatures[0])(ED.cosigning.name, ED.cosigning.key_id, bytes(8))
    with pytest.raises(IntegrityError, match="another form"):
        verified_cosignatures(bytes(Note(note.text, (line,))), [ED.cosigning])


def test_the_ed25519_message_is_that_of_the_specification():
    note = note_from_bytes(CHECKPOINT)
    message = cosigned_message(note, ED.cosigning, 1679315147)
    assert message == b"cosignature/v1\ntime 1679315147\n" + note.text


def test_the_mldsa44_message_is_that_of_the_specification():
    message = cosigned_message(note_from_bytes(CHECKPOINT), PQ, 1679315147)
    assert message == b"".join(
        (
            b"subtree/v1\n\x00",
            b"\x12partner.example/w2",
            (1679315147).to_bytes(8, "big"),
            b"\x13birch.example/audit",
            (0).to_bytes(8, "big"),
            (300).to_bytes(8, "big"),
            LOG.edge.tree.root,
        )
    )


def test_a_quorum_counts_different_witnesses():
    keys = [ED.cosigning, PQ]
    assert len(verify_quorum(by_both(), keys, quorum=2)) == 2
    with pytest.raises(IntegrityError, match="of 3 witnesses, got 2"):
        verify_quorum(by_both(), keys, quorum=3)


def test_one_witness_under_two_names_counts_once():
    twin = TestKey(3, "oversight.example/twin")
    encoded = cosigned(CHECKPOINT, ED.cosigning, ED.sign, at=AT)
    encoded = cosigned(encoded, twin.cosigning, twin.sign, at=AT)
    with pytest.raises(IntegrityError, match="of 2 witnesses, got 1"):
        verify_quorum(encoded, [ED.cosigning, twin.cosigning], quorum=2)


def test_one_witness_that_cosigned_twice_counts_once():
    encoded = cosigned(CHECKPOINT, ED.cosigning, ED.sign, at=AT)
    encoded = cosigned(encoded, ED.cosigning, ED.sign, at=AT)
    with pytest.raises(IntegrityError, match="of 2 witnesses, got 1"):
        verify_quorum(encoded, [ED.cosigning], quorum=2)


def test_the_key_of_a_log_is_no_witness():
    with pytest.raises(ValueError, match="witness"):
        cosigned(CHECKPOINT, LOG.key.public, LOG.key.sign, at=AT)


def test_a_witness_sees_a_log_grow():
    log = log_of(100)
    last = log.edge.tree.head
    log.append(entries(150, 100))
    proof = consistency_of(log, last)
    checkpoint = verify_growth(log.checkpoint(), log.key.public, last=last, proof=proof)
    assert checkpoint.size == 250


def test_a_witness_begins_with_the_empty_log():
    seen = verify_growth(CHECKPOINT, LOG.key.public, last=Tree().head, proof=())
    assert seen.size == 300


def test_a_witness_refuses_a_log_that_was_rewritten():
    last = TreeHead(100, bytes(32))
    proof = consistency_of(LOG, log_of(100).edge.tree.head)
    with pytest.raises(IntegrityError, match="root"):
        verify_growth(CHECKPOINT, LOG.key.public, last=last, proof=proof)


def test_a_witness_refuses_a_log_that_shrank():
    with pytest.raises(IntegrityError, match="at least 301"):
        verify_growth(CHECKPOINT, LOG.key.public, last=log_of(301).edge.tree.head, proof=())
