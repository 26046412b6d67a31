"""Addresses of crypto-assets, with the published examples of their standards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.identifiers.crypto import crypto
from isthmus.identifiers.keccak import keccak_256
from isthmus.identifiers.outcome import Identified, Rejected

EIP_55 = [
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
]
BITCOIN = [
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
]

BECH32_V1 = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd"
BIP_350 = [
    "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
    "bc1sw50qgdz25j",
    "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs",
]
NO_PROGRAM = {
    "bc1pw5dgrnzv": "1 byte",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav": "41 bytes",
    "bc1qr508d6qejxtdg4y5r3zarvaryv98gj9p": "16 bytes of version 0",
    "bc130xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq7zws8r": "version 17",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf": "too much padding",
}
"""Addresses of BIP 350 whose checksum fits, and that no wallet could pay to."""


def test_keccak_is_the_one_before_the_standard():
    empty = "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert keccak_256(b"").hex() == empty
    assert keccak_256(b"abc").hex()[:16] == "4e03657aea45a94f"


@given(st.integers(0, 300))
def test_keccak_takes_messages_of_every_length(length: int):
    assert len(keccak_256(bytes(length))) == 32


@pytest.mark.parametrize("address", EIP_55)
def test_an_ethereum_address_gets_the_capitals_of_its_checksum(address: str):
    assert crypto(address) == crypto(address.lower()) == Identified(address)


@pytest.mark.parametrize("address", BITCOIN)
def test_a_bitcoin_address_is_identified(address: str):
    assert crypto(address) == crypto(f"bitcoin:{address}") == Identified(address)


@pytest.mark.parametrize("address", BIP_350)
def test_each_version_of_a_witness_program_has_its_lengths(address: str):
    assert crypto(address) == Identified(address)


@pytest.mark.parametrize("address", NO_PROGRAM)
def test_bech32_that_holds_no_witness_program_is_rejected(address: str):
    found = crypto(address)
    assert isinstance(found, Rejected)
    assert "witness program" in found.reason


@pytest.mark.parametrize("sum_of_other", ["bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh", BECH32_V1])
def test_a_version_with_the_checksum_of_another_is_rejected(sum_of_other: str):
    assert isinstance(crypto(sum_of_other), Rejected)


@pytest.mark.parametrize("address", [*BITCOIN, EIP_55[0]])
def test_one_changed_letter_is_seen(address: str):
    at = len(address) // 2
    for letter in "a2Z9":
        if address[at] != letter and address[at].lower() != letter.lower():
            changed = address[:at] + letter + address[at + 1 :]
            assert isinstance(crypto(changed), Rejected)


def test_mixed_capitals_in_bech32_are_rejected():
    assert isinstance(crypto(BITCOIN[2].replace("q", "Q", 1)), Rejected)
    assert crypto(BITCOIN[2].upper()) == Identified(BITCOIN[2])
