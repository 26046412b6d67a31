"""Counts that left and came; the articles under which something came."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Identity, PrimaryKeyConstraint

from isthmus.adapters.store.schema.columns import BYTES, WHOLE, WORD

revision = "v0011_pre_counted"
down_revision = "v0010_pre_relayed"


def upgrade() -> None:
    """Add the table and the column."""
    op.create_table(
        "counted",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("message", BYTES, nullable=False),
        Column("partner", WORD, nullable=False),
        Column("outgoing", WHOLE, nullable=False),
        Column("agreement", WORD, nullable=False),
        Column("digest", BYTES, nullable=False),
        Column("purpose", WORD, nullable=False),
        Column("schema", WORD, nullable=False),
        Column("count", WHOLE, nullable=False),
        Column("at", WHOLE, nullable=False),
        PrimaryKeyConstraint("seq", name="pk_counted"),
        sqlite_strict=True,
    )
    op.add_column("received", Column("articles", WORD, nullable=True))
