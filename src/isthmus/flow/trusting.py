"""Trust lists as they are written: entries of centers, the first list, and drafts of later ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from isthmus.errors import InputError
from isthmus.exchange.reading import parsed
from isthmus.exchange.trust import TrustDocument, TrustedCenter, TrustedKeys, read_document
from isthmus.flow.center import Center
from isthmus.phrases import say
from isthmus.ports import PublicKeys

GOOD_FOR: Final = timedelta(days=2 * 365)
"""Keys are replaced before this is over."""
BESIDE: Final = timedelta(days=30)
"""How long keys stay good beside those that follow them."""
_ENTRY_BYTES_MAX: Final = 64 << 10
_KEPT_MAX: Final = 18


def own_entry(center: Center, keys: PublicKeys, address: str, authority: bytes = b"") -> bytes:
    """Give the JSON of this center's entry: its name, its address and its keys from now on.

    `authority`: the certificate (DER) under which its node shows itself on the line.
    """
    entry = TrustedCenter(
        center=center.id,
        name=center.name,
        address=address.rstrip("/"),
        keys=[_from_now(keys, center.clock.now())],
        authority=authority,
    )
    return msgspec.json.encode(entry)


def first_list(entries: Sequence[bytes]) -> bytes:
    """Make the first list of these entries; raises PartnerError for what is none, or stands twice.

    Each center pins it only after it has compared the keys with the others by another way.
    """
    centers = [
        parsed(one, TrustedCenter, "the entry of a center", most=_ENTRY_BYTES_MAX)
        for one in entries
    ]
    raw = msgspec.json.encode(TrustDocument(version=1, centers=centers))
    read_document(raw)
    return raw


def written(document: TrustDocument) -> bytes:
    """Give the JSON of a list."""
    return msgspec.json.encode(document)


def rotated(
    document: TrustDocument, center: str, keys: PublicKeys, now: datetime, *, revoke: bool
) -> bytes:
    """Draft the list that brings new keys of a center in.

    Its keys of before stay good for a month beside them, or are revoked from now on. Raises
    InputError for a center that is not on the list.
    """
    before = _entry(document, center)
    old = [_ending(one, now, revoke=revoke) for one in before.keys]
    kept = [one for one in old if one.public != keys][-_KEPT_MAX:]
    return _with_keys(document, before, [*kept, _from_now(keys, now)])


def joined(document: TrustDocument, entry: bytes) -> bytes:
    """Draft the list on which a center's entry stands, new or in the place of the one before."""
    new = parsed(entry, TrustedCenter, "the entry of a center", most=_ENTRY_BYTES_MAX)
    others = [one for one in document.centers if one.center != new.center]
    return _draft(document, [*others, new])


def parted(document: TrustDocument, center: str) -> bytes:
    """Draft the list without a center; raises InputError for one that is not on it."""
    gone = _entry(document, center)
    return _draft(document, [one for one in document.centers if one is not gone])


def revoked(document: TrustDocument, center: str, now: datetime) -> bytes:
    """Draft the list on which the keys of a center are revoked from now on.

    Nothing of what they sign is believed any more, until a list brings other ones. Raises
    InputError for a center that is not on the list.
    """
    before = _entry(document, center)
    return _with_keys(document, before, [_ending(one, now, revoke=True) for one in before.keys])


def _from_now(keys: PublicKeys, now: datetime) -> TrustedKeys:
    return TrustedKeys(
        ed25519=keys.ed25519,
        ml_dsa_65=keys.ml_dsa_65,
        x25519=keys.x25519,
        ml_kem_768=keys.ml_kem_768,
        # A partner's clock may be behind.
        first=now - timedelta(days=2),
        before=now + GOOD_FOR,
    )


def _ending(one: TrustedKeys, now: datetime, *, revoke: bool) -> TrustedKeys:
    if revoke:
        return one if one.revoked(now) else msgspec.structs.replace(one, revoked_at=now)
    return msgspec.structs.replace(one, before=min(one.before, now + BESIDE))


def _entry(document: TrustDocument, center: str) -> TrustedCenter:
    for one in document.centers:
        if one.center == center:
            return one
    raise InputError(say("expected a center of the trust list, got {name}", name=repr(center[:60])))


def _with_keys(
    document: TrustDocument, before: TrustedCenter, keys: Sequence[TrustedKeys]
) -> bytes:
    entry = msgspec.structs.replace(before, keys=list(keys))
    return _draft(document, [entry if one is before else one for one in document.centers])


def _draft(document: TrustDocument, centers: Sequence[TrustedCenter]) -> bytes:
    raw = msgspec.json.encode(TrustDocument(version=document.version + 1, centers=list(centers)))
    read_document(raw)
    return raw
