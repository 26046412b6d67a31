"""Documents that a center signs and that others show: a payload, whose keys, both signatures."""

from __future__ import annotations

from datetime import datetime

import msgspec

from isthmus.exchange.reading import unpacked
from isthmus.exchange.suite import check_signatures, encoded, key_id
from isthmus.exchange.trust import TrustList
from isthmus.ports.exchanging import ExchangeKeys, Signatures


class SignedDocument(msgspec.Struct, frozen=True, array_like=True):
    """A document as it is sent and kept. Nothing of it is believed before `check`."""

    payload: bytes
    keys: bytes
    ed25519: bytes
    ml_dsa_65: bytes

    def check(
        self, kind: str, trust: TrustList, center: str, *, signed_at: datetime, now: datetime
    ) -> None:
        """Check that a center signed the payload, as a document of this kind.

        With keys that were good when it says it was signed, and that are not revoked by now.
        Raises PartnerError if not.
        """
        signer = trust.signer(center, self.keys, signed_at, now)
        signatures = Signatures(self.ed25519, self.ml_dsa_65)
        check_signatures(signer.keys, encoded(kind, self.payload), signatures)


def signed_document(kind: str, payload: bytes, keys: ExchangeKeys) -> bytes:
    """Give a document of a kind, signed with both keys."""
    signatures = keys.sign(encoded(kind, payload))
    document = SignedDocument(
        payload, key_id(keys.public), signatures.ed25519, signatures.ml_dsa_65
    )
    return msgspec.msgpack.encode(document)


def read_signed(raw: bytes, what: str, *, most: int) -> SignedDocument:
    """Read a document; raises PartnerError, naming `what` was expected, for anything else."""
    return unpacked(raw, SignedDocument, what, most=most)
