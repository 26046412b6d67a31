"""Days: until when what a delivery said is held, and each record that an own feed brought."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, text

from isthmus.adapters.store.schema.columns import WHOLE

revision = "v0017_post_expiring"
down_revision = "v0016_pre_declared"

# What a feed brought last tells for how long it is held.
_RETENTION = """
SELECT d.feed, max(s.expires_on - s.recorded_at)
FROM statement s JOIN record r ON r.seq = s.record JOIN delivery d ON d.seq = r.delivery
WHERE NOT EXISTS (SELECT 1 FROM received h WHERE h.record = r.seq)
GROUP BY d.feed"""
_DELIVERIES = """
UPDATE delivery SET expires_on = received_at + :held WHERE feed = :feed"""
# A record goes with the bucket that it was sealed in: on the day of what it said.
_RECORDS = """
UPDATE record SET expires_on = coalesce(
  (SELECT max(s.expires_on) FROM statement s WHERE s.record = record.seq),
  (SELECT d.expires_on FROM delivery d WHERE d.seq = record.delivery))
WHERE NOT EXISTS (SELECT 1 FROM received h WHERE h.record = record.seq)"""


def upgrade() -> None:
    """Add columns and indexes, and fill the columns as far as it can be known."""
    op.add_column("delivery", Column("expires_on", WHOLE, nullable=True))
    op.add_column("record", Column("expires_on", WHOLE, nullable=True))
    op.create_index("ix_record_due", "record", ["expires_on", "seq"])
    # What of a record or a statement goes must be found without reading all that there is.
    op.create_index("ix_observation_record", "observation", ["record"])
    op.create_index("ix_attribution_evidence_statement", "attribution_evidence", ["statement"])
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        # Else the second lock shows no row of what a label marks.
        connection.execute(text("SELECT set_config('isthmus.labels', '*', true)"))
    for feed, held in connection.execute(text(_RETENTION)).fetchall():
        connection.execute(text(_DELIVERIES), {"feed": feed, "held": held})
    connection.execute(text(_RECORDS))
