"""The first tables of requests for information, and what came by the message that carried it."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Identity, PrimaryKeyConstraint, UniqueConstraint

from isthmus.adapters.store.schema.columns import BYTES, WHOLE, WORD

revision = "v0009_pre_requested"
down_revision = "v0008_pre_exchanged"


def upgrade() -> None:
    """Add the tables."""
    _request()
    _subject()
    _reply()
    _proposal()
    _approval()
    op.create_index("ix_received_message", "received", ["message"])


def _request() -> None:
    op.create_table(
        "request",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("id", BYTES, nullable=False),
        Column("asker", WORD, nullable=False),
        Column("asked", WORD, nullable=False),
        Column("agreement", WORD, nullable=False),
        Column("digest", BYTES, nullable=False),
        Column("purpose", WORD, nullable=False),
        Column("basis", WORD, nullable=False),
        Column("file", WORD, nullable=False),
        Column("urgency", WORD, nullable=False),
        Column("what", WORD, nullable=False),
        Column("why", WORD, nullable=False),
        Column("verification", WORD, nullable=False),
        Column("role", WORD, nullable=False),
        Column("written_by", WORD, nullable=True),
        Column("written_at", WHOLE, nullable=False),
        Column("state", WORD, nullable=False),
        Column("message", BYTES, nullable=True),
        Column("asked_at", WHOLE, nullable=True),
        Column("due_at", WHOLE, nullable=True),
        Column("escalated_at", WHOLE, nullable=True),
        PrimaryKeyConstraint("seq", name="pk_request"),
        UniqueConstraint("id", name="uq_request_id"),
        sqlite_strict=True,
    )


def _subject() -> None:
    op.create_table(
        "request_subject",
        Column("request", BYTES, nullable=False),
        Column("statement", WHOLE, nullable=False),
        Column("release", BYTES, nullable=False),
        PrimaryKeyConstraint("request", "statement", name="pk_request_subject"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_request_subject_statement", "request_subject", ["statement"])


def _reply() -> None:
    op.create_table(
        "request_reply",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("request", BYTES, nullable=False),
        Column("state", WORD, nullable=False),
        Column("ground", WORD, nullable=True),
        Column("reason", WORD, nullable=False),
        Column("messages", BYTES, nullable=False),
        Column("replied_by", WORD, nullable=True),
        Column("at", WHOLE, nullable=False),
        PrimaryKeyConstraint("seq", name="pk_request_reply"),
        sqlite_strict=True,
    )
    op.create_index("ix_request_reply_request", "request_reply", ["request"])


def _proposal() -> None:
    op.create_table(
        "request_proposal",
        Column("request", BYTES, nullable=False),
        Column("entities", WORD, nullable=False),
        Column("verified", WORD, nullable=False),
        Column("proposed_by", WORD, nullable=False),
        Column("at", WHOLE, nullable=False),
        PrimaryKeyConstraint("request", name="pk_request_proposal"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _approval() -> None:
    op.create_table(
        "request_approval",
        Column("request", BYTES, nullable=False),
        Column("approved_by", WORD, nullable=False),
        Column("at", WHOLE, nullable=False),
        PrimaryKeyConstraint("request", "approved_by", name="pk_request_approval"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
