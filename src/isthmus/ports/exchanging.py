"""What exchange needs from the outside: keys, and partners that answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The public keys of a center, raw: for signatures, and to seal to it."""

    ed25519: bytes
    ml_dsa_65: bytes
    x25519: bytes
    ml_kem_768: bytes


@dataclass(frozen=True, slots=True)
class Signatures:
    """Both signatures of one text; one alone proves nothing."""

    ed25519: bytes
    ml_dsa_65: bytes


class ExchangeKeys(Protocol):
    """The private keys of a center towards its partners; they never leave it."""

    @property
    def public(self) -> PublicKeys:
        """The public halves."""
        ...

    def sign(self, message: bytes) -> Signatures:
        """Sign with both keys."""
        ...

    def seal(self, to: PublicKeys, plain: bytes, bound: bytes) -> bytes:
        """Seal to a partner. `bound`: what the seal holds for and nothing else."""
        ...

    def open(self, sealed: bytes, bound: bytes) -> bytes:
        """Open what was sealed to this center; raises PartnerError for anything else."""
        ...
