"""What a TAXII 2.1 server answers: sections 3 to 5 of the specification."""

from __future__ import annotations

import msgspec

MEDIA_TYPE = "application/taxii+json;version=2.1"
STIX_MEDIA_TYPE = "application/stix+json;version=2.1"


class Discovery(msgspec.Struct, kw_only=True, frozen=True):
    """Which roots there are."""

    title: str
    description: str
    default: str
    api_roots: list[str]


class ApiRoot(msgspec.Struct, kw_only=True, frozen=True):
    """What the one root is. `max_content_length`: octets of what may be sent here."""

    title: str
    description: str
    versions: list[str]
    max_content_length: int


class CollectionDocument(msgspec.Struct, kw_only=True, frozen=True):
    """One collection: what its reader may see at one purpose."""

    id: str
    title: str
    description: str
    alias: str
    can_read: bool = True
    can_write: bool = False
    media_types: tuple[str, ...] = (STIX_MEDIA_TYPE,)


class CollectionList(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """The collections of whoever asks."""

    collections: list[CollectionDocument] = []


class ManifestRecord(msgspec.Struct, kw_only=True, frozen=True):
    """One object without what it says."""

    id: str
    date_added: str
    version: str
    media_type: str = STIX_MEDIA_TYPE


class Manifest(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """Objects without what they say; empty where there are none."""

    more: bool = False
    next: str | None = None
    objects: list[ManifestRecord] = []


class Envelope(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """Objects; empty where there are none."""

    more: bool = False
    next: str | None = None
    objects: list[dict[str, object]] = []


class Versions(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """The versions of one object that are still told: the latest."""

    more: bool = False
    versions: list[str] = []


class TaxiiError(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """An error message: section 3.6.1."""

    title: str
    description: str = ""
    error_code: str = ""
    http_status: str = ""
