"""Consents as an originator signs them: for one holder, one recipient, one purpose, some ids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

import msgspec

from isthmus.errors import PartnerError
from isthmus.exchange.document import read_signed, signed_document
from isthmus.exchange.reading import parsed
from isthmus.exchange.trust import TrustList
from isthmus.model.canonical import canonical_bytes
from isthmus.model.release import ReleaseId
from isthmus.model.wire import CenterName, Digest, Line, Moment, WireId
from isthmus.ports.exchanging import ExchangeKeys

PROOF_BYTES_MAX: Final = 16 << 10
_CONSENT: Final = "application/vnd.isthmus.consent+json"


class Given(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an originator consents to. `named`: the digest of the ids that it covers."""

    consent: WireId
    origin: CenterName
    holder: CenterName
    recipient: CenterName
    purpose: Line
    named: Digest
    given_at: Moment
    until: Moment


def named(releases: Sequence[ReleaseId]) -> bytes:
    """Give the digest of the ids that a consent covers, whatever their order."""
    return sha256(canonical_bytes("consented", sorted(releases))).digest()


def signed_consent(given: Given, keys: ExchangeKeys) -> bytes:
    """Give a consent as it is sent, kept and shown to the recipient."""
    return signed_document(_CONSENT, msgspec.json.encode(given), keys)


def read_consent(proof: bytes, trust: TrustList, at: datetime) -> Given:
    """Give a consent that has not ended, signed by its originator with keys that were good then.

    The caller must still check for whom and for what it is. Raises PartnerError for anything else.
    """
    document = read_signed(proof, "a signed consent", most=PROOF_BYTES_MAX)
    given = parsed(document.payload, Given, "a consent")
    document.check(_CONSENT, trust, given.origin, signed_at=given.given_at, now=at)
    if at >= given.until:
        raise PartnerError("expected a consent that holds, got one that has ended")
    return given
