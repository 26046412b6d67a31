"""What a finding matched, and under which labels what it is about was seen to be several."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Identity, PrimaryKeyConstraint

from isthmus.adapters.store.schema.columns import BYTES, WHOLE

revision = "v0024_pre_findings_apart"
down_revision = "v0023_pre_days"

OWN = "(SELECT current_setting('isthmus.labels', true)) = '*'"
LABELS = "string_to_array(nullif(current_setting('isthmus.labels', true), '*'), ',')"
SEEN = f"(SELECT unnest({LABELS})::bigint)"


def upgrade() -> None:
    """Add the column and the table, with its second lock.

    Until now the id of a finding was made of what it matched, and of nothing else.
    """
    op.add_column("finding", Column("matched", BYTES, nullable=True))
    op.execute("UPDATE finding SET matched = id")
    op.create_index("ix_finding_matched", "finding", ["matched"])
    finding = ForeignKey("finding.seq", name="fk_finding_apart_finding")
    op.create_table(
        "finding_apart",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("finding", WHOLE, finding, nullable=False),
        Column("label", WHOLE, nullable=False),
        Column("apart", WHOLE, nullable=False),
        Column("at", WHOLE, nullable=False),
        PrimaryKeyConstraint("seq", name="pk_finding_apart"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_finding_apart_finding", "finding_apart", ["finding", "label", "seq", "apart"]
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    visible = f"label IN {SEEN}"
    op.execute("ALTER TABLE finding_apart ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE finding_apart FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY by_label ON finding_apart USING ({OWN} OR {visible}) WITH CHECK ({OWN})"
    )
