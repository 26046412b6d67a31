"""The first tables of: accounts, sessions, audit entries, facts of the node."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Identity, PrimaryKeyConstraint, UniqueConstraint, text

from isthmus.adapters.store.schema.columns import BYTES, WHOLE, WORD

revision = "v0004_pre_answering"
down_revision = "v0003_pre_noticed"


def upgrade() -> None:
    """Add the tables."""
    _account()
    _session()
    _audit()
    _meta()


def _account() -> None:
    op.create_table(
        "account",
        Column("principal", WORD, nullable=False),
        Column("name", WORD, nullable=False),
        Column("body", WORD, nullable=False),
        Column("password_hash", WORD, nullable=False),
        Column("failures", WHOLE, nullable=False),
        Column("locked_until", WHOLE, nullable=True),
        PrimaryKeyConstraint("principal", name="pk_account"),
        UniqueConstraint("name", name="uq_account_name"),
        sqlite_strict=True,
    )


def _session() -> None:
    op.create_table(
        "session",
        Column("token_hash", BYTES, nullable=False),
        Column("principal", WORD, nullable=False),
        Column("csrf", WORD, nullable=False),
        Column("created_at", WHOLE, nullable=False),
        Column("seen_at", WHOLE, nullable=False),
        Column("expires_at", WHOLE, nullable=False),
        PrimaryKeyConstraint("token_hash", name="pk_session"),
        sqlite_strict=True,
    )
    op.create_index("ix_session_expires", "session", ["expires_at"])


def _audit() -> None:
    op.create_table(
        "audit",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("entry", BYTES, nullable=False),
        Column("salt", BYTES, nullable=False),
        Column("objects", WORD, nullable=False),
        Column("at", WHOLE, nullable=False),
        Column("leaf", WHOLE, nullable=True),
        PrimaryKeyConstraint("seq", name="pk_audit"),
        UniqueConstraint("leaf", name="uq_audit_leaf"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_audit_pending",
        "audit",
        ["seq"],
        sqlite_where=text("leaf IS NULL"),
        postgresql_where=text("leaf IS NULL"),
    )


def _meta() -> None:
    op.create_table(
        "meta",
        Column("name", WORD, nullable=False),
        Column("value", WORD, nullable=False),
        PrimaryKeyConstraint("name", name="pk_meta"),
        sqlite_strict=True,
    )
