"""Store of weight files, and what signs for the node."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from isthmus.model.weight_files import WeightAct, WeightFile


class WeightStore(Protocol):
    """Weight files by version, and what persons did with them. Nothing is ever taken out."""

    def put(self, file: WeightFile, document: bytes) -> bool:
        """Keep a file with its canonical JSON; gives False where its version is kept already."""
        ...

    def get(self, version: str) -> WeightFile | None:
        """Give what is known of a file, or None."""
        ...

    def document(self, version: str) -> bytes | None:
        """Give the canonical JSON of a version, or None."""
        ...

    def all(self) -> Sequence[WeightFile]:
        """Give every file, oldest first."""
        ...

    def note(self, act: WeightAct) -> None:
        """Add a step with a file."""
        ...

    def acts(self) -> Sequence[WeightAct]:
        """Give every step, oldest first."""
        ...

    def active(self) -> WeightAct | None:
        """Give the approval that holds: the last one; None while the shipped file holds."""
        ...


class Signer(Protocol):
    """Signs for the node with the key of its audit log."""

    def sign(self, message: bytes) -> bytes:
        """Sign canonical bytes, whose domain keeps them apart from all else that is signed."""
        ...

    def check(self, message: bytes, signature: bytes) -> None:
        """Raise IntegrityError unless this node signed exactly this."""
        ...
