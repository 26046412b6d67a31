"""Row-level security on every table with labels: the second lock, on PostgreSQL alone.

The setting `isthmus.labels` holds a reader's labels; `*` stands for the store's own writing, and
for reading numbers and ids that the caller made. Reading the setting in a sub-select has it read
once per query, not once per row.
"""

from __future__ import annotations

from alembic import op

revision = "v0005_pre_second_lock"
down_revision = "v0004_pre_answering"

OWN = "(SELECT current_setting('isthmus.labels', true)) = '*'"
LABELS = "string_to_array(nullif(current_setting('isthmus.labels', true), '*'), ',')"
SEEN = f"(SELECT unnest({LABELS})::bigint)"
ONE_LABEL = [
    "record",
    "statement",
    "search_key",
    "attribution",
    "observation",
    "finding",
    "alert",
    "tally",
    "tally_total",
    "change",
]


def upgrade() -> None:
    """Switch it on, for the owner of the tables too."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in ONE_LABEL:
        _lock(table, f"label IN {SEEN}")
    _lock("comparison", f"left_label IN {SEEN} AND right_label IN {SEEN}")
    # A model's judgement is seen through its comparisons; its own label is the join of them all.
    _lock("judgement", f"by_person = 0 OR label IN {SEEN}")


def _lock(table: str, visible: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY by_label ON {table} USING ({OWN} OR {visible}) WITH CHECK ({OWN})")
