"""What each comparison needs, where that is less than its judgement needs as a whole."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column

from isthmus.adapters.store.schema.columns import REAL

revision = "v0021_pre_needed_by_kind"
down_revision = "v0020_pre_key_use"


def upgrade() -> None:
    """Add the column. What stands from before needs what its judgement says."""
    op.add_column("comparison", Column("needed", REAL, nullable=True))
