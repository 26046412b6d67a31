"""The first tables of: findings, alerts, queues, tallies, the change feed."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Identity,
    PrimaryKeyConstraint,
    UniqueConstraint,
)

from isthmus.adapters.store.schema.columns import BYTES, REAL, WHOLE, WORD

revision = "v0003_pre_noticed"
down_revision = "v0002_pre_known"


def upgrade() -> None:
    """Add the tables."""
    _finding()
    _finding_entity()
    _finding_evidence()
    _finding_state()
    _alert()
    _alert_finding()
    _alert_move()
    _queue()
    _tally()
    _tally_total()
    _change()


def _finding() -> None:
    op.create_table(
        "finding",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("id", BYTES, nullable=False),
        Column("rule", WORD, nullable=False),
        Column("version", WHOLE, nullable=False),
        Column("found_at", WHOLE, nullable=False),
        Column("label", WHOLE, nullable=False),
        Column("lat", REAL, nullable=True),
        Column("lon", REAL, nullable=True),
        PrimaryKeyConstraint("seq", name="pk_finding"),
        UniqueConstraint("id", name="uq_finding_id"),
        sqlite_strict=True,
    )


def _finding_entity() -> None:
    op.create_table(
        "finding_entity",
        Column("finding", WHOLE, nullable=False),
        Column("position", WHOLE, nullable=False),
        Column("entity", BYTES, nullable=False),
        ForeignKeyConstraint(["finding"], ["finding.seq"], name="fk_finding_entity_finding"),
        PrimaryKeyConstraint("finding", "position", name="pk_finding_entity"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_finding_entity_entity", "finding_entity", ["entity"])


def _finding_evidence() -> None:
    op.create_table(
        "finding_evidence",
        Column("finding", WHOLE, nullable=False),
        Column("position", WHOLE, nullable=False),
        Column("role", WORD, nullable=False),
        Column("statement", WHOLE, nullable=False),
        ForeignKeyConstraint(["finding"], ["finding.seq"], name="fk_finding_evidence_finding"),
        PrimaryKeyConstraint("finding", "position", name="pk_finding_evidence"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _finding_state() -> None:
    op.create_table(
        "finding_state",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("finding", WHOLE, nullable=False),
        Column("standing", WHOLE, nullable=False),
        Column("at", WHOLE, nullable=False),
        ForeignKeyConstraint(["finding"], ["finding.seq"], name="fk_finding_state_finding"),
        PrimaryKeyConstraint("seq", name="pk_finding_state"),
        sqlite_strict=True,
    )
    op.create_index("ix_finding_state_finding", "finding_state", ["finding", "seq", "standing"])


def _alert() -> None:
    op.create_table(
        "alert",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("id", BYTES, nullable=False),
        Column("rule", WORD, nullable=False),
        Column("severity", WORD, nullable=False),
        Column("state", WORD, nullable=False),
        Column("label", WHOLE, nullable=False),
        Column("entity", BYTES, nullable=False),
        Column("raised_at", WHOLE, nullable=False),
        Column("changed_at", WHOLE, nullable=False),
        Column("assigned_to", WORD, nullable=True),
        Column("lat", REAL, nullable=True),
        Column("lon", REAL, nullable=True),
        PrimaryKeyConstraint("seq", name="pk_alert"),
        UniqueConstraint("id", name="uq_alert_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_alert_entity", "alert", ["entity"])
    op.create_index("ix_alert_raised", "alert", ["raised_at", "id"])


def _alert_finding() -> None:
    op.create_table(
        "alert_finding",
        Column("alert", WHOLE, nullable=False),
        Column("finding", WHOLE, nullable=False),
        Column("at", WHOLE, nullable=False),
        ForeignKeyConstraint(["alert"], ["alert.seq"], name="fk_alert_finding_alert"),
        ForeignKeyConstraint(["finding"], ["finding.seq"], name="fk_alert_finding_finding"),
        PrimaryKeyConstraint("alert", "finding", name="pk_alert_finding"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_alert_finding_finding", "alert_finding", ["finding"])


def _alert_move() -> None:
    op.create_table(
        "alert_move",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("alert", WHOLE, nullable=False),
        Column("move", WORD, nullable=False),
        Column("state", WORD, nullable=False),
        Column("at", WHOLE, nullable=False),
        Column("moved_by", WORD, nullable=False),
        Column("reason", WORD, nullable=True),
        ForeignKeyConstraint(["alert"], ["alert.seq"], name="fk_alert_move_alert"),
        PrimaryKeyConstraint("seq", name="pk_alert_move"),
        sqlite_strict=True,
    )
    op.create_index("ix_alert_move_alert", "alert_move", ["alert"])


def _queue() -> None:
    op.create_table(
        "queue",
        Column("ticket", WHOLE, Identity(), nullable=False),
        Column("stage", WORD, nullable=False),
        Column("entity", BYTES, nullable=False),
        PrimaryKeyConstraint("ticket", name="pk_queue"),
        UniqueConstraint("stage", "entity", name="uq_queue_stage_entity"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_queue_stage", "queue", ["stage", "ticket"])


def _tally() -> None:
    op.create_table(
        "tally",
        Column("kind", WORD, nullable=False),
        Column("hour", WHOLE, nullable=False),
        Column("feed", WORD, nullable=False),
        Column("label", WHOLE, nullable=False),
        Column("count", WHOLE, nullable=False),
        PrimaryKeyConstraint("kind", "hour", "feed", "label", name="pk_tally"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _tally_total() -> None:
    op.create_table(
        "tally_total",
        Column("kind", WORD, nullable=False),
        Column("feed", WORD, nullable=False),
        Column("label", WHOLE, nullable=False),
        Column("count", WHOLE, nullable=False),
        PrimaryKeyConstraint("kind", "feed", "label", name="pk_tally_total"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _change() -> None:
    op.create_table(
        "change",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("kind", WORD, nullable=False),
        Column("subject", BYTES, nullable=False),
        Column("label", WHOLE, nullable=False),
        Column("at", WHOLE, nullable=False),
        PrimaryKeyConstraint("seq", name="pk_change"),
        sqlite_strict=True,
    )
