"""The keys of a center towards its partners, each set in a wrapped file of the keyring's folder.

exchange.key        the seeds of Ed25519, ML-DSA-65, X25519 and ML-KEM-768, wrapped
exchange-0002.key   the set that follows, and so on; one that is over is destroyed
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from isthmus.adapters.buckets import wrapped_secret
from isthmus.adapters.keyfiles import destroy_key_file
from isthmus.errors import PartnerError, StateError
from isthmus.model.canonical import canonical_bytes
from isthmus.ports.exchanging import PublicKeys, Signatures

_FIRST: Final = "exchange.key"
_LATER: Final = "exchange-{:04}.key"
_LATER_FILES: Final = "exchange-[0-9][0-9][0-9][0-9].key"
_SEED: Final = 32
_KEM_SEED: Final = 64
_SEEDS: Final = 3 * _SEED + _KEM_SEED
_BOUND: Final = canonical_bytes("exchange-key")
# X-Wing, as HPKE names the pair of ML-KEM-768 and X25519.
_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class PartnerKeyRing:
    """Carries out ExchangeKeyRing with the files in `folder`; makes the first set where none is.

    Raises SettingsError for a file of another master key.
    """

    def __init__(self, folder: Path, wrapping: AESGCM) -> None:
        self._folder, self._wrapping = folder, wrapping
        names = [one.name for one in sorted(folder.glob(_LATER_FILES))]
        if not names or (folder / _FIRST).exists():
            names.insert(0, _FIRST)
        self._sets = {name: PartnerKeys(folder, wrapping, name) for name in names}

    def __repr__(self) -> str:
        return "PartnerKeyRing()"

    @property
    def sets(self) -> Sequence[PartnerKeys]:
        """The sets, oldest first."""
        return list(self._sets.values())

    def add(self) -> PartnerKeys:
        """Make a new set, durably."""
        last = list(self._sets)[-1]
        number = 1 if last == _FIRST else int(last.removesuffix(".key").rpartition("-")[2])
        name = _LATER.format(number + 1)
        self._sets[name] = made = PartnerKeys(self._folder, self._wrapping, name)
        return made

    def drop(self, public: PublicKeys) -> None:
        """Destroy a set for good; raises StateError for the only one."""
        if len(self._sets) < 2:  # noqa: PLR2004 - a center without keys is none
            raise StateError("expected another set of keys beside the one that goes, got none")
        for name in [name for name, one in self._sets.items() if one.public == public]:
            destroy_key_file(self._folder / name)
            del self._sets[name]


class PartnerKeys:
    """Carries out ExchangeKeys with a file in `folder`, made if it is new. Its repr shows no key.

    Raises SettingsError for a file of another master key.
    """

    def __init__(self, folder: Path, wrapping: AESGCM, name: str = _FIRST) -> None:
        seeds = wrapped_secret(folder / name, wrapping, _BOUND, _SEEDS, lambda: os.urandom(_SEEDS))
        ed25519, ml_dsa, x25519, ml_kem = (
            seeds[:_SEED],
            seeds[_SEED : 2 * _SEED],
            seeds[2 * _SEED : 3 * _SEED],
            seeds[3 * _SEED :],
        )
        self._ed25519 = Ed25519PrivateKey.from_private_bytes(ed25519)
        self._ml_dsa = MLDSA65PrivateKey.from_seed_bytes(ml_dsa)
        kem = MLKEM768PrivateKey.from_seed_bytes(ml_kem)
        agreed = X25519PrivateKey.from_private_bytes(x25519)
        self._opening = MLKEM768X25519PrivateKey(kem, agreed)
        self._public = PublicKeys(
            ed25519=self._ed25519.public_key().public_bytes_raw(),
            ml_dsa_65=self._ml_dsa.public_key().public_bytes_raw(),
            x25519=agreed.public_key().public_bytes_raw(),
            ml_kem_768=kem.public_key().public_bytes_raw(),
        )

    def __repr__(self) -> str:
        return "PartnerKeys()"

    @property
    def public(self) -> PublicKeys:
        """The public halves."""
        return self._public

    def sign(self, message: bytes) -> Signatures:
        """Sign with both keys."""
        return Signatures(self._ed25519.sign(message), self._ml_dsa.sign(message))

    def sign_line(self, message: bytes) -> bytes:
        """Sign with the Ed25519 key alone what is said of a request or an answer."""
        return self._ed25519.sign(message)

    def seal(self, to: PublicKeys, plain: bytes, bound: bytes) -> bytes:
        """Seal to a partner, for what is bound and nothing else.

        Raises PartnerError for keys that are none.
        """
        try:
            key = MLKEM768X25519PublicKey(
                MLKEM768PublicKey.from_public_bytes(to.ml_kem_768),
                X25519PublicKey.from_public_bytes(to.x25519),
            )
        except ValueError as error:
            raise PartnerError("expected the keys of a center, got other bytes") from error
        return bytes(_SUITE.encrypt(plain, key, bound))

    def open(self, sealed: bytes, bound: bytes) -> bytes:
        """Open what was sealed to this center; raises PartnerError for anything else."""
        try:
            return bytes(_SUITE.decrypt(sealed, self._opening, bound))
        except (InvalidTag, ValueError) as error:
            raise PartnerError("expected what is sealed to this center, got other bytes") from error
