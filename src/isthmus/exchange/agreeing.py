"""Acts on agreements: signed by the party that does it, so that every other party can show it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from isthmus.exchange.reading import unpacked
from isthmus.exchange.suite import check_signatures, encoded, key_id
from isthmus.exchange.trust import TrustList
from isthmus.model.agreement import Act, Signed
from isthmus.model.canonical import canonical_bytes
from isthmus.ports.exchanging import ExchangeKeys, Signatures

_ACT: Final = "application/vnd.isthmus.agreement-act"


class _Signature(msgspec.Struct, frozen=True, array_like=True):
    keys: bytes
    ed25519: bytes
    ml_dsa_65: bytes


def signed_act(digest: bytes, center: str, act: Act, at: datetime, keys: ExchangeKeys) -> Signed:
    """Sign an act of this center on the agreement of a digest."""
    signatures = keys.sign(_text(digest, center, act, at))
    mine = _Signature(key_id(keys.public), signatures.ed25519, signatures.ml_dsa_65)
    return Signed(digest, center, act, at, msgspec.msgpack.encode(mine))


def check_act(signed: Signed, trust: TrustList) -> None:
    """Check that a party did what it is said to have done; raises PartnerError if not.

    Its keys must have been good when it did.
    """
    given = unpacked(signed.signature, _Signature, "the signatures of an act")
    party = trust.correspondent(signed.center, given.keys, signed.at)
    text = _text(signed.digest, signed.center, signed.act, signed.at)
    check_signatures(party.keys, text, Signatures(given.ed25519, given.ml_dsa_65))


def _text(digest: bytes, center: str, act: Act, at: datetime) -> bytes:
    return encoded(_ACT, canonical_bytes("agreement-act", digest, center, act, at))
