"""The index of the days until which statements are held."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "v0023_pre_days"
down_revision = "v0022_pre_hub_keys"


def upgrade() -> None:
    """Add the index; what is erased is not in it."""
    filled = text("value <> ''")
    op.create_index(
        "ix_statement_day",
        "statement",
        ["expires_on"],
        sqlite_where=filled,
        postgresql_where=filled,
    )
