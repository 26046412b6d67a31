"""Follow-ups: who acted on something of which a part was taken back since."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Identity, PrimaryKeyConstraint, UniqueConstraint

from isthmus.adapters.store.schema.columns import BYTES, WHOLE, WORD

revision = "v0013_pre_followed"
down_revision = "v0012_pre_collected"


def upgrade() -> None:
    """Add the table, and the way from a statement to the findings that rest on it."""
    op.create_table(
        "follow_up",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("principal", WORD, nullable=False),
        Column("acted", WORD, nullable=False),
        Column("subject", BYTES, nullable=False),
        Column("other", BYTES, nullable=False),
        Column("bears", WHOLE, nullable=False),
        Column("why", WORD, nullable=False),
        Column("acted_at", WHOLE, nullable=False),
        Column("at", WHOLE, nullable=False),
        Column("seen_at", WHOLE, nullable=True),
        PrimaryKeyConstraint("seq", name="pk_follow_up"),
        UniqueConstraint(
            "principal",
            "acted",
            "subject",
            "other",
            "why",
            name="uq_follow_up_principal_acted_subject_other_why",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_finding_evidence_statement", "finding_evidence", ["statement"])
