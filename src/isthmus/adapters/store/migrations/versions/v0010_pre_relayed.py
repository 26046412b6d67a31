"""Requests for consent that go through other centers."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column

from isthmus.adapters.store.schema.columns import BYTES, WORD

revision = "v0010_pre_relayed"
down_revision = "v0009_pre_requested"


def upgrade() -> None:
    """Add where a request came from and went to, and what the holder names it by."""
    op.add_column("consent", Column("named", BYTES, nullable=True))
    op.add_column("consent", Column("via", WORD, nullable=True))
    op.add_column("consent", Column("through", WORD, nullable=True))
