"""Keccak-256 as Ethereum uses it: the padding that came before SHA-3 was made a standard.

`hashlib` has only the standard's padding, and so gives other digests. Source: The Keccak reference,
version 3.0; the test holds its published digest of nothing.
"""

from __future__ import annotations

_LANES = 25
_MASK = (1 << 64) - 1
_RATE = 136
"""Bytes absorbed at a time, for a digest of 256 bits."""


def _round_constants() -> tuple[int, ...]:
    constants, register = [], 1
    for _ in range(24):
        constant = 0
        for bit in range(7):
            register = ((register << 1) ^ ((register >> 7) * 0x171)) & 0xFF
            constant ^= (register >> 1 & 1) << ((1 << bit) - 1)
        constants.append(constant)
    return tuple(constants)


_CONSTANTS = _round_constants()


def keccak_256(message: bytes) -> bytes:
    """Give the 32 bytes of the digest."""
    padding = bytearray(_RATE - len(message) % _RATE)
    padding[0] ^= 0x01
    padding[-1] ^= 0x80
    padded = message + padding
    lanes = [0] * _LANES
    for start in range(0, len(padded), _RATE):
        for lane in range(_RATE // 8):
            at = start + 8 * lane
            lanes[lane] ^= int.from_bytes(padded[at : at + 8], "little")
        lanes = _permuted(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])


def _permuted(lanes: list[int]) -> list[int]:
    for constant in _CONSTANTS:
        lanes = _chi(_rho_pi(_theta(lanes)))
        lanes[0] ^= constant
    return lanes


def _theta(a: list[int]) -> list[int]:
    c = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
    d = [c[x - 1] ^ _turned(c[(x + 1) % 5], 1) for x in range(5)]
    return [lane ^ d[at % 5] for at, lane in enumerate(a)]


def _rho_pi(a: list[int]) -> list[int]:
    turned = list(a)
    x, y, current = 1, 0, a[1]
    for step in range(24):
        x, y = y, (2 * x + 3 * y) % 5
        at = x + 5 * y
        current, turned[at] = a[at], _turned(current, (step + 1) * (step + 2) // 2 % 64)
    return turned


def _chi(a: list[int]) -> list[int]:
    return [
        lane ^ (~a[at - at % 5 + (at + 1) % 5] & _MASK & a[at - at % 5 + (at + 2) % 5])
        for at, lane in enumerate(a)
    ]


def _turned(lane: int, by: int) -> int:
    return (lane << by | lane >> (64 - by)) & _MASK
