"""The node's key material in a folder, made once.

    master.key     32 random bytes; or a file elsewhere, which the settings name
    audit.key      the audit log's Ed25519 key, wrapped under the master key
    exchange.key   the keys towards partners, wrapped likewise; made at first use; later sets beside
    authority.key  of the certificates on the line to partners, wrapped; its certificate beside
    buckets/       the bucket keys, wrapped under the master key

The keys for ids, duplicates and sessions are derived from the master key. Back the folder up
apart from the store, and let no backup of it outlive an erasure.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from isthmus.adapters.buckets import KEY_BYTES, Buckets, Sealed, wrapped_secret
from isthmus.adapters.exchange_keys import PartnerKeyRing
from isthmus.adapters.keyfiles import create_key_file, key_folder, read_key_file
from isthmus.adapters.line_certificates import LineAuthority
from isthmus.audit.checkpoint import signed_checkpoint
from isthmus.audit.note import Algorithm, VerifierKey
from isthmus.audit.tree import TreeHead
from isthmus.errors import SettingsError
from isthmus.model.canonical import canonical_bytes

_MASTER: Final = "master.key"
_AUDIT: Final = "audit.key"
_BUCKETS: Final = "buckets"
_AUDIT_BOUND: Final = canonical_bytes("audit-key")


class Keyring:
    """The keys of one partition of a node. Its repr shows the folder and nothing else.

    `path`: the folder; made with all keys if it is new. `name`: the audit log's name, which is
    its origin and the name of its key, such as `center.example/audit`. `master_file`: where the
    master key is, if not in the folder.
    Raises SettingsError, with the repair, if a file is missing, open to others, cut, or of
    another master key.
    """

    def __init__(self, path: Path, name: str, *, master_file: Path | None = None) -> None:
        self._path = key_folder(path)
        self._master = _master(path, master_file or path / _MASTER)
        self._wrapping = wrapping = AESGCM(self._derived("wrapping"))
        self._exchange: PartnerKeyRing | None = None
        self._authority: LineAuthority | None = None
        self._buckets = Buckets(path / _BUCKETS, wrapping)
        self._signing = Ed25519PrivateKey.from_private_bytes(
            wrapped_secret(
                path / _AUDIT, wrapping, _AUDIT_BOUND, KEY_BYTES, lambda: os.urandom(KEY_BYTES)
            )
        )
        public = self._signing.public_key().public_bytes_raw()
        self._audit_key = VerifierKey(name, Algorithm.ED25519, public)
        self._id_key = self._derived("statement-id")
        self._dedupe_key = self._derived("dedupe")
        self._session_key = self._derived("session")

    def __repr__(self) -> str:
        return f"Keyring({str(self._path)!r})"

    @property
    def id_key(self) -> bytes:
        """The key of the HMAC that makes statement ids."""
        return self._id_key

    @property
    def dedupe_key(self) -> bytes:
        """The key of the hashes by which a record is known again."""
        return self._dedupe_key

    @property
    def session_key(self) -> bytes:
        """The key of the sessions of those who are signed in."""
        return self._session_key

    @property
    def audit_key(self) -> VerifierKey:
        """The public key of the audit log; overseers pin its `text`."""
        return self._audit_key

    def sign_audit(self, message: bytes) -> bytes:
        """Sign with the key of the audit log."""
        return self._signing.sign(message)

    def sign_checkpoint(self, head: TreeHead) -> bytes:
        """Give the signed checkpoint of the audit log at `head`, as it is published."""
        return signed_checkpoint(head, self._audit_key, self._signing.sign)

    @property
    def exchange(self) -> PartnerKeyRing:
        """What carries out the ExchangeKeyRing port with these keys."""
        if self._exchange is None:
            self._exchange = PartnerKeyRing(self._path, self._wrapping)
        return self._exchange

    def authority(self, now: datetime) -> LineAuthority:
        """Give the authority of this center's certificates; made at first use, at a time `now`."""
        if self._authority is None:
            center = self._audit_key.name.partition(".")[0]
            self._authority = LineAuthority(self._path, self._wrapping, center, now)
        return self._authority

    @property
    def sealer(self) -> Buckets:
        """What carries out the Sealer port with these keys."""
        return self._buckets

    def bucket_key(self, name: str) -> AESGCM:
        """Give the cipher of a bucket, with a new random key at the first use of its name.

        Raises ValueError for a name that is not of a-z, 0-9, dot, dash and underscore, StateError
        if the bucket was forgotten.
        """
        return self._buckets.key(name)

    def forget_bucket(self, name: str) -> None:
        """Make every record of a bucket unreadable, for good; harmless if done before."""
        self._buckets.forget(name)

    def seal_record(self, bucket: str, plain: bytes, aad: bytes) -> Sealed:
        """Seal a record: its wrapped data key, and nonce and ciphertext.

        `aad`: what the record is bound to, such as its id; the same is needed to open it.
        """
        return self._buckets.seal(bucket, plain, aad)

    def seal_records(
        self, bucket: str, plains: Sequence[bytes], aads: Sequence[bytes]
    ) -> list[Sealed]:
        """Seal records into one bucket, in their order, each bound to its aad."""
        return self._buckets.seal_many(bucket, plains, aads)

    def open_record(self, bucket: str, wrapped: bytes, sealed: bytes, aad: bytes) -> bytes:
        """Open a record that was sealed in this bucket with this aad.

        Raises NotFound if the bucket was forgotten, IntegrityError if the bytes are others.
        """
        return self._buckets.open(bucket, wrapped, sealed, aad)

    def _derived(self, use: str) -> bytes:
        bound = canonical_bytes("derived-key", use)
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=bound).derive(self._master)


def _master(folder: Path, path: Path) -> bytes:
    if not path.exists():
        if (folder / _AUDIT).exists() or (folder / _BUCKETS).exists():
            raise SettingsError(
                f"expected the master key at {path}, found no such file",
                repair="put the master key back from its backup; a new one would open nothing",
            )
        create_key_file(path, os.urandom(KEY_BYTES))
    return read_key_file(path, KEY_BYTES)
