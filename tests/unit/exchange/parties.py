"""Three centers with real keys, their trust list, and messages between them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from isthmus.adapters.exchange_keys import PartnerKeys
from isthmus.exchange.envelope import SALT_BYTES, enclosed, hashed, opened, outside_of, root_of
from isthmus.exchange.suite import SUITE, key_id
from isthmus.exchange.trust import TrustDocument, TrustedCenter, TrustedKeys, TrustList
from isthmus.model.message import Kind, Manifest, Verified
from isthmus.ports.exchanging import ExchangeKeys, PublicKeys

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
YEAR = timedelta(days=365)
CENTERS = ("alder", "birch", "cedar")
ITEMS = (b"one", b"two", b"three")
SALTS = bytes(range(len(ITEMS) * SALT_BYTES))


@cache
def keys(center: str) -> PartnerKeys:
    """Give the keys of a center, made once per run."""
    folder = Path(mkdtemp(prefix=f"{center}-"))
    folder.chmod(0o700)
    return PartnerKeys(folder, AESGCM(os.urandom(32)))


class Ring:
    """ExchangeKeyRing of a test; further sets come from folders of their own."""

    def __init__(self, *sets: ExchangeKeys) -> None:
        self._sets = list(sets)

    @property
    def sets(self) -> Sequence[ExchangeKeys]:
        return list(self._sets)

    def add(self) -> ExchangeKeys:
        folder = Path(mkdtemp(prefix="further-"))
        folder.chmod(0o700)
        self._sets.append(PartnerKeys(folder, AESGCM(os.urandom(32))))
        return self._sets[-1]

    def drop(self, public: PublicKeys) -> None:
        self._sets = [one for one in self._sets if one.public != public]

    def of(self, name: bytes) -> ExchangeKeys | None:
        """Give the set of an id, as a node does."""
        return next((one for one in self._sets if key_id(one.public) == name), None)


def trusted(center: str, *, of: str | None = None, **changed: Any) -> TrustedKeys:  # noqa: ANN401
    """Give keys as a list has them; `of`: the center whose keys they are in truth."""
    public = keys(of or center).public
    usual: dict[str, Any] = {
        "ed25519": public.ed25519,
        "ml_dsa_65": public.ml_dsa_65,
        "x25519": public.x25519,
        "ml_kem_768": public.ml_kem_768,
        "first": NOW - YEAR,
        "before": NOW + YEAR,
    }
    return TrustedKeys(**{**usual, **changed})


def document(
    *, version: int = 1, names: Sequence[str] = CENTERS, **own: list[TrustedKeys]
) -> TrustDocument:
    """Give a list of the three, or of others; `own`: keys that are not the usual."""
    return TrustDocument(
        version=version,
        centers=[
            TrustedCenter(
                center=name, name=name.title(), address="", keys=own.get(name) or [trusted(name)]
            )
            for name in names
        ],
    )


def trust(**own: list[TrustedKeys]) -> TrustList:
    """Give the list that holds."""
    return TrustList(document(version=1, names=CENTERS, **own))


def manifest(**changed: Any) -> Manifest:  # noqa: ANN401 - the fields of a manifest
    """Give the manifest of a release from Alder to Birch."""
    usual: dict[str, Any] = {
        "suite": SUITE,
        "message": b"message-of-alder",
        "kind": Kind.RELEASE,
        "sender": "alder",
        "recipient": "birch",
        "sequence": 1,
        "exercise": False,
        "agreement": "maritime",
        "digest": bytes(32),
        "purpose": "maritime-security",
        "legal_basis": "Treaty",
        "labels": [],
        "count": len(ITEMS),
        "root": root_of(hashed(ITEMS, SALTS)),
        "sent_at": NOW,
        "expires_at": NOW + timedelta(days=30),
    }
    return Manifest(**{**usual, **changed})


def envelope(one: Manifest | None = None, *, signer: str = "alder", to: str = "birch") -> bytes:
    """Give a message as it is carried."""
    return enclosed(one or manifest(), ITEMS, SALTS, keys=keys(signer), to=keys(to).public)


def read(
    sent: bytes, *, at: str = "birch", now: datetime = NOW, by: TrustList | None = None
) -> Verified:
    """Open an envelope as a center does."""
    holds = by or trust()
    return opened(
        sent,
        center=at,
        keys=Ring(keys(at)).of,
        partner=lambda name, key: holds.correspondent(name, key, now),
        now=now,
    )


def changed(sent: bytes, **fields: object) -> bytes:
    """Give an envelope with other words on its outside."""
    return msgspec.msgpack.encode(msgspec.structs.replace(outside_of(sent), **fields))
