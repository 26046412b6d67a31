"""Tables of collections, and of the keys with which programs read them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint

from isthmus.adapters.store.schema.columns import BYTES, WHOLE, WORD, column, table

COLLECTION: Final = table(
    "collection",
    column("id", BYTES),
    column("principal", WORD),
    column("purpose", WORD),
    column("authority", BYTES),
    column("statement", WHOLE),
    column("move", WHOLE),
    column("judgement", WHOLE),
    column("change", WHOLE),
    column("checked", WHOLE),
    column("until", WHOLE),
    column("turn", WHOLE),
    column("told", WHOLE),
    column("told_at", WHOLE, nullable=True),
    PrimaryKeyConstraint("id"),
)
COLLECTED: Final = table(
    "collected",
    column("collection", BYTES),
    column("seq", WHOLE),
    column("object", WORD),
    column("type", WORD),
    column("kind", WORD),
    column("subject", BYTES),
    column("owner", BYTES),
    column("other", BYTES),
    column("added_at", WHOLE),
    column("created_at", WHOLE),
    column("digest", BYTES),
    column("revoked", WHOLE),
    PrimaryKeyConstraint("collection", "seq"),
    UniqueConstraint("collection", "object"),
    Index("ix_collected_added", "collection", "added_at"),
    Index("ix_collected_owner", "collection", "owner"),
    Index("ix_collected_other", "collection", "other"),
)
ACCESS_KEY: Final = table(
    "access_key",
    column("id", BYTES),
    column("token_hash", BYTES),
    column("principal", WORD),
    column("bound", BYTES),
    column("purposes", WORD),
    column("made_for", WORD),
    column("made_by", WORD),
    column("created_at", WHOLE),
    column("expires_at", WHOLE),
    column("ended_at", WHOLE, nullable=True),
    column("use", WORD, default="taxii"),
    PrimaryKeyConstraint("id"),
    UniqueConstraint("token_hash"),
)
