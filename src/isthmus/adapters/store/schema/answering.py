"""Tables of who acts, and of the evidence of it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint

from isthmus.adapters.store.schema.columns import BYTES, WHOLE, WORD, column, number, table

ACCOUNT: Final = table(
    "account",
    column("principal", WORD),
    column("name", WORD),
    column("body", WORD),
    column("password_hash", WORD),
    column("failures", WHOLE),
    column("locked_until", WHOLE, nullable=True),
    PrimaryKeyConstraint("principal"),
    UniqueConstraint("name"),
)
SESSION: Final = table(
    "session",
    column("token_hash", BYTES),
    column("principal", WORD),
    column("csrf", WORD),
    column("created_at", WHOLE),
    column("seen_at", WHOLE),
    column("expires_at", WHOLE),
    PrimaryKeyConstraint("token_hash"),
    Index("ix_session_expires", "expires_at"),
)
# A leaf is the entry's index in the log, given once.
AUDIT: Final = table(
    "audit",
    number("seq"),
    column("entry", BYTES),
    column("salt", BYTES),
    column("objects", WORD),
    column("at", WHOLE),
    column("leaf", WHOLE, nullable=True),
    UniqueConstraint("leaf"),
)
Index(
    "ix_audit_pending",
    AUDIT.c.seq,
    sqlite_where=AUDIT.c.leaf.is_(None),
    postgresql_where=AUDIT.c.leaf.is_(None),
)
META: Final = table(
    "meta", column("name", WORD), column("value", WORD), PrimaryKeyConstraint("name")
)
