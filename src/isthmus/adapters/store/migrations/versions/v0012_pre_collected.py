"""Collections of STIX, keys of programs that read them, versions of records of a stream."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, PrimaryKeyConstraint, UniqueConstraint

from isthmus.adapters.store.schema.columns import BYTES, WHOLE, WORD

revision = "v0012_pre_collected"
down_revision = "v0011_pre_counted"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "collection",
        Column("id", BYTES, nullable=False),
        Column("principal", WORD, nullable=False),
        Column("purpose", WORD, nullable=False),
        Column("authority", BYTES, nullable=False),
        *(
            Column(name, WHOLE, nullable=False)
            for name in (
                "statement",
                "move",
                "judgement",
                "change",
                "checked",
                "until",
                "turn",
                "told",
            )
        ),
        Column("told_at", WHOLE, nullable=True),
        PrimaryKeyConstraint("id", name="pk_collection"),
        sqlite_strict=True,
    )
    op.add_column("current_record", Column("version", WORD, nullable=True))
    _add_entries()
    _add_keys()


def _add_entries() -> None:
    op.create_table(
        "collected",
        Column("collection", BYTES, nullable=False),
        Column("seq", WHOLE, nullable=False),
        Column("object", WORD, nullable=False),
        Column("type", WORD, nullable=False),
        Column("kind", WORD, nullable=False),
        Column("subject", BYTES, nullable=False),
        Column("owner", BYTES, nullable=False),
        Column("other", BYTES, nullable=False),
        Column("added_at", WHOLE, nullable=False),
        Column("created_at", WHOLE, nullable=False),
        Column("digest", BYTES, nullable=False),
        Column("revoked", WHOLE, nullable=False),
        PrimaryKeyConstraint("collection", "seq", name="pk_collected"),
        UniqueConstraint("collection", "object", name="uq_collected_collection_object"),
        sqlite_strict=True,
    )
    op.create_index("ix_collected_added", "collected", ["collection", "added_at"])
    op.create_index("ix_collected_owner", "collected", ["collection", "owner"])
    op.create_index("ix_collected_other", "collected", ["collection", "other"])


def _add_keys() -> None:
    op.create_table(
        "access_key",
        Column("id", BYTES, nullable=False),
        Column("token_hash", BYTES, nullable=False),
        Column("principal", WORD, nullable=False),
        Column("bound", BYTES, nullable=False),
        Column("purposes", WORD, nullable=False),
        Column("made_for", WORD, nullable=False),
        Column("made_by", WORD, nullable=False),
        Column("created_at", WHOLE, nullable=False),
        Column("expires_at", WHOLE, nullable=False),
        Column("ended_at", WHOLE, nullable=True),
        PrimaryKeyConstraint("id", name="pk_access_key"),
        UniqueConstraint("token_hash", name="uq_access_key_token_hash"),
        sqlite_strict=True,
    )
