"""Trust lists that came by message, and what waits for a partner as it can be enclosed again."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, PrimaryKeyConstraint, text

from isthmus.adapters.store.schema.columns import BYTES, WHOLE, WORD

revision = "v0015_pre_trusted"
down_revision = "v0014_pre_chosen"


def upgrade() -> None:
    """Add the tables, the column, and the way from a message to what of it is kept."""
    op.create_table(
        "trust_list",
        Column("digest", BYTES, nullable=False),
        Column("version", WHOLE, nullable=False),
        Column("document", BYTES, nullable=False),
        Column("brought_by", WORD, nullable=False),
        Column("came_at", WHOLE, nullable=False),
        Column("adopted_at", WHOLE, nullable=True),
        Column("signed", BYTES, nullable=True),
        PrimaryKeyConstraint("digest", name="pk_trust_list"),
        sqlite_strict=True,
    )
    op.create_table(
        "trust_vote",
        Column("list", BYTES, nullable=False),
        Column("center", WORD, nullable=False),
        Column("vote", BYTES, nullable=False),
        PrimaryKeyConstraint("list", "center", name="pk_trust_vote"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.add_column("outgoing", Column("content", BYTES, nullable=True))
    op.create_index(
        "ix_outgoing_content",
        "outgoing",
        ["message"],
        sqlite_where=text("content IS NOT NULL"),
        postgresql_where=text("content IS NOT NULL"),
    )
