"""What a judgement was made for: its purpose, bits needed, keys, a second person."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column

from isthmus.adapters.store.schema.columns import REAL, WHOLE, WORD

revision = "v0018_pre_judged_by_purpose"
down_revision = "v0017_post_expiring"


def upgrade() -> None:
    """Add the columns. What stands from before was made for no purpose, and counts on."""
    op.add_column("judgement", Column("purpose", WORD, nullable=False, server_default=""))
    op.add_column("judgement", Column("needed", REAL, nullable=False, server_default="12"))
    op.add_column("judgement", Column("needs_second", WHOLE, nullable=False, server_default="0"))
    op.add_column("comparison", Column("proposes", WHOLE, nullable=False, server_default="1"))
