"""Passwords: Argon2id, with work and memory that make guessing dear."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LARGEST_CHARACTERS: Final = 1024
"""A longer password is cut for hashing: its length alone must not buy work."""

AT_ONCE: Final = 2
"""Hashes under way at a time: each takes its memory, and a flood of sign-ins must not take all."""


class Argon2Passwords:
    """Passwords by Argon2id.

    The defaults are the second recommendation of RFC 9106, section 4: 64 MiB, three passes, four
    lanes.
    """

    __slots__ = ("_hasher", "_turn")

    def __init__(self, *, passes: int = 3, memory_kib: int = 65536, lanes: int = 4) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=lanes)
        self._turn = BoundedSemaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        """Give the salted hash to keep, with its parameters in it."""
        with self._turn:
            return self._hasher.hash(_octets(password))

    def verify(self, password_hash: str, password: str) -> bool:
        """Tell whether the password is the one of the hash; what is no hash fits no password."""
        with self._turn:
            try:
                return self._hasher.verify(password_hash, _octets(password))
            except (VerificationError, InvalidHashError):
                return False


def _octets(password: str) -> bytes:
    # A lone surrogate cannot be encoded; it may be typed all the same, and must fail like any
    # other wrong password.
    return password[:LARGEST_CHARACTERS].encode("utf-8", "surrogatepass")
