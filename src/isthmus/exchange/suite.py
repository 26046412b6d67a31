"""Suite 1: which keys a center has, and how both signatures of a text are checked."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey

from isthmus.errors import PartnerError
from isthmus.model.canonical import canonical_bytes
from isthmus.ports.exchanging import PublicKeys, Signatures

SUITE: Final = "isthmus-1"
KEY_ID_BYTES: Final = 16


@lru_cache(maxsize=256)
def key_id(keys: PublicKeys) -> bytes:
    """Name a center's keys by what they are (protocol S4)."""
    named = canonical_bytes(
        "exchange-keys", keys.ed25519, keys.ml_dsa_65, keys.x25519, keys.ml_kem_768
    )
    return sha256(named).digest()[:KEY_ID_BYTES]


def encoded(payload_type: str, payload: bytes) -> bytes:
    """Give the bytes that DSSE signs: its pre-authentication encoding, PAE.

    Source: DSSE protocol 1.0.2, section 'signature definition'.
    """
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def check_signatures(keys: PublicKeys, message: bytes, signatures: Signatures) -> None:
    """Check that both signatures are of `message` under these keys; raises PartnerError if not."""
    try:
        Ed25519PublicKey.from_public_bytes(keys.ed25519).verify(signatures.ed25519, message)
        MLDSA65PublicKey.from_public_bytes(keys.ml_dsa_65).verify(signatures.ml_dsa_65, message)
    except (InvalidSignature, ValueError) as error:
        raise PartnerError("expected two signatures of the sender, got others") from error
