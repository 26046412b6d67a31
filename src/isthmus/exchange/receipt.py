"""Receipts: what a recipient confirms, signed, with the proof that it stands in its log.

Rules R1 and R2 of docs/reference/protocol.md.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from isthmus.audit.tree import TreeHead, verify_inclusion
from isthmus.errors import IntegrityError, PartnerError
from isthmus.exchange.reading import parsed, unpacked
from isthmus.exchange.suite import check_signatures, encoded, key_id
from isthmus.exchange.trust import TrustList
from isthmus.model.message import Receipt
from isthmus.ports.exchanging import ExchangeKeys, Signatures

RECEIPT_BYTES_MAX: Final = 64 << 10
_RECEIPT: Final = "application/vnd.isthmus.receipt+json"


class _Signed(msgspec.Struct, frozen=True, array_like=True):
    receipt: bytes
    keys: bytes
    ed25519: bytes
    ml_dsa_65: bytes


def signed_receipt(receipt: Receipt, keys: ExchangeKeys) -> bytes:
    """Give a receipt as it is sent and kept."""
    raw = msgspec.json.encode(receipt)
    signatures = keys.sign(encoded(_RECEIPT, raw))
    mine = _Signed(raw, key_id(keys.public), signatures.ed25519, signatures.ml_dsa_65)
    return msgspec.msgpack.encode(mine)


def read_receipt(signed: bytes, trust: TrustList, at: datetime) -> Receipt:
    """Give a receipt that its holder signed with keys that are good, and whose proof holds.

    The caller must still check that it is of what was sent, and to whom.
    Raises PartnerError for anything else.
    """
    outer = unpacked(signed, _Signed, "a receipt", most=RECEIPT_BYTES_MAX)
    receipt = parsed(outer.receipt, Receipt, "a receipt")
    holder = trust.correspondent(receipt.holder, outer.keys, at)
    signatures = Signatures(outer.ed25519, outer.ml_dsa_65)
    check_signatures(holder.keys, encoded(_RECEIPT, outer.receipt), signatures)
    try:
        verify_inclusion(
            receipt.entry, receipt.index, receipt.proof, TreeHead(receipt.size, receipt.root)
        )
    except IntegrityError as error:
        raise PartnerError("expected a receipt with its proof, got another one") from error
    return receipt


def check_receipt(receipt: Receipt, *, holder: str, sender: str, manifest: bytes) -> None:
    """Check that a receipt of `holder` is to `sender`, for the message of this manifest digest.

    Raises PartnerError for a receipt for something else.
    """
    mine = (receipt.holder, receipt.sender, receipt.manifest)
    if mine != (holder, sender, manifest):
        raise PartnerError("expected a receipt for what was sent, got one for something else")
