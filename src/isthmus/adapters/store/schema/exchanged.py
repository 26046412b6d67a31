"""Tables of what centers agreed, told each other, and called back. No value stands here."""

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
    part_of,
    table,
)

AGREEMENT: Final = table(
    "agreement",
    column("digest", BYTES),
    column("id", WORD),
    column("version", WHOLE),
    column("document", BYTES),
    column("parties", WORD),
    PrimaryKeyConstraint("digest"),
)
AGREEMENT_ACT: Final = table(
    "agreement_act",
    number("seq"),
    column("agreement", BYTES),
    column("center", WORD),
    column("act", WORD),
    column("at", WHOLE),
    column("signature", BYTES),
    UniqueConstraint("agreement", "center", "act", "at"),
)
BATCH: Final = table(
    "batch",
    number("seq"),
    column("message", BYTES),
    column("partner", WORD),
    column("agreement", WORD),
    column("digest", BYTES),
    column("purpose", WORD),
    column("basis", WORD),
    column("released_at", WHOLE),
    UniqueConstraint("message"),
)
RELEASED: Final = table(
    "released",
    number("seq"),
    column("release", BYTES),
    part_of("batch", "batch.seq"),
    column("statement", WHOLE),
    column("entity", BYTES),
    column("articles", WORD),
    column("altered", WORD),
    column("expires_on", WHOLE),
    column("standing", WORD),
    column("ended_by", BYTES, nullable=True),
    UniqueConstraint("release"),
    Index("ix_released_batch", "batch"),
    Index("ix_released_statement", "statement"),
    Index("ix_released_entity", "entity"),
    Index("ix_released_ended_by", "ended_by"),
)
STANDING_ORDER: Final = table(
    "standing_order",
    number("seq"),
    column("id", BYTES),
    column("partner", WORD),
    column("purpose", WORD),
    column("ordered_by", WORD),
    column("since", WHOLE),
    column("ordered_at", WHOLE),
    column("ended_at", WHOLE, nullable=True),
    UniqueConstraint("id"),
)
RECEIVED: Final = clustered_table(
    "received",
    column("partner", WORD),
    column("release", BYTES),
    column("message", BYTES),
    column("agreement", WORD),
    column("digest", BYTES),
    column("purpose", WORD),
    column("record", WHOLE),
    column("statement", WHOLE),
    column("received_at", WHOLE),
    column("expires_on", WHOLE),
    column("standing", WORD),
    column("articles", WORD, nullable=True),
    PrimaryKeyConstraint("partner", "release"),
    Index("ix_received_message", "message"),
    Index("ix_received_due", "standing", "expires_on"),
    Index("ix_received_statement", "statement"),
)
OUTGOING: Final = clustered_table(
    "outgoing",
    column("partner", WORD),
    column("sequence", WHOLE),
    column("message", BYTES),
    column("kind", WORD),
    column("manifest", BYTES),
    column("envelope", BYTES, nullable=True),
    column("written_at", WHOLE),
    column("receipt", BYTES, nullable=True),
    column("outcome", WORD, nullable=True),
    column("content", BYTES, nullable=True),
    PrimaryKeyConstraint("partner", "sequence"),
)
Index(
    "ix_outgoing_content",
    OUTGOING.c.message,
    sqlite_where=OUTGOING.c.content.is_not(None),
    postgresql_where=OUTGOING.c.content.is_not(None),
)
INCOMING: Final = clustered_table(
    "incoming",
    column("partner", WORD),
    column("sequence", WHOLE),
    column("message", BYTES),
    column("kind", WORD),
    column("manifest", BYTES),
    column("taken_at", WHOLE),
    column("draft", BYTES),
    column("receipt", BYTES, nullable=True),
    PrimaryKeyConstraint("partner", "sequence"),
)
RECALL: Final = table(
    "recall",
    number("seq"),
    column("id", BYTES),
    column("origin", WORD),
    column("via", WORD, nullable=True),
    column("ordered_by", WORD),
    column("reason", WORD),
    column("ordered_at", WHOLE),
    column("items", WHOLE),
    UniqueConstraint("id"),
)
RECALL_HOLDER: Final = table(
    "recall_holder",
    number("seq"),
    column("recall", BYTES),
    column("holder", WORD),
    column("via", WORD),
    column("items", WHOLE),
    column("asked_at", WHOLE),
    column("due_at", WHOLE),
    column("answered_at", WHOLE, nullable=True),
    column("receipt", BYTES, nullable=True),
    UniqueConstraint("recall", "holder"),
)
COUNTED: Final = table(
    "counted",
    number("seq"),
    column("message", BYTES),
    column("partner", WORD),
    column("outgoing", WHOLE),
    column("agreement", WORD),
    column("digest", BYTES),
    column("purpose", WORD),
    column("schema", WORD),
    column("count", WHOLE),
    column("at", WHOLE),
)
CONSENT: Final = table(
    "consent",
    number("seq"),
    column("id", BYTES),
    column("origin", WORD),
    column("holder", WORD),
    column("recipient", WORD),
    column("purpose", WORD),
    column("reason", WORD),
    column("asked_at", WHOLE),
    column("state", WORD),
    column("answered_at", WHOLE, nullable=True),
    column("given_until", WHOLE, nullable=True),
    column("proof", BYTES, nullable=True),
    column("named", BYTES, nullable=True),
    column("via", WORD, nullable=True),
    column("through", WORD, nullable=True),
    UniqueConstraint("id"),
)
CONSENTED: Final = clustered_table(
    "consented",
    column("consent", BYTES),
    column("release", BYTES),
    column("statement", WHOLE),
    PrimaryKeyConstraint("consent", "release"),
    Index("ix_consented_statement", "statement"),
)
# Which messages wait is asked again and again, and nearly all have their receipt.
Index(
    "ix_outgoing_waiting",
    OUTGOING.c.partner,
    OUTGOING.c.sequence,
    sqlite_where=OUTGOING.c.receipt.is_(None),
    postgresql_where=OUTGOING.c.receipt.is_(None),
)
