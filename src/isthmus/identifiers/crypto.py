"""Addresses of crypto-assets: Bitcoin and its kin, Tron, Ethereum."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from isthmus.identifiers.keccak import keccak_256
from isthmus.identifiers.outcome import Identified, Outcome, Rejected, identifier, plain

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE58_VERSIONS: Mapping[int, str] = {
    0x00: "bitcoin",
    0x05: "bitcoin",
    0x1E: "dogecoin",
    0x30: "litecoin",
    0x32: "litecoin",
    0x41: "tron",
    0x4C: "dash",
}
_BASE58_BYTES = 25
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_STEPS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_SHAPE = re.compile(rf"(bc|ltc)1([{_BECH32}]{{8,87}})", re.IGNORECASE)
_BECH32_SUM, _BECH32M_SUM = 1, 0x2BC830A3
"""Remainders for witness version 0 (BIP 173) and for later ones (BIP 350)."""
_BECH32_SUM_LETTERS = 6
_WITNESS_MAX = 16
"""The last version that Bitcoin's script can say."""
_ETHEREUM = re.compile(r"0x([0-9a-fA-F]{40})")


@identifier
def crypto(text: str) -> Outcome:
    """Give an address of Bitcoin, Litecoin, Dogecoin, Dash, Tron or Ethereum in its one spelling.

    Base58 keeps its letters; Bech32 is in small letters; Ethereum has the capitals of EIP-55.
    """
    address = plain(text).removeprefix("bitcoin:").removeprefix("ethereum:")
    if _ETHEREUM.fullmatch(address):
        return _ethereum(address[2:])
    bech32 = _BECH32_SHAPE.fullmatch(address)
    if bech32 is not None:
        return _bech32(address, bech32)
    if re.fullmatch(rf"[{_BASE58}]{{25,35}}", address):
        return _base58(address)
    return Rejected("expected an address in Base58, in Bech32, or 0x and 40 hexadecimal digits")


def _ethereum(digits: str) -> Outcome:
    small = digits.lower()
    checksum = keccak_256(small.encode()).hex()
    mixed = "".join(
        letter.upper() if int(nibble, 16) > 7 else letter  # noqa: PLR2004 - the high bit, EIP-55
        for letter, nibble in zip(small, checksum, strict=False)
    )
    if digits not in {small, small.upper(), mixed}:
        return Rejected("its capitals do not fit the checksum of EIP-55")
    return Identified(f"0x{mixed}")


def _base58(address: str) -> Outcome:
    number = 0
    for letter in address:
        number = number * 58 + _BASE58.index(letter)
    zeros = len(address) - len(address.lstrip("1"))
    raw = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
    if len(raw) != _BASE58_BYTES or _sha256(_sha256(raw[:-4]))[:4] != raw[-4:]:
        return Rejected("the checksum of the Base58 address does not fit")
    if raw[0] not in _BASE58_VERSIONS:
        return Rejected("is an address of a chain that is not known here")
    return Identified(address)


def _sha256(message: bytes) -> bytes:
    return hashlib.sha256(message).digest()


def _bech32(address: str, found: re.Match[str]) -> Outcome:
    if address not in {address.lower(), address.upper()}:
        return Rejected("mixes capital and small letters")
    prefix, letters = found[1].lower(), found[2].lower()
    values = [_BECH32.index(letter) for letter in letters]
    spread = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    expected = _BECH32M_SUM if values[0] else _BECH32_SUM
    if _polymod(spread + values) != expected:
        return Rejected("the checksum of the Bech32 address does not fit")
    version, *program = values[:-_BECH32_SUM_LETTERS]
    if version > _WITNESS_MAX or not _is_program(version, program):
        return Rejected("holds no witness program of a length that its version has")
    return Identified(address.lower())


def _is_program(version: int, groups: Sequence[int]) -> bool:
    """Say whether groups of five bits are bytes, zeros after them, of a length of this version.

    20 or 32 bytes in version 0, else 2 to 40 (BIP 141, BIP 173).
    """
    size, padding = divmod(5 * len(groups), 8)
    if padding > 4 or (padding and groups[-1] & (1 << padding) - 1):  # noqa: PLR2004 - BIP 173
        return False
    return size in {20, 32} if version == 0 else 2 <= size <= 40  # noqa: PLR2004 - BIP 141


def _polymod(values: list[int]) -> int:
    total = 1
    for value in values:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ value
        for bit, step in enumerate(_BECH32_STEPS):
            total ^= step if top >> bit & 1 else 0
    return total
