"""The first tables of: agreements, what left and came, messages, recalls."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Identity,
    PrimaryKeyConstraint,
    UniqueConstraint,
    text,
)

from isthmus.adapters.store.schema.columns import BYTES, WHOLE, WORD

revision = "v0008_pre_exchanged"
down_revision = "v0007_pre_phrases"


def upgrade() -> None:
    """Add the tables."""
    _agreement()
    _agreement_act()
    _batch()
    _released()
    _received()
    _outgoing()
    _incoming()
    _recall()
    _recall_holder()
    _consent()
    _consented()
    _standing_order()


def _agreement() -> None:
    op.create_table(
        "agreement",
        Column("digest", BYTES, nullable=False),
        Column("id", WORD, nullable=False),
        Column("version", WHOLE, nullable=False),
        Column("document", BYTES, nullable=False),
        Column("parties", WORD, nullable=False),
        PrimaryKeyConstraint("digest", name="pk_agreement"),
        sqlite_strict=True,
    )


def _agreement_act() -> None:
    op.create_table(
        "agreement_act",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("agreement", BYTES, nullable=False),
        Column("center", WORD, nullable=False),
        Column("act", WORD, nullable=False),
        Column("at", WHOLE, nullable=False),
        Column("signature", BYTES, nullable=False),
        PrimaryKeyConstraint("seq", name="pk_agreement_act"),
        UniqueConstraint(
            "agreement", "center", "act", "at", name="uq_agreement_act_agreement_center_act_at"
        ),
        sqlite_strict=True,
    )


def _batch() -> None:
    op.create_table(
        "batch",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("message", BYTES, nullable=False),
        Column("partner", WORD, nullable=False),
        Column("agreement", WORD, nullable=False),
        Column("digest", BYTES, nullable=False),
        Column("purpose", WORD, nullable=False),
        Column("basis", WORD, nullable=False),
        Column("released_at", WHOLE, nullable=False),
        PrimaryKeyConstraint("seq", name="pk_batch"),
        UniqueConstraint("message", name="uq_batch_message"),
        sqlite_strict=True,
    )


def _released() -> None:
    op.create_table(
        "released",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("release", BYTES, nullable=False),
        Column("batch", WHOLE, nullable=False),
        Column("statement", WHOLE, nullable=False),
        Column("entity", BYTES, nullable=False),
        Column("articles", WORD, nullable=False),
        Column("altered", WORD, nullable=False),
        Column("expires_on", WHOLE, nullable=False),
        Column("standing", WORD, nullable=False),
        Column("ended_by", BYTES, nullable=True),
        PrimaryKeyConstraint("seq", name="pk_released"),
        UniqueConstraint("release", name="uq_released_release"),
        ForeignKeyConstraint(["batch"], ["batch.seq"], name="fk_released_batch"),
        sqlite_strict=True,
    )
    op.create_index("ix_released_batch", "released", ["batch"])
    op.create_index("ix_released_ended_by", "released", ["ended_by"])
    op.create_index("ix_released_entity", "released", ["entity"])
    op.create_index("ix_released_statement", "released", ["statement"])


def _received() -> None:
    op.create_table(
        "received",
        Column("partner", WORD, nullable=False),
        Column("release", BYTES, nullable=False),
        Column("message", BYTES, nullable=False),
        Column("agreement", WORD, nullable=False),
        Column("digest", BYTES, nullable=False),
        Column("purpose", WORD, nullable=False),
        Column("record", WHOLE, nullable=False),
        Column("statement", WHOLE, nullable=False),
        Column("received_at", WHOLE, nullable=False),
        Column("expires_on", WHOLE, nullable=False),
        Column("standing", WORD, nullable=False),
        PrimaryKeyConstraint("partner", "release", name="pk_received"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_received_due", "received", ["standing", "expires_on"])
    op.create_index("ix_received_statement", "received", ["statement"])


def _outgoing() -> None:
    op.create_table(
        "outgoing",
        Column("partner", WORD, nullable=False),
        Column("sequence", WHOLE, nullable=False),
        Column("message", BYTES, nullable=False),
        Column("kind", WORD, nullable=False),
        Column("manifest", BYTES, nullable=False),
        Column("envelope", BYTES, nullable=True),
        Column("written_at", WHOLE, nullable=False),
        Column("receipt", BYTES, nullable=True),
        Column("outcome", WORD, nullable=True),
        PrimaryKeyConstraint("partner", "sequence", name="pk_outgoing"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_outgoing_waiting",
        "outgoing",
        ["partner", "sequence"],
        sqlite_where=text("receipt IS NULL"),
        postgresql_where=text("receipt IS NULL"),
    )


def _incoming() -> None:
    op.create_table(
        "incoming",
        Column("partner", WORD, nullable=False),
        Column("sequence", WHOLE, nullable=False),
        Column("message", BYTES, nullable=False),
        Column("kind", WORD, nullable=False),
        Column("manifest", BYTES, nullable=False),
        Column("taken_at", WHOLE, nullable=False),
        Column("draft", BYTES, nullable=False),
        Column("receipt", BYTES, nullable=True),
        PrimaryKeyConstraint("partner", "sequence", name="pk_incoming"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _recall() -> None:
    op.create_table(
        "recall",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("id", BYTES, nullable=False),
        Column("origin", WORD, nullable=False),
        Column("via", WORD, nullable=True),
        Column("ordered_by", WORD, nullable=False),
        Column("reason", WORD, nullable=False),
        Column("ordered_at", WHOLE, nullable=False),
        Column("items", WHOLE, nullable=False),
        PrimaryKeyConstraint("seq", name="pk_recall"),
        UniqueConstraint("id", name="uq_recall_id"),
        sqlite_strict=True,
    )


def _recall_holder() -> None:
    op.create_table(
        "recall_holder",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("recall", BYTES, nullable=False),
        Column("holder", WORD, nullable=False),
        Column("via", WORD, nullable=False),
        Column("items", WHOLE, nullable=False),
        Column("asked_at", WHOLE, nullable=False),
        Column("due_at", WHOLE, nullable=False),
        Column("answered_at", WHOLE, nullable=True),
        Column("receipt", BYTES, nullable=True),
        PrimaryKeyConstraint("seq", name="pk_recall_holder"),
        UniqueConstraint("recall", "holder", name="uq_recall_holder_recall_holder"),
        sqlite_strict=True,
    )


def _consent() -> None:
    op.create_table(
        "consent",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("id", BYTES, nullable=False),
        Column("origin", WORD, nullable=False),
        Column("holder", WORD, nullable=False),
        Column("recipient", WORD, nullable=False),
        Column("purpose", WORD, nullable=False),
        Column("reason", WORD, nullable=False),
        Column("asked_at", WHOLE, nullable=False),
        Column("state", WORD, nullable=False),
        Column("answered_at", WHOLE, nullable=True),
        Column("given_until", WHOLE, nullable=True),
        Column("proof", BYTES, nullable=True),
        PrimaryKeyConstraint("seq", name="pk_consent"),
        UniqueConstraint("id", name="uq_consent_id"),
        sqlite_strict=True,
    )


def _consented() -> None:
    op.create_table(
        "consented",
        Column("consent", BYTES, nullable=False),
        Column("release", BYTES, nullable=False),
        Column("statement", WHOLE, nullable=False),
        PrimaryKeyConstraint("consent", "release", name="pk_consented"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_consented_statement", "consented", ["statement"])


def _standing_order() -> None:
    op.create_table(
        "standing_order",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("id", BYTES, nullable=False),
        Column("partner", WORD, nullable=False),
        Column("purpose", WORD, nullable=False),
        Column("ordered_by", WORD, nullable=False),
        Column("since", WHOLE, nullable=False),
        Column("ordered_at", WHOLE, nullable=False),
        Column("ended_at", WHOLE, nullable=True),
        PrimaryKeyConstraint("seq", name="pk_standing_order"),
        UniqueConstraint("id", name="uq_standing_order_id"),
        sqlite_strict=True,
    )
