"""Tables of requests for information."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint

from isthmus.adapters.store.schema.columns import (
    BYTES,
    WHOLE,
    WORD,
    clustered_table,
    column,
    number,
    table,
)

REQUEST: Final = table(
    "request",
    number("seq"),
    column("id", BYTES),
    column("asker", WORD),
    column("asked", WORD),
    column("agreement", WORD),
    column("digest", BYTES),
    column("purpose", WORD),
    column("basis", WORD),
    column("file", WORD),
    column("urgency", WORD),
    column("what", WORD),
    column("why", WORD),
    column("verification", WORD),
    column("role", WORD),
    column("written_by", WORD, nullable=True),
    column("written_at", WHOLE),
    column("state", WORD),
    column("message", BYTES, nullable=True),
    column("asked_at", WHOLE, nullable=True),
    column("due_at", WHOLE, nullable=True),
    column("escalated_at", WHOLE, nullable=True),
    UniqueConstraint("id"),
)
REQUEST_SUBJECT: Final = clustered_table(
    "request_subject",
    column("request", BYTES),
    column("statement", WHOLE),
    column("release", BYTES),
    PrimaryKeyConstraint("request", "statement"),
    Index("ix_request_subject_statement", "statement"),
)
REQUEST_REPLY: Final = table(
    "request_reply",
    number("seq"),
    column("request", BYTES),
    column("state", WORD),
    column("ground", WORD, nullable=True),
    column("reason", WORD),
    column("messages", BYTES),
    column("replied_by", WORD, nullable=True),
    column("at", WHOLE),
    Index("ix_request_reply_request", "request"),
)
REQUEST_PROPOSAL: Final = clustered_table(
    "request_proposal",
    column("request", BYTES),
    column("entities", WORD),
    column("verified", WORD),
    column("proposed_by", WORD),
    column("at", WHOLE),
    PrimaryKeyConstraint("request"),
)
REQUEST_APPROVAL: Final = clustered_table(
    "request_approval",
    column("request", BYTES),
    column("approved_by", WORD),
    column("at", WHOLE),
    PrimaryKeyConstraint("request", "approved_by"),
)
