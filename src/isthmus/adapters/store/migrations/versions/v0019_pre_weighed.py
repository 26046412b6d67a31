"""The tables of weight files."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Identity, PrimaryKeyConstraint, UniqueConstraint

from isthmus.adapters.store.schema.columns import BYTES, WHOLE, WORD

revision = "v0019_pre_weighed"
down_revision = "v0018_pre_judged_by_purpose"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "weight_file",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("version", WORD, nullable=False),
        Column("digest", BYTES, nullable=False),
        Column("document", BYTES, nullable=False),
        Column("size", WHOLE, nullable=False),
        Column("brought_by", WORD, nullable=False),
        Column("came_at", WHOLE, nullable=False),
        PrimaryKeyConstraint("seq", name="pk_weight_file"),
        UniqueConstraint("version", name="uq_weight_file_version"),
        sqlite_strict=True,
    )
    op.create_table(
        "weight_act",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("version", WORD, nullable=False),
        Column("digest", BYTES, nullable=False),
        Column("step", WORD, nullable=False),
        Column("proposer", WORD, nullable=False),
        Column("acted_by", WORD, nullable=False),
        Column("at", WHOLE, nullable=False),
        Column("reason", WORD, nullable=False),
        Column("signature", BYTES, nullable=True),
        PrimaryKeyConstraint("seq", name="pk_weight_act"),
        sqlite_strict=True,
    )
