"""Proofs that stand alone: an entry, its place in the log, the checkpoint that vouches for it.

Whoever pinned the log's key checks one offline, years later, without asking the node.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from isthmus.audit.checkpoint import Checkpoint, checkpoint_from_bytes, verified_checkpoint
from isthmus.audit.note import VerifierKey, decoded_base64
from isthmus.audit.tiles import TILE_WIDTH, LogReader, TileNodes, bundle_entries
from isthmus.audit.tree import (
    HASH_BYTES,
    TreeHead,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from isthmus.errors import IntegrityError, NotFound

PROOF_FORMAT: Final = "isthmus-inclusion-proof/1"
_TEXT_FORMAT: Final = "c2sp.org/tlog-proof@v1"
_HASHES_MAX: Final = 63

Document: TypeAlias = "Mapping[str, str | int | list[str]]"
"""A proof as JSON can say it."""


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """An entry with the proof that it stands at `index` in the log.

    `hashes`: from the leaf's sibling upwards. `checkpoint`: the published note, cosignatures and
    all; it names the size.
    """

    entry: bytes
    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes

    @property
    def document(self) -> Document:
        """The proof as a JSON document; bytes are in base64."""
        return {
            "format": PROOF_FORMAT,
            "entry": _base64(self.entry),
            "index": self.index,
            "size": checkpoint_from_bytes(self.checkpoint).size,
            "hashes": [_base64(each) for each in self.hashes],
            "checkpoint": self.checkpoint.decode(),
        }

    @property
    def text(self) -> str:
        """The proof without the entry, as other tools take it (c2sp.org/tlog-proof)."""
        lines = (_TEXT_FORMAT, f"index {self.index}", *map(_base64, self.hashes), "")
        return "".join(f"{line}\n" for line in lines) + self.checkpoint.decode()


def inclusion_of(log: LogReader, index: int) -> InclusionProof:
    """Prove from the log's files that the entry at `index` is in it, as of its last checkpoint.

    Raises NotFound if the log is not that long, IntegrityError if its files do not give the root
    of the checkpoint. The caller must still verify the proof with the log's key.
    """
    note = log.checkpoint()
    head = checkpoint_from_bytes(note).head
    if not 0 <= index < head.size:
        raise NotFound(f"expected an index below the size {head.size}, got {index}")
    number, place = divmod(index, TILE_WIDTH)
    width = min(TILE_WIDTH, head.size - number * TILE_WIDTH)
    entry = bundle_entries(log.bundle(number, width), width)[place]
    hashes = inclusion_proof(TileNodes(log, head.size), index, head.size)
    verify_inclusion(leaf_hash(entry), index, hashes, head)
    return InclusionProof(entry, index, hashes, note)


def consistency_of(log: LogReader, old: TreeHead) -> tuple[bytes, ...]:
    """Prove from the log's files that it still begins with the tree of `old`.

    Raises IntegrityError if it does not.
    """
    head = checkpoint_from_bytes(log.checkpoint()).head
    if old.size > head.size:
        raise IntegrityError(f"expected a log of at least {old.size} entries, got {head.size}")
    hashes = consistency_proof(TileNodes(log, head.size), old.size, head.size)
    verify_consistency(old, head, hashes)
    return hashes


def verify_proof(proof: InclusionProof, key: VerifierKey) -> Checkpoint:
    """Give the checkpoint that proves the entry, signed by the log of `key`.

    Raises IntegrityError if signature, origin or path do not hold. Cosignatures are not looked
    at: the caller asks `witness.verify_quorum` with the same checkpoint.
    """
    checkpoint = verified_checkpoint(proof.checkpoint, key)
    verify_inclusion(leaf_hash(proof.entry), proof.index, proof.hashes, checkpoint.head)
    return checkpoint


def proof_from_document(document: object) -> InclusionProof:
    """Read a proof from its parsed JSON document; raises IntegrityError for another form.

    The caller must still verify it.
    """
    match document:
        case {
            "format": "isthmus-inclusion-proof/1",
            "entry": str() as entry,
            "index": int() as index,
            "size": int() as size,
            "hashes": [*hashes],
            "checkpoint": str() as note,
            **rest,
        } if not rest and len(hashes) <= _HASHES_MAX:
            proof = InclusionProof(_bytes(entry), index, _hashes(hashes), note.encode())
        case _:
            raise IntegrityError(f"expected a document of {PROOF_FORMAT}, got another form")
    stated = checkpoint_from_bytes(proof.checkpoint).size
    if size != stated:
        raise IntegrityError(f"expected size {stated} as in the checkpoint, got {size}")
    return proof


def _hashes(texts: Sequence[object]) -> tuple[bytes, ...]:
    hashes = tuple(map(_bytes, texts))
    if any(len(each) != HASH_BYTES for each in hashes):
        raise IntegrityError(f"expected hashes of {HASH_BYTES} bytes in the proof, got another")
    return hashes


def _bytes(text: object) -> bytes:
    if not isinstance(text, str):
        raise IntegrityError("expected base64 in the proof, got something else")
    try:
        return decoded_base64(text)
    except ValueError as error:
        raise IntegrityError("expected base64 in the proof, got another text") from error


def _base64(encoded: bytes) -> str:
    return b64encode(encoded).decode()
