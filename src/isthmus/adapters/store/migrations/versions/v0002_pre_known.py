"""The first tables of: statements, keys, judgements, positions."""

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

from isthmus.adapters.store.schema.columns import BYTES, REAL, WHOLE, WORD

revision = "v0002_pre_known"
down_revision = "v0001_pre_arrived"


def upgrade() -> None:
    """Add the tables."""
    _statement()
    _support()
    _statement_state()
    _search_key()
    _judgement()
    _comparison()
    _attribution()
    _attribution_evidence()
    _observation()


def _statement() -> None:
    op.create_table(
        "statement",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("id", BYTES, nullable=False),
        Column("entity", BYTES, nullable=False),
        Column("schema", WORD, nullable=False),
        Column("property", WORD, nullable=False),
        Column("value", WORD, nullable=False),
        Column("lang", WORD, nullable=True),
        Column("original", WORD, nullable=True),
        Column("target", BYTES, nullable=True),
        Column("source", WORD, nullable=False),
        Column("label", WHOLE, nullable=False),
        Column("grade", WORD, nullable=False),
        Column("record", WHOLE, nullable=False),
        Column("observed_at", WHOLE, nullable=True),
        Column("recorded_at", WHOLE, nullable=False),
        Column("expires_on", WHOLE, nullable=False),
        PrimaryKeyConstraint("seq", name="pk_statement"),
        UniqueConstraint("entity", "id", name="uq_statement_entity_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_statement_record", "statement", ["record"])
    op.create_index("ix_statement_run", "statement", [text("(seq / 65536)"), "id"])
    op.create_index(
        "ix_statement_target",
        "statement",
        ["target"],
        sqlite_where=text("target IS NOT NULL"),
        postgresql_where=text("target IS NOT NULL"),
    )


def _support() -> None:
    op.create_table(
        "support",
        Column("statement", WHOLE, nullable=False),
        Column("record", WHOLE, nullable=False),
        PrimaryKeyConstraint("statement", "record", name="pk_support"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_support_record", "support", ["record"])


def _statement_state() -> None:
    op.create_table(
        "statement_state",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("statement", WHOLE, nullable=False),
        Column("state", WORD, nullable=False),
        Column("at", WHOLE, nullable=False),
        Column("reason", WORD, nullable=False),
        PrimaryKeyConstraint("seq", name="pk_statement_state"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_statement_state_statement", "statement_state", ["statement", "seq", "state"]
    )


def _search_key() -> None:
    op.create_table(
        "search_key",
        Column("key", WORD, nullable=False),
        Column("entity", BYTES, nullable=False),
        Column("statement", WHOLE, nullable=False),
        Column("label", WHOLE, nullable=False),
        PrimaryKeyConstraint("key", "entity", "statement", name="pk_search_key"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _judgement() -> None:
    op.create_table(
        "judgement",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("id", BYTES, nullable=False),
        Column("left_entity", BYTES, nullable=False),
        Column("right_entity", BYTES, nullable=False),
        Column("decision", WORD, nullable=False),
        Column("by_person", WHOLE, nullable=False),
        Column("author", WORD, nullable=False),
        Column("at", WHOLE, nullable=False),
        Column("label", WHOLE, nullable=False),
        Column("reason", WORD, nullable=True),
        PrimaryKeyConstraint("seq", name="pk_judgement"),
        UniqueConstraint("id", name="uq_judgement_id"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_judgement_pair", "judgement", ["left_entity", "right_entity", "by_person", "seq"]
    )
    op.create_index("ix_judgement_right", "judgement", ["right_entity"])


def _comparison() -> None:
    op.create_table(
        "comparison",
        Column("judgement", WHOLE, nullable=False),
        Column("position", WHOLE, nullable=False),
        Column("property", WORD, nullable=False),
        Column("bits", REAL, nullable=False),
        Column("left_statement", WHOLE, nullable=False),
        Column("right_statement", WHOLE, nullable=False),
        Column("left_label", WHOLE, nullable=False),
        Column("right_label", WHOLE, nullable=False),
        ForeignKeyConstraint(["judgement"], ["judgement.seq"], name="fk_comparison_judgement"),
        PrimaryKeyConstraint("judgement", "position", name="pk_comparison"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _attribution() -> None:
    op.create_table(
        "attribution",
        Column("seq", WHOLE, Identity(), nullable=False),
        Column("event", BYTES, nullable=False),
        Column("holder", BYTES, nullable=False),
        Column("property", WORD, nullable=False),
        Column("value", WORD, nullable=False),
        Column("at", WHOLE, nullable=False),
        Column("label", WHOLE, nullable=False),
        Column("standing", WHOLE, nullable=False),
        Column("recorded_at", WHOLE, nullable=False),
        PrimaryKeyConstraint("seq", name="pk_attribution"),
        sqlite_strict=True,
    )
    op.create_index("ix_attribution_event", "attribution", ["event", "property", "seq"])
    op.create_index("ix_attribution_holder", "attribution", ["holder"])


def _attribution_evidence() -> None:
    op.create_table(
        "attribution_evidence",
        Column("attribution", WHOLE, nullable=False),
        Column("position", WHOLE, nullable=False),
        Column("statement", WHOLE, nullable=False),
        ForeignKeyConstraint(
            ["attribution"], ["attribution.seq"], name="fk_attribution_evidence_attribution"
        ),
        PrimaryKeyConstraint("attribution", "position", name="pk_attribution_evidence"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _observation() -> None:
    op.create_table(
        "observation",
        Column("entity", BYTES, nullable=False),
        Column("at", WHOLE, nullable=False),
        Column("record", WHOLE, nullable=False),
        Column("lat", REAL, nullable=False),
        Column("lon", REAL, nullable=False),
        Column("cell", WHOLE, nullable=False),
        Column("speed_kn", REAL, nullable=True),
        Column("course_deg", REAL, nullable=True),
        Column("source", WORD, nullable=False),
        Column("label", WHOLE, nullable=False),
        Column("grade", WORD, nullable=False),
        Column("recorded_at", WHOLE, nullable=False),
        Column("expires_on", WHOLE, nullable=False),
        PrimaryKeyConstraint("entity", "at", "record", name="pk_observation"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_observation_at", "observation", ["at", "lat", "lon", "label"])
