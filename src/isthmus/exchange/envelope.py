"""Envelopes: a message as it is carried, and what may be believed when one arrives.

An envelope is MessagePack of (suite, sender, key id, recipient, key id, agreement digest, sealed).
Inside the seal is MessagePack of (manifest, both signatures, salts and items). The manifest is
JSON; it is signed as it stands, as DSSE has it, and never written anew to be checked.

Reading goes step by step, and each step may believe what the steps before it showed:

1. the bytes are not too many, and form an envelope of a known suite (E1, S1);
2. it is addressed to this center, under keys that it has;
3. its sender is on the trust list, with keys that are good now (E4);
4. the seal opens, bound to sender, recipient, both key ids and the agreement's digest (E2);
5. both signatures are of the manifest, under the sender's keys (S2, S3);
6. the manifest says the same as the outside, so that no partner passes on what another sent (E3);
7. its times are near enough: not sent in the far future, not expired (E6);
8. the items are those of its root (E5).

The numbers in brackets are rules of docs/reference/protocol.md.

The caller must still check the sequence, the agreement, and that what is said may be said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from isthmus.audit.tree import Tree, leaf_hash
from isthmus.errors import PartnerError
from isthmus.exchange.reading import parsed, unpacked
from isthmus.exchange.suite import SUITE, check_signatures, encoded, key_id
from isthmus.model.canonical import canonical_bytes
from isthmus.model.message import Manifest, Verified
from isthmus.ports.exchanging import ExchangeKeys, PublicKeys, Signatures

ENVELOPE_BYTES_MAX: Final = 16 << 20
ITEMS_MAX: Final = 10_000
SALT_BYTES: Final = 16
AHEAD_MAX: Final = timedelta(days=2)
"""How far a partner's clock may be ahead: order comes from sequences, never from clocks."""
_MANIFEST: Final = "application/vnd.isthmus.manifest+json"


class Outside(msgspec.Struct, frozen=True, array_like=True):
    """What anybody may read of an envelope, and must, to carry it."""

    suite: str
    sender: str
    sender_keys: bytes
    recipient: str
    recipient_keys: bytes
    digest: bytes
    sealed: bytes


class _Inside(msgspec.Struct, frozen=True, array_like=True):
    manifest: bytes
    ed25519: bytes
    ml_dsa_65: bytes
    salts: bytes
    items: list[bytes]


class _Content(msgspec.Struct, frozen=True, array_like=True):
    manifest: bytes
    salts: bytes
    items: list[bytes]


@dataclass(frozen=True, slots=True)
class Correspondent:
    """A partner as the trust list has it now."""

    center: str
    keys: PublicKeys


def hashed(items: Sequence[bytes], salts: bytes) -> list[bytes]:
    """Give the leaves of items, each under its salt, so that a hash tells nobody what it is of.

    `salts`: one of 16 bytes for each, in a row.
    """
    return [
        leaf_hash(salts[at * SALT_BYTES : (at + 1) * SALT_BYTES] + item)
        for at, item in enumerate(items)
    ]


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Give the tree head over the leaves of a message."""
    return Tree().grown(leaves).root


def enclosed(
    manifest: Manifest,
    items: Sequence[bytes],
    salts: bytes,
    *,
    keys: ExchangeKeys,
    to: PublicKeys,
) -> bytes:
    """Give the envelope of a message, signed and sealed.

    `manifest`: with the root over the items under these salts.
    """
    content = _Content(msgspec.json.encode(manifest), salts, list(items))
    return _enclosed(manifest, content, keys=keys, to=to)


def _enclosed(
    manifest: Manifest, content: _Content, *, keys: ExchangeKeys, to: PublicKeys
) -> bytes:
    signed = keys.sign(encoded(_MANIFEST, content.manifest))
    inside = _Inside(
        content.manifest, signed.ed25519, signed.ml_dsa_65, content.salts, content.items
    )
    outside = Outside(
        suite=manifest.suite,
        sender=manifest.sender,
        sender_keys=key_id(keys.public),
        recipient=manifest.recipient,
        recipient_keys=key_id(to),
        digest=manifest.digest,
        sealed=b"",
    )
    sealed = keys.seal(to, msgspec.msgpack.encode(inside), bound_to(outside))
    return msgspec.msgpack.encode(msgspec.structs.replace(outside, sealed=sealed))


def content_of(manifest: Manifest, items: Sequence[bytes], salts: bytes) -> bytes:
    """Give what a message says, unsigned and unsealed: its sender can enclose it again from that.

    The manifest's bytes stay those of the envelope, so its receipt holds for both.
    """
    return msgspec.msgpack.encode(_Content(msgspec.json.encode(manifest), salts, list(items)))


def enclosed_again(content: bytes, *, keys: ExchangeKeys, to: PublicKeys) -> bytes:
    """Give the envelope of a message anew, signed and sealed with other keys than before."""
    one = msgspec.msgpack.decode(content, type=_Content)
    manifest = msgspec.json.decode(one.manifest, type=Manifest)
    return _enclosed(manifest, one, keys=keys, to=to)


def outside_of(envelope: bytes) -> Outside:
    """Give what stands on an envelope; raises PartnerError for anything else."""
    outside = unpacked(envelope, Outside, "an envelope", most=ENVELOPE_BYTES_MAX)  # 1
    if outside.suite != SUITE:
        raise PartnerError("expected a suite that this node takes, got another one")
    return outside


def opened(
    envelope: bytes,
    *,
    center: str,
    keys: Callable[[bytes], ExchangeKeys | None],
    partner: Callable[[str, bytes], Correspondent],
    now: datetime,
) -> Verified:
    """Give the message in an envelope, by the steps above.

    `keys`: gives this center's keys of an id, or None; `partner`: gives the correspondent of a name
    and a key id, or raises PartnerError.
    Raises PartnerError, in words for this center's own log, never for the sender.
    """
    outside = outside_of(envelope)  # 1
    mine = keys(outside.recipient_keys)  # 2
    if outside.recipient != center or mine is None:
        raise PartnerError("expected an envelope for this center and its keys, got another's")
    sender = partner(outside.sender, outside.sender_keys)  # 3
    plain = mine.open(outside.sealed, bound_to(outside))  # 4
    inside = unpacked(plain, _Inside, "a message in the envelope")
    signatures = Signatures(inside.ed25519, inside.ml_dsa_65)
    check_signatures(sender.keys, encoded(_MANIFEST, inside.manifest), signatures)  # 5
    manifest = parsed(inside.manifest, Manifest, "a manifest in the envelope")
    _check_the_same(manifest, outside)  # 6
    if manifest.sent_at > now + AHEAD_MAX or manifest.expires_at <= now:  # 7
        raise PartnerError("expected a message of now, got one of the far future or expired")
    return _verified(manifest, inside)  # 8


def _verified(manifest: Manifest, inside: _Inside) -> Verified:
    items = inside.items
    if len(items) > ITEMS_MAX or len(items) != manifest.count:
        raise PartnerError("expected as many items as the manifest counts, got others")
    if len(inside.salts) != len(items) * SALT_BYTES:
        raise PartnerError("expected a salt for each item, got others")
    leaves = hashed(items, inside.salts)
    if root_of(leaves) != manifest.root:
        raise PartnerError("expected the items of the manifest's root, got others")
    return Verified(manifest, inside.manifest, tuple(items), tuple(leaves))


def _check_the_same(manifest: Manifest, outside: Outside) -> None:
    inner = (manifest.suite, manifest.sender, manifest.recipient, manifest.digest)
    outer = (outside.suite, outside.sender, outside.recipient, outside.digest)
    if inner != outer:
        raise PartnerError("expected a manifest for this envelope, got another one")


def bound_to(outside: Outside) -> bytes:
    """Give what the seal of an envelope holds for: all that stands on its outside."""
    return canonical_bytes(
        "envelope",
        outside.suite,
        outside.sender,
        outside.sender_keys,
        outside.recipient,
        outside.recipient_keys,
        outside.digest,
    )
