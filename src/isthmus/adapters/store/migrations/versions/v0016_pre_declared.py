"""The tables of declared emergencies."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Identity, PrimaryKeyConstraint, UniqueConstraint

from isthmus.adapters.store.schema.columns import BYTES, WHOLE, WORD

revision = "v0016_pre_declared"
down_revision = "v0015_pre_trusted"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "emergency",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("id", BYTES, nullable=False),
        Column("center", WORD, nullable=False),
        Column("agreement", WORD, nullable=False),
        Column("digest", BYTES, nullable=False),
        Column("reason", WORD, nullable=False),
        Column("declared_at", WHOLE, nullable=False),
        Column("holds_until", WHOLE, nullable=False),
        Column("declared_by", WORD, nullable=True),
        Column("confirmed_by", WORD, nullable=True),
        Column("begins_at", WHOLE, nullable=True),
        Column("signature", BYTES, nullable=True),
        PrimaryKeyConstraint("seq", name="pk_emergency"),
        UniqueConstraint("id", name="uq_emergency_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "emergency_end",
        Column("emergency", BYTES, nullable=False),
        Column("center", WORD, nullable=False),
        Column("ended_by", WORD, nullable=True),
        Column("reason", WORD, nullable=False),
        Column("at", WHOLE, nullable=False),
        Column("signature", BYTES, nullable=True),
        PrimaryKeyConstraint("emergency", "center", name="pk_emergency_end"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
