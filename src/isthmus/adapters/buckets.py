"""Bucket keys and the records sealed under them: one small file to forget a thousand records.

    NAME.key     32 random bytes, wrapped under a key of the keyring
    NAME.gone    says that the bucket was forgotten, and stays

A record is sealed with AES-256-GCM under a random key of its own, and that key, also with
AES-256-GCM, under the bucket's key; both are bound to the caller's `aad`. Nonces are random: a
bucket is good for some thousand million records.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from isthmus.adapters.keyfiles import (
    create_key_file,
    destroy_key_file,
    key_folder,
    read_key_file,
)
from isthmus.errors import IntegrityError, NotFound, SettingsError, StateError
from isthmus.model.canonical import canonical_bytes
from isthmus.phrases import say

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
WRAPPED_BYTES: Final = NONCE_BYTES + KEY_BYTES + TAG_BYTES

Sealed: TypeAlias = tuple[bytes, bytes]
"""A wrapped data key; a nonce with the ciphertext."""

_RANDOM_BYTES: Final = KEY_BYTES + 2 * NONCE_BYTES
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}")


class Buckets:
    """The bucket keys in a folder, wrapped by `wrapping`; carries out the Sealer port.

    Its repr shows the folder only.
    """

    def __init__(self, path: Path, wrapping: AESGCM) -> None:
        self._path = key_folder(path)
        self._wrapping = wrapping
        self._ciphers: dict[str, AESGCM] = {}

    def __repr__(self) -> str:
        return f"Buckets({str(self._path)!r})"

    def key(self, name: str) -> AESGCM:
        """Give the cipher of a bucket, with a new random key if this is its first use.

        `name`: lower case letters, digits, dot, dash and underscore; at most 120. Raises
        ValueError for another name, StateError if the bucket was forgotten.
        """
        cipher = self._known(name)
        if cipher is None and self._is_forgotten(name):
            raise StateError(
                f"expected a bucket in use, got {name}, which was forgotten",
                repair="seal into the bucket of the present period",
            )
        if cipher is None:
            wrapped = wrap(self._wrapping, os.urandom(KEY_BYTES), _bound(name))
            create_key_file(self._key_file(name), wrapped)
            cipher = self._loaded(name)
        return cipher

    def forget(self, name: str) -> None:
        """Make every record of a bucket unreadable, for good; harmless if done before.

        The mark is durable before the key goes, so that whoever looks at the bucket next finishes
        an erasure that was interrupted.
        """
        create_key_file(self._mark(name), b"")
        self._ciphers.pop(name, None)
        destroy_key_file(self._key_file(name))

    def seal(self, bucket: str, plain: bytes, aad: bytes) -> Sealed:
        """Seal a record into a bucket, bound to its aad: wrapped data key, sealed bytes."""
        return _sealed(self.key(bucket), plain, aad, os.urandom(_RANDOM_BYTES))

    def seal_many(
        self, bucket: str, plains: Sequence[bytes], aads: Sequence[bytes]
    ) -> list[Sealed]:
        """Seal records into one bucket, in their order, each bound to its aad."""
        cipher = self.key(bucket)
        random = os.urandom(_RANDOM_BYTES * len(plains))
        starts = range(0, len(random), _RANDOM_BYTES)
        return [
            _sealed(cipher, plain, aad, random[start : start + _RANDOM_BYTES])
            for plain, aad, start in zip(plains, aads, starts, strict=True)
        ]

    def rewrap(self, wrapped: bytes, aad: bytes, *, old: str, new: str) -> bytes:
        """Wrap a record's data key for another bucket; the sealed bytes stay as they are.

        Raises as `open` does, and StateError if the other bucket was forgotten.
        """
        data_key = self._data_key(old, wrapped, aad)
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.key(new).encrypt(nonce, data_key, aad)

    def buckets(self) -> list[str]:
        """Give the names of the buckets that have a key, in order."""
        names = (file.stem for file in self._path.glob("*.key"))
        return sorted(name for name in names if not self._is_forgotten(name))

    def open(self, bucket: str, wrapped: bytes, sealed: bytes, aad: bytes) -> bytes:
        """Open a record that was sealed in this bucket.

        Raises NotFound if the bucket has no key (any more), IntegrityError if the bytes are not
        those that were sealed with this aad.
        """
        data_key = self._data_key(bucket, wrapped, aad)
        try:
            return AESGCM(data_key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
        except (InvalidTag, ValueError) as error:
            raise _other_bytes(bucket) from error

    def _data_key(self, bucket: str, wrapped: bytes, aad: bytes) -> bytes:
        cipher = self._known(bucket)
        if cipher is None:
            raise NotFound(
                say(
                    "expected the key of bucket {bucket}, but there is none any more", bucket=bucket
                )
            )
        try:
            return cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], aad)
        except (InvalidTag, ValueError) as error:
            raise _other_bytes(bucket) from error

    def _known(self, name: str) -> AESGCM | None:
        # Another process may have forgotten the bucket: the mark is asked for every time.
        if self._is_forgotten(name):
            self._ciphers.pop(name, None)
            if self._key_file(name).exists():
                destroy_key_file(self._key_file(name))
            return None
        if name in self._ciphers:
            return self._ciphers[name]
        return self._loaded(name) if self._key_file(name).exists() else None

    def _loaded(self, name: str) -> AESGCM:
        path = self._key_file(name)
        try:
            wrapped = read_key_file(path, WRAPPED_BYTES)
            cipher = AESGCM(unwrap(self._wrapping, wrapped, _bound(name)))
        except FileNotFoundError as error:
            raise StateError(
                say("expected the bucket {bucket} in use, but it went just now", bucket=name)
            ) from error
        except InvalidTag as error:
            raise wrong_key(path) from error
        return self._ciphers.setdefault(name, cipher)

    def _is_forgotten(self, name: str) -> bool:
        return self._mark(name).exists()

    def _mark(self, name: str) -> Path:
        return self._path / f"{_checked(name)}.gone"

    def _key_file(self, name: str) -> Path:
        return self._path / f"{_checked(name)}.key"


def wrap(wrapping: AESGCM, key: bytes, bound: bytes) -> bytes:
    """Wrap a key under another one, bound to its use: a nonce with the ciphertext."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + wrapping.encrypt(nonce, key, bound)


def unwrap(wrapping: AESGCM, wrapped: bytes, bound: bytes) -> bytes:
    """Unwrap a key; raises InvalidTag if it was wrapped under another key or for another use."""
    return wrapping.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], bound)


def wrapped_secret(
    path: Path, wrapping: AESGCM, bound: bytes, length: int, fresh: Callable[[], bytes]
) -> bytes:
    """Give the secret in a key file, of so many bytes; `fresh` makes it if the file is new.

    Raises SettingsError for a file of another master key.
    """
    if not path.exists():
        create_key_file(path, wrap(wrapping, fresh(), bound))
    try:
        return unwrap(wrapping, read_key_file(path, NONCE_BYTES + length + TAG_BYTES), bound)
    except InvalidTag as error:
        raise wrong_key(path) from error


def wrong_key(path: Path) -> SettingsError:
    """Give the error for a key file that the master key does not open."""
    return SettingsError(
        f"expected {path} to be wrapped under the master key, got a file that it does not open",
        repair="put back the master key and the folder of keys from one and the same backup",
    )


def _other_bytes(bucket: str) -> IntegrityError:
    return IntegrityError(f"expected a record of bucket {bucket}, got other bytes")


def _sealed(cipher: AESGCM, plain: bytes, aad: bytes, random: bytes) -> Sealed:
    data_key, nonces = random[:KEY_BYTES], random[KEY_BYTES:]
    outer, inner = nonces[:NONCE_BYTES], nonces[NONCE_BYTES:]
    wrapped = outer + cipher.encrypt(outer, data_key, aad)
    return wrapped, inner + AESGCM(data_key).encrypt(inner, plain, aad)


def _bound(name: str) -> bytes:
    return canonical_bytes("bucket-key", name)


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"expected a bucket name of a-z, 0-9, dot, dash, got {name!r:.60}")
    return name
