"""Acts on agreements: signed by the party that does it, so that every other party can show it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from isthmus.errors import PartnerError
from isthmus.exchange.document import read_signed, signed_document
from isthmus.exchange.trust import TrustList
from isthmus.model.agreement import Act, Signed
from isthmus.model.canonical import canonical_bytes
from isthmus.ports.exchanging import ExchangeKeys

ACT_BYTES_MAX: Final = 8 << 10
_ACT: Final = "application/vnd.isthmus.agreement-act"


def signed_act(digest: bytes, center: str, act: Act, at: datetime, keys: ExchangeKeys) -> Signed:
    """Sign an act of this center on the agreement of a digest."""
    signature = signed_document(_ACT, _text(digest, center, act, at), keys)
    return Signed(digest, center, act, at, signature)


def check_act(signed: Signed, trust: TrustList, now: datetime) -> None:
    """Check that a party did what it is said to have done; raises PartnerError if not.

    Its keys must have been good when it did, and not be revoked by now.
    """
    document = read_signed(signed.signature, "the signatures of an act", most=ACT_BYTES_MAX)
    if document.payload != _text(signed.digest, signed.center, signed.act, signed.at):
        raise PartnerError("expected the signatures of this act, got those of another")
    document.check(_ACT, trust, signed.center, signed_at=signed.at, now=now)


def _text(digest: bytes, center: str, act: Act, at: datetime) -> bytes:
    return canonical_bytes("agreement-act", digest, center, act, at)
