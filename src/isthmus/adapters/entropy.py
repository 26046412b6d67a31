"""The machine's randomness."""

from __future__ import annotations

import secrets


class SystemEntropy:
    """Entropy."""

    __slots__ = ()

    def random_bytes(self, count: int) -> bytes:
        """Give `count` fresh bytes that cannot be guessed."""
        return secrets.token_bytes(count)
