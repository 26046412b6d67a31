"""Checkpoints of the log in C2SP form (c2sp.org/tlog-checkpoint): origin, size, root; signed.

The name of the log's key is its origin, so that a checkpoint of one log never passes for another's.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from typing import Final

from isthmus.audit.note import (
    Note,
    Sign,
    VerifierKey,
    decoded_base64,
    note_from_bytes,
    signed_note,
    verify_note,
)
from isthmus.audit.tree import EMPTY_ROOT, HASH_BYTES, TreeHead
from isthmus.errors import IntegrityError

SIZE_MAX: Final = (1 << 63) - 1

_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")
_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself: which log it is, how many entries it has, and their root.

    `extensions`: further lines; this node writes none, and keeps those of others.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def head(self) -> TreeHead:
        """Size and root."""
        return TreeHead(self.size, self.root)

    @property
    def text(self) -> bytes:
        """The text that is signed and cosigned."""
        lines = (self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines).encode()


def signed_checkpoint(head: TreeHead, key: VerifierKey, sign: Sign) -> bytes:
    """Sign a tree head as the log of `key`; gives the note as it is published."""
    return bytes(signed_note(Checkpoint(key.name, head.size, head.root).text, key, sign))


def checkpoint_of(note: Note) -> Checkpoint:
    """Read the checkpoint in a note; raises IntegrityError if its text is none.

    The caller must still verify a signature.
    """
    *lines, last = note.text.decode().split("\n")
    if last or len(lines) < _LINES or not all(lines):
        raise IntegrityError("expected a checkpoint of at least three lines, got another text")
    origin, size, root, *extensions = lines
    if not _SIZE.fullmatch(size) or int(size) > SIZE_MAX:
        raise IntegrityError(f"expected a tree size in the checkpoint, got {size!r:.40}")
    checkpoint = Checkpoint(origin, int(size), _root(root), tuple(extensions))
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        raise IntegrityError(f"expected the root of the empty tree, got {checkpoint.root.hex()}")
    return checkpoint


def checkpoint_from_bytes(encoded: bytes) -> Checkpoint:
    """Read a published checkpoint without verifying who signed it; raises IntegrityError."""
    return checkpoint_of(note_from_bytes(encoded))


def verified_checkpoint(encoded: bytes, key: VerifierKey) -> Checkpoint:
    """Read a published checkpoint that the log of `key` signed.

    Raises IntegrityError if the form, the signature or the origin is another.
    """
    note = note_from_bytes(encoded)
    verify_note(note, key)
    checkpoint = checkpoint_of(note)
    if checkpoint.origin != key.name:
        raise IntegrityError(
            f"expected a checkpoint of {key.name}, got one of {checkpoint.origin!r:.100}"
        )
    return checkpoint


def _root(text: str) -> bytes:
    try:
        root = decoded_base64(text)
    except ValueError as error:
        raise IntegrityError(f"expected a root in base64, got {text!r:.60}") from error
    if len(root) != HASH_BYTES:
        raise IntegrityError(f"expected a root of {HASH_BYTES} bytes, got {len(root)}")
    return root
