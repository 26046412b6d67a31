"""The audit log of a node: its folder of tiles, with the key that signs the checkpoints."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from isthmus.adapters.keyring import Keyring
from isthmus.adapters.tiles import TileFolder
from isthmus.audit.checkpoint import checkpoint_from_bytes
from isthmus.audit.proof import inclusion_of
from isthmus.audit.tree import TreeHead


class SignedLog:
    """The audit log's folder together with the key that signs its checkpoints."""

    def __init__(self, folder: TileFolder, keyring: Keyring) -> None:
        self._folder = folder
        self._keyring = keyring
        self._turn = threading.Lock()
        if not folder.size:
            self.append([])

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait to be the one sequencer."""
        with self._turn:
            yield

    @property
    def size(self) -> int:
        """How many entries the log has, durably."""
        return self._folder.size

    def append(self, entries: Sequence[bytes]) -> int:
        """Append entries and publish a signed checkpoint; gives the new size."""
        return self._folder.append(entries, self._keyring.sign_checkpoint)

    def prove(self, index: int) -> tuple[TreeHead, Sequence[bytes]]:
        """Give the head of the log and the proof that its entry at `index` is in it."""
        with self._turn:
            proof = inclusion_of(self._folder, index)
        checkpoint = checkpoint_from_bytes(proof.checkpoint)
        return TreeHead(checkpoint.size, checkpoint.root), proof.hashes

    def entries(self, first: int, end: int) -> Iterator[bytes]:
        """Give the entries from index `first` up to, not including, `end`."""
        return self._folder.entries(first, end)
