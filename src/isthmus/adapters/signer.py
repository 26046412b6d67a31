"""Signing for the node with the key of its audit log, which overseers have pinned."""

from __future__ import annotations

from isthmus.adapters.keyring import Keyring


class KeyringSigner:
    """Carries out Signer with the keys of a keyring."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def sign(self, message: bytes) -> bytes:
        """Sign with the audit key."""
        return self._keyring.sign_audit(message)

    def check(self, message: bytes, signature: bytes) -> None:
        """Raise IntegrityError unless the audit key signed exactly this."""
        self._keyring.audit_key.verify(message, signature)
