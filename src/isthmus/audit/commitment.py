"""Salted commitments: the log says that an act had these objects, and tells nobody which.

Whoever holds the salt and the objects can open a commitment; once the salt is erased, nobody can
test a guess against it. Vectors: schema/vectors/audit-commitment.json.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from isthmus.errors import IntegrityError
from isthmus.model.canonical import canonical_bytes

SALT_BYTES: Final = 16

_DOMAIN: Final = "commitment"


def commit(salt: bytes, objects: Sequence[str | bytes]) -> bytes:
    """Commit to `objects`, in their order: SHA-256 over the canonical bytes of salt and objects.

    `salt`: 16 fresh random bytes for each commitment. Raises ValueError for another length.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"expected a salt of {SALT_BYTES} bytes, got {len(salt)}")
    return sha256(canonical_bytes(_DOMAIN, salt, *objects)).digest()


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens a commitment: its salt and its objects, in order. Its repr shows neither."""

    salt: bytes = field(repr=False)
    objects: tuple[str | bytes, ...] = field(repr=False)

    @property
    def commitment(self) -> bytes:
        """The commitment that this opens."""
        return commit(self.salt, self.objects)

    def opens(self, commitment: bytes) -> None:
        """Check that this opens `commitment`; raises IntegrityError if it does not."""
        if self.commitment != commitment:
            raise IntegrityError(
                f"expected an opening of commitment {commitment.hex()}, got one of another"
            )
