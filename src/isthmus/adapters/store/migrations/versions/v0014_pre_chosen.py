"""An index of labels for the one query that counts by them."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "v0014_pre_chosen"
down_revision = "v0013_pre_followed"


def upgrade() -> None:
    """Add the index; only a query that says `seq > 0` may take it."""
    op.create_index(
        "ix_statement_label",
        "statement",
        ["label"],
        sqlite_where=text("seq > 0"),
        postgresql_where=text("seq > 0"),
    )
