"""Receipts: what a recipient confirms, signed, with the proof that it stands in its log."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

import msgspec

from isthmus.audit.tree import TreeHead, verify_inclusion
from isthmus.errors import IntegrityError, PartnerError
from isthmus.exchange.suite import check_signatures, encoded
from isthmus.model.message import Receipt
from isthmus.ports.exchanging import ExchangeKeys, PublicKeys, Signatures

RECEIPT_BYTES_MAX: Final = 64 << 10
_RECEIPT: Final = "application/vnd.isthmus.receipt+json"


class _Signed(msgspec.Struct, frozen=True, array_like=True):
    receipt: bytes
    ed25519: bytes
    ml_dsa_65: bytes


def signed_receipt(receipt: Receipt, keys: ExchangeKeys) -> bytes:
    """Give a receipt as it is sent and kept."""
    raw = msgspec.json.encode(receipt)
    signatures = keys.sign(encoded(_RECEIPT, raw))
    return msgspec.msgpack.encode(_Signed(raw, signatures.ed25519, signatures.ml_dsa_65))


def read_receipt(signed: bytes, keys: PublicKeys) -> Receipt:
    """Give a receipt that the holder of `keys` signed, and whose proof holds.

    The caller must still check that it is of what was sent, and to whom.
    Raises PartnerError for anything else.
    """
    if len(signed) > RECEIPT_BYTES_MAX:
        raise PartnerError("expected a receipt, got more bytes than one has")
    try:
        outer = msgspec.msgpack.decode(signed, type=_Signed)
        check_signatures(
            keys, encoded(_RECEIPT, outer.receipt), Signatures(outer.ed25519, outer.ml_dsa_65)
        )
        receipt = msgspec.json.decode(outer.receipt, type=Receipt)
        verify_inclusion(
            receipt.entry, receipt.index, receipt.proof, TreeHead(receipt.size, receipt.root)
        )
    except (msgspec.DecodeError, RecursionError, IntegrityError) as error:
        raise PartnerError("expected a receipt with its proof, got another one") from error
    return receipt


def check_receipt(receipt: Receipt, *, holder: str, sender: str, manifest: bytes) -> None:
    """Check that a receipt of `holder` is to `sender`, for the message with these signed bytes.

    Raises PartnerError for a receipt for something else.
    """
    mine = (receipt.holder, receipt.sender, receipt.manifest)
    if mine != (holder, sender, sha256(manifest).digest()):
        raise PartnerError("expected a receipt for what was sent, got one for something else")
