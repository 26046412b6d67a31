"""Trust at the start: each center writes its entry, and the entries make the first list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import msgspec

from isthmus.exchange.reading import parsed
from isthmus.exchange.trust import TrustDocument, TrustedCenter, TrustedKeys, read_document
from isthmus.flow.center import Center
from isthmus.ports import PublicKeys

GOOD_FOR: Final = timedelta(days=2 * 365)
"""Keys are replaced before this is over."""
_ENTRY_BYTES_MAX: Final = 64 << 10


def own_entry(center: Center, keys: PublicKeys, address: str) -> bytes:
    """Give the JSON of this center's entry: its name, its address and its keys from now on."""
    now = center.clock.now()
    entry = TrustedCenter(
        center=center.id,
        name=center.name,
        address=address.rstrip("/"),
        keys=[
            TrustedKeys(
                ed25519=keys.ed25519,
                ml_dsa_65=keys.ml_dsa_65,
                x25519=keys.x25519,
                ml_kem_768=keys.ml_kem_768,
                # A partner's clock may be behind.
                first=now - timedelta(days=2),
                before=now + GOOD_FOR,
            )
        ],
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
