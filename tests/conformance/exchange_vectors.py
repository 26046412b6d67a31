"""The published vectors of the exchange protocol, and how they were made.

`python -m tests.conformance.exchange_vectors` makes them anew into schema/vectors/exchange.json.
Seals and one of the two signatures are random, so no two makings are alike: what is published
stays, and is read by every version. Whoever writes a node of his own opens each envelope with the
keys of its reader, at the time stated, and finds what stands there, or refuses it by the rule that
is named.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from isthmus.adapters.buckets import wrap
from isthmus.adapters.exchange_keys import PartnerKeys
from isthmus.adapters.keyfiles import create_key_file
from isthmus.exchange.emergency import (
    EmergencyAct,
    EmergencyDeclared,
    EmergencyEnded,
    signed_emergency,
)
from isthmus.exchange.envelope import bound_to, enclosed, hashed, outside_of, root_of
from isthmus.exchange.receipt import signed_receipt
from isthmus.exchange.suite import SUITE, encoded, key_id
from isthmus.model.canonical import canonical_bytes
from isthmus.model.emergency import emergency_id
from isthmus.model.message import Manifest
from tests.conformance.vectors import FOLDER, Json, written
from tests.unit.exchange.parties import ITEMS, NOW, SALTS, manifest
from tests.unit.exchange.test_receipt import OTHER, receipt

FILE = "exchange.json"
CENTERS = ("alder", "birch", "cedar")
SEED_BYTES = 160
MANIFEST_TYPE = "application/vnd.isthmus.manifest+json"


def seeds(center: str) -> bytes:
    """Give the published seeds: Ed25519, ML-DSA-65 and X25519 of 32 bytes, ML-KEM-768 of 64."""
    blocks = (sha256(f"isthmus vectors {center} {n}".encode()).digest() for n in range(5))
    return b"".join(blocks)


@cache
def keys_from(content: bytes) -> PartnerKeys:
    """Give the keys that grow from seeds."""
    wrapping = AESGCM(os.urandom(32))
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o700)
        bound = canonical_bytes("exchange-key")
        create_key_file(folder / "exchange.key", wrap(wrapping, content, bound))
        return PartnerKeys(folder, wrapping)


def keys(center: str) -> PartnerKeys:
    """Give the published keys of a center."""
    return keys_from(seeds(center))


def text(octets: bytes) -> str:
    """Write bytes as the vectors do."""
    return base64.b64encode(octets).decode()


def sent(one: Manifest | None = None, *, signer: str = "alder", to: str = "birch") -> bytes:
    """Give a message as it is carried."""
    return enclosed(one or manifest(), ITEMS, SALTS, keys=keys(signer), to=keys(to).public)


def outwardly(envelope: bytes, **fields: object) -> bytes:
    """Give an envelope with other words on its outside."""
    return msgspec.msgpack.encode(msgspec.structs.replace(outside_of(envelope), **fields))


def relabelled() -> bytes:
    """Cedar signs what says that Alder sent it, and puts its own name on the envelope."""
    outside = outside_of(sent(signer="cedar"))
    lying = msgspec.structs.replace(
        outside, sender="cedar", sender_keys=key_id(keys("cedar").public), sealed=b""
    )
    plain = keys("birch").open(outside.sealed, bound_to(outside))
    sealed = keys("cedar").seal(keys("birch").public, plain, bound_to(lying))
    return msgspec.msgpack.encode(msgspec.structs.replace(lying, sealed=sealed))


def half_signed() -> bytes:
    """Alder's message with the Ed25519 signature of Cedar."""
    outside = outside_of(sent())
    plain = msgspec.msgpack.decode(keys("birch").open(outside.sealed, bound_to(outside)))
    plain[1] = keys("cedar").sign(encoded(MANIFEST_TYPE, plain[0])).ed25519
    sealed = keys("alder").seal(
        keys("birch").public, msgspec.msgpack.encode(plain), bound_to(outside)
    )
    return msgspec.msgpack.encode(msgspec.structs.replace(outside, sealed=sealed))


def refused() -> Mapping[str, tuple[str, bytes]]:
    """Give what must be refused: the rule, and the envelope."""
    day = timedelta(days=1)
    return {
        "another suite": ("S1", outwardly(sent(), suite="isthmus-0")),
        "one signature is another's": ("S2", half_signed()),
        "bound to another agreement": ("E2", outwardly(sent(), digest=bytes([1]) * 32)),
        "passed on by the center it was for": ("E3", sent(manifest(recipient="cedar"))),
        "under another sender's name": ("E3", relabelled()),
        "a sender that nobody trusts": ("E4", outwardly(sent(), sender="elm")),
        "keys that nobody trusts": ("E4", outwardly(sent(), sender_keys=bytes(16))),
        "another root": ("E5", sent(manifest(root=bytes(32)))),
        "another count": ("E5", sent(manifest(count=len(ITEMS) + 1))),
        "of the far future": ("E6", sent(manifest(sent_at=NOW + 3 * day))),
        "expired": ("E6", sent(manifest(expires_at=NOW))),
        "a time without a zone": ("E9", sent(manifest(sent_at=NOW.replace(tzinfo=None)))),
        "a number beyond 63 bits": ("E9", sent(manifest(sequence=1 << 63))),
        "text with a nought byte": ("E9", sent(manifest(purpose="a\0b"))),
    }


def exchange() -> dict[str, Json]:
    """Make the document."""
    good = sent()
    outside = outside_of(good)
    raw = msgspec.json.encode(manifest())
    lying: dict[str, tuple[str, dict[str, Any], str]] = {
        "its proof is of another place": ("R2", {"index": 0}, "birch"),
        "its proof is missing": ("R2", {"proof": []}, "birch"),
        "its entry is another": ("R2", {"entry": OTHER}, "birch"),
        "signed by another": ("R1", {}, "cedar"),
    }
    return {
        "format": "isthmus exchange",
        "version": 1,
        "suite": SUITE,
        "reader": "birch",
        "now": NOW.isoformat(),
        "centers": {name: _center(name) for name in CENTERS},
        "signed_bytes": {
            "type": MANIFEST_TYPE,
            "payload": raw.decode(),
            "encoded": text(encoded(MANIFEST_TYPE, raw)),
        },
        "leaves": {
            "items": [text(item) for item in ITEMS],
            "salts": text(SALTS),
            "leaves": [leaf.hex() for leaf in hashed(ITEMS, SALTS)],
            "root": root_of(hashed(ITEMS, SALTS)).hex(),
        },
        "envelopes": [
            {
                "name": "a release of three items",
                "envelope": text(good),
                "bound": bound_to(outside).hex(),
                "manifest": raw.decode(),
                "items": [text(item) for item in ITEMS],
            }
        ],
        "refused": [
            {"name": name, "rule": rule, "envelope": text(envelope)}
            for name, (rule, envelope) in refused().items()
        ],
        "receipts": [
            {
                "name": "of that release",
                "receipt": text(signed_receipt(receipt(), keys("birch"))),
                "payload": msgspec.json.encode(receipt()).decode(),
            }
        ],
        "refused_receipts": [
            {
                "name": name,
                "rule": rule,
                "receipt": text(signed_receipt(receipt(**changed), keys(signer))),
            }
            for name, (rule, changed, signer) in lying.items()
        ],
        "emergencies": emergencies(),
    }


def emergencies() -> list[Json]:
    """Give what Alder declares and ends, as it signs it, and what the emergency is called."""
    digest = bytes(range(32))
    name = emergency_id("alder", digest, NOW)
    acts: tuple[tuple[str, EmergencyAct], ...] = (
        (
            "declared",
            EmergencyDeclared(
                center="alder",
                reason="a dam broke",
                agreement="maritime",
                digest=digest,
                declared_at=NOW,
                begins_at=NOW + timedelta(minutes=7),
                until=NOW + timedelta(hours=8),
            ),
        ),
        (
            "ended",
            EmergencyEnded(
                center="alder",
                reason="the water fell",
                emergency=name,
                ended_at=NOW + timedelta(hours=2),
            ),
        ),
    )
    return [
        {
            "name": said,
            "emergency": name.hex(),
            "act": text(signed_emergency(act, keys("alder"))),
            "payload": msgspec.json.encode({"told": act}).decode(),
        }
        for said, act in acts
    ]


def _center(name: str) -> Json:
    public = keys(name).public
    return {
        "seeds": seeds(name).hex(),
        "ed25519": public.ed25519.hex(),
        "ml_dsa_65": text(public.ml_dsa_65),
        "x25519": public.x25519.hex(),
        "ml_kem_768": text(public.ml_kem_768),
        "key_id": key_id(public).hex(),
    }


if __name__ == "__main__":
    (FOLDER / FILE).write_text(written(exchange()), encoding="utf-8")
