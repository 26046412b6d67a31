"""Witnesses: who cosigns a checkpoint, after seeing that the log only grew.

A cosignature (c2sp.org/tlog-cosignature) says: at this time, this is the largest tree of this log
that I have seen, and it is consistent with all that I saw before. Both forms are spoken: Ed25519
and ML-DSA-44.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from struct import Struct
from typing import Final

from isthmus.audit.checkpoint import (
    Checkpoint,
    checkpoint_of,
    verified_checkpoint,
)
from isthmus.audit.note import Algorithm, Note, NoteSignature, Sign, VerifierKey, note_from_bytes
from isthmus.audit.tree import TreeHead, verify_consistency
from isthmus.errors import IntegrityError
from isthmus.model.canonical import from_microseconds, microseconds

_SECOND: Final = 1_000_000
_TIME: Final = Struct(">Q")
_RANGE: Final = Struct(">QQ")
_LABEL: Final = b"subtree/v1\n\x00"
_SECONDS_MAX: Final = 253_402_300_799
_NAME_BYTES_MAX: Final = 255
_WITNESS_ALGORITHMS: Final = (Algorithm.COSIGNATURE_ED25519, Algorithm.COSIGNATURE_MLDSA44)


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A cosignature that was verified: by which key, and when it says it was made."""

    key: VerifierKey
    at: datetime


def verify_growth(
    encoded: bytes, log: VerifierKey, *, last: TreeHead, proof: Sequence[bytes]
) -> Checkpoint:
    """Do what a witness does before it cosigns: give the checkpoint if the log only grew.

    `last`: the largest head that this witness has seen; size 0 at first. Raises IntegrityError if
    the log's signature or the consistency proof from `last` fails. The caller must keep the new
    head durably, and only then cosign, never two at once.
    """
    checkpoint = verified_checkpoint(encoded, log)
    verify_consistency(last, checkpoint.head, proof)
    return checkpoint


def cosigned(encoded: bytes, key: VerifierKey, sign: Sign, *, at: datetime) -> bytes:
    """Give the note with one more line: the cosignature of `key` at `at` (whole seconds).

    Raises IntegrityError if the note is no checkpoint, ValueError if the key is no witness's.
    """
    note = note_from_bytes(encoded)
    second = microseconds(at) // _SECOND
    signature = _TIME.pack(second) + sign(cosigned_message(note, key, second))
    line = NoteSignature(key.name, key.key_id, signature)
    return bytes(Note(note.text, (*note.signatures, line)))


def cosigned_message(note: Note, key: VerifierKey, second: int) -> bytes:
    """Give the bytes that a witness signs over a checkpoint at a POSIX time."""
    checkpoint = checkpoint_of(note)
    if key.algorithm is Algorithm.COSIGNATURE_ED25519:
        return f"cosignature/v1\ntime {second}\n".encode() + note.text
    if key.algorithm is not Algorithm.COSIGNATURE_MLDSA44:
        raise ValueError(f"expected a witness's key, got {key.algorithm.name}")
    return b"".join(
        (
            _LABEL,
            _vector(key.name),
            _TIME.pack(second),
            _vector(checkpoint.origin),
            _RANGE.pack(0, checkpoint.size),
            checkpoint.root,
        )
    )


def verified_cosignatures(
    encoded: bytes, witnesses: Iterable[VerifierKey]
) -> tuple[Cosignature, ...]:
    """Give the cosignatures of these witnesses that the checkpoint carries, in their order.

    A witness that has not cosigned is left out. Raises IntegrityError if a line that claims to be
    by one of them does not hold.
    """
    note = note_from_bytes(encoded)
    return tuple(
        Cosignature(key, _verified_at(note, key, line.signature))
        for key in witnesses
        for line in note.signatures
        if line.is_by(key)
    )


def verify_quorum(
    encoded: bytes, witnesses: Iterable[VerifierKey], *, quorum: int
) -> tuple[Cosignature, ...]:
    """Give the cosignatures if at least `quorum` different witnesses gave one.

    Witnesses differ if both their names and their public keys do. Raises IntegrityError else.
    """
    found = verified_cosignatures(encoded, witnesses)
    count = min(len({each.key.name for each in found}), len({each.key.public for each in found}))
    if count < quorum:
        raise IntegrityError(f"expected cosignatures of {quorum} witnesses, got {count}")
    return found


def _verified_at(note: Note, key: VerifierKey, signature: bytes) -> datetime:
    second = int.from_bytes(signature[: _TIME.size], "big")
    if len(signature) <= _TIME.size or second > _SECONDS_MAX:
        raise IntegrityError(f"expected a time and a signature by {key.name}, got another form")
    key.verify(cosigned_message(note, key, second), signature[_TIME.size :])
    return from_microseconds(second * _SECOND)


def _vector(text: str) -> bytes:
    encoded = text.encode()
    if not 1 <= len(encoded) <= _NAME_BYTES_MAX:
        raise IntegrityError(
            f"expected a name of at most {_NAME_BYTES_MAX} bytes, got {text!r:.60}"
        )
    return bytes([len(encoded)]) + encoded
