"""The first tables of: labels, deliveries, records, verdicts."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Identity,
    PrimaryKeyConstraint,
    UniqueConstraint,
)

from isthmus.adapters.store.schema.columns import BYTES, WHOLE, WORD

revision = "v0001_pre_arrived"
down_revision = None


def upgrade() -> None:
    """Add the tables."""
    _label()
    _delivery()
    _presence()
    _unread()
    _feed_part()
    _current_record()
    _held_step()
    _record()
    _verdict()
    _verdict_piece()


def _label() -> None:
    op.create_table(
        "label",
        Column("id", WHOLE, Identity(), nullable=False),
        Column("body", WORD, nullable=False),
        PrimaryKeyConstraint("id", name="pk_label"),
        UniqueConstraint("body", name="uq_label_body"),
        sqlite_strict=True,
    )


def _delivery() -> None:
    op.create_table(
        "delivery",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("feed", WORD, nullable=False),
        Column("part", WORD, nullable=False),
        Column("name", WORD, nullable=False),
        Column("digest", BYTES, nullable=False),
        Column("as_of", WHOLE, nullable=False),
        Column("received_at", WHOLE, nullable=False),
        Column("state", WORD, nullable=False),
        Column("records", WHOLE, nullable=False),
        Column("fresh", WHOLE, nullable=False),
        Column("quarantined", WHOLE, nullable=False),
        Column("keyless", WHOLE, nullable=False),
        PrimaryKeyConstraint("seq", name="pk_delivery"),
        sqlite_strict=True,
    )
    op.create_index("ix_delivery_part", "delivery", ["feed", "part", "as_of"])
    op.create_index("ix_delivery_received", "delivery", ["feed", "received_at"])


def _presence() -> None:
    op.create_table(
        "presence",
        Column("delivery", WHOLE, nullable=False),
        Column("record", WHOLE, nullable=False),
        Column("key", BYTES, nullable=False),
        PrimaryKeyConstraint("delivery", "record", name="pk_presence"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_presence_key", "presence", ["key"])


def _unread() -> None:
    op.create_table(
        "unread",
        Column("delivery", WHOLE, nullable=False),
        Column("key", BYTES, nullable=False),
        PrimaryKeyConstraint("delivery", "key", name="pk_unread"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _feed_part() -> None:
    op.create_table(
        "feed_part",
        Column("id", WHOLE, Identity(), nullable=False),
        Column("feed", WORD, nullable=False),
        Column("part", WORD, nullable=False),
        PrimaryKeyConstraint("id", name="pk_feed_part"),
        UniqueConstraint("feed", "part", name="uq_feed_part_feed_part"),
        sqlite_strict=True,
    )


def _current_record() -> None:
    op.create_table(
        "current_record",
        Column("feed_part", WHOLE, nullable=False),
        Column("key", BYTES, nullable=False),
        Column("record", WHOLE, nullable=False),
        PrimaryKeyConstraint("feed_part", "key", name="pk_current_record"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_current_record_record", "current_record", ["record"])


def _held_step() -> None:
    op.create_table(
        "held_step",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("feed", WORD, nullable=False),
        Column("part", WORD, nullable=False),
        Column("earlier", WHOLE, nullable=False),
        Column("later", WHOLE, nullable=False),
        Column("vanished", WHOLE, nullable=False),
        Column("total", WHOLE, nullable=False),
        Column("released", WHOLE, nullable=True),
        Column("decided_by", WORD, nullable=True),
        Column("reason", WORD, nullable=True),
        Column("at", WHOLE, nullable=True),
        PrimaryKeyConstraint("seq", name="pk_held_step"),
        sqlite_strict=True,
    )
    op.create_index("ix_held_step_part", "held_step", ["feed", "part"])


def _record() -> None:
    op.create_table(
        "record",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("id", BYTES, nullable=False),
        Column("key", BYTES, nullable=False),
        Column("delivery", WHOLE, nullable=False),
        Column("number", WHOLE, nullable=False),
        Column("sha256", BYTES, nullable=False),
        Column("size", WHOLE, nullable=False),
        Column("bucket", WORD, nullable=False),
        Column("label", WHOLE, nullable=False),
        Column("wrapped", BYTES, nullable=False),
        Column("sealed", BYTES, nullable=False),
        PrimaryKeyConstraint("seq", name="pk_record"),
        UniqueConstraint("id", name="uq_record_id"),
        sqlite_strict=True,
    )


def _verdict() -> None:
    op.create_table(
        "verdict",
        Column("number", WHOLE, Identity(), nullable=False),
        Column("feed", WORD, nullable=False),
        Column("delivery", WHOLE, nullable=False),
        Column("record_number", WHOLE, nullable=False),
        Column("field", WORD, nullable=False),
        Column("expected", WORD, nullable=False),
        Column("came", WORD, nullable=False),
        Column("repair", WORD, nullable=False),
        Column("state", WORD, nullable=False),
        Column("at", WHOLE, nullable=False),
        PrimaryKeyConstraint("number", name="pk_verdict"),
        sqlite_strict=True,
    )
    op.create_index("ix_verdict_feed", "verdict", ["feed", "number"])


def _verdict_piece() -> None:
    op.create_table(
        "verdict_piece",
        Column("verdict", WHOLE, nullable=False),
        Column("position", WHOLE, nullable=False),
        Column("wrapped", BYTES, nullable=False),
        Column("sealed", BYTES, nullable=False),
        ForeignKeyConstraint(["verdict"], ["verdict.number"], name="fk_verdict_piece_verdict"),
        PrimaryKeyConstraint("verdict", "position", name="pk_verdict_piece"),
        sqlite_strict=True,
    )
