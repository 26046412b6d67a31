"""Tables of what arrived: labels, deliveries, records, verdicts."""

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

LABEL: Final = table("label", number("id"), column("body", WORD), UniqueConstraint("body"))

DELIVERY: Final = table(
    "delivery",
    number("seq"),
    column("feed", WORD),
    column("part", WORD),
    column("name", WORD),
    column("digest", BYTES),
    column("as_of", WHOLE),
    column("received_at", WHOLE),
    column("state", WORD),
    column("records", WHOLE),
    column("fresh", WHOLE),
    column("quarantined", WHOLE),
    column("keyless", WHOLE),
    column("expires_on", WHOLE, nullable=True),
    Index("ix_delivery_part", "feed", "part", "as_of"),
    Index("ix_delivery_received", "feed", "received_at"),
)
PRESENCE: Final = clustered_table(
    "presence",
    column("delivery", WHOLE),
    column("record", WHOLE),
    column("key", BYTES),
    PrimaryKeyConstraint("delivery", "record"),
    Index("ix_presence_key", "key"),
)
UNREAD: Final = clustered_table(
    "unread",
    column("delivery", WHOLE),
    column("key", BYTES),
    PrimaryKeyConstraint("delivery", "key"),
)
FEED_PART: Final = table(
    "feed_part",
    number("id"),
    column("feed", WORD),
    column("part", WORD),
    UniqueConstraint("feed", "part"),
)
CURRENT_RECORD: Final = clustered_table(
    "current_record",
    column("feed_part", WHOLE),
    column("key", BYTES),
    column("record", WHOLE),
    # Of a stream whose records come in versions; NULL for the parts of a snapshot.
    column("version", WORD, nullable=True),
    PrimaryKeyConstraint("feed_part", "key"),
    Index("ix_current_record_record", "record"),
)
HELD_STEP: Final = table(
    "held_step",
    number("seq"),
    column("feed", WORD),
    column("part", WORD),
    column("earlier", WHOLE),
    column("later", WHOLE),
    column("vanished", WHOLE),
    column("total", WHOLE),
    column("released", WHOLE, nullable=True),
    column("decided_by", WORD, nullable=True),
    column("reason", WORD, nullable=True),
    column("at", WHOLE, nullable=True),
    Index("ix_held_step_part", "feed", "part"),
)
RECORD: Final = table(
    "record",
    number("seq"),
    column("id", BYTES),
    column("key", BYTES),
    column("delivery", WHOLE),
    column("number", WHOLE),
    column("sha256", BYTES),
    column("size", WHOLE),
    column("bucket", WORD),
    column("label", WHOLE),
    column("wrapped", BYTES),
    column("sealed", BYTES),
    # NULL for what partners sent, and for what is erased.
    column("expires_on", WHOLE, nullable=True),
    UniqueConstraint("id"),
    Index("ix_record_due", "expires_on", "seq"),
)
VERDICT: Final = table(
    "verdict",
    number("number"),
    column("feed", WORD),
    column("delivery", WHOLE),
    column("record_number", WHOLE),
    column("field", WORD),
    column("expected", WORD),
    column("came", WORD),
    column("repair", WORD),
    column("state", WORD),
    column("at", WHOLE),
    # The label of the bytes and of what came. Whoever administers sees the row without these, so
    # it is not in the way of the row itself.
    column("marking", WHOLE, nullable=True),
    Index("ix_verdict_feed", "feed", "number"),
)
VERDICT_PIECE: Final = table(
    "verdict_piece",
    part_of("verdict", "verdict.number"),
    column("position", WHOLE),
    column("wrapped", BYTES),
    column("sealed", BYTES),
    PrimaryKeyConstraint("verdict", "position"),
)
