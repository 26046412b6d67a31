"""Receipts (protocol R1, R2): a confirmation that can be shown to others."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from isthmus.audit.tree import Tree, leaf_hash
from isthmus.errors import PartnerError
from isthmus.exchange.receipt import (
    RECEIPT_BYTES_MAX,
    check_receipt,
    read_receipt,
    signed_receipt,
)
from isthmus.model.message import Kind, Outcome, Receipt
from tests.unit.exchange.parties import NOW, keys, trust

MANIFEST = sha256(b"manifest").digest()
ENTRY, OTHER = leaf_hash(b"entry"), leaf_hash(b"other")


def receipt(**changed: Any) -> Receipt:  # noqa: ANN401 - the fields of a receipt
    usual: dict[str, Any] = {
        "holder": "birch",
        "sender": "alder",
        "message": b"message-of-alder",
        "manifest": MANIFEST,
        "kind": Kind.RELEASE,
        "outcome": Outcome.ADMITTED,
        "reason": "",
        "items": 3,
        "onward": [],
        "recall": b"",
        "at": NOW,
        "entry": ENTRY,
        "index": 1,
        "size": 2,
        "root": Tree().grown([OTHER, ENTRY]).root,
        "proof": [OTHER],
    }
    return Receipt(**{**usual, **changed})


def test_a_receipt_is_read_as_it_was_signed():
    signed = signed_receipt(receipt(), keys("birch"))
    read = read_receipt(signed, trust(), NOW)
    assert read == receipt()
    check_receipt(read, holder="birch", sender="alder", manifest=MANIFEST)


@pytest.mark.parametrize(
    "changed",
    [{"index": 0}, {"size": 3}, {"entry": OTHER}, {"proof": []}, {"root": bytes(32)}],
    ids=lambda changed: next(iter(changed)),
)
def test_one_that_does_not_stand_in_the_log_is_none(changed: dict[str, Any]):
    with pytest.raises(PartnerError, match="with its proof"):
        read_receipt(signed_receipt(receipt(**changed), keys("birch")), trust(), NOW)


@pytest.mark.parametrize(
    "changed",
    [{"holder": "cedar"}, {"sender": "cedar"}, {"manifest": bytes(32)}],
    ids=lambda changed: next(iter(changed)),
)
def test_a_receipt_for_something_else_is_refused(changed: dict[str, Any]):
    with pytest.raises(PartnerError, match="for something else"):
        check_receipt(receipt(**changed), holder="birch", sender="alder", manifest=MANIFEST)


@pytest.mark.parametrize("signed", [b"", b"\x93", bytes(RECEIPT_BYTES_MAX + 1)])
def test_other_bytes_are_refused(signed: bytes):
    with pytest.raises(PartnerError, match="expected a receipt"):
        read_receipt(signed, trust(), NOW)


def test_nobody_signs_for_another():
    with pytest.raises(PartnerError, match="keys of the trust list"):
        read_receipt(signed_receipt(receipt(), keys("cedar")), trust(), NOW)
    with pytest.raises(PartnerError, match="a center of the trust list"):
        read_receipt(signed_receipt(receipt(holder="elm"), keys("cedar")), trust(), NOW)
