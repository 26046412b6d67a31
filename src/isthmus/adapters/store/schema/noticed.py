"""Tables of what was noticed, and of the work that leads there."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint

from isthmus.adapters.store.schema.columns import (
    BYTES,
    REAL,
    WHOLE,
    WORD,
    clustered_table,
    column,
    number,
    part_of,
    table,
    ticket_table,
)

FINDING: Final = table(
    "finding",
    number("seq"),
    column("id", BYTES),
    column("rule", WORD),
    column("version", WHOLE),
    column("found_at", WHOLE),
    column("label", WHOLE),
    column("lat", REAL, nullable=True),
    column("lon", REAL, nullable=True),
    column("matched", BYTES, nullable=True),
    UniqueConstraint("id"),
    Index("ix_finding_matched", "matched"),
)
FINDING_ENTITY: Final = clustered_table(
    "finding_entity",
    part_of("finding", "finding.seq"),
    column("position", WHOLE),
    column("entity", BYTES),
    PrimaryKeyConstraint("finding", "position"),
    Index("ix_finding_entity_entity", "entity"),
)
FINDING_EVIDENCE: Final = clustered_table(
    "finding_evidence",
    part_of("finding", "finding.seq"),
    column("position", WHOLE),
    column("role", WORD),
    column("statement", WHOLE),
    PrimaryKeyConstraint("finding", "position"),
)
# The row with the greatest number counts; a finding without any stands.
FINDING_STATE: Final = table(
    "finding_state",
    number("seq"),
    part_of("finding", "finding.seq"),
    column("standing", WHOLE),
    column("at", WHOLE),
    Index("ix_finding_state_finding", "finding", "seq", "standing"),
)
# The row with the greatest number of a finding and a label counts; without any it is one.
FINDING_APART: Final = table(
    "finding_apart",
    number("seq"),
    part_of("finding", "finding.seq"),
    column("label", WHOLE),
    column("apart", WHOLE),
    column("at", WHOLE),
    Index("ix_finding_apart_finding", "finding", "label", "seq", "apart"),
)
ALERT: Final = table(
    "alert",
    number("seq"),
    column("id", BYTES),
    column("rule", WORD),
    column("severity", WORD),
    column("state", WORD),
    column("label", WHOLE),
    column("entity", BYTES),
    column("raised_at", WHOLE),
    column("changed_at", WHOLE),
    column("assigned_to", WORD, nullable=True),
    column("lat", REAL, nullable=True),
    column("lon", REAL, nullable=True),
    UniqueConstraint("id"),
    Index("ix_alert_raised", "raised_at", "id"),
    Index("ix_alert_entity", "entity"),
)
ALERT_FINDING: Final = clustered_table(
    "alert_finding",
    part_of("alert", "alert.seq"),
    part_of("finding", "finding.seq"),
    column("at", WHOLE),
    PrimaryKeyConstraint("alert", "finding"),
    Index("ix_alert_finding_finding", "finding"),
)
ALERT_MOVE: Final = table(
    "alert_move",
    number("seq"),
    part_of("alert", "alert.seq"),
    column("move", WORD),
    column("state", WORD),
    column("at", WHOLE),
    column("moved_by", WORD),
    column("reason", WORD, nullable=True),
    Index("ix_alert_move_alert", "alert"),
)
QUEUE: Final = ticket_table(
    "queue",
    number("ticket"),
    column("stage", WORD),
    column("entity", BYTES),
    UniqueConstraint("stage", "entity"),
    Index("ix_queue_stage", "stage", "ticket"),
)
TALLY: Final = clustered_table(
    "tally",
    column("kind", WORD),
    column("hour", WHOLE),
    column("feed", WORD),
    column("label", WHOLE),
    column("count", WHOLE),
    PrimaryKeyConstraint("kind", "hour", "feed", "label"),
)
TALLY_TOTAL: Final = clustered_table(
    "tally_total",
    column("kind", WORD),
    column("feed", WORD),
    column("label", WHOLE),
    column("count", WHOLE),
    PrimaryKeyConstraint("kind", "feed", "label"),
)
CHANGE: Final = table(
    "change",
    number("seq"),
    column("kind", WORD),
    column("subject", BYTES),
    column("label", WHOLE),
    column("at", WHOLE),
)
