"""The table of the keys that were hubs when their holders were last judged."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Identity, PrimaryKeyConstraint

from isthmus.adapters.store.schema.columns import WHOLE, WORD

revision = "v0022_pre_hub_keys"
down_revision = "v0021_pre_needed_by_kind"

OWN = "(SELECT current_setting('isthmus.labels', true)) = '*'"
LABELS = "string_to_array(nullif(current_setting('isthmus.labels', true), '*'), ',')"
SEEN = f"(SELECT unnest({LABELS})::bigint)"


def upgrade() -> None:
    """Add the table, with the second lock of what labels mark."""
    op.create_table(
        "hub_key",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("purpose", WORD, nullable=False),
        Column("key", WORD, nullable=False),
        Column("one_label", WHOLE, nullable=False),
        Column("other_label", WHOLE, nullable=False),
        PrimaryKeyConstraint("seq", name="pk_hub_key"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_hub_key", "hub_key", ["purpose", "key"])
    if op.get_bind().dialect.name != "postgresql":
        return
    visible = f"one_label IN {SEEN} AND other_label IN {SEEN}"
    op.execute("ALTER TABLE hub_key ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE hub_key FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY by_label ON hub_key USING ({OWN} OR {visible}) WITH CHECK ({OWN})")
