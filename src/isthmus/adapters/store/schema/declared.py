"""Tables of declared emergencies."""

from __future__ import annotations

from typing import Final

from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint

from isthmus.adapters.store.schema.columns import (
    BYTES,
    WHOLE,
    WORD,
    clustered_table,
    column,
    number,
    table,
)

EMERGENCY: Final = table(
    "emergency",
    number("seq"),
    column("id", BYTES),
    column("center", WORD),
    column("agreement", WORD),
    column("digest", BYTES),
    column("reason", WORD),
    column("declared_at", WHOLE),
    column("holds_until", WHOLE),
    column("declared_by", WORD, nullable=True),
    column("confirmed_by", WORD, nullable=True),
    column("begins_at", WHOLE, nullable=True),
    column("signature", BYTES, nullable=True),
    UniqueConstraint("id"),
)
EMERGENCY_END: Final = clustered_table(
    "emergency_end",
    column("emergency", BYTES),
    column("center", WORD),
    column("ended_by", WORD, nullable=True),
    column("reason", WORD),
    column("at", WHOLE),
    column("signature", BYTES, nullable=True),
    PrimaryKeyConstraint("emergency", "center"),
)
