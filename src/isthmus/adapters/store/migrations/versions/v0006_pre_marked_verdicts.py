"""Verdicts on records whose markings put them under a label of their own."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column

from isthmus.adapters.store.schema.columns import WHOLE

revision = "v0006_pre_marked_verdicts"
down_revision = "v0005_pre_second_lock"


def upgrade() -> None:
    """Add the column; a verdict from before is under the label of its feed."""
    op.add_column("verdict", Column("marking", WHOLE, nullable=True))
