"""What an access key opens."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column

from isthmus.adapters.store.schema.columns import WORD

revision = "v0020_pre_key_use"
down_revision = "v0019_pre_weighed"


def upgrade() -> None:
    """Add the column. A key from before opens what keys opened then."""
    op.add_column("access_key", Column("use", WORD, nullable=False, server_default="taxii"))
