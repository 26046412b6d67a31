"""Receipts: what a recipient confirms, signed, with the proof that it stands in its log.

Rules R1 and R2 of docs/reference/protocol.md.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from isthmus.audit.tree import TreeHead, verify_inclusion
from isthmus.errors import IntegrityError, PartnerError
from isthmus.exchange.document import read_signed, signed_document
from isthmus.exchange.reading import parsed
from isthmus.exchange.trust import TrustList
from isthmus.model.message import Receipt
from isthmus.ports.exchanging import ExchangeKeys

RECEIPT_BYTES_MAX: Final = 64 << 10
_RECEIPT: Final = "application/vnd.isthmus.receipt+json"


def signed_receipt(receipt: Receipt, keys: ExchangeKeys) -> bytes:
    """Give a receipt as it is sent and kept."""
    return signed_document(_RECEIPT, msgspec.json.encode(receipt), keys)


def read_receipt(signed: bytes, trust: TrustList, at: datetime) -> Receipt:
    """Give a receipt that its holder signed with keys that were good then, and whose proof holds.

    The caller must still check that it is of what was sent, and to whom.
    Raises PartnerError for anything else.
    """
    document = read_signed(signed, "a receipt", most=RECEIPT_BYTES_MAX)
    receipt = parsed(document.payload, Receipt, "a receipt")
    document.check(_RECEIPT, trust, receipt.holder, signed_at=receipt.at, now=at)
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
